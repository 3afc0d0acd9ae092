/** A note under `raw/`, as one read of the vault found it. Nothing in it is ever changed. */
export interface Source {
	/** `s-` and eight base-32 characters, made from the path where the source was first seen; a rename keeps it. */
	readonly id: string;
	readonly path: string;
	/** From the frontmatter, else the first level-one heading, else the file's name. */
	readonly title: string;
	readonly aliases: readonly string[];
	/** SHA-256 of the note's text. */
	readonly hash: string;
	/** BCP 47 primary language subtag, guessed from script and function words; `und` where that says nothing. */
	readonly language: string;
}

/** A piece of a source that fits one task. Offsets are UTF-16 code units into the note's original text. */
export interface Passage {
	/** `<source id>.<index>` */
	readonly id: string;
	readonly sourceId: string;
	/** The headings above it, outermost first, as plain text; empty above the first heading. */
	readonly headings: readonly string[];
	readonly start: number;
	readonly end: number;
	readonly text: string;
}
