import { foldName } from '../model/fold.js';
import type { Span } from './note.js';

const OTHER = 1;
const WORD = 2;
/** Letters of scripts that set no blanks between words. */
const UNSPACED = 3;
const APOSTROPHE = 4;
const HYPHEN = 5;

const LETTER = /^[\p{L}\p{M}\p{N}]$/u;
const UNSPACED_SCRIPT = /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]$/u;

function classify(char: string): number {
	if (LETTER.test(char)) return UNSPACED_SCRIPT.test(char) && !/^[\p{N}\p{M}]$/u.test(char) ? UNSPACED : WORD;
	if (/^['\u2019\u02bc]$/.test(char)) return APOSTROPHE;
	return /^[-\u2010\u2011_]$/.test(char) ? HYPHEN : OTHER;
}

// Filled as characters are met: a table read is several times as fast as a Unicode regular expression.
const classes = new Uint8Array(0x10000);

function classAt(text: string, at: number): number {
	const unit = text.charCodeAt(at);
	const known = classes[unit] ?? 0;
	if (known !== 0) return known;
	// Halves of a surrogate pair are looked up together and never kept: there are too many of them.
	if (unit >= 0xd800 && unit <= 0xdbff) return classify(String.fromCodePoint(text.codePointAt(at) ?? 0xfffd));
	if (unit >= 0xdc00 && unit <= 0xdfff) return at > 0 && isHighSurrogate(text.charCodeAt(at - 1)) ? classAt(text, at - 1) : OTHER;
	const found = classify(String.fromCharCode(unit));
	classes[unit] = found;
	return found;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

let segmenter: Intl.Segmenter | null = null;

/** Longer runs are cut before they are segmented, because the segmenter's time grows faster than its input. */
const SEGMENT_AT_MOST = 2_000;

function visitUnspaced(text: string, start: number, end: number, visit: (start: number, end: number) => void): void {
	segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' });
	for (let from = start; from < end; ) {
		let to = Math.min(end, from + SEGMENT_AT_MOST);
		if (to < end && isHighSurrogate(text.charCodeAt(to - 1))) to -= 1;
		for (const { index, segment } of segmenter.segment(text.slice(from, to))) visit(from + index, from + index + segment.length);
		from = to;
	}
}

/**
 * Calls `visit` with the offsets of every word, in order. A word is a run of letters, marks and digits with inner
 * apostrophes; inner hyphens and underscores belong to it unless `splitHyphens`. Text without blanks between words
 * is cut by the platform's dictionary.
 */
export function forEachWord(text: string, visit: (start: number, end: number) => void, splitHyphens = false): void {
	const length = text.length;
	let at = 0;
	while (at < length) {
		const kind = classAt(text, at);
		if (kind !== WORD && kind !== UNSPACED) {
			at += 1;
			continue;
		}
		const start = at;
		at += 1;
		// Combining marks count as word letters and may stand inside either kind of run.
		if (kind === UNSPACED) {
			while (at < length && (classAt(text, at) === UNSPACED || /^\p{M}$/u.test(text.charAt(at)))) at += 1;
			visitUnspaced(text, start, at, visit);
			continue;
		}
		for (;;) {
			while (at < length && classAt(text, at) === WORD) at += 1;
			if (at + 1 >= length) break;
			const joint = classAt(text, at);
			if (joint !== APOSTROPHE && (joint !== HYPHEN || splitHyphens)) break;
			if (classAt(text, at + 1) !== WORD) break;
			at += 1;
		}
		visit(start, at);
	}
}

/** The words of a text as spans; see `forEachWord`. */
export function splitWords(text: string, splitHyphens = false): Span[] {
	const words: Span[] = [];
	forEachWord(text, (start, end) => words.push({ start, end }), splitHyphens);
	return words;
}

/** True where the character at this offset is a letter of a script that sets no blanks between words. */
export const isUnspaced = (text: string, at: number): boolean => at < text.length && classAt(text, at) === UNSPACED;

/** Words in a text, where each character of a script without blanks counts as half a word. */
export function wordCount(text: string): number {
	let count = 0;
	let unspaced = 0;
	for (let at = 0, inside = false; at < text.length; at += 1) {
		const kind = classAt(text, at);
		if (kind === UNSPACED) unspaced += 1;
		if (kind === WORD && !inside) count += 1;
		inside = kind === WORD || (inside && (kind === APOSTROPHE || kind === HYPHEN));
	}
	return count + Math.ceil(unspaced / 2);
}

/** A word as names are compared: `foldName` for text without runs of white space, quick for the usual case. */
export function foldWord(word: string): string {
	let capitals = false;
	for (let at = 0; at < word.length; at += 1) {
		const code = word.charCodeAt(at);
		if (code < 0x20 || code > 0x7e) return foldName(word);
		if (code >= 0x41 && code <= 0x5a) capitals = true;
	}
	return capitals ? word.toLowerCase() : word;
}
