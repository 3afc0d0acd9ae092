// The gold set folds text by rules of its own: an examiner that borrowed the product's folding would share its mistakes.

/** Form under which two spellings of a name are one. */
export const foldName = (name: string): string =>
	name
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\u2018\u2019]/g, "'")
		.replace(/[\u2010-\u2015\u2212]/g, '-')
		.replace(/\s+/g, ' ')
		.trim();

const foldSpace = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/** Letters and digits alone: what is left of a text when marks, punctuation and blanks are not looked at. */
const lettersOf = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}\p{M}]+/gu, '');

const partsOf = (quote: string): readonly string[] => quote.split(/\[(?:…|\.\.\.)\]/);

/** True where each part of the quote stands in the text, in order; white space and Unicode composition are free. */
export function standsIn(text: string, quote: string): boolean {
	const folded = foldSpace(text);
	let from = 0;
	for (const part of partsOf(quote).map(foldSpace)) {
		const at = part === '' ? -1 : folded.indexOf(part, from);
		if (at < 0) return false;
		from = at + part.length;
	}
	return true;
}

/** How often a quote without gaps stands in the text. */
export const occurrences = (text: string, quote: string): number => foldSpace(text).split(foldSpace(quote)).length - 1;

interface Range {
	readonly start: number;
	readonly end: number;
}

/** Where the quote stands among the text's letters: one list of ranges for each way to place it. */
function placings(letters: string, quote: string): readonly (readonly Range[])[] {
	const parts = partsOf(quote).map(lettersOf).filter((part) => part !== '');
	const first = parts[0];
	if (first === undefined) return [];
	const out: Range[][] = [];
	for (let at = letters.indexOf(first); at >= 0; at = letters.indexOf(first, at + 1)) {
		const ranges = [{ start: at, end: at + first.length }];
		let from = at + first.length;
		for (const part of parts.slice(1)) {
			const start = letters.indexOf(part, from);
			if (start < 0) return out;
			ranges.push({ start, end: (from = start + part.length) });
		}
		out.push(ranges);
	}
	return out;
}

const length = (ranges: readonly Range[]): number => ranges.reduce((sum, { start, end }) => sum + end - start, 0);

const shared = (a: readonly Range[], b: readonly Range[]): number =>
	length(a.flatMap((x) => b.map((y) => ({ start: Math.max(x.start, y.start), end: Math.min(x.end, y.end) })).filter(({ start, end }) => start < end)));

/** True where two quotes of one text share at least half of the shorter one, so that a neighbouring sentence does not count. */
export function overlapIn(text: string, a: string, b: string): boolean {
	const letters = lettersOf(text);
	const placedB = placings(letters, b);
	return placings(letters, a).some((x) => placedB.some((y) => 2 * shared(x, y) >= Math.min(length(x), length(y))));
}
