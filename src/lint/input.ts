import type { PageRecord } from '../model/page.js';
import type { Disagreement } from '../model/concept.js';
import type { Problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import type { NoteFacts } from './facts.js';
import type { LinkIndex, Resolved } from './link-index.js';
import type { Piece } from './own-string.js';
import type { BrokenQuote } from './quotes.js';

/** A note below the wiki's folder, as it was read. */
export interface ReadNote {
	readonly path: string;
	readonly facts: NoteFacts;
	readonly brokenQuotes: readonly BrokenQuote[];
}

/** A note with its place in the vault. The object stays the same for as long as nothing that it says changes. */
export interface LintNote extends ReadNote {
	/** Its place among all files. */
	readonly place: number;
	readonly links: Resolved;
	/** Null for a note that the machine did not write. */
	readonly page: LintPage | null;
	/** Index and log link to everything, so that their links say nothing of a page. */
	readonly isCatalogue: boolean;
	readonly isSourcePage: boolean;
}

/** What became of a source since the last compile. `gone` are those that the last compile knew. */
export type SourceState = 'settled' | 'new' | 'changed' | 'gone';

/** A page that the machine wrote, as its record tells. */
export type LintPage = Pick<PageRecord, 'path' | 'id' | 'type' | 'title'>;

/** One side of a disagreement, with the place of its quote. */
export interface LintSide {
	readonly source: string;
	readonly quote: string;
	/** Where the quote stands in the source, counted from 1; null where that is not known. */
	readonly line: number | null;
}

export interface LintDisagreement extends Pick<Disagreement, 'id' | 'topic' | 'about'> {
	readonly left: LintSide;
	readonly right: LintSide;
	/** Ids of the concepts and sources on whose pages it is shown, concepts first. */
	readonly subjects: readonly string[];
}

/** What the rules know of a vault. Whoever builds it reads; the rules do not. */
export interface LintInput {
	readonly layout: Layout;
	/** All files of the vault, and where links lead among them. */
	readonly links: LinkIndex;
	/** Sorted by path. */
	readonly notes: readonly LintNote[];
	/** What notes outside the wiki link to, roughly read, by path. Another map whenever it says anything else. */
	readonly mentions: ReadonlyMap<string, readonly Piece[]>;
	/** Paths of pages that a compile worked out and that are not in the vault: they wait for review, or were denied. */
	readonly planned: ReadonlySet<string>;
	readonly sources: ReadonlyMap<string, SourceState>;
	/** Ids of concepts and sources whose pages the next compile renders again. */
	readonly waiting: ReadonlySet<string>;
	readonly disagreements: readonly LintDisagreement[];
	/** Errors in what the gate goes by, as it tells them. */
	readonly gateFaults: readonly Problem[];
	/** Errors in what workers go by: their rules, exemptions, and who is asked. */
	readonly workerFaults: readonly Problem[];
	/** Files that the map shows; null where there is no map, or none that can be read. */
	readonly map: readonly string[] | null;
}
