import type { Claim } from '../model/claim.js';
import { contestOfClaim } from './reconcile.js';
import type { Source } from '../model/source.js';
import { stripArticle, subjectOf } from '../markdown/names.js';
import type { FindNames } from './render/linker.js';
import type { SourceClaims } from './state/claim-codec.js';
import { contestKey, type AboutConcept, type SourceFacts } from './state/facts.js';

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
export function matchClaims(claims: readonly Claim[], source: Pick<Source, 'title' | 'aliases'>, findNames: FindNames, names: ConceptNames): SourceClaims {
	const titled = [source.title, stripArticle(subjectOf(source.title)), ...source.aliases].flatMap((name) => names.idOf(name) ?? []);
	const headed = new Map<string, string | null>();
	const idOfHeading = (heading: string): string | null => {
		const known = headed.get(heading);
		if (known !== undefined) return known;
		const id = names.idOf(stripArticle(subjectOf(heading)));
		headed.set(heading, id);
		return id;
	};
	const about = claims.map((claim) => {
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
	return { claims, about };
}

/** The vault-wide facts of a source's matched claims. */
export function factsOf({ claims, about }: SourceClaims, mentions: SourceFacts['mentions'], language: string, names: ConceptNames): SourceFacts {
	const counts = new Map<string, AboutConcept>();
	const contests: (readonly [string, string])[] = [];
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
		const contest = contestOfClaim({ claim, concepts: ids, language, names: ids.flatMap((id) => names.namesOf(id)) });
		for (const key of contest.keys) contests.push([contestKey(key, contest.plain), claim.id]);
	});
	return { mentions, about: counts, contests };
}

/** Ids of the sources that speak of each concept, sorted. */
export function invertAbout(facts: ReadonlyMap<string, SourceFacts>): Map<string, string[]> {
	const sourcesOf = new Map<string, string[]>();
	for (const source of [...facts.keys()].sort()) {
		for (const id of facts.get(source)?.about.keys() ?? []) {
			const sources = sourcesOf.get(id);
			if (sources) sources.push(source);
			else sourcesOf.set(id, [source]);
		}
	}
	return sourcesOf;
}
