import type { Spending } from '../budget/caps.js';
import { carbonOf, sizeByPrice, type CarbonRange } from '../budget/carbon.js';
import { priceOf } from '../budget/prices.js';
import type { TokenCount } from '../model/currencies.js';
import { problem, type Problem } from '../model/result.js';
import { VaultError, type Host, type VaultReader } from '../vault/port.js';
import type { Clerk } from './clerk.js';
import { anthropicClerk } from './clerks/anthropic/clerk.js';
import type { Endpoint, Fetch } from './clerks/endpoint.js';
import { openaiClerk } from './clerks/openai/clerk.js';
import type { MailboxStore } from './mailbox/box.js';
import { mailboxClerk } from './mailbox/clerk.js';
import { modelWorker } from './model-worker.js';
import { offlineWorker } from './offline/worker.js';
import type { Operators, WorkerEntry } from './operators/operators.js';
import type { Response, Task, TaskKind, Worker } from './port.js';
import type { Pattern, PromptContext } from './prompts/compose-order.js';
import { indexTranscripts } from './replay/transcript-index.js';
import { routed } from './routed.js';
import { checkAnswer } from './schemas/answers.js';
import type { TranscriptStore } from './transcripts/recorded.js';
import { unasked } from './wrappers/answers.js';
import type { Breaker } from './wrappers/breaker.js';
import { estimateBy, UNBILLED } from './wrappers/budgeted.js';
import { hostClock } from './wrappers/clock.js';
import { keptBreaker } from './wrappers/kept-breaker.js';
import { makeMeter } from './wrappers/meter.js';
import { makePause } from './wrappers/pause.js';
import { wrapped, type Surroundings } from './wrappers/wrapped.js';

/** What workers need of the host and the vault. */
export interface World {
	readonly reader: VaultReader;
	readonly store: MailboxStore & TranscriptStore;
	/** The system's own folder. */
	readonly home: string;
	readonly host: Host;
	/** Null for the platform's own. */
	readonly fetch: Fetch | null;
	/** The key that a worker is given; null where nobody has put one down. */
	readonly keyOf: (entry: WorkerEntry) => string | null;
	/** Takes secrets out of a text that will be kept. */
	readonly mask: (text: string) => string;
	readonly patterns: readonly Pattern[];
	/** What was spent since the month began. */
	readonly spentBefore: () => Promise<readonly Spending[]>;
	/** Says that a person stopped everything, or the worker of this id; null where it may be asked. Looked at before each call. */
	readonly halted: (worker: string) => Promise<string | null>;
	/** Hears of what a person should know while calls are made: a pause, a cap that is near, a call that could not be recorded. */
	readonly tell: (problem: Problem) => void;
}

// An answer older than this was given to a run that nobody goes on with.
const RECALLED_DAYS = 7;
const DAY = 24 * 3600 * 1000;

const schemaPath = (home: string): string => `${home}/schema.md`;

async function contextOf({ reader, home, patterns, tell }: World): Promise<PromptContext> {
	try {
		return { schemaNote: await reader.read(schemaPath(home)), patterns };
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		if (error.code !== 'missing' && error.code !== 'not-folder') tell(problem(schemaPath(home), `This is not taken into account: ${error.message}`));
		return { schemaNote: '', patterns };
	}
}

const priceFor = (entry: WorkerEntry) => entry.price ?? (entry.model === null ? null : priceOf(entry.model));

function carbonFor(entry: WorkerEntry, grid: number, tokens: TokenCount | null): CarbonRange | null {
	const size = entry.size ?? sizeByPrice(priceFor(entry)?.output ?? null);
	return size === null || tokens === null ? null : carbonOf(size, tokens.out, grid);
}

function clerkOf(entry: WorkerEntry, grid: number, world: World): Clerk {
	const { reader, store, home, host, fetch } = world;
	if (entry.use === 'mailbox') return mailboxClerk({ id: `mailbox:${entry.name}`, tier: entry.tier, box: { reader, store, home, now: () => host.now() }, clock: hostClock(host), patience: 0 });
	const endpoint: Endpoint = { entry, key: world.keyOf(entry), fetch, now: () => host.now(), grid };
	const clerk = entry.use === 'anthropic' ? anthropicClerk(endpoint) : openaiClerk(endpoint);
	// Nobody is asked without the key that was meant for them: an endpoint's own refusal says less.
	if (endpoint.key !== null || (entry.key === null && entry.baseUrl !== null)) return clerk;
	const message = entry.key === null ? `The worker “${entry.name}” needs a key. Name its secret in operators.yml.` : `The secret “${entry.key}” of the worker “${entry.name}” holds no key.`;
	return { id: clerk.id, tier: clerk.tier, answer: async () => unasked(clerk, { kind: 'auth', message }) };
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

	async function open(run: string): Promise<Worker> {
		const since = new Date(host.now() - RECALLED_DAYS * DAY).toISOString().slice(0, 10);
		const [context, known, prior, breaker] = await Promise.all([contextOf(world), indexTranscripts(reader, home, { since }), world.spentBefore(), (breakers ??= openBreakers())]);
		const meter = makeMeter({
			caps: operators.caps,
			run,
			prior,
			clock,
			near: ({ span, currency, cap, spent }) => {
				tell(problem(home, `${String(Math.round((100 * spent) / cap))} % of the cap of ${String(cap)} ${currency} a ${span} are spent.`));
			},
		});
		const pause = makePause((paused) => {
			if (paused !== null) tell(problem(home, `No calls until ${new Date(paused.until).toISOString().slice(11, 19)} UTC: ${paused.why}`));
		});
		return routed(operators, (entry) => {
			const own = breaker.get(entry);
			if (entry.use === 'offline' || own === undefined) return offlineWorker();
			const clerk = clerkOf(entry, operators.grid, world);
			const around: Surroundings = {
				known,
				recording: { store, home, device: host.device, run, clock, mask, carbon: (tokens) => carbonFor(entry, operators.grid, tokens), problem: tell },
				meter,
				estimate: entry.use === 'mailbox' ? UNBILLED : estimateBy({ price: priceFor(entry), size: entry.size, grid: operators.grid, batch: false }),
				patience: { clock, pause, breaker: own },
				check: checkAnswer,
				shims: [],
				halted: () => world.halted(clerk.id),
			};
			return modelWorker({ clerk: wrapped(clerk, around), context, model: entry.model, maxTokens: entry.maxTokens });
		});
	}

	let current: { readonly run: string; readonly worker: Promise<Worker> } | null = null;
	const runOf = (run: string): Promise<Worker> => {
		if (current?.run !== run) current = { run, worker: open(run) };
		return current.worker;
	};
	// Asks nobody: the name and tier of a worker are known without its books.
	const { id, tier } = routed(operators, (entry) => (entry.use === 'offline' ? offlineWorker() : { ...clerkOf(entry, operators.grid, world), perform: () => Promise.reject(new Error('This worker has no books.')) }));
	return {
		id,
		tier,
		async begin(run) {
			await runOf(run);
		},
		async perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Promise<Response<K>> {
			return (await (current?.worker ?? runOf(unnamed))).perform(task, signal);
		},
	};
}
