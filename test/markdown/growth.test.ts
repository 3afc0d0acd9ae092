import { describe, expect, it } from 'vitest';
import { readInline } from '../../src/markdown/inline.js';
import { maskedSpans } from '../../src/markdown/masks.js';
import { parseNote } from '../../src/markdown/parse.js';
import { splitPassages } from '../../src/markdown/passages.js';
import { cutQuote, quoteFinder } from '../../src/markdown/quote.js';
import { scanNote } from '../../src/markdown/scan.js';
import { processorTime } from '../processor-time.js';

const BOMBS: readonly (readonly [string, (n: number) => string])[] = [
	['ordinary prose', (n) => 'Some *words* and a [[Link|l]] in a line.\n\n# Head\n- item\n'.repeat(n / 16)],
	['one long line', (n) => 'word '.repeat(n)],
	['opening wikilinks', (n) => '[['.repeat(n)],
	['opening wikilinks with aliases', (n) => '[[a|'.repeat(n)],
	['opening links', (n) => '[a]('.repeat(n)],
	['opening titles', (n) => '[a](b "'.repeat(n)],
	['asterisks', (n) => '*'.repeat(n * 4)],
	['emphasis that never matches', (n) => '**a *b_ '.repeat(n)],
	['backticks of every length', (n) => Array.from({ length: Math.ceil(Math.sqrt(n * 8)) }, (_, index) => '`'.repeat(index + 1)).join(' ')],
	['tags of HTML', (n) => '<a b="'.repeat(n)],
	['comments of HTML', (n) => 'a<!--'.repeat(n)],
	['dollars and per cents', (n) => '$a %%b\n'.repeat(n)],
	['deep quotes', (n) => `${'>'.repeat(60)} a\n`.repeat(n / 16)],
	['one deep quote', (n) => '>'.repeat(n * 4)],
	['nested lists and blank lines', (n) => Array.from({ length: 60 }, (_, index) => `${'  '.repeat(index)}- a\n`).join('') + '\n'.repeat(n * 4)],
	['wide tables', (n) => `${'| a '.repeat(n)}\n${'|-'.repeat(n)}|\n`],
	['carriage returns', (n) => 'a\r'.repeat(n)],
	['composed letters', (n) => 'e\u0301 '.repeat(n)],
	['second frontmatters', (n) => '---\na: b\n---\n'.repeat(n / 4)],
];

const milliseconds = (work: () => void): number => {
	let best = Infinity;
	for (let run = 0; run < 2; run += 1) {
		const start = processorTime();
		work();
		best = Math.min(best, processorTime() - start);
	}
	return best;
};

function readEverything(text: string): void {
	const scan = scanNote(text);
	for (const { items } of scan.blocks) {
		for (const { lines } of items) {
			const { plain, sourceSpan } = readInline(text, lines);
			sourceSpan(0, plain.length);
		}
	}
	maskedSpans(text, scan);
	splitPassages('s-1', text, scan);
	quoteFinder(text).find(cutQuote(text, 0, text.length, []));
}

// Eight times the text: linear work takes about eight times as long, quadratic work sixty-four times. What is over in
// a few milliseconds is mostly noise.
const grows = (work: (text: string) => void, make: (n: number) => string, n: number): void => {
	const small = make(n);
	const large = make(n * 8);
	const before = Math.max(5, milliseconds(() => { work(small); }));
	const after = milliseconds(() => { work(large); });
	expect(after / before).toBeLessThan(28);
};

describe('time grows with the length of the note', () => {
	it.each(BOMBS)('for %s', (_name, make) => {
		grows(readEverything, make, 4_096);
	});

	it.each([
		['opening wikilinks with aliases', (n: number) => '[[a|'.repeat(n)],
		['opening embeds', (n: number) => '![['.repeat(n)],
		['wikilinks', (n: number) => '[[a|b]] '.repeat(n)],
	])('for %s in the parser', (_name, make) => {
		grows(parseNote, make, 1_000);
	});

	it('and a note of 5 MB is read', () => {
		const text = 'A sentence with **weight** and a [[Link]].\n\n'.repeat(120_000);
		expect(scanNote(text).links).toHaveLength(120_000);
	});
});
