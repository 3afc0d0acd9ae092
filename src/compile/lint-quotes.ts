import type { PlacedCitation } from '../lint/facts.js';
import { ownString } from '../lint/own-string.js';
import { standingIn, type BrokenQuote } from '../lint/quotes.js';

/** Quotes that were read on pages and wait for the text of their source. */
export interface WaitingQuotes {
	/** Characters of quotes that wait. */
	readonly length: number;
	readonly sources: Iterable<string>;
	/** Takes the citations of a page in, and the sources that they are of; what comes back fills with those that do not hold as their sources are checked. */
	add(citations: readonly PlacedCitation[], sources: readonly string[]): readonly BrokenQuote[];
	/** Looks up all that wait for this source, and lets go of them. Without a text, it cannot be read. */
	check(source: string, text: string | null): void;
}

/** A page that quotes a source. */
interface Waiting {
	readonly citations: readonly PlacedCitation[];
	readonly broken: BrokenQuote[];
}

/** Each source is looked at once for all pages, so that its text need not be held. */
export function waitingQuotes(): WaitingQuotes {
	const bySource = new Map<string, Waiting[]>();
	let length = 0;
	return {
		get length() {
			return length;
		},
		get sources() {
			return bySource.keys();
		},
		add(citations, sources) {
			const waiting: Waiting = { citations, broken: [] };
			for (const source of sources) {
				const others = bySource.get(source);
				if (others) others.push(waiting);
				else bySource.set(source, [waiting]);
			}
			for (const { quote } of citations) length += quote.length;
			return waiting.broken;
		},
		check(source, text) {
			const pages = bySource.get(source);
			if (pages === undefined) return;
			bySource.delete(source);
			const stands = text === null ? null : standingIn(text);
			for (const { citations, broken } of pages) {
				const before = broken.length;
				for (const citation of citations) {
					if (citation.source !== source) continue;
					const { label, quote, line } = citation;
					length -= quote.length;
					// The label is a piece of the page, which it would keep in memory.
					if (stands?.(quote) !== true) broken.push({ label: ownString(label), source, line, fault: stands === null ? 'no-source' : 'not-there' });
				}
				// Sources come in any order; a page's citations are told in its own.
				if (before > 0) broken.sort((a, b) => a.line - b.line);
			}
		},
	};
}
