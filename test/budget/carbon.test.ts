import { describe, expect, it } from 'vitest';
import { carbonOf, GRID_MIXES, sizeByPrice, type ModelSize } from '../../src/budget/carbon.js';

const USA = GRID_MIXES['USA'] ?? 0;
const FRANCE = GRID_MIXES['FRA'] ?? 0;

// Use and manufacture for a thousand tokens out, as EcoLogits 0.9.1 gives them for its own sizes of these models.
describe('carbon', () => {
	it.each<readonly [string, ModelSize, readonly [number, number]]>([
		['a mixture of 300 billion', { total: 300, active: [30, 90] }, [0.65 + 0.14, 1.05 + 0.23]],
		['a mixture of 440 billion', { total: 440, active: [44, 132] }, [0.74 + 0.16, 1.34 + 0.3]],
		['a mixture of 2,000 billion', { total: 2000, active: [200, 600] }, [7.2 + 1.6, 18 + 4.1]],
	])('of %s is what the method says', (_, size, [low, high]) => {
		const range = carbonOf(size, 1_000, USA);
		expect(range.low / low).toBeCloseTo(1, 1);
		expect(range.high / high).toBeCloseTo(1, 1);
	});

	it('grows with the tokens and shrinks with a cleaner grid', () => {
		const size = { total: 300, active: [30, 90] } as const;
		expect(carbonOf(size, 2_000, USA).low).toBeCloseTo(2 * carbonOf(size, 1_000, USA).low, 10);
		expect(carbonOf(size, 1_000, FRANCE).high).toBeLessThan(carbonOf(size, 1_000, USA).high / 2);
		expect(carbonOf(size, 0, USA)).toEqual({ low: 0, high: 0 });
	});

	it('is unknown where neither size nor price is known', () => {
		expect(sizeByPrice(null)).toBeNull();
		expect(sizeByPrice(0)).toBeNull();
		expect(sizeByPrice(10)).toEqual({ total: 300, active: [30, 90] });
		expect(sizeByPrice(75)).toEqual({ total: 2000, active: [200, 600] });
	});
});
