import { describe, expect, it } from 'vitest';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { recordStore } from '../../../src/vault/commit/record.js';
import { memoryVault } from '../../../src/vault/memory.js';
import type { Clerk } from '../../../src/worker/clerk.js';
import { indexTranscripts } from '../../../src/worker/replay/transcript-index.js';
import { readCallLog } from '../../../src/worker/transcripts/call.js';
import { readTranscript } from '../../../src/worker/transcripts/transcript.js';
import { makeBreaker } from '../../../src/worker/wrappers/breaker.js';
import { hostClock } from '../../../src/worker/wrappers/clock.js';
import { makeMeter } from '../../../src/worker/wrappers/meter.js';
import { makePause } from '../../../src/worker/wrappers/pause.js';
import { wrapped, type Surroundings } from '../../../src/worker/wrappers/wrapped.js';
import { busy, fakeClock, never, order, scripted } from './scripted.js';

function around(over: Partial<Surroundings> = {}) {
	const vault = memoryVault();
	const clock = fakeClock();
	const meter = makeMeter({ caps: { run: { coin_usd: 1 } }, run: 'r-1', prior: [], clock });
	const parts: Surroundings = {
		known: null,
		recording: { store: recordStore(vault, DEFAULT_LAYOUT), home: '_commonplace', device: 'desk', run: 'r-1', clock, mask: (text) => text, carbon: () => null, problem: (told) => { throw new Error(told.message); } },
		meter,
		estimate: () => ({ clock_ms: null, coin_usd: 0.01, carbon_g: 0 }),
		patience: { clock, pause: makePause(), breaker: makeBreaker() },
		atOnce: 4,
		check: (_, text) => (text.startsWith('{') ? [] : ['It is no JSON.']),
		shims: [],
		...over,
	};
	const notes = (): string[] => Object.keys(vault.files()).filter((path) => path.includes('/transcripts/'));
	const calls = () => readCallLog(vault.files()['_commonplace/state/desk/calls/r-1.jsonl'] ?? '');
	return { vault, meter, parts, notes, calls };
}

describe('a wrapped clerk', () => {
	it('leaves one transcript of an order with all that it took, and counts all of it', async () => {
		const { parts, vault, notes, calls, meter } = around({ shims: [{ name: 'trim', fits: () => true, answer: (text) => text.trim() }] });
		const answer = await wrapped(scripted(['prose', busy(1_000), ' {"a":1} ']), parts).answer(order(), never);
		expect(answer).toMatchObject({ ok: true, text: '{"a":1}', coin_usd: 0.02 });
		expect(notes()).toEqual([answer.transcript]);
		const read = readTranscript(vault.files()[answer.transcript ?? ''] ?? '');
		expect(read).toMatchObject({ ok: true, value: { text: '{"a":1}', calls: 3, coin_usd: 0.02, shims: ['trim'] } });
		expect(vault.files()[answer.transcript ?? '']).toContain('It is no JSON.');
		expect(calls()).toMatchObject([{ calls: 3, coin_usd: 0.02 }]);
		expect(meter.spent('run').known.coin_usd).toBeCloseTo(0.02, 10);
	});

	it('asks nobody for what is over the budget, and leaves no transcript of it', async () => {
		const { parts, notes, meter } = around();
		meter.raise({ run: { coin_usd: 0 } });
		const inner = scripted(['{}']);
		expect(await wrapped(inner, parts).answer(order(), never)).toMatchObject({ failure: { kind: 'over-budget' } });
		expect([inner.asked, notes()]).toEqual([[], []]);
	});

	it('takes what is known already before the budget is looked at', async () => {
		const first = around();
		await wrapped(scripted(['{"a":1}']), first.parts).answer(order(), never);
		const inner = scripted(['{"b":2}']);
		const second = { ...first.parts, known: await indexTranscripts(first.vault, '_commonplace') };
		first.meter.raise({ run: { coin_usd: 0 } });
		expect(await wrapped(inner, second).answer(order(), never)).toMatchObject({ ok: true, text: '{"a":1}' });
		expect(first.calls()).toHaveLength(1);
	});

	it('is stopped within 100 ms though the call cannot be taken back, and a late answer still counts', async () => {
		const late: Promise<unknown>[] = [];
		const { parts, notes, meter } = around({ late: (pending) => void late.push(pending) });
		let say: (text: string) => void = () => undefined;
		const stop = new AbortController();
		const answer = wrapped(scripted([new Promise<string>((resolve) => (say = resolve))]), parts).answer(order(), stop.signal);
		await new Promise((resolve) => setTimeout(resolve, 5));
		stop.abort();
		expect(await answer).toMatchObject({ ok: false, failure: { kind: 'stopped' } });
		expect(notes()).toEqual([]);
		say('{}');
		await Promise.all(late);
		expect(notes()).toHaveLength(1);
		expect(meter.spent('run').known.coin_usd).toBe(0.01);
	});

	it('waits no longer for a call that is under way once somebody stops it elsewhere, and a late answer still counts', async () => {
		let halted: string | null = null;
		const clock = hostClock({ now: () => Date.now(), wait: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)) });
		const late: Promise<unknown>[] = [];
		const { parts, notes, calls } = around({ halted: async () => halted, late: (pending) => void late.push(pending), patience: { clock, pause: makePause(), breaker: makeBreaker() } });
		let say: (text: string) => void = () => undefined;
		const answer = wrapped(scripted([new Promise<string>((resolve) => (say = resolve))]), parts).answer(order(), never);
		await new Promise((resolve) => setTimeout(resolve, 20));
		halted = 'scripted is stopped.';
		expect(await answer).toMatchObject({ ok: false, failure: { kind: 'stopped', message: 'scripted is stopped.' } });
		expect(notes()).toEqual([]);
		say('{"a":1}');
		await Promise.all(late);
		expect(calls()).toMatchObject([{ coin_usd: 0.01 }]);
		expect(notes()).toHaveLength(1);
	});

	it('asks nobody, not even for another try, once the emergency stop is on', async () => {
		let halted = false;
		const { parts, notes } = around({ halted: async () => (halted ? 'The emergency stop is on.' : null) });
		const inner = scripted([busy(1_000), '{}']);
		const whenBusy: Clerk = { ...inner, async answer(given, signal) { const answer = await inner.answer(given, signal); halted = true; return answer; } };
		expect(await wrapped(whenBusy, parts).answer(order(), never)).toMatchObject({ ok: false, failure: { kind: 'stopped' } });
		expect(inner.asked).toHaveLength(1);
		expect(await wrapped(whenBusy, parts).answer(order(), never)).toMatchObject({ ok: false, failure: { kind: 'stopped' }, trail: { calls: 0 } });
		expect(inner.asked).toHaveLength(1);
		await expect.poll(notes).toHaveLength(1);
	});

	it('that was stopped before it began asks nobody', async () => {
		const { parts } = around();
		const inner = scripted(['{}']);
		expect(await wrapped(inner, parts).answer(order(), AbortSignal.abort())).toMatchObject({ failure: { kind: 'stopped' } });
		expect(inner.asked).toEqual([]);
	});

	it('gives up what it reserved when the clerk breaks', async () => {
		const { parts, meter } = around();
		const broken: Clerk = { id: 'b', tier: 1, answer: () => Promise.reject(new Error('bug')) };
		await expect(wrapped(broken, parts).answer(order(), never)).rejects.toThrow('bug');
		expect(meter.spent('run')).toEqual({ known: { clock_ms: 0, coin_usd: 0, carbon_g: 0 }, unknown: new Set(['clock_ms', 'coin_usd', 'carbon_g']) });
	});
});

describe('a host’s clock', () => {
	it('ends a long wait soon after a stop', async () => {
		const stop = new AbortController();
		const clock = hostClock({ now: () => Date.now(), wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) });
		const begun = performance.now();
		setTimeout(() => { stop.abort(); }, 20);
		await clock.wait(60_000, stop.signal);
		expect(performance.now() - begun).toBeLessThan(1_000);
	});
});
