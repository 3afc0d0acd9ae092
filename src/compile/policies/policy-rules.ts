import type { GateContext, Policy } from '../../gate/gate.js';
import { fired, shown } from '../../gate/rule.js';
import type { Proposal } from '../../model/proposal.js';
import { type PolicyData, policyData } from '../../prism/profile/policy-data.js';
import type { PrismPolicy } from '../../prism/profile/policy.js';
import type { Layout } from '../../vault/layout.js';

export const policyFolder = (layout: Layout): string => `${layout.home}/policies`;

/** A reason may repeat what a proposal says of itself; nobody reads more of it than this. */
const MOST_REASON = 400;

const known = new WeakMap<GateContext, PolicyData>();

/** What policies see of the proposal. A context belongs to one proposal, so that its lines are counted once for all policies. */
export function seenBy(proposal: Proposal, context: GateContext): PolicyData {
	const data = known.get(context) ?? policyData(proposal, { current: context.current });
	known.set(context, data);
	return data;
}

/** A policy note behind the gate's interface. The rules that fire name the note and the line in which they are written. */
export function rulesOfNote(path: string, policy: PrismPolicy, layout: Layout): Policy {
	const written = path.slice(layout.home.length + 1);
	const own = `${policy.id}:`;
	return {
		hash: policy.hash,
		evaluate: (proposal, context) =>
			policy.evaluate(seenBy(proposal, context)).map(({ rule, disposition, reason, line }) => fired(`${written}:${line} ${rule.startsWith(own) ? rule.slice(own.length) : rule}`, disposition, shown(reason, MOST_REASON))),
	};
}

/** True for rules that a policy note or the built-in default may change; the others hold whatever policies say. */
export const isPolicyRule = (rule: string): boolean => rule.startsWith('policies/') || rule.startsWith('default:');
