import { type Fault, fault } from './fault.js';
import type { Action, Attribute, Condition, DeclaredEvent, Edge, EntityType, FailurePolicy, Flow, FlowNode, Group, JoinPolicy, Operator, PhaseBoundary, PhaseGate, Term, TieBreaker, Trigger } from './flow.js';
import type { Spot } from './place.js';
import { type Fields, fieldsOf, readContent } from './read-tree.js';
import { plain, type PlainData, type Tree } from './yaml-tree.js';

/** More than a person would ever write; what walks a flow may recurse over its terms. */
const MOST: Readonly<Record<string, number>> = { nodes: 2000, edges: 10_000, vocabulary: 200, events: 500 };

/** What an id may be: it stands in explanations, reasons and ledger events. */
const ID = /^(?!__proto__$)[^\s`\p{C}]{1,120}$/u;

/** Reads the YAML's shapes into a flow. Shapes that do not fit are faults; what can be read is read all the same. */
export function readFlow(tree: Tree): { readonly flow: Flow; readonly faults: readonly Fault[] } {
	const faults: Fault[] = [];
	const top = fieldsOf(tree, 'The flow', faults);
	const sections: readonly Spot<string>[] = tree.kind === 'map' ? [...tree.entries].map(([value, { key }]) => ({ value, line: key.line, column: key.column })) : [];
	for (const [section, most] of Object.entries(MOST)) {
		const items = top.tree(section);
		if (items?.kind === 'list' && items.items.length > most) faults.push(fault('READ_SHAPE', items, `“${section}” may have ${most} entries; here are ${items.items.length}.`));
	}
	if (faults.length > 0) return { flow: emptyFlow(top, sections), faults };
	const params = top.data('params')?.value ?? {};
	const queues = top.maps('queues');
	const flow: Flow = {
		line: tree.line,
		column: tree.column,
		v: top.text('v'),
		id: top.text('id'),
		name: top.text('name'),
		intention: top.text('intention'),
		domain: top.text('domain')?.value ?? null,
		failureTolerance: top.data('failure_tolerance'),
		constraints: top.members('constraints').map(([key, value]) => [key, value.kind === 'scalar' ? String(value.value) : JSON.stringify(plain(value))] as const),
		vocabulary: top.maps('vocabulary').flatMap(readTerm),
		entities: top.maps('entities').flatMap(readEntity),
		events: top.maps('events').flatMap(readEvent),
		groups: top.maps('groups').flatMap(readGroup),
		nodes: top.maps('nodes').flatMap((fields) => readNode(fields, faults)),
		edges: top.maps('edges').flatMap(readEdge),
		boundaries: top.maps('phase_boundaries').flatMap(readBoundary),
		metrics: top.texts('metrics').map(({ value }) => value),
		params: isData(params) ? params : {},
		otherEmissions: queues.flatMap((queue) => queue.map('reneging')?.text('emit') ?? []),
		otherConditions: queues.flatMap((queue): Condition[] => [queue.condition('priority_expr'), queue.map('balking')?.condition('condition') ?? null].filter((condition) => condition !== null)),
		sections,
		data: plain(tree),
	};
	twice('node', flow.nodes.map(({ id, line, column }) => ({ value: id, line, column })), faults);
	twice('event', flow.events.map(({ id, line, column }) => ({ value: id, line, column })), faults);
	twice('term', flow.vocabulary.map(({ term, line, column }) => ({ value: term, line, column })), faults);
	for (const id of [flow.id, ...flow.nodes.map(({ id: value, line, column }) => ({ value, line, column }))]) {
		if (id !== null && id.value !== '' && !ID.test(id.value)) faults.push(fault('READ_SHAPE', id, 'An id is one word of at most 120 characters, without blanks and backticks.'));
	}
	return { flow, faults };
}

const isData = (value: PlainData): value is { readonly [key: string]: PlainData } => typeof value === 'object' && value !== null && !Array.isArray(value);

const emptyFlow = ({ line, column }: Fields, sections: readonly Spot<string>[]): Flow => ({
	line, column, v: null, id: null, name: null, intention: null, domain: null, failureTolerance: null, constraints: [], vocabulary: [], entities: [], events: [],
	groups: [], nodes: [], edges: [], boundaries: [], metrics: [], params: {}, otherEmissions: [], otherConditions: [], sections, data: null,
});

function twice(what: string, ids: readonly Spot<string>[], faults: Fault[]): void {
	const seen = new Map<string, Spot<string>>();
	for (const id of ids) {
		const first = seen.get(id.value);
		if (first === undefined) seen.set(id.value, id);
		else faults.push(fault('DUPLICATE_ID', id, `The ${what} “${id.value}” is already declared in line ${first.line}. Give one of them another id.`));
	}
}

function readTerm(fields: Fields): readonly Term[] {
	const term = fields.needed('term');
	const meaning = fields.condition('maps_to');
	return term === null || meaning === null ? [] : [{ term: term.value, meaning, line: term.line, column: term.column }];
}

function readEntity(fields: Fields): readonly EntityType[] {
	const type = fields.needed('type');
	const attrs = fields.maps('attrs').flatMap((attr): Attribute[] => {
		const name = attr.needed('name');
		const values = attr.data('values')?.value;
		return name === null ? [] : [{ name: name.value, dtype: attr.text('dtype')?.value ?? null, values: Array.isArray(values) ? values : [], line: name.line, column: name.column }];
	});
	return type === null ? [] : [{ type: type.value, attrs, line: type.line, column: type.column }];
}

function readEvent(fields: Fields): readonly DeclaredEvent[] {
	const id = fields.needed('id');
	const payload = fields.maps('payload').flatMap((member) => {
		const name = member.needed('name');
		return name === null ? [] : [{ name: name.value, dtype: member.text('dtype')?.value ?? null }];
	});
	return id === null ? [] : [{ id: id.value, type: fields.text('type'), payload, line: id.line, column: id.column }];
}

function readGroup(fields: Fields): readonly Group[] {
	const id = fields.needed('id');
	if (id === null) return [];
	return [{ id: id.value, intention: fields.text('intention')?.value ?? null, nodes: fields.texts('nodes'), failureTolerance: fields.data('failure_tolerance'), line: id.line, column: id.column }];
}

function readOperator(fields: Fields | null): Operator | null {
	if (fields === null) return null;
	const { line, column } = fields;
	return { op: fields.text('op'), tier: fields.data('tier'), others: fields.others(), line, column };
}

function readAction(fields: Fields): Action {
	const { line, column } = fields;
	const type = fields.text('type')?.value ?? '';
	if (type === 'emit') {
		const event = fields.needed('event');
		const payload = fields.members('payload').map(([name, value]) => [name, readContent(value)] as const);
		if (event !== null) return { type, event, payload, line, column };
	}
	if (type === 'set') {
		const path = fields.needed('path');
		const value = fields.tree('value');
		if (path !== null) return { type, path, value: value === null ? { kind: 'data', data: null } : readContent(value), line, column };
	}
	return { type: 'other', name: type, line, column };
}

function readFailurePolicy(fields: Fields | null): FailurePolicy | null {
	if (fields === null) return null;
	const { line, column } = fields;
	return {
		retry: fields.data('retry'),
		then: fields.text('then'),
		fallback: readOperator(fields.map('fallback')),
		failoverRetry: fields.data('failover_retry'),
		blockFailedFor: fields.text('block_failed_for'),
		ifAllFail: fields.text('if_all_fail'),
		others: fields.others(),
		line,
		column,
	};
}

function readJoin(fields: Fields | null): JoinPolicy | null {
	if (fields === null) return null;
	const { line, column } = fields;
	return { mode: fields.text('mode'), n: fields.data('n'), m: fields.data('m'), onSatisfied: fields.text('onSatisfied'), cancelOthers: fields.yes('cancel_others'), others: fields.others(), line, column };
}

function readTrigger(fields: Fields | null): Trigger | null {
	return fields === null ? null : { event: fields.text('event'), timeout: fields.text('timeout'), onTimeout: fields.text('onTimeout'), line: fields.line, column: fields.column };
}

function readGate(fields: Fields | null): PhaseGate | null {
	if (fields === null) return null;
	const { line, column } = fields;
	return { evaluate: fields.condition('evaluate'), ifTrue: fields.map('if_true')?.text('trigger_boundary') ?? null, ifFalse: fields.map('if_false')?.text('trigger_boundary') ?? null, line, column };
}

function readTieBreaker(fields: Fields | null): TieBreaker | null {
	return fields === null ? null : { policy: fields.text('policy'), operator: readOperator(fields.map('operator')), line: fields.line, column: fields.column };
}

function readNode(fields: Fields, faults: Fault[]): readonly FlowNode[] {
	const id = fields.needed('id');
	const type = fields.text('t');
	if (id === null) return [];
	// Known and without meaning for an execution that is not simulated.
	fields.tree('tm');
	fields.tree('constraints');
	return [
		{
			id: id.value,
			type: type ?? { value: '', line: id.line, column: id.column },
			name: fields.text('name')?.value ?? null,
			intention: fields.text('intention')?.value ?? null,
			mode: fields.text('mode'),
			operator: readOperator(fields.map('o')),
			guard: fields.condition('g'),
			actions: fields.maps('a').map(readAction),
			failurePolicy: readFailurePolicy(fields.map('failure_policy')),
			join: readJoin(fields.map('joinPolicy')),
			out: readOut(fields.members('out'), faults),
			trigger: readTrigger(fields.map('trigger')),
			scope: fields.text('scope'),
			target: fields.text('target'),
			condition: fields.condition('condition'),
			phaseGate: readGate(fields.map('phase_gate')),
			verdict: fields.condition('verdict_expr'),
			threshold: fields.data('threshold'),
			tieBreaker: readTieBreaker(fields.map('tie_breaker')),
			failureTolerance: fields.data('failure_tolerance'),
			others: fields.others(),
			line: id.line,
			column: id.column,
		},
	];
}

function readOut(members: readonly (readonly [string, Tree])[], faults: Fault[]): FlowNode['out'] {
	return members.flatMap(([label, value]) => {
		if (value.kind === 'scalar' && value.value !== null) return [{ label, target: { value: String(value.value), line: value.line, column: value.column } }];
		faults.push(fault('READ_SHAPE', value, `The way out “${label}” must name a node.`));
		return [];
	});
}

function readEdge(fields: Fields): readonly Edge[] {
	const source = fields.needed('s');
	const target = fields.needed('t');
	if (source === null || target === null) return [];
	const trigger = fields.map('trigger');
	const { line, column } = fields;
	return [{ source, target, condition: fields.condition('c'), event: trigger?.text('event') ?? null, triggered: trigger !== null, others: fields.others(), line, column }];
}

function readBoundary(fields: Fields): readonly PhaseBoundary[] {
	const id = fields.needed('id');
	if (id === null) return [];
	const from = fields.map('from');
	return [{ id: id.value, from: from?.text('ir')?.value ?? null, checkpoint: from?.text('checkpoint') ?? null, to: fields.map('to')?.text('ir')?.value ?? null, line: id.line, column: id.column }];
}
