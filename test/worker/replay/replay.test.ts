import { describe, expect, it } from 'vitest';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { recordStore } from '../../../src/vault/commit/record.js';
import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import type { Answer, Clerk, Order } from '../../../src/worker/clerk.js';
import { offlineWorker } from '../../../src/worker/offline/worker.js';
import type { Response, Task, TaskKind, TaskShapes, Worker } from '../../../src/worker/port.js';
import { recalled } from '../../../src/worker/replay/recalled.js';
import { replayClerk } from '../../../src/worker/replay/replay.js';
import { indexTranscripts } from '../../../src/worker/replay/transcript-index.js';
import { recorded, type Recording } from '../../../src/worker/transcripts/recorded.js';
import { compileAndApproveAll, open, SCRIPTED_NOTES, startingWith } from '../../promises/vault-fixture.js';
import { fakeClock, never, order, scripted } from '../wrappers/scripted.js';

const HOME = DEFAULT_LAYOUT.home;

const recording = (vault: MemoryVault, over: Partial<Recording> = {}): Recording => ({
	store: recordStore(vault, DEFAULT_LAYOUT), home: HOME, device: 'desk', run: 'r-1', clock: fakeClock(), mask: (text) => text, carbon: () => null, problem: (told) => { throw new Error(told.message); }, ...over,
});

/** Puts a task into words as plainly as can be, and reads the answer back. */
const askedOf = (clerk: Clerk): Worker => ({
	id: clerk.id,
	tier: clerk.tier,
	async perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Promise<Response<K>> {
		const answer = await clerk.answer({ ...order(), task: task.id, kind: task.kind, input: JSON.stringify(task.input) }, signal);
		const { clock_ms, coin_usd, carbon_g, model, tokens } = answer;
		const envelope = { clock_ms, coin_usd, carbon_g, model, tokens, transcripts: [] };
		if (!answer.ok) return { ...envelope, ok: false, failure: { reason: 'unavailable', message: answer.failure.message } };
		return { ...envelope, ok: true, output: JSON.parse(answer.text) as TaskShapes[K]['output'] };
	},
});

/** Answers as a model would that reads like the offline worker. */
const reader: Clerk = {
	id: 'scripted', tier: 2,
	async answer(given: Order, signal: AbortSignal): Promise<Answer> {
		const task: Task<'extract'> = { id: given.task, kind: given.kind as 'extract', input: JSON.parse(given.input) as TaskShapes['extract']['input'] };
		const response = await offlineWorker().perform(task, signal);
		if (!response.ok) throw new Error(response.failure.message);
		return { clock_ms: 1, coin_usd: 0.01, carbon_g: 1, model: 'm', tokens: null, transcript: null, ok: true, text: JSON.stringify(response.output) };
	},
};

const knowledge = (vault: MemoryVault): Record<string, string> => ({ ...startingWith(vault.files(), 'wiki/'), ...Object.fromEntries(Object.entries(vault.files()).filter(([path]) => path.startsWith(`${HOME}/state/`) && !path.includes('/desk/'))) });

describe('a recorded run', () => {
	it('repeated from its transcripts gives the same bytes, and asks nobody', async () => {
		const first = memoryVault(SCRIPTED_NOTES);
		const report = await compileAndApproveAll(open(first, { worker: askedOf(recorded(recording(first))(reader)) }).app);
		expect(report.coin_usd).toBeGreaterThan(0);
		const transcripts = startingWith(first.files(), `${HOME}/transcripts/`);
		expect(Object.keys(transcripts)).toHaveLength(report.worker_calls);

		const second = memoryVault({ ...SCRIPTED_NOTES, ...transcripts });
		const again = await compileAndApproveAll(open(second, { worker: askedOf(replayClerk(await indexTranscripts(second, HOME), { id: 'scripted', tier: 2 })) }).app);
		expect(again.problems).toEqual([]);
		expect(again).toMatchObject({ coin_usd: 0, worker_calls: report.worker_calls });
		expect(Object.keys(knowledge(second)).length).toBeGreaterThan(10);
		expect(knowledge(second)).toEqual(knowledge(first));
	});
});

describe('replay', () => {
	async function taped(asked: Order, step: Parameters<typeof scripted>[0][number], over: Partial<Recording> = {}) {
		const vault = memoryVault();
		await recorded(recording(vault, over))(scripted([step])).answer(asked, never);
		return vault;
	}
	const replay = async (vault: MemoryVault, asked: Order, run?: string) => replayClerk(await indexTranscripts(vault, HOME, run === undefined ? {} : { run })).answer(asked, never);

	it('gives failures back as they were', async () => {
		const vault = await taped(order(), { kind: 'length', message: 'Too long.' });
		expect(await replay(vault, order())).toMatchObject({ ok: false, failure: { kind: 'length', message: 'Too long.' }, coin_usd: 0 });
	});

	it.each<[string, Partial<Order>, string]>([
		['instructions', { instructions: 'Other.' }, 'another instructions than'],
		['input', { input: 'Other.' }, 'another input than'],
		['form and input', { schema: {}, input: 'Other.' }, 'another form of the answer and another input than'],
		['length', { maxTokens: 1 }, 'another length of the answer than'],
		['task', { task: 'extract:s-9.0', input: 'Other.' }, 'extract:s-9.0 was never asked'],
	])('names a drift of the %s', async (_, change, said) => {
		const answer = await replay(await taped(order(), '{}'), order(change));
		expect(answer.ok ? '' : answer.failure.message).toContain(said);
		expect(answer).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
	});

	it('does not pass off an answer from which secrets were taken', async () => {
		const vault = await taped(order(), 'the key is K', { mask: (text) => text.replaceAll('K', '…') });
		const answer = await replay(vault, order());
		expect(answer.ok ? '' : answer.failure.message).toContain('is not what came back');
	});

	it('of one run does not answer from another', async () => {
		const vault = await taped(order(), '{}', { run: 'r-2' });
		expect(await replay(vault, order(), 'r-1')).toMatchObject({ ok: false });
		expect(await replay(vault, order(), 'r-2')).toMatchObject({ ok: true });
	});
});

describe('a run that was cut off', () => {
	it('does not ask again what the same clerk has answered', async () => {
		const vault = memoryVault();
		const inner = scripted(['{"a":1}', { kind: 'length', message: 'x' }]);
		const clerk = recorded(recording(vault))(inner);
		await clerk.answer(order(), never);
		await clerk.answer(order({ input: 'b' }), never);
		const index = await indexTranscripts(vault, HOME, { since: '2026-11-22' });
		const goesOn = recalled(index)(clerk);
		expect(await goesOn.answer(order(), never)).toMatchObject({ ok: true, text: '{"a":1}', coin_usd: 0, trail: { calls: 0 } });
		expect(inner.asked).toHaveLength(2);
		// A failure is no answer.
		await goesOn.answer(order({ input: 'b' }), never);
		expect(inner.asked).toHaveLength(3);
		await recalled(index)({ ...clerk, id: 'another' }).answer(order(), never);
		expect(inner.asked).toHaveLength(4);
		await recalled(await indexTranscripts(vault, HOME, { since: '2026-11-23' }))(clerk).answer(order(), never);
		expect(inner.asked).toHaveLength(5);
	});
});
