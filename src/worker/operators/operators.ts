import type { Caps } from '../../budget/caps.js';
import type { ModelSize } from '../../budget/carbon.js';
import type { Price } from '../../budget/prices.js';
import type { Tier } from '../../model/verdict.js';
import type { TaskKind } from '../port.js';

/** Where a worker's answers come from. */
export type Provider = 'offline' | 'anthropic' | 'openai' | 'mailbox';

/** A worker as the user describes it. */
export interface WorkerEntry {
	readonly name: string;
	readonly use: Provider;
	readonly tier: Tier;
	/** The provider's name of the model; null for a worker that has none. */
	readonly model: string | null;
	/** Address of an endpoint that speaks the provider's protocol; null for the provider's own. */
	readonly baseUrl: string | null;
	/** Name of the secret that holds the key, never the key; null where none is needed. */
	readonly key: string | null;
	/** The most tokens that one answer may take. */
	readonly maxTokens: number;
	/** Calls that may be under way at once. */
	readonly parallel: number;
	/** From so many orders of a run on they go through the provider's batch service; null: never. */
	readonly batch: number | null;
	/** US dollars a million tokens, where the table does not know or the user knows better. */
	readonly price: Price | null;
	/** Billions of parameters, for carbon. */
	readonly size: ModelSize | null;
}

/** Which worker is asked, and how much may be spent: the vault's `operators.yml`. */
export interface Operators {
	readonly workers: readonly WorkerEntry[];
	/** The lowest tier that is trusted with a kind of task. */
	readonly trust: Readonly<Record<TaskKind, Tier>>;
	/** At tier 3 three are asked for a second opinion, each alone, and most of them must approve. */
	readonly tribunal: boolean;
	readonly caps: Caps;
	/** Grams of CO2 equivalent a kilowatt-hour. */
	readonly grid: number;
}

export const operatorsPath = (home: string): string => `${home}/operators.yml`;
