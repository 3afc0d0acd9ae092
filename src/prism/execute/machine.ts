import { canonicalJson, hashText } from '../../model/hash.js';
import { err, ok, type Result } from '../../model/result.js';
import { compileExpression, type Evaluator, type Roots, type Terms } from '../expression/evaluate.js';
import { type Maybe, UNKNOWN, type Value } from '../expression/value.js';
import { walk } from '../expression/tree.js';
import { expressionsOf } from '../expressions-of.js';
import type { Fault } from '../fault.js';
import type { Action, Condition, Content, Flow, FlowNode } from '../flow.js';
import { reachable, startOf, successors } from '../graph.js';
import { readTolerance, type Tolerance, validate } from '../validate.js';
import { unsupported } from './support.js';

/** Raised whenever the same flow would be executed otherwise. */
const RUNTIME = 1;

/** One way out of a node. */
export interface Way {
	readonly target: string;
	/** Null on the way that is taken when no other is. */
	readonly condition: Evaluator | null;
	/** The condition as written, or the label that stands for one. */
	readonly text: string | null;
	readonly line: number;
}

export type ReadyAction =
	| { readonly type: 'emit'; readonly event: string; readonly persistent: boolean; readonly payload: readonly (readonly [string, (roots: Roots) => Maybe])[] }
	| { readonly type: 'set'; readonly path: readonly string[]; readonly value: (roots: Roots) => Maybe };

export interface ReadyNode {
	readonly node: FlowNode;
	readonly ways: readonly Way[];
	/** Which ways are taken: one, every true one, or all without asking. */
	readonly takes: 'one' | 'true' | 'all';
	/** Ids from which an edge leads here. */
	readonly incoming: readonly string[];
	readonly guard: Evaluator | null;
	readonly condition: Evaluator | null;
	readonly verdict: Evaluator | null;
	readonly gate: Evaluator | null;
	readonly actions: readonly ReadyAction[];
	/** Everything that a token here may still come to. */
	readonly ahead: ReadonlySet<string>;
}

/** A flow made ready: its expressions are closures, its graph is laid out. */
export interface Machine {
	/** SHA-256 of what the flow says and of the runtime's version. */
	readonly hash: string;
	readonly flow: Flow;
	readonly start: string;
	readonly nodes: ReadonlyMap<string, ReadyNode>;
	readonly tolerance: Tolerance;
	readonly params: Value;
	/** Some expression asks where an edge leads to. */
	readonly usesTarget: boolean;
}

/** Makes a flow ready to run. Refused, with every reason and its place, where it is not valid or asks for something that is not executed. */
export function loadFlow(flow: Flow): Result<Machine, readonly Fault[]> {
	const invalid = validate(flow);
	if (invalid.length > 0) return err(invalid);
	const refused = unsupported(flow);
	const start = startOf(flow);
	if (refused.length > 0 || start === undefined) return err(refused);
	const terms: Terms = new Map(flow.vocabulary.flatMap(({ term, meaning }) => (meaning.expression === null ? [] : [[term, meaning.expression] as const])));
	const next = successors(flow);
	const incoming = new Map<string, string[]>();
	for (const [source, targets] of next) for (const target of targets) {
		const sources = incoming.get(target);
		if (sources === undefined) incoming.set(target, [source]);
		else sources.push(source);
	}
	const persistent = new Set(flow.events.filter(({ type }) => type?.value === 'persistent').map(({ id }) => id));
	const gathers = flow.nodes.some(({ type }) => type.value === 'join' || type.value === 'vote');
	const compiled = (condition: Condition | null): Evaluator | null => {
		const expression = condition?.expression ?? null;
		return expression === null ? null : compileExpression(expression, terms);
	};
	const nodes = new Map<string, ReadyNode>();
	for (const node of flow.nodes) {
		nodes.set(node.id, {
			node,
			ways: waysOf(node, flow, compiled),
			takes: node.type.value === 'fork' || (node.type.value === 'decision' && node.mode?.value === 'parallel') ? 'all' : node.type.value === 'decision' && node.mode?.value === 'multi' ? 'true' : 'one',
			incoming: incoming.get(node.id) ?? [],
			guard: compiled(node.guard),
			condition: compiled(node.condition),
			verdict: compiled(node.verdict),
			gate: compiled(node.phaseGate?.evaluate ?? null),
			actions: node.actions.flatMap((action) => readyAction(action, persistent, terms)),
			ahead: gathers ? reachable([...(next.get(node.id) ?? [])], next) : new Set(),
		});
	}
	return ok({
		hash: hashText(canonicalJson({ runtime: RUNTIME, flow: flow.data })),
		flow,
		start: start.id,
		nodes,
		tolerance: (flow.failureTolerance === null ? null : readTolerance(flow.failureTolerance.value)) ?? { kind: 'any' },
		params: flow.params,
		usesTarget: expressionsOf(flow).conditions.some(({ expression }) => expression !== null && [...walk(expression)].some((part) => part.kind === 'path' && part.parts[0] === 'target')),
	});
}

/** Edges decide; a label of `out` that no edge draws stands for an edge taken when the outcome is that label. */
function waysOf(node: FlowNode, flow: Flow, compiled: (condition: Condition | null) => Evaluator | null): readonly Way[] {
	const edges = flow.edges.filter(({ source }) => source.value === node.id);
	const drawn = new Set(edges.map(({ target }) => target.value));
	return [
		...edges.map(({ target, condition, line }): Way => ({ target: target.value, condition: compiled(condition), text: condition?.text ?? null, line })),
		...node.out.filter(({ target }) => !drawn.has(target.value)).map(({ label, target }): Way => ({ target: target.value, condition: outcomeIs(label), text: `outcome == '${label}'`, line: target.line })),
	];
}

function outcomeIs(label: string): Evaluator {
	const value = ({ outcome }: Roots): Maybe => (outcome === undefined || outcome === null ? UNKNOWN : outcome === label);
	return { value, truth: (roots) => value(roots) === true || (value(roots) === false ? false : UNKNOWN) };
}

function readyAction(action: Action, persistent: ReadonlySet<string>, terms: Terms): readonly ReadyAction[] {
	switch (action.type) {
		case 'emit':
			return [{ type: 'emit', event: action.event.value, persistent: persistent.has(action.event.value), payload: action.payload.map(([name, content]) => [name, readyContent(content, terms)] as const) }];
		case 'set':
			return [{ type: 'set', path: action.path.value.split('.'), value: readyContent(action.value, terms) }];
		case 'other':
			return [];
	}
}

function readyContent(content: Content, terms: Terms): (roots: Roots) => Maybe {
	switch (content.kind) {
		case 'data': {
			const { data } = content;
			return () => data;
		}
		case 'list': {
			const items = content.items.map((item) => readyContent(item, terms));
			return (roots) => {
				const values = items.map((item) => item(roots));
				return values.every((value) => value !== UNKNOWN) ? values : UNKNOWN;
			};
		}
		case 'map': {
			const entries = content.entries.map(([key, value]) => [key, readyContent(value, terms)] as const);
			return (roots) => {
				const values = entries.map(([key, value]) => [key, value(roots)] as const);
				return values.every((entry): entry is readonly [string, Value] => entry[1] !== UNKNOWN) ? Object.fromEntries(values) : UNKNOWN;
			};
		}
		case 'template': {
			const pieces = content.template.pieces.map((piece) => (typeof piece === 'string' ? piece : piece.expression === null ? null : compileExpression(piece.expression, terms)));
			const [only] = pieces;
			if (pieces.length === 1 && only !== undefined && only !== null && typeof only !== 'string') return (roots) => only.value(roots);
			return (roots) => {
				let text = '';
				for (const piece of pieces) {
					const value = typeof piece === 'string' ? piece : piece === null ? UNKNOWN : piece.value(roots);
					if (value === UNKNOWN) return UNKNOWN;
					text += typeof value === 'string' ? value : canonicalJson(value);
				}
				return text;
			};
		}
	}
}
