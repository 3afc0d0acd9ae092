import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldSpace } from '../../src/model/fold.js';
import { cutQuote, findQuote, GAP, quoteFinder } from '../../src/markdown/quote.js';

const span = (text: string, piece: string) => ({ start: text.indexOf(piece), end: text.indexOf(piece) + piece.length });

describe('cutQuote', () => {
	it.each([
		['folds white space', 'a  b\n\tc\r\nd\u00a0e', 'a b c d e'],
		['drops the marks of a quote', '> may we\n> > remember\n>\n> mercy', 'may we remember mercy'],
		['keeps a greater-than sign inside a line', 'a > b >= c', 'a > b >= c'],
		['keeps emphasis', '1. **Pause:** wait', '1. **Pause:** wait'],
		['leaves out a comment mark', 'half 50%%of it', `half 50 ${GAP} of it`],
		['leaves out what no file can hold', 'a\u0000b \ud800 c', `a ${GAP} b ${GAP} c`],
	])('%s', (_name, text, quote) => {
		expect(cutQuote(text, 0, text.length, [])).toBe(quote);
	});

	it('marks what must not be quoted, never at an end and never twice', () => {
		const text = '![[x]] He said![^1] [^2] that (see [No. 6](six.md)) is so. ^id';
		const unquotable = ['![[x]]', '[^1]', '[^2]', '[No.', '](six.md)', '^id'].map((piece) => (piece === '[No.' ? { start: span(text, piece).start, end: span(text, piece).start + 1 } : span(text, piece)));
		expect(cutQuote(text, 0, text.length, unquotable)).toBe(`He said! ${GAP} that (see ${GAP} No. 6 ${GAP} ) is so.`);
	});

	it('reads a gap that the source itself holds as a gap', () => {
		const text = '[…] one […] two […]';
		expect(cutQuote(text, 0, text.length, [])).toBe(`one ${GAP} two`);
		expect(findQuote(text, `one ${GAP} two`)).toEqual(span(text, 'one […] two'));
	});

	it('is empty where nothing may be quoted', () => {
		expect(cutQuote('![[x]]', 0, 6, [{ start: 0, end: 6 }])).toBe('');
	});
});

describe('findQuote', () => {
	it('gives offsets of the original text over CRLF, hard blanks, quote marks and composed letters', () => {
		const text = 'Vor.\r\n> Das cafe\u0301\u00a0ist\r\n> schön. Nach.';
		const found = findQuote(text, 'café ist schön.');
		expect(found && text.slice(found.start, found.end)).toBe('cafe\u0301\u00a0ist\r\n> schön.');
	});

	it('finds parts in their order only', () => {
		const text = 'one two three four';
		expect(findQuote(text, `one ${GAP} three`)).toEqual({ start: 0, end: 13 });
		expect(findQuote(text, `three ${GAP} one`)).toBeNull();
		expect(findQuote(text, `two ${GAP} two`)).toBeNull();
	});

	it('stays within the range that it is given', () => {
		const text = 'same words. same words.';
		expect(findQuote(text, 'same words', { start: 12, end: 23 })).toEqual({ start: 12, end: 22 });
		expect(findQuote(text, `same ${GAP} words`, { start: 1, end: 11 })).toBeNull();
		expect(findQuote(text, 'same words', { start: 0, end: 9 })).toBeNull();
	});

	it('finds no empty quote and no changed word', () => {
		expect(findQuote('text', '')).toBeNull();
		expect(findQuote('text', ` ${GAP} `)).toBeNull();
		expect(findQuote('It is not so.', 'It is so.')).toBeNull();
	});

	it('finds every quote that was cut', () => {
		const piece = fc.constantFrom('word', ' ', '  ', '\n', '\r\n', '\n> ', '\n\n> > ', '\u00a0', 'e\u0301', '\u0301', 'é', '漢字。', '👩‍👩‍👧', '🇩🇪', 'ᄒ', 'ᅡ', 'ᆫ', '한', 'a', '>', '%%', '\ud83d', '\u0000', '\u212b', '\ufeff', '\u2028', '\u0344', '.', '**x**', '\t');
		const offset = fc.integer({ min: 0, max: 400 });
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 40 }), offset, offset, fc.array(fc.tuple(offset, fc.integer({ min: 1, max: 6 })), { maxLength: 3 }), (pieces, a, b, holes) => {
				const text = pieces.join('');
				const start = Math.min(a, b) % (text.length + 1);
				const end = start + (Math.max(a, b) % (text.length - start + 1));
				const unquotable: { start: number; end: number }[] = [];
				for (const [at, length] of [...holes].sort(([x], [y]) => x - y)) {
					const last = unquotable[unquotable.length - 1];
					if (at < text.length && (last === undefined || at >= last.end)) unquotable.push({ start: at, end: Math.min(text.length, at + length) });
				}
				const quote = cutQuote(text, start, end, unquotable);
				expect(quote).toBe(quote.trim());
				expect(quote).not.toMatch(/[\n\r]|\s\s/);
				if (quote === '') return;
				const finder = quoteFinder(text);
				const found = finder.find(quote);
				if (found === null) throw new Error(`lost ${JSON.stringify(quote)} of ${JSON.stringify(text)}`);
				if (!quote.includes(GAP)) expect(foldSpace(cutQuote(text, found.start, found.end, []))).toBe(foldSpace(quote));
				expect(finder.find(quote, found)).toEqual(found);
			}),
			{ numRuns: 4000 },
		);
	});
});
