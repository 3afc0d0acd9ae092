import { fenceFor } from './fence.js';
import type { Prompt } from './prompt.js';

const instructions = `Two names in a collection of notes look alike. For each numbered pair, say whether both mean one thing, so that they should share one page.

- same: one is another spelling, an abbreviation, a translation or another name of the other.
- different: they mean two things, also where one is a kind or a part of the other.
- unknown: the names and what is said of them do not tell. Then a person is asked; a guess would join or part pages wrongly.

Answer every pair once, with its number.`;

export const identifyPrompt: Prompt<'identify'> = {
	instructions,
	input({ pairs }) {
		const list = pairs.map(({ left, right, leftContext, rightContext }, index) => JSON.stringify({ pair: index + 1, left, right, leftNamedIn: leftContext, rightNamedIn: rightContext })).join('\n');
		return fenceFor([list]).part('The pairs', list);
	},
	specimen: { pairs: [{ left: 'A', right: 'B', leftContext: 'a', rightContext: 'b' }] },
};
