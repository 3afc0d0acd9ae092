import { canonicalJson, hashText } from '../model/hash.js';
import type { Proposal } from '../model/proposal.js';
import type { Disposition } from '../model/verdict.js';
import type { GateContext, Policy } from './gate.js';
import { fired } from './rule.js';

/** One rule of the default policy, with a line of plain words that documents it. */
export interface DefaultRule {
	readonly name: string;
	readonly disposition: Disposition;
	readonly says: string;
	applies(proposal: Proposal, context: GateContext): boolean;
	reason(proposal: Proposal): string;
}

/** Raised whenever a rule judges otherwise than before under the same words. */
const VERSION = 1;

const byKind = (kind: Proposal['kind'], says: string): DefaultRule => ({
	name: kind,
	disposition: 'REQUIRE_HUMAN',
	says,
	applies: (proposal) => proposal.kind === kind,
	reason: () => says,
});

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/**
 * What the gate asks beyond the constitution. A new page whose claims are all verified, and an update that touches only the machine's
 * own text, meet no rule and pass.
 */
export const DEFAULT_RULES: readonly DefaultRule[] = [
	{
		name: 'human-text',
		disposition: 'REQUIRE_HUMAN',
		says: 'A file that holds text which the machine did not write is changed only by a person’s decision.',
		applies: ({ personText }) => personText,
		reason: () => 'The file holds text that the machine did not write.',
	},
	byKind('rename', 'Renaming a page is a person’s decision.'),
	byKind('merge', 'Merging two pages is a person’s decision.'),
	byKind('retire', 'Taking a page away is a person’s decision.'),
	{
		name: 'disagreement',
		disposition: 'ESCALATE',
		says: 'A page on which sources disagree is reviewed by an advanced model or a tribunal; where only the offline worker is there, by a person.',
		applies: ({ evidence }) => evidence.disagreements.length > 0,
		reason: ({ evidence }) => `The page shows ${plural(evidence.disagreements.length, 'disagreement', 'disagreements')} between sources.`,
	},
	{
		name: 'unverified',
		disposition: 'HOLD',
		says: 'A page with a claim whose quote was not found in its source waits.',
		applies: ({ evidence }) => evidence.unverified > 0,
		reason: ({ evidence }) => `${plural(evidence.unverified, 'claim has', 'claims have')} no quote that was found in its source.`,
	},
	{
		name: 'no-evidence',
		disposition: 'HOLD',
		says: 'A concept’s, entity’s or source’s page that cites no claim at all waits.',
		applies: ({ kind, pageType, evidence }) => (kind === 'create' || kind === 'update') && ['concept', 'entity', 'source'].includes(pageType) && evidence.verified + evidence.unverified === 0,
		reason: () => 'The page cites no claim.',
	},
];

/** The default policy, behind the interface that policy notes fill as well. */
export function defaultPolicy(): Policy {
	return {
		hash: hashText(canonicalJson({ version: VERSION, rules: DEFAULT_RULES.map(({ name, disposition, says }) => ({ name, disposition, says })) })),
		evaluate: (proposal, context) =>
			DEFAULT_RULES.filter((rule) => rule.applies(proposal, context)).map((rule) => fired(`default:${rule.name}`, rule.disposition, rule.reason(proposal))),
	};
}
