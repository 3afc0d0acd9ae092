import { wikiLinkAt } from '../markdown/link-syntax.js';
import type { NoteProblem } from '../markdown/note.js';
import { scanNote } from '../markdown/scan.js';
import { readCitation, type Citation } from './citation.js';
import { readProperties, type Properties } from './properties.js';

/** A link to a file of the vault, once for each target of a note. */
export interface NoteLink {
	/** Path or name as it is written, without heading and display text. */
	readonly target: string;
	/** Where the first of them stands, counted from 1. */
	readonly line: number;
	readonly count: number;
}

/** A citation whose quote was looked up and is not kept: quotes are most of a wiki's text. */
export interface CitedSource {
	readonly label: string;
	readonly source: string;
	readonly line: number;
}

/** All that rules want to know of one note, and no piece of its text longer than a name. */
export interface NoteFacts {
	/** `none` where the note has no properties, null where they cannot be read. */
	readonly properties: Properties | 'none' | null;
	readonly problems: readonly NoteProblem[];
	/** In order of line. Those of citations are left out: the place in the source is the citation's, what the quote links to the source's own. */
	readonly links: readonly NoteLink[];
	readonly citations: readonly CitedSource[];
	/** Titles of the callouts that show a disagreement. */
	readonly warnings: readonly { readonly title: string; readonly line: number }[];
	/** Nothing but properties, headings, rules and comments. */
	readonly empty: boolean;
}

/** What one read of a note gives: the facts, which are kept, and its citations with their quotes, which are looked up at once. */
export interface NoteRead {
	readonly facts: NoteFacts;
	readonly quotes: readonly Citation[];
}

const WARNING = '> [!warning] ';
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/;
const TEXTLESS = new Set(['rule', 'comment', 'footnote']);
// What may hide a link or hold one that is no wikilink: code, math, HTML, comments, addresses, Markdown links. Escaped, as code writes
// them into prose, they do neither, unless the escape could itself be one.
const HARD = /(?:^|[^\\])[`$<]|%%|~~~|:\/\/|\]\(|\\(?:\[\[|\\)|^(?: {4}|\t)/;
const BLANK = /^(?:\s*|#{1,6}(?:\s.*)?|\s*(?:[-*_]\s*){3,})$/;

const lineCount = (text: string, end: number): number => {
	let count = 0;
	for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
	return count;
};

/** The links of a note, gathered by target in order of their first line. */
function linkTable(keep: (piece: string) => string): { readonly add: (target: string, line: number) => void; readonly links: () => NoteLink[] } {
	const links = new Map<string, { target: string; line: number; count: number }>();
	return {
		add(target, line) {
			if (target === '' || SCHEME.test(target) || target.startsWith('//')) return;
			const known = links.get(target);
			if (known) known.count += 1;
			else links.set(target, { target: keep(target), line, count: 1 });
		},
		links: () => [...links.values()],
	};
}

/** A line of the body that is no citation. */
interface ProseLine {
	readonly text: string;
	readonly line: number;
}

type Prose = Pick<NoteFacts, 'links' | 'empty'>;

/** Links and emptiness of lines in which every `[[…]]` is a link: as `scanNote` would say, many times faster. */
function readPlain(lines: readonly ProseLine[], keep: (piece: string) => string): Prose {
	const { add, links } = linkTable(keep);
	for (const { text, line } of lines) {
		for (let at = text.indexOf('[['); at >= 0; ) {
			const link = wikiLinkAt(text, at);
			if (link !== null) add(link.target, line);
			at = text.indexOf('[[', link === null ? at + 1 : link.end);
		}
	}
	return { links: links(), empty: lines.every(({ text }) => BLANK.test(text)) };
}

/** The same of any lines at all. Those of citations are left blank. */
function readScanned(lines: readonly ProseLine[], first: number, keep: (piece: string) => string): Prose {
	const { add, links } = linkTable(keep);
	// The line break in front keeps a rule at the body's start from being read as properties.
	let text = '\n';
	let last = first;
	for (const each of lines) {
		text += '\n'.repeat(each.line - last) + each.text;
		last = each.line;
	}
	const scan = scanNote(text);
	let line = first - 1;
	let from = 0;
	for (const { target, start } of scan.links) {
		for (let at = text.indexOf('\n', from); at >= 0 && at < start; at = text.indexOf('\n', from)) {
			line += 1;
			from = at + 1;
		}
		add(target, line);
	}
	return { links: links(), empty: scan.blocks.every(({ kind }) => TEXTLESS.has(kind)) };
}

/** Reads a note in linear time. `keep` may give an equal string that holds on to no larger text. */
export function readFacts(text: string, keep: (piece: string) => string = (piece) => piece): NoteRead {
	const head = readProperties(text);
	const first = lineCount(text, head.end) + 1;
	const quotes: Citation[] = [];
	const citations: CitedSource[] = [];
	const warnings: { title: string; line: number }[] = [];
	const prose: ProseLine[] = [];
	let hard = false;
	for (let start = head.end, line = first; start <= text.length; line += 1) {
		const found = text.indexOf('\n', start);
		const end = found < 0 ? text.length : found;
		const each = text.slice(start, end);
		start = end + 1;
		const citation = readCitation(each);
		if (citation !== null) {
			quotes.push(citation);
			citations.push({ label: keep(citation.label), source: keep(citation.source), line });
			continue;
		}
		if (each.startsWith(WARNING)) warnings.push({ title: keep(each.slice(WARNING.length).replace(/\\/g, '').trim()), line });
		hard ||= HARD.test(each);
		prose.push({ text: each, line });
	}
	const { links, empty } = hard ? readScanned(prose, first, keep) : readPlain(prose, keep);
	return { facts: { properties: head.data, problems: head.problems, links, citations, warnings, empty: empty && citations.length === 0 }, quotes };
}
