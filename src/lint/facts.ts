import { scanNote } from '../markdown/scan.js';
import type { NoteProblem } from '../markdown/note.js';
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

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/;
const WARNING = '> [!warning] ';
const TEXTLESS = new Set(['rule', 'comment', 'footnote']);

const lineCount = (text: string): number => {
	let count = 0;
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
	return count;
};

/** Reads a note in linear time. `keep` may give an equal string that holds on to no larger text. */
export function readFacts(text: string, keep: (piece: string) => string = (piece) => piece): NoteRead {
	const head = readProperties(text);
	const above = lineCount(text.slice(0, head.end));
	const lines = text.slice(head.end).split('\n');
	const quotes: Citation[] = [];
	const citations: CitedSource[] = [];
	const links = new Map<string, { target: string; line: number; count: number }>();
	const link = (target: string, line: number): void => {
		const known = links.get(target);
		if (known) {
			known.count += 1;
			known.line = Math.min(known.line, line);
		} else links.set(target, { target: keep(target), line, count: 1 });
	};
	const warnings: { title: string; line: number }[] = [];
	lines.forEach((line, index) => {
		if (line.startsWith(WARNING)) warnings.push({ title: keep(line.slice(WARNING.length).replace(/\\/g, '').trim()), line: above + index + 1 });
		const citation = readCitation(line);
		if (citation === null) return;
		lines[index] = '';
		quotes.push(citation);
		citations.push({ label: keep(citation.label), source: keep(citation.source), line: above + index + 1 });
	});
	// The line break in front keeps a rule at the body's start from being read as properties.
	const prose = `\n${lines.join('\n')}`;
	const scan = scanNote(prose);
	let line = above;
	let from = 0;
	for (const { target, start } of scan.links) {
		for (let at = prose.indexOf('\n', from); at >= 0 && at < start; at = prose.indexOf('\n', from)) {
			line += 1;
			from = at + 1;
		}
		if (target !== '' && !SCHEME.test(target) && !target.startsWith('//')) link(target, line);
	}
	return {
		facts: {
			properties: head.data,
			problems: head.problems,
			links: [...links.values()].sort((a, b) => a.line - b.line || (a.target < b.target ? -1 : 1)),
			citations,
			warnings,
			empty: citations.length === 0 && scan.blocks.every(({ kind }) => TEXTLESS.has(kind)),
		},
		quotes,
	};
}
