import { err, ok, type Result } from '../../model/result.js';
import { type Disposition, strictest, strictness } from '../../model/verdict.js';
import { loadFlow, type Machine } from '../execute/machine.js';
import type { Token } from '../execute/state.js';
import { type Fault, fault } from '../fault.js';
import type { PrismSource } from '../flow.js';
import { parsePrism } from '../parse.js';
import { dispositionOf, profileFaults } from './dispositions.js';
import type { PolicyData } from './policy-data.js';
import { type Answered, type Answers, ifApproved, type Question, type Said, type Walk, walkFlow } from './walk.js';

/** What one rule of a policy says of a proposal. */
export interface PolicyRule {
	/** `<flow id>:<node id>`. */
	readonly rule: string;
	readonly disposition: Disposition;
	/** Plain words. */
	readonly reason: string;
	/** Line of the policy's note in which the rule is written. */
	readonly line: number;
	/** Where a worker is asked: its answer takes the flow on. */
	readonly question?: Question;
	/** True where it tells of a question that was answered. */
	readonly answered?: true;
}

/** A policy note made ready. Pure and total: the same data give the same rules, and whatever is not known holds. */
export interface PrismPolicy {
	readonly id: string;
	readonly name: string;
	/** SHA-256 of what the flow says; the prose around it does not count. */
	readonly hash: string;
	readonly source: PrismSource;
	/** What it says of the proposal as far as the answers to its questions take it; without any, what it asks. */
	decide(data: PolicyData, answers?: Answers): PolicyDecision;
}

export interface PolicyDecision {
	readonly disposition: Disposition;
	/** Strictest first; an end that passes is among them. */
	readonly rules: readonly PolicyRule[];
	/** Ids of the nodes that the flow went through, in order. */
	readonly steps: readonly string[];
}

/** Reads a `.prism.md` note as a policy, or says everything that keeps it from being one, with places in the note. */
export function parsePolicy(text: string): Result<PrismPolicy, readonly Fault[]> {
	const source = parsePrism(text);
	return source.ok ? prismPolicy(source.value) : source;
}

/** The note's flow as a policy. */
export function prismPolicy(source: PrismSource): Result<PrismPolicy, readonly Fault[]> {
	const loaded = loadFlow(source.flow);
	const faults = [...(loaded.ok ? [] : loaded.error), ...profileFaults(source.flow, source.conformance)];
	if (!loaded.ok || faults.length > 0) return err(faults.length > 0 ? faults : [fault('PROFILE', source.flow, 'The flow could not be made ready.')]);
	const machine = loaded.value;
	const { flow } = machine;
	return ok({
		id: flow.id?.value ?? '',
		name: flow.name?.value ?? '',
		hash: machine.hash,
		source,
		decide: (data, answers) => {
			const walk = walkFlow(machine, data, answers);
			const rules = inOrder([...rulesOf(machine, walk), ...laterObjections(machine, walk)]);
			return { disposition: strictest(rules.map(({ disposition }) => disposition)), rules, steps: walk.steps };
		},
	});
}

/** Each once, the strictest first. */
function inOrder(rules: readonly PolicyRule[]): readonly PolicyRule[] {
	const unlike = new Map(rules.map((rule) => [`${rule.rule} ${rule.disposition} ${rule.reason}`, rule]));
	return [...unlike.values()].sort((a, b) => strictness(b.disposition) - strictness(a.disposition) || a.line - b.line);
}

/**
 * What would block or hold if everybody whom the flow asks approved: whoever is asked sees what stands behind the question, and a person's
 * approval, which answers all questions at once, passes over no rule that forbids. Whom it would ask next comes up when it gets there.
 */
function laterObjections(machine: Machine, walk: Walk): readonly PolicyRule[] {
	const later = ifApproved(machine, walk);
	return later === null ? [] : endRules(machine, later).filter(({ disposition }) => disposition === 'BLOCK' || disposition === 'HOLD');
}

function rulesOf(machine: Machine, walk: Walk): readonly PolicyRule[] {
	const { state, open, answered, endless } = walk;
	// Of a flow that asks on and on no worker is asked more.
	const asked = state.tokens.flatMap((token) => (endless !== null && open.has(token.id) ? [] : waitingRule(machine, token, open.get(token.id))));
	return [...answered.map((each) => answeredRule(machine, each)), ...asked, ...endRules(machine, walk, asked.length > 0)];
}

/** What ends, doubts and waiting for events say. A flow that reached no end has passed nothing. */
function endRules(machine: Machine, { state, said, endless }: Pick<Walk, 'state' | 'said' | 'endless'>, asks = false): readonly PolicyRule[] {
	const id = machine.flow.id?.value ?? '';
	const rules: PolicyRule[] = said.map((one) => endRule(machine, one));
	for (const { node, line, reason } of state.doubts) rules.push({ rule: `${id}:${node}`, disposition: 'HOLD', reason, line });
	for (const token of state.tokens) if (token.status === 'waiting') rules.push(eventRule(machine, token));
	if (endless !== null) rules.push({ rule: `${id}:${endless}`, disposition: 'HOLD', reason: 'The policy asks on and on.', line: lineOf(machine, endless) });
	if (rules.length === 0 && !asks) rules.push({ rule: id, disposition: 'HOLD', reason: 'The policy came to no decision.', line: machine.flow.line });
	return rules;
}

const lineOf = (machine: Machine, node: string): number => machine.nodes.get(node)?.node.line ?? machine.flow.line;

function endRule(machine: Machine, { node: id, line, payload: { reason } }: Said): PolicyRule {
	const { flow, nodes } = machine;
	const node = nodes.get(id)?.node;
	const words = typeof reason === 'string' && reason.trim() !== '' ? reason : (node?.intention ?? node?.name ?? `The rule “${id}” of the policy “${flow.name?.value ?? ''}” holds.`);
	return { rule: `${flow.id?.value ?? ''}:${id}`, disposition: (node === undefined ? null : dispositionOf(node)) ?? 'HOLD', reason: words, line };
}

/** A policy that asks somebody has not decided: the question goes to that authority. */
function waitingRule(machine: Machine, { node, status, asked }: Token, question: Question | undefined): readonly PolicyRule[] {
	if (status !== 'asking' || asked === null) return [];
	const rule = { rule: `${machine.flow.id?.value ?? ''}:${node}`, line: lineOf(machine, node) };
	if (question === undefined) return [{ ...rule, disposition: 'REQUIRE_HUMAN', reason: `A person is asked: ${asked.about}` }];
	return [{ ...rule, disposition: 'ESCALATE', reason: `A worker of tier ${question.tier} is asked: ${question.about}`, question }];
}

function eventRule(machine: Machine, { node }: Token): PolicyRule {
	const event = machine.nodes.get(node)?.node.trigger?.event?.value ?? '';
	return { rule: `${machine.flow.id?.value ?? ''}:${node}`, disposition: 'HOLD', reason: `It waits for “${event}”.`, line: lineOf(machine, node) };
}

/** What was answered is told. No flow passes by itself on an answer that is no approval. */
function answeredRule(machine: Machine, { question: { node, line, about }, answer, settled }: Answered): PolicyRule {
	const rule = { rule: `${machine.flow.id?.value ?? ''}:${node}`, line, answered: true } as const;
	if (settled) return { ...rule, disposition: 'PASS', reason: `${answer.words} That answers: ${about}` };
	return { ...rule, disposition: 'REQUIRE_HUMAN', reason: `${answer.words} The policy goes on from there to a pass, which only an approval can do. So a person decides.` };
}
