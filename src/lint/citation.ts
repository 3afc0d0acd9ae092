/** A footnote in the form of a page: the place in a source, then the quote. */
export interface Citation {
	readonly label: string;
	/** Path of the source's note. */
	readonly source: string;
	readonly quote: string;
}

const FOOTNOTE = /^\[\^([^\]\s]+)\]:[ \t]*(?:\[\[([^\]|#]+)(?:#[^\]|]*)?(?:\|[^\]]*)?\]\]|\[[^\]]*\]\(<?([^)\s>]+)>?\))[ \t]*“(.*)”\s*$/;

function decoded(address: string): string {
	try {
		return decodeURIComponent(address.replace(/#.*$/, ''));
	} catch {
		return address;
	}
}

/** The citation that a line is; null for every other line, a footnote of the person's own included. */
export function readCitation(line: string): Citation | null {
	if (!line.startsWith('[^')) return null;
	const [, label, name, address, quote] = FOOTNOTE.exec(line) ?? [];
	if (label === undefined || quote === undefined) return null;
	return { label, source: name === undefined ? decoded(address ?? '') : `${name.trim()}.md`, quote };
}
