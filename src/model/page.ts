/** Kinds of page that code renders; the vault's schema may add others. */
export type PageType = 'concept' | 'entity' | 'source' | 'comparison' | 'synthesis' | 'answer';

/** What is kept of a page that the machine wrote. Its base text lies apart, because it is only needed to merge. */
export interface PageRecord {
	readonly path: string;
	/** Id of the concept or source that the page is about, or the catalogue's name. */
	readonly id: string;
	readonly type: PageType | 'catalogue';
	readonly title: string;
	/** The page's first sentence as plain text, for the index. */
	readonly summary: string;
	/** SHA-256 of the machine's own text, before a person's edits were merged in. */
	readonly baseHash: string;
	/** SHA-256 of what the last commit left in the file: the base, or the base with a person's edits. */
	readonly committedHash: string;
	/** ISO dates. */
	readonly created: string;
	readonly updated: string;
	/** How many sources the page cites. */
	readonly sources: number;
	/** Ids of the concepts that the page links to in its prose. */
	readonly links: readonly string[];
}
