import type { Concept } from '../model/concept.js';
import type { Source } from '../model/source.js';
import { nameKey } from '../markdown/names.js';
import { buildDictionary } from './dictionary.js';
import { keysIn, wordsIn, type Sifted } from './find-sources.js';
import { aboutOf, contestsOf, matchClaims, type ClaimToMatch, type ConceptNames, type MatchedClaims } from './match.js';
import type { FindNames } from './render/linker.js';
import type { AboutConcept } from './state/about-table.js';
import type { Contested } from './state/facts.js';

/** The concepts of the vault as far as matching needs them: what it takes to make a matcher elsewhere. */
export interface KnownNames {
	readonly concepts: readonly Pick<Concept, 'id' | 'title' | 'aliases'>[];
	/** Concept id by `nameKey` of every name that means exactly one concept. */
	readonly byName: ReadonlyMap<string, string>;
	/** Ids of concepts whose names count only as they are written. */
	readonly caseBound: ReadonlySet<string>;
}

export interface SourceToMatch {
	readonly source: Pick<Source, 'id' | 'title' | 'aliases' | 'language'>;
	readonly claims: readonly ClaimToMatch[];
}

/** What the claims of one source come to, once the names of all concepts are known. */
export interface Matched {
	/** The source's id. */
	readonly source: string;
	/** For each claim the ids of the concepts that it is about. */
	readonly about: MatchedClaims['about'];
	readonly said: ReadonlyMap<string, AboutConcept>;
	readonly contests: readonly Contested[];
	readonly sifted: Sifted;
}

export interface Matcher {
	readonly findNames: FindNames;
	readonly names: ConceptNames;
	match(source: SourceToMatch): Matched;
}

/** Has the claims of many sources matched, one result each, in order. `matcher` does it here; a host may do several at once. */
export type MatchSources = (known: KnownNames, matcher: Matcher, sources: readonly SourceToMatch[]) => AsyncIterable<Matched>;

export function makeMatcher({ concepts, byName, caseBound }: KnownNames): Matcher {
	const dictionary = buildDictionary(concepts, caseBound);
	const findNames: FindNames = (text) => dictionary.find(text);
	const namesOf = new Map(concepts.map(({ id, title, aliases }) => [id, [title, ...aliases]]));
	const names: ConceptNames = { idOf: (name) => byName.get(nameKey(name)) ?? null, namesOf: (id) => namesOf.get(id) ?? [] };
	return {
		findNames,
		names,
		match({ source, claims }) {
			const matched: MatchedClaims = { claims, about: matchClaims(claims, source, findNames, names) };
			const contests = contestsOf(matched, source.language, names);
			return { source: source.id, about: matched.about, said: aboutOf(matched, names), contests, sifted: { words: wordsIn(source, claims), keys: Uint32Array.from(keysIn({ contests })) } };
		},
	};
}

/** One source after the other, in this process. */
export const matchHere: MatchSources = async function* (_known, matcher, sources) {
	for (const source of sources) yield await Promise.resolve(matcher.match(source));
};
