import type { Claim } from '../../model/claim.js';
import { fenceFor } from './fence.js';
import type { Prompt } from './prompt.js';

const instructions = `Two notes each claim something about one subject. For each numbered pair, say whether both claims can hold.

- contradict: if the one holds, the other cannot, for the same subject, time, place and conditions.
- compatible: both can hold: they speak of different cases, times, measures or degrees, one is more exact than the other, or one only reports or asks.
- unknown: the words do not tell. Then nothing is shown as a contradiction.

Judge the claims against each other, not against what you know. Answer every pair once, with its number.`;

const shown = ({ text, quote, stance, qualifiers, headings }: Claim) => ({ says: text, ...(quote === text ? {} : { quote }), stance, qualifiers, under: headings });

const claim: Claim = { id: 'k-0', sourceId: 's-0', text: 'Text.', quote: 'Quote.', start: 0, end: 6, headings: [], anchor: null, stance: 'asserted', form: 'statement', qualifiers: [], about: [], weight: 0.5 };

export const adjudicatePrompt: Prompt<'adjudicate'> = {
	instructions,
	input({ pairs }) {
		const list = pairs.map(({ left, right, subject }, index) => JSON.stringify({ pair: index + 1, subject, left: shown(left), right: shown(right) })).join('\n');
		return fenceFor([list]).part('The pairs', list);
	},
	specimen: { pairs: [{ left: claim, right: { ...claim, text: 'Quote.' }, subject: 'Subject' }] },
};
