import { readCalls } from '../compile/spending.js';
import { maskSecrets } from '../compile/mask-secrets.js';
import { problem, type Problem } from '../model/result.js';
import { haltOf } from '../gate/stop.js';
import { recordStore } from '../vault/commit/record.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type Host, type VaultPort } from '../vault/port.js';
import { offlineWorker } from '../worker/offline/worker.js';
import { openWorkers } from '../worker/open-workers.js';
import { operatorsPath, type Operators, type WorkerEntry } from '../worker/operators/operators.js';
import { OFFLINE_OPERATORS, readOperators } from '../worker/operators/read-operators.js';
import type { Worker } from '../worker/port.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whom a person wants asked, and what the process around gives for it. */
export interface Choice {
	readonly env: Environment;
	/** The name of a worker in `operators.yml`, or `offline`; null where that file decides. */
	readonly worker: string | null;
	/** Hears of what a person should know while models are asked. */
	readonly tell: (problem: Problem) => void;
}

export interface Chosen {
	readonly worker: Worker;
	/** Nothing but code on this machine will be asked. */
	readonly offline: boolean;
	readonly problems: readonly Problem[];
	/** Set where the chosen worker is none. */
	readonly unusable: Problem | null;
}

const KEYS: Readonly<Partial<Record<WorkerEntry['use'], string>>> = { anthropic: 'ANTHROPIC_API_KEY', openai: 'OPENAI_API_KEY' };

/** `COMMONPLACE_KEY_MY_KEY` for a secret `my-key`. A provider's usual variable counts for the provider's own address alone. */
export function keyFrom(env: Environment, { use, key, baseUrl }: Pick<WorkerEntry, 'use' | 'key' | 'baseUrl'>): string | null {
	const named = key === null ? undefined : env[`COMMONPLACE_KEY_${key.toUpperCase().replaceAll('-', '_')}`];
	const usual = baseUrl === null ? env[KEYS[use] ?? ''] : undefined;
	return [named, usual].find((value) => value !== undefined && value.trim() !== '')?.trim() ?? null;
}

async function operatorsOf(vault: VaultPort, layout: Layout): Promise<ReturnType<typeof readOperators>> {
	const path = operatorsPath(layout.home);
	try {
		return readOperators(path, await vault.read(path));
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		const missing = error.code === 'missing' || error.code === 'not-folder';
		return { operators: OFFLINE_OPERATORS, problems: missing ? [] : [problem(path, `It cannot be read, and only the offline worker is asked: ${error.message}`)] };
	}
}

/** One worker for all, whatever else the file trusts with what. */
const only = (operators: Operators, entry: WorkerEntry): Operators => ({ ...operators, workers: [entry], trust: OFFLINE_OPERATORS.trust });

/** The workers of a vault, or the one that a person names. */
export async function chooseWorker(vault: VaultPort, layout: Layout, host: Host, { env, worker: name, tell }: Choice): Promise<Chosen> {
	const offline = { worker: offlineWorker(), offline: true };
	if (name === 'offline') return { ...offline, problems: [], unusable: null };
	const { operators, problems } = await operatorsOf(vault, layout);
	const entry = name === null ? null : operators.workers.find((each) => each.name === name);
	if (entry === undefined) {
		const there = [...new Set(['offline', ...operators.workers.map((each) => each.name)])].join(', ');
		return { ...offline, problems, unusable: problem(operatorsPath(layout.home), `There is no worker “${name ?? ''}”. There are: ${there}.`) };
	}
	const chosen = entry === null ? operators : only(operators, entry);
	if (chosen.workers.every(({ use }) => use === 'offline')) return { ...offline, problems, unusable: null };
	const now = new Date(host.now()).toISOString();
	const world = {
		reader: vault,
		store: recordStore(vault, layout),
		home: layout.home,
		host,
		fetch: null,
		keyOf: (each: WorkerEntry) => keyFrom(env, each),
		mask: maskSecrets,
		patterns: [],
		halted: (id: string) => haltOf(vault, layout, id),
		spentBefore: async () => {
			const found: Problem[] = [];
			const calls = await readCalls(vault, layout, now.slice(0, 7), found);
			found.forEach(tell);
			return calls;
		},
		tell,
	};
	return { worker: openWorkers(chosen, world, `r-${now.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-workers-${String(host.pid)}`), offline: false, problems, unusable: null };
}
