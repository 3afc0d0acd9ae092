import { quoteFinder, type QuoteFinder } from '../markdown/quote.js';
import type { Citation } from './citation.js';
import type { CitedSource } from './facts.js';

/** A citation that does not hold: its source cannot be read, or the quote does not stand in it. */
export interface BrokenQuote extends CitedSource {
	readonly fault: 'no-source' | 'not-there';
}

/** A source's text, for looking up quotes. */
export interface QuotedText {
	readonly stands: (quote: string) => boolean;
}

const GAP = ' […] ';

/** Whether all parts of the quote stand there as they are, in order, and none composes with a mark behind it. */
function standsVerbatim(text: string, quote: string): boolean {
	let at = 0;
	for (const part of quote.split(GAP)) {
		const found = part === '' ? -1 : text.indexOf(part, at);
		at = found + part.length;
		if (found < 0 || /^\p{M}/u.test(part) || /^\p{M}/u.test(text.slice(at, at + 2))) return false;
	}
	return true;
}

/** Most quotes stand in the text as they are; the text is folded for the others alone. */
export function quotedText(text: string): QuotedText {
	let finder: QuoteFinder | null = null;
	return { stands: (quote) => standsVerbatim(text, quote) || (finder ??= quoteFinder(text)).find(quote) !== null };
}

/** The citations of a note that do not hold. `cited` are those of its facts, in the same order. */
export function brokenQuotes(quotes: readonly Citation[], cited: readonly CitedSource[], textOf: (source: string) => QuotedText | null): readonly BrokenQuote[] {
	const broken: BrokenQuote[] = [];
	quotes.forEach(({ source, quote }, index) => {
		const place = cited[index];
		if (place === undefined) return;
		const text = textOf(source);
		if (text === null) broken.push({ ...place, fault: 'no-source' });
		else if (!text.stands(quote)) broken.push({ ...place, fault: 'not-there' });
	});
	return broken;
}
