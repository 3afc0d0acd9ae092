import type { JSX } from 'preact';
import { POLICY } from '../strings/policy.js';

/** Words with what stands between backticks set as code, which is how the explanation marks what the flow says to the letter. */
function Marked({ text }: { readonly text: string }): JSX.Element {
	const parts = [...text.matchAll(/(`+)([^]*?[^`])\1(?!`)|[^`]+|`+/g)];
	return (
		<>
			{parts.map(([whole, fence, code], index) => (fence === undefined || code === undefined ? <span key={index}>{whole}</span> : <code key={index}>{code}</code>))}
		</>
	);
}

const NODE = /^(\w+ `[^`]+`(?: “[^”]*”)?) in line (\d+)([.:][^]*)$/;

/** What a policy says, in English by code: a paragraph for each node, its conditions below it. `onLine` is null where the note stands nowhere yet. */
export function Explanation({ text, onLine }: { readonly text: string; readonly onLine: ((line: number) => void) | null }): JSX.Element {
	return (
		<div class="commonplace-policy-explanation">
			{text.split('\n\n').map((paragraph, index) => {
				const [title = '', ...lines] = paragraph.split('\n');
				const [, head, line, rest] = NODE.exec(title) ?? [];
				const items = lines.map((each) => each.replace(/^- /, ''));
				return (
					<section key={index}>
						<p>
							{head === undefined || line === undefined || rest === undefined ? (
								<strong>{<Marked text={title} />}</strong>
							) : (
								<>
									<strong>{<Marked text={head} />}</strong>{' '}
									{onLine === null ? POLICY.line(Number(line)) : <button type="button" class="commonplace-link" onClick={() => { onLine(Number(line)); }}>{POLICY.line(Number(line))}</button>}
									<Marked text={rest} />
								</>
							)}
						</p>
						{items.length === 0 ? null : (
							<ul>
								{items.map((item, at) => (
									<li key={at}>
										<Marked text={item} />
									</li>
								))}
							</ul>
						)}
					</section>
				);
			})}
		</div>
	);
}
