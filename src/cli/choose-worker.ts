import { operatorsOf, workersOf, type Chosen } from '../compile/vault-workers.js';
import type { Problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import type { Host, VaultPort } from '../vault/port.js';
import type { WorkerEntry } from '../worker/operators/operators.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whom a person wants asked, and what the process around gives for it. */
export interface Choice {
	readonly env: Environment;
	/** The name of a worker in `operators.yml`, `offline`, or `replay`; null where that file decides. */
	readonly worker: string | null;
	/** For `replay`: whose transcripts answer; left out for those of all runs. */
	readonly run?: string | null;
	/** Hears of what a person should know while models are asked. */
	readonly tell: (problem: Problem) => void;
}

const KEYS: Readonly<Partial<Record<WorkerEntry['use'], string>>> = { anthropic: 'ANTHROPIC_API_KEY', openai: 'OPENAI_API_KEY' };

/** `COMMONPLACE_KEY_MY_KEY` for a secret `my-key`. A provider's usual variable counts for the provider's own address alone. */
export function keyFrom(env: Environment, { use, key, baseUrl }: Pick<WorkerEntry, 'use' | 'key' | 'baseUrl'>): string | null {
	const named = key === null ? undefined : env[`COMMONPLACE_KEY_${key.toUpperCase().replaceAll('-', '_')}`];
	const usual = baseUrl === null ? env[KEYS[use] ?? ''] : undefined;
	return [named, usual].find((value) => value !== undefined && value.trim() !== '')?.trim() ?? null;
}

/** The workers of a vault, or the one that a person names. */
export const chooseWorker = async (vault: VaultPort, layout: Layout, host: Host, { env, worker, run = null, tell }: Choice): Promise<Chosen> =>
	workersOf(await operatorsOf(vault, layout), { worker, run }, { vault, layout, host }, { keyOf: (entry) => keyFrom(env, entry), fetch: null, tell });
