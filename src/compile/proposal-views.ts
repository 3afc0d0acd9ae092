import type { Stakes } from '../gate/enforcer/stakes.js';
import type { Opinion } from '../model/opinion.js';
import type { Proposal } from '../model/proposal.js';
import type { Disposition, FiredRule, Tier } from '../model/verdict.js';
import type { OpenProposal } from './reports.js';

/** A proposal as a list shows it: everything but its texts. */
export interface ProposalCard {
	readonly id: string;
	readonly run: string;
	readonly kind: Proposal['kind'];
	readonly path: string;
	readonly to: string | null;
	readonly title: string;
	readonly pageType: string;
	/** One sentence: what changes and because of what. */
	readonly why: string;
	/** The worker's id. */
	readonly who: string;
	readonly tier: number;
	readonly personText: boolean;
	readonly conflicts: number;
	readonly disagreements: number;
	readonly disposition: Disposition;
	/** Strictest first. */
	readonly rules: readonly FiredRule[];
	readonly decider: Tier | null;
}

/** A claim that a proposal's text cites, with the place of its quote. */
export interface EvidenceItem {
	readonly claim: string;
	readonly text: string;
	readonly quote: string;
	readonly source: { readonly path: string; readonly title: string };
	/** The heading above the quote, for a link to the place. */
	readonly anchor: string | null;
	/** Where the quote stands in the source as it is now, UTF-16 offsets and a line counted from 1; null where it stands there no more. */
	readonly place: { readonly start: number; readonly end: number; readonly line: number } | null;
}

/** What a reviewer said of a proposal. */
export interface OpinionView extends Omit<Opinion, 'proposal' | 'before' | 'after' | 'policy' | 'rules'> {
	/** False where the text, the file, the policies or what escalated it changed since, so that it counts no more. */
	readonly binds: boolean;
}

/** One proposal, judged as things stand now. */
export interface ShownProposal {
	readonly open: OpenProposal;
	/** What stands at the path now; null where nothing does. */
	readonly current: string | null;
	readonly stakes: Stakes;
	/** In the order in which they were given; none unless it is, or was, escalated. */
	readonly opinions: readonly OpinionView[];
}

/** One proposal with all that a person needs to decide it. */
export interface ProposalDetail {
	readonly card: ProposalCard;
	/** What stands at the path now; null where nothing does. */
	readonly current: string | null;
	/** The proposed text; null where the page is to be retired. */
	readonly text: string | null;
	readonly conflicts: Proposal['conflicts'];
	/** The file is not what it was when the gate decided: an approval of this text is void. */
	readonly stale: boolean;
	readonly evidence: readonly EvidenceItem[];
	readonly stakes: Stakes;
	/** In the order in which they were given; none unless it is, or was, escalated. */
	readonly opinions: readonly OpinionView[];
}
