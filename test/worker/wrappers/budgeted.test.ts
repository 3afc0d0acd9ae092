import { describe, expect, it } from 'vitest';
import type { Caps, Reached } from '../../../src/budget/caps.js';
import type { Currencies } from '../../../src/model/currencies.js';
import { budgeted, estimateBy, UNBILLED } from '../../../src/worker/wrappers/budgeted.js';
import { gated } from '../../../src/worker/wrappers/gated.js';
import { makeMeter } from '../../../src/worker/wrappers/meter.js';
import { fakeClock, never, order, scripted } from './scripted.js';

/** All that can be done without an answer is done. */
const settled = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5));

const PENNY: Currencies = { clock_ms: 10, coin_usd: 0.01, carbon_g: 0.1 };

function metered(caps: Caps, prior: Parameters<typeof makeMeter>[0]['prior'] = [], clock = fakeClock()) {
	const near: Reached[] = [];
	return { near, clock, meter: makeMeter({ caps, run: 'r-1', prior, clock, near: (reached) => void near.push(reached) }) };
}

describe('a cap', () => {
	it.each([
		['run', 'coin_usd', 0.03],
		['day', 'carbon_g', 0.3],
		['month', 'clock_ms', 30],
	] as const)('a %s in %s holds back the call after the one that reaches it', async (span, currency, cap) => {
		const { meter } = metered({ [span]: { [currency]: cap } });
		const inner = scripted(['{}']);
		const clerk = budgeted(meter, () => PENNY)(inner);
		for (let count = 0; count < 3; count += 1) expect(await clerk.answer(order(), never)).toMatchObject({ ok: true });
		const held = await clerk.answer(order(), never);
		expect(held).toMatchObject({ ok: false, failure: { kind: 'over-budget' }, coin_usd: 0, trail: { calls: 0 } });
		expect(held.ok ? '' : held.failure.message).toContain(`a ${span} is reached`);
		expect(held.ok ? '' : held.failure.message).toContain(currency);
		expect(inner.asked).toHaveLength(3);
	});

	it('that calls under way could reach holds the next one until one of them has ended', async () => {
		const { meter } = metered({ run: { coin_usd: 0.03 } });
		const ends: ((text: string) => void)[] = [];
		const inner = scripted(Array.from({ length: 9 }, () => new Promise<string>((resolve) => void ends.push(resolve))));
		const clerk = budgeted(meter, () => PENNY)(inner);
		const answers = Array.from({ length: 5 }, () => clerk.answer(order(), never));
		await settled();
		expect(inner.asked).toHaveLength(3);
		ends[0]?.('{}');
		await settled();
		// One penny is spent and two are under way: the fourth could pass the cap by nothing less than all it costs.
		expect(inner.asked).toHaveLength(3);
		for (const end of ends) end('{}');
		expect((await Promise.all(answers)).map(({ ok }) => ok)).toEqual([true, true, true, false, false]);
	});

	it.each([1, 2, 7])('is never passed by more than one call, with %i at once that cost what no estimate foresaw', async (atOnce) => {
		const { meter } = metered({ run: { coin_usd: 0.05 }, day: { clock_ms: 95 } });
		const inner = scripted(['{}']);
		const clerk = gated(atOnce)(budgeted(meter, (_, which) => ({ clock_ms: null, coin_usd: which === 'most' ? 0.01 : 0.0001, carbon_g: 0 }))(inner));
		const answers = await Promise.all(Array.from({ length: 30 }, () => clerk.answer(order(), never)));
		expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
		expect(meter.spent('run').known.coin_usd).toBeLessThan(0.05 + 0.01);
	});

	it('is warned of once, at four fifths', async () => {
		const { meter, near } = metered({ run: { coin_usd: 0.1 } });
		const clerk = budgeted(meter, () => PENNY)(scripted(['{}']));
		for (let count = 0; count < 7; count += 1) await clerk.answer(order(), never);
		expect(near).toEqual([]);
		for (let count = 0; count < 5; count += 1) await clerk.answer(order(), never);
		expect(near).toHaveLength(1);
		expect(near[0]).toMatchObject({ span: 'run', currency: 'coin_usd', cap: 0.1 });
	});

	it('that a person raises lets the run go on', async () => {
		const { meter } = metered({ run: { coin_usd: 0.01 }, day: { coin_usd: 5 } });
		const clerk = budgeted(meter, () => PENNY)(scripted(['{}']));
		await clerk.answer(order(), never);
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: false });
		meter.raise({ run: { coin_usd: 0.02 } });
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: true });
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: false });
		expect(meter.caps).toEqual({ run: { coin_usd: 0.02 }, day: { coin_usd: 5 } });
	});

	it('of a day counts what other runs spent, and starts anew the next day', async () => {
		const { meter, clock } = metered({ day: { coin_usd: 1 } }, [{ run: 'r-0', at: '2026-11-22T01:00:00.000Z', clock_ms: 1, coin_usd: 1, carbon_g: 1 }]);
		const clerk = budgeted(meter, () => PENNY)(scripted(['{}']));
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: false });
		clock.forward(24 * 3600 * 1000);
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: true });
		expect(meter.spent('day').known.coin_usd).toBeCloseTo(0.01, 10);
		expect(meter.spent('month').known.coin_usd).toBeCloseTo(1.01, 10);
	});

	it('cannot be kept by a worker whose price nobody knows, and says so', async () => {
		const { meter } = metered({ month: { coin_usd: 5 } });
		const inner = scripted(['{}']);
		const held = await budgeted(meter, () => ({ ...PENNY, coin_usd: null }))(inner).answer(order(), never);
		expect(held).toMatchObject({ ok: false, failure: { kind: 'over-budget' } });
		expect(held.ok ? '' : held.failure.message).toContain('operators.yml');
		expect(inner.asked).toEqual([]);
		meter.raise({ month: { coin_usd: Infinity } });
		expect(await budgeted(meter, () => ({ ...PENNY, coin_usd: null }))(inner).answer(order(), never)).toMatchObject({ ok: true });
	});
});

describe('an estimate', () => {
	it('of nothing lets a clerk be asked that sends no bill, whatever the caps', async () => {
		const { meter } = metered({ month: { coin_usd: 5, carbon_g: 5 } });
		const inner = scripted(['{}'], { clock_ms: null, coin_usd: null, carbon_g: null });
		const clerk = budgeted(meter, UNBILLED)(inner);
		for (let count = 0; count < 2; count += 1) expect(await clerk.answer(order(), never)).toMatchObject({ ok: true });
		expect(meter.spent('month').unknown.has('coin_usd')).toBe(true);
	});

	it('is unknown where the price is, and never nothing', () => {
		expect(estimateBy({ price: null, size: null, grid: 400, batch: false })(order(), 'likely')).toEqual({ clock_ms: null, coin_usd: null, carbon_g: null });
	});

	it('grows with what is sent and is half in a batch', () => {
		const price = { input: 2, output: 10, cacheRead: null, cacheWrite: null, upTo: null };
		const long = order({ input: 'Some text. '.repeat(2_000) });
		const alone = estimateBy({ price, size: null, grid: 400, batch: false });
		const short = alone(order(), 'likely').coin_usd ?? 0;
		expect(short).toBeGreaterThan(0);
		expect(alone(long, 'likely').coin_usd).toBeGreaterThan(short * 3);
		expect(estimateBy({ price, size: null, grid: 400, batch: true })(long, 'likely').coin_usd).toBeCloseTo((alone(long, 'likely').coin_usd ?? 0) / 2, 10);
		expect(alone(long, 'likely').carbon_g).toBeGreaterThan(0);
	});
});
