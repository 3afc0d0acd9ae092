import * as v from 'valibot';
import type { WeaveInput, WeaveOutput, WovenPage, WovenSentence } from '../port.js';
import { answerKind } from './answer-kind.js';

const sentence = v.strictObject({
	text: v.pipe(v.string(), v.description('One sentence of plain text.')),
	claims: v.pipe(v.array(v.string()), v.description('The ids of the claims that carry it, such as c1.')),
});

const schema = v.strictObject({
	pages: v.array(
		v.strictObject({
			page: v.pipe(v.number(), v.integer(), v.description('The number of the page.')),
			lead: v.pipe(v.array(sentence), v.description('Says what the subject is, in one to three sentences.')),
			facets: v.array(v.strictObject({ heading: v.pipe(v.string(), v.description('Two to five words; empty for items that need none.')), items: v.array(sentence) })),
		}),
	),
});

/** The ids under which claims are shown to a worker: shorter than their own, easier to copy, and one for a claim that several pages draw on. */
export function claimLabels({ pages }: WeaveInput): ReadonlyMap<string, string> {
	const labels = new Map<string, string>();
	for (const { claims } of pages) for (const { id } of claims) if (!labels.has(id)) labels.set(id, `c${String(labels.size + 1)}`);
	return labels;
}

// A line break in a sentence would end its paragraph, and begin whatever Markdown comes next.
const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

// Under a heading that is not theirs they would read as if they belonged to it.
const looseFirst = (a: { readonly heading: string }, b: { readonly heading: string }): number => Number(a.heading !== '') - Number(b.heading !== '');

const toOutput = (answer: v.InferOutput<typeof schema>, input: WeaveInput): WeaveOutput => {
	const ids = new Map([...claimLabels(input)].map(([id, label]) => [label, id]));
	// An id that was not given stays as it is: the page is then composed without the sentence that cites it.
	const read = (sentences: readonly { readonly text: string; readonly claims: readonly string[] }[]): WovenSentence[] =>
		sentences.map(({ text, claims: cited }) => ({ text: oneLine(text), claims: [...new Set(cited.map((label) => ids.get(label) ?? label))] })).filter(({ text }) => text !== '');
	const woven = new Map<number, WovenPage | null>();
	for (const { page, lead, facets } of answer.pages) {
		const one: WovenPage = { lead: read(lead), facets: facets.map(({ heading, items }) => ({ heading: oneLine(heading), items: read(items) })).filter(({ items }) => items.length > 0).sort(looseFirst) };
		// Two pages of one number, or one that says nothing, are no answer for it.
		woven.set(page, woven.has(page) || one.lead.length + one.facets.length === 0 ? null : one);
	}
	return { pages: input.pages.map((_, index) => woven.get(index + 1) ?? null) };
};

const isThere = (answer: v.InferOutput<typeof schema>, numbered: number): boolean =>
	answer.pages.some(({ page, lead, facets }) => page >= 1 && page <= numbered && [lead, ...facets.map(({ items }) => items)].some((sentences) => sentences.some(({ text }) => text.trim() !== '')));

// Pages that an answer leaves out are asked for by themselves; one that has none would be found again where answers are kept.
export const weaveAnswer = answerKind<'weave', typeof schema>(schema, toOutput, (answer, numbered) => (numbered === 0 || isThere(answer, numbered) ? [] : ['None of the pages that were asked for is there. Write each under its number.']));
