import type { MergeConflict } from '../model/proposal.js';
import { changesBetween, type Change } from './list-diff.js';

export interface MergeInput {
	/** What the machine last wrote. */
	readonly base: string;
	/** What stands in the vault, with a person's edits. */
	readonly yours: string;
	/** What the machine wants now. */
	readonly machine: string;
}

export type Merge =
	| { readonly kind: 'clean'; readonly text: string }
	/** `text` is the merge with the person's side wherever the two overlap. */
	| { readonly kind: 'conflict'; readonly text: string; readonly conflicts: readonly MergeConflict[] }
	| { readonly kind: 'too-large'; readonly reason: string };

// Removed and added lines together; a line that is changed counts as both.
const MAX_EDITS = 800;
// Bounds the comparisons of one diff: about half a second.
const MAX_WORK = 40_000_000;

/**
 * Merges by lines, and by sentences where both sides changed the same single line. Line breaks, byte-order mark and everything
 * else that only the person changed stay the person's. Linear but for the number of changes, which is bounded.
 */
export function mergeThreeWay({ base, yours, machine }: MergeInput): Merge {
	if (yours === base) return clean(machine);
	if (machine === base || yours === machine) return clean(yours);

	const b = linesOf(base);
	const y = linesOf(yours);
	const m = linesOf(machine);
	const pieces = mergeTokens(b.texts, y.texts, m.texts, joinInsertedLines(b.texts));
	if (pieces === null) {
		return { kind: 'too-large', reason: `More than ${MAX_EDITS / 2} lines changed on one side since the machine last wrote the page; too many to merge safely.` };
	}
	const out: string[] = [];
	const returns: string[] = [];
	const push = (text: string, carriageReturn: string): void => {
		out.push(text);
		returns.push(carriageReturn);
	};
	const keep = (from: number, to: number): void => {
		for (let at = from; at < to; at += 1) push(y.texts[at] ?? '', returnAt(y, at));
	};
	const conflicts: MergeConflict[] = [];
	for (const piece of pieces) {
		if (piece.kind === 'yours') keep(piece.from, piece.to);
		else if (piece.kind === 'machine') for (const text of piece.tokens) push(text, y.usual);
		else {
			const merged = mergeSentences(piece);
			if (merged !== null) push(merged, returnAt(y, piece.from));
			else {
				keep(piece.from, piece.to);
				conflicts.push({ base: piece.base.join('\n'), yours: piece.yours.join('\n'), machine: piece.tokens.join('\n') });
			}
		}
	}
	const last = out.length - 1;
	const text = (yours.startsWith(BOM) ? BOM : '') + out.map((line, index) => (index === last ? line : line + (returns[index] ?? ''))).join('\n');
	return conflicts.length === 0 ? clean(text) : { kind: 'conflict', text, conflicts };
}

const clean = (text: string): Merge => ({ kind: 'clean', text });

const BOM = '\ufeff';

interface Lines {
	/** Without byte-order mark and line breaks; at least one, the last one empty if the text ends in a line break. */
	readonly texts: readonly string[];
	/** The same with the carriage returns. */
	readonly raw: readonly string[];
	/** A carriage return if most lines end in one, else nothing. */
	readonly usual: '' | '\r';
}

function linesOf(text: string): Lines {
	const raw = (text.startsWith(BOM) ? text.slice(1) : text).split('\n');
	const last = raw.length - 1;
	let count = 0;
	const texts = raw.map((line, index) => {
		if (index === last || !line.endsWith('\r')) return line;
		count += 1;
		return line.slice(0, -1);
	});
	return { texts, raw, usual: count * 2 > last ? '\r' : '' };
}

// The last line has no line break of its own; wherever it ends up, it gets the usual one.
const returnAt = ({ texts, raw, usual }: Lines, at: number): string => (at === texts.length - 1 ? usual : texts[at] === raw[at] ? '' : '\r');

/** A piece of the merge in order. `yours` also stands for what nobody changed. */
type Piece =
	| { readonly kind: 'yours'; readonly from: number; readonly to: number }
	| { readonly kind: 'machine'; readonly tokens: readonly string[] }
	| Overlap;

interface Overlap {
	readonly kind: 'overlap';
	readonly base: readonly string[];
	readonly from: number;
	readonly to: number;
	readonly yours: readonly string[];
	readonly tokens: readonly string[];
}

/** Decides in which order two different insertions at the same place may both stand; null where a person has to say. */
type JoinInserted = (at: number, yours: readonly string[], machine: readonly string[]) => 'yours-first' | 'machine-first' | null;

/** The merge of two token lists over their base; null where there is too much to compare. */
function mergeTokens(base: readonly string[], yours: readonly string[], machine: readonly string[], join: JoinInserted): Piece[] | null {
	const yourHunks = diffHunks(base, yours);
	const machineHunks = diffHunks(base, machine);
	if (yourHunks === null || machineHunks === null) return null;

	const pieces: Piece[] = [];
	// How far each side's positions are ahead of the base's.
	let yourShift = 0;
	let machineShift = 0;
	let done = 0;
	let i = 0;
	let j = 0;
	const keepUntil = (at: number): void => {
		if (at > done) pieces.push({ kind: 'yours', from: done + yourShift, to: at + yourShift });
		done = at;
	};
	for (;;) {
		const yourNext = yourHunks[i];
		const machineNext = machineHunks[j];
		const first = yourNext === undefined ? machineNext : machineNext === undefined || isBefore(yourNext, machineNext) ? yourNext : machineNext;
		if (first === undefined) break;
		const { start } = first;
		let { end } = first;
		const [yourBegin, machineBegin] = [i, j];
		// All changes that reach into one another, from either side.
		for (let grew = true; grew; ) {
			grew = false;
			for (let hunk = yourHunks[i]; hunk && (hunk === first || collide(hunk, start, end)); hunk = yourHunks[i]) {
				end = Math.max(end, hunk.end);
				i += 1;
				grew = true;
			}
			for (let hunk = machineHunks[j]; hunk && (hunk === first || collide(hunk, start, end)); hunk = machineHunks[j]) {
				end = Math.max(end, hunk.end);
				j += 1;
				grew = true;
			}
		}
		keepUntil(start);
		const yourFrom = start + yourShift;
		const machineFrom = start + machineShift;
		for (const hunk of yourHunks.slice(yourBegin, i)) yourShift += hunk.to - hunk.from - (hunk.end - hunk.start);
		for (const hunk of machineHunks.slice(machineBegin, j)) machineShift += hunk.to - hunk.from - (hunk.end - hunk.start);
		done = end;
		const mine: Piece = { kind: 'yours', from: yourFrom, to: end + yourShift };
		const theirs: Piece = { kind: 'machine', tokens: machine.slice(machineFrom, end + machineShift) };
		const text = yours.slice(mine.from, mine.to);
		if (machineBegin === j || isSame(text, theirs.tokens)) pieces.push(mine);
		else if (yourBegin === i) pieces.push(theirs);
		else {
			const order = start === end ? join(start, text, theirs.tokens) : null;
			if (order === null) pieces.push({ kind: 'overlap', base: base.slice(start, end), from: mine.from, to: mine.to, yours: text, tokens: theirs.tokens });
			else pieces.push(...(order === 'yours-first' ? [mine, theirs] : [theirs, mine]));
		}
	}
	keepUntil(base.length);
	return pieces;
}

const isBefore = (a: Change, b: Change): boolean => a.start < b.start || (a.start === b.start && a.end <= b.end);
const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((token, index) => token === b[index]);

/** Whether a hunk shares a base line with the range, or both are insertions at one place. Neighbours do not collide. */
const collide = (hunk: Change, start: number, end: number): boolean => (start === end && hunk.start === hunk.end ? hunk.start === start : hunk.start < end && hunk.end > start);

const diffHunks = (base: readonly string[], other: readonly string[]): readonly Change[] | null => changesBetween(base, other, { edits: MAX_EDITS, work: MAX_WORK });

/**
 * Two insertions of whole lines at the same place may both stand if they have no line in common and cannot run together: a blank
 * line or the same kind of list, quote, table or footnote must lie on the seam. Properties need a person: a key must not come twice.
 */
function joinInsertedLines(base: readonly string[]): JoinInserted {
	const propertiesEnd = base[0] === '---' ? base.indexOf('---', 1) : -1;
	return (at, yours, machine) => {
		if (at <= propertiesEnd) return null;
		const known = new Set(yours.filter((line) => line.trim() !== ''));
		if (machine.some((line) => known.has(line))) return null;
		if (fits(yours, machine)) return 'yours-first';
		return fits(machine, yours) ? 'machine-first' : null;
	};
}

function fits(first: readonly string[], second: readonly string[]): boolean {
	const [above, below] = [first.at(-1) ?? '', second[0] ?? ''];
	if (above.trim() === '' || below.trim() === '') return true;
	const kind = lineKind(above);
	return kind !== null && kind === lineKind(below);
}

const lineKind = (line: string): string | null => {
	const found = /^\s*(?:([-*+])\s|(\d{1,9}[.)])\s|(>)|(\|)|(\[\^))/.exec(line);
	if (!found) return null;
	return found[2] === undefined ? (found[1] ?? found[3] ?? found[4] ?? found[5] ?? null) : '1';
};

/** One line that both sides changed, merged by whole sentences; null where they changed the same one. */
function mergeSentences({ base, yours, tokens }: Overlap): string | null {
	const [b, y, m] = [base[0], yours[0], tokens[0]];
	if (base.length !== 1 || yours.length !== 1 || tokens.length !== 1 || b === undefined || y === undefined || m === undefined) return null;
	const own = splitSentences(y);
	const pieces = mergeTokens(splitSentences(b), own, splitSentences(m), () => null);
	if (pieces === null || pieces.some(({ kind }) => kind === 'overlap')) return null;
	return pieces.map((piece) => (piece.kind === 'yours' ? own.slice(piece.from, piece.to).join('') : piece.tokens.join(''))).join('');
}

// A mark that ends a sentence, with closing marks and footnote references behind it.
const SENTENCE_END = /[.!?…](?:["'”’»)*_\]]|\[\^[^\]\s]{1,40}\])*$/;

/** The line cut behind each sentence, white space kept with the sentence before it: joined, the parts give the line. */
function splitSentences(line: string): string[] {
	const sentences: string[] = [];
	let current = '';
	let word = '';
	for (const part of line.split(/(\s+|[。！？][”’」』）]*)/)) {
		current += part;
		const isGap = part.trim() === '';
		if (/^[。！？]/.test(part) || (isGap && part !== '' && SENTENCE_END.test(word))) {
			sentences.push(current);
			current = '';
		}
		// Only the end of a long word matters, and looking at all of it would take long.
		if (!isGap) word = part.slice(-200);
	}
	if (current !== '') sentences.push(current);
	return sentences;
}
