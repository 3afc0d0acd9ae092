import { type Disposition, DISPOSITIONS, strictness } from '../../model/verdict.js';
import type { PolicyRule, PrismPolicy } from '../profile/policy.js';
import type { PolicyData } from '../profile/policy-data.js';

/** A proposal of the recorded past, or of a folder, as a policy sees it. */
export interface Case {
	readonly id: string;
	readonly path: string;
	readonly data: PolicyData;
	/** What was decided then; null where nothing was. */
	readonly recorded: Disposition | null;
}

/** What becomes of one proposal. */
export interface Outcome {
	readonly id: string;
	readonly path: string;
	/** Null where nothing was recorded. */
	readonly before: Disposition | null;
	readonly after: Disposition;
	readonly change: 'same' | 'stricter' | 'milder' | 'new';
	/** The rules that object before and after, strictest first; a record has none. */
	readonly rulesBefore: readonly PolicyRule[];
	readonly rulesAfter: readonly PolicyRule[];
}

/** A table of what would change. */
export interface Simulation {
	/** One row for each proposal, in the order given. */
	readonly rows: readonly Outcome[];
	readonly same: number;
	readonly stricter: number;
	readonly milder: number;
	/** Proposals without a record. */
	readonly new: number;
	/** How many proposals would get each disposition. */
	readonly after: Readonly<Record<Disposition, number>>;
	/** How many moved from each disposition to each other one, the most frequent first. */
	readonly moves: readonly { readonly from: Disposition; readonly to: Disposition; readonly count: number }[];
	/** How often each rule objected, the most frequent first; rules that never did are not in it. */
	readonly rules: readonly { readonly rule: string; readonly disposition: Disposition; readonly line: number; readonly count: number }[];
}

/**
 * What the policy would say of each proposal, beside what was recorded. The constitution and other policies are not asked: a record that
 * was stricter because of them shows as `milder` here.
 */
export function simulate(policy: PrismPolicy, cases: readonly Case[]): Simulation {
	return table(cases.map(({ id, path, data, recorded }) => {
		const { disposition, rules } = policy.decide(data);
		return { id, path, before: recorded, after: disposition, change: changeOf(recorded, disposition), rulesBefore: [], rulesAfter: objecting(rules) };
	}));
}

/** What changes for each proposal when the second policy takes the place of the first. Records are not looked at. */
export function compare(first: PrismPolicy, second: PrismPolicy, cases: readonly Case[]): Simulation {
	return table(cases.map(({ id, path, data }) => {
		const before = first.decide(data);
		const after = second.decide(data);
		return { id, path, before: before.disposition, after: after.disposition, change: changeOf(before.disposition, after.disposition), rulesBefore: objecting(before.rules), rulesAfter: objecting(after.rules) };
	}));
}

const objecting = (rules: readonly PolicyRule[]): readonly PolicyRule[] => rules.filter(({ disposition }) => disposition !== 'PASS');

function changeOf(before: Disposition | null, after: Disposition): Outcome['change'] {
	if (before === null) return 'new';
	const by = strictness(after) - strictness(before);
	return by > 0 ? 'stricter' : by < 0 ? 'milder' : 'same';
}

function table(rows: readonly Outcome[]): Simulation {
	const counts = { same: 0, stricter: 0, milder: 0, new: 0 };
	const after: Record<Disposition, number> = { PASS: 0, HOLD: 0, ESCALATE: 0, REQUIRE_HUMAN: 0, BLOCK: 0 };
	const rules = new Map<string, { rule: string; disposition: Disposition; line: number; count: number }>();
	for (const row of rows) {
		counts[row.change] += 1;
		after[row.after] += 1;
		for (const { rule, disposition, line } of row.rulesAfter) {
			const key = `${rule} ${disposition}`;
			const known = rules.get(key) ?? { rule, disposition, line, count: 0 };
			known.count += 1;
			rules.set(key, known);
		}
	}
	const moves = DISPOSITIONS.flatMap((from) => DISPOSITIONS.filter((to) => to !== from).map((to) => ({ from, to, count: rows.filter((row) => row.before === from && row.after === to).length })));
	return {
		rows,
		...counts,
		after,
		moves: moves.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count),
		rules: [...rules.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : strictness(b.disposition) - strictness(a.disposition))),
	};
}
