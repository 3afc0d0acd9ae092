import { err, ok, type Result } from '../../model/result.js';
import { type Disposition, strictest, strictness } from '../../model/verdict.js';
import { loadFlow, type Machine } from '../execute/machine.js';
import { start, step } from '../execute/run.js';
import type { Effect, FlowEvent, FlowState, StepResult, Token } from '../execute/state.js';
import { type Fault, fault } from '../fault.js';
import type { PrismSource } from '../flow.js';
import { parsePrism } from '../parse.js';
import { DISPOSITION_EVENT, dispositionOf, profileFaults } from './dispositions.js';
import type { PolicyData } from './policy-data.js';

/** What one rule of a policy says of a proposal. */
export interface PolicyRule {
	/** `<flow id>:<node id>`. */
	readonly rule: string;
	readonly disposition: Disposition;
	/** Plain words. */
	readonly reason: string;
	/** Line of the policy's note in which the rule is written. */
	readonly line: number;
}

/** A policy note made ready. Pure and total: the same data give the same rules, and whatever is not known holds. */
export interface PrismPolicy {
	readonly id: string;
	readonly name: string;
	/** SHA-256 of what the flow says; the prose around it does not count. */
	readonly hash: string;
	readonly source: PrismSource;
	readonly machine: Machine;
	/** Rules that object, strictest first; none where the policy passes the proposal. */
	evaluate(data: PolicyData): readonly PolicyRule[];
	/** The same, and besides them the state and trace of the run, for the ledger and for whoever is asked next. */
	decide(data: PolicyData): PolicyDecision;
	/** Goes on where a decision waits for an answer or an event. Objections that were made stay; `waiting` may have been through a file. */
	resume(waiting: { readonly said: readonly Said[]; readonly state: FlowState }, event: FlowEvent): PolicyDecision;
}

/** An end that was reached. */
export type Said = Extract<Effect, { readonly type: 'emit' }>;

export interface PolicyDecision {
	readonly disposition: Disposition;
	/** Strictest first; an end that passes is among them. */
	readonly rules: readonly PolicyRule[];
	/** Ends reached so far: kept with the state while it waits. */
	readonly said: readonly Said[];
	readonly run: StepResult;
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
	const decisionOf = (run: StepResult, before: readonly Said[]): PolicyDecision => {
		const said = [...before, ...saidIn(run)];
		const rules = inOrder([...rulesOf(machine, run.state, said), ...laterObjections(machine, run.state, said)]);
		return { disposition: strictest(rules.map(({ disposition }) => disposition)), rules, said, run };
	};
	const decide = (data: PolicyData): PolicyDecision => decisionOf(start(machine, data, { hearAll: true }), []);
	const { flow } = machine;
	return ok({
		id: flow.id?.value ?? '',
		name: flow.name?.value ?? '',
		hash: machine.hash,
		source,
		machine,
		decide,
		resume: ({ said, state }, event) => decisionOf(step(machine, state, event, { hearAll: true }), said),
		evaluate: (data) => decisionOf(start(machine, data, { hearAll: true, untraced: true }), []).rules.filter(({ disposition }) => disposition !== 'PASS'),
	});
}

const saidIn = ({ effects }: StepResult): readonly Said[] => effects.flatMap((effect) => (effect.type === 'emit' && effect.event === DISPOSITION_EVENT ? [effect] : []));

/** Each once, the strictest first. */
function inOrder(rules: readonly PolicyRule[]): readonly PolicyRule[] {
	const unlike = new Map(rules.map((rule) => [`${rule.rule} ${rule.disposition} ${rule.reason}`, rule]));
	return [...unlike.values()].sort((a, b) => strictness(b.disposition) - strictness(a.disposition) || a.line - b.line);
}

// Of a flow that asks on and on nobody knows what it would say.
const MOST_ASKED = 100;

/**
 * What the flow would object to if everybody whom it asks approved. An approval answers the question alone, and the flow is not asked again, so
 * that what comes after the question has to be said with it.
 */
function laterObjections(machine: Machine, state: FlowState, before: readonly Said[]): readonly PolicyRule[] {
	let now = state;
	const said = [...before];
	for (let asked = 0; ; asked += 1) {
		const token = now.tokens.find(({ status }) => status === 'asking');
		if (token === undefined) break;
		if (asked === MOST_ASKED) return [{ rule: `${machine.flow.id?.value ?? ''}:${token.node}`, disposition: 'HOLD', reason: 'The policy asks on and on.', line: machine.nodes.get(token.node)?.node.line ?? machine.flow.line }];
		const next = step(machine, now, { type: 'answer', token: token.id, result: { outcome: 'approve' } }, { hearAll: true, untraced: true });
		said.push(...saidIn(next));
		now = next.state;
	}
	return now === state ? [] : rulesOf(machine, now, said).filter(({ disposition }) => disposition !== 'PASS');
}

function rulesOf(machine: Machine, state: FlowState, said: readonly Said[]): readonly PolicyRule[] {
	const id = machine.flow.id?.value ?? '';
	const rules: PolicyRule[] = [...said.map((one) => endRule(machine, one)), ...state.tokens.flatMap((token) => waitingRule(machine, token))];
	for (const { node, line, reason } of state.doubts) rules.push({ rule: `${id}:${node}`, disposition: 'HOLD', reason, line });
	// A flow that reached no end has passed nothing.
	if (rules.length === 0) rules.push({ rule: id, disposition: 'HOLD', reason: 'The policy came to no decision.', line: machine.flow.line });
	return rules;
}

function endRule(machine: Machine, { node: id, line, payload: { reason } }: Said): PolicyRule {
	const { flow, nodes } = machine;
	const node = nodes.get(id)?.node;
	const words = typeof reason === 'string' && reason.trim() !== '' ? reason : (node?.intention ?? node?.name ?? `The rule “${id}” of the policy “${flow.name?.value ?? ''}” holds.`);
	return { rule: `${flow.id?.value ?? ''}:${id}`, disposition: (node === undefined ? null : dispositionOf(node)) ?? 'HOLD', reason: words, line };
}

/** A policy that asks somebody has not decided: the question goes to that authority. */
function waitingRule(machine: Machine, { node: id, status, asked }: Token): readonly PolicyRule[] {
	const node = machine.nodes.get(id)?.node;
	const rule = { rule: `${machine.flow.id?.value ?? ''}:${id}`, line: node?.line ?? machine.flow.line };
	if (status === 'waiting') return [{ ...rule, disposition: 'HOLD', reason: `It waits for “${node?.trigger?.event?.value ?? ''}”.` }];
	if (status !== 'asking' || asked === null) return [];
	return asked.operator === 'human' ? [{ ...rule, disposition: 'REQUIRE_HUMAN', reason: `A person is asked: ${asked.about}` }] : [{ ...rule, disposition: 'ESCALATE', reason: `A worker of tier ${asked.tier} is asked: ${asked.about}` }];
}
