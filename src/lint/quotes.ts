import { standsAsWritten } from '../markdown/quote-look.js';
import { quoteFinder, type QuoteFinder } from '../markdown/quote.js';
import type { PlacedCitation } from './facts.js';

/** A citation that does not hold: its source cannot be read, or the quote does not stand in it. */
export interface BrokenQuote extends Omit<PlacedCitation, 'quote'> {
	readonly fault: 'no-source' | 'not-there';
}

/** Tells of many quotes whether they stand in one text. The text is folded for those alone that do not stand there as they are. */
export function standingIn(text: string): (quote: string) => boolean {
	let finder: QuoteFinder | null = null;
	return (quote) => standsAsWritten(text, quote) || (finder ??= quoteFinder(text)).find(quote) !== null;
}
