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

/** What an undo would take back. */
export interface LastRun {
	readonly run: string;
	readonly operation: 'compile' | 'review' | 'undo';
	/** Paths of the pages that it wrote, each once, sorted. */
	readonly paths: readonly string[];
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

/** What a compile would take. Unknown is null, never zero. */
export interface Estimate {
	readonly sources: SourceCounts;
	/** Sources that would be read, and their size in bytes. */
	readonly toRead: number;
	readonly bytes: number;
	readonly worker_calls: number | null;
	readonly clock_ms: number | null;
	readonly coin_usd: number | null;
	/** The middle of the range. */
	readonly carbon_g: number | null;
	/** Grams of CO2 equivalent; null where it is unknown, or there is nothing to guess. */
	readonly carbon_range: { readonly low: number; readonly high: number } | null;
}

/** What became of old days of a ledger. */
export interface LedgerDigestReport {
	/** Days that are digests now and were not before, `YYYY-MM-DD`. */
	readonly days: readonly string[];
	/** Characters of these days before and after. */
	readonly before: number;
	readonly after: number;
	readonly problems: readonly Problem[];
}

/** The emergency stop, and what its file says. */
export interface StopReport {
	readonly stopped: boolean;
	readonly why: string | null;
}
