import { callFault } from '../expression/functions.js';
import { durationMs } from '../expression/tokens.js';
import { walk } from '../expression/tree.js';
import { expressionsOf } from '../expressions-of.js';
import { type Fault, fault } from '../fault.js';
import type { Edge, FailurePolicy, Flow, FlowNode, Operator } from '../flow.js';
import type { Place } from '../place.js';
import { readTolerance } from '../validate.js';
import type { PlainData } from '../yaml-tree.js';

const VERSIONS = ['1.0', '1', '1.1'];
const SECTIONS = ['v', 'id', 'name', 'domain', 'intention', 'failure_tolerance', 'constraints', 'vocabulary', 'entities', 'events', 'groups', 'nodes', 'edges', 'metrics', 'params'];
const OPERATORS = ['script', 'llm', 'human'];
const JOINS = ['all', 'any', 'first_of_m', 'n_of_m', 'all_taken', 'multi_merge'];
const DECISIONS = ['exclusive', 'multi', 'parallel'];
const SCOPES = ['activity', 'case', 'flow'];
const ON_TIMEOUT = ['escalate', 'continue', 'halt'];
const MOST_RETRIES = 10;

const no = (place: Place, message: string): Fault => fault('UNSUPPORTED', place, message);

/** A valid flow's constructs that are not executed here, each by name. A flow is run entire or not at all. */
export function unsupported(flow: Flow): readonly Fault[] {
	return [
		...(flow.v === null || VERSIONS.includes(flow.v.value) ? [] : [no(flow.v, `Version ${flow.v.value} of the language is not supported; 1.0 and 1.1 are.`)]),
		...flow.sections.filter(({ value }) => !SECTIONS.includes(value)).map((section) => no(section, `The section “${section.value}” is not supported: it belongs to simulated arrivals, resources or other flows.`)),
		...[flow, ...flow.groups].flatMap(({ failureTolerance }) => (failureTolerance !== null && readTolerance(failureTolerance.value)?.kind === 'percent' ? [no(failureTolerance, 'A failure tolerance in percent is not supported: it counts over many work items, and here one is decided.')] : [])),
		...flow.groups.flatMap(({ failureTolerance }) => (failureTolerance === null ? [] : [no(failureTolerance, 'A failure tolerance of a group is not supported; give the flow one.')])),
		...flow.nodes.flatMap((node) => nodeFaults(node, flow)),
		...flow.edges.flatMap(edgeFaults),
		...calls(flow),
	];
}

function edgeFaults(edge: Edge): readonly Fault[] {
	return [...(edge.triggered ? [no(edge, 'An edge with a trigger is not supported: put an event_wait node there.')] : []), ...edge.others.map((other) => no(other, `“${other.value}” on an edge is not supported.`))];
}

function calls(flow: Flow): readonly Fault[] {
	const faults: Fault[] = [];
	for (const { expression, placeOf } of expressionsOf(flow).conditions) {
		if (expression === null) continue;
		for (const part of walk(expression)) {
			const words = part.kind === 'call' ? callFault(part.name, part.args.length) : null;
			if (words !== null) faults.push(no(placeOf(part.start), `${words}.`));
		}
	}
	return faults;
}

function nodeFaults(node: FlowNode, flow: Flow): readonly Fault[] {
	const { id, type, others, mode } = node;
	const faults: Fault[] = others.map((other) => no(other, `“${other.value}” of “${id}” is not supported.`));
	const must = (holds: boolean, place: Place, message: string): void => {
		if (!holds) faults.push(no(place, message));
	};
	if (node.operator !== null) faults.push(...operatorFaults(id, node.operator));
	if (node.failureTolerance !== null) faults.push(no(node.failureTolerance, `A failure tolerance of a node is not supported: give “${id}” a failure_policy.`));
	if (node.failurePolicy !== null) faults.push(...policyFaults(id, node.failurePolicy));
	for (const action of node.actions) {
		must(action.type !== 'other', action, `An action of type “${action.type === 'other' ? action.name : ''}” is not supported; emit and set are.`);
		if (action.type === 'set') must(/^(?:entity|token\.variables)(?:\.[A-Za-z_]\w*)+$/.test(action.path.value), action.path, `“set” writes to entity.… or token.variables.…, not to “${action.path.value}”.`);
	}
	must(node.operator === null || ['task', 'decision'].includes(type.value), node.operator ?? node, `An operator of a ${type.value} is not supported: put a task before it.`);
	const ways = flow.edges.filter(({ source }) => source.value === id);
	const plain = ways.filter(({ condition }) => condition === null);
	const all = type.value === 'fork' || (type.value === 'decision' && mode?.value === 'parallel');
	if (all) for (const way of ways) must(way.condition === null, way.condition ?? way, `Every way out of “${id}” is taken, so a condition on one is not supported: use a decision with mode multi.`);
	else for (const way of plain.slice(1)) must(false, way, `“${id}” has several ways out without a condition. Only one may be the way that is taken when no other is; to take all of them, use a fork.`);
	switch (type.value) {
		case 'decision':
			must(mode === null || DECISIONS.includes(mode.value), mode ?? node, `A decision with mode “${mode?.value ?? ''}” is not supported; exclusive, multi and parallel are.`);
			break;
		case 'join': {
			const how = node.join?.mode;
			must(how === undefined || how === null || JOINS.includes(how.value), how ?? node, `A join with mode “${how?.value ?? ''}” is not supported; ${JOINS.join(', ')} are.`);
			for (const other of node.join?.others ?? []) must(false, other, `“${other.value}” of a join is not supported.`);
			must(node.join?.onSatisfied === null || node.join === null || node.join.onSatisfied.value === 'cancel_pending', node.join?.onSatisfied ?? node, 'onSatisfied can only be cancel_pending.');
			break;
		}
		case 'vote':
			must(node.verdict !== null, node, `The vote “${id}” must say what counts as a yes: write verdict_expr.`);
			must(mode?.value !== 'threshold' || (typeof node.threshold?.value === 'number' && node.threshold.value > 0), node.threshold ?? node, `The vote “${id}” must say how many are enough: write threshold, a share up to 1 or a number of votes.`);
			for (const operator of [node.tieBreaker?.operator ?? null]) if (operator !== null) faults.push(...operatorFaults(id, operator));
			must(['escalate', 'senior_reviewer', 'auto_approve', 'auto_reject'].includes(node.tieBreaker?.policy?.value ?? 'escalate'), node.tieBreaker?.policy ?? node, 'A tie breaker is escalate, senior_reviewer, auto_approve or auto_reject.');
			break;
		case 'checkpoint':
			for (const boundary of [node.phaseGate?.ifTrue ?? null, node.phaseGate?.ifFalse ?? null]) if (boundary !== null) must(false, boundary, `The phase boundary “${boundary.value}” is not supported: a flow that becomes another one could not be explained before it runs.`);
			break;
		case 'event_wait': {
			const { trigger } = node;
			must((trigger?.event ?? null) !== null, trigger ?? node, `“${id}” must say which event it waits for: write trigger: { event: … }.`);
			must(durationMs(trigger?.timeout?.value ?? '1s') !== null, trigger?.timeout ?? node, 'A timeout is a duration such as 24h.');
			must(ON_TIMEOUT.includes(trigger?.onTimeout?.value ?? 'halt'), trigger?.onTimeout ?? node, `onTimeout can be ${ON_TIMEOUT.join(', ')}.`);
			break;
		}
		case 'cancel':
			must(node.scope === null || SCOPES.includes(node.scope.value), node.scope ?? node, `A cancel with scope “${node.scope?.value ?? ''}” is not supported; ${SCOPES.join(', ')} are.`);
			must(node.target === null || flow.nodes.some((other) => other.id === node.target?.value), node.target ?? node, `“${node.target?.value ?? ''}” is not a node that could be cancelled.`);
			break;
		case 'queue':
			must(false, type, `The queue “${id}” is not supported: here nothing queues.`);
			break;
		default:
			break;
	}
	return faults;
}

function operatorFaults(id: string, { op, others }: Operator): readonly Fault[] {
	return [
		...(op === null || OPERATORS.includes(op.value) ? [] : [no(op, `The operator “${op.value}” of “${id}” is not supported; ${OPERATORS.join(', ')} are.`)]),
		...others.map((other) => no(other, `“${other.value}” of an operator is not supported: which worker serves a tier stands in one file for the whole vault.`)),
	];
}

const isRetries = (value: PlainData): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_RETRIES;

function policyFaults(id: string, policy: FailurePolicy): readonly Fault[] {
	const faults: Fault[] = policy.others.map((other) => no(other, `“${other.value}” of a failure policy is not supported.`));
	for (const count of [policy.retry, policy.failoverRetry]) if (count !== null && !isRetries(count.value)) faults.push(no(count, `“${id}” may be tried again 0 to ${MOST_RETRIES} times.`));
	if (policy.then !== null && !['failover', 'escalate'].includes(policy.then.value)) faults.push(no(policy.then, 'After its retries a failure policy goes on with failover or escalate.'));
	if (policy.then?.value === 'failover' && policy.fallback === null) faults.push(no(policy.then, `“${id}” cannot fail over: its failure policy names no fallback.`));
	if (policy.fallback !== null) faults.push(...operatorFaults(id, policy.fallback));
	if (policy.blockFailedFor !== null && durationMs(policy.blockFailedFor.value.replace(/ /g, '')) === null) faults.push(no(policy.blockFailedFor, 'block_failed_for is a duration such as 10min.'));
	if (policy.ifAllFail !== null && !['skip', 'halt', 'escalate'].includes(policy.ifAllFail.value)) faults.push(no(policy.ifAllFail, 'if_all_fail is skip, halt or escalate.'));
	return faults;
}
