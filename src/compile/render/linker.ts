import { escapeProse } from './escape.js';
import { noteLink } from './link.js';

/** Where a concept's name stands in plain text. */
export interface NameMatch {
	readonly conceptId: string;
	readonly start: number;
	readonly end: number;
}

/** Finds the names of all concepts of the vault in plain text, in order and without overlap. */
export type FindNames = (text: string) => readonly NameMatch[];

// An address, with or without its scheme, is one word to whoever copies it.
const MAY_HOLD_ADDRESS = /:\/\/|www\.|@/i;
const ADDRESS = /(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S+|\S+@\S+\.\S+/gi;

/** Puts links into one page's prose: the first mention of each concept becomes a link, the page's own never. */
export interface Linker {
	/** Plain text in, Markdown out. */
	prose(text: string): string;
	/** Ids of the concepts linked so far, in order. */
	readonly linked: ReadonlySet<string>;
}

export function makeLinker(findNames: FindNames, linkPath: (conceptId: string) => string | null, self: string): Linker {
	const linked = new Set<string>();
	return {
		linked,
		prose(text) {
			let out = '';
			let at = 0;
			const addresses = (MAY_HOLD_ADDRESS.test(text) ? [...text.matchAll(ADDRESS)] : []).map((match) => ({ start: match.index, end: match.index + match[0].length }));
			for (const match of findNames(text)) {
				if (addresses.some(({ start, end }) => match.start < end && match.end > start)) continue;
				if (match.start < at || match.conceptId === self || linked.has(match.conceptId)) continue;
				const path = linkPath(match.conceptId);
				if (path === null) continue;
				const display = text.slice(match.start, match.end);
				// A name broken by Markdown's own marks cannot be shown inside a link without changing what the source says.
				if (/[[\]|]/.test(display)) continue;
				linked.add(match.conceptId);
				out += escapeProse(text.slice(at, match.start)) + noteLink(path, { display });
				at = match.end;
			}
			return out + escapeProse(text.slice(at));
		},
	};
}
