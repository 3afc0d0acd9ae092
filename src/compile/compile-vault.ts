import { closeProposals, writeNewRun, type WrittenRun } from '../gate/queue.js';
import { isStopped } from '../gate/stop.js';
import { problem, type Problem, type Result } from '../model/result.js';
import { strictness } from '../model/verdict.js';
import type { Worker } from '../worker/port.js';
import { verdictEvents } from './bookkeeping.js';
import { compileRun, type CompileOutcome } from './compile-run.js';
import type { ExtractSources } from './extract-sources.js';
import { makeJudge, type Judged } from './judge.js';
import { whyNotAsked } from './permits.js';
import { readPolicies } from './policies/read-policies.js';
import { isLapsed } from './policies/take-up.js';
import type { Commonplace } from './port.js';
import type { CompileReport, OpenProposal, Progress } from './reports.js';
import { approve } from './review.js';
import { newRun } from './run-names.js';
import { needsRecovery, type Session, type Surroundings } from './session.js';
import { settleCalls } from './spending.js';
import type { PageMemory } from './state/page-table.js';
import { isManifest, loadManifest, saveKnowledge, type FoundManifest } from './state/state.js';
import { loadQueue } from './waiting.js';

/** Says nothing of how far the work is. */
export const silent: Progress = () => undefined;

const byStrictness = (a: OpenProposal, b: OpenProposal): number =>
	strictness(b.verdict.disposition) - strictness(a.verdict.disposition) || (a.proposal.path < b.proposal.path ? -1 : 1);

interface Planned extends CompileOutcome {
	readonly foundManifest: FoundManifest;
	/** Size of the sources that are new or say something else. */
	readonly bytes: number;
}

interface Kept {
	readonly judged: readonly Judged[];
	/** The queue's file of them. */
	readonly written: WrittenRun | null;
}

const NOTHING_KEPT: Kept = { judged: [], written: null };

interface Compiler {
	readonly around: Surroundings;
	readonly worker: Worker;
	readonly extractSources: ExtractSources;
	/** Kept from a plan to its commit, and no longer. */
	readonly pages: PageMemory;
	/** Whether something waited for a time that is over. */
	readonly hasCooled: () => Promise<boolean>;
	/** Does a work under the lease, with its books kept. */
	readonly working: <T>(run: string, work: (session: Session) => Promise<T>) => Promise<Result<T>>;
}

/** Compiles a vault: plan, verdicts, queue, what is known, and what may be committed at once. */
export function vaultCompiler({ around, worker, extractSources, pages, hasCooled, working }: Compiler): Commonplace['compile'] {
	const { vault, host, settings } = around;
	const { layout } = settings;
	/** Why a run of this worker would come to nothing; null where it would not. */
	const whyStopped = (): Promise<string | null> => whyNotAsked(vault, layout, worker.id);

	async function stoppedOutcome(stopped: string): Promise<CompileOutcome> {
		const { manifest } = await loadManifest(vault, layout);
		const total = manifest.sources.size;
		return {
			sources: { total, new: 0, changed: 0, renamed: 0, removed: 0, unchanged: total, failed: 0 },
			proposals: [],
			superseded: [],
			learned: null,
			claims: 0,
			concepts: manifest.concepts,
			disagreements: manifest.disagreements,
			calls: 0,
			cost: { clock_ms: 0, coin_usd: 0, carbon_g: 0 },
			problems: [],
			stopped,
			texts: new Map(),
		};
	}

	async function plan(run: string, options: Parameters<Commonplace['compile']>[0]): Promise<Planned> {
		await worker.begin?.(run, options.signal);
		const { manifest, found, problems } = await loadManifest(vault, layout, host.now());
		const queue = { value: null as Awaited<ReturnType<typeof loadQueue>> | null };
		const outcome = await compileRun({
			reader: vault,
			worker,
			extractSources,
			settings,
			manifest,
			pages,
			waiting: async () => (queue.value ??= await loadQueue(vault, layout)),
			run,
			today: host.today(),
			now: host.now(),
			acceptRemovals: options.acceptRemovals ?? false,
			signal: options.signal ?? new AbortController().signal,
			progress: options.progress ?? silent,
		});
		let bytes = 0;
		for (const { path, hash, size } of outcome.learned?.manifest.sources.values() ?? []) if (manifest.sources.get(path)?.hash !== hash) bytes += size;
		return { ...outcome, foundManifest: found, bytes, problems: [...problems, ...outcome.problems] };
	}

	function report(run: string, started: number, outcome: CompileOutcome, proposals: readonly OpenProposal[], committed: readonly string[], problems: readonly Problem[]): CompileReport {
		return {
			run,
			sources: outcome.sources,
			claims: outcome.claims,
			concepts: outcome.concepts,
			disagreements: outcome.disagreements,
			proposals,
			committed,
			worker_calls: outcome.calls,
			clock_ms: host.now() - started,
			coin_usd: outcome.cost.coin_usd,
			carbon_g: outcome.cost.carbon_g,
			problems: [...outcome.problems, ...problems],
			stopped: outcome.stopped,
		};
	}

	/** Writes down what a compile worked out: verdicts first, then the queue, then what is known. */
	async function keep(session: Session, outcome: Planned, waiting: readonly OpenProposal[], started: number, progress: Progress): Promise<Kept> {
		// The stop was looked at when the session began; it is looked at again before anything is committed.
		const judge = makeJudge(vault, layout, session.gate, await session.occupied(), false, outcome.texts);
		const judged: Judged[] = [];
		for (const [index, proposal] of outcome.proposals.entries()) {
			if (index % 50 === 0) progress('gate', index, outcome.proposals.length);
			judged.push(await judge.judge(proposal));
		}
		judged.sort(byStrictness);
		await settleCalls(session);
		await session.ledger.append([
			{ type: 'run', actor: worker.id, run: session.run, sources: outcome.sources, proposals: judged.length, calls: outcome.calls, bytes: outcome.bytes, ...outcome.cost, clock_ms: host.now() - started },
			...verdictEvents(judged, session.run),
		]);
		const written = judged.length > 0 ? await writeNewRun(vault, session.record, layout, session.run, judged) : null;
		if (outcome.superseded.length > 0) {
			const gone = new Set(outcome.superseded);
			await closeProposals(
				vault,
				session.record,
				host,
				layout,
				waiting.filter(({ proposal }) => gone.has(proposal.id)).map(({ proposal }) => ({ proposal, outcome: 'superseded' as const, who: 'system', why: `Run ${session.run} proposes anew.` })),
			);
		}
		if (outcome.learned) {
			const { knowledge, manifest } = outcome.learned;
			await saveKnowledge(session.record, layout, knowledge, manifest);
			// It is on disk from here on. What is known of a large vault does not fit into memory beside all of its pages.
			for (const table of [knowledge.about, knowledge.concepts, knowledge.pages, outcome.texts]) table.clear();
		}
		return { judged, written };
	}

	return async (options) => {
		const started = host.now();
		const run = newRun(host, 'compile');
		const progress = options.progress ?? silent;
		const stopped = await whyStopped();
		if (stopped !== null) return report(run, started, await stoppedOutcome(stopped), [], [], []);
		// A plan is worked out without a lease, so that a run with nothing to do writes nothing, not even that.
		const settled = !(await needsRecovery(around));
		const first = settled ? await plan(run, options) : null;
		const passedWait = options.approve === 'passed' && first?.learned === null && first.stopped === null && (await loadQueue(vault, layout)).items.some(({ verdict }) => verdict.disposition === 'PASS');
		const policies = await readPolicies(vault, layout, host, 'look');
		if (first !== null && first.learned === null && !passedWait && !isLapsed(policies) && !(await hasCooled())) return report(run, started, first, [], [], policies.problems);

		const result = await working(run, async (session) => {
			// A stop that came meanwhile stops all of it: verdicts given under a stop would outlive it.
			const meanwhile = await whyStopped();
			if (meanwhile !== null) return report(run, started, await stoppedOutcome(meanwhile), [], [], session.problems);
			// Another process may have compiled between the plan and the lease.
			const outcome = first !== null && (await isManifest(vault, layout, first.foundManifest, host.now())) ? first : await plan(run, options);
			const { items: waiting } = await loadQueue(vault, layout);
			const { judged, written } = outcome.learned === null ? NOTHING_KEPT : await keep(session, outcome, waiting, started, progress);
			if (options.approve === 'none' || outcome.stopped !== null) return report(run, started, outcome, judged, [], session.problems);
			// What was just put into the queue is not read back from it: a first compile of a large vault proposes as much as fits into memory.
			const superseded = new Set(outcome.superseded);
			const open = new Map([...waiting.filter(({ proposal }) => !superseded.has(proposal.id)), ...judged].map((item) => [item.proposal.id, item]));
			const passed = [...open.values()].filter(({ verdict }) => verdict.disposition === 'PASS').sort(byStrictness);
			const decided = await approve(session, passed, {
				who: 'policy',
				onlyPassed: true,
				stopped: await isStopped(vault, layout),
				...(outcome.learned === null ? {} : { judged: { given: judged, manifest: outcome.learned.manifest, written } }),
				operation: 'compile',
				lead: `${outcome.sources.new} new, ${outcome.sources.changed} changed, ${outcome.sources.renamed} renamed, ${outcome.sources.removed} removed sources`,
				progress,
			});
			return report(run, started, outcome, judged, decided.committed, [...decided.problems, ...decided.refused.map(({ path, reason }) => problem(path, reason)), ...session.problems]);
		});
		if (result.ok) return result.value;
		const outcome = first ?? (await stoppedOutcome(result.error.message));
		return { ...report(run, started, outcome, [], [], [result.error]), stopped: result.error.message };
	};
}
