/** Kinds of page that code renders; the vault's schema may add others. */
export type PageType = 'concept' | 'entity' | 'source' | 'comparison' | 'synthesis' | 'answer';

/** What the machine last wrote to a page, which the next merge needs as its base. */
export interface PageRecord {
	readonly path: string;
	/** Id of the concept or source that the page is about, or the page's own name for index and log. */
	readonly id: string;
	readonly type: PageType | 'catalogue';
	readonly title: string;
	/** The machine's own text, before a person's edits were merged in. */
	readonly base: string;
	/** SHA-256 of what the last commit left in the file: base, or base with a person's edits. */
	readonly committedHash: string;
	/** ISO dates. */
	readonly created: string;
	readonly updated: string;
	/** Ids of the claims that the page cites. */
	readonly claims: readonly string[];
}
