/** How the source holds the statement: as its own, as somebody else's, or as a question. */
export type Stance = 'asserted' | 'reported' | 'questioned';

/** What kind of statement it is; what a page does with it follows from this. */
export type ClaimForm = 'definition' | 'statement' | 'list' | 'question';

/** One statement that a source makes, with its proof. */
export interface Claim {
	/** `k-` and ten base-32 characters, from the source's id, the quote and its place among equal quotes. */
	readonly id: string;
	readonly sourceId: string;
	/** The statement as it reads on a page: plain text with emphasis at most. */
	readonly text: string;
	/** Verbatim from the source's text, white space folded to one blank; parts that are skipped are marked ` […] `. */
	readonly quote: string;
	/** UTF-16 offsets of the quote's first and last part in the source's text. */
	readonly start: number;
	readonly end: number;
	/** The headings above it, outermost first, as plain text. */
	readonly headings: readonly string[];
	/** The heading directly above as it stands in the source, for a link to the place; null above the first one. */
	readonly anchor: string | null;
	readonly stance: Stance;
	readonly form: ClaimForm;
	/** Words that limit the statement ("up to", "about", "not", "in 2019"), as they stand in the quote. */
	readonly qualifiers: readonly string[];
	/** Names of the concepts that the worker says it is about; identify maps them. */
	readonly about: readonly string[];
	/** How much a reader would lose without it, 0 to 1; orders claims, decides nothing. */
	readonly weight: number;
}
