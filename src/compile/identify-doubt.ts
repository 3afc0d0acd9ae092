import type { Ambiguity } from '../model/concept.js';
import { foldName } from '../model/fold.js';
import { nameKey } from '../markdown/names.js';
import { bagKey, initialsOf, isAbbreviation, plainKey } from './identify-names.js';

/** Two names that look alike and are not surely one; a worker is asked. Names are titles of concepts. */
export interface DoubtfulPair {
	readonly left: string;
	readonly right: string;
	readonly reason: string;
	/** Ids of the sources of either, sorted. */
	readonly sources: readonly string[];
}

/** A concept as doubts are raised about it; `sources` are numbers. */
interface Named {
	readonly title: string;
	readonly members: readonly { readonly key: string }[];
	readonly sources: readonly number[];
}

/** The key of a pair in `answers`; the order of the two names does not matter. */
export function pairKey(left: string, right: string): string {
	const [a, b] = [nameKey(left), nameKey(right)];
	return a < b ? `${a}\0${b}` : `${b}\0${a}`;
}

/** Pairs among the concepts that earned a page; a pair that `answers` knows is doubtful no more. */
export function findDoubtful(groups: readonly Named[], answers: ReadonlyMap<string, 'same' | 'different'> | undefined, sourceIds: (numbers: Iterable<number>) => string[]): DoubtfulPair[] {
	const pairs = new Map<string, DoubtfulPair>();
	const meet = (left: Named, right: Named, reason: string): void => {
		if (left === right) return;
		const key = pairKey(left.title, right.title);
		if (pairs.has(key) || answers?.has(key) === true) return;
		const [a, b] = left.title < right.title ? [left, right] : [right, left];
		pairs.set(key, { left: a.title, right: b.title, reason, sources: sourceIds([...a.sources, ...b.sources]) });
	};
	const byKind: readonly (readonly [string, (key: string) => string])[] = [
		['The names differ only in accents.', plainKey],
		['The names have the same words in another order.', bagKey],
	];
	for (const [reason, keyOf] of byKind) {
		const seen = new Map<string, Named>();
		for (const group of groups) {
			for (const { key } of group.members) {
				const like = keyOf(key);
				if (like === '') continue;
				const other = seen.get(like);
				if (other === undefined) seen.set(like, group);
				else meet(other, group, reason);
			}
		}
	}
	const initials = new Map<string, Named[]>();
	for (const group of groups) {
		const letters = initialsOf(group.title);
		if (letters.length >= 3) initials.set(letters, [...(initials.get(letters) ?? []), group]);
	}
	for (const group of groups) {
		if (!isAbbreviation(group.title)) continue;
		for (const long of (initials.get(foldName(group.title)) ?? []).slice(0, 3)) meet(long, group, 'The one may be an abbreviation of the other, but no source says so.');
	}
	return [...pairs.values()].sort((a, b) => (a.left === b.left ? (a.right < b.right ? -1 : 1) : a.left < b.left ? -1 : 1));
}

/** Doubtful pairs that nobody settled, as they are recorded for a person. */
export const unsettled = (pairs: readonly DoubtfulPair[]): Ambiguity[] => pairs.map(({ left, right, reason, sources }) => ({ names: [left, right], reason, sources }));
