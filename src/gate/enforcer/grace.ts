import type { Proposal } from '../../model/proposal.js';
import type { FiredRule } from '../../model/verdict.js';
import { fired } from '../rule.js';
import type { GraceTimes, WorkerRules } from './rules.js';
import { type CoolingViolation, isCooling, violationOf } from './violation.js';

/** A violation that the ledger tells of. */
export interface PastViolation {
	readonly worker: string;
	readonly action: string;
	readonly subject: string;
	readonly violation: CoolingViolation;
	/** Milliseconds since the epoch. */
	readonly at: number;
}

const dispositionOf = (violation: CoolingViolation): 'BLOCK' | 'HOLD' => (violation === 'missing-rationale' ? 'HOLD' : 'BLOCK');

const timeIn = ({ worker, byViolation, byDisposition, otherwise }: GraceTimes, violation: CoolingViolation): number => worker ?? byViolation.get(violation) ?? byDisposition.get(dispositionOf(violation)) ?? otherwise ?? 0;

/** How long a worker cools down after a violation: in each layer the first of the four levels that says something, over the layers the longest. Milliseconds. */
export const graceAfter = (rules: WorkerRules, violation: CoolingViolation): number => Math.max(0, ...rules.map(({ grace }) => timeIn(grace, violation)));

/** The longest time that any of these layers asks for. Milliseconds. */
export const longestGrace = (rules: WorkerRules): number =>
	Math.max(0, ...rules.flatMap(({ grace: { worker, byViolation, byDisposition, otherwise } }) => [worker ?? 0, otherwise ?? 0, ...byViolation.values(), ...byDisposition.values()]));

/** What of a verdict makes a worker cool down, for the ledger. What asks for a person, and what the constitution says, does not: neither gets better by waiting. */
export const coolingOf = (rules: readonly FiredRule[]): readonly CoolingViolation[] => [
	...new Set(
		rules.flatMap(({ rule, disposition }) => {
			const violation = violationOf(rule);
			return isCooling(violation) && disposition === dispositionOf(violation) ? [violation] : [];
		}),
	),
];

const keyOf = (worker: string, action: string, subject: string): string => JSON.stringify([worker, action, subject]);

/** Violations of the same worker, action and subject as a proposal's. */
export type PastOf = (proposal: Proposal) => readonly PastViolation[];

export function indexPast(past: readonly PastViolation[]): PastOf {
	const index = new Map<string, PastViolation[]>();
	for (const each of past) {
		const key = keyOf(each.worker, each.action, each.subject);
		const known = index.get(key);
		if (known) known.push(each);
		else index.set(key, [each]);
	}
	return ({ who, kind, subject }) => (index.size === 0 ? [] : (index.get(keyOf(who, kind, subject)) ?? []));
}

/** Holds what comes while the worker cools down. It only ever adds a rule: what violates is still told as a violation beside it. */
export function coolingDown(past: readonly PastViolation[], rules: WorkerRules, now: number, lifted: ReadonlySet<string>): readonly FiredRule[] {
	const until = new Map<CoolingViolation, number>();
	for (const { violation, at } of past) if (!lifted.has(violation)) until.set(violation, Math.max(until.get(violation) ?? 0, at + graceAfter(rules, violation)));
	return [...until].flatMap(([violation, end]) =>
		end <= now ? [] : [fired(`grace:${violation}`, 'HOLD', `The same worker tried the same before and was stopped (${violation}). It cools down until ${new Date(end).toISOString().slice(0, 19)}Z.`)],
	);
}
