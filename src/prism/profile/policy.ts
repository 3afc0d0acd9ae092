import { err, ok, type Result } from '../../model/result.js';
import { type Disposition, strictest, strictness } from '../../model/verdict.js';
import { loadFlow, type Machine } from '../execute/machine.js';
import { start } from '../execute/run.js';
import type { Effect, StepResult } from '../execute/state.js';
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
}

export interface PolicyDecision {
	readonly disposition: Disposition;
	/** Strictest first; an end that passes is among them. */
	readonly rules: readonly PolicyRule[];
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
	const decide = (data: PolicyData): PolicyDecision => {
		const run = start(machine, data, { hearAll: true });
		const rules = rulesOf(machine, run);
		return { disposition: strictest(rules.map(({ disposition }) => disposition)), rules, run };
	};
	const { flow } = machine;
	return ok({
		id: flow.id?.value ?? '',
		name: flow.name?.value ?? '',
		hash: machine.hash,
		source,
		machine,
		decide,
		evaluate: (data) => decide(data).rules.filter(({ disposition }) => disposition !== 'PASS'),
	});
}

function rulesOf(machine: Machine, { state, effects }: StepResult): readonly PolicyRule[] {
	const id = machine.flow.id?.value ?? '';
	const rules: PolicyRule[] = [...effects.flatMap((effect) => effectRule(machine, effect))];
	for (const { node, line, reason } of state.doubts) rules.push({ rule: `${id}:${node}`, disposition: 'HOLD', reason, line });
	// A cancelled flow, or one that reached no end, has passed nothing.
	const silent = rules.length === 0 || state.status === 'cancelled';
	if (silent) rules.push({ rule: id, disposition: 'HOLD', reason: 'The policy came to no decision.', line: machine.flow.line });
	const unlike = new Map(rules.map((rule) => [`${rule.rule} ${rule.disposition} ${rule.reason}`, rule]));
	return [...unlike.values()].sort((a, b) => strictness(b.disposition) - strictness(a.disposition) || a.line - b.line);
}

function effectRule(machine: Machine, effect: Effect): readonly PolicyRule[] {
	const id = machine.flow.id?.value ?? '';
	switch (effect.type) {
		case 'emit': {
			if (effect.event !== DISPOSITION_EVENT) return [];
			const node = machine.nodes.get(effect.node)?.node;
			const { reason } = effect.payload;
			const words = typeof reason === 'string' && reason.trim() !== '' ? reason : (node?.intention ?? node?.name ?? `The rule “${effect.node}” of the policy “${machine.flow.name?.value ?? id}” holds.`);
			return [{ rule: `${id}:${effect.node}`, disposition: (node === undefined ? null : dispositionOf(node)) ?? 'HOLD', reason: words, line: effect.line }];
		}
		// A policy that asks somebody has not decided: the question goes to that authority.
		case 'ask':
			return [{ rule: `${id}:${effect.node}`, disposition: effect.operator === 'human' ? 'REQUIRE_HUMAN' : 'ESCALATE', reason: effect.operator === 'human' ? `A person is asked: ${effect.intention}` : `A worker of tier ${effect.tier} is asked: ${effect.intention}`, line: effect.line }];
		case 'wait':
			return [{ rule: `${id}:${effect.node}`, disposition: 'HOLD', reason: `It waits for “${effect.event}”.`, line: effect.line }];
		case 'block':
			return [];
	}
}
