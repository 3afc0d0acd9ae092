import type { HeldBack, Spending } from '../budget/caps.js';
import { carbonOf, sizeByPrice, type CarbonRange } from '../budget/carbon.js';
import { priceOf } from '../budget/prices.js';
import { NO_COST, type TokenCount } from '../model/currencies.js';
import { problem, type Problem } from '../model/result.js';
import { VaultError, type Host, type VaultReader } from '../vault/port.js';
import { openBatches } from './batches/batches.js';
import type { BatchStore, BatchWorker } from './batches/batch-worker.js';
import type { Clerk } from './clerk.js';
import { anthropicBatch } from './clerks/anthropic/batch.js';
import { anthropicClerk } from './clerks/anthropic/clerk.js';
import type { Endpoint, Fetch } from './clerks/endpoint.js';
import { openaiBatch } from './clerks/openai/batch.js';
import { openaiClerk } from './clerks/openai/clerk.js';
import type { MailboxStore } from './mailbox/box.js';
import { mailboxClerk } from './mailbox/clerk.js';
import { foresee, FREE } from './foresee.js';
import { modelWorker } from './model-worker.js';
import { offlineWorker } from './offline/worker.js';
import type { Operators, WorkerEntry } from './operators/operators.js';
import { FINE, type Response, type Task, type TaskKind, type Worker } from './port.js';
import { bareOrder, NO_CONTEXT, type PromptContext } from './prompts/compose-order.js';
import { readPatterns } from './patterns/read-patterns.js';
import { indexTranscripts } from './replay/transcript-index.js';
import { workersFor } from './operators/route.js';
import { routed, type WhyNot } from './routed.js';
import { checkAnswer } from './schemas/answers.js';
import { unasked } from './wrappers/answers.js';
import type { Breaker } from './wrappers/breaker.js';
import { estimateBy, UNBILLED, type EstimateOrder } from './wrappers/budgeted.js';
import { hostClock } from './wrappers/clock.js';
import { keptBreaker } from './wrappers/kept-breaker.js';
import { capNear, makeMeter } from './wrappers/meter.js';
import { makePause, type Paused } from './wrappers/pause.js';
import type { Shim } from './wrappers/shims.js';
import { wrapped, type Surroundings } from './wrappers/wrapped.js';

/** What workers need of the host and the vault. */
export interface World {
	readonly reader: VaultReader;
	readonly store: MailboxStore & BatchStore;
	/** The system's own folder. */
	readonly home: string;
	readonly host: Host;
	/** Null for the platform's own. */
	readonly fetch: Fetch | null;
	/** The key that a worker is given; null where nobody has put one down. */
	readonly keyOf: (entry: WorkerEntry) => string | null;
	/** Why a worker may not be asked now, such as a stop; null where it may. */
	readonly whyNot: WhyNot;
	/** Takes secrets out of a text that will be kept. */
	readonly mask: (text: string) => string;
	/** What was spent since the month began. */
	readonly spentBefore: () => Promise<readonly Spending[]>;
	/** Says that a person stopped everything, or the worker of this id; null where it may be asked. Looked at before each call. */
	readonly halted: (worker: string) => Promise<string | null>;
	/** Hears of what a person should know while calls are made: a pause, a cap that is near, a call that could not be recorded. */
	readonly tell: (problem: Problem) => void;
	/** Hears of each pause that a provider asks for, and null when calls go out again. */
	readonly paused?: (paused: Paused | null) => void;
	/** Hears each time of the cap that keeps a call from being made. */
	readonly refused?: (held: HeldBack) => void;
}

// An answer older than this was given to a run that nobody goes on with.
const RECALLED_DAYS = 7;
const DAY = 24 * 3600 * 1000;

/** The workers with the books of one run. */
interface Opened {
	readonly worker: ReturnType<typeof routed>;
	readonly together: <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;
}

const schemaPath = (home: string): string => `${home}/schema.md`;

/** What the vault adds to every prompt. */
export async function contextOf({ reader, home, tell }: World): Promise<PromptContext> {
	const patterns = await readPatterns(reader, home, tell);
	try {
		return { schemaNote: await reader.read(schemaPath(home)), patterns };
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		if (error.code !== 'missing' && error.code !== 'not-folder') tell(problem(schemaPath(home), `This is not taken into account: ${error.message}`));
		return { schemaNote: '', patterns };
	}
}

const priceFor = (entry: WorkerEntry) => entry.price ?? (entry.model === null ? null : priceOf(entry.model));

const estimateFor = (entry: WorkerEntry, grid: number, batch: boolean): EstimateOrder =>
	entry.use === 'mailbox' ? UNBILLED : estimateBy({ price: priceFor(entry), size: entry.size, grid, batch });

const SHIMS: readonly Shim[] = [];

function carbonFor(entry: WorkerEntry, grid: number, tokens: TokenCount | null): CarbonRange | null {
	const size = entry.size ?? sizeByPrice(priceFor(entry)?.output ?? null);
	return size === null || tokens === null ? null : carbonOf(size, tokens.out, grid);
}

const endpointOf = (entry: WorkerEntry, grid: number, { keyOf, fetch, host }: World): Endpoint => ({ entry, key: keyOf(entry), fetch, now: () => host.now(), grid });

// Nobody is asked without the key that was meant for them: an endpoint's own refusal says less.
const mayBeAsked = ({ key, entry }: Endpoint): boolean => key !== null || (entry.key === null && entry.baseUrl !== null);

/** Whoever answers for a worker. Nothing is loaded or asked before the first order. */
export function clerkOf(entry: WorkerEntry, grid: number, world: World): Clerk {
	const { reader, store, home, host } = world;
	if (entry.use === 'mailbox') return mailboxClerk({ id: `mailbox:${entry.name}`, tier: entry.tier, box: { reader, store, home, now: () => host.now() }, clock: hostClock(host), patience: 0 });
	const endpoint = endpointOf(entry, grid, world);
	const clerk = entry.use === 'anthropic' ? anthropicClerk(endpoint) : openaiClerk(endpoint);
	if (mayBeAsked(endpoint)) return clerk;
	const message = entry.key === null ? `The worker “${entry.name}” needs a key. Name its secret in operators.yml.` : `The secret “${entry.key}” of the worker “${entry.name}” holds no key.`;
	return { id: clerk.id, tier: clerk.tier, answer: async () => unasked(clerk, { kind: 'auth', message }) };
}

/** Those of the workers whose provider takes many orders at once, where the user wants that. */
function batchWorkersOf(operators: Operators, world: World): BatchWorker[] {
	return operators.workers.flatMap((entry) => {
		const { use, batch } = entry;
		const endpoint = endpointOf(entry, operators.grid, world);
		if (batch === null || (use !== 'anthropic' && use !== 'openai') || !mayBeAsked(endpoint)) return [];
		const clerk = clerkOf(entry, operators.grid, world);
		return [
			{
				clerk,
				service: use === 'anthropic' ? anthropicBatch(endpoint) : openaiBatch(endpoint),
				from: batch,
				estimate: estimateFor(entry, operators.grid, true),
				carbon: (tokens) => carbonFor(entry, operators.grid, tokens),
				shims: SHIMS,
				halted: () => world.halted(clerk.id),
			},
		];
	});
}

/**
 * The workers that `operators.yml` names, as one that asks the right one. Nothing is loaded or asked before the first task. `unnamed` is
 * the run of tasks that come before any run begins.
 */
export function openWorkers(operators: Operators, world: World, unnamed: string): Worker {
	const { reader, store, home, host, tell } = world;
	const clock = hostClock(host);
	// What does not work does not work in the next run either, also after a restart.
	let breakers: Promise<ReadonlyMap<WorkerEntry, Breaker>> | null = null;
	const openBreakers = async (): Promise<ReadonlyMap<WorkerEntry, Breaker>> =>
		new Map(await Promise.all(operators.workers.map(async (entry) => [entry, await keptBreaker({ reader, store, home, device: host.device, tell }, entry)] as const)));
	const keys = operators.workers.flatMap((entry) => world.keyOf(entry) ?? []);
	const mask = (text: string): string => world.mask(keys.reduce((rest, key) => rest.split(key).join('[key removed]'), text));

	async function open(run: string, signal: AbortSignal): Promise<Opened> {
		// First, for what is collected stands in transcripts and is spent.
		const batches = await openBatches(batchWorkersOf(operators, world), { reader, store, home, host, mask, check: checkAnswer, tell }, signal);
		const recalled = new Date(host.now() - RECALLED_DAYS * DAY).toISOString();
		const since = (batches.since !== null && batches.since < recalled ? batches.since : recalled).slice(0, 10);
		const [context, known, before, breaker] = await Promise.all([contextOf(world), indexTranscripts(reader, home, { since }), world.spentBefore(), (breakers ??= openBreakers())]);
		const prior = [...before, ...batches.owed];
		const meter = makeMeter({
			caps: operators.caps,
			run,
			prior,
			clock,
			near: (reached) => {
				tell(problem(home, capNear(reached)));
			},
			...(world.refused === undefined ? {} : { refused: world.refused }),
		});
		const pause = makePause((paused) => {
			world.paused?.(paused);
			if (paused !== null) tell(problem(home, `No calls until ${new Date(paused.until).toISOString().slice(11, 19)} UTC: ${paused.why}`));
		});
		const worker = routed(operators, (entry) => {
			const own = breaker.get(entry);
			if (entry.use === 'offline' || own === undefined) return offlineWorker();
			const clerk = clerkOf(entry, operators.grid, world);
			const around: Surroundings = {
				known,
				recording: { store, home, device: host.device, run, clock, mask, carbon: (tokens) => carbonFor(entry, operators.grid, tokens), problem: tell },
				meter,
				estimate: estimateFor(entry, operators.grid, false),
				patience: { clock, pause, breaker: own },
				check: checkAnswer,
				shims: SHIMS,
				batch: batches.wrapper(clerk.id),
				atOnce: entry.parallel,
				halted: () => world.halted(clerk.id),
			};
			return modelWorker({ clerk: wrapped(clerk, around), context, model: entry.model, maxTokens: entry.maxTokens, atOnce: entry.parallel });
		}, world.whyNot);
		return { worker, together: (work, asked) => batches.together(work, { run, meter, signal: asked }) };
	}

	let current: { readonly run: string; readonly opened: Promise<Opened> } | null = null;
	const runOf = (run: string, signal = new AbortController().signal): Promise<Opened> => {
		if (current?.run !== run) current = { run, opened: open(run, signal) };
		return current.opened;
	};
	const now = (): Promise<Opened> => current?.opened ?? runOf(unnamed);
	// Is never asked: what a worker is called and how its tasks are cut are known without its books.
	const outside = routed(operators, (entry) => (entry.use === 'offline' ? offlineWorker() : modelWorker({ clerk: clerkOf(entry, operators.grid, world), context: NO_CONTEXT, model: entry.model, maxTokens: entry.maxTokens, atOnce: entry.parallel })));
	return {
		id: outside.id,
		tier: outside.tier,
		grainOf: (kind) => outside.grainOf?.(kind) ?? FINE,
		async begin(run, signal) {
			await runOf(run, signal);
		},
		async foresee(kind, load) {
			const [entry] = workersFor(operators, kind);
			if (entry === undefined || entry.use === 'offline') return FREE;
			if (entry.use === 'mailbox') return { ...FREE, calls: load.tasks };
			const context = await contextOf({ ...world, tell: () => undefined });
			const size = entry.size ?? sizeByPrice(priceFor(entry)?.output ?? null);
			return foresee(load, bareOrder(kind, context, entry), { price: priceFor(entry), size, grid: operators.grid, batch: kind === 'extract' && entry.batch !== null && load.tasks >= entry.batch });
		},
		async together(work, signal) {
			return (await now()).together(work, signal);
		},
		async perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Promise<Response<K>> {
			return (await now()).worker.perform(task, signal);
		},
		panel: {
			tribunal: outside.panel.tribunal,
			reviewers: outside.panel.reviewers.map((reviewer, place) => ({
				id: reviewer.id,
				tier: reviewer.tier,
				async perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Promise<Response<K>> {
					const seated = (await now()).worker.panel.reviewers[place];
					// The same file names the same reviewers; whoever is outside has no books and is not asked.
					return seated?.perform(task, signal) ?? { ...NO_COST, model: reviewer.id, tokens: null, transcripts: [], ok: false, failure: { reason: 'unavailable', message: 'This worker is not open.' } };
				},
			})),
		},
	};
}
