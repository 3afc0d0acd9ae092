import { isWhite, joinsBefore, whiteEnd } from './quote-characters.js';
import { GAP } from './quote.js';

// So many characters of a part are looked for as they are; a line may end behind them.
const BEGINNING = 10;
const MOST_TRIES = 32;

/**
 * Whether the quote, which is one line, stands in the text as it is written, but for blanks that are line breaks there. True only where `findQuote` finds it
 * too, and many times faster, as nothing is folded; false says nothing.
 */
export function standsAsWritten(text: string, quote: string): boolean {
	if (!quote.includes(GAP)) return endOfPart(text, quote, 0) >= 0;
	let at = 0;
	for (const part of quote.split(` ${GAP} `)) {
		at = part.includes(GAP) ? -1 : endOfPart(text, part, at);
		if (at < 0) return false;
	}
	return true;
}

/** Where the first of its places after `from` ends; -1 where none was seen. */
function endOfPart(text: string, part: string, from: number): number {
	// What the fold takes away at a line's start, or puts together with what stands before it.
	if (part === '' || part.charCodeAt(0) === 62 || isWhite(part, 0) || joinsBefore(part, 0)) return -1;
	const found = text.indexOf(part, from);
	if (found >= 0) return joinsBefore(text, found + part.length) ? -1 : found + part.length;
	const beginning = part.slice(0, BEGINNING);
	let start = text.indexOf(beginning, from);
	for (let tries = 0; start >= 0 && tries < MOST_TRIES; tries += 1) {
		const end = follow(text, part, start);
		if (end >= 0) return joinsBefore(text, end) ? -1 : end;
		start = text.indexOf(beginning, start + 1);
	}
	return -1;
}

/** Where the part that begins here ends; -1 where it does not go on so. */
function follow(text: string, part: string, start: number): number {
	let at = start;
	for (let index = 0; index < part.length; index += 1) {
		const code = part.charCodeAt(index);
		if (code !== 32) {
			if (text.charCodeAt(at) !== code) return -1;
			at += 1;
		} else if (isWhite(text, at)) at = whiteEnd(text, at, false);
		else return -1;
	}
	return at;
}
