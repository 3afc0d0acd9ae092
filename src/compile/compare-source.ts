import type { Source } from '../model/source.js';
import type { AboutTable } from './state/about-table.js';
import type { SourceClaims } from './state/claim-codec.js';
import type { Contested, SourceFacts } from './state/facts.js';

/** All that the vault knows of one source and that pages may show. */
export interface SourceState {
	readonly source: Pick<Source, 'path' | 'title' | 'aliases' | 'language'>;
	readonly claims: SourceClaims;
	readonly contests: readonly Contested[];
	/** By concept id, how many claims are about it. */
	readonly said: ReadonlyMap<string, number>;
}

/** What a change of one source may change elsewhere. */
export interface SourceChange {
	/** Ids of the claims that came, went or are another now. */
	readonly claims: ReadonlySet<string>;
	/** Ids of the concepts whose pages may read differently for it. */
	readonly concepts: ReadonlySet<string>;
}

export const stateOf = (source: SourceState['source'], claims: SourceClaims, { contests }: Pick<SourceFacts, 'contests'>, id: string, about: AboutTable): SourceState => ({
	source,
	claims,
	contests,
	said: new Map(about.conceptsOf(id).map((concept) => [concept, about.get(id, concept)?.claims ?? 0])),
});

const nameOf = ({ path, title, aliases, language }: SourceState['source']): string => JSON.stringify([path, title, aliases, language]);

function rowsOf({ claims: { claims, about }, contests }: SourceState): Map<string, { readonly row: string; readonly concepts: readonly string[] }> {
	const contested = new Map(contests.map(({ claim, keys, plain }) => [claim, [plain, ...keys]]));
	return new Map(claims.map((claim, index) => [claim.id, { row: JSON.stringify([claim, about[index], contested.get(claim.id)]), concepts: about[index] ?? [] }]));
}

/**
 * Compares a source with what it was. Null where too much changed to tell: all that it says and is about may read differently then.
 * `renamed` are concepts that changed by themselves.
 */
export function compareSource(before: SourceState, after: SourceState, renamed: ReadonlySet<string>): SourceChange | null {
	if (nameOf(before.source) !== nameOf(after.source)) return null;
	for (const concept of [...before.said.keys(), ...after.said.keys()]) if (renamed.has(concept)) return null;
	const claims = new Set<string>();
	const concepts = new Set<string>();
	const [old, now] = [rowsOf(before), rowsOf(after)];
	for (const id of new Set([...old.keys(), ...now.keys()])) {
		const [was, is] = [old.get(id), now.get(id)];
		if (was?.row === is?.row) continue;
		claims.add(id);
		for (const concept of [...(was?.concepts ?? []), ...(is?.concepts ?? [])]) concepts.add(concept);
	}
	// How near two concepts are is what the one and the other are said to be in one source, whichever is less.
	const saidOf = (state: SourceState, concept: string): number => state.said.get(concept) ?? 0;
	const shifted = [...new Set([...before.said.keys(), ...after.said.keys()])].filter((concept) => saidOf(before, concept) !== saidOf(after, concept));
	for (const [concept, said] of after.said) {
		if (shifted.some((other) => Math.min(said, saidOf(before, other)) !== Math.min(said, saidOf(after, other)))) concepts.add(concept);
	}
	return { claims, concepts };
}
