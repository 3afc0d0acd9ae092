import type { CostReport } from '../compile/cost-report.js';
import type { ShownProposal } from '../compile/proposal-views.js';
import type { CompileReport, DecisionReport, Estimate, OpenProposal, StatusReport, UndoReport, VerifyReport } from '../compile/reports.js';
import type { LintReport } from '../lint/finding.js';
import type { Problem } from '../model/result.js';
import type { TaskList } from '../worker/mailbox/list-tasks.js';

/** Every object that `--json` prints. Members keep these names and meanings from one version to the next. */
export type Json = Readonly<Record<string, unknown>>;

const proposalJson = ({ proposal, verdict }: OpenProposal): Json => ({
	id: proposal.id,
	path: proposal.path,
	kind: proposal.kind,
	disposition: verdict.disposition,
	rules: verdict.rules,
	title: proposal.title,
	why: proposal.why,
	run: proposal.run,
});

const estimateJson = ({ worker_calls, clock_ms, coin_usd, carbon_range }: Estimate): Json => ({ worker_calls, clock_ms, coin_usd, carbon_low_g: carbon_range?.low ?? null, carbon_high_g: carbon_range?.high ?? null });

/** `estimate`: what was said before models were asked; null where none were to be. */
export function compileJson(report: CompileReport, estimate: Estimate | null): Json {
	const { run, sources, claims, concepts, disagreements, committed, worker_calls, clock_ms, coin_usd, carbon_g, problems, stopped } = report;
	return {
		run, sources, claims, concepts, disagreements,
		proposals: report.proposals.map(proposalJson),
		committed, worker_calls, clock_ms, coin_usd, carbon_g, estimate: estimate === null ? null : estimateJson(estimate), problems, stopped,
	};
}

export const listJson = (open: readonly OpenProposal[], problems: readonly Problem[]): Json => ({ proposals: open.map(proposalJson), problems });

/** `diff` is a unified diff from what stands in the vault; null where it would be too long to be of use. */
export const showJson = ({ open: { proposal, verdict }, current, stakes, opinions }: ShownProposal, diff: string | null): Json => ({ proposal, verdict, current, diff, stakes, opinions });

export const decisionJson = ({ committed, denied, refused, problems }: DecisionReport): Json => ({ committed, denied, refused, problems });

export const undoJson = ({ run, restored, kept, problems }: UndoReport): Json => ({ run, restored, kept, problems });

export const verifyJson = ({ checks, edited }: VerifyReport): Json => ({ ok: checks.every(({ failures }) => failures.length === 0), checks, edited });

export const lintJson = ({ findings, counts, checked, clock_ms, problems }: LintReport): Json => ({ findings, counts, checked, clock_ms, problems });

export const statusJson = ({ sources, pages, open, lastRun, stopped, ambiguities, problems }: StatusReport): Json => ({ sources, pages, open, last_run: lastRun, stopped, ambiguities, problems });

export const costJson = ({ total, by_day, by_run, by_kind, by_model, by_source, by_page, waiting, problems }: CostReport): Json => ({ total, by_day, by_run, by_kind, by_model, by_source, by_page, waiting, problems });

export const tasksJson = ({ tasks, done, problems }: TaskList): Json => ({ tasks, done, problems });

/** `usage`: the line cannot be understood; `failed`: it was, and could not be done. */
export const errorJson = (kind: 'usage' | 'failed', message: string): Json => ({ error: { kind, message } });
