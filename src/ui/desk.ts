import type { ReadonlySignal } from '@preact/signals';
import type { ImportCard } from '../compile/import/plan-import.js';
import type { ProposalCard, ProposalDetail } from '../compile/proposal-views.js';
import type { DecisionReport, Estimate, LastRun, StopReport, UndoReport } from '../compile/reports.js';
import type { PageCall, WikiCatalogue } from '../compile/wiki-views.js';
import type { ExportFile } from '../conversations/read-archive.js';
import type { CostReport } from '../compile/cost-report.js';
import type { Finding, LintReport } from '../lint/finding.js';
import type { Problem } from '../model/result.js';
import type { Asking } from '../worker/asking.js';
import type { OperatorsView } from '../worker/operators/view.js';
import type { Currency, Span } from '../budget/caps.js';
import type { Loaded } from './loaded.js';
import type { PolicyDesk } from './policy-desk.js';

export interface QueueView {
	/** Strictest first, then by path. */
	readonly cards: readonly ProposalCard[];
	readonly problems: readonly Problem[];
}

/** How many pages a compile created, updated, and so on. */
export interface CompileSummary {
	readonly run: string;
	readonly created: number;
	readonly updated: number;
	readonly held: number;
	readonly blocked: number;
	readonly passed: number;
	readonly unchanged: number;
	readonly failed: number;
	readonly worker_calls: number;
	readonly clock_ms: number | null;
	readonly coin_usd: number | null;
	readonly carbon_g: number | null;
	readonly problems: readonly Problem[];
	/** Set where the run stopped before it proposed anything: why, and what to do. */
	readonly stopped: string | null;
}

/** What is being done. One thing at a time writes to the vault. */
export type Work =
	| { readonly kind: 'idle' }
	| { readonly kind: 'busy'; readonly what: 'compile' | 'review' | 'undo' | 'lint' | 'capture' | 'policy'; readonly stage: string; readonly done: number; readonly total: number; readonly stopping: boolean };

/** What the views may know and ask. It is all that they have: no view reads or writes the vault. */
export interface Desk {
	readonly queue: ReadonlySignal<Loaded<QueueView>>;
	readonly wiki: ReadonlySignal<Loaded<WikiCatalogue>>;
	/** `null` before the first lint. */
	readonly lint: ReadonlySignal<Loaded<LintReport> | null>;
	readonly work: ReadonlySignal<Work>;
	readonly emergency: ReadonlySignal<StopReport>;
	/** Of the last compile of this session. */
	readonly summary: ReadonlySignal<CompileSummary | null>;
	/** How many sources wait to be compiled, as far as the events of the vault tell. */
	readonly waitingSources: ReadonlySignal<number>;
	/** What asking models has come to in the run that is under way, or in the last one; null where none was asked. */
	readonly asking: ReadonlySignal<Asking | null>;
	/** What models cost so far, all that is known. */
	readonly costs: ReadonlySignal<Loaded<CostReport>>;
	/** Who is asked, and how much may be spent. */
	readonly operators: ReadonlySignal<Loaded<OperatorsView>>;
	/** The proposal that somebody asked to see; a new object each time. */
	readonly proposalInSight: ReadonlySignal<{ readonly id: string } | null>;
	/** The gate's rules. */
	readonly policies: PolicyDesk;

	/** Asks first where the estimate is above the user's limit. */
	compile(): Promise<void>;
	estimate(): Promise<Estimate>;
	/** Sets a cap; null takes it away. Says why it could not; nothing where it is done. */
	setCap(span: Span, currency: Currency, amount: number | null): Promise<readonly Problem[]>;
	/** Stops what is under way within a second. */
	stopWork(): Promise<void>;
	addSamples(): Promise<void>;

	/** The last calls of models in which this page was written, newest first. */
	pageCalls(path: string): Promise<readonly PageCall[]>;
	detail(id: string): Promise<ProposalDetail | { readonly problem: Problem }>;
	approve(which: readonly string[] | 'passed'): Promise<DecisionReport>;
	approveText(id: string, text: string): Promise<DecisionReport>;
	deny(ids: readonly string[], why: string): Promise<DecisionReport>;
	/** Judges proposals again whose file changed since; see the core's own. */
	judgeAnew(ids: readonly string[]): Promise<DecisionReport>;
	/** What an import of these exports would write. */
	planImport(files: readonly ExportFile[]): Promise<{ readonly items: readonly ImportCard[]; readonly problems: readonly Problem[] }>;
	importConversations(files: readonly ExportFile[], which: readonly string[]): Promise<DecisionReport>;
	/** What an undo of no named run would take back; null where there is nothing, or nobody can tell. */
	lastRun(): Promise<LastRun | null>;
	/** The last run that committed something, when none is named. */
	undo(run: string | null): Promise<UndoReport>;
	raiseStop(why: string): Promise<void>;
	liftStop(): Promise<void>;

	runLint(): Promise<void>;
	proposeFixes(findings: readonly Finding[]): Promise<void>;
	writeLintReport(): Promise<void>;

	/** Reads anew what is in sight, as after a reading that failed. */
	refresh(): void;
	/** Opens a note, at a line counted from 1 or a range of UTF-16 offsets where one is given. */
	open(path: string, at?: { readonly line: number } | { readonly start: number; readonly end: number } | null, how?: 'here' | 'tab'): Promise<void>;
	/** Brings one of the plugin's views to the front. */
	show(view: 'gate' | 'wiki' | 'lint' | 'policy'): Promise<void>;
	/** Opens the gate panel on a proposal. */
	review(id: string): Promise<void>;
}
