import type { Span } from '../../markdown/note.js';
import { stemWord } from '../../markdown/names.js';
import { foldWord, forEachWord } from '../../markdown/words.js';

/** A word of a sentence as names are made of it. Hyphens part words. */
export interface Word extends Span {
	readonly folded: string;
	/** Its form in the singular; see `stemWord`. */
	readonly stem: string;
	/** False where punctuation or another break stands before it. */
	readonly joined: boolean;
	/** True where only a hyphen stands before it. */
	readonly hyphenated: boolean;
	readonly capital: boolean;
}

const SIGN = /^(?:[&+#./@]| & )$/;
const CAPITAL = /^\p{Lu}/u;

const LETTER_FIRST = /^\p{L}/u;

/** True where the word begins with a letter, and not with a digit or a mark. */
export function startsWithLetter(folded: string): boolean {
	const code = folded.charCodeAt(0);
	return code < 0x80 ? (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) : LETTER_FIRST.test(folded);
}

function isCapital(plain: string, start: number, end: number): boolean {
	const code = plain.charCodeAt(start);
	return code < 0x80 ? code >= 0x41 && code <= 0x5a : CAPITAL.test(plain.slice(start, end));
}

/** The words of a range of plain text. Signs that belong to a name ("R&D", "ethics.yml") are words of their own. */
export function wordsIn(plain: string, range: Span): Word[] {
	const words: Word[] = [];
	let before = range.start;
	forEachWord(
		plain.slice(range.start, range.end),
		(from, to) => {
			const start = from + range.start;
			const end = to + range.start;
			const width = start - before;
			const sign = width === 1 ? plain.charCodeAt(before) : 0;
			const hyphenated = sign === 0x2d || sign === 0x2010 || sign === 0x2011;
			const last = words[words.length - 1];
			let joined = last !== undefined && (width === 0 || sign === 0x20 || sign === 0xa0 || hyphenated);
			if (last !== undefined && !joined && width <= 3) {
				const gap = plain.slice(before, start);
				if (SIGN.test(gap)) {
					const trimmed = gap.trim();
					words.push({ start: before, end: start, folded: trimmed, stem: trimmed, joined: true, hyphenated: false, capital: false });
					joined = true;
				}
				// An initial's full stop does not part a name: "James C. Scott".
				else joined = gap === '. ' && last.capital && last.folded.length === 1;
			}
			const folded = foldWord(plain.slice(start, end));
			words.push({ start, end, folded, stem: stemWord(folded), joined, hyphenated, capital: isCapital(plain, start, end) });
			before = end;
		},
		true,
	);
	return words;
}
