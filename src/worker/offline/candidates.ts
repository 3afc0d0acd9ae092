import type { ConceptKind, Mention, MentionSignal } from '../../model/concept.js';
import { isNameLike, keyOf, stripArticle } from '../../markdown/names.js';
import { foldWord, isUnspaced } from '../../markdown/words.js';
import type { Span } from '../../markdown/note.js';
import type { Word } from './tokens.js';

interface Candidate {
	readonly key: string;
	readonly words: readonly string[];
	readonly unspaced: boolean;
	/** Spellings met in prose, with how often. */
	readonly forms: Map<string, number>;
	/** The spelling under which it was first proposed. */
	readonly proposed: string;
	readonly aliases: Map<string, string>;
	readonly signals: Set<MentionSignal>;
	kind: ConceptKind | null;
	count: number;
	/** Order of the first proposal. */
	readonly rank: number;
}

/** Names that a passage may be about; they are proposed first and counted in its prose afterwards. */
export interface Candidates {
	/** Null where the name cannot name a thing. */
	propose(name: string, signal: MentionSignal, kind?: ConceptKind | null): string | null;
	/** As `propose`, for a name that its setting proves to be one, such as the title of a work. */
	proposeWork(name: string, signal: MentionSignal): string | null;
	alias(name: string, alias: string): void;
	has(name: string): boolean;
	/** How often it was counted so far. */
	countOf(name: string): number;
	/** Counts all candidates in one sentence and returns the names found, in order, without repeats. */
	count(plain: string, sentence: Span, words: readonly Word[]): string[];
	mentions(atMost: number): Mention[];
}

const VALUE: Readonly<Record<MentionSignal, number>> = { title: 6, definition: 6, alias: 5, link: 4, emphasis: 4, tag: 3, name: 3, heading: 2, phrase: 1 };

export function candidatesFor(language: string): Candidates {
	const all = new Map<string, Candidate>();
	/** Names of one word, and longer ones by their first. */
	const bySingle = new Map<string, Candidate>();
	const byFirst = new Map<string, Candidate[]>();
	const unspaced: Candidate[] = [];

	const find = (name: string): Candidate | undefined => all.get(keyOf(name).spaced);
	const refused = new Set<string>();
	const add = (name: string, signal: MentionSignal, kind: ConceptKind | null, isName: (name: string) => boolean): string | null => {
		if (refused.has(name)) return null;
		const { words, spaced: key } = keyOf(name);
		const [first] = words;
		if (first === undefined) return null;
		let candidate = all.get(key);
		if (candidate === undefined) {
			if (!isName(name)) {
				refused.add(name);
				return null;
			}
			const joined = isUnspaced(first, 0) && words.length > 0;
			candidate = { key, words, unspaced: joined, forms: new Map(), proposed: name, aliases: new Map(), signals: new Set(), kind: null, count: 0, rank: all.size };
			all.set(key, candidate);
			if (joined) unspaced.push(candidate);
			else if (words.length === 1) bySingle.set(first, candidate);
			else {
				const list = byFirst.get(first);
				if (list) list.push(candidate);
				else byFirst.set(first, [candidate]);
			}
		}
		candidate.signals.add(signal);
		candidate.kind ??= kind;
		return candidate.proposed;
	};

	const note = (candidate: Candidate, form: string, found: string[]): void => {
		candidate.count += 1;
		candidate.forms.set(form, (candidate.forms.get(form) ?? 0) + 1);
		if (!found.includes(candidate.proposed)) found.push(candidate.proposed);
	};

	const countUnspaced = (text: string, found: string[]): void => {
		for (const candidate of unspaced) {
			for (let at = text.indexOf(candidate.proposed); at >= 0; at = text.indexOf(candidate.proposed, at + candidate.proposed.length)) note(candidate, candidate.proposed, found);
		}
	};

	const longestAt = (words: readonly Word[], at: number): { readonly candidate: Candidate; readonly length: number } | null => {
		const first = words[at];
		if (first === undefined) return null;
		let best: { candidate: Candidate; length: number } | null = null;
		for (const candidate of byFirst.get(first.folded) ?? []) {
			const { length } = candidate.words;
			if (best !== null && best.length >= length) continue;
			let matches = true;
			for (let index = 1; index < length && matches; index += 1) {
				const word = words[at + index];
				matches = word !== undefined && word.joined && (index === length - 1 ? word.stem : word.folded) === candidate.words[index];
			}
			if (matches) best = { candidate, length };
		}
		if (best !== null) return best;
		const single = bySingle.get(first.stem);
		return single === undefined ? null : { candidate: single, length: 1 };
	};

	const count = (plain: string, sentence: Span, words: readonly Word[]): string[] => {
		const found: string[] = [];
		for (let at = 0; at < words.length; ) {
			const best = longestAt(words, at);
			const first = words[at];
			const last = words[at + (best?.length ?? 1) - 1];
			if (best === null || first === undefined || last === undefined) {
				at += 1;
				continue;
			}
			const form = plain.slice(first.start, last.end).replace(/['\u2019]s?$/u, '').replace(/\s+/g, ' ').replace(/[\u2010\u2011]/g, '-');
			// A capital at the start of a sentence says nothing about how the name is written.
			note(best.candidate, at === 0 && best.length === 1 ? '' : form, found);
			at += best.length;
		}
		if (unspaced.length > 0) countUnspaced(plain.slice(sentence.start, sentence.end), found);
		return found;
	};

	/** The spelling met most often; a singular before a plural, the proposed one where prose does not tell. */
	const spelling = (candidate: Candidate): string => {
		let best = '';
		let most = 0;
		const proposedFold = foldWord(candidate.proposed);
		for (const [form, number] of candidate.forms) {
			if (form === '') continue;
			const singular = foldWord(form).endsWith(candidate.words.at(-1) ?? '') ? 0.5 : 0;
			const asProposed = foldWord(form) === proposedFold ? 0.1 : 0;
			const score = number + singular + asProposed;
			if (score > most || (score === most && form < best)) {
				best = form;
				most = score;
			}
		}
		return best === '' || candidate.signals.has('title') ? stripArticle(best === '' ? candidate.proposed : best) : best;
	};

	/** Aliases, and spellings such as the plural that differ in more than case. */
	const otherNames = (candidate: Candidate, name: string): string[] => {
		const fold = foldWord(name);
		const names = new Map([...candidate.aliases.values()].map((alias) => [foldWord(alias), alias]));
		for (const form of [...candidate.forms.keys()].sort()) if (form !== '' && !names.has(foldWord(form))) names.set(foldWord(form), form);
		names.delete(fold);
		return [...names.values()].sort();
	};

	const mentions = (atMost: number): Mention[] => {
		const worth = (candidate: Candidate): number => {
			let value = Math.min(6, candidate.count);
			for (const signal of candidate.signals) value += VALUE[signal];
			return value;
		};
		return [...all.values()]
			.filter((candidate) => candidate.count > 0 || !candidate.signals.has('phrase'))
			.map((candidate) => ({ candidate, value: worth(candidate) }))
			.sort((a, b) => b.value - a.value || a.candidate.rank - b.candidate.rank)
			.slice(0, atMost)
			.map(({ candidate }) => ({ candidate, name: spelling(candidate) }))
			.map(({ candidate, name }) => ({
				name,
				aliases: otherNames(candidate, name),
				kind: candidate.kind,
				signals: [...candidate.signals].sort(),
				count: candidate.count,
			}));
	};

	const nameLike = (name: string): boolean => isNameLike(name, language);
	return {
		propose: (name, signal, kind = null) => add(name, signal, kind, nameLike),
		proposeWork: (name, signal) => add(name, signal, 'entity', () => true),
		alias(name, alias) {
			const candidate = find(name);
			const key = keyOf(alias).spaced;
			if (candidate !== undefined && key !== '' && key !== candidate.key) candidate.aliases.set(key, alias);
		},
		has: (name) => find(name) !== undefined,
		countOf: (name) => find(name)?.count ?? 0,
		count,
		mentions,
	};
}
