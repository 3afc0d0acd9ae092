import type { Remote } from 'comlink';
import { operatorsOf, workersOf, type Chosen } from '../../compile/vault-workers.js';
import type { Problem } from '../../model/result.js';
import { CURRENCIES } from '../../budget/caps.js';
import type { Layout } from '../../vault/layout.js';
import type { Host, VaultPort } from '../../vault/port.js';
import { NOTHING_ASKED, type Asking } from '../../worker/asking.js';
import { offlineWorker } from '../../worker/offline/worker.js';
import { addressOf } from '../../worker/operators/address.js';
import type { WorkerEntry } from '../../worker/operators/operators.js';
import { FREE } from '../../worker/foresee.js';
import { FINE, type Response, type Task, type TaskKind, type Worker } from '../../worker/port.js';
import { fetchThrough } from './fetch-through.js';
import type { HostCalls } from './protocol.js';

/** The workers of the vault, as `operators.yml` and the keys of this device are when a run begins. */
export interface ThreadModels {
	/** Asks whoever is meant to be asked; the same object for as long as the thread lives. */
	readonly worker: Worker;
	/** Looks at the file and the keys anew. Tells what is wrong with them. */
	refresh(): Promise<readonly Problem[]>;
	/** Nothing of the next run is asked yet. Returns what a person should know of the run, to be read when it has ended. */
	begin(): readonly Problem[];
}

type KeyOf = (entry: Pick<WorkerEntry, 'key' | 'use' | 'baseUrl'>) => string | null;

const pairOf = ({ key, use, baseUrl }: Parameters<KeyOf>[0]): string => `${key ?? ''} ${addressOf({ use, baseUrl }) ?? ''}`;

/** The keys that the workers need, from the main thread, which alone can reach them. */
export async function keysFrom(host: Pick<Remote<HostCalls>, 'key'>, entries: readonly Parameters<KeyOf>[0][]): Promise<KeyOf> {
	const keys = new Map<string, string | null>();
	for (const entry of entries) {
		const address = addressOf(entry);
		if (entry.key !== null && address !== null) keys.set(pairOf(entry), await host.key(entry.key, address));
	}
	return (entry) => keys.get(pairOf(entry)) ?? null;
}

export function threadModels(parts: { readonly vault: VaultPort; readonly layout: Layout; readonly host: Host; readonly calls: Remote<HostCalls> }): ThreadModels {
	const { vault, layout, host, calls } = parts;
	const fetch = fetchThrough((request) => calls.request(request), host);
	let chosen: Chosen = { worker: offlineWorker(), offline: true, problems: [], unusable: null };
	/** What the workers were opened with: while it is the same, they keep their books. */
	let opened = '';
	let asking: Asking = NOTHING_ASKED;
	let told: Problem[] = [];

	const become = (changes: Partial<Asking>): void => {
		asking = { ...asking, ...changes };
		void calls.asking(asking);
	};
	const add = (response: Response<TaskKind>): void => {
		const spent = { ...asking.spent };
		const unknown = new Set(asking.unknown);
		for (const currency of CURRENCIES) {
			const amount = response[currency];
			if (amount === null) unknown.add(currency);
			else spent[currency] += amount;
		}
		become({ tasks: asking.tasks + 1, spent, unknown: CURRENCIES.filter((currency) => unknown.has(currency)) });
	};

	async function counted<K extends TaskKind>(worker: Worker, task: Task<K>, signal: AbortSignal): Promise<Response<K>> {
		const { offline } = chosen;
		const response = await worker.perform(task, signal);
		// What waits for others to be handed in is asked for again, and nothing was spent on it.
		if (!offline && (response.ok || response.failure.reason !== 'waiting')) add(response);
		return response;
	}

	return {
		worker: {
			get id() {
				return chosen.worker.id;
			},
			get tier() {
				return chosen.worker.tier;
			},
			begin: async (run, signal) => chosen.worker.begin?.(run, signal),
			together: (work, signal) => chosen.worker.together?.(work, signal) ?? work(),
			grainOf: (kind) => chosen.worker.grainOf?.(kind) ?? FINE,
			foresee: (kind, load) => chosen.worker.foresee?.(kind, load) ?? Promise.resolve(FREE),
			panel: {
				get tribunal() {
					return chosen.worker.panel?.tribunal ?? false;
				},
				get reviewers() {
					return (chosen.worker.panel?.reviewers ?? []).map((reviewer) => ({ id: reviewer.id, tier: reviewer.tier, perform: (task, signal) => counted(reviewer, task, signal) }) satisfies Worker);
				},
			},
			perform: (task, signal) => counted(chosen.worker, task, signal),
		},
		async refresh() {
			const found = await operatorsOf(vault, layout);
			const keyOf = await keysFrom(calls, found.operators.workers);
			const now = JSON.stringify([found.text, found.operators.workers.map(keyOf)]);
			if (now !== opened) {
				opened = now;
				chosen = workersOf(found, { worker: null, run: null }, { vault, layout, host }, {
					keyOf,
					fetch,
					tell: (problem) => void told.push(problem),
					paused: (pause) => {
						become({ pause });
					},
					refused: (held) => {
						if (asking.held === null) become({ held });
					},
				});
			}
			return found.problems;
		},
		begin() {
			asking = NOTHING_ASKED;
			if (!chosen.offline) become({});
			told = [];
			return told;
		},
	};
}
