import { describe, expect, it } from 'vitest';
import type { Clerk } from '../../../src/worker/clerk.js';
import { makeBreaker, type BreakerState } from '../../../src/worker/wrappers/breaker.js';
import { checked } from '../../../src/worker/wrappers/checked.js';
import { makePause, type Paused } from '../../../src/worker/wrappers/pause.js';
import { LONGEST_PAUSE, retried } from '../../../src/worker/wrappers/retry.js';
import { busy, fakeClock, never, order, scripted, type FakeClock } from './scripted.js';

function around(inner: Clerk, clock: FakeClock = fakeClock(), known?: BreakerState) {
	const told: (Paused | null)[] = [];
	const states: BreakerState[] = [];
	const breaker = makeBreaker(known, (state) => void states.push(state));
	return { clock, told, states, clerk: retried({ clock, pause: makePause((paused) => void told.push(paused)), breaker })(inner) };
}

describe('a clerk that is busy', () => {
	it('pauses the run for as long as it asks, tells until when, and goes on by itself', async () => {
		const inner = scripted([busy(7_000), '{}']);
		const { clerk, clock, told } = around(inner);
		const start = clock.now();
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: true, trail: { calls: 2 } });
		expect(told).toEqual([{ until: start + 7_000, why: 'Too many requests.' }, null]);
		expect(clock.now() - start).toBe(7_000);
	});

	it('holds back every other call of the run meanwhile', async () => {
		const clock = fakeClock();
		const pause = makePause();
		const first = scripted([busy(5_000), '{}']);
		const second = scripted(['{}']);
		const one = retried({ clock, pause, breaker: makeBreaker() })(first).answer(order(), never);
		await Promise.resolve();
		await Promise.resolve();
		const start = clock.now();
		await retried({ clock, pause, breaker: makeBreaker() })(second).answer(order(), never);
		expect(clock.now() - start).toBeGreaterThanOrEqual(5_000 - 1);
		await one;
	});

	it.each([
		['rate-limited', { ...busy(null) }],
		['overloaded', { kind: 'overloaded', message: 'Later.', retryAfter: null } as const],
		['not to be reached', { kind: 'network', message: 'No network.' } as const],
	])('and stays %s is asked three times, with longer waits', async (_, failure) => {
		const inner = scripted([failure]);
		const { clerk, clock } = around(inner);
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: false, failure: { kind: failure.kind } });
		expect(inner.asked).toHaveLength(3);
		const [first = 0, second = 0] = clock.waited;
		expect(first).toBeGreaterThanOrEqual(500);
		expect(first).toBeLessThanOrEqual(1_000);
		expect(second).toBeGreaterThanOrEqual(1_000);
		expect(second).toBeLessThanOrEqual(2_000);
	});

	it('is waited for under a clock that stands still, too', async () => {
		const inner = scripted([busy(7_000), '{}']);
		const clerk = retried({ clock: { now: () => 0, wait: async () => undefined }, pause: makePause(), breaker: makeBreaker() })(inner);
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: true });
	});

	it('for longer than anybody waits is not waited for', async () => {
		const inner = scripted([busy(LONGEST_PAUSE + 1)]);
		const { clerk, clock } = around(inner);
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: false });
		expect(inner.asked).toHaveLength(1);
		expect(clock.waited).toEqual([]);
	});

	it('during a repair is asked for the repair alone, so that the first answer is not paid for twice', async () => {
		const inner = scripted(['wrong', busy(1_000), 'right']);
		const { clerk } = around(checked((_, text) => (text === 'right' ? [] : ['It is wrong.']))(inner));
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: true, text: 'right', coin_usd: 0.02, trail: { calls: 3 } });
		expect(inner.asked.map(({ repair }) => repair?.answer ?? null)).toEqual([null, 'wrong', 'wrong']);
	});
});

describe('what is no fault of the moment', () => {
	it.each(['auth', 'refused', 'too-long', 'length', 'malformed', 'unsupported'] as const)('is not tried again: %s', async (kind) => {
		const inner = scripted([{ kind, message: 'No.' }]);
		expect(await around(inner).clerk.answer(order(), never)).toMatchObject({ ok: false, failure: { kind } });
		expect(inner.asked).toHaveLength(1);
	});
});

describe('a stop', () => {
	it('ends a pause', async () => {
		const stop = new AbortController();
		const clock = fakeClock();
		const waiting = { ...clock, wait: () => new Promise<void>((resolve) => { stop.signal.addEventListener('abort', () => { resolve(); }); }) };
		const inner = scripted([busy(60_000)]);
		const clerk = retried({ clock: waiting, pause: makePause(), breaker: makeBreaker() })(inner);
		const answer = clerk.answer(order(), stop.signal);
		await new Promise((resolve) => setTimeout(resolve, 5));
		stop.abort();
		expect(await answer).toMatchObject({ ok: false, failure: { kind: 'stopped' }, trail: { calls: 1 } });
		expect(inner.asked).toHaveLength(1);
	});
});

describe('the breaker', () => {
	const broken = { kind: 'network', message: 'No network.' } as const;

	it('opens after three orders in a row that failed, and asks nobody until its time is over', async () => {
		const inner = scripted([broken]);
		const { clerk, clock, states } = around(inner);
		for (let count = 0; count < 3; count += 1) await clerk.answer(order(), never);
		expect(inner.asked).toHaveLength(9);
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: false, failure: { kind: 'unavailable' }, trail: { calls: 0 } });
		expect(inner.asked).toHaveLength(9);
		expect(states.at(-1)).toEqual({ failures: 3, openings: 1, openUntil: clock.now() + 60_000 });
	});

	it('goes on from the state that was kept, lets one trial through, rests longer when it fails, and closes when it works', async () => {
		const clock = fakeClock();
		const kept: BreakerState = { failures: 3, openings: 1, openUntil: clock.now() + 10_000 };
		const inner = scripted([{ kind: 'auth', message: 'Wrong key.' }, '{}']);
		const { clerk, states } = around(inner, clock, JSON.parse(JSON.stringify(kept)) as BreakerState);
		expect(await clerk.answer(order(), never)).toMatchObject({ failure: { kind: 'unavailable' } });
		clock.forward(10_000);
		expect(await clerk.answer(order(), never)).toMatchObject({ failure: { kind: 'auth' } });
		expect(states.at(-1)).toEqual({ failures: 4, openings: 2, openUntil: clock.now() + 120_000 });
		clock.forward(120_000);
		const both = await Promise.all([clerk.answer(order(), never), clerk.answer(order(), never)]);
		expect(both.map(({ ok }) => ok)).toEqual([true, false]);
		expect(states.at(-1)).toEqual({ failures: 0, openings: 0, openUntil: null });
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: true });
	});

	it('takes a refusal and a bad answer for a service that works', async () => {
		const inner = scripted([broken, broken, broken, broken, broken, broken, { kind: 'refused', message: 'No.' }, broken, broken, broken, '{}']);
		const { clerk } = around(inner);
		for (let count = 0; count < 4; count += 1) await clerk.answer(order(), never);
		expect(await clerk.answer(order(), never)).toMatchObject({ ok: true });
	});
});
