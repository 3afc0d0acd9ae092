import { hashText } from '../model/hash.js';
import type { Opinion } from '../model/opinion.js';
import type { Proposal } from '../model/proposal.js';
import type { FiredRule } from '../model/verdict.js';
import type { GateContext } from './gate.js';

/** A person stands above all who review. */
export const PERSON = 4;

/** How far the reviews of a proposal have come. */
export type Standing =
	| { readonly kind: 'approved'; readonly by: readonly Opinion[] }
	| { readonly kind: 'denied'; readonly by: readonly Opinion[] }
	/** `above`: the highest tier that was asked and did not know, or the one that made it. */
	| { readonly kind: 'open'; readonly above: number; readonly by: readonly Opinion[] };

const hashOf = (text: string | null): string | null => (text === null ? null : hashText(text));

/** The opinions that hold for this proposal as it stands: of others than its author, from above, on just this text, file, policies and objections. */
export function bindingOpinions({ opinions = [], current }: GateContext, proposal: Proposal, policyHash: string, fired: readonly FiredRule[]): readonly Opinion[] {
	if (opinions.length === 0) return [];
	const escalating = escalatedBy(fired);
	const before = hashOf(current);
	const after = hashOf(proposal.text);
	if (before !== proposal.baseHash) return [];
	return opinions.filter(
		({ proposal: id, before: was, after: then, policy, rules, who, tier }) =>
			id === proposal.id && was === before && then === after && policy === policyHash && who !== proposal.who && tier > proposal.tier && tier < PERSON && escalating.every((rule) => rules.includes(rule)),
	);
}

const STRICTNESS = { approve: 0, unsure: 1, deny: 2 } as const;

/** One opinion a seat: where two devices asked for the same one, the stricter counts. */
function seated(opinions: readonly Opinion[]): readonly Opinion[] {
	const seats = new Map<string, Opinion>();
	for (const each of opinions) {
		const key = `${each.tier} ${each.seats} ${each.seat}`;
		const known = seats.get(key);
		if (known === undefined || STRICTNESS[each.opinion] > STRICTNESS[known.opinion]) seats.set(key, each);
	}
	return [...seats.values()].sort((a, b) => a.tier - b.tier || a.seats - b.seats || a.seat - b.seat);
}

/** What a panel says: most of its seats, or nothing yet while seats that could tip it are empty. A worker that sits twice speaks twice, each time alone. */
function panelSays(panel: readonly Opinion[], seats: number): Opinion['opinion'] | null {
	const count = (opinion: Opinion['opinion']): number => panel.filter((each) => each.opinion === opinion).length;
	const most = Math.floor(seats / 2) + 1;
	if (count('approve') >= most) return 'approve';
	if (count('deny') >= most) return 'deny';
	return panel.length >= seats ? 'unsure' : null;
}

/** What the opinions come to. A denial of any tier stands until a person decides; an approval counts where nobody above is unsure. */
export function standingOf(opinions: readonly Opinion[], madeBy: number): Standing {
	const by = seated(opinions);
	let standing: Standing = { kind: 'open', above: madeBy, by };
	for (const tier of new Set(by.map((each) => each.tier))) {
		const atTier = by.filter((each) => each.tier === tier);
		const said = [...new Set(atTier.map(({ seats }) => seats))].map((seats) => panelSays(atTier.filter((each) => each.seats === seats), seats));
		if (said.includes('deny')) return { kind: 'denied', by };
		if (said.includes('unsure')) standing = { kind: 'open', above: tier, by };
		else if (said.includes('approve')) standing = { kind: 'approved', by };
	}
	return standing;
}

/** The tier that is asked next; a person's where none is left. */
export const nextTier = (tiers: readonly number[], above: number): number => Math.min(PERSON, ...tiers.filter((tier) => tier > above));

const OWN = /^gate:(?:review|reviewers|stakes)$/;

/** Names of the rules that escalated a proposal, sorted: what the gate says of the reviews themselves is none of them. */
export const escalatedBy = (rules: readonly FiredRule[]): readonly string[] => [...new Set(rules.filter(({ rule, disposition }) => disposition === 'ESCALATE' && !OWN.test(rule)).map(({ rule }) => rule))].sort();

/** True for what the gate says of reviews, which follows from the policies' rules. */
export const isOfReviews = (rule: string): boolean => OWN.test(rule);
