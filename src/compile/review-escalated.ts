import { addCurrencies } from '../model/currencies.js';
import { problem, type Result } from '../model/result.js';
import { isStopped } from '../gate/stop.js';
import { recordOpinions } from './judge-anew.js';
import { plural } from './related.js';
import type { CompileReport, Progress } from './reports.js';
import { approve } from './review.js';
import { gatherOpinions } from './second-opinions.js';
import type { Session, Surroundings } from './session.js';

interface Options {
	readonly approve: 'none' | 'passed';
	readonly signal?: AbortSignal;
	readonly progress?: Progress;
}

/**
 * What is left of a compile once its proposals are judged: those that were escalated, in this run or before, are reviewed by whoever is next,
 * and the gate decides anew. Reviewers are asked without the lease, so that a person can decide meanwhile. Nobody to ask: nothing is read or written.
 */
export async function reviewEscalated(around: Surroundings, compiled: CompileReport, options: Options, working: <T>(run: string, work: (session: Session) => Promise<T>) => Promise<Result<T>>): Promise<CompileReport> {
	const { vault, host, settings } = around;
	const started = host.now();
	const progress = options.progress ?? (() => undefined);
	const given = await gatherOpinions(around, options.signal ?? new AbortController().signal, progress);
	if (given.calls === 0 && given.reviewed.length === 0) return given.problems.length === 0 ? compiled : { ...compiled, problems: [...compiled.problems, ...given.problems] };
	const recorded =
		given.reviewed.length === 0
			? null
			: await working(compiled.run, async (session) => {
					const stopped = await isStopped(vault, settings.layout);
					const judged = await recordOpinions(session, given, stopped);
					const passed = options.approve === 'passed' ? judged.filter(({ verdict }) => verdict.disposition === 'PASS') : [];
					const lead = `${plural(passed.length, 'page')} approved by a reviewer`;
					const decided = passed.length === 0 ? null : await approve(session, passed, { who: 'policy', onlyPassed: true, stopped, operation: 'compile', lead, progress });
					return { judged, committed: decided?.committed ?? [], problems: [...(decided?.problems ?? []), ...(decided?.refused ?? []).map(({ path, reason }) => problem(path, reason)), ...session.problems] };
				});
	const done = recorded === null ? { judged: [], committed: [], problems: [] } : recorded.ok ? recorded.value : { judged: [], committed: [], problems: [recorded.error] };
	const anew = new Map(done.judged.map((item) => [item.proposal.id, item]));
	return {
		...compiled,
		...addCurrencies(compiled, { ...given.cost, clock_ms: host.now() - started }),
		proposals: compiled.proposals.map((item) => anew.get(item.proposal.id) ?? item),
		committed: [...compiled.committed, ...done.committed],
		worker_calls: compiled.worker_calls + given.calls,
		problems: [...compiled.problems, ...given.problems, ...done.problems],
	};
}
