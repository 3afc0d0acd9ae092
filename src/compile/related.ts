import { WIDTH, type AboutTable } from './state/about-table.js';

export interface Relation {
	readonly conceptId: string;
	readonly sharedSources: number;
	/** Claims that both have in shared sources, the smaller count of each source. */
	readonly strength: number;
}

// A concept in most sources of the vault is near to everything and so tells nothing. Small vaults are spared the rule.
const COMMON_SHARE = 0.5;
const SMALL_VAULT = 8;

/** Concepts that more than half of the vault's sources speak of. */
export function commonConcepts(sourceCounts: Iterable<readonly [conceptId: string, sources: number]>, totalSources: number): ReadonlySet<string> {
	const common = new Set<string>();
	if (totalSources < SMALL_VAULT) return common;
	for (const [id, sources] of sourceCounts) if (sources > totalSources * COMMON_SHARE) common.add(id);
	return common;
}

/** The concepts that the sources of one say most about beside it, nearest first. */
export type FindRelated = (conceptId: string, sources: readonly string[], most: number) => readonly Relation[];

/**
 * Finds related concepts. Whole numbers of a concept's own sources alone decide, so that a note elsewhere in the vault does not
 * reorder its page.
 */
export function relatedIn(about: AboutTable, common: ReadonlySet<string>): FindRelated {
	// Used for one concept after the other: a vault has thousands of them, each met in hundreds of sources.
	let shared = new Int32Array(0);
	let strength = new Int32Array(0);
	return (conceptId, sources, most) => {
		const self = about.numberOf(conceptId) ?? -1;
		if (shared.length < about.numbers) {
			shared = new Int32Array(about.numbers);
			strength = new Int32Array(about.numbers);
		}
		const met: number[] = [];
		for (const source of sources) {
			const row = about.rowOf(source);
			let own = 0;
			for (let at = 0; at < row.length; at += WIDTH) if (row[at] === self) own = row[at + 1] ?? 0;
			if (own === 0) continue;
			for (let at = 0; at < row.length; at += WIDTH) {
				const other = row[at] ?? 0;
				if (shared[other] === 0) met.push(other);
				shared[other] = (shared[other] ?? 0) + 1;
				strength[other] = (strength[other] ?? 0) + Math.min(own, row[at + 1] ?? 0);
			}
		}
		const nearest: Relation[] = [];
		for (const number of met) {
			const relation: Relation = { conceptId: about.idOf(number), sharedSources: shared[number] ?? 0, strength: strength[number] ?? 0 };
			shared[number] = 0;
			strength[number] = 0;
			if (relation.sharedSources < 2 && relation.strength < 2) continue;
			if (number === self || common.has(relation.conceptId)) continue;
			insert(nearest, relation, most);
		}
		return nearest;
	};
}

const isNearer = (a: Relation, b: Relation): boolean =>
	a.strength !== b.strength ? a.strength > b.strength : a.sharedSources !== b.sharedSources ? a.sharedSources > b.sharedSources : a.conceptId < b.conceptId;

/** Puts the relation into its place among the nearest so far, of which there are few. */
function insert(nearest: Relation[], relation: Relation, most: number): void {
	const last = nearest[most - 1];
	if (last !== undefined && !isNearer(relation, last)) return;
	let at = nearest.length;
	for (let before = nearest[at - 1]; before !== undefined && isNearer(relation, before); before = nearest[at - 1]) at -= 1;
	nearest.splice(at, 0, relation);
	if (nearest.length > most) nearest.pop();
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
export const countWord = (count: number): string => WORDS[count] ?? String(count);

export const plural = (count: number, one: string, many = `${one}s`): string => `${countWord(count)} ${count === 1 ? one : many}`;
