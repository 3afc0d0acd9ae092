import type { Span } from '../../markdown/note.js';
import { forEachWord } from '../../markdown/words.js';

/** A word of a sentence as names are made of it. Hyphens part words. */
export interface Word extends Span {
	readonly folded: string;
	/** False where punctuation or another break stands before it. */
	readonly joined: boolean;
	/** True where only a hyphen stands before it. */
	readonly hyphenated: boolean;
	readonly capital: boolean;
}

const GAP = /^[ \u00a0]?$/;
const HYPHEN = /^[-\u2010\u2011]$/;
const SIGN = /^(?:[&+#./@]| & )$/;
const CAPITAL = /^\p{Lu}/u;
const ASCII = /^[\x20-\x7e]*$/;

const fold = (word: string): string => (ASCII.test(word) ? word.toLowerCase() : word.normalize('NFKC').toLowerCase().normalize('NFC').replace(/[\u2018\u2019\u02bc]/g, "'"));

/** The words of a range of plain text. Signs that belong to a name ("R&D", "ethics.yml") are words of their own. */
export function wordsIn(plain: string, range: Span): Word[] {
	const words: Word[] = [];
	let before = range.start;
	forEachWord(
		plain.slice(range.start, range.end),
		(from, to) => {
			const start = from + range.start;
			const end = to + range.start;
			const gap = plain.slice(before, Math.min(start, before + 4));
			const short = start - before <= 3;
			let joined = words.length > 0 && short && (GAP.test(gap) || HYPHEN.test(gap));
			if (words.length > 0 && short && SIGN.test(gap)) {
				words.push({ start: before, end: start, folded: gap.trim(), joined: true, hyphenated: false, capital: false });
				joined = true;
			}
			const word = plain.slice(start, end);
			words.push({ start, end, folded: fold(word), joined, hyphenated: HYPHEN.test(gap), capital: CAPITAL.test(word) });
			before = end;
		},
		true,
	);
	return words;
}
