import type { GateContext, Policy } from '../../gate/gate.js';
import { stakesOf } from '../../gate/enforcer/stakes.js';
import { answerTo, isOfReviews, tellOpinion } from '../../gate/opinions.js';
import { fired, shown } from '../../gate/rule.js';
import type { Proposal } from '../../model/proposal.js';
import { type PolicyData, policyData } from '../../prism/profile/policy-data.js';
import type { PrismPolicy } from '../../prism/profile/policy.js';
import type { Answers } from '../../prism/profile/walk.js';
import type { Layout } from '../../vault/layout.js';

export const policyFolder = (layout: Layout): string => `${layout.home}/policies`;

/** A reason may repeat what a proposal says of itself; nobody reads more of it than this. */
const MOST_REASON = 400;

interface Known {
	readonly current: string | null;
	readonly inboundLinks: number | undefined;
	readonly data: PolicyData;
}

// Lines are counted once a proposal, and not once a policy.
const known = new WeakMap<Proposal, Known>();

/** What policies see of the proposal. Where the context does not tell how many pages link to it, what was told before stands. */
export function seenBy(proposal: Proposal, context: GateContext): PolicyData {
	const { current, inboundLinks } = context;
	const before = known.get(proposal);
	if (before !== undefined && before.current === current && (inboundLinks === undefined || before.inboundLinks === inboundLinks)) return before.data;
	const { level, reversible, reach } = stakesOf(proposal, context);
	const data = policyData(proposal, { current, reversible, ...(reach === null ? {} : { inboundLinks: reach }), ...(level === 'unknown' ? {} : { stakes: level }) });
	known.set(proposal, { current, inboundLinks, data });
	return data;
}

/** A policy note behind the gate's interface. The rules that fire name the note and the line in which they are written. */
export function rulesOfNote(path: string, policy: PrismPolicy, layout: Layout): Policy {
	const written = path.slice(layout.home.length + 1);
	const own = `${policy.id}:`;
	return {
		hash: policy.hash,
		evaluate: (proposal, context, through) => {
			const nameOf = (line: number, rule: string): string => `${written}:${line} ${rule.startsWith(own) ? rule.slice(own.length) : rule}`;
			const answers: Answers = ({ node, line, time, tier }) => {
				const answer = answerTo(context.answers ?? [], nameOf(line, `${own}${node}`), { time, tier });
				return answer === null ? null : { outcome: answer.failed === true ? 'failed' : answer.opinion, words: tellOpinion(answer) };
			};
			const { rules, steps } = policy.decide(seenBy(proposal, context), answers);
			through?.({ policy: written, steps });
			return rules.flatMap(({ rule, disposition, reason, line, question, answered }) => {
				if (disposition === 'PASS' && answered !== true) return [];
				const said = fired(answered === true ? 'gate:review' : nameOf(line, rule), disposition, shown(reason, MOST_REASON));
				return [question === undefined ? said : { ...said, question: { time: question.time, tier: question.tier } }];
			});
		},
	};
}

/** True for rules that a policy note or the built-in default may change, and for what follows from them; the others hold whatever policies say. */
export const isPolicyRule = (rule: string): boolean => rule.startsWith('policies/') || rule.startsWith('default:') || isOfReviews(rule);
