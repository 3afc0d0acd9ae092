import type { Span } from '../../markdown/note.js';
import { foldWord, forEachWord } from '../../markdown/words.js';

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
			// An initial's full stop does not part a name: "James C. Scott".
			const initial = gap === '. ' && words.at(-1)?.capital === true && words.at(-1)?.folded.length === 1;
			let joined = words.length > 0 && short && (initial || GAP.test(gap) || HYPHEN.test(gap));
			if (words.length > 0 && short && SIGN.test(gap)) {
				words.push({ start: before, end: start, folded: gap.trim(), joined: true, hyphenated: false, capital: false });
				joined = true;
			}
			const word = plain.slice(start, end);
			words.push({ start, end, folded: foldWord(word), joined, hyphenated: HYPHEN.test(gap), capital: CAPITAL.test(word) });
			before = end;
		},
		true,
	);
	return words;
}
