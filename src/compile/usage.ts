import type { Claim } from '../model/claim.js';
import { parseRecord } from '../model/json.js';
import { stemWord } from '../markdown/names.js';
import { foldWord, forEachWord, isUnspaced } from '../markdown/words.js';

/** How often a name stands in prose, and in how many sources; once as written in any way, once only where it has a capital. */
export interface Use {
	readonly count: number;
	readonly sources: number;
	readonly capitals: number;
	readonly capitalSources: number;
}

/** By `nameKey`. A key that no prose has is in it with zeros, so that it is known to have been counted. */
export type UsageTable = Map<string, Use>;

export const UNUSED: Use = { count: 0, sources: 0, capitals: 0, capitalSources: 0 };

/** What is prose to count names in. The heads of a list are not. */
export type Counted = Pick<Claim, 'text' | 'form' | 'about'>;

/** A key while one source is counted. */
interface Slot {
	readonly key: string;
	count: number;
	capitals: number;
}

interface Node {
	next: Map<string, Node> | null;
	/** By the stem of the name's last word. */
	ends: Map<string, Slot> | null;
}
const node = (): Node => ({ next: null, ends: null });

interface CharNode {
	readonly next: Map<string, CharNode>;
	slot: Slot | null;
}
const charNode = (): CharNode => ({ next: new Map(), slot: null });

/** What one spelling of a word means for the walk; looked up instead of worked out, because a vault repeats its words. */
interface KnownWord {
	readonly folded: string;
	readonly stem: string;
	readonly capital: boolean;
	readonly slot: Slot | null;
	readonly next: Node | null;
}

/** Spellings kept at most; past it the memory starts anew. */
const MOST_WORDS = 200_000;
const GAP = /^[\s*_\u2010\u2011-]{1,6}$/;
const SIGN = /^[&+#./@]{1,2}$/;
const CAPITAL = /^\p{Lu}/u;

/** Counts how often each of a source's names stands in its prose; one that stands nowhere is not in the answer. */
export type CountUses = (claims: readonly Counted[]) => ReadonlyMap<string, { readonly count: number; readonly capitals: number }>;

/**
 * A counter for these keys. Whether one key counts does not depend on the others: names inside names count too. So what one
 * source adds can be taken away again, whatever keys came between.
 */
export function usesOf(keys: Iterable<string>): CountUses {
	const root = node();
	const unspaced = charNode();
	for (const key of keys) {
		const slot: Slot = { key, count: 0, capitals: 0 };
		if (isUnspaced(key, 0) && !key.includes(' ')) {
			let at = unspaced;
			for (let index = 0; index < key.length; index += 1) {
				const char = key.charAt(index);
				const next = at.next.get(char) ?? charNode();
				at.next.set(char, next);
				at = next;
			}
			at.slot = slot;
			continue;
		}
		const words = key.split(' ');
		let at = root;
		for (const word of words.slice(0, -1)) {
			at.next ??= new Map();
			const next = at.next.get(word) ?? node();
			at.next.set(word, next);
			at = next;
		}
		at.ends ??= new Map();
		at.ends.set(words.at(-1) ?? '', slot);
	}

	const known = new Map<string, KnownWord>();
	const wordOf = (raw: string): KnownWord => {
		let word = known.get(raw);
		if (word === undefined) {
			const folded = foldWord(raw);
			const stem = stemWord(folded);
			word = { folded, stem, capital: CAPITAL.test(raw), slot: root.ends?.get(stem) ?? null, next: root.next?.get(folded) ?? null };
			if (known.size >= MOST_WORDS) known.clear();
			known.set(raw, word);
		}
		return word;
	};

	let met: Slot[] = [];
	const note = (slot: Slot, capital: boolean): void => {
		if (slot.count === 0) met.push(slot);
		slot.count += 1;
		if (capital) slot.capitals += 1;
	};
	const countUnspaced = (text: string): void => {
		for (let start = 0; start < text.length; start += 1) {
			if (text.charCodeAt(start) < 0x0e00) continue;
			let at = unspaced.next.get(text.charAt(start));
			for (let end = start + 1; at !== undefined; end += 1) {
				if (at.slot !== null) note(at.slot, false);
				at = at.next.get(text.charAt(end));
			}
		}
	};
	let open: readonly { readonly at: Node; readonly capital: boolean }[] = [];
	const countSpaced = (text: string): void => {
		open = [];
		let before = 0;
		const step = (folded: string, stem: string): void => {
			const kept: { readonly at: Node; readonly capital: boolean }[] = [];
			for (const { at, capital } of open) {
				const slot = at.ends?.get(stem);
				if (slot !== undefined) note(slot, capital);
				const next = at.next?.get(folded);
				if (next !== undefined) kept.push({ at: next, capital });
			}
			open = kept;
		};
		const close = (upTo: number): void => {
			const gap = text.slice(before, Math.min(upTo, before + 8));
			const bare = gap.trim();
			if (SIGN.test(bare) && !(bare === '.' && gap !== '.')) step(bare, bare);
			else if (!GAP.test(gap) || gap.includes('\n\n')) open = [];
		};
		forEachWord(
			text,
			(start, end) => {
				if (open.length > 0 && start > before) close(start);
				const word = wordOf(text.slice(start, end));
				if (open.length > 0) step(word.folded, word.stem);
				if (word.slot !== null) note(word.slot, word.capital);
				if (word.next !== null) open = [...open, { at: word.next, capital: word.capital }];
				before = end;
			},
			true,
		);
		// "C++" and "C#": the signs close the name.
		if (open.length > 0 && before < text.length) {
			const tail = /^(?:\+\+?|#)/.exec(text.slice(before, before + 2))?.[0];
			if (tail !== undefined) step(tail, tail);
		}
	};

	return (claims) => {
		for (const { text, form, about } of claims) {
			if (form === 'list') continue;
			// What it is about by its label, its heading or the sentence before counts as if it were named.
			for (const each of [text, ...about.filter((name) => !text.includes(name))]) {
				countSpaced(each);
				if (unspaced.next.size > 0) countUnspaced(each);
			}
		}
		const uses = new Map(met.map((slot) => [slot.key, { count: slot.count, capitals: slot.capitals }]));
		for (const slot of met) {
			slot.count = 0;
			slot.capitals = 0;
		}
		met = [];
		return uses;
	};
}

/** Takes what one source uses into the table, or out of it again where `sign` is -1. Keys that the table does not have are left out. */
export function addUses(table: UsageTable, uses: ReturnType<CountUses>, sign: 1 | -1): void {
	for (const [key, { count, capitals }] of uses) {
		const use = table.get(key);
		if (use === undefined) continue;
		table.set(key, {
			count: use.count + sign * count,
			sources: use.sources + sign,
			capitals: use.capitals + sign * capitals,
			capitalSources: use.capitalSources + (capitals > 0 ? sign : 0),
		});
	}
}

/** The table as JSON: the keys in one string, and four numbers for each. */
export function encodeUsage(table: UsageTable): string {
	const rows = [...table].sort(([a], [b]) => (a < b ? -1 : 1));
	return JSON.stringify({ keys: rows.map(([key]) => key).join('\n'), uses: rows.flatMap(([, { count, sources, capitals, capitalSources }]) => [count, sources, capitals, capitalSources]) });
}

/** Null where the text is not such a table. */
export function decodeUsage(text: string): UsageTable | null {
	const { keys: joined, uses } = parseRecord(text) ?? {};
	if (typeof joined !== 'string' || !Array.isArray(uses)) return null;
	const keys = joined === '' ? [] : joined.split('\n');
	if (uses.length !== keys.length * 4 || !uses.every((use) => Number.isSafeInteger(use) && use >= 0)) return null;
	return new Map(keys.map((key, index) => [key, { count: Number(uses[index * 4]), sources: Number(uses[index * 4 + 1]), capitals: Number(uses[index * 4 + 2]), capitalSources: Number(uses[index * 4 + 3]) }]));
}
