import type { Concept } from '../model/concept.js';
import type { Span } from '../markdown/note.js';
import { keyWords, nameKey, stemWord } from '../markdown/names.js';
import { foldWord, forEachWord, isUnspaced, splitWords } from '../markdown/words.js';
import { isAbbreviation } from './identify-names.js';

export interface DictionaryMatch extends Span {
	readonly conceptId: string;
}

/** Finds the names of all concepts in a text. */
export interface Dictionary {
	/** Matches in order of position, none overlapping, the longest name first where several begin at one place. Folded, plural and possessive forms count. */
	find(text: string): DictionaryMatch[];
}

/** How a name must be written to count: as anything, with a capital, or exactly so. */
interface Entry {
	readonly conceptId: string;
	readonly written: 'any' | 'capital' | { readonly exactly: readonly string[] };
}

interface Node {
	next: Map<string, Node> | null;
	/** By the stem of the name's last word. */
	ends: Map<string, Entry> | null;
}
const node = (): Node => ({ next: null, ends: null });

/** Names with this many words or fewer are looked for; a longer one is a sentence. */
const LONGEST = 8;
const SIGN = /^[&+#./@]{1,2}$/;
const JOINING_GAP = /^[\s*_\u2010\u2011-]{0,6}$/;

interface Token extends Span {
	readonly folded: string;
	/** False where something stands before it that no name contains. */
	readonly joined: boolean;
}

function tokenise(text: string): Token[] {
	const tokens: Token[] = [];
	let before = 0;
	// "C++" and "C#": the signs close the name.
	const addTail = (): void => {
		const next = text.charCodeAt(before);
		if (before === 0 || (next !== 43 && next !== 35)) return;
		const tail = /^(?:\+\+?|#)(?![\p{L}\p{N}+#])/u.exec(text.slice(before, before + 4))?.[0];
		if (tail === undefined) return;
		tokens.push({ start: before, end: before + tail.length, folded: tail, joined: true });
		before += tail.length;
	};
	forEachWord(
		text,
		(start, end) => {
			addTail();
			let joined = start === before;
			if (!joined) {
				const gap = text.slice(before, Math.min(start, before + 8));
				const bare = gap.includes('&') ? gap.trim() : gap;
				if (SIGN.test(bare) && start - before <= 8) {
					tokens.push({ start: before, end: start, folded: bare, joined: true });
					joined = true;
				} else if (gap === '. ' && before - (tokens.at(-1)?.start ?? before) === 1) joined = true;
				else joined = start - before <= 6 && JOINING_GAP.test(gap) && !gap.includes('\n\n');
			}
			tokens.push({ start, end, folded: foldWord(text.slice(start, end)), joined });
			before = end;
		},
		true,
	);
	addTail();
	return tokens;
}

function accepts(entry: Entry, text: string, start: number, end: number): boolean {
	if (entry.written === 'any') return true;
	if (entry.written === 'capital') return /^\p{Lu}/u.test(text.slice(start, start + 2));
	const word = text.slice(start, end);
	return entry.written.exactly.some((form) => word === form || word === `${form}s`);
}

/** Where the name would end if it ended with this token: "the Hive's" names the Hive. */
function nameEnd(text: string, { start, end }: Token): number {
	const tail = text.slice(Math.max(start, end - 2), end);
	const mark = Math.max(tail.indexOf("'"), tail.indexOf('\u2019'), tail.indexOf('\u02bc'));
	return mark < 0 || tail.length - mark > 2 ? end : end - tail.length + mark;
}

function longestAt(root: Node, tokens: readonly Token[], first: number, text: string): { readonly entry: Entry; readonly last: number; readonly end: number } | null {
	let best: { entry: Entry; last: number; end: number } | null = null;
	let at: Node = root;
	const start = tokens[first]?.start ?? 0;
	for (let index = first; index < tokens.length && index < first + LONGEST; index += 1) {
		const token = tokens[index];
		if (token === undefined || (index > first && !token.joined)) break;
		const entry = at.ends?.get(stemWord(token.folded));
		if (entry !== undefined) {
			const end = nameEnd(text, token);
			if (accepts(entry, text, start, end)) best = { entry, last: index, end };
		}
		const next = at.next?.get(token.folded);
		if (next === undefined) break;
		at = next;
	}
	return best;
}

interface UnspacedName {
	readonly name: string;
	readonly entry: Entry;
}

function unspacedMatches(names: ReadonlyMap<string, readonly UnspacedName[]>, text: string): DictionaryMatch[] {
	const matches: DictionaryMatch[] = [];
	let starts: Set<number> | null = null;
	for (let at = 0; at < text.length; at += 1) {
		// Below this stand the scripts that set blanks between words.
		if (text.charCodeAt(at) < 0xe00) continue;
		const candidates = names.get(text.charAt(at));
		if (candidates === undefined) continue;
		const found = candidates.find(({ name }) => text.startsWith(name, at));
		if (found === undefined) continue;
		starts ??= new Set(splitWords(text).map(({ start }) => start));
		if (!starts.has(at)) continue;
		matches.push({ conceptId: found.entry.conceptId, start: at, end: at + found.name.length });
		at += found.name.length - 1;
	}
	return matches;
}

function mergeMatches(spaced: readonly DictionaryMatch[], unspaced: readonly DictionaryMatch[]): DictionaryMatch[] {
	const sorted = [...spaced, ...unspaced].sort((a, b) => a.start - b.start || b.end - a.end);
	const merged: DictionaryMatch[] = [];
	for (const match of sorted) if (match.start >= (merged.at(-1)?.end ?? 0)) merged.push(match);
	return merged;
}

/**
 * A dictionary of all titles and aliases. A name that two concepts have finds neither. `caseBound` lists the ids of
 * concepts whose one-word names count only with a capital; see `Identity`.
 */
export function buildDictionary(concepts: readonly Pick<Concept, 'id' | 'title' | 'aliases'>[], caseBound: ReadonlySet<string> = new Set()): Dictionary {
	const forms = new Map<string, { conceptId: string; names: string[] } | null>();
	for (const { id, title, aliases } of concepts) {
		for (const name of [title, ...aliases]) {
			const key = nameKey(name);
			if (key === '') continue;
			const known = forms.get(key);
			if (known === undefined) forms.set(key, { conceptId: id, names: [name] });
			else if (known !== null && known.conceptId === id) known.names.push(name);
			else forms.set(key, null);
		}
	}
	const root = node();
	const unspaced = new Map<string, UnspacedName[]>();
	for (const found of forms.values()) {
		const name = found?.names[0];
		if (found === null || name === undefined) continue;
		const words = keyWords(name);
		const single = words.length === 1;
		const short = single && found.names.every((form) => isAbbreviation(form));
		const entry: Entry = { conceptId: found.conceptId, written: short ? { exactly: found.names } : single && caseBound.has(found.conceptId) ? 'capital' : 'any' };
		if (isUnspaced(words[0] ?? '', 0)) {
			for (const form of found.names) {
				const list = unspaced.get(form.charAt(0)) ?? [];
				list.push({ name: form, entry });
				unspaced.set(form.charAt(0), list.sort((a, b) => b.name.length - a.name.length || (a.name < b.name ? -1 : 1)));
			}
			continue;
		}
		if (words.length > LONGEST) continue;
		let at = root;
		for (const word of words.slice(0, -1)) {
			at.next ??= new Map();
			const next = at.next.get(word) ?? node();
			at.next.set(word, next);
			at = next;
		}
		at.ends ??= new Map();
		at.ends.set(stemWord(words.at(-1) ?? ''), entry);
	}
	const find = (text: string): DictionaryMatch[] => {
		const tokens = tokenise(text);
		const matches: DictionaryMatch[] = [];
		for (let index = 0; index < tokens.length; index += 1) {
			const found = longestAt(root, tokens, index, text);
			if (found === null) continue;
			matches.push({ conceptId: found.entry.conceptId, start: tokens[index]?.start ?? 0, end: found.end });
			index = found.last;
		}
		if (unspaced.size === 0) return matches;
		return mergeMatches(matches, unspacedMatches(unspaced, text));
	};
	return { find };
}
