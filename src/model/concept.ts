/** `concept` for ideas and things of a kind, `entity` for named individuals: people, places, organisations, works. */
export type ConceptKind = 'concept' | 'entity';

/** Where in a source a name was met; what makes a name worth a page is weighed from these, vault-wide. */
export type MentionSignal = 'title' | 'alias' | 'heading' | 'tag' | 'link' | 'definition' | 'emphasis' | 'name' | 'phrase';

/** A worker's report that a passage speaks of something that may be a concept. */
export interface Mention {
	/** As it stands in the prose, in its most page-like form found in the passage. */
	readonly name: string;
	/** Other names that the passage itself gives to the same thing, such as an abbreviation in parentheses. */
	readonly aliases: readonly string[];
	/** `null` when the passage does not tell. */
	readonly kind: ConceptKind | null;
	readonly signals: readonly MentionSignal[];
	/** How often it stands in the passage's prose. */
	readonly count: number;
}

/** A thing that has, or may get, a page. */
export interface Concept {
	/** `c-` and six or more base-32 characters, kept for as long as any of its names is known. */
	readonly id: string;
	readonly title: string;
	/** All other names under which it was met, sorted. */
	readonly aliases: readonly string[];
	readonly kind: ConceptKind;
	/** Ids of the sources that mention it, sorted. */
	readonly sources: readonly string[];
}

/** Two names that may mean the same thing; recorded for a person, never guessed. */
export interface Ambiguity {
	readonly names: readonly string[];
	readonly reason: string;
	readonly sources: readonly string[];
}

/** Two claims, of different sources, that cannot both hold. Shown on the pages, resolved by nobody but the user. */
export interface Disagreement {
	/** `d-` and eight base-32 characters from the two claim ids. */
	readonly id: string;
	readonly left: string;
	readonly right: string;
	readonly about: 'number' | 'date' | 'negation' | 'antonym';
	/** What they disagree on, in a few words taken from the claims: heads the callout on the page. */
	readonly topic: string;
}
