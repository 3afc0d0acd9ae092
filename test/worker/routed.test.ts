import { describe, expect, it } from 'vitest';
import { OFFLINE_OPERATORS } from '../../src/worker/operators/read-operators.js';
import type { Operators, WorkerEntry } from '../../src/worker/operators/operators.js';
import type { Response, Task, TaskKind, Worker, WorkerFailure } from '../../src/worker/port.js';
import { routed } from '../../src/worker/routed.js';
import { entryOf, never } from './servers/endpoints.js';

const entry = (name: string, tier: WorkerEntry['tier']): WorkerEntry => ({ ...entryOf('openai', 'http://127.0.0.1'), name, tier });
const operators = (...workers: WorkerEntry[]): Operators => ({ ...OFFLINE_OPERATORS, workers, trust: { extract: 1, identify: 1, weave: 2, adjudicate: 1, 'review-edit': 3, 'write-policy': 1 } });
const task: Task<'identify'> = { id: 'identify:x', kind: 'identify', input: { pairs: [] } };

/** Workers that fail for a reason, or answer where it is null. */
function scripted(reasons: Readonly<Record<string, WorkerFailure['reason'] | null>>) {
	const asked: string[] = [];
	const workerOf = ({ name, tier }: WorkerEntry): Worker => ({
		id: `openai:${name}`,
		tier,
		async perform<K extends TaskKind>(): Promise<Response<K>> {
			asked.push(name);
			const reason = reasons[name] ?? null;
			const envelope = { clock_ms: 5, coin_usd: name === 'dear' ? null : 0.5, carbon_g: 1, model: name, tokens: { in: 3, cached: 1, written: 0, out: 2 }, transcripts: [`${name}.md`] };
			if (reason !== null) return { ...envelope, ok: false, failure: { reason, message: reason } };
			return { ...envelope, ok: true, output: { answers: [] } as unknown as Extract<Response<K>, { ok: true }>['output'] };
		},
	});
	return { asked, workerOf };
}

describe('routing', () => {
	it('asks the cheapest worker that is trusted', async () => {
		const { asked, workerOf } = scripted({});
		const response = await routed(operators(entry('large', 3), entry('offline', 0), entry('small', 1)), workerOf).perform(task, never());
		expect(response).toMatchObject({ ok: true, model: 'small', coin_usd: 0.5 });
		expect(asked).toEqual(['small']);
	});

	it('moves up after a failure, next to one of the same tier, and counts what the failures cost', async () => {
		const { asked, workerOf } = scripted({ small: 'unavailable', twin: 'malformed' });
		const response = await routed(operators(entry('large', 3), entry('small', 1), entry('twin', 1)), workerOf).perform(task, never());
		expect(asked).toEqual(['small', 'twin', 'large']);
		expect(response).toMatchObject({ ok: true, model: 'large', coin_usd: 1.5, clock_ms: 15, tokens: { in: 9, cached: 3, written: 0, out: 6 }, transcripts: ['small.md', 'twin.md', 'large.md'] });
	});

	it('that finds nobody of a tier at work leaves the task for the next run, and asks no dearer tier', async () => {
		const { asked, workerOf } = scripted({ small: 'unavailable', twin: 'unavailable' });
		expect(await routed(operators(entry('large', 3), entry('small', 1), entry('twin', 1)), workerOf).perform(task, never())).toMatchObject({ ok: false, failure: { reason: 'unavailable' } });
		expect(asked).toEqual(['small', 'twin']);
	});

	it('asks nobody else while somebody has the task', async () => {
		const { asked, workerOf } = scripted({ small: 'waiting' });
		expect(await routed(operators(entry('large', 3), entry('small', 1), entry('twin', 1)), workerOf).perform(task, never())).toMatchObject({ ok: false, failure: { reason: 'waiting' } });
		expect(asked).toEqual(['small']);
	});

	it('does not know a sum of which it does not know a part', async () => {
		const { workerOf } = scripted({ dear: 'refused' });
		expect(await routed(operators(entry('dear', 1), entry('large', 3)), workerOf).perform(task, never())).toMatchObject({ ok: true, coin_usd: null, carbon_g: 2 });
	});

	it('asks nobody else once the run is stopped', async () => {
		const { asked, workerOf } = scripted({ small: 'stopped' });
		expect(await routed(operators(entry('small', 1), entry('large', 3)), workerOf).perform(task, never())).toMatchObject({ ok: false, failure: { reason: 'stopped' } });
		expect(asked).toEqual(['small']);
	});

	it('fails with the last reason where all fail, and says so where nobody is trusted', async () => {
		const { workerOf } = scripted({ small: 'malformed', large: 'refused' });
		expect(await routed(operators(entry('small', 1), entry('large', 3)), workerOf).perform(task, never())).toMatchObject({ ok: false, failure: { reason: 'refused' } });
		expect(await routed(operators(entry('offline', 0)), workerOf).perform(task, never())).toMatchObject({ ok: false, failure: { reason: 'unsupported' }, coin_usd: 0 });
	});

	it('names whoever writes the pages', () => {
		const { workerOf } = scripted({});
		expect(routed(operators(entry('small', 1), entry('middle', 2)), workerOf)).toMatchObject({ id: 'openai:middle', tier: 2 });
	});
});
