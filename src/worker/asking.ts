import type { Currency, HeldBack } from '../budget/caps.js';
import type { Paused } from './wrappers/pause.js';

/** What asking models has come to in the run that is under way, or in the last one. */
export interface Asking {
	/** Tasks that were answered or given up. */
	readonly tasks: number;
	/** What is known to be spent; the time is that of the calls, of which several may run at once. */
	readonly spent: Readonly<Record<Currency, number>>;
	/** Currencies in which more may be spent than is known. */
	readonly unknown: readonly Currency[];
	/** Set while a provider asks for patience. */
	readonly pause: Paused | null;
	/** The cap that kept the last call from being made. */
	readonly held: HeldBack | null;
}

export const NOTHING_ASKED: Asking = { tasks: 0, spent: { clock_ms: 0, coin_usd: 0, carbon_g: 0 }, unknown: [], pause: null, held: null };
