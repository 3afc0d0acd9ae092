import { callFault } from '../expression/functions.js';
import type { Terms } from '../expression/evaluate.js';
import { type Expression, partsOf } from '../expression/tree.js';
import { expressionsOf } from '../expressions-of.js';
import type { Edge, Flow, FlowNode, PrismSource } from '../flow.js';
import { endsOf, reachable, startOf, successors } from '../graph.js';
import { before, type Place } from '../place.js';
import { DISPOSITION_EVENT } from '../profile/dispositions.js';
import { POLICY_FIELDS } from '../profile/policy-data.js';
import { canBe, type Claimed, type Knowledge } from './reason.js';

export type WarningCode =
	/** A condition that can never be true. */
	| 'NEVER_HOLDS'
	/** A condition that is always true, or a set of conditions that leaves nothing for “otherwise”. */
	| 'ALWAYS_HOLDS'
	/** Whenever this way of a choice of one holds, another one holds as well. */
	| 'SHADOWED'
	/** Two ways of a choice of one may hold at once. */
	| 'OVERLAP'
	/** A choice on which it may be that no way holds. */
	| 'NO_DEFAULT'
	| 'UNREACHABLE_END'
	/** A name that leads to nothing that a flow or policy can see: always unknown. */
	| 'UNKNOWN_NAME'
	/** `out` names another node than the edges do. */
	| 'OUT_DIFFERS'
	| 'NO_NATURAL_LANGUAGE';

/** Something that is allowed and probably not meant. */
export interface Warning extends Place {
	readonly code: WarningCode;
	readonly message: string;
}

const warn = (code: WarningCode, { line, column }: Place, message: string): Warning => ({ code, message, line, column });

/** What a valid flow probably does not mean, in the order of the note. Only what is certain is said, but for `OVERLAP`, which says “may”. */
export function checkFlow(flow: Flow): readonly Warning[] {
	const knowledge = knowledgeOf(flow);
	const dead = new Set<Edge>();
	const warnings = flow.nodes.flatMap((node) => waysOut(node, flow, knowledge, dead));
	return [...warnings, ...unreachableEnds(flow, dead), ...names(flow)].sort(before);
}

/** As `checkFlow`, for a whole note. */
export function checkNote({ flow, naturalLanguage }: PrismSource): readonly Warning[] {
	const silent = naturalLanguage === '' ? [warn('NO_NATURAL_LANGUAGE', { line: 1, column: 1 }, 'The note does not say in plain words what it is for: write a section “## Natural Language” above the YAML.')] : [];
	return [...silent, ...checkFlow(flow)];
}

const isPolicy = (flow: Flow): boolean => flow.events.some(({ id }) => id === DISPOSITION_EVENT);

function knowledgeOf(flow: Flow): Knowledge {
	const terms: Terms = new Map(flow.vocabulary.flatMap(({ term, meaning }) => (meaning.expression === null ? [] : [[term, meaning.expression] as const])));
	// A path that the flow sets itself may have any value.
	const set = new Set(flow.nodes.flatMap(({ actions }) => actions.flatMap((action) => (action.type === 'set' ? [action.path.value] : []))));
	const values = new Map<string, readonly (string | number | boolean | null)[]>();
	for (const { name, values: listed } of flow.entities.flatMap(({ attrs }) => attrs)) {
		const plain = listed.flatMap((value) => (value === null || typeof value !== 'object' ? [value] : []));
		if (plain.length > 0 && plain.length === listed.length) values.set(`entity.${name}`, plain);
	}
	if (isPolicy(flow)) for (const { name, type, values: listed } of POLICY_FIELDS) if (listed !== undefined || type === 'boolean') values.set(`entity.${name}`, listed ?? [true, false]);
	return { terms, values: (path) => (set.has(path) ? null : (values.get(path) ?? null)) };
}

// What a worker or person answers to a policy, and what a failure policy may leave instead of an answer.
const OUTCOMES = ['approve', 'deny', 'unsure', 'failed', 'done'];

const asks = ({ operator }: FlowNode): boolean => operator?.op?.value === 'llm' || operator?.op?.value === 'human';

function waysOut(node: FlowNode, flow: Flow, known: Knowledge, dead: Set<Edge>): readonly Warning[] {
	const ways = flow.edges.filter(({ source }) => source.value === node.id);
	const warnings: Warning[] = [];
	const answered = isPolicy(flow) && asks(node);
	const knowledge: Knowledge = answered ? { ...known, values: (path) => (path === 'outcome' ? OUTCOMES : known.values(path)) } : known;
	if (answered && ways.length === 0) for (const { label, target } of node.out) if (!OUTCOMES.includes(label)) warnings.push(warn('NEVER_HOLDS', target, `“${label}” is no answer that a policy gets: who is asked says approve, deny or unsure.`));
	const targets = new Set(ways.map(({ target }) => target.value));
	for (const { label, target } of node.out) if (ways.length > 0 && !targets.has(target.value)) warnings.push(warn('OUT_DIFFERS', target, `The way out “${label}” leads to “${target.value}”, to which no edge of “${node.id}” leads. It is taken when the outcome is “${label}”.`));
	const asked = ways.flatMap((edge) => {
		const expression = edge.condition?.expression ?? null;
		return edge.condition === null || expression === null ? [] : [{ edge, text: edge.condition.text, place: edge.condition, is: { expression, holds: true } }];
	});
	if (asked.length === 0) return warnings;
	const not = ({ expression }: Claimed): Claimed => ({ expression, holds: false });
	const alive = asked.filter(({ edge, text, place, is }) => {
		if (canBe([is], knowledge)) return true;
		dead.add(edge);
		warnings.push(warn('NEVER_HOLDS', place, `“${text}” can never hold, so this way is never taken.${answered && text.includes('outcome') ? ' Who is asked says approve, deny or unsure.' : ''}`));
		return false;
	});
	for (const { text, place, is } of alive) if (!canBe([not(is)], knowledge)) warnings.push(warn('ALWAYS_HOLDS', place, `“${text}” holds whenever it is known.`));
	const exclusive = node.type.value !== 'decision' || node.mode === null || node.mode.value === 'exclusive';
	if (exclusive && alive.length <= 60) {
		alive.forEach((one, index) => {
			for (const other of alive.slice(0, index)) {
				if (!canBe([one.is, other.is], knowledge)) continue;
				const implied = !canBe([one.is, not(other.is)], knowledge);
				warnings.push(
					implied
						? warn('SHADOWED', one.place, `Whenever “${one.text}” holds, “${other.text}” in line ${other.place.line} holds as well, though only one way may be taken. Make one of them exclude the other, or use mode multi.`)
						: warn('OVERLAP', one.place, `“${one.text}” and “${other.text}” in line ${other.place.line} may hold at once, though only one way may be taken. Then the flow cannot tell which; a policy hears both and holds.`),
				);
			}
		});
	}
	const complete = !canBe(asked.map(({ is }) => not(is)), knowledge);
	const otherwise = ways.find(({ condition }) => condition === null);
	if (otherwise === undefined && node.out.length === 0 && !complete) warnings.push(warn('NO_DEFAULT', node, `It may be that no way out of “${node.id}” holds, and none is for otherwise. Add an edge without a condition.`));
	if (otherwise !== undefined && complete) {
		dead.add(otherwise);
		warnings.push(warn('ALWAYS_HOLDS', otherwise, `The conditions of “${node.id}” leave nothing for otherwise, so the way to “${otherwise.target.value}” is never taken.`));
	}
	return warnings;
}

function unreachableEnds(flow: Flow, dead: ReadonlySet<Edge>): readonly Warning[] {
	const start = startOf(flow);
	if (start === undefined || dead.size === 0) return [];
	const reached = reachable([start.id], successors({ ...flow, edges: flow.edges.filter((edge) => !dead.has(edge)) }));
	return endsOf(flow).filter(({ id }) => !reached.has(id)).map((node) => warn('UNREACHABLE_END', node, `The end “${node.id}” is never reached: no way that leads there can ever be taken.`));
}

const ROOTS = new Set(['entity', 'token', 'node', 'source', 'target', 'result', 'tokens', 'flow', 'metrics', 'params', 'now', 'outcome', 'vote', 'elapsed']);

function names(flow: Flow): readonly Warning[] {
	const known = new Set([...ROOTS, ...flow.vocabulary.map(({ term }) => term)]);
	const fields = isPolicy(flow) ? new Set<string>(POLICY_FIELDS.map(({ name }) => name)) : null;
	for (const { actions } of flow.nodes) for (const action of actions) if (action.type === 'set') fields?.add(action.path.value.split('.')[1] ?? '');
	const warnings: Warning[] = [];
	const look = (expression: Expression, placeOf: (offset: number) => Place, inside: boolean): void => {
		if (expression.kind === 'path') {
			const [root, name] = expression.parts;
			const place = placeOf(expression.start);
			const written = expression.parts.join('.');
			// Inside a collection function a name may be the element's own.
			if (!known.has(root)) {
				if (!inside) warnings.push(warn('UNKNOWN_NAME', place, `“${written}” is always unknown: there is no “${root}” here.`));
			} else if (root === 'params' && name !== undefined && !Object.prototype.hasOwnProperty.call(flow.params, name)) warnings.push(warn('UNKNOWN_NAME', place, `“${written}” is always unknown: params has no “${name}”.`));
			else if (root === 'entity' && fields !== null && name !== undefined && !fields.has(name)) warnings.push(warn('UNKNOWN_NAME', place, `“${written}” is always unknown: a policy sees no “${name}” of a proposal.`));
			return;
		}
		if (expression.kind === 'call' && callFault(expression.name, expression.args.length) !== null) warnings.push(warn('UNKNOWN_NAME', placeOf(expression.start), `${expression.name}(…) is always unknown: ${callFault(expression.name, expression.args.length) ?? ''}.`));
		partsOf(expression).forEach((part, index) => {
			look(part, placeOf, inside || (expression.kind === 'call' && index > 0));
		});
	};
	for (const { expression, placeOf } of expressionsOf(flow).conditions) if (expression !== null) look(expression, placeOf, false);
	return warnings;
}
