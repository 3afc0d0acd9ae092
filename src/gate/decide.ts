import { canonicalJson, hashText } from '../model/hash.js';
import type { Proposal } from '../model/proposal.js';
import { type Disposition, DISPOSITIONS, type FiredRule, type FlowSteps, strictest, strictness, type Tier, type Verdict } from '../model/verdict.js';
import { CONSTITUTION, CONSTITUTION_VERSION, MOST_READ } from './constitution.js';
import { needsPerson, type Stakes, stakesOf } from './enforcer/stakes.js';
import type { Gate, GateContext, Policy } from './gate.js';
import { askedAbove, bindingAnswers, bindingOpinions, escalatedBy, nextTier, PERSON, questionsIn, standingOf, tellOpinion } from './opinions.js';
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
function ask({ name, check }: NamedCheck, proposal: Proposal, context: GateContext, through: (flow: FlowSteps) => void): readonly FiredRule[] {
	try {
		const rules: unknown = check(proposal, context, through);
		if (!Array.isArray(rules)) return [failed(name, 'it answered with something that is not a list of rules')];
		return rules.map((rule: unknown) => (isRule(rule) ? rule : failed(name, 'it answered with something that is not a rule')));
	} catch (error) {
		return [failed(name, error)];
	}
}

const escalation = (rule: string, reason: string): FiredRule => fired(rule, 'ESCALATE', reason);

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
 * stake is known and little; everything else keeps it where it is and says who is next. Questions of policies are answered each by itself.
 */
function reviewed(rules: readonly FiredRule[], proposal: Proposal, context: GateContext, policyHash: string): Review {
	const asWhole = escalatedBy(rules).length > 0;
	const doubted = (context.answers ?? []).flatMap(({ opinion, tier }) => (opinion === 'approve' ? [] : [tier]));
	const standing = standingOf(asWhole ? bindingOpinions(context, proposal, policyHash, rules) : [], Math.max(proposal.tier, ...doubted));
	const opinions = standing.by.map((each) => escalation('gate:review', tellOpinion(each)));
	const stakes = stakesAt(proposal, context);
	if (stakes === null || needsPerson(stakes)) {
		const why = stakes === null ? 'It cannot be told what is at stake, so it goes to a person.' : stakesReason(stakes);
		return { rules: [...rules, ...opinions, escalation('gate:stakes', why)], reviewer: PERSON };
	}
	if (standing.kind === 'denied') return { rules: [...rules, ...opinions], reviewer: PERSON };
	const who = standing.by.map(tellOpinion).join(' ');
	const answered = standing.kind === 'approved' ? rules.map((rule) => (rule.disposition === 'ESCALATE' && rule.question === undefined ? fired('gate:review', 'PASS', `${who} That answers ${rule.rule}: ${rule.reason}`, rule.line) : rule)) : [...rules, ...opinions];
	const tiers = context.reviewTiers ?? [];
	const above = [...(asWhole && standing.kind === 'open' ? [standing.above] : []), ...questionsIn(rules).map(({ question }) => askedAbove(proposal, question))];
	const reviewer = Math.max(0, ...above.map((tier) => nextTier(tiers, tier)));
	if (reviewer < PERSON) return { rules: answered, reviewer };
	const nobody = `${tiers.length === 0 ? 'No model is set up to review it' : `No tier above ${Math.max(...above)} is there to review it`}, so it goes to a person.`;
	return { rules: [...answered, escalation('gate:reviewers', nobody)], reviewer };
}

/** Answers to policies' questions move a proposal on where it is known that little is at stake, and nowhere else. */
function answersOn(proposal: Proposal, context: GateContext, policyHash: string): GateContext {
	const answers = bindingAnswers(context, proposal, policyHash);
	const stakes = answers.length === 0 ? null : stakesAt(proposal, context);
	return stakes === null || needsPerson(stakes) ? context : { ...context, answers };
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
		...policies.map((policy) => ({ name: `policy ${policy.hash.slice(0, 12)}`, check: (...asked: Parameters<Policy['evaluate']>) => policy.evaluate(...asked) })),
	];
	return {
		policyHash,
		decide: (proposal: Proposal, context: GateContext): Verdict => {
			const readable = (proposal.text?.length ?? 0) <= MOST_READ;
			const flows: FlowSteps[] = [];
			const known = answersOn(proposal, context, policyHash);
			const all = checks.flatMap((check) => (readable || WITHOUT_TEXT.has(check.name) ? ask(check, proposal, known, (flow) => void flows.push(flow)) : []));
			const escalated = strictest(all.map((rule) => rule.disposition)) === 'ESCALATE';
			const { rules, reviewer } = escalated ? reviewed(all, proposal, known, policyHash) : { rules: all, reviewer: PERSON };
			const disposition = strictest(rules.map((rule) => rule.disposition));
			const told = [...tellSome(rules)].sort((a, b) => strictness(b.disposition) - strictness(a.disposition));
			return { proposalId: proposal.id, disposition, rules: told, decider: decider(disposition, reviewer), policyHash, ...(flows.length > 0 ? { flows } : {}) };
		},
	};
}
