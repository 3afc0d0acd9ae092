import type { SourceFacts } from './state/facts.js';

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

/**
 * The concepts that the sources of this one say most about beside it, nearest first. Whole numbers of this concept's own sources alone
 * decide, so that a note elsewhere in the vault does not reorder the page.
 */
export function relatedConcepts(
	conceptId: string,
	sources: readonly string[],
	facts: ReadonlyMap<string, SourceFacts>,
	common: ReadonlySet<string>,
	most: number,
): readonly Relation[] {
	const relations = new Map<string, { shared: number; strength: number }>();
	for (const source of sources) {
		const about = facts.get(source)?.about;
		const own = about?.get(conceptId)?.claims ?? 0;
		if (!about || own === 0) continue;
		for (const [other, { claims }] of about) {
			const strength = Math.min(own, claims);
			const relation = relations.get(other);
			if (relation === undefined) relations.set(other, { shared: 1, strength });
			else {
				relation.shared++;
				relation.strength += strength;
			}
		}
	}
	return [...relations]
		.filter(([id, { shared, strength }]) => (shared > 1 || strength > 1) && id !== conceptId && !common.has(id))
		.map(([id, { shared, strength }]) => ({ conceptId: id, sharedSources: shared, strength }))
		.sort((a, b) => b.strength - a.strength || b.sharedSources - a.sharedSources || (a.conceptId < b.conceptId ? -1 : 1))
		.slice(0, most);
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
export const countWord = (count: number): string => WORDS[count] ?? String(count);

export const plural = (count: number, one: string, many = `${one}s`): string => `${countWord(count)} ${count === 1 ? one : many}`;
