import { describe, expect, it } from 'vitest';
import { OFFLINE_OPERATORS } from '../../src/worker/operators/read-operators.js';
import type { Operators, WorkerEntry } from '../../src/worker/operators/operators.js';
import { doubtOf } from '../../src/worker/doubt.js';
import type { DraftClaim, Response, Task, TaskKind, TaskShapes, Worker, WorkerFailure } from '../../src/worker/port.js';
import { routed } from '../../src/worker/routed.js';
import { entryOf, never } from './servers/endpoints.js';

const entry = (name: string, tier: WorkerEntry['tier']): WorkerEntry => ({ ...entryOf('openai', 'http://127.0.0.1'), name, tier });
const operators = (...workers: WorkerEntry[]): Operators => ({ ...OFFLINE_OPERATORS, workers, trust: { extract: 1, identify: 1, weave: 2, adjudicate: 1, 'review-edit': 3, 'write-policy': 1 } });
const task: Task<'identify'> = { id: 'identify:x', kind: 'identify', input: { pairs: [] } };

type Answers = TaskShapes['identify']['output']['answers'];
const isAnswerTo = <K extends TaskKind>(kind: K, output: unknown): output is TaskShapes[K]['output'] => kind === task.kind && typeof output === 'object' && output !== null && 'answers' in output;

/** What a worker that was asked to identify gives back; asked anything else, the test is wrong. */
function answerTo<K extends TaskKind>({ kind }: Task<K>, answers: Answers): TaskShapes[K]['output'] {
	const output: unknown = { answers };
	if (!isAnswerTo(kind, output)) throw new Error(`Nobody answers ${kind} here.`);
	return output;
}

/** Workers that fail for a reason, or answer where it is null. */
function scripted(reasons: Readonly<Record<string, WorkerFailure['reason'] | null>>) {
	const asked: string[] = [];
	const workerOf = ({ name, tier }: WorkerEntry): Worker => ({
		id: `openai:${name}`,
		tier,
		async perform<K extends TaskKind>(given: Task<K>): Promise<Response<K>> {
			asked.push(name);
			const reason = reasons[name] ?? null;
			const envelope = { clock_ms: 5, coin_usd: name === 'dear' ? null : 0.5, carbon_g: 1, model: name, tokens: { in: 3, cached: 1, written: 0, out: 2 }, transcripts: [`${name}.md`] };
			if (reason !== null) return { ...envelope, ok: false, failure: { reason, message: reason } };
			return { ...envelope, ok: true, output: answerTo(given, []) };
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

describe('a doubtful answer', () => {
	const pairs = ['a', 'b', 'c', 'd'].map((name) => ({ left: name, right: name, leftContext: '', rightContext: '' }));
	const asking: Task<'identify'> = { id: 'identify:x', kind: 'identify', input: { pairs } };
	function answering(answers: Readonly<Record<string, readonly ('same' | 'unknown')[] | 'fails'>>) {
		const asked: [string, string | undefined][] = [];
		const workerOf = ({ name, tier }: WorkerEntry): Worker => ({
			id: name,
			tier,
			async perform<K extends TaskKind>(given: Task<K>): Promise<Response<K>> {
				asked.push([name, given.moved]);
				const said = answers[name] ?? 'fails';
				const envelope = { clock_ms: 1, coin_usd: 1, carbon_g: 1, model: name, tokens: null, transcripts: [] };
				if (said === 'fails') return { ...envelope, ok: false, failure: { reason: 'malformed', message: '' } };
				return { ...envelope, ok: true, output: answerTo(given, said) };
			},
		});
		return { asked, workerOf };
	}
	const sure = ['same', 'same', 'same', 'unknown'] as const;
	const unsure = ['same', 'unknown', 'unknown', 'unknown'] as const;
	const doubt = 'low confidence: 3 of 4 pairs are unknown';

	it.each<[string, Parameters<typeof answering>[0], readonly [string, string | undefined][], string]>([
		['is none where most is known', { small: sure, large: sure }, [['small', undefined]], 'small'],
		['goes to the next tier, once', { small: unsure, large: unsure, huge: sure }, [['small', undefined], ['large', doubt]], 'large'],
		['stays the answer where the next tier has none', { small: unsure, large: 'fails', huge: sure }, [['small', undefined], ['large', doubt]], 'small'],
	])('%s', async (_, answers, order, model) => {
		const { asked, workerOf } = answering(answers);
		const workers = operators(entry('large', 2), entry('small', 1), entry('huge', 3), { ...entry('people', 4), use: 'mailbox' });
		expect(await routed(workers, workerOf).perform(asking, never())).toMatchObject({ ok: true, model, coin_usd: order.length });
		expect(asked).toEqual(order);
	});

	it('is not brought to people, whom a second look would keep waiting', async () => {
		const { asked, workerOf } = answering({ small: unsure, people: sure });
		expect(await routed(operators(entry('small', 1), { ...entry('people', 4), use: 'mailbox' }), workerOf).perform(asking, never())).toMatchObject({ model: 'small' });
		expect(asked).toHaveLength(1);
	});

	it('of a task on which more hangs is not moved again: it began one tier higher', async () => {
		const { asked, workerOf } = answering({ small: sure, large: unsure, huge: sure });
		const workers = operators(entry('large', 2), entry('small', 1), entry('huge', 3));
		expect(await routed(workers, workerOf).perform({ ...asking, stakes: 'a person wrote on this page' }, never())).toMatchObject({ model: 'large' });
		expect(asked).toEqual([['large', 'stakes: a person wrote on this page']]);
	});
});

describe('confidence', () => {
	const text = 'Bread rises. Dough rests.';
	const input = { passage: { id: 's-1.0', sourceId: 's-1', headings: [], start: 0, end: text.length, text }, title: 'Bread', aliases: [], tags: [], language: 'en' };
	const claim = (quote: string): DraftClaim => ({ text: quote, quote, stance: 'asserted', form: 'statement', qualifiers: [], about: [], weight: 1 });

	it('is low where more than a quarter of the quotes stand nowhere', () => {
		const of = (...quotes: string[]) => doubtOf({ id: 'x', kind: 'extract', input }, { claims: quotes.map(claim), mentions: [] });
		expect(of()).toBeNull();
		expect(of('Bread rises.', 'Dough rests.', 'Dough  rests.', 'Bread falls.')).toBeNull();
		expect(of('Bread rises.', 'Bread falls.')).toBe('low confidence: 1 of 2 quotes do not stand in the passage');
	});

	it('is low where more than a quarter of the sentences cite nothing that was given', () => {
		const page = { title: 'T', aliases: [], kind: 'concept' as const, claims: [], most: 12, sourceTitles: {} };
		const of = (...cited: string[][]) => doubtOf({ id: 'x', kind: 'weave', input: { pages: [page] } }, { pages: [{ lead: cited.map((claims) => ({ text: 'T.', claims })), facets: [] }] });
		expect(of()).toBeNull();
		expect(of(['k-1'])).toMatch(/^low confidence: 1 of 1 sentences/);
	});
});
