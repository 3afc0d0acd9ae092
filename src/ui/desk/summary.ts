import type { CompileDigest } from '../../compile/digest.js';
import type { CompileSummary } from '../desk.js';

/** What a compile did, counted. Committed pages are told by what was proposed for them; the rest waits. */
export function summarise(report: CompileDigest): CompileSummary {
	const { run, sources, worker_calls, clock_ms, coin_usd, carbon_g, problems, stopped } = report;
	const committed = new Set(report.committed);
	const waiting = report.proposals.filter(({ path }) => !committed.has(path));
	const count = (...dispositions: readonly string[]): number => waiting.filter(({ disposition }) => dispositions.includes(disposition)).length;
	const created = report.proposals.filter(({ kind, path }) => kind === 'create' && committed.has(path)).length;
	return {
		run,
		created,
		updated: committed.size - created,
		held: count('HOLD', 'ESCALATE', 'REQUIRE_HUMAN'),
		blocked: count('BLOCK'),
		passed: count('PASS'),
		unchanged: sources.unchanged,
		failed: sources.failed,
		worker_calls,
		clock_ms,
		coin_usd,
		carbon_g,
		problems,
		stopped,
	};
}

/** Of a compile that ended before it could report. */
export const unfinished = (why: string): CompileSummary => ({
	run: '',
	created: 0,
	updated: 0,
	held: 0,
	blocked: 0,
	passed: 0,
	unchanged: 0,
	failed: 0,
	worker_calls: 0,
	clock_ms: null,
	coin_usd: null,
	carbon_g: null,
	problems: [],
	stopped: why,
});
