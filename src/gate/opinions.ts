import { hashText } from '../model/hash.js';
import type { Opinion } from '../model/opinion.js';
import type { Proposal } from '../model/proposal.js';
import type { FiredRule } from '../model/verdict.js';
import type { GateContext } from './gate.js';
import { shown } from './rule.js';

/** A person stands above all who review. */
export const PERSON = 4;

/** How far the reviews of a proposal have come. */
export type Standing =
	| { readonly kind: 'approved'; readonly by: readonly Opinion[] }
	| { readonly kind: 'denied'; readonly by: readonly Opinion[] }
	/** `above`: the highest tier that was asked and did not know, or the one that made it. */
	| { readonly kind: 'open'; readonly above: number; readonly by: readonly Opinion[] };

const hashOf = (text: string | null): string | null => (text === null ? null : hashText(text));

/** What was said of this proposal as it stands: by others than its author, from above, on just this text, file and policies. */
function onThis({ opinions = [], current }: GateContext, proposal: Proposal, policyHash: string): readonly Opinion[] {
	if (opinions.length === 0) return [];
	const before = hashOf(current);
	const after = hashOf(proposal.text);
	if (before !== proposal.baseHash) return [];
	return opinions.filter(({ proposal: id, before: was, after: then, policy, who, tier }) => id === proposal.id && was === before && then === after && policy === policyHash && who !== proposal.who && tier > proposal.tier && tier < PERSON);
}

/** The opinions on the proposal as a whole that hold: nothing objects to it that was not objected to then. */
export function bindingOpinions(context: GateContext, proposal: Proposal, policyHash: string, fired: readonly FiredRule[]): readonly Opinion[] {
	const escalating = escalatedBy(fired);
	return onThis(context, proposal, policyHash).filter(({ question, rules }) => question === undefined && escalating.every((rule) => rules.includes(rule)));
}

/** The opinions that answer questions of policies and hold. */
export const bindingAnswers = (context: GateContext, proposal: Proposal, policyHash: string): readonly Opinion[] => onThis(context, proposal, policyHash).filter(({ question }) => question !== undefined);

/** The answer to a rule's question; the strictest where several were given. */
export function answerTo(answers: readonly Opinion[], rule: string, { time, tier }: NonNullable<FiredRule['question']>): Opinion | null {
	let strictest: Opinion | null = null;
	for (const each of answers) if (each.question === time && each.rules.includes(rule) && each.tier >= tier && (strictest === null || STRICTNESS[each.opinion] > STRICTNESS[strictest.opinion])) strictest = each;
	return strictest;
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

/**
 * What the opinions come to. A denial of any tier stands until a person decides; an approval counts where nobody above is unsure. `madeBy` is
 * the tier that made it, or the highest that answered a policy's question otherwise than with an approval.
 */
export function standingOf(opinions: readonly Opinion[], madeBy: number): Standing {
	const by = seated(opinions.filter(({ opinion, tier }) => opinion !== 'approve' || tier > madeBy));
	let standing: Standing = { kind: 'open', above: madeBy, by };
	for (const tier of new Set(by.map((each) => each.tier))) {
		const atTier = by.filter((each) => each.tier === tier);
		const said = [...new Set(atTier.map(({ seats }) => seats))].map((seats) => panelSays(atTier.filter((each) => each.seats === seats), seats));
		if (said.includes('deny')) return { kind: 'denied', by };
		if (said.includes('unsure')) standing = { kind: 'open', above: Math.max(madeBy, tier), by };
		else if (said.includes('approve')) standing = { kind: 'approved', by };
	}
	return standing;
}

/** The tier that is asked next; a person's where none is left. */
export const nextTier = (tiers: readonly number[], above: number): number => Math.min(PERSON, ...tiers.filter((tier) => tier > above));

const OWN = /^gate:(?:review|reviewers|stakes)$/;

/**
 * Names of the rules that escalated a proposal as a whole, sorted: neither what the gate says of the reviews themselves is one of them, nor a
 * policy's question, which has answers of its own.
 */
export const escalatedBy = (rules: readonly FiredRule[]): readonly string[] => [...new Set(rules.filter(({ rule, disposition, question }) => disposition === 'ESCALATE' && question === undefined && !OWN.test(rule)).map(({ rule }) => rule))].sort();

/** The rules that ask a worker. */
export const questionsIn = (rules: readonly FiredRule[]): readonly (FiredRule & { readonly question: NonNullable<FiredRule['question']> })[] =>
	rules.flatMap((rule) => (rule.question === undefined || rule.disposition !== 'ESCALATE' ? [] : [{ ...rule, question: rule.question }]));

/** Above which tier a question is answered: by none that is lower than it names, and above whoever made the proposal. */
export const askedAbove = (proposal: Proposal, { tier }: NonNullable<FiredRule['question']>): number => Math.max(proposal.tier, tier - 1);

const seatOf = ({ seat, seats }: Opinion): string => (seats > 1 ? `, seat ${seat} of ${seats}` : '');
const WORDS = { approve: 'approves', deny: 'says no', unsure: 'is unsure' } as const;

/** Who said what and why. */
export const tellOpinion = (each: Opinion): string => `${shown(each.who)} (tier ${each.tier}${seatOf(each)}) ${WORDS[each.opinion]}: ${shown(each.reason, 300)}`;

/** True for what the gate says of reviews, which follows from the policies' rules. */
export const isOfReviews = (rule: string): boolean => OWN.test(rule);
