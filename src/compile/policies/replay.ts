import { type Disposition, strictest, strictness } from '../../model/verdict.js';
import { walk } from '../../prism/expression/tree.js';
import { expressionsOf } from '../../prism/expressions-of.js';
import type { PolicyRule, PrismPolicy } from '../../prism/profile/policy.js';
import type { PolicyData } from '../../prism/profile/policy-data.js';
import { compare, simulate, type Simulation } from '../../prism/simulate/simulate.js';
import type { PastCase } from './cases.js';
import type { PolicyOutcome, PolicySimulation } from './policy-reports.js';

type Replay = Omit<PolicySimulation, 'path' | 'against' | 'problems'>;

/** The members of `entity` that the policy asks for; null where it asks for the entity as a whole. */
function askedFor({ source }: PrismPolicy): ReadonlySet<string> | null {
	const names = new Set<string>();
	for (const { expression } of expressionsOf(source.flow).conditions) {
		for (const part of expression === null ? [] : walk(expression)) {
			if (part.kind !== 'path' || part.parts[0] !== 'entity') continue;
			const [, name] = part.parts;
			if (name === undefined) return null;
			names.add(name);
		}
	}
	return names;
}

// The place of what is written in no policy.
const NOWHERE = 0;

const floorRule = (disposition: Disposition): PolicyRule => ({ rule: 'gate', disposition, reason: 'The constitution or the rules of the worker said so, whatever policies say.', line: NOWHERE });

const objecting = (rules: readonly PolicyRule[]): readonly PolicyRule[] => rules.filter(({ disposition }) => disposition !== 'PASS');

/** The policy as the gate would ask it: with the others that hold, and what holds whatever policies say. */
function amid(policy: PrismPolicy, others: readonly PrismPolicy[], floors: ReadonlyMap<PolicyData, Disposition>): PrismPolicy {
	return {
		...policy,
		decide: (data) => {
			const own = policy.decide(data);
			const floor = floors.get(data) ?? 'PASS';
			const rules = [...own.rules, ...others.flatMap((other) => objecting(other.decide(data).rules)), ...(floor === 'PASS' ? [] : [floorRule(floor)])].sort((a, b) => strictness(b.disposition) - strictness(a.disposition));
			return { ...own, rules, disposition: strictest(rules.map(({ disposition }) => disposition)) };
		},
	};
}

/**
 * Asks the policy about the recorded past: against the recorded verdicts, or against another policy in its place. What the record does not
 * hold of a proposal is unknown to the policies, and unknown holds.
 */
export function replay(policy: PrismPolicy, against: PrismPolicy | null, others: readonly PrismPolicy[], past: readonly PastCase[]): Replay {
	const floors = new Map<PolicyData, Disposition>();
	const cases = past.map(({ id, path, seen, recorded, floor }) => {
		// A member that is left out is unknown to the policy, and its type says so only of those that a proposal itself may lack.
		const data = { ...seen } as PolicyData;
		if (floor !== null) floors.set(data, floor);
		return { id, path, data, recorded };
	});
	const now = amid(policy, others, floors);
	const simulation: Simulation = against === null ? simulate(now, cases) : compare(amid(against, others, floors), now, cases);
	const asked = [policy, ...(against === null ? [] : [against]), ...others].map(askedFor);
	const matters = (field: string): boolean => asked.some((names) => names === null || names.has(field));
	const unknown = past.map(({ missing }) => missing.filter(matters));
	const counts = new Map<string, number>();
	for (const fields of unknown) for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + 1);
	const unfloored = past.filter(({ floor }) => floor === null).length;
	if (unfloored > 0) counts.set('gate', unfloored);
	const rows = simulation.rows.flatMap(({ id, path, before, after, change, rulesAfter }, index): PolicyOutcome[] =>
		change === 'same' ? [] : [{ id, path, before, after, change, rules: rulesAfter.map((rule) => ({ ...rule, line: rule.line === NOWHERE ? null : rule.line })), unknown: unknown[index] ?? [] }],
	);
	const { same, stricter, milder, after, moves } = simulation;
	return { cases: past.length, same, stricter, milder, new: simulation.new, after, moves, rows, missing: [...counts].map(([field, count]) => ({ field, cases: count })).sort((a, b) => b.cases - a.cases || (a.field < b.field ? -1 : 1)) };
}
