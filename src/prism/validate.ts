import { durationMs } from './expression/tokens.js';
import { expressionsOf } from './expressions-of.js';
import { type Fault, fault } from './fault.js';
import type { Flow, FlowNode, JoinPolicy, Operator } from './flow.js';
import { endsOf, reachable, startOf, successors } from './graph.js';
import { before, type Place, type Spot } from './place.js';
import type { PlainData } from './yaml-tree.js';

export const NODE_TYPES = ['start', 'end', 'task', 'decision', 'fork', 'join', 'vote', 'checkpoint', 'event_wait', 'cancel', 'queue'] as const;
export const OPERATORS = ['llm', 'human', 'api', 'script', 'external', 'surrogate', 'auto'] as const;
export const JOIN_MODES = ['all', 'any', 'first_of_m', 'n_of_m', 'all_taken', 'interleaved', 'multi_merge'] as const;
const VOTE_MODES = ['majority', 'unanimous', 'threshold'] as const;
const EVENT_TYPES = ['transient', 'persistent'] as const;

const among = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} or ${names[names.length - 1] ?? ''}`;

/**
 * Checks a flow against the specification: the twenty codes, each with its place. What a flow must have comes first, then what its
 * parts say, then how they hang together; reachability is only judged where the start and all edges are sound.
 */
export function validate(flow: Flow): readonly Fault[] {
	const required = [...requiredFields(flow), ...startAndEnds(flow)];
	const parts = [...nodes(flow), ...tolerances(flow), ...events(flow), ...expressions(flow), ...boundaries(flow)].sort(before);
	const edges = edgeEnds(flow);
	const sound = edges.length === 0 && flow.nodes.filter(({ type }) => type.value === 'start').length === 1;
	return [...required, ...edges, ...parts, ...(sound ? unreachable(flow) : [])];
}

function requiredFields(flow: Flow): readonly Fault[] {
	const missing = (code: Fault['code'], field: Spot<string> | null, words: string): readonly Fault[] => (field === null || field.value.trim() === '' ? [fault(code, field ?? flow, words)] : []);
	return [
		...missing('MISSING_VERSION', flow.v, 'The language’s version is missing: write v: "1.0".'),
		...missing('MISSING_ID', flow.id, 'The flow’s id is missing: write id: and one word.'),
		...missing('MISSING_NAME', flow.name, 'The flow’s name is missing: write name: and what people call it.'),
		...missing('MISSING_INTENTION', flow.intention, 'The flow’s intention is missing: write intention: and, in one sentence, what it is for.'),
	];
}

function startAndEnds(flow: Flow): readonly Fault[] {
	const [first, ...more] = flow.nodes.filter(({ type }) => type.value === 'start');
	return [
		...(first === undefined ? [fault('MISSING_START_NODE', flow, 'There is no start: one node must have t: start.')] : []),
		...more.map((node) => fault('MULTIPLE_START_NODES', node, `“${node.id}” is a second start; “${first?.id ?? ''}” in line ${first?.line ?? 0} is the first. Only one may stay.`)),
		...(endsOf(flow).length === 0 ? [fault('MISSING_END_NODE', flow, 'There is no end: at least one node must have t: end.')] : []),
	];
}

function edgeEnds(flow: Flow): readonly Fault[] {
	const ids = new Set(flow.nodes.map(({ id }) => id));
	return [
		...flow.edges.flatMap(({ source, target }) => [
			...(ids.has(source.value) ? [] : [fault('INVALID_EDGE_SOURCE', source, `The edge leaves “${source.value}”, which is not a node.`)]),
			...(ids.has(target.value) ? [] : [fault('INVALID_EDGE_TARGET', target, `The edge leads to “${target.value}”, which is not a node.`)]),
		]),
		...flow.nodes.flatMap(({ out }) => out.flatMap(({ label, target }) => (ids.has(target.value) ? [] : [fault('INVALID_EDGE_TARGET', target, `The way out “${label}” leads to “${target.value}”, which is not a node.`)]))),
	];
}

function nodes(flow: Flow): readonly Fault[] {
	return flow.nodes.flatMap((node) => {
		const { id, type, operator, failurePolicy, tieBreaker, mode } = node;
		const found: Fault[] = [];
		if (!NODE_TYPES.some((known) => known === type.value)) {
			found.push(fault('INVALID_NODE_TYPE', type, type.value === '' ? `“${id}” has no type: write t: and ${among(NODE_TYPES)}.` : `“${type.value}” is not a type of node. The types are ${among(NODE_TYPES)}.`));
		}
		for (const one of [operator, failurePolicy?.fallback ?? null, tieBreaker?.operator ?? null]) if (one !== null) found.push(...operatorFaults(id, one));
		if (type.value === 'join' && node.join !== null) found.push(...joinFaults(node.join));
		if (type.value === 'vote' && !VOTE_MODES.some((known) => known === mode?.value)) {
			found.push(fault('INVALID_VOTE_MODE', mode ?? node, mode === null ? `The vote “${id}” has no mode: write mode: ${among(VOTE_MODES)}.` : `“${mode.value}” is not a way to vote. The ways are ${among(VOTE_MODES)}.`));
		}
		return found;
	});
}

function operatorFaults(id: string, { op, tier, line, column }: Operator): readonly Fault[] {
	const place = { line, column };
	return [
		...(OPERATORS.some((known) => known === op?.value) ? [] : [fault('INVALID_OPERATOR_TYPE', op ?? place, op === null ? `The operator of “${id}” has no op.` : `“${op.value}” is not an operator. The operators are ${among(OPERATORS)}.`)]),
		...(tier === null || isTier(tier.value) ? [] : [fault('INVALID_TIER', tier, `The tier of “${id}” must be 0, 1, 2, 3 or 4.`)]),
	];
}

export const isTier = (value: PlainData): value is 0 | 1 | 2 | 3 | 4 => value === 0 || value === 1 || value === 2 || value === 3 || value === 4;

const isCount = (value: PlainData): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 1;

function joinFaults({ mode, n, m, line, column }: JoinPolicy): readonly Fault[] {
	const wrong = (place: Place, message: string): readonly Fault[] => [fault('INVALID_JOIN_POLICY', place, message)];
	if (mode === null) return wrong({ line, column }, `The join’s policy has no mode: write mode: ${among(JOIN_MODES)}.`);
	if (!JOIN_MODES.some((known) => known === mode.value)) return wrong(mode, `“${mode.value}” is not a way to join. The ways are ${among(JOIN_MODES)}.`);
	if (m !== null && !isCount(m.value)) return wrong(m, 'The join’s m must be a whole number from 1.');
	if (n !== null && !isCount(n.value)) return wrong(n, 'The join’s n must be a whole number from 1.');
	if (mode.value !== 'n_of_m') return [];
	if (n === null) return wrong(mode, 'A join n_of_m must say how many: write n.');
	if (isCount(n.value) && m !== null && isCount(m.value) && n.value > m.value) return wrong(n, `The join waits for ${n.value} of ${m.value}, which can never arrive: n may not be more than m.`);
	return [];
}

/** What a failure tolerance says; null where it is none of the five forms. */
export type Tolerance =
	| { readonly kind: 'any' | 'unlimited' }
	| { readonly kind: 'percent'; readonly percent: number }
	| { readonly kind: 'consecutive'; readonly count: number }
	| { readonly kind: 'window'; readonly count: number; readonly ms: number };

export function readTolerance(value: PlainData): Tolerance | null {
	if (value === 'any' || value === 'unlimited') return { kind: value };
	if (typeof value !== 'string') return null;
	const percent = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(value)?.[1];
	if (percent !== undefined) return Number(percent) <= 100 ? { kind: 'percent', percent: Number(percent) } : null;
	const consecutive = /^([1-9]\d{0,8}) consecutive$/.exec(value)?.[1];
	if (consecutive !== undefined) return { kind: 'consecutive', count: Number(consecutive) };
	const window = /^([1-9]\d{0,8}) in (\S{2,20})$/.exec(value);
	const ms = durationMs(window?.[2] ?? '');
	return window?.[1] === undefined || ms === null || ms <= 0 ? null : { kind: 'window', count: Number(window[1]), ms };
}

function tolerances(flow: Flow): readonly Fault[] {
	return [flow, ...flow.groups, ...flow.nodes].flatMap(({ failureTolerance }) =>
		failureTolerance === null || readTolerance(failureTolerance.value) !== null
			? []
			: [fault('INVALID_FAILURE_TOLERANCE', failureTolerance, 'A failure tolerance is one of "5%", "2 consecutive", "3 in 1h", "any" or "unlimited".')],
	);
}

function events(flow: Flow): readonly Fault[] {
	const declared = new Set(flow.events.map(({ id }) => id));
	const used: (Spot<string> | null)[] = [...flow.otherEmissions, ...flow.edges.map(({ event }) => event)];
	for (const node of flow.nodes) {
		used.push(node.trigger?.event ?? null);
		for (const action of node.actions) if (action.type === 'emit') used.push(action.event);
	}
	return [
		...flow.events.flatMap((event) =>
			EVENT_TYPES.some((known) => known === event.type?.value)
				? []
				: [fault('INVALID_EVENT_TYPE', event.type ?? event, event.type === null ? `The event “${event.id}” has no type: write type: transient or persistent.` : `“${event.type.value}” is not a type of event. The types are transient and persistent.`)],
		),
		...used.flatMap((event) => (event === null || declared.has(event.value) ? [] : [fault('UNDECLARED_EVENT', event, `The event “${event.value}” is not declared. Add it to events, with a type.`)])),
	];
}

function expressions(flow: Flow): readonly Fault[] {
	const { conditions, templates } = expressionsOf(flow);
	return [
		...conditions.flatMap(({ error, placeOf }) => (error === null ? [] : [fault('INVALID_EXPRESSION_SYNTAX', placeOf(error.offset), error.message)])),
		...templates.flatMap(({ unclosed }) => (unclosed === null ? [] : [fault('INVALID_EXPRESSION_SYNTAX', unclosed, 'This ${ is never closed: its } is missing.')])),
	];
}

function boundaries(flow: Flow): readonly Fault[] {
	const checkpoints = new Set(flow.nodes.filter(({ type }) => type.value === 'checkpoint').map(({ id }) => id));
	return flow.boundaries.flatMap(({ id, from, checkpoint }) => {
		// The checkpoint of another flow stands in that flow's own note.
		if (checkpoint === null || checkpoints.has(checkpoint.value) || (from !== null && from !== flow.id?.value)) return [];
		return [fault('UNDECLARED_CHECKPOINT', checkpoint, `The phase boundary “${id}” begins at “${checkpoint.value}”, which is not a checkpoint of this flow.`)];
	});
}

function unreachable(flow: Flow): readonly Fault[] {
	const start = startOf(flow);
	const reached = reachable(start === undefined ? [] : [start.id], successors(flow));
	return flow.nodes.filter(({ id }) => !reached.has(id)).map((node: FlowNode) => fault('UNREACHABLE_NODE', node, `No way leads from the start to “${node.id}”.`));
}
