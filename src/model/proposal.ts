import { canonicalJson, hashText, shortHash } from './hash.js';

export type ProposalKind = 'create' | 'update' | 'rename' | 'merge' | 'retire';

/** The proof behind a proposal's text. */
export interface Evidence {
	/** Ids of the claims cited, in the order of the page. */
	readonly claims: readonly string[];
	/** Paths of the sources cited, sorted. */
	readonly sources: readonly string[];
	/** Claims whose quote was found verbatim in the source that the page cites for it. */
	readonly verified: number;
	readonly unverified: number;
	readonly disagreements: readonly string[];
}

/** Both sides of a place where a person's edit and the machine's overlap. */
export interface MergeConflict {
	readonly base: string;
	readonly yours: string;
	readonly machine: string;
}

/** One exact change to one vault file. Its id is a hash of everything else that it says, the run apart. */
export interface Proposal {
	readonly id: string;
	readonly run: string;
	readonly kind: ProposalKind;
	readonly path: string;
	/** The new path, for a rename. */
	readonly to: string | null;
	/** Id of the concept or source that the page is about, or the catalogue's name. */
	readonly subject: string;
	readonly title: string;
	readonly pageType: string;
	/** SHA-256 of what stands in the vault now; null where no file stands there. */
	readonly baseHash: string | null;
	/** The file's whole new text, a person's edits merged in; null to retire the page. */
	readonly text: string | null;
	/** The machine's own text before that merge: the base of the next one. */
	readonly machineText: string | null;
	/** One sentence: what changes and because of what. */
	readonly why: string;
	/** The worker's id. */
	readonly who: string;
	/** The tier that made it. */
	readonly tier: number;
	readonly evidence: Evidence;
	/** True where the file holds text that the machine did not write. */
	readonly personText: boolean;
	readonly conflicts: readonly MergeConflict[];
	/** ISO dates that the page's record keeps once it is committed. */
	readonly created: string;
	readonly updated: string;
	/** What the index will say of the page, and the concepts it links to. Both follow from the text, so the id leaves them out. */
	readonly summary?: string;
	readonly links?: readonly string[];
}

/** `p-` and twelve base-32 characters (60 bits). The texts go in as their hashes, and the machine's own only where it differs. */
export function proposalId(proposal: Omit<Proposal, 'id' | 'run' | 'summary' | 'links'>): string {
	const { kind, path, to, subject, title, pageType, baseHash, why, who, tier, evidence, personText, conflicts, created, updated } = proposal;
	const text = proposal.text === null ? null : hashText(proposal.text);
	const machineText = proposal.machineText === proposal.text || proposal.machineText === null ? null : hashText(proposal.machineText);
	return `p-${shortHash(
		canonicalJson({ kind, path, to, subject, title, pageType, baseHash, text, machineText, why, who, tier, evidence, personText, conflicts, created, updated }),
		12,
	)}`;
}
