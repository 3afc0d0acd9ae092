import type { Currencies } from '../../model/currencies.js';
import type { Value } from '../expression/value.js';

export type Fields = { readonly [key: string]: Value };

/** Who a token waits for. */
export interface Asked {
	readonly operator: 'llm' | 'human';
	readonly tier: number;
	/** Counted from 1 within a stage. */
	readonly attempt: number;
	readonly stage: 'first' | 'fallback' | 'escalated';
	/** What it is asked, in words. */
	readonly about: string;
}

/** An execution marker. Plain data, as everything in a state is. */
export interface Token {
	readonly id: number;
	readonly node: string;
	/** `ready` only inside a step; `parked` waits at a join or vote for others. */
	readonly status: 'ready' | 'asking' | 'waiting' | 'parked';
	/** The node that it came from. */
	readonly source: string | null;
	/** The splits that it comes from, outermost first. */
	readonly lineage: readonly string[];
	/** What the last operator, vote, checkpoint or event said. */
	readonly outcome: Value;
	readonly result: Value;
	readonly variables: Fields;
	readonly asked: Asked | null;
	/** What came together at the last join. */
	readonly merged: readonly Value[];
	/** Time of its making, in milliseconds; null where no event told the time. */
	readonly since: number | null;
}

/** A place at which the flow could not tell what to do. Whoever reads the state must not take silence for consent. */
export interface Doubt {
	readonly node: string;
	readonly line: number;
	readonly reason: string;
}

/** A flow in execution: survives a restart as JSON. */
export interface FlowState {
	/** Hash of the flow; a state is never continued under another one. */
	readonly machine: string;
	readonly status: 'waiting' | 'completed' | 'failed' | 'cancelled';
	readonly steps: number;
	readonly nextToken: number;
	/** Milliseconds as the last event told them; null where none did. */
	readonly now: number | null;
	readonly began: number | null;
	readonly entity: Value;
	readonly metrics: Value;
	/** Tokens that are alive. */
	readonly tokens: readonly Token[];
	/** What each node last ended with. */
	readonly results: Fields;
	/** How many tokens each join has taken since it last began anew. */
	readonly arrived: { readonly [node: string]: number };
	/** Persistent events that nobody has consumed. */
	readonly held: readonly { readonly event: string; readonly payload: Value }[];
	readonly ended: readonly string[];
	readonly failures: { readonly total: number; readonly consecutive: number; readonly at: readonly (number | null)[] };
	readonly doubts: readonly Doubt[];
}

/** What comes from outside. `at` is the time in milliseconds, the same clock throughout. */
export type FlowEvent = { readonly at?: number } & (
	| { readonly type: 'answer'; readonly token: number; /** A record with `outcome`, or the outcome itself. */ readonly result: Value; readonly cost?: Currencies }
	| { readonly type: 'failure'; readonly token: number; readonly reason: string; readonly cost?: Currencies }
	| { readonly type: 'signal'; readonly event: string; readonly payload: Value }
	| { readonly type: 'timeout'; readonly token: number }
);

/** What the host has to do. */
export type Effect =
	| { readonly type: 'emit'; readonly event: string; readonly persistent: boolean; readonly payload: Fields; readonly node: string; readonly line: number }
	| { readonly type: 'ask'; readonly token: number; readonly node: string; readonly line: number; readonly operator: 'llm' | 'human'; readonly tier: number; readonly attempt: number; readonly intention: string }
	| { readonly type: 'wait'; readonly token: number; readonly node: string; readonly line: number; readonly event: string; readonly timeoutMs: number | null }
	| { readonly type: 'block'; readonly operator: string; readonly tier: number | null; readonly ms: number };

/** One occurrence for the ledger. Code costs nothing; what a worker or person cost is unknown where the answer did not say. */
export interface Trace extends Currencies {
	readonly step: number;
	readonly kind: 'token_created' | 'node_entered' | 'node_exited' | 'edge_taken' | 'branch_forked' | 'branches_joined' | 'token_cancelled' | 'event_emitted' | 'event_received' | 'event_ignored' | 'flow_ended';
	readonly token: number | null;
	readonly node: string | null;
	/** Line in the note. */
	readonly line: number | null;
	/** How a node was left, which way was taken, or why. */
	readonly detail: string;
}

export interface StepResult {
	readonly state: FlowState;
	readonly effects: readonly Effect[];
	readonly trace: readonly Trace[];
	/** Ids of the nodes that this call entered, in order; kept without a trace too. */
	readonly visited: readonly string[];
}
