import { readInline, type Inline } from '../../markdown/inline.js';
import { subjectOf } from '../../markdown/names.js';
import type { Block, BlockItem, NoteScan, Span } from '../../markdown/note.js';
import { scanNote } from '../../markdown/scan.js';
import { splitSentences } from '../../markdown/sentences.js';
import { isCitation, isFileLine, isFurniture, isMetadataLine, isMostlyLinks, isMostlyOpaque, isSkippedSection } from './boilerplate.js';

/** A paragraph, a quotation or a list item that a reader reads as prose. */
export interface Prose {
	readonly inline: Inline;
	/** Ranges of `inline.plain`. */
	readonly sentences: readonly Span[];
	readonly quoted: boolean;
	/** Index of its section. */
	readonly section: number;
	/** The first prose of its section. */
	readonly opens: boolean;
}

export type Unit =
	| { readonly kind: 'prose'; readonly prose: Prose }
	| {
			readonly kind: 'list';
			readonly ordered: boolean;
			readonly items: readonly Prose[];
			/** Items below the outer ones; they explain their parents, and some state something by themselves. */
			readonly nested: readonly Prose[];
			/** The paragraph above, when it ends in a colon. */
			readonly leadIn: Prose | null;
			readonly section: number;
	  }
	| { readonly kind: 'table'; readonly rows: readonly (readonly Inline[])[]; readonly section: number };

export interface Section {
	/** What its heading is about; empty where the heading only labels, or stands above the passage. */
	readonly subject: string;
	/** Plain text of the heading; empty above the first one. */
	readonly heading: string;
	/** False for a heading that stands above the passage and not in it. */
	readonly inside: boolean;
}

export interface PassageUnits {
	readonly sections: readonly Section[];
	readonly units: readonly Unit[];
	/** Tags of the passage, wherever they stand. */
	readonly tags: readonly string[];
}

/** A rule at the start of a passage must not be taken for the fence of properties. */
const scanPassage = (text: string): NoteScan => scanNote(text.startsWith('---') ? `\n${text.slice(1)}` : text);

const isTask = (text: string, item: BlockItem): boolean => /\[[^\]\n]\][ \t]*$/.test(text.slice(Math.max(0, item.start - 6), item.start));
const isOrdered = (text: string, item: BlockItem): boolean => /\d[.)][ \t]+$/.test(text.slice(Math.max(0, item.start - 6), item.start));

/** The number that the line opens with, as an item of a list would; null where it has none. */
function numberOf(text: string, line: Span | undefined): number | null {
	if (line === undefined) return null;
	const first = text.charCodeAt(line.start);
	const found = first >= 48 && first <= 57 ? /^(\d{1,3})[.)]\s/.exec(text.slice(line.start, line.start + 5)) : null;
	return found === null ? null : Number(found[1]);
}

/** Lines that run on as one paragraph: a hard break starts another, a line that describes the note is left out. */
function paragraphs(text: string, lines: readonly Span[]): (readonly Span[])[] {
	const groups: Span[][] = [];
	let open: Span[] = [];
	let number: number | null = null;
	for (const [index, line] of lines.entries()) {
		const content = text.slice(line.start, Math.min(line.end, line.start + 60)).replace(/^[*_`~]+/, '').replace(/[*_`]+(?=\s*[:\uff1a])|([:\uff1a])[*_`]+/g, '$1');
		if (isMetadataLine(content)) {
			if (open.length > 0) groups.push(open);
			open = [];
			continue;
		}
		const before = number;
		number = numberOf(text, line);
		// Lines that count on right under a sentence are items, though Markdown reads a list only where it starts at one.
		if (number !== null && open.length > 0 && (before === number - 1 || numberOf(text, lines[index + 1]) === number + 1)) {
			groups.push(open);
			open = [];
		}
		open.push(line);
		const after = text.slice(Math.max(line.start, line.end - 2), line.end + 2);
		if (/ {2}$|\\$/.test(text.slice(line.start, line.end)) || /^\S*[ ]{2}/.test(after)) {
			groups.push(open);
			open = [];
		}
	}
	if (open.length > 0) groups.push(open);
	return groups;
}

const LONGEST_JOINED = 300;

/** What is counted or quoted within a sentence stays one statement, as long as it stays short: "(1) Does it last? (2) Does it teach?". */
function joined(plain: string, sentences: readonly Span[]): readonly Span[] {
	if (!plain.includes('(2)') && !plain.includes('"')) return sentences;
	const kept: Span[] = [];
	let open = false;
	for (const span of sentences) {
		const before = kept.at(-1);
		const text = plain.slice(span.start, span.end);
		const number = /^\((\d)\)\s/.exec(text)?.[1];
		const counted = number !== undefined && before !== undefined && plain.slice(before.start, before.end).includes(`(${String(Number(number) - 1)})`);
		if (before !== undefined && (open || counted) && span.end - before.start <= LONGEST_JOINED) kept[kept.length - 1] = { start: before.start, end: span.end };
		else {
			kept.push(span);
			open = false;
		}
		// What follows a digit is an inch or a second.
		if (text.includes('"') && (text.replace(/\d"/g, '').split('"').length - 1) % 2 === 1) open = !open;
	}
	return kept;
}

/** Prose that says nothing about the world: controls, notices, references, file names, tags. */
function isNoise(inline: Inline): boolean {
	const plain = inline.plain.trim();
	if (!/\p{L}/u.test(plain) || isFileLine(plain) || isFurniture(plain) || isMetadataLine(plain)) return true;
	return isMostlyLinks(inline, 0, inline.plain.length) || isMostlyOpaque(inline, 0, inline.plain.length) || isCitation(plain);
}

function sectionsOf(scan: NoteScan, above: readonly string[]): { readonly sections: Section[]; readonly skipped: readonly boolean[] } {
	const outer = above.at(-1) ?? '';
	const sections: Section[] = [{ subject: '', heading: outer, inside: false }];
	const skipped: boolean[] = [above.some(isSkippedSection)];
	let until = 7;
	for (const heading of scan.headings) {
		if (heading.level <= until) until = 7;
		if (until === 7 && isSkippedSection(heading.text)) until = heading.level;
		sections.push({ subject: subjectOf(heading.text), heading: heading.text, inside: true });
		skipped.push(until < 7);
	}
	return { sections, skipped };
}

/** Reads a passage into what can bear claims and names, in order; everything else is left out. */
export function readUnits(text: string, above: readonly string[], language: string): PassageUnits {
	const scan = scanPassage(text);
	const { sections, skipped } = sectionsOf(scan, above);
	const units: Unit[] = [];
	const opened = new Set<number>();
	let before: Prose | null = null;
	const proseOf = (lines: readonly Span[], section: number, quoted: boolean): Prose | null => {
		const inline = readInline(text, lines);
		if (isNoise(inline)) return null;
		const opens = !opened.has(section);
		return { inline, sentences: joined(inline.plain, splitSentences(inline.plain, language)), quoted, section, opens };
	};
	const addProse = (block: Block, section: number, quoted: boolean): void => {
		for (const item of block.items) {
			for (const lines of paragraphs(text, item.lines)) {
				const prose = proseOf(lines, section, quoted);
				before = prose;
				if (prose === null) continue;
				opened.add(section);
				units.push({ kind: 'prose', prose });
			}
		}
	};
	const addList = (block: Block, section: number): void => {
		const items: Prose[] = [];
		const nested: Prose[] = [];
		let dropped = 0;
		for (const item of block.items) {
			const prose = isTask(text, item) ? null : proseOf(item.lines, section, false);
			if (prose === null) dropped += 1;
			else if (item.depth === 0) items.push(prose);
			else nested.push(prose);
		}
		const leadIn = before !== null && before.section === section && /[:\uff1a]$/.test(before.inline.plain.trim()) ? before : null;
		const [first] = block.items;
		if (items.length === 0 || dropped > items.length) return;
		opened.add(section);
		units.push({ kind: 'list', ordered: first !== undefined && isOrdered(text, first), items, nested, leadIn, section });
	};
	for (const block of scan.blocks) {
		const section = block.heading + 1;
		if (skipped[section] === true) continue;
		if (block.kind === 'paragraph') addProse(block, section, false);
		else if (block.kind === 'quote' || block.kind === 'callout') addProse(block, section, block.kind === 'quote');
		else if (block.kind === 'list') addList(block, section);
		else if (block.kind === 'table') units.push({ kind: 'table', rows: block.items.map((row) => row.lines.map((cell) => readInline(text, [cell]))), section });
		if (block.kind !== 'paragraph') before = null;
	}
	return { sections, units, tags: scan.tags.map(({ tag }) => tag) };
}

