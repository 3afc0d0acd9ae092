import { haltOf } from '../gate/stop.js';
import { problem, type Problem } from '../model/result.js';
import { recordStore } from '../vault/commit/record.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type Host, type VaultPort, type VaultReader } from '../vault/port.js';
import { offlineWorker } from '../worker/offline/worker.js';
import { openWorkers, type World } from '../worker/open-workers.js';
import { operatorsPath, type Operators, type WorkerEntry } from '../worker/operators/operators.js';
import { OFFLINE_OPERATORS, readOperators } from '../worker/operators/read-operators.js';
import type { Worker } from '../worker/port.js';
import { replayWorkers } from '../worker/replay/replay-workers.js';
import { maskSecrets } from './mask-secrets.js';
import { permits } from './permits.js';
import { readCalls } from './spending.js';

/** What the host around gives to whoever is asked. */
export type Means = Pick<World, 'keyOf' | 'fetch' | 'tell' | 'paused' | 'refused'>;

export interface Chosen {
	readonly worker: Worker;
	/** Nothing but code on this machine will be asked. */
	readonly offline: boolean;
	readonly problems: readonly Problem[];
	/** Set where the chosen worker is none. */
	readonly unusable: Problem | null;
}

export interface FoundOperators {
	readonly operators: Operators;
	readonly problems: readonly Problem[];
	/** Null where there is no such file, or it cannot be read. */
	readonly text: string | null;
}

/** The vault's `operators.yml`, read. */
export async function operatorsOf(vault: VaultReader, layout: Layout): Promise<FoundOperators> {
	const path = operatorsPath(layout.home);
	try {
		const text = await vault.read(path);
		return { ...readOperators(path, text), text };
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		const missing = error.code === 'missing' || error.code === 'not-folder';
		return { operators: OFFLINE_OPERATORS, problems: missing ? [] : [problem(path, `It cannot be read, and only the offline worker is asked: ${error.message}`)], text: null };
	}
}

/** One worker for all, whatever else the file trusts with what. */
const only = (operators: Operators, entry: WorkerEntry): Operators => ({ ...operators, workers: [entry], trust: OFFLINE_OPERATORS.trust });

/** Whom a person names. */
export interface Named {
	/** A name in `operators.yml`, `offline`, or `replay`; null where that file decides. */
	readonly worker: string | null;
	/** For `replay`: the run whose transcripts answer; null for those of all. */
	readonly run: string | null;
}

/** The workers that the operators name, or the one that a person names. */
export function workersOf({ operators, problems }: FoundOperators, { worker: name, run }: Named, where: { readonly vault: VaultPort; readonly layout: Layout; readonly host: Host }, means: Means): Chosen {
	const { vault, layout, host } = where;
	const offline = { worker: offlineWorker(), offline: true };
	if (name === 'offline') return { ...offline, problems: [], unusable: null };
	const replays = name === 'replay';
	const entry = name === null || replays ? null : operators.workers.find((each) => each.name === name);
	if (entry === undefined) {
		const there = [...new Set(['offline', 'replay', ...operators.workers.map((each) => each.name)])].join(', ');
		return { ...offline, problems, unusable: problem(operatorsPath(layout.home), `There is no worker “${name ?? ''}”. There are: ${there}.`) };
	}
	const chosen = entry === null ? operators : only(operators, entry);
	if (chosen.workers.every(({ use }) => use === 'offline')) {
		return { ...offline, problems, unusable: replays ? problem(operatorsPath(layout.home), 'There is nothing to replay: the file names nobody whose answers are recorded.') : null };
	}
	const now = new Date(host.now()).toISOString();
	const world: World = {
		reader: vault,
		store: recordStore(vault, layout),
		home: layout.home,
		host,
		...means,
		mask: maskSecrets,
		halted: (id) => haltOf(vault, layout, id),
		whyNot: permits(vault, layout, host),
		spentBefore: async () => {
			const found: Problem[] = [];
			const calls = await readCalls(vault, layout, new Date(host.now()).toISOString().slice(0, 7), found);
			found.forEach(means.tell);
			return calls;
		},
	};
	if (replays) return { worker: replayWorkers(chosen, world, run), offline: false, problems, unusable: null };
	return { worker: openWorkers(chosen, world, `r-${now.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-workers-${String(host.pid)}`), offline: false, problems, unusable: null };
}
