import * as v from 'valibot';
import type { WovenSentence } from '../port.js';
import { answerKind } from './answer-kind.js';

const sentence = v.strictObject({
	text: v.pipe(v.string(), v.description('One sentence of plain text.')),
	claims: v.pipe(v.array(v.string()), v.description('The ids of the claims that carry it, such as c1.')),
});

const schema = v.strictObject({
	lead: v.pipe(v.array(sentence), v.description('Says what the subject is, in one to three sentences.')),
	facets: v.array(v.strictObject({ heading: v.pipe(v.string(), v.description('Two to five words; empty for items that need none.')), items: v.array(sentence) })),
});

/** The id under which a claim is shown to a worker: shorter than its own, and easier to copy. */
export const claimLabel = (index: number): string => `c${index + 1}`;

// A line break in a sentence would end its paragraph, and begin whatever Markdown comes next.
const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

export const weaveAnswer = answerKind<'weave', typeof schema>(schema, ({ lead, facets }, { claims }) => {
	const ids = new Map(claims.map(({ id }, index) => [claimLabel(index), id]));
	// An id that was not given stays as it is: the page is then composed without the sentence that cites it.
	const read = (sentences: readonly { readonly text: string; readonly claims: readonly string[] }[]): WovenSentence[] =>
		sentences.map(({ text, claims: cited }) => ({ text: oneLine(text), claims: [...new Set(cited.map((label) => ids.get(label) ?? label))] })).filter(({ text }) => text !== '');
	return {
		lead: read(lead),
		facets: facets.map(({ heading, items }) => ({ heading: oneLine(heading), items: read(items) })).filter(({ items }) => items.length > 0),
	};
});

