import { carbonOf, middleOf, sizeByPrice } from '../../budget/carbon.js';
import { costOf, priceOf } from '../../budget/prices.js';
import type { Currencies, TokenCount } from '../../model/currencies.js';
import type { Result } from '../../model/result.js';
import type { Answer, CallFailure, Clerk } from '../clerk.js';
import type { WorkerEntry } from '../operators/operators.js';

/** The host's way to the network. In Obsidian it can neither stream nor abort. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A provider's model as the host reaches it. */
export interface Endpoint {
	readonly entry: WorkerEntry;
	/** Given to the provider and to nobody else; null for an endpoint that needs none. */
	readonly key: string | null;
	/** Null for the platform's own. */
	readonly fetch: Fetch | null;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Grams of CO2 equivalent a kilowatt-hour. */
	readonly grid: number;
}

/** What a connection test found, in words for the person who set the worker up. */
export interface ConnectionTest {
	readonly ok: boolean;
	readonly message: string;
}

/** A clerk whose answers come from a provider. Asking for models costs nothing. */
export interface ProviderClerk extends Clerk {
	/** The names of the provider's models, sorted. */
	listModels(signal: AbortSignal): Promise<Result<readonly string[], CallFailure>>;
	/** Whether the address answers, takes the key and has the model. Spends no tokens. */
	testConnection(signal: AbortSignal): Promise<ConnectionTest>;
}

/** What a provider's answer says, before it is known what it cost. */
export interface Reading {
	readonly tokens: TokenCount | null;
	/** The model as the provider names it; null where it does not. */
	readonly model: string | null;
	readonly said: Result<string, CallFailure>;
}

/** The longest that one call may take. A model on the user's own machine may need minutes for a page. */
export const CALL_MILLISECONDS = 600_000;

/** Tells a provider nothing about the machine, and passes gateways that refuse headers they do not know. */
export const NO_TELEMETRY: Readonly<Record<string, null>> = Object.fromEntries(
	['arch', 'lang', 'os', 'package-version', 'retry-count', 'runtime', 'runtime-version', 'timeout', 'helper', 'helper-method', 'async'].map((name) => [`x-stainless-${name}`, null]),
);

/** What so many tokens cost. `clock` is the time that the call took, null where nobody knows. */
export function chargeFor({ entry, grid }: Pick<Endpoint, 'entry' | 'grid'>, tokens: TokenCount | null, clock: number | null, batch = false): Currencies {
	const price = entry.price ?? (entry.model === null ? null : priceOf(entry.model));
	const size = entry.size ?? sizeByPrice(price?.output ?? null);
	return {
		clock_ms: clock,
		coin_usd: costOf(price, tokens, batch),
		carbon_g: size === null || tokens === null ? null : middleOf(carbonOf(size, tokens.out, grid)),
	};
}

/** An answer from what was read, or from what went wrong. The key is taken out of all of it: a careless server repeats what it was sent. */
export function answerFrom(endpoint: Pick<Endpoint, 'entry' | 'grid' | 'key'>, { tokens, model, said }: Reading, clock: number | null, batch = false): Answer {
	const { key } = endpoint;
	const bare = (text: string): string => (key === null || key === '' ? text : text.split(key).join('[key removed]'));
	const envelope = { ...chargeFor(endpoint, tokens, clock, batch), model: bare(model ?? endpoint.entry.model ?? endpoint.entry.name), tokens, transcript: null };
	return said.ok ? { ...envelope, ok: true, text: bare(said.value) } : { ...envelope, ok: false, failure: { ...said.error, message: bare(said.error.message) } };
}

/** An answer to a call that a provider refused, which is known to cost nothing, or that was lost, which may have cost. */
export function failedAnswer({ entry }: Pick<Endpoint, 'entry'>, failure: CallFailure, clock: number | null, free: boolean): Answer {
	const cost = free ? 0 : null;
	return { clock_ms: clock, coin_usd: cost, carbon_g: cost, model: entry.model ?? entry.name, tokens: null, transcript: null, ok: false, failure };
}
