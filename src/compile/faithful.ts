import type { Claim } from '../model/claim.js';
import { foldName } from '../model/fold.js';
import type { WovenPage, WovenSentence } from '../worker/port.js';

const NUMBER = /\p{Nd}+(?:[.,:/]\p{Nd}+)*/gu;
const LIMIT =
	/\b(?:not|never|only|about|around|roughly|nearly|almost|up to|at most|at least|more than|less than|nicht|nie|nur|etwa|rund|bis zu|höchstens|mindestens|jamais|environ|nunca|hasta)\b|n['’]t\b|不|没有|从未|约|最多|至少/giu;
const INNER_NAME = /[\p{Ll}\p{N},;] (\p{Lu}[\p{L}\p{M}\p{N}-]+)/gu;
const MARKUP = /[*_`=[\]|]/g;

const plain = (text: string): string => foldName(text.replace(MARKUP, ''));
const unquoted = (text: string): string => plain(text.replace(/^[“"]|[”"]$/gu, ''));

/**
 * What a sentence says that the quotes it cites do not: numbers, limiting words and names. Empty for a sentence that is a claim's own
 * text, which was checked when the claim was.
 */
export function notBorneOut(sentence: WovenSentence, claims: ReadonlyMap<string, Claim>, names: readonly string[]): readonly string[] {
	const cited = sentence.claims.flatMap((id) => claims.get(id) ?? []);
	if (cited.some(({ text }) => text === sentence.text)) return [];
	const said = unquoted(sentence.text);
	if (cited.some((claim) => unquoted(claim.text) === said)) return [];
	const known = plain([...cited.map(({ quote }) => quote), ...names].join('\n'));
	const found = [
		...(sentence.text.match(NUMBER) ?? []),
		...(sentence.text.match(LIMIT) ?? []),
		...[...sentence.text.matchAll(INNER_NAME)].map((match) => match[1] ?? ''),
	];
	return [...new Set(found.map(plain))].filter((word) => !known.includes(word));
}

export interface Faithful {
	readonly woven: WovenPage;
	/** How many sentences stay on the page marked as unsupported: they hold it back. */
	readonly unsupported: number;
}

/** What a worker wove, without the sentences that cite nothing, or a claim that it was not given, and with those marked that say more than they cite. */
export function keepFaithful(woven: WovenPage, claims: ReadonlyMap<string, Claim>, names: readonly string[]): Faithful {
	let unsupported = 0;
	const keep = (sentence: WovenSentence): WovenSentence[] => {
		if (sentence.claims.length === 0 || sentence.claims.some((id) => !claims.has(id))) return [];
		const kept: WovenSentence = { text: sentence.text, claims: sentence.claims };
		if (notBorneOut(kept, claims, names).length === 0) return [kept];
		unsupported++;
		return [{ ...kept, unsupported: true }];
	};
	const facets = woven.facets.map(({ heading, items }) => ({ heading, items: items.flatMap(keep) }));
	return { woven: { lead: woven.lead.flatMap(keep), facets }, unsupported };
}
