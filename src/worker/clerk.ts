import type { Currencies, TokenCount } from '../model/currencies.js';
import type { Tier } from '../model/verdict.js';
import type { TaskKind } from './port.js';

/** JSON Schema, draft 2020-12, of an answer. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A task put into words: all that a clerk is given. Nothing is kept from one order to the next. */
export interface Order {
	/** The task's id, such as `extract:s-1a2b3c4d.0`. */
	readonly task: string;
	readonly kind: TaskKind;
	/** The same for every task of a kind in a run, so that a provider can cache it. */
	readonly instructions: string;
	/** The task's own part: source text stands in it fenced as untrusted. */
	readonly input: string;
	readonly schema: JsonSchema;
	/** The most that an answer may take. */
	readonly maxTokens: number;
	/** How many pages or pairs it numbers, from 1: an answer to none of them is none. 0 where it asks for one thing. */
	readonly numbered: number;
	/** Why the task is with this worker and not with a cheaper one; null where it is with the cheapest that is trusted. */
	readonly moved: string | null;
	/** Set for the one repair: what was answered, and what is wrong with it. */
	readonly repair: SentBack | null;
	/** SHA-256 over instructions, schema and the prompt's file: names the version of the prompt. */
	readonly promptHash: string;
	/** Names of the patterns that were composed in. */
	readonly patterns: readonly string[];
}

/** Why a call gave no answer. */
export type CallFailure =
	| { readonly kind: 'rate-limited' | 'overloaded'; readonly message: string; /** Milliseconds, as the provider asked. */ readonly retryAfter: number | null }
	| { readonly kind: 'auth' | 'network' | 'refused' | 'too-long' | 'length' | 'malformed' | 'stopped' | 'over-budget' | 'unavailable' | 'unsupported' | /** Somebody was given the order, or is about to be, and answers later. */ 'waiting'; readonly message: string };

/** An answer that was not taken, and why. */
export interface SentBack {
	readonly answer: string;
	readonly problems: readonly string[];
}

/** How an answer came about. */
export interface Trail {
	/** How often the clerk itself was asked: 0 where nothing was sent, more than 1 after a repair or a failed try. */
	readonly calls: number;
	/** Oldest first. */
	readonly sentBack: readonly SentBack[];
	/** Names of the shims that changed the order or the answer. */
	readonly shims: readonly string[];
}

export type Answer = Currencies & {
	readonly model: string;
	/** Null where nobody counted. */
	readonly tokens: TokenCount | null;
	/** Path of the note that records the call; null where none was written. */
	readonly transcript: string | null;
	/** Left out by a clerk; told by what stands around it. */
	readonly trail?: Trail;
} & ({ readonly ok: true; readonly text: string } | { readonly ok: false; readonly failure: CallFailure });

/** Whoever answers orders: a provider's model, a person or another program by way of files, or a record of what was answered before. */
export interface Clerk {
	/** Such as `anthropic:claude-sonnet-5`, `mailbox`, `replay`. */
	readonly id: string;
	readonly tier: Tier;
	answer(order: Order, signal: AbortSignal): Promise<Answer>;
}

/** Something put around a clerk that is again a clerk. */
export type Wrapper = (inner: Clerk) => Clerk;
