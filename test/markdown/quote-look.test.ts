import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standsAsWritten } from '../../src/markdown/quote-look.js';
import { cutQuote, findQuote } from '../../src/markdown/quote.js';

const PIECES = ['Tea is a drink.', 'Tea', 'is', ' ', '  ', '\n', '\r\n', '\n> ', '> ', '>', '\t', ' […] ', '[…]', 'a\u0301', 'á', '\u0301', 'e', '\u00a0', '\u1100', '\u1161', '각', '🧠', 'A longer piece of some words', '- '];
const TEXT = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((pieces) => pieces.join(''));

describe('a quick look for a quote', () => {
	it('never says that a quote stands which a search does not find', () => {
		fc.assert(
			fc.property(TEXT, TEXT, fc.nat(), fc.nat(), (text, other, from, length) => {
				for (const quote of [other, text.slice(from % (text.length + 1)).slice(0, length % 60), cutQuote(text, from % (text.length + 1), text.length, [])]) {
					// A quote is one line of a file.
					if (!/[\r\n\p{Cs}]/u.test(quote) && standsAsWritten(text, quote)) expect(findQuote(text, quote)).not.toBeNull();
				}
			}),
			{ numRuns: 5000 },
		);
	});

	it.each(['Tea is a drink,\nhot or cold.', '> Tea is a drink,\n> hot or cold.', 'Tea is a drink, hot\r\nor  cold.', 'Tea is a drink. Tea is a drink,\nhot or cold.'])('sees a quote across the lines of %j', (text) => {
		expect(standsAsWritten(text, 'Tea is a drink, hot or cold.')).toBe(true);
		expect(standsAsWritten(text, 'Tea is a drink, hot and cold.')).toBe(false);
		expect(standsAsWritten(text, 'Tea […] is a drink, hot or cold.')).toBe(true);
	});
});
