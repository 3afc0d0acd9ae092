import { canonicalJson, hashText } from '../model/hash.js';
import type { Opinion } from '../model/opinion.js';
import type { Proposal } from '../model/proposal.js';
import { type Disposition, DISPOSITIONS, type FiredRule, strictest, strictness, type Tier, type Verdict } from '../model/verdict.js';
import { CONSTITUTION, CONSTITUTION_VERSION, MOST_READ } from './constitution.js';
import { needsPerson, type Stakes, stakesOf } from './enforcer/stakes.js';
import type { Gate, GateContext, Policy } from './gate.js';
import { bindingOpinions, nextTier, PERSON, standingOf } from './opinions.js';
import { fired, type NamedCheck, shown, tellSome } from './rule.js';

const isTier = (tier: number): tier is Tier => [0, 1, 2, 3, 4].includes(tier);

/** The lowest tier that may move a proposal on; null where nobody may. */
function decider(disposition: Disposition, reviewer: number): Tier | null {
	switch (disposition) {
		case 'PASS':
			return 0;
		case 'ESCALATE':
			return isTier(reviewer) ? reviewer : PERSON;
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

const escalation = (rule: string, reason: string): FiredRule => fired(rule, 'ESCALATE', reason);

const seatOf = ({ seat, seats }: Opinion): string => (seats > 1 ? `, seat ${seat} of ${seats}` : '');
const WORDS = { approve: 'approves', deny: 'says no', unsure: 'is unsure' } as const;
const tell = (each: Opinion): string => `${shown(each.who)} (tier ${each.tier}${seatOf(each)}) ${WORDS[each.opinion]}: ${shown(each.reason, 300)}`;

function stakesAt(proposal: Proposal, context: GateContext): Stakes | null {
	try {
		return stakesOf(proposal, context);
	} catch {
		return null;
	}
}

const stakesReason = ({ level, reasons: [first = '', ...rest] }: Stakes): string =>
	`${level === 'unknown' ? 'It is not known what is at stake' : level === 'high' ? 'Much is at stake' : 'More than a little is at stake'}: ${[first, ...rest.slice(0, 2)].join(', ')}. So it goes to a person, and not to the next tier up.`;

/** Who moves an escalated proposal on, and what opinions there are make of its rules. */
interface Review {
	readonly rules: readonly FiredRule[];
	readonly reviewer: number;
}

/**
 * What reviews make of the rules of an escalated proposal. An approval answers the rules that escalated it, and no others, where what is at
 * stake is known and little; everything else keeps it where it is and says who is next.
 */
function reviewed(rules: readonly FiredRule[], proposal: Proposal, context: GateContext, policyHash: string): Review {
	const standing = standingOf(bindingOpinions(context, proposal, policyHash, rules), proposal.tier);
	const opinions = standing.by.map((each) => escalation('gate:review', tell(each)));
	const stakes = stakesAt(proposal, context);
	if (stakes === null || needsPerson(stakes)) {
		const why = stakes === null ? 'It cannot be told what is at stake, so it goes to a person.' : stakesReason(stakes);
		return { rules: [...rules, ...opinions, escalation('gate:stakes', why)], reviewer: PERSON };
	}
	if (standing.kind === 'approved') {
		const who = standing.by.map(tell).join(' ');
		return { rules: rules.map((rule) => (rule.disposition === 'ESCALATE' ? fired('gate:review', 'PASS', `${who} That answers ${rule.rule}: ${rule.reason}`, rule.line) : rule)), reviewer: PERSON };
	}
	if (standing.kind === 'denied') return { rules: [...rules, ...opinions], reviewer: PERSON };
	const tiers = context.reviewTiers ?? [];
	const reviewer = nextTier(tiers, standing.above);
	const nobody = `${tiers.length === 0 ? 'No model is set up to review it' : `No tier above ${standing.above} is there to review it`}, so it goes to a person.`;
	return { rules: [...rules, ...opinions, ...(reviewer === PERSON ? [escalation('gate:reviewers', nobody)] : [])], reviewer };
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
			const escalated = strictest(all.map((rule) => rule.disposition)) === 'ESCALATE';
			const { rules, reviewer } = escalated ? reviewed(all, proposal, context, policyHash) : { rules: all, reviewer: PERSON };
			const disposition = strictest(rules.map((rule) => rule.disposition));
			const told = [...tellSome(rules)].sort((a, b) => strictness(b.disposition) - strictness(a.disposition));
			return { proposalId: proposal.id, disposition, rules: told, decider: decider(disposition, reviewer), policyHash };
		},
	};
}
