import type { Currencies } from '../../model/currencies.js';
import { isRecord } from '../../model/json.js';
import { type Maybe, take, UNKNOWN, type Value } from '../expression/value.js';
import { choose } from './choose.js';
import { doubt, type Draft, drop, note, outcomeOf, put, rootsOf, spawn } from './draft.js';
import type { ReadyNode, Way } from './machine.js';
import type { Fields, FlowState, Token } from './state.js';

/** Persistent events that may wait to be consumed. */
const MOST_HELD = 1000;
/** Tokens that may live at once, and splits that one may come from. */
const MOST_TOKENS = 10_000;
const MOST_SPLITS = 200;

export const readyNode = (draft: Draft, token: Token): ReadyNode | null => draft.machine.nodes.get(token.node) ?? null;

/** Leaves a node: its actions run, then the ways out are asked. */
export function leave(draft: Draft, token: Token, at: ReadyNode, said: { readonly outcome: Value; readonly result: Value } | null, how: string, cost?: Currencies): void {
	const spoken: Token = said === null ? token : { ...token, outcome: said.outcome, result: said.result };
	if (said !== null) {
		draft.failures = { ...draft.failures, consecutive: 0 };
		draft.results = { ...draft.results, [at.node.id]: isRecord(said.result) ? { ...said.result, outcome: said.outcome } : { outcome: said.outcome } };
	}
	const acted = act(draft, spoken, at);
	note(draft, 'node_exited', acted, how, cost);
	go(draft, acted, at);
}

function go(draft: Draft, token: Token, at: ReadyNode): void {
	const roots = rootsOf(draft, token);
	const { taken, fault } = choose(at, (way) => (draft.machine.usesTarget ? rootsOf(draft, token, way.target) : roots));
	if (fault !== null) {
		// A policy still hears every way that may object; anything else stops before it does something that it should not.
		if (draft.options.hearAll !== true || taken.length === 0) {
			fail(draft, token, at, fault);
			return;
		}
		doubt(draft, at, fault);
	}
	const [only, ...more] = taken;
	if (only === undefined) return;
	if (more.length === 0) {
		follow(draft, token, only);
		return;
	}
	if (draft.tokens.size + taken.length > MOST_TOKENS || token.lineage.length >= MOST_SPLITS) {
		doubt(draft, at, `The flow split more often than a run may: at most ${MOST_TOKENS} branches at once, and ${MOST_SPLITS} inside each other.`);
		end(draft, 'failed', 'too many branches');
		return;
	}
	const split = `${at.node.id}#${token.id}`;
	note(draft, 'branch_forked', token, `${taken.length} ways`);
	draft.tokens.delete(token.id);
	for (const way of taken) {
		note(draft, 'edge_taken', token, edgeWords(way));
		note(draft, 'token_created', spawn(draft, { ...token, node: way.target, source: token.node, lineage: [...token.lineage, split] }), `from ${split}`);
	}
}

const edgeWords = ({ target, text }: Way): string => (text === null ? `to ${target}` : `to ${target}, because ${text}`);

function follow(draft: Draft, token: Token, way: Way): void {
	note(draft, 'edge_taken', token, edgeWords(way));
	put(draft, { ...token, node: way.target, source: token.node, status: 'ready', asked: null });
}

/** Runs what a node does when it is left. Setting something to what is not known takes it away, so that it is not known afterwards either. */
export function act(draft: Draft, token: Token, at: ReadyNode): Token {
	let acting = token;
	for (const action of at.actions) {
		const roots = rootsOf(draft, acting);
		if (action.type === 'set') {
			const [root, ...path] = action.path;
			if (root === 'entity') draft.entity = setAt(draft.entity, path, action.value(roots));
			else {
				const variables = setAt(acting.variables, path.slice(1), action.value(roots));
				if (isFields(variables)) acting = { ...acting, variables };
			}
			continue;
		}
		const payload: Fields = Object.fromEntries(action.payload.flatMap(([name, value]) => {
			const given = value(roots);
			return given === UNKNOWN ? [] : [[name, given] as const];
		}));
		draft.effects.push({ type: 'emit', event: action.event, persistent: action.persistent, payload, node: at.node.id, line: at.node.line });
		note(draft, 'event_emitted', acting, action.event);
		receive(draft, action.event, payload, action.persistent);
	}
	if (acting !== token) draft.tokens.set(acting.id, acting);
	return acting;
}

const isFields = (value: Value): value is Fields => isRecord(value);

/** The value with its member at the path set, everything else untouched. */
function setAt(value: Value, path: readonly string[], given: Maybe): Value {
	const [key, ...rest] = path;
	if (key === undefined) return given === UNKNOWN ? null : given;
	const entries = new Map(isFields(value) ? Object.entries(value) : []);
	if (rest.length > 0) entries.set(key, setAt(entries.get(key) ?? {}, rest, given));
	else if (given === UNKNOWN) entries.delete(key);
	else entries.set(key, given);
	return Object.fromEntries(entries);
}

/** Hands an event to the first token that waits for it; a persistent one is kept when nobody does. */
export function receive(draft: Draft, event: string, payload: Value, persistent: boolean): boolean {
	for (const token of draft.tokens.values()) {
		const at = readyNode(draft, token);
		if (token.status !== 'waiting' || at?.node.trigger?.event?.value !== event) continue;
		arrive(draft, token, at, event, payload);
		return true;
	}
	if (persistent && draft.held.length < MOST_HELD) draft.held.push({ event, payload });
	return persistent;
}

/** An event reaches a token at its event_wait. */
export function arrive(draft: Draft, token: Token, at: ReadyNode, event: string, payload: Value): void {
	note(draft, 'event_received', token, event);
	leave(draft, { ...token, status: 'ready' }, at, { outcome: outcomeOf(payload) ?? 'received', result: take(payload) === UNKNOWN ? null : payload }, 'completed');
}

/** Something went wrong at a node. The token ends; whether the flow does is for its failure tolerance to say. */
export function fail(draft: Draft, token: Token, at: ReadyNode, reason: string, halt = false, cost?: Currencies): void {
	note(draft, 'node_exited', token, `failed: ${reason}`, cost, at);
	doubt(draft, at, reason);
	drop(draft, token);
	const failures: FlowState['failures'] = { total: draft.failures.total + 1, consecutive: draft.failures.consecutive + 1, at: [...draft.failures.at, draft.now].slice(-1000) };
	draft.failures = failures;
	if (draft.options.hearAll === true || (!halt && bears(draft, failures))) return;
	end(draft, 'failed', `“${at.node.id}” failed: ${reason}`);
}

function bears({ machine: { tolerance }, now }: Draft, failures: FlowState['failures']): boolean {
	switch (tolerance.kind) {
		case 'unlimited':
			return true;
		case 'consecutive':
			return failures.consecutive < tolerance.count;
		// A failure of which the time is not known counts as one of now.
		case 'window':
			return failures.at.filter((at) => at === null || now === null || now - at <= tolerance.ms).length < tolerance.count;
		case 'any':
		case 'percent':
			return false;
	}
}

/** Ends the flow with every token that is still alive. */
export function end(draft: Draft, status: 'failed' | 'cancelled' | 'completed', why: string): void {
	for (const token of [...draft.tokens.values()]) drop(draft, token, why);
	draft.ready.length = 0;
	draft.status = status;
	note(draft, 'flow_ended', null, `${status}: ${why}`);
}
