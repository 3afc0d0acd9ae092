import type { Currencies } from '../../model/currencies.js';
import { durationMs } from '../expression/tokens.js';
import { take, UNKNOWN, type Value } from '../expression/value.js';
import { close, doubt, type Draft, draftOf, drop, note, outcomeOf, put, type RunOptions, rootsOf, spawn } from './draft.js';
import { cancelSiblings, comeTogether, settle } from './gather.js';
import type { Machine, ReadyNode } from './machine.js';
import { afterFailure, ask, askedBy } from './operator.js';
import { act, arrive, end, fail, leave, readyNode, receive } from './route.js';
import type { FlowEvent, FlowState, StepResult, Token } from './state.js';

export interface StartOptions extends RunOptions {
	/** Time in milliseconds, for `now` and `elapsed`; without it they are unknown. */
	readonly at?: number;
	/** Measurements that conditions may ask as `metrics`; unknown where there are none. */
	readonly metrics?: Value;
}

const UNKNOWN_COST: Currencies = { clock_ms: null, coin_usd: null, carbon_g: null };

/** Begins a flow with one work item and runs it until it ends or waits for somebody. Pure: the same arguments give the same result. */
export function start(machine: Machine, entity: Value, options: StartOptions = {}): StepResult {
	const at = options.at ?? null;
	const fresh: FlowState = {
		machine: machine.hash,
		status: 'waiting',
		steps: 0,
		nextToken: 1,
		now: at,
		began: at,
		entity,
		metrics: options.metrics ?? null,
		tokens: [],
		results: {},
		arrived: {},
		held: [],
		ended: [],
		failures: { total: 0, consecutive: 0, at: [] },
		doubts: [],
	};
	const draft = draftOf(machine, fresh, at, options);
	const token = spawn(draft, { node: machine.start, source: null, lineage: [], outcome: null, result: null, variables: {}, merged: [], since: at });
	note(draft, 'token_created', token, 'at the start');
	return run(draft);
}

/** Goes on with what an answer, a failure, an event or a timeout brings. What nobody waits for changes nothing but the trace. */
export function step(machine: Machine, state: FlowState, event: FlowEvent, options: RunOptions = {}): StepResult {
	const draft = draftOf(machine, state, event.at ?? null, options);
	if (state.machine !== machine.hash) {
		const begin = machine.nodes.get(machine.start);
		if (begin !== undefined) doubt(draft, begin, 'The flow was changed while it waited. What was begun under its old text does not go on under the new one; begin anew.');
		end(draft, 'failed', 'the flow was changed');
		return close(draft);
	}
	if (state.status !== 'waiting') {
		draft.status = state.status;
		note(draft, 'event_ignored', null, `${event.type}: the flow has ended`);
		return close(draft);
	}
	if (!accept(draft, event)) note(draft, 'event_ignored', null, `${event.type}: nobody waits for it`);
	return run(draft);
}

/** Hands the event to whoever waits for it. */
function accept(draft: Draft, event: FlowEvent): boolean {
	if (event.type === 'signal') {
		const declared = draft.machine.flow.events.find(({ id }) => id === event.event);
		return declared !== undefined && receive(draft, event.event, event.payload, declared.type?.value === 'persistent');
	}
	const token = draft.tokens.get(event.token);
	const at = token === undefined ? null : readyNode(draft, token);
	if (token === undefined || at === null) return false;
	if (event.type === 'timeout') return token.status === 'waiting' && timeOut(draft, token, at);
	if (token.status !== 'asking') return false;
	const cost = event.cost ?? UNKNOWN_COST;
	if (event.type === 'failure') afterFailure(draft, token, at, event.reason, cost);
	else if (take(event.result) === UNKNOWN) afterFailure(draft, token, at, 'The answer is no data.', cost);
	else leave(draft, { ...token, status: 'ready', asked: null }, at, { outcome: outcomeOf(event.result), result: event.result }, 'completed', cost);
	return true;
}

function timeOut(draft: Draft, token: Token, at: ReadyNode): boolean {
	const { trigger } = at.node;
	const late = `“${trigger?.event?.value ?? ''}” did not come in time.`;
	const then = trigger?.onTimeout?.value;
	if (then === 'escalate') {
		note(draft, 'node_exited', token, 'timed out');
		ask(draft, token, at, { operator: 'human', tier: 4, attempt: 1, stage: 'escalated' }, `${late} Decide how to go on.`);
	} else if (then === 'continue') leave(draft, { ...token, status: 'ready' }, at, { outcome: 'timed_out', result: null }, 'timed out');
	else fail(draft, token, at, late, true);
	return true;
}

function run(draft: Draft): StepResult {
	const most = draft.steps + draft.mostVisits;
	while (draft.status === 'running') {
		const token = draft.tokens.get(draft.ready.shift() ?? -1);
		if (token === undefined) {
			if (draft.ready.length > 0 || settle(draft)) continue;
			finish(draft);
			break;
		}
		const at = readyNode(draft, token);
		if (at === null || draft.steps >= most) {
			const here = at ?? draft.machine.nodes.get(draft.machine.start);
			if (here !== undefined) doubt(draft, here, `The flow went on for ${draft.mostVisits} steps without an end.`);
			end(draft, 'failed', 'too many steps');
			break;
		}
		draft.steps += 1;
		draft.visited.push(at.node.id);
		enter(draft, token, at);
	}
	return close(draft);
}

/** Nothing is ready: the flow has ended, waits for the outside, or can never go on. */
function finish(draft: Draft): void {
	const waiting = [...draft.tokens.values()].filter(({ status }) => status === 'asking' || status === 'waiting');
	if (waiting.length > 0) {
		draft.status = 'waiting';
		return;
	}
	for (const token of draft.tokens.values()) {
		const at = readyNode(draft, token);
		if (at !== null) doubt(draft, at, 'It waits for branches of which none can come any more.');
	}
	const sound = draft.doubts.length === 0 && draft.ended.length > 0;
	end(draft, sound || (draft.tokens.size === 0 && draft.ended.length > 0) ? 'completed' : 'failed', sound ? 'every token has come to an end' : 'no token can go on');
}

function enter(draft: Draft, token: Token, at: ReadyNode): void {
	const { node } = at;
	note(draft, 'node_entered', token, node.type.value);
	if (at.guard !== null) {
		const holds = at.guard.truth(rootsOf(draft, token));
		if (holds !== true) {
			fail(draft, token, at, `Its guard “${node.guard?.text ?? ''}” ${holds === UNKNOWN ? 'is not known to hold' : 'does not hold'}.`);
			return;
		}
	}
	switch (node.type.value) {
		case 'end':
			act(draft, token, at);
			draft.ended.push(node.id);
			note(draft, 'node_exited', token, 'completed');
			drop(draft, token);
			return;
		case 'task':
		case 'decision': {
			const asked = askedBy(node.operator);
			if (asked !== null) ask(draft, token, at, asked);
			else leave(draft, token, at, node.type.value === 'task' && node.operator !== null ? { outcome: token.outcome, result: token.result } : null, 'completed');
			return;
		}
		case 'join':
			comeTogether(draft, put(draft, { ...token, status: 'parked' }), at);
			return;
		case 'vote':
			put(draft, { ...token, status: 'parked' });
			return;
		case 'checkpoint': {
			const holds = at.gate === null ? null : at.gate.truth(rootsOf(draft, token));
			if (holds === UNKNOWN) fail(draft, token, at, `It is not known whether “${node.phaseGate?.evaluate?.text ?? ''}” holds.`);
			else leave(draft, token, at, holds === null ? null : { outcome: holds, result: null }, holds === null ? 'completed' : `completed: ${String(holds)}`);
			return;
		}
		case 'event_wait':
			wait(draft, token, at);
			return;
		case 'cancel':
			cancel(draft, token, at);
			return;
		default:
			leave(draft, token, at, null, 'completed');
	}
}

function wait(draft: Draft, token: Token, at: ReadyNode): void {
	const event = at.node.trigger?.event?.value ?? '';
	const index = draft.held.findIndex((held) => held.event === event);
	const [held] = index < 0 ? [] : draft.held.splice(index, 1);
	if (held !== undefined) {
		arrive(draft, token, at, event, held.payload);
		return;
	}
	put(draft, { ...token, status: 'waiting' });
	draft.effects.push({ type: 'wait', token: token.id, node: at.node.id, line: at.node.line, event, timeoutMs: durationMs(at.node.trigger?.timeout?.value ?? '') });
}

function cancel(draft: Draft, token: Token, at: ReadyNode): void {
	const { node } = at;
	const holds = at.condition === null ? true : at.condition.truth(rootsOf(draft, token));
	if (holds === UNKNOWN) {
		fail(draft, token, at, `It is not known whether “${node.condition?.text ?? ''}” holds.`);
		return;
	}
	if (!holds) {
		leave(draft, token, at, null, 'nothing to cancel');
		return;
	}
	const acted = act(draft, token, at);
	if (node.scope?.value !== 'activity') {
		end(draft, 'cancelled', `“${node.id}” cancelled it`);
		return;
	}
	const target = node.target?.value ?? null;
	if (target === null) cancelSiblings(draft, [acted], `“${node.id}” cancelled it`);
	else for (const other of [...draft.tokens.values()]) if (other.id !== acted.id && other.node === target) drop(draft, other, `“${node.id}” cancelled it`);
	leave(draft, acted, { ...at, actions: [] }, null, 'cancelled others');
}
