import { describe, expect, it } from 'vitest';
import { capState, spentIn, type Caps, type Span, type Spending, type Spent } from '../../src/budget/caps.js';

const now = { run: 'r-2', at: '2026-11-22T10:00:00.000Z' };
const spending = (run: string, at: string, coin_usd: number | null, clock_ms = 0): Spending => ({ run, at, coin_usd, clock_ms, carbon_g: 0 });
const spendings = [
	spending('r-0', '2026-10-31T23:59:59.000Z', 8),
	spending('r-1', '2026-11-01T00:00:00.000Z', 4),
	spending('r-1', '2026-11-22T00:00:00.000Z', 2, 50),
	spending('r-2', '2026-11-22T09:00:00.000Z', 1),
	spending('r-2', '2026-11-22T09:30:00.000Z', null),
];
const spentBy: Record<Span, Spent> = { run: spentIn('run', spendings, now), day: spentIn('day', spendings, now), month: spentIn('month', spendings, now) };

describe('what was spent', () => {
	it('is counted by run, day and month, and an unknown price is not nothing', () => {
		expect(spentBy.run.known.coin_usd).toBe(1);
		expect(spentBy.day.known.coin_usd).toBe(3);
		expect(spentBy.month.known.coin_usd).toBe(7);
		expect([...spentBy.run.unknown]).toEqual(['coin_usd']);
	});
});

describe('a cap', () => {
	it.each<readonly [string, Caps, 'free' | 'near' | 'spent']>([
		['is free where none is set', {}, 'free'],
		['is free below four fifths', { run: { coin_usd: 1.3 } }, 'free'],
		['is near from four fifths on', { run: { coin_usd: 1.25 } }, 'near'],
		['is spent when all of it is', { run: { coin_usd: 1 } }, 'spent'],
		['of a day counts the other runs of the day', { day: { coin_usd: 3 } }, 'spent'],
		['of a month does not count the month before', { month: { coin_usd: 10 } }, 'free'],
		['of time is as good as one of money', { day: { clock_ms: 50 } }, 'spent'],
		['of nothing allows nothing', { run: { carbon_g: 0 } }, 'spent'],
		['that is spent matters more than one that is near', { run: { coin_usd: 1 }, month: { coin_usd: 8 } }, 'spent'],
	])('%s', (_, caps, state) => expect(capState(caps, spentBy).state).toBe(state));

	it('says how much of what is spent, and that it may be more', () => {
		const state = capState({ day: { coin_usd: 3 } }, spentBy);
		expect(state).toEqual({ state: 'spent', reached: [{ span: 'day', currency: 'coin_usd', cap: 3, spent: 3, atLeast: true }] });
	});
});
