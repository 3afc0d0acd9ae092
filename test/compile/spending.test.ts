import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../src/compile/mask-secrets.js';
import { costReport } from '../../src/compile/cost-report.js';
import { readCalls } from '../../src/compile/spending.js';
import { recordStore } from '../../src/vault/commit/record.js';
import { DEFAULT_LAYOUT } from '../../src/vault/layout.js';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import type { Clerk } from '../../src/worker/clerk.js';
import { offlineWorker } from '../../src/worker/offline/worker.js';
import type { Response, Task, TaskKind, TaskShapes, Worker } from '../../src/worker/port.js';
import { indexTranscripts } from '../../src/worker/replay/transcript-index.js';
import type { CallRecord } from '../../src/worker/transcripts/call.js';
import { makeBreaker } from '../../src/worker/wrappers/breaker.js';
import { makeMeter, type Meter } from '../../src/worker/wrappers/meter.js';
import { makePause } from '../../src/worker/wrappers/pause.js';
import { wrapped } from '../../src/worker/wrappers/wrapped.js';
import { fakeClock, order } from '../worker/wrappers/scripted.js';
import { compileAndApproveAll, failuresOf, NOTES, open, SCRIPTED_NOTES, startingWith } from '../promises/vault-fixture.js';

const { home } = DEFAULT_LAYOUT;

interface Model extends Worker {
	readonly asked: string[];
}

/** A model that reads like the offline worker, at a penny a call, with all that stands around it; pages are woven without it. */
function model(vault: MemoryVault, known: Awaited<ReturnType<typeof indexTranscripts>> | null = null, meter?: Meter): Model {
	const asked: string[] = [];
	const offline = offlineWorker();
	const clock = fakeClock();
	const reader: Clerk = {
		id: 'scripted:m', tier: 2,
		async answer(given, signal) {
			asked.push(given.task);
			const response = await offline.perform({ id: given.task, kind: 'extract', input: JSON.parse(given.input) as TaskShapes['extract']['input'] }, signal);
			if (!response.ok) throw new Error(response.failure.message);
			return { clock_ms: 5, coin_usd: 0.01, carbon_g: 0.2, model: 'm', tokens: { in: 100, cached: 40, written: 0, out: 10 }, transcript: null, ok: true, text: JSON.stringify(response.output) };
		},
	};
	const clerk = wrapped(reader, {
		known,
		recording: { store: recordStore(vault, DEFAULT_LAYOUT), home, device: 'desk', run: 'r-model', clock, mask: maskSecrets, carbon: () => ({ low: 0.1, high: 0.3 }), problem: (told) => { throw new Error(told.message); } },
		meter: meter ?? makeMeter({ caps: {}, run: 'r-model', prior: [], clock }),
		estimate: () => ({ clock_ms: null, coin_usd: 0.01, carbon_g: 0.2 }),
		patience: { clock, pause: makePause(), breaker: makeBreaker() },
		atOnce: 4,
		check: () => [],
		shims: [],
	});
	return {
		id: 'scripted:m', tier: 2, asked,
		async perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Promise<Response<K>> {
			if (task.kind !== 'extract') return offline.perform(task, signal);
			const answer = await clerk.answer(order({ task: task.id, kind: task.kind, input: JSON.stringify(task.input) }), signal);
			const { clock_ms, coin_usd, carbon_g, tokens } = answer;
			const envelope = { clock_ms, coin_usd, carbon_g, model: 'm', tokens, transcripts: [] };
			return answer.ok ? { ...envelope, ok: true, output: JSON.parse(answer.text) as TaskShapes[K]['output'] } : { ...envelope, ok: false, failure: { reason: 'unavailable', message: answer.failure.message } };
		},
	};
}

const logs = (vault: MemoryVault): string[] => Object.keys(vault.files()).filter((path) => path.includes('/calls/'));
const ledger = (vault: MemoryVault): string => Object.values(startingWith(vault.files(), `${home}/ledger/`)).join('');

describe('what a run spends', () => {
	it('stands in the ledger, a call an event, and in the report', async () => {
		const vault = memoryVault(SCRIPTED_NOTES);
		const worker = model(vault);
		const { app } = open(vault, { worker });
		await compileAndApproveAll(app);
		// One of the four notes has two passages.
		expect(worker.asked).toHaveLength(5);
		expect(logs(vault)).toEqual([]);
		expect(ledger(vault).match(/"type":"call"/g)).toHaveLength(5);
		expect(failuresOf(await app.verify())).toEqual([]);
		const report = await app.costs();
		expect(report.total).toMatchObject({ orders: 5, calls: 5, tokens_in: 500, tokens_cached: 200, tokens_out: 50, clock_ms: 25, unknown: { tokens: 0, coin_usd: 0 } });
		expect(report.total.coin_usd).toBeCloseTo(0.05, 10);
		expect(report.total.carbon_low_g).toBeCloseTo(0.5, 10);
		expect(report.total.carbon_high_g).toBeCloseTo(1.5, 10);
		expect(report.by_source.map(({ name }) => name).sort()).toEqual(Object.keys(NOTES).sort());
		expect([report.by_day, report.by_kind, report.by_model, report.by_run].map(([line]) => line?.name)).toEqual(['2026-11-22', 'extract', 'm', 'r-model']);
	});

	it('counts before any ledger is told, and once when a crash has it told twice', async () => {
		const vault = memoryVault(SCRIPTED_NOTES);
		const { app } = open(vault, { worker: model(vault) });
		let log: [string, string] | null = null;
		const stop = new AbortController();
		await app.compile({ approve: 'none', signal: stop.signal, progress: (stage) => void (stage === 'render' && stop.abort()) });
		const [path] = logs(vault);
		if (path !== undefined) log = [path, vault.files()[path] ?? ''];
		expect(log).not.toBeNull();
		expect((await app.costs()).total.orders).toBe(5);
		await compileAndApproveAll(open(vault, { worker: model(vault) }).app);
		const orders = (await app.costs()).total.orders;
		if (log !== null) vault.edit(log[0], log[1]);
		expect((await app.costs()).total.orders).toBe(orders);
	});

	it('over a cap leaves the rest for the next run, says so in one line, and pays for nothing twice', async () => {
		const vault = memoryVault(SCRIPTED_NOTES);
		const meter = makeMeter({ caps: { run: { coin_usd: 0.02 } }, run: 'r-model', prior: [], clock: fakeClock() });
		const worker = model(vault, null, meter);
		const first = await open(vault, { worker }).app.compile({ approve: 'none' });
		expect(worker.asked).toHaveLength(2);
		expect(first.sources).toMatchObject({ new: 1, failed: 3 });
		expect(first.problems).toEqual([{ path: 'raw', line: null, message: 'Not read: 3 passages of 3 sources. The cap of $0.02 (coin_usd) a run is reached. Raise it under “caps” in operators.yml, or compile again. The next run reads what is left.' }]);
		expect(first.proposals.length).toBeGreaterThan(0);

		meter.raise({ run: { coin_usd: 1 } });
		const goesOn = model(vault, await indexTranscripts(vault, home), meter);
		const second = await open(vault, { worker: goesOn }).app.compile({ approve: 'none' });
		expect(second.problems).toEqual([]);
		expect(second.sources).toMatchObject({ failed: 0, total: 4 });
		// A passage that was answered is not asked again, though its source failed.
		expect(new Set([...worker.asked, ...goesOn.asked]).size).toBe(5);
		expect(goesOn.asked).toHaveLength(3);
	});
});

describe('pages that nobody could be asked to write', () => {
	it('are one problem of the run, and are written by the next', async () => {
		const vault = memoryVault(SCRIPTED_NOTES);
		const offline = offlineWorker();
		const reads: Worker = {
			id: 'scripted:m', tier: 2,
			async perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Promise<Response<K>> {
				if (task.kind !== 'weave') return offline.perform(task, signal);
				return { clock_ms: 0, coin_usd: 0, carbon_g: 0, model: 'm', tokens: null, transcripts: [], ok: false, failure: { reason: 'unavailable', message: 'The cap is reached.' } };
			},
		};
		const first = await open(vault, { worker: reads }).app.compile({ approve: 'none' });
		expect(first.problems).toHaveLength(1);
		expect(first.problems[0]?.message).toMatch(/^Not written: \d+ pages\. The cap is reached\. The next run writes what is left\.$/);
		const second = await open(vault).app.compile({ approve: 'none' });
		expect(second.problems).toEqual([]);
		expect(second.proposals.length).toBeGreaterThan(4);
	});
});

describe('the report of costs', () => {
	const call = (over: Partial<CallRecord>): CallRecord => ({ call: 'k', run: 'r', at: '2026-11-22T09:00:00.000Z', task: 'weave:wiki/concepts/A.md', kind: 'weave', worker: 'w', model: 'm', finish: 'answered', tokens: null, calls: 1, carbon: null, clock_ms: null, coin_usd: null, carbon_g: null, transcript: null, ...over });

	it('never takes unknown for nothing', () => {
		const { total, by_page } = costReport([call({}), call({ coin_usd: 0.5 }), call({ task: 'extract:s-gone.0', kind: 'extract' })], new Map(), []);
		expect(total).toMatchObject({ orders: 3, coin_usd: 0.5, carbon_low_g: null, unknown: { tokens: 3, clock_ms: 3, coin_usd: 2, carbon_g: 3 } });
		expect(by_page).toMatchObject([{ name: 'wiki/concepts/A.md', orders: 2 }]);
		expect(costReport([], new Map(), []).total).toMatchObject({ orders: 0, coin_usd: null });
	});

	it('shares a call that wrote several pages out among them', () => {
		const several = call({ task: 'weave:wiki/A.md\nwiki/B.md', coin_usd: 0.5, tokens: { in: 100, cached: 10, written: 0, out: 30 } });
		const { total, by_page } = costReport([several, call({ task: 'weave:wiki/B.md', coin_usd: 0.1 })], new Map(), []);
		expect(total).toMatchObject({ orders: 2, calls: 2, coin_usd: 0.6, tokens_in: 100 });
		expect(by_page).toMatchObject([{ name: 'wiki/B.md', orders: 2, calls: 2, coin_usd: 0.35, tokens_in: 50 }, { name: 'wiki/A.md', orders: 1, calls: 1, coin_usd: 0.25, tokens_out: 15 }]);
	});

	it('reads the calls of a month alone, of all devices, with what no ledger was told yet', async () => {
		const line = (id: string, at: string): string => `${JSON.stringify({ actor: 'w', asked: at, call: id, coin_usd: 1, run: 'r', type: 'call' })}\n`;
		const vault = memoryVault({
			[`${home}/ledger/desk/2026-10-31.jsonl`]: line('k-1', '2026-10-31T23:59:59.000Z') + line('k-2', '2026-11-01T00:00:01.000Z'),
			[`${home}/ledger/phone/2026-11-05.jsonl`]: `{"type":"run"}\n${line('k-3', '2026-11-05T08:00:00.000Z')}{"type":"call","call":"k-torn`,
			[`${home}/state/desk/calls/r.jsonl`]: `${JSON.stringify({ call: 'k-4', run: 'r', at: '2026-11-06T08:00:00.000Z' })}\n${JSON.stringify({ call: 'k-3', run: 'r', at: '2026-11-05T08:00:00.000Z' })}\n`,
		});
		expect((await readCalls(vault, DEFAULT_LAYOUT, '2026-11-01', [])).map(({ call: id }) => id)).toEqual(['k-2', 'k-3', 'k-4']);
		expect(await readCalls(vault, DEFAULT_LAYOUT, '2026-11', [])).toHaveLength(3);
		expect(await readCalls(vault, DEFAULT_LAYOUT, null, [])).toHaveLength(4);
	});
});

describe('secrets', () => {
	it('are taken out of a text by kind, and nothing else is', () => {
		const key = `sk-ant-api03-${'aB3'.repeat(12)}`;
		const masked = maskSecrets(`before ${key} between AKIAQWERTYUIOPASDF2X after`);
		expect(masked).toBe('before [Anthropic API key removed] between [AWS access key removed] after');
		expect(maskSecrets('plain text')).toBe('plain text');
	});
});
