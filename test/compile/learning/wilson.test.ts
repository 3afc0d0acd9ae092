import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../src/compile/learning/wilson.js';

describe('the Wilson score interval', () => {
	// R. G. Newcombe, “Two-sided confidence intervals for the single proportion”, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
	it.each([
		[81, 263, 0.2553, 0.3662],
		[15, 148, 0.0624, 0.1605],
		[0, 20, 0, 0.1611],
		[1, 29, 0.0061, 0.1718],
	])('for %i of %i is what was published', (hits, trials, lower, upper) => {
		const interval = wilsonInterval(hits, trials);
		expect(interval?.lower).toBeCloseTo(lower, 4);
		expect(interval?.upper).toBeCloseTo(upper, 4);
	});

	it.each([[0, 0], [1, 0], [-1, 3], [4, 3], [0.5, 3], [1, Number.NaN]])('for %d of %d is not known', (hits, trials) => {
		expect(wilsonInterval(hits, trials)).toBeNull();
	});

	it('holds the share that was seen, within 0 and 1, and is its own mirror', () => {
		fc.assert(
			fc.property(fc.nat(10_000).chain((trials) => fc.tuple(fc.nat(trials), fc.constant(trials))), ([hits, trials]) => {
				const interval = wilsonInterval(hits, trials);
				const mirror = wilsonInterval(trials - hits, trials);
				if (interval === null || mirror === null) return trials === 0;
				const { lower, upper } = interval;
				return 0 <= lower && lower <= hits / trials && hits / trials <= upper && upper <= 1 && Math.abs(1 - upper - mirror.lower) < 1e-9;
			}),
		);
	});
});
