import type { Ambiguity } from '../model/concept.js';
import type { Stakes } from '../gate/enforcer/stakes.js';
import type { Currencies } from '../model/currencies.js';
import type { Opinion } from '../model/opinion.js';
import type { Proposal } from '../model/proposal.js';
import type { Problem } from '../model/result.js';
import type { Disposition, FiredRule, Tier, Verdict } from '../model/verdict.js';
import type { LintReport } from '../lint/finding.js';
import type { ImportCard } from './import/plan-import.js';
import type { PolicyLearning } from './learning/learning-reports.js';
import type { PolicyDeeds, PolicyQuestions } from './policies/policy-reports.js';
import type { History } from './ledger/history.js';
import type { ExportFile } from '../conversations/read-archive.js';
import type { TaskList } from '../worker/mailbox/list-tasks.js';
import type { CostReport } from './cost-report.js';

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

/** A page as the wiki's list shows it. */
export interface WikiPage {
	readonly path: string;
	/** Id of the concept or source. */
	readonly id: string;
	readonly type: string;
	readonly title: string;
	readonly aliases: readonly string[];
	readonly summary: string;
	readonly created: string;
	readonly updated: string;
	/** How many sources it cites. */
	readonly sources: number;
	/** Paths of the wiki's pages that its prose links to, and of those whose prose links to it. */
	readonly linksTo: readonly string[];
	readonly linkedFrom: readonly string[];
	/** Disagreements shown on it. */
	readonly disagreements: number;
	/** A source of it was changed or removed since the last run, or it waits to be proposed anew. True of all pages once very many sources changed. */
	readonly stale: boolean;
}

/** A finished run and what it cost. */
export interface RunCost {
	readonly run: string;
	readonly at: string;
	readonly operation: string;
	readonly worker_calls: number | null;
	readonly clock_ms: number | null;
	readonly coin_usd: number | null;
	readonly carbon_g: number | null;
}

/** The whole wiki, for browsing. */
export interface WikiCatalogue {
	readonly pages: readonly WikiPage[];
	/** Newest first. */
	readonly runs: readonly RunCost[];
	readonly health: {
		/** Pages, those of sources apart, that no other page's prose links to. */
		readonly orphans: number;
		/** Links in the prose of pages to concepts that have no page in the vault, such as one that waits or was denied. */
		readonly brokenLinks: number;
		readonly disagreements: number;
		readonly stale: number;
	};
	/** Sources under `raw/` that are not compiled as they are now. */
	readonly uncompiled: number;
	readonly problems: readonly Problem[];
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

/** A call whose answer went into a page, with the note that records it. */
export interface PageCall {
	/** ISO date and time. */
	readonly at: string;
	readonly run: string;
	readonly model: string;
	/** Path of the note. */
	readonly transcript: string;
}

/** The emergency stop, and what its file says. */
export interface StopReport {
	readonly stopped: boolean;
	readonly why: string | null;
}

/** A person's leave for a worker to do what one rule forbids it. */
export interface ExemptionRequest {
	/** A worker's name, or its whole id. */
	readonly worker: string;
	readonly action: string;
	/** A path or a glob. */
	readonly target: string;
	/** The checkpoint whose rules it lifts, such as `forbidden-target`. */
	readonly lifts: string;
	readonly uses: number;
	/** An ISO date, or a date and time with its zone. */
	readonly expires: string;
	readonly reason: string;
}

export interface ExemptionView extends ExemptionRequest {
	readonly id: string;
	/** Uses that are left; 0 where it holds no more. */
	readonly left: number;
	readonly state: 'live' | 'expired' | 'used up' | 'revoked';
}

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
