import type { Ambiguity } from '../model/concept.js';
import type { Currencies } from '../model/currencies.js';
import type { Proposal } from '../model/proposal.js';
import type { Problem } from '../model/result.js';
import type { Verdict } from '../model/verdict.js';

export interface SourceCounts {
	readonly total: number;
	readonly new: number;
	readonly changed: number;
	readonly renamed: number;
	readonly removed: number;
	readonly unchanged: number;
	readonly failed: number;
}

/** A proposal that waits, with what the gate said of it. */
export interface OpenProposal {
	readonly proposal: Proposal;
	readonly verdict: Verdict;
}

/** What one compile did. Counts are of this run alone. */
export interface CompileReport extends Currencies {
	readonly run: string;
	readonly sources: SourceCounts;
	/** Verified claims in the vault after the run. */
	readonly claims: number;
	/** Concepts and entities that have, or would get, a page. */
	readonly concepts: number;
	readonly disagreements: number;
	readonly proposals: readonly OpenProposal[];
	/** Paths whose new text was read back after the commit. */
	readonly committed: readonly string[];
	readonly worker_calls: number;
	readonly problems: readonly Problem[];
	/** Set when the run stopped before proposing anything, such as on a half-synced vault or an emergency stop; says why and what to do. */
	readonly stopped: string | null;
}

export interface DecisionReport {
	readonly committed: readonly string[];
	readonly denied: readonly string[];
	/** Proposals that were not moved on, each with the reason. */
	readonly refused: readonly { readonly id: string; readonly path: string; readonly reason: string }[];
	readonly problems: readonly Problem[];
}

export interface UndoReport {
	readonly run: string | null;
	readonly restored: readonly string[];
	/** Pages on which a person's later edits were kept, with a note of what was kept. */
	readonly kept: readonly { readonly path: string; readonly reason: string }[];
	readonly problems: readonly Problem[];
}

export interface VerifyReport {
	readonly checks: readonly {
		readonly name: 'ledger' | 'journal' | 'quotes' | 'pages' | 'state';
		readonly checked: number;
		readonly failures: readonly Problem[];
	}[];
	/** Pages whose text is not what was last committed: edited since, by a person or another program. */
	readonly edited: readonly string[];
}

export interface StatusReport {
	readonly sources: SourceCounts;
	readonly pages: Readonly<Record<string, number>>;
	readonly open: Readonly<Record<string, number>>;
	readonly lastRun: { readonly run: string; readonly at: string } | null;
	readonly stopped: boolean;
	/** Names that may mean one thing or several; recorded, never guessed. */
	readonly ambiguities: readonly Ambiguity[];
	readonly problems: readonly Problem[];
}

export interface Progress {
	/** `stage` is a word of the way of the data: plan, extract, identify, weave, reconcile, render, gate, commit. */
	(stage: string, done: number, total: number): void;
}

/** What a host can ask of the system. */
export interface Commonplace {
	/** `acceptRemovals`: the person says that sources which are gone, however many, are gone on purpose. */
	compile(options: { readonly approve: 'none' | 'passed'; readonly acceptRemovals?: boolean; readonly signal?: AbortSignal; readonly progress?: Progress }): Promise<CompileReport>;
	list(): Promise<{ readonly open: readonly OpenProposal[]; readonly problems: readonly Problem[] }>;
	/** By id or a unique beginning of one. */
	show(id: string): Promise<{ readonly open: OpenProposal; readonly current: string | null } | { readonly problem: Problem }>;
	approve(which: readonly string[] | 'passed', who: string): Promise<DecisionReport>;
	deny(ids: readonly string[], why: string, who: string): Promise<DecisionReport>;
	/** The last run that committed something, when none is named. */
	undo(run: string | null, who: string): Promise<UndoReport>;
	verify(): Promise<VerifyReport>;
	status(): Promise<StatusReport>;
}
