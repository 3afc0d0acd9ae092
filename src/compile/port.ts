import type { ExportFile } from '../conversations/read-archive.js';
import type { LintReport } from '../lint/finding.js';
import type { Problem } from '../model/result.js';
import type { TaskList } from '../worker/mailbox/list-tasks.js';
import type { CostReport } from './cost-report.js';
import type { ExemptionRequest } from '../gate/enforcer/exemption-file.js';
import type { ExemptionView } from './exempt.js';
import type { ImportCard } from './import/plan-import.js';
import type { PolicyLearning } from './learning/learning-reports.js';
import type { History } from './ledger/history.js';
import type { PolicyDeeds, PolicyQuestions } from './policies/policy-reports.js';
import type { ProposalCard, ProposalDetail, ShownProposal } from './proposal-views.js';
import type { CompileReport, DecisionReport, Estimate, LastRun, LedgerDigestReport, OpenProposal, Progress, StatusReport, StopReport, UndoReport, VerifyReport } from './reports.js';
import type { PageCall, WikiCatalogue } from './wiki-views.js';

/** What a host can ask of the system. */
export interface Commonplace extends PolicyQuestions, PolicyDeeds, PolicyLearning {
	/** `acceptRemovals`: the person says that sources which are gone, however many, are gone on purpose. */
	compile(options: { readonly approve: 'none' | 'passed'; readonly acceptRemovals?: boolean; readonly signal?: AbortSignal; readonly progress?: Progress }): Promise<CompileReport>;
	list(): Promise<{ readonly open: readonly OpenProposal[]; readonly problems: readonly Problem[] }>;
	/** By id or a unique beginning of one. */
	show(id: string): Promise<ShownProposal | { readonly problem: Problem }>;
	approve(which: readonly string[] | 'passed', who: string): Promise<DecisionReport>;
	deny(ids: readonly string[], why: string, who: string): Promise<DecisionReport>;
	/**
	 * Proposals whose file changed since: puts the same change on top of what stands there now, as another proposal that the gate decides. Refused
	 * is what cannot be put there; the next compile proposes it anew. Others stay as they are, and nothing is committed.
	 */
	judgeAnew(ids: readonly string[], who: string): Promise<DecisionReport>;
	/** What an undo of no named run would take back; null where there is nothing. */
	lastRun(): Promise<LastRun | null>;
	/** The last run that committed something, when none is named. */
	undo(run: string | null, who: string): Promise<UndoReport>;
	verify(): Promise<VerifyReport>;
	status(): Promise<StatusReport>;

	/** What a compile would take. `counted`: its sources alone, from the listing and the state; what it costs stays unknown. */
	estimate(counted?: 'counted'): Promise<Estimate>;
	/** The queue without its texts: strictest first, then by path. */
	cards(): Promise<{ readonly cards: readonly ProposalCard[]; readonly problems: readonly Problem[] }>;
	/** One proposal, judged as things stand now. By id or a unique beginning of one. */
	detail(id: string): Promise<ProposalDetail | { readonly problem: Problem }>;
	/**
	 * Commits a person's own version of a proposal: some of its hunks, or an edited text. The constitution judges that text; what the
	 * machine wanted stays the base of the next merge, so that the person's choice is kept.
	 */
	approveText(id: string, text: string, who: string): Promise<DecisionReport>;
	/** New notes under `raw/` that a person asked for. An existing path is refused. */
	capture(notes: readonly { readonly path: string; readonly text: string }[], who: string): Promise<DecisionReport>;
	/** What an import of these exports of conversations would write. Writes nothing. */
	planImport(files: readonly ExportFile[]): Promise<{ readonly items: readonly ImportCard[]; readonly problems: readonly Problem[] }>;
	/** Writes a new note for each of these conversations that is new or has grown, by their ids. No note that is there is touched. */
	importConversations(files: readonly ExportFile[], which: readonly string[] | 'all', who: string): Promise<DecisionReport>;
	catalogue(): Promise<WikiCatalogue>;
	/** What calls of models cost, all that is known. */
	costs(): Promise<CostReport>;
	/** The last calls of models in which this page was written, newest first. */
	pageCalls(path: string): Promise<readonly PageCall[]>;
	/** Tasks of the mailbox, which a person or another program may answer. */
	tasks(): Promise<TaskList>;
	/** What the ledgers of all devices tell since a day (`YYYY-MM-DD`; null for all), in one order. */
	history(since: string | null): Promise<History>;
	/** Makes a digest of each of this device's days before a date, signed off by who asks. */
	digestLedger(before: string, who: string): Promise<LedgerDigestReport>;
	/** Reads only. */
	lint(): Promise<LintReport>;
	/** Puts the fixes of these findings into the queue, through the gate. */
	proposeFixes(findings: readonly string[]): Promise<{ readonly proposals: readonly OpenProposal[]; readonly problems: readonly Problem[] }>;
	/** Writes the findings as a note under `_commonplace/reports/` and tells its path. */
	writeLintReport(): Promise<{ readonly path: string } | { readonly problem: Problem }>;
	exemptions(): Promise<{ readonly exemptions: readonly ExemptionView[]; readonly problems: readonly Problem[] }>;
	/** Only for a person: no worker reaches this. */
	grantExemption(request: ExemptionRequest, who: string): Promise<{ readonly id: string } | { readonly problem: Problem }>;
	/** Null where it is done. */
	revokeExemption(id: string, who: string): Promise<Problem | null>;
	/** Workers that are stopped one by one; all of them count as stopped where the problem says that nobody can tell. */
	stoppedWorkers(): Promise<{ readonly workers: readonly { readonly worker: string; readonly why: string | null }[]; readonly problem: Problem | null }>;
	/** Stops one worker, by the part of its id before the colon: it is asked nothing and its proposals are blocked. Works while another process holds the vault. Null where it is done. */
	stopWorker(worker: string, who: string, why: string): Promise<Problem | null>;
	liftWorkerStop(worker: string, who: string): Promise<void>;
	emergency(): Promise<StopReport>;
	/** Works while another process holds the vault. */
	raiseStop(who: string, why: string): Promise<void>;
	liftStop(who: string): Promise<void>;
	/** Brings a run that was cut off to one of its ends. Compile and every decision do so themselves. */
	recover(): Promise<readonly Problem[]>;
}
