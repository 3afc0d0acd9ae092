import type { JSX } from 'preact';

/** The head of a table of costs. */
export const CostHeads = ({ names }: { readonly names: readonly string[] }): JSX.Element => (
	<thead>
		<tr>
			{names.map((name) => (
				<th key={name} scope="col">
					{name}
				</th>
			))}
		</tr>
	</thead>
);
