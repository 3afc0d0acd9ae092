import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hunksOf, takeHunks, type Hunk } from '../../src/vault/hunks.js';
import { processorTime } from '../processor-time.js';

const all = (hunks: readonly Hunk[]): Set<number> => new Set(hunks.keys());

// Few different lines, so that the two texts have much in common; every kind of line break, and none at the end.
const text = fc
	.array(fc.tuple(fc.constantFrom('', 'one', 'two words', '- three', '日本語の文', 'a😀b'), fc.constantFrom('\n', '\n', '\r\n')), { maxLength: 12 })
	.chain((lines) => fc.boolean().map((ends) => lines.map(([line, end], at) => (at === lines.length - 1 && !ends ? line : line + end)).join('')));

const sideOf = (lines: Hunk['removed']): string => lines.map((line) => line.text + { lf: '\n', crlf: '\r\n', none: '' }[line.lineBreak]).join('');

describe('hunks', () => {
	it('give the new text if all are taken and the old one if none is', () => {
		fc.assert(
			fc.property(text, text, (current, wanted) => {
				const hunks = hunksOf(current, wanted);
				expect(takeHunks(current, wanted, all(hunks))).toBe(wanted);
				expect(takeHunks(current, wanted, new Set())).toBe(current);
			}),
			{ numRuns: 500 },
		);
	});

	it('can be taken in any choice: each place has the side that was chosen, and nothing else is touched', () => {
		fc.assert(
			fc.property(text, text, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (current, wanted, choice) => {
				const hunks = hunksOf(current, wanted);
				const taken = new Set([...all(hunks)].filter((index) => choice[index]));
				const lines = current.split('\n').map((line, at, every) => (at === every.length - 1 ? line : `${line}\n`)).filter((line) => line !== '');
				let done = 0;
				let expected = '';
				hunks.forEach((hunk, index) => {
					expected += lines.slice(done, hunk.oldLine - 1).join('');
					expected += sideOf(taken.has(index) ? hunk.added : hunk.removed);
					done = hunk.oldLine - 1 + hunk.removed.length;
				});
				expect(takeHunks(current, wanted, taken)).toBe(expected + lines.slice(done).join(''));
			}),
			{ numRuns: 500 },
		);
	});

	it('mark the words that changed inside a line, and only those', () => {
		const [hunk] = hunksOf('Memory fades within one day.\n', 'Memory fades within two days.\n');
		const marked = (lines: Hunk['removed'] = []): string[] => lines.flatMap(({ text: line, marks }) => marks.map(({ start, end }) => line.slice(start, end)));
		expect(marked(hunk?.removed)).toEqual(['one', 'day']);
		expect(marked(hunk?.added)).toEqual(['two', 'days']);
	});

	it('mark words in a script without spaces', () => {
		const [hunk] = hunksOf('記憶は一日で薄れる。\n', '記憶は三日で薄れる。\n');
		expect(hunk?.added[0]?.marks.length).toBeGreaterThan(0);
		expect(hunk?.added[0]?.marks[0]?.start).toBeGreaterThan(0);
	});

	it('mark nothing where two lines have hardly a word in common', () => {
		const [hunk] = hunksOf('Alpha beta gamma delta.\n', 'Sleep mends what the day wore out.\n');
		expect([...(hunk?.removed ?? []), ...(hunk?.added ?? [])].flatMap(({ marks }) => marks)).toEqual([]);
	});

	it('tell of a line break that is missing at the end', () => {
		const [hunk] = hunksOf('end', 'end\n');
		expect([hunk?.removed[0]?.lineBreak, hunk?.added[0]?.lineBreak]).toEqual(['none', 'lf']);
	});

	it('list the lines around each change once', () => {
		const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
		const changed = lines.map((line, at) => (at === 5 || at === 9 || at === 18 ? `${line}!` : line));
		const hunks = hunksOf(lines.join('\n'), changed.join('\n'));
		expect(hunks.map(({ before, after }) => [before, after])).toEqual([
			[['line 2', 'line 3', 'line 4'], ['line 6', 'line 7', 'line 8']],
			[[], ['line 10', 'line 11', 'line 12']],
			[['line 15', 'line 16', 'line 17'], ['line 19']],
		]);
	});

	it('say so where two texts differ too much to compare, quickly, and can still be taken or left', () => {
		const current = Array.from({ length: 20_000 }, (_, at) => `old ${at}\n`).join('');
		const wanted = Array.from({ length: 20_000 }, (_, at) => `new ${at * 7}\n`).join('');
		const started = processorTime();
		const hunks = hunksOf(`same\n${current}`, `same\n${wanted}`);
		expect(processorTime() - started).toBeLessThan(1000);
		expect(hunks.map(({ whole, oldLine, before }) => ({ whole, oldLine, before }))).toEqual([{ whole: true, oldLine: 2, before: ['same'] }]);
		expect(takeHunks(current, wanted, new Set([0]))).toBe(wanted);
		expect(takeHunks(current, wanted, new Set())).toBe(current);
	});

	it('are quick in one line of two megabytes', () => {
		const line = 'word '.repeat(400_000);
		const started = processorTime();
		const [hunk] = hunksOf(`${line}one\n`, `${line}two\n`);
		expect(processorTime() - started).toBeLessThan(1000);
		expect(hunk?.added[0]?.marks).toEqual([]);
	});
});
