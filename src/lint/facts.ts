import { findWikiLink, noPlaces } from '../markdown/link-syntax.js';
import type { NoteProblem } from '../markdown/note.js';
import { scanNote } from '../markdown/scan.js';
import { readCitation, type Citation } from './citation.js';
import { leadsOut } from './leads-out.js';
import { ownString, type Piece, type Pieces } from './own-string.js';
import { readProperties, type Properties } from './properties.js';

/**
 * The links of a note to files of the vault, one entry a target, in the order in which they first stand there. Three lists in step and no
 * object an entry: a large wiki has hundreds of thousands.
 */
export interface NoteLinks {
	/** Paths or names as they are written, without heading and display text. */
	readonly targets: readonly Piece[];
	/** Where the first of each stands, counted from 1. */
	readonly lines: readonly number[];
	/** How often each stands there; null where each stands there once. */
	readonly counts: readonly number[] | null;
}

/** A citation in its place. */
export interface PlacedCitation extends Citation {
	/** Counted from 1. */
	readonly line: number;
}

/** All that rules want to know of one note, and no piece of its text longer than a name. */
export interface NoteFacts {
	/** `none` where the note has no properties, null where they cannot be read. */
	readonly properties: Properties | 'none' | null;
	readonly problems: readonly NoteProblem[];
	/** Those of citations are left out: the place in the source is the citation's, what the quote links to the source's own. */
	readonly links: NoteLinks;
	/** Paths of the sources that it cites, each once. */
	readonly sources: readonly string[];
	/** Titles of the callouts that show a disagreement. */
	readonly warnings: readonly { readonly title: string; readonly line: number }[];
	/** Nothing but properties, headings, rules and comments. */
	readonly empty: boolean;
}

/** Whether the note is the page about a source. */
export const isSourcePage = ({ properties }: NoteFacts): boolean => properties !== null && properties !== 'none' && properties['type'] === 'source';

/** What one read of a note gives: the facts, which are kept, and its citations in their order, which are looked up at once: quotes are most of a wiki's text. */
export interface NoteRead {
	readonly facts: NoteFacts;
	readonly citations: readonly PlacedCitation[];
}

const WARNING = '> [!warning] ';
// One for all notes that have none.
const NONE: readonly never[] = [];
const NO_LINKS: NoteLinks = { targets: NONE, lines: NONE, counts: null };
const TEXTLESS = new Set(['rule', 'comment', 'footnote']);
const BLANK = /^(?:\s*|#{1,6}(?:\s.*)?|\s*(?:[-*_]\s*){3,})$/;

const lineCount = (text: string, end: number): number => {
	let count = 0;
	for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
	return count;
};

/** The links of a note, gathered by target in order of their first line. */
function linkTable(pieces: Pieces): { readonly add: (piece: Piece, line: number) => void; readonly links: () => NoteLinks } {
	const reading = pieces.read();
	const targets: Piece[] = [];
	const lines: number[] = [];
	const counts: number[] = [];
	let repeated = false;
	return {
		add(piece, line) {
			if (piece.reading === reading) {
				if (piece.place < 0) return;
				counts[piece.place] = (counts[piece.place] ?? 0) + 1;
				repeated = true;
				return;
			}
			piece.reading = reading;
			piece.place = piece.text === '' || leadsOut(piece.text) ? -1 : lines.length;
			if (piece.place < 0) return;
			targets.push(piece);
			lines.push(line);
			counts.push(1);
		},
		// Copies, which take no more room than they fill.
		links: () => (lines.length === 0 ? NO_LINKS : { targets: targets.slice(), lines: lines.slice(), counts: repeated ? counts.slice() : null }),
	};
}

/** Lines of the body, one after the other, none of which is a citation. The last line break is left out. */
interface Prose {
	readonly start: number;
	end: number;
	/** That of the first, counted from 1. */
	readonly line: number;
}

const code = (char: string): number => char.charCodeAt(0);
const LINE_BREAK = code('\n');
const OPEN = code('[');
const CLOSE = code(']');
const BACKSLASH = code('\\');
const NOTABLE = new Uint8Array(128);
for (const char of '\n[]\\`$<%~:') NOTABLE[code(char)] = 1;
// What may hide a link or be one that is no wikilink: Markdown links, comments, deleted text, addresses, and an escaped escape; the rest alone: code, math, HTML.
const WITH = new Uint8Array(128);
for (const [char, next] of Object.entries({ ']': '(', '%': '%', '~': '~', ':': '/', '\\': '\\' })) WITH[code(char)] = code(next);

/** Escaped, as code writes them into prose, they hide nothing. */
const isEscaped = (text: string, at: number): boolean => at > 0 && text.charCodeAt(at - 1) === BACKSLASH;

const LEADING = new Uint8Array(128);
for (const char of ' \t-+*>0123456789.)') LEADING[code(char)] = 1;
const CODE_BEHIND_MARKS = /[-+*>\d.) ]*(?:\t| {4})/y;
const leads = (text: string, at: number): boolean => at < text.length && LEADING[text.charCodeAt(at)] === 1;

/** Whether the line that starts here may be indented code, or so behind the marks of lists and quotes. */
function isIndented(text: string, start: number): boolean {
	// Nearly all lines start with a word, or with a mark, a blank and a word.
	if (!leads(text, start) || !(leads(text, start + 1) && leads(text, start + 2))) return false;
	CODE_BEHIND_MARKS.lastIndex = start;
	return CODE_BEHIND_MARKS.test(text);
}

/** The links of prose in which every `[[…]]` is one, as `scanNote` would say, many times faster; null where that is not so. */
function plainLinks(text: string, parts: readonly Prose[], pieces: Pieces): NoteLinks | null {
	const { add, links } = linkTable(pieces);
	const places = noPlaces();
	for (const { start, end, line } of parts) {
		if (isIndented(text, start)) return null;
		let current = line;
		let free = start;
		for (let at = start; at < end; at += 1) {
			const char = text.charCodeAt(at);
			if (char >= 128 || NOTABLE[char] === 0) continue;
			const next = at + 1 < end ? text.charCodeAt(at + 1) : LINE_BREAK;
			if (char === LINE_BREAK) {
				current += 1;
				if (isIndented(text, at + 1)) return null;
			} else if (char === OPEN) {
				if (next !== OPEN || at < free || !findWikiLink(text, at, places)) continue;
				add(pieces.cut(text, places.targetStart, places.targetEnd), current);
				free = places.end;
			} else if (char === BACKSLASH && next === OPEN && text.startsWith('[[', at + 1)) {
				// The escape may be all that keeps two brackets from being a link; of three it takes the first.
				if (!text.startsWith('[', at + 3)) return null;
				free = Math.max(free, at + 2);
			} else if (WITH[char] === 0 ? !isEscaped(text, at) : WITH[char] === next && !(char === CLOSE && isEscaped(text, at))) return null;
		}
	}
	return links();
}

/** Links and emptiness of any prose at all. The lines of citations are left blank. */
function readScanned(note: string, parts: readonly Prose[], first: number, pieces: Pieces): Pick<NoteFacts, 'links' | 'empty'> {
	const { add, links } = linkTable(pieces);
	// The line break in front keeps a rule at the body's start from being read as properties.
	let text = '\n';
	let last = first;
	for (const { start, end, line } of parts) {
		text += '\n'.repeat(line - last) + note.slice(start, end);
		last = line + lineCount(note.slice(start, end), end - start);
	}
	const scan = scanNote(text);
	let line = first - 1;
	let from = 0;
	for (const { target, start } of scan.links) {
		for (let at = text.indexOf('\n', from); at >= 0 && at < start; at = text.indexOf('\n', from)) {
			line += 1;
			from = at + 1;
		}
		add(pieces.of(target), line);
	}
	return { links: links(), empty: scan.blocks.every(({ kind }) => TEXTLESS.has(kind)) };
}

/** Reads a note in linear time. What is kept of it are pieces of their own, which it shares with the other notes of the vault. */
export function readFacts(text: string, pieces: Pieces): NoteRead {
	const head = readProperties(text);
	const first = lineCount(text, head.end) + 1;
	const citations: PlacedCitation[] = [];
	const sources = new Set<string>();
	const warnings: { title: string; line: number }[] = [];
	const parts: Prose[] = [];
	let part: Prose | null = null;
	let cited = '';
	let blank = true;
	for (let start = head.end, line = first; start <= text.length; line += 1) {
		const found = text.indexOf('\n', start);
		const end = found < 0 ? text.length : found;
		const citation = text.startsWith('[^', start) ? readCitation(text.slice(start, end)) : null;
		if (citation !== null) {
			// Most often it is the source of the line above.
			if (citation.source !== cited) {
				cited = pieces.of(citation.source).text;
				sources.add(cited);
			}
			citations.push({ label: citation.label, source: cited, quote: citation.quote, line });
			part = null;
		} else {
			if (text.startsWith(WARNING, start)) warnings.push({ title: ownString(text.slice(start + WARNING.length, end).replace(/\\/g, '').trim()), line });
			if (part === null) {
				part = { start, end, line };
				parts.push(part);
			} else part.end = end;
			blank &&= BLANK.test(text.slice(start, end));
		}
		start = end + 1;
	}
	const plain = plainLinks(text, parts, pieces);
	const { links, empty } = plain === null ? readScanned(text, parts, first, pieces) : { links: plain, empty: blank };
	return {
		facts: { properties: head.data, problems: head.problems, links, sources: [...sources], warnings: warnings.length === 0 ? NONE : warnings, empty: empty && citations.length === 0 },
		citations,
	};
}
