import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { priceTable } from '../../scripts/prices.mjs';
import { PRICES_FROM, PRICE_ROWS } from '../../src/budget/price-table.js';
import { costOf, priceOf } from '../../src/budget/prices.js';

const tokens = (counts: Partial<{ in: number; cached: number; written: number; out: number }>) => ({ in: 0, cached: 0, written: 0, out: 0, ...counts });

describe('the price of a model', () => {
	it('is that of the table, also for a dated release', () => {
		expect(priceOf('claude-sonnet-5')).toEqual({ input: 2, cacheRead: 0.2, cacheWrite: 2.5, output: 10, upTo: null });
		expect(priceOf('claude-sonnet-5-20260801')).toEqual(priceOf('claude-sonnet-5'));
	});

	it.each(['claude-sonnet-5-5', 'claude-haiku-5-5', 'llama3.3:70b', '', 'claude'])('is unknown for %s, which begins like another or like none', (model) => {
		expect(priceOf(model)).toBeNull();
		expect(costOf(priceOf(model), tokens({ in: 1000, out: 1000 }))).toBeNull();
	});

	it('is what the user wrote, where the user wrote one', () => {
		const own = { 'llama3.3:70b': { input: 0, cacheRead: null, cacheWrite: null, output: 0, upTo: null } };
		expect(costOf(priceOf('llama3.3:70b', own), tokens({ in: 1000, out: 1000 }))).toBe(0);
	});
});

describe('the cost of a call', () => {
	const price = { input: 2, cacheRead: 0.2, cacheWrite: 2.5, output: 10, upTo: 200_000 };
	it.each([
		['fresh tokens', tokens({ in: 1_000 }), 0.002],
		['tokens from the cache', tokens({ in: 1_000, cached: 1_000 }), 0.0002],
		['tokens written to the cache', tokens({ in: 1_000, written: 1_000 }), 0.0025],
		['tokens out', tokens({ out: 1_000 }), 0.01],
		['all of them', tokens({ in: 3_000, cached: 1_000, written: 1_000, out: 1_000 }), 0.0147],
	])('counts %s', (_, count, dollars) => expect(costOf(price, count)).toBeCloseTo(dollars, 10));

	it('is half in a batch, and unknown beyond the tokens that the price holds for or where nobody counted', () => {
		expect(costOf(price, tokens({ out: 1_000 }), true)).toBeCloseTo(0.005, 10);
		expect(costOf(price, tokens({ in: 200_001 }))).toBeNull();
		expect(costOf(price, null)).toBeNull();
	});
});

describe('the table', () => {
	it('is what the data set says for its day, and small', () => {
		const text = readFileSync(new URL('../../src/budget/price-table.ts', import.meta.url), 'utf8');
		expect(text).toBe(priceTable(PRICES_FROM.day));
		expect(text.length).toBeLessThan(8_000);
		expect(new Set(PRICE_ROWS.map(([model]) => model)).size).toBe(PRICE_ROWS.length);
	});
});
