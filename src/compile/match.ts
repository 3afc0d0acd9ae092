import type { Claim } from '../model/claim.js';
import { contestOfClaim, type ReadableClaim } from './reconcile.js';
import type { Source } from '../model/source.js';
import { stripArticle, subjectOf } from '../markdown/names.js';
import type { FindNames } from './render/linker.js';
import type { AboutConcept } from './state/about-table.js';
import type { Contested } from './state/facts.js';

/** What has to be known of a claim to match it. */
export type ClaimToMatch = ReadableClaim & Pick<Claim, 'id' | 'about' | 'weight'>;

/** Claims, and for each the ids of the concepts that it is about. */
export interface MatchedClaims {
	readonly claims: readonly ClaimToMatch[];
	readonly about: readonly (readonly string[])[];
}

/** How concepts are known by name, and names by concept. */
export interface ConceptNames {
	/** The id of the one concept that a name means; null for none or several. */
	idOf(name: string): string | null;
	/** Title and aliases. */
	namesOf(conceptId: string): readonly string[];
}

/**
 * Says for each claim which concepts it is about: those named in it, those that the worker said, and those that the note or the
 * section is about as a whole, because their title is the name: "The dough has a hydration of 75 %" under "Saturday loaf".
 */
export function matchClaims(claims: readonly ClaimToMatch[], source: Pick<Source, 'title' | 'aliases'>, findNames: FindNames, names: ConceptNames): MatchedClaims['about'] {
	const titled = [source.title, stripArticle(subjectOf(source.title)), ...source.aliases].flatMap((name) => names.idOf(name) ?? []);
	const headed = new Map<string, string | null>();
	const idOfHeading = (heading: string): string | null => {
		const known = headed.get(heading);
		if (known !== undefined) return known;
		const id = names.idOf(stripArticle(subjectOf(heading)));
		headed.set(heading, id);
		return id;
	};
	return claims.map((claim) => {
		const ids = new Set(titled);
		for (const { conceptId } of findNames(claim.text)) ids.add(conceptId);
		for (const name of claim.about) {
			const id = names.idOf(name);
			if (id !== null) ids.add(id);
		}
		for (const heading of claim.headings) {
			const id = idOfHeading(heading);
			if (id !== null) ids.add(id);
		}
		return [...ids].sort();
	});
}

/** How much a source's matched claims say about each concept. */
export function aboutOf({ claims, about }: MatchedClaims, names: ConceptNames): Map<string, AboutConcept> {
	const counts = new Map<string, AboutConcept>();
	claims.forEach((claim, index) => {
		const ids = about[index] ?? [];
		const defined = claim.form === 'definition' ? new Set(claim.about.map((name) => names.idOf(name))) : null;
		for (const id of ids) {
			const before = counts.get(id) ?? { claims: 0, weight: 0, definitions: 0 };
			counts.set(id, {
				claims: before.claims + 1,
				weight: before.weight + Math.round(claim.weight * 100),
				definitions: before.definitions + (defined?.has(id) ? 1 : 0),
			});
		}
	});
	return counts;
}

/** The claims that another source may contest, with the keys under which they meet. */
export const contestsOf = ({ claims, about }: MatchedClaims, language: string, names: ConceptNames): Contested[] =>
	claims.flatMap((claim, index) => {
		const concepts = about[index] ?? [];
		const { keys, plain } = contestOfClaim({ claim, concepts, language, names: concepts.flatMap((id) => names.namesOf(id)) });
		return keys.length === 0 ? [] : [{ claim: claim.id, keys, plain }];
	});
