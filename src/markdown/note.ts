/** A half-open range of UTF-16 code units in a note's text. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

export interface Heading extends Span {
	readonly level: 1 | 2 | 3 | 4 | 5 | 6;
	/** As it stands in the source, without the marks of the heading itself: what `[[note#…]]` links to. */
	readonly raw: string;
	/** Plain text: no emphasis marks, link syntax or trailing block id. Emoji and numbering stay. */
	readonly text: string;
}

/** A wikilink, embed or Markdown link with its sub-ranges, so that a rename can splice the target alone. */
export interface Link extends Span {
	readonly kind: 'wiki' | 'markdown';
	readonly embed: boolean;
	/** Path or name before any `#`, unescaped and trimmed; empty for a link into the same note. */
	readonly target: string;
	readonly targetSpan: Span;
	/** After the `#`: heading path or `^block`; null where there is none. */
	readonly subpath: string | null;
	/** Display text; null where none is written. */
	readonly alias: string | null;
	readonly aliasSpan: Span | null;
}

export type BlockKind = 'paragraph' | 'list' | 'quote' | 'callout' | 'table' | 'code' | 'math' | 'html' | 'comment' | 'rule' | 'footnote';

/** One block of a note's body. Headings are apart; a list, with all its items, is one block. */
export interface Block extends Span {
	readonly kind: BlockKind;
	/** Index into the note's headings of the heading directly above; -1 above the first. */
	readonly heading: number;
	/** Ranges of the block's own text, without list markers, `>` marks, task boxes or callout heads: one a paragraph or list item. */
	readonly items: readonly BlockItem[];
	/** `note`, `warning`, … for a callout; the info string for code; null else. */
	readonly label: string | null;
}

export interface BlockItem extends Span {
	/** Nesting depth in a list, from 0. */
	readonly depth: number;
	/** Lines of the item without their markers: prose runs over them. */
	readonly lines: readonly Span[];
}

export interface NoteProblem {
	readonly line: number;
	readonly message: string;
}

export interface Frontmatter extends Span {
	/** Where the YAML itself stands, without the fences. */
	readonly yaml: Span;
	/** Null where the YAML is broken. */
	readonly data: Readonly<Record<string, unknown>> | null;
}

/** What one linear pass over a note finds. */
export interface NoteScan {
	readonly bom: boolean;
	readonly eol: '\n' | '\r\n';
	/** The first block that counts as properties; a second one directly below is reported and its data merged under it. */
	readonly frontmatter: Frontmatter | null;
	/** Where the body starts, after all frontmatter. */
	readonly bodyStart: number;
	readonly headings: readonly Heading[];
	readonly blocks: readonly Block[];
	/** In order of position; those in code, math and HTML comments are not links, those in `%%` comments are. */
	readonly links: readonly Link[];
	readonly tags: readonly (Span & { readonly tag: string })[];
	readonly blockIds: readonly (Span & { readonly id: string })[];
	readonly footnotes: readonly (Span & { readonly label: string; readonly kind: 'definition' | 'reference' | 'inline' })[];
	/** Code, math, HTML, comments and bare URLs, whether they fill lines or stand inside one: no prose. In order of start. */
	readonly opaque: readonly Span[];
	readonly problems: readonly NoteProblem[];
}
