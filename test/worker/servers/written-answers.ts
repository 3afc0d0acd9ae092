import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { shownClaims, shownPages, type Asked, type ShownClaim } from './scripted-model.js';

interface WrittenClaim {
	readonly quote: string;
	readonly text: string;
	readonly form?: string;
	readonly stance?: string;
	readonly about: readonly string[];
}
type WrittenSentence = readonly [text: string, ...quotes: string[]];

/** Answers that somebody wrote by hand: who is in a passage, what it claims, and how some pages put it. */
export interface WrittenAnswers {
	readonly names: readonly (readonly [string, ...string[]])[];
	readonly claims: readonly WrittenClaim[];
	readonly pages: Readonly<Record<string, Readonly<Record<string, readonly WrittenSentence[]>>>>;
}

export const readAnswers = (path: string): WrittenAnswers => parse(readFileSync(path, 'utf8')) as WrittenAnswers;

/** A model that answers what was written for it, and of everything else that it claims nothing. */
export function writtenReader({ names, claims, pages }: WrittenAnswers): (asked: Asked) => unknown {
	const quoteOf = new Map(claims.map(({ text, quote }) => [text, quote]));
	const cited = (shown: readonly ShownClaim[], quotes: readonly string[]): string[] =>
		shown.filter(({ says }) => quotes.some((beginning) => (quoteOf.get(says) ?? says).startsWith(beginning))).map(({ id }) => id);
	return ({ kind, part }) => {
		if (kind === 'extract') {
			const passage = part('The passage');
			const stands = (name: string): boolean => passage.toLowerCase().includes(name.toLowerCase());
			return {
				claims: claims.filter(({ quote }) => passage.includes(quote)).map(({ quote, text, form = 'statement', stance = 'asserted', about }) => ({ text, quote, stance, form, qualifiers: [], about, weight: form === 'definition' ? 'core' : 'useful' })),
				mentions: names.filter((all) => all.some(stands)).map(([name, ...aliases]) => ({ name, aliases: aliases.filter(stands), kind: name.startsWith('Hermann') ? 'entity' : 'concept' })),
			};
		}
		if (kind === 'weave') {
			const all = shownClaims(part);
			return {
				pages: shownPages(part).map(({ page, title, claims: ids }) => {
					const shown = ids.flatMap((id) => all.get(id) ?? []);
					const { lead = [], ...facets } = pages[title] ?? {};
					const said = (sentences: readonly WrittenSentence[]) => sentences.map(([text, ...quotes]) => ({ text: /[.!?]$/.test(text) ? text : `${text}.`, claims: cited(shown, quotes) })).filter((sentence) => sentence.claims.length > 0);
					const written = Object.entries(facets).map(([heading, sentences]) => ({ heading, items: said(sentences) }));
					const used = new Set([...said(lead), ...written.flatMap(({ items }) => items)].flatMap((sentence) => sentence.claims));
					const left = shown.filter(({ id }) => !used.has(id)).map(({ id, says }) => ({ text: says, claims: [id] }));
					const opening = lead.length === 0 ? left.splice(0, 1) : said(lead);
					return { page, lead: opening, facets: [...written, { heading: '', items: left }] };
				}),
			};
		}
		const pairs = part('The pairs').split('\n').length;
		return { answers: Array.from({ length: pairs }, (_, index) => ({ pair: index + 1, answer: kind === 'adjudicate' ? 'contradict' : 'unknown' })) };
	};
}
