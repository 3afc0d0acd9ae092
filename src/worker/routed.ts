import { addCurrencies, NO_COST, type TokenCount } from '../model/currencies.js';
import type { Tier } from '../model/verdict.js';
import { doubtOf } from './doubt.js';
import { workersFor } from './operators/route.js';
import type { Operators, WorkerEntry } from './operators/operators.js';
import { FINE, type Grain, type Panel, type Response, type Task, type TaskKind, type Worker } from './port.js';

const addTokens = (a: TokenCount | null, b: TokenCount | null): TokenCount | null =>
	a === null ? b : b === null ? a : { in: a.in + b.in, cached: a.cached + b.cached, written: a.written + b.written, out: a.out + b.out };

/** Why a worker, by its id, may not be asked now; null where it may. */
export type WhyNot = (id: string) => Promise<string | null>;

/** The same worker, which is asked nothing while it may not be. */
function permitted(worker: Worker, whyNot: WhyNot): Worker {
	return {
		...worker,
		async perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Promise<Response<K>> {
			const why = await whyNot(worker.id);
			return why === null ? worker.perform(task, signal) : { ...NO_COST, model: worker.id, tokens: null, transcripts: [], ok: false, failure: { reason: 'unavailable', message: why } };
		},
	};
}

/**
 * One worker out of those that the user has: a task goes to the cheapest that is trusted with its kind, and after a failure to the
 * next one, never to a cheaper. Where nobody of a tier could be asked the task waits: that a service is down, or a cap reached, says
 * nothing of the task that a dearer tier would mend. A task on which more hangs begins one tier higher, and an answer of low confidence
 * goes to the next tier: one such move a task. What failed attempts cost is part of what the answer cost.
 */
export function routed(operators: Operators, workerOf: (entry: WorkerEntry) => Worker, whyNot: WhyNot = () => Promise.resolve(null)): Worker & { readonly panel: Panel } {
	const workers = new Map<string, Worker>();
	const worker = (entry: WorkerEntry): Worker => {
		const known = workers.get(entry.name) ?? permitted(workerOf(entry), whyNot);
		workers.set(entry.name, known);
		return known;
	};

	/** The cheapest of a higher tier, people apart: a second look by them would wait for days, and the gate gives them one anyway. */
	const above = (entry: WorkerEntry | undefined, kind: TaskKind): WorkerEntry | undefined => workersFor(operators, kind).find(({ tier, use }) => entry !== undefined && tier > entry.tier && use !== 'mailbox');

	async function perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Promise<Response<K>> {
		const [cheapest] = workersFor(operators, task.kind);
		const higher = task.stakes === undefined ? undefined : above(cheapest, task.kind);
		return higher === undefined ? inTurn(task, 0, signal) : inTurn({ ...task, moved: `stakes: ${task.stakes ?? ''}` }, higher.tier, signal);
	}

	/** A doubtful answer is given to the next tier once; where that has none, it stays the answer. */
	async function sure<K extends TaskKind>(task: Task<K>, answer: Response<K>, entry: WorkerEntry, signal: AbortSignal): Promise<Response<K>> {
		const next = above(entry, task.kind);
		const doubt = !answer.ok || task.moved !== undefined || next === undefined || signal.aborted ? null : doubtOf(task, answer.output);
		if (next === undefined || doubt === null) return answer;
		const second = await worker(next).perform({ ...task, moved: doubt }, signal);
		const both = { ...addCurrencies(answer, second), tokens: addTokens(answer.tokens, second.tokens), transcripts: [...answer.transcripts, ...second.transcripts] };
		return second.ok ? { ...second, ...both } : { ...answer, ...both };
	}

	async function inTurn<K extends TaskKind>(task: Task<K>, atLeast: Tier, signal: AbortSignal): Promise<Response<K>> {
		let last: Response<K> = { ...NO_COST, model: 'none', tokens: null, transcripts: [], ok: false, failure: { reason: 'unsupported', message: `No worker is trusted with ${task.kind}. See “trust” in operators.yml.` } };
		let tier: Tier | null = null;
		let answered = false;
		for (const entry of workersFor(operators, task.kind, atLeast)) {
			if (tier !== null && entry.tier > tier && !answered) break;
			answered = entry.tier === tier && answered;
			tier = entry.tier;
			const response = await worker(entry).perform(task, signal);
			last = { ...response, ...addCurrencies(last, response), tokens: addTokens(last.tokens, response.tokens), transcripts: [...last.transcripts, ...response.transcripts] };
			if (last.ok) return sure(task, last, entry, signal);
			if (last.failure.reason === 'stopped' || last.failure.reason === 'waiting' || signal.aborted) break;
			answered ||= last.failure.reason !== 'unavailable';
		}
		return last;
	}

	// Proposals are made by whoever writes the pages.
	const [weaver] = workersFor(operators, 'weave');
	const author = weaver === undefined ? null : worker(weaver);
	// Cut for whoever is asked first.
	const grainOf = (kind: TaskKind): Grain => {
		const [entry] = workersFor(operators, kind);
		return entry === undefined ? FINE : { ...(worker(entry).grainOf?.(kind) ?? FINE), parted: above(entry, kind) !== undefined };
	};
	// Code has judged already what it can judge, and people decide on the edit itself.
	const reviewers = workersFor(operators, 'review-edit').filter(({ use, tier }) => use !== 'offline' && tier < 4).map(worker);
	return { id: author?.id ?? 'none', tier: author?.tier ?? 0, perform, grainOf, panel: { reviewers, tribunal: operators.tribunal } };
}
