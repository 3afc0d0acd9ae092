import type { Proposal } from '../../model/proposal.js';
import type { GateContext } from '../gate.js';

/** What is lost if the proposal is wrong. Unknown is no level of its own kindness: it goes to a person, as high does. */
export type StakesLevel = 'low' | 'medium' | 'high' | 'unknown';

export interface Stakes {
	readonly level: StakesLevel;
	/** Undo takes every commit back; what it cannot take back is that links led elsewhere, or nowhere, meanwhile. */
	readonly reversible: boolean;
	/** Pages whose prose links to this one; null where that is not known. */
	readonly reach: number | null;
	readonly personText: boolean;
	readonly evidence: 'strong' | 'weak' | 'none';
	/** What raised the level, in plain words, strongest first. */
	readonly reasons: readonly string[];
}

/** From this many pages that link to it, a page is one that others rest on. */
export const MANY_INBOUND = 10;
const SOME_INBOUND = 3;

const FACTUAL: readonly string[] = ['concept', 'entity', 'source'];

function evidenceOf({ evidence }: Proposal): Stakes['evidence'] {
	if (evidence.verified === 0) return 'none';
	return evidence.unverified > 0 || evidence.sources.length < 2 ? 'weak' : 'strong';
}

/** How many pages link to the proposal's; null where nobody counted. To a page that does not stand yet, none do. */
export function reachOf({ kind }: Proposal, { current, inboundLinks }: GateContext): number | null {
	if (inboundLinks !== undefined) return inboundLinks;
	return kind === 'create' && current === null ? 0 : null;
}

/** Computed from the proposal and what stands in the vault alone. Linear in nothing: no text is read. */
export function stakesOf(proposal: Proposal, context: GateContext): Stakes {
	const { kind, text, personText, pageType, conflicts } = proposal;
	const reversible = text !== null && (kind === 'create' || kind === 'update');
	const reach = reachOf(proposal, context);
	const evidence = evidenceOf(proposal);
	const high: string[] = [];
	const medium: string[] = [];
	if (!reversible) high.push(kind === 'rename' ? 'the page gets another name' : 'a page goes away');
	if (conflicts.length > 0) high.push('a person’s edit overlaps');
	if (reach !== null && reach >= MANY_INBOUND) high.push(`${reach} pages link to it`);
	else if (reach !== null && reach >= SOME_INBOUND) medium.push(`${reach} pages link to it`);
	if (personText) medium.push('it holds a person’s text');
	if (FACTUAL.includes(pageType)) {
		if (evidence === 'none' && reversible) high.push('nothing that it says has a verified quote');
		else if (evidence === 'weak') medium.push('it rests on a single source, or on claims that are not verified');
	}
	const unknown = reach === null ? ['how many pages link to it is not known'] : [];
	const level: StakesLevel = high.length > 0 ? 'high' : unknown.length > 0 ? 'unknown' : medium.length > 0 ? 'medium' : 'low';
	return { level, reversible, reach, personText, evidence, reasons: [...high, ...unknown, ...medium] };
}

/** True where a model’s second opinion is not enough: it moves on what is known to be of little weight, and nothing else. */
export const needsPerson = ({ level }: Stakes): boolean => level !== 'low';
