import { printExpression } from '../expression/print.js';
import type { Action, Condition, Content, Edge, Flow, FlowNode, Operator } from '../flow.js';
import { POLICY_FIELDS } from '../profile/policy-data.js';
import { DISPOSITION_EVENT, dispositionOf } from '../profile/dispositions.js';
import { type Meaning, plainText, quotable, truthWords } from './words.js';

/** The kinds of paragraph, one for each type of node. */
export const KINDS: Readonly<Record<string, string>> = {
	start: 'Start', end: 'End', task: 'Task', decision: 'Decision', fork: 'Fork', join: 'Join', vote: 'Vote', checkpoint: 'Checkpoint', event_wait: 'Wait', cancel: 'Cancel', queue: 'Queue',
};

/** A code span that reads back as the same text. */
export function code(text: string): string {
	let longest = 0;
	for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
	const fence = '`'.repeat(longest + 1);
	return `${fence}${text}${fence}`;
}

const TAKES: Readonly<Record<string, string>> = {
	exclusive: 'the one way whose condition holds is taken',
	multi: 'every way whose condition holds is taken',
	parallel: 'all ways are taken at once',
};

/**
 * A flow in plain English, by code alone: what it is for, then every node in the order of the note with what it does and every way out with
 * its condition. `readExplanation` takes it apart again.
 */
export function explain(flow: Flow): string {
	const policy = flow.events.some(({ id }) => id === DISPOSITION_EVENT);
	const meaning = meaningsOf(flow, policy);
	const head = [
		`${policy ? 'Policy' : 'Flow'} “${plainText(flow.name?.value ?? '')}” (${code(plainText(flow.id?.value ?? ''))})`,
		`It is there to: ${plainText(flow.intention?.value ?? '')}`,
		...flow.constraints.map(([name, value]) => `It should keep ${plainText(name)}: ${plainText(value)}`),
		...flow.vocabulary.map(({ term, meaning: { expression, text } }) => `“${plainText(term)}” means: ${expression === null ? plainText(text) : truthWords(expression, meaning)}`),
		...Object.entries(flow.params).map(([name, value]) => `The parameter ${plainText(name)} is ${plainText(JSON.stringify(value))}.`),
		...(policy ? ['Where it is not known whether a condition holds, the proposal is held; “otherwise” counts only where every other condition is known not to hold.'] : []),
	];
	return [head.join('\n'), ...flow.nodes.map((node) => paragraph(node, flow, meaning))].join('\n\n');
}

function meaningsOf(flow: Flow, policy: boolean): Meaning {
	const fields = new Map<string, (typeof POLICY_FIELDS)[number]>(policy ? POLICY_FIELDS.map((field) => [field.name, field]) : []);
	const terms = new Set(flow.vocabulary.map(({ term }) => term));
	return ([root = '', name, ...more]) => {
		if (name === undefined) return terms.has(root) ? { says: `“${root}” holds`, clause: true } : null;
		const field = root === 'entity' && more.length === 0 ? fields.get(name) : undefined;
		return field === undefined ? null : { says: field.says, clause: field.type === 'boolean' };
	};
}

/** A condition in English with its exact text after it. */
function told(condition: Condition, meaning: Meaning): string {
	const { expression, text } = condition;
	return expression === null ? `${plainText(text)} (${code(text)})` : `${truthWords(expression, meaning)} (${code(printExpression(expression))})`;
}

function paragraph(node: FlowNode, flow: Flow, meaning: Meaning): string {
	const { id, name, type, line } = node;
	const ways = flow.edges.filter(({ source }) => source.value === id);
	const drawn = new Set(ways.map(({ target }) => target.value));
	const labels = node.out.filter(({ target }) => !drawn.has(target.value));
	const title = `${KINDS[type.value] ?? 'Node'} ${code(id)}${name === null ? '' : ` “${quotable(name)}”`} in line ${line}`;
	const does = doing(node);
	return [
		`${title}${does === '' ? '.' : `: ${does}`}`,
		...asks(node).map(([words, condition]) => `- ${words} ${told(condition, meaning)}.`),
		...node.actions.filter((action) => !saysDisposition(node, action)).map((action) => `- It does this: ${actionWords(action)}`),
		...ways.map((way) => wayWords(way, ways.length + labels.length > 1, meaning)),
		...labels.map(({ label, target }) => `- If the outcome is “${plainText(label)}” (${code(`outcome == '${label}'`)}), it goes on to ${code(target.value)}.`),
	].join('\n');
}

function wayWords({ condition, target, event, triggered }: Edge, several: boolean, meaning: Meaning): string {
	const to = `it goes on to ${code(target.value)}.`;
	if (condition !== null) return `- If ${told(condition, meaning)}, ${to}`;
	if (triggered) return `- When the event “${plainText(event?.value ?? '')}” comes, ${to}`;
	return several ? `- Otherwise, ${to}` : `- Then ${to}`;
}

/** Conditions of a node that are no way out. */
function asks({ guard, verdict, condition, phaseGate }: FlowNode): readonly (readonly [string, Condition])[] {
	const found: (readonly [string, Condition | null])[] = [
		['It is only done if', guard],
		['A vote counts as a yes if', verdict],
		['It acts only if', condition],
		['It asks whether', phaseGate?.evaluate ?? null],
	];
	return found.flatMap(([words, one]) => (one === null ? [] : [[words, one] as const]));
}

/** The action by which an end says its disposition; the title tells it. */
const saysDisposition = (node: FlowNode, action: Action): action is Extract<Action, { readonly type: 'emit' }> => action.type === 'emit' && action.event.value === DISPOSITION_EVENT && dispositionOf(node) !== null;

const sentence = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null && part !== '').join('. ');

function doing(node: FlowNode): string {
	const { type, intention, mode, operator, join, trigger, scope, tieBreaker } = node;
	const aim = intention === null ? null : plainText(intention);
	switch (type.value) {
		case 'end': {
			const reason = node.actions.flatMap((action) => (saysDisposition(node, action) ? action.payload : [])).find(([key]) => key === 'reason')?.[1];
			return sentence(dispositionOf(node) ?? 'the flow ends', reason === undefined ? null : `The reason given: ${contentWords(reason)}`, aim);
		}
		case 'decision':
			return sentence(operator === null ? null : `${operatorWords(operator)} decides`, TAKES[mode?.value ?? 'exclusive'] ?? plainText(mode?.value ?? ''), aim);
		case 'fork':
			return sentence('all ways are taken at once', aim);
		case 'join':
			return sentence(`branches come together (${plainText(join?.mode?.value ?? 'all')}${join?.n === null || join === null ? '' : ` ${JSON.stringify(join.n.value)}`}${join?.m === null || join === null ? '' : ` of ${JSON.stringify(join.m.value)}`})`, aim);
		case 'vote':
			return sentence(`votes are counted (${plainText(mode?.value ?? '')})`, tieBreaker?.policy === null || tieBreaker === null ? null : `a tie: ${plainText(tieBreaker.policy.value)}`, aim);
		case 'event_wait':
			return sentence(`it waits for the event “${plainText(trigger?.event?.value ?? '')}”`, trigger?.timeout === null || trigger === null ? null : `at most ${plainText(trigger.timeout.value)}, then ${plainText(trigger.onTimeout?.value ?? 'halt')}`, aim);
		case 'cancel':
			return sentence(`it ends the ${plainText(scope?.value ?? 'case')}`, aim);
		default:
			return sentence(operator === null ? null : `${operatorWords(operator)} does it`, aim);
	}
}

function operatorWords({ op, tier }: Operator): string {
	const who = op?.value ?? '';
	if (who === 'llm') return tier === null ? 'a model' : `a model of tier ${JSON.stringify(tier.value)}`;
	return who === 'human' ? 'a person' : who === 'script' ? 'code' : `the operator “${quotable(who)}”`;
}

function actionWords(action: Action): string {
	switch (action.type) {
		case 'emit':
			return `emits “${plainText(action.event.value)}”${action.payload.length === 0 ? '' : ` with ${action.payload.map(([name, content]) => `${plainText(name)} ${contentWords(content)}`).join(', ')}`}.`;
		case 'set':
			return `sets ${plainText(action.path.value)} to ${contentWords(action.value)}.`;
		case 'other':
			return `${plainText(action.name)}.`;
	}
}

function contentWords(content: Content): string {
	switch (content.kind) {
		case 'data':
			return plainText(typeof content.data === 'string' ? `“${content.data}”` : JSON.stringify(content.data));
		case 'template':
			return `“${quotable(content.template.pieces.map((piece) => (typeof piece === 'string' ? piece : `{${piece.text}}`)).join(''))}”`;
		case 'list':
			return content.items.map(contentWords).join(', ');
		case 'map':
			return content.entries.map(([name, value]) => `${plainText(name)} ${contentWords(value)}`).join(', ');
	}
}
