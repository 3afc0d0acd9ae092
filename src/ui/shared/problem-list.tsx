import type { JSX } from 'preact';
import type { Problem } from '../../model/result.js';

/** Problems that reading or compiling met, folded away, each with a link to its place. */
export function ProblemList(props: { readonly problems: readonly Problem[]; readonly label: string; readonly onOpen: (path: string, line: number | null) => void }): JSX.Element | null {
	const { problems, label, onOpen } = props;
	if (problems.length === 0) return null;
	return (
		<details class="commonplace-problems">
			<summary>{label}</summary>
			<ul>
				{problems.map(({ path, line, message }, index) => (
					<li key={index}>
						{path === '' ? null : (
							<button
								type="button"
								class="commonplace-link"
								onClick={() => {
									onOpen(path, line);
								}}
							>
								{line === null ? path : `${path}:${line}`}
							</button>
						)}{' '}
						{message}
					</li>
				))}
			</ul>
		</details>
	);
}
