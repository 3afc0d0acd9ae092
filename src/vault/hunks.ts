import { changesBetween, type Change, type DiffBound } from './list-diff.js';

/** UTF-16 offsets within a line. */
export interface Mark {
	readonly start: number;
	readonly end: number;
}

export interface HunkLine {
	/** Without its line break. */
	readonly text: string;
	/** The words that the other side does not have, in order; none where the whole line is new, gone, or too long to compare. */
	readonly marks: readonly Mark[];
	/** `none` only on a last line without a line break. */
	readonly lineBreak: 'lf' | 'crlf' | 'none';
}

/** Lines next to each other that change together: the least that can be taken or left. */
export interface Hunk {
	/** Counted from 1: the line of each text at which the hunk begins. */
	readonly oldLine: number;
	readonly newLine: number;
	readonly removed: readonly HunkLine[];
	readonly added: readonly HunkLine[];
	/** Up to three lines on each side that stay as they are. None is listed twice. */
	readonly before: readonly string[];
	readonly after: readonly string[];
	/** The two differ too much to be compared line by line: this one hunk is all that lies between the first and the last change. */
	readonly whole: boolean;
}

// About 50 ms each, so that a panel which draws a diff stays quick.
const LINE_BOUND: DiffBound = { edits: 1200, work: 4_000_000 };
const WORD_BOUND: DiffBound = { edits: 400, work: 600_000 };
// Words are looked for in so much text of one diff; what is beyond is shown line by line.
const MARKED_CHARACTERS = 60_000;
const CONTEXT = 3;

/** What `text` changes in `current`, line by line, with the words that changed inside the lines. */
export function hunksOf(current: string, text: string): readonly Hunk[] {
	const old = rawLines(current);
	const now = rawLines(text);
	const { changes, whole } = lineChanges(old, now);
	let budget = MARKED_CHARACTERS;
	let shownUntil = 0;
	return changes.map((change, index) => {
		const removed = old.slice(change.start, change.end);
		const added = now.slice(change.from, change.to);
		const size = lengthOf(removed) + lengthOf(added);
		const marks = !whole && removed.length > 0 && added.length > 0 && size <= budget ? markWords(removed, added) : NO_MARKS;
		if (marks !== NO_MARKS) budget -= size;
		const before = old.slice(Math.max(shownUntil, change.start - CONTEXT), change.start).map(withoutBreak);
		shownUntil = Math.min(change.end + CONTEXT, changes[index + 1]?.start ?? old.length);
		return {
			oldLine: change.start + 1,
			newLine: change.from + 1,
			removed: removed.map((raw, at) => hunkLine(raw, marks.removed[at])),
			added: added.map((raw, at) => hunkLine(raw, marks.added[at])),
			before,
			after: old.slice(change.end, shownUntil).map(withoutBreak),
			whole,
		};
	});
}

/** `current` with only these hunks of `hunksOf(current, text)` in it, counted from 0. All of them give `text`, none gives `current`, to the byte. */
export function takeHunks(current: string, text: string, taken: ReadonlySet<number>): string {
	const old = rawLines(current);
	const now = rawLines(text);
	const out: string[] = [];
	let done = 0;
	lineChanges(old, now).changes.forEach((change, index) => {
		out.push(joined(old, done, change.start), taken.has(index) ? joined(now, change.from, change.to) : joined(old, change.start, change.end));
		done = change.end;
	});
	return out.join('') + joined(old, done, old.length);
}

const joined = (lines: readonly string[], from: number, to: number): string => lines.slice(from, to).join('');

function lineChanges(old: readonly string[], now: readonly string[]): { readonly changes: readonly Change[]; readonly whole: boolean } {
	const changes = changesBetween(old, now, LINE_BOUND);
	if (changes) return { changes, whole: false };
	const shorter = Math.min(old.length, now.length);
	let head = 0;
	while (head < shorter && old[head] === now[head]) head += 1;
	let tail = 0;
	while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
	return { changes: [{ start: head, end: old.length - tail, from: head, to: now.length - tail }], whole: true };
}

/** The lines with their line breaks: joined, they give the text. */
function rawLines(text: string): readonly string[] {
	const lines: string[] = [];
	let at = 0;
	while (at < text.length) {
		const found = text.indexOf('\n', at);
		const end = found === -1 ? text.length : found + 1;
		lines.push(text.slice(at, end));
		at = end;
	}
	return lines;
}

const breakOf = (raw: string): HunkLine['lineBreak'] => (raw.endsWith('\r\n') ? 'crlf' : raw.endsWith('\n') ? 'lf' : 'none');
const BREAK_LENGTH = { lf: 1, crlf: 2, none: 0 } as const;
const withoutBreak = (raw: string): string => raw.slice(0, raw.length - BREAK_LENGTH[breakOf(raw)]);
const hunkLine = (raw: string, marks: readonly Mark[] = []): HunkLine => ({ text: withoutBreak(raw), marks, lineBreak: breakOf(raw) });

function lengthOf(lines: readonly string[]): number {
	let length = 0;
	for (const line of lines) length += line.length;
	return length;
}

interface Marks {
	/** By line of the hunk. */
	readonly removed: readonly (readonly Mark[])[];
	readonly added: readonly (readonly Mark[])[];
}
const NO_MARKS: Marks = { removed: [], added: [] };

let words: Intl.Segmenter | null = null;

interface Word extends Mark {
	readonly line: number;
	readonly text: string;
}

/** Words, spaces and marks of lines, each with its place. The words of every line end with a break, so that lines do not run together. */
function wordsOf(lines: readonly string[]): readonly Word[] {
	const segmenter = (words ??= new Intl.Segmenter(undefined, { granularity: 'word' }));
	return lines.flatMap((raw, line) => {
		const text = withoutBreak(raw);
		const found = [...segmenter.segment(text)].map(({ segment, index }) => ({ line, text: segment, start: index, end: index + segment.length }));
		return [...found, { line, text: '\n', start: text.length, end: text.length }];
	});
}

/** Which words differ between the two sides; none where too little is common for that to help a reader. */
function markWords(removed: readonly string[], added: readonly string[]): Marks {
	const old = wordsOf(removed);
	const now = wordsOf(added);
	const texts = (side: readonly Word[]): readonly string[] => side.map(({ text }) => text);
	const changes = changesBetween(texts(old), texts(now), WORD_BOUND);
	if (!changes) return NO_MARKS;
	const changedOld = changes.flatMap(({ start, end }) => old.slice(start, end));
	const changedNow = changes.flatMap(({ from, to }) => now.slice(from, to));
	const letters = (side: readonly Word[]): number => side.reduce((sum, { text }) => sum + text.trim().length, 0);
	const common = letters(old) - letters(changedOld);
	if (common * 3 < Math.min(letters(old), letters(now))) return NO_MARKS;
	return { removed: byLine(changedOld, removed.length), added: byLine(changedNow, added.length) };
}

function byLine(changed: readonly Word[], count: number): readonly (readonly Mark[])[] {
	const lines: Mark[][] = Array.from({ length: count }, () => []);
	for (const { line, start, end } of changed) {
		const marks = lines[line];
		if (!marks || start === end) continue;
		const last = marks.at(-1);
		if (last?.end === start) marks[marks.length - 1] = { start: last.start, end };
		else marks.push({ start, end });
	}
	return lines;
}
