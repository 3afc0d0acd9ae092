import { type Currencies, NO_COST } from '../../model/currencies.js';
import { isRecord } from '../../model/json.js';
import type { Roots } from '../expression/evaluate.js';
import { duration, type Maybe, UNKNOWN, type Value } from '../expression/value.js';
import type { Machine, ReadyNode } from './machine.js';
import type { Effect, Fields, FlowState, StepResult, Token, Trace } from './state.js';

/** How a run deals with what it cannot tell. */
export interface RunOptions {
	/**
	 * For policies: a failure ends its own token alone, and where several ways of a choice may count all of them are followed, so that
	 * no objection is lost. Every doubt is still in the state. Without it the flow stops at the first failure that its tolerance does not bear.
	 */
	readonly hearAll?: boolean;
	/** Keeps no trace: for asking only what a policy says, thousands of times. */
	readonly untraced?: boolean;
}

/** Nodes that one run may visit. */
export const MOST_VISITS = 10_000;

/** A state while a step works on it. Lives for one call; what leaves it is plain data. */
export interface Draft {
	readonly machine: Machine;
	readonly options: RunOptions;
	readonly before: FlowState;
	status: FlowState['status'] | 'running';
	steps: number;
	nextToken: number;
	now: number | null;
	entity: Value;
	readonly tokens: Map<number, Token>;
	readonly ready: number[];
	results: Fields;
	arrived: Record<string, number>;
	held: { readonly event: string; readonly payload: Value }[];
	ended: string[];
	failures: FlowState['failures'];
	doubts: FlowState['doubts'][number][];
	readonly effects: Effect[];
	readonly trace: Trace[];
	readonly visited: string[];
	/** Further visits that this call may make. */
	readonly mostVisits: number;
}

export function draftOf(machine: Machine, before: FlowState, at: number | null, options: RunOptions): Draft {
	return {
		machine,
		options,
		before,
		status: 'running',
		steps: before.steps,
		nextToken: before.nextToken,
		now: at ?? before.now,
		entity: before.entity,
		tokens: new Map(before.tokens.map((token) => [token.id, token])),
		ready: [],
		results: before.results,
		arrived: { ...before.arrived },
		held: [...before.held],
		ended: [...before.ended],
		failures: before.failures,
		doubts: [...before.doubts],
		effects: [],
		trace: [],
		visited: [],
		mostVisits: MOST_VISITS,
	};
}

export function close(draft: Draft): StepResult {
	const { before, steps, nextToken, now, entity, results, arrived, held, ended, failures, doubts } = draft;
	const status = draft.status === 'running' ? 'failed' : draft.status;
	const state: FlowState = { ...before, status, steps, nextToken, now, began: before.began ?? now, entity, tokens: [...draft.tokens.values()], results, arrived, held, ended, failures, doubts };
	return { state, effects: draft.effects, trace: draft.trace, visited: draft.visited };
}

export function note(draft: Draft, kind: Trace['kind'], token: Token | null, detail: string, cost: Currencies = NO_COST, at: ReadyNode | null = null): void {
	if (draft.options.untraced === true) return;
	const node = at ?? (token === null ? null : (draft.machine.nodes.get(token.node) ?? null));
	const { clock_ms, coin_usd, carbon_g } = cost;
	draft.trace.push({ step: draft.steps, kind, token: token?.id ?? null, node: node?.node.id ?? null, line: node?.node.line ?? null, detail, clock_ms, coin_usd, carbon_g });
}

export function doubt(draft: Draft, at: ReadyNode, reason: string, line = at.node.line): void {
	draft.doubts.push({ node: at.node.id, line, reason });
}

/** Makes a token and puts it in line. */
export function spawn(draft: Draft, from: Omit<Token, 'id' | 'status' | 'asked'>): Token {
	const token: Token = { ...from, id: draft.nextToken, status: 'ready', asked: null };
	draft.nextToken += 1;
	draft.tokens.set(token.id, token);
	draft.ready.push(token.id);
	return token;
}

/** Puts the token where it waits, or in line again. */
export function put(draft: Draft, token: Token): Token {
	draft.tokens.set(token.id, token);
	if (token.status === 'ready') draft.ready.push(token.id);
	return token;
}

export function drop(draft: Draft, token: Token, why: string | null = null): void {
	draft.tokens.delete(token.id);
	if (why !== null) note(draft, 'token_cancelled', token, why);
}

const nodeRecord = (node: ReadyNode | undefined): Value => (node === undefined ? null : { id: node.node.id, name: node.node.name, type: node.node.type.value });

/** What the expressions of a node see. What is not there is unknown. */
export function rootsOf(draft: Draft, token: Token, target: string | null = null): Roots {
	const { machine, now, before } = draft;
	const elapsed = (since: number | null): Maybe => (now === null || since === null ? UNKNOWN : duration(now - since));
	const roots: Record<string, unknown> = {
		entity: draft.entity,
		params: machine.params,
		node: draft.results,
		tokens: token.merged,
		token: { id: token.id, variables: token.variables, elapsed: elapsed(token.since) },
		flow: { id: machine.flow.id?.value ?? '', name: machine.flow.name?.value ?? '', tokens: draft.tokens.size, completed: draft.ended.length, elapsed: elapsed(before.began ?? now) },
		elapsed: elapsed(token.since),
	};
	if (now !== null) roots.now = now;
	if (before.metrics !== null) roots.metrics = before.metrics;
	if (token.source !== null) roots.source = nodeRecord(machine.nodes.get(token.source));
	if (target !== null) roots.target = nodeRecord(machine.nodes.get(target));
	if (token.outcome !== null) {
		roots.outcome = token.outcome;
		roots.vote = { result: token.outcome };
	}
	if (token.result !== null) roots.result = token.result;
	return roots;
}

/** What an operator, person or event said, for conditions that ask `outcome`. */
export const outcomeOf = (result: Value): Value => {
	if (!isRecord(result)) return result;
	const { outcome } = result;
	return typeof outcome === 'string' || typeof outcome === 'number' || typeof outcome === 'boolean' ? outcome : null;
};
