import { hashText, canonicalJson } from '../model/hash.js';
import { DEFAULT_LAYOUT, type Layout } from '../vault/layout.js';

/** What a user may set about a compile. Counts are whole numbers. */
export interface Settings {
	readonly layout: Layout;
	/** How often a name must stand in prose before it gets a page, unless it is defined somewhere. */
	readonly minMentions: number;
	/** The longest passage that one extract task is given, in UTF-16 code units. */
	readonly passageChars: number;
	/** BCP 47 primary subtags of the languages that sources are written in; empty where any may be. Holds for sources that are read from then on. */
	readonly languages: readonly string[];
	/** Claims that a page shows at the most, lead and disagreements apart. */
	readonly claimsPerPage: number;
	/** Sources that a page draws on at the most; those that say most about its subject come first. */
	readonly sourcesPerPage: number;
	/** Entries that Related and Referenced by show at the most. */
	readonly linksPerSection: number;
	/** Whole days for which transcripts of calls are kept; older ones become a line each. 0 keeps all. */
	readonly transcriptDays: number;
	/** More known sources gone at once than this many, and than this share, stop a run. */
	readonly removedSources: number;
	readonly removedShare: number;
}

export const DEFAULT_SETTINGS: Settings = {
	layout: DEFAULT_LAYOUT,
	minMentions: 2,
	passageChars: 12_000,
	languages: [],
	claimsPerPage: 12,
	sourcesPerPage: 40,
	linksPerSection: 12,
	transcriptDays: 0,
	removedSources: 20,
	removedShare: 0.05,
};

/** What a setting says of how a source is read. */
export type Reading = Pick<Settings, 'passageChars' | 'languages'>;

/** Changes when a setting would render other pages from the same claims. */
export const settingsHash = ({ minMentions, passageChars, claimsPerPage, sourcesPerPage, linksPerSection, layout }: Settings): string =>
	hashText(canonicalJson({ minMentions, passageChars, claimsPerPage, sourcesPerPage, linksPerSection, layout })).slice(0, 16);
