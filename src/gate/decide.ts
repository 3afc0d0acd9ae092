import { canonicalJson, hashText } from '../model/hash.js';
import type { Proposal } from '../model/proposal.js';
import { type Disposition, DISPOSITIONS, type FiredRule, strictest, strictness, type Tier, type Verdict } from '../model/verdict.js';
import { CONSTITUTION, CONSTITUTION_VERSION, MOST_READ } from './constitution.js';
import { needsPerson, type Stakes, stakesOf } from './enforcer/stakes.js';
import type { Gate, GateContext, Policy } from './gate.js';
import { fired, type NamedCheck, shown, tellSome } from './rule.js';

/** A disagreement needs an advanced model or a tribunal. */
const REVIEW_TIER = 3;
const PERSON = 4;

/** The lowest tier that may move a proposal on; null where nobody may. `stakes` is asked for where the next tier up could. */
function decider(disposition: Disposition, madeBy: number, stakes: Stakes | null): Tier | null {
	switch (disposition) {
		case 'PASS':
			return 0;
		case 'ESCALATE':
			return madeBy < REVIEW_TIER && stakes !== null && !needsPerson(stakes) ? REVIEW_TIER : PERSON;
		case 'HOLD':
		case 'REQUIRE_HUMAN':
			return PERSON;
		case 'BLOCK':
			return null;
	}
}

const isRule = (value: unknown): value is FiredRule =>
	typeof value === 'object' &&
	value !== null &&
	'rule' in value &&
	typeof value.rule === 'string' &&
	'reason' in value &&
	typeof value.reason === 'string' &&
	'disposition' in value &&
	DISPOSITIONS.some((disposition) => disposition === value.disposition);

const failed = (name: string, error: unknown): FiredRule =>
	fired('gate:error', 'HOLD', `The rule “${name}” could not be evaluated, so nothing passes: ${shown(error instanceof Error ? error.message : String(error), 200)}`);

/** What the check says. An error, or an answer that is none, is a HOLD that names it. */
function ask({ name, check }: NamedCheck, proposal: Proposal, context: GateContext): readonly FiredRule[] {
	try {
		const rules: unknown = check(proposal, context);
		if (!Array.isArray(rules)) return [failed(name, 'it answered with something that is not a list of rules')];
		return rules.map((rule: unknown) => (isRule(rule) ? rule : failed(name, 'it answered with something that is not a rule')));
	} catch (error) {
		return [failed(name, error)];
	}
}

/** What is at stake, where that moves a decision from the next tier up to a person. */
function stakesRule(stakes: Stakes | null, madeBy: number): readonly FiredRule[] {
	if (stakes === null || !needsPerson(stakes) || madeBy >= REVIEW_TIER) return [];
	const [first = '', ...rest] = stakes.reasons;
	const why = [first, ...rest.slice(0, 2)].join(', ');
	return [fired('gate:stakes', 'ESCALATE', `${stakes.level === 'unknown' ? 'It is not known what is at stake' : 'Much is at stake'}: ${why}. So it goes to a person, and not to the next tier up.`)];
}

function stakesAt(disposition: Disposition, proposal: Proposal, context: GateContext): Stakes | null {
	if (disposition !== 'ESCALATE') return null;
	try {
		return stakesOf(proposal, context);
	} catch {
		return null;
	}
}

// Beyond this size only the checks that do not read the text are asked; the size itself blocks.
const WITHOUT_TEXT = new Set(['stop', 'path', 'size', 'conflict']);

/**
 * The gate: emergency stop, constitution, then the policies in order. The strictest of all rules decides and every rule is listed.
 * Total: it never throws, and whatever fails inside it holds the proposal.
 */
export function makeGate(policies: readonly Policy[]): Gate {
	const policyHash = hashText(canonicalJson({ constitution: CONSTITUTION_VERSION, policies: policies.map(({ hash }) => hash) }));
	const checks: readonly NamedCheck[] = [
		...CONSTITUTION,
		...policies.map((policy) => ({ name: `policy ${policy.hash.slice(0, 12)}`, check: (proposal: Proposal, context: GateContext) => policy.evaluate(proposal, context) })),
	];
	return {
		policyHash,
		decide: (proposal: Proposal, context: GateContext): Verdict => {
			const readable = (proposal.text?.length ?? 0) <= MOST_READ;
			const all = checks.flatMap((check) => (readable || WITHOUT_TEXT.has(check.name) ? ask(check, proposal, context) : []));
			const disposition = strictest(all.map((rule) => rule.disposition));
			const stakes = stakesAt(disposition, proposal, context);
			const rules = [...tellSome([...all, ...stakesRule(stakes, proposal.tier)])].sort((a, b) => strictness(b.disposition) - strictness(a.disposition));
			return { proposalId: proposal.id, disposition, rules, decider: decider(disposition, proposal.tier, stakes), policyHash };
		},
	};
}
