import { foldSpace } from '../model/fold.js';
import type { Span } from './note.js';
import { clusterEnd, clusterStart, inLinePrefix, isWhite, joinsBefore, whiteEnd } from './quote-characters.js';

/** Stands in a quote where something between its parts was left out. */
export const GAP = '[…]';

// A comment mark would hide the rest of the page that quotes it; the others are no text at all.
const UNSAFE = /%%|(?!\s)[\p{Cc}\p{Cs}]/gu;
const HAS_UNSAFE = new RegExp(UNSAFE.source, 'u');

/** Ranges inside `[start, end)` that break a one-line footnote, or that no file can hold. */
function unsafeSpans(text: string, start: number, end: number): Span[] {
	const spans: Span[] = [];
	const slice = text.slice(start, end);
	if (!HAS_UNSAFE.test(slice)) return spans;
	for (const match of slice.matchAll(UNSAFE)) spans.push({ start: start + match.index, end: start + match.index + match[0].length });
	return spans;
}

/** Index of the first span that ends after an offset. */
function firstEndingAfter(spans: readonly Span[], offset: number): number {
	let low = 0;
	let high = spans.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1;
		else high = middle;
	}
	return low;
}

/**
 * The verbatim quote of a source range: one line, white space and `> ` marks folded to one blank, and ` […] ` where a
 * range that must not be quoted was left out. `unquotable` is sorted and does not overlap. Empty where nothing is left.
 */
export function cutQuote(text: string, start: number, end: number, unquotable: readonly Span[]): string {
	const from = clusterStart(text, start);
	const to = clusterEnd(text, end);
	const skipped: Span[] = unsafeSpans(text, from, to);
	for (let index = firstEndingAfter(unquotable, from); index < unquotable.length; index += 1) {
		const span = unquotable[index];
		if (span === undefined || span.start >= to) break;
		skipped.push(span);
	}
	skipped.sort((a, b) => a.start - b.start);
	const parts: string[] = [];
	const push = (partStart: number, partEnd: number): void => {
		const part = foldLine(text, partStart, partEnd);
		if (part !== '') parts.push(part);
	};
	let at = from;
	for (const span of skipped) {
		if (span.start > at) push(at, clusterStart(text, span.start));
		at = Math.max(at, clusterEnd(text, span.end));
	}
	if (at < to) push(at, to);
	const [only = ''] = parts;
	if (parts.length < 2 && !only.includes(GAP)) return only;
	return parts
		.join(` ${GAP} `)
		.split(/(?: ?\[…\] ?)+/)
		.filter((part) => part !== '')
		.join(` ${GAP} `);
}

// White space that is not one plain blank.
const FOLDS = /\s\s+|[^\S ]/g;
const HAS_FOLDS = /\s\s|[^\S ]/;

/** One part of a quote: white space and line prefixes folded, nothing normalised. */
function foldLine(text: string, start: number, end: number): string {
	const from = start < end && inLinePrefix(text, start) ? Math.min(end, whiteEnd(text, start, true)) : start;
	let out = '';
	let at = from;
	const slice = text.slice(from, end);
	if (!HAS_FOLDS.test(slice)) return slice.trim();
	for (const match of slice.matchAll(/\s+/g)) {
		const white = from + match.index;
		if (white < at) continue;
		out += text.slice(at, white) + ' ';
		at = Math.min(end, whiteEnd(text, white, false));
	}
	return (out + text.slice(at, end)).trim();
}

export interface QuoteFinder {
	/** Source range from the first part of the quote to its last; null where it does not stand in that order. */
	readonly find: (quote: string, within?: Span) => Span | null;
}

/** Where a quote stands. For many quotes of one text make one `quoteFinder`. */
export const findQuote = (text: string, quote: string, within?: Span): Span | null => quoteFinder(text).find(quote, within);

/** Folds a text once, lazily, so that each search costs one pass of `indexOf`. */
export function quoteFinder(text: string): QuoteFinder {
	let index: FoldedText | null = null;
	return {
		find: (quote, within) => {
			const folded = foldSpace(quote);
			const parts = folded.includes(GAP) ? folded.split(GAP).map((part) => part.trim()).filter((part) => part !== '') : folded === '' ? [] : [folded];
			if (parts.length === 0) return null;
			index ??= foldText(text);
			const limit = within === undefined ? index.folded.length : index.fromSource(within.end);
			let at = within === undefined ? 0 : index.fromSource(within.start);
			let first = -1;
			for (const part of parts) {
				const found = indexOfWhole(index.folded, part, at);
				if (found < 0 || found + part.length > limit) return null;
				if (first < 0) first = found;
				at = found + part.length;
			}
			return { start: index.toSource(first, false), end: index.toSource(at, true) };
		},
	};
}

/** `indexOf` that takes no `e` for a part of an `e` with an accent that no single character stands for. */
function indexOfWhole(text: string, part: string, from: number): number {
	const cuts = (at: number): boolean => at > 0 && at < text.length && joinsBefore(text, at) && !isWhite(text, at - 1);
	let found = text.indexOf(part, from);
	while (found >= 0 && (cuts(found) || cuts(found + part.length))) found = text.indexOf(part, found + 1);
	return found;
}

interface FoldedText {
	readonly folded: string;
	/** Source offset of a folded offset; as an end, the one after the character before it. */
	toSource(offset: number, end: boolean): number;
	/** Folded offset of a source offset. */
	fromSource(offset: number): number;
}

/**
 * The text under the fold in which quotes are compared. Between two breaks both texts run in step; a break is kept where
 * one character there stands for several here, or the other way round.
 */
function foldText(text: string): FoldedText {
	const foldedStarts: number[] = [0];
	const sourceStarts: number[] = [0];
	const parts: string[] = [];
	let length = 0;
	let at = 0;
	let drift = 0;
	const add = (piece: string, to: number): void => {
		if (at - length !== drift || piece.length !== to - at) {
			foldedStarts.push(length);
			sourceStarts.push(at);
			drift = at - length;
		}
		parts.push(piece);
		length += piece.length;
		at = to;
	};
	const stable = text.normalize('NFC') === text;
	const copy = (to: number): void => {
		if (to <= at) return;
		const piece = text.slice(at, to);
		if (stable || piece.normalize('NFC') === piece) {
			add(piece, to);
			return;
		}
		while (at < to) {
			let end = at + 1;
			while (end < to && joinsBefore(text, end) && !isWhite(text, end - 1)) end += 1;
			add(text.slice(at, end).normalize('NFC'), end);
		}
	};
	const prefix = whiteEnd(text, 0, true);
	if (prefix > 0) add(' ', prefix);
	FOLDS.lastIndex = at;
	for (let match = FOLDS.exec(text); match !== null; match = FOLDS.exec(text)) {
		copy(match.index);
		add(' ', whiteEnd(text, match.index, false));
		FOLDS.lastIndex = at;
	}
	copy(text.length);
	foldedStarts.push(length);
	sourceStarts.push(text.length);

	const folded = parts.join('');
	const pieceOf = (starts: readonly number[], offset: number): number => {
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		return low;
	};
	return {
		folded,
		toSource: (offset, end) => {
			const piece = pieceOf(foldedStarts, end ? offset - 1 : offset);
			const from = sourceStarts[piece] ?? 0;
			const to = sourceStarts[piece + 1] ?? text.length;
			const size = (foldedStarts[piece + 1] ?? length) - (foldedStarts[piece] ?? 0);
			if (size !== to - from) return end ? to : from;
			return from + offset - (foldedStarts[piece] ?? 0);
		},
		fromSource: (offset) => {
			const piece = pieceOf(sourceStarts, offset);
			const into = offset - (sourceStarts[piece] ?? 0);
			const size = (foldedStarts[piece + 1] ?? length) - (foldedStarts[piece] ?? 0);
			return (foldedStarts[piece] ?? 0) + Math.min(into, size);
		},
	};
}
