import { strictness } from '../model/verdict.js';
import { problem, type Problem, type Result } from '../model/result.js';
import { shortHash } from '../model/hash.js';
import { noViolationSince } from '../gate/ledger.js';
import { closeProposals, writeQueue } from '../gate/queue.js';
import { isStopped, liftStop, liftWorkerStop, raiseStop, raiseWorkerStop, readStop, stoppedWorkers, stopsFolder } from '../gate/stop.js';
import { isWorkerName } from '../gate/enforcer/worker-name.js';
import { recordStore, type RecordStore } from '../vault/commit/record.js';
import type { Host, VaultPort } from '../vault/port.js';
import { listTasks } from '../worker/mailbox/list-tasks.js';
import type { Worker } from '../worker/port.js';
import { approveText } from './approve-text.js';
import { settleBooks, verdictEvents } from './bookkeeping.js';
import { listCards } from './cards.js';
import { afterCooling, judgeCooled } from './cooled.js';
import { captureNotes } from './capture.js';
import { catalogueOf } from './catalogue.js';
import { checkVault } from './check.js';
import { compileRun, type CompileOutcome } from './compile-run.js';
import { costsOf } from './costs.js';
import { estimateOf } from './estimate.js';
import { inThisProcess, type ExtractSources } from './extract-sources.js';
import { detailOf, opinionViews } from './detail.js';
import { informedGate } from './informed-gate.js';
import { freeReviewers, whyHalted as whyHaltedNow, whyNotAsked } from './permits.js';
import { grantExemption, revokeExemption, viewsOf } from './exempt.js';
import { importPlan } from './import/import-conversations.js';
import { digestLedger } from './ledger/digest-ledger.js';
import { readHistory } from './ledger/history.js';
import { policyLearning } from './learning/learn.js';
import { listOccupied, makeJudge, type Judged } from './judge.js';
import { makeLinter } from './lint-run.js';
import type { TouchMemory } from './pending.js';
import { callsOfPage } from './page-calls.js';
import { policyQuestions } from './policies/questions.js';
import { policyDeeds } from './policies/deeds.js';
import { readPolicies } from './policies/read-policies.js';
import { judgeQueueAnew } from './policies/judge-queue.js';
import { isLapsed } from './policies/take-up.js';
import { retireTranscripts } from './retire-transcripts.js';
import { approve, deny, pick } from './review.js';
import type { Commonplace } from './port.js';
import type { CompileReport, DecisionReport, OpenProposal, Progress } from './reports.js';
import { inSession, needsRecovery, type Session, type Surroundings } from './session.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { loadPages, type PageMemory } from './state/page-table.js';
import { isManifest, loadManifest, saveKnowledge, type FoundManifest } from './state/state.js';
import { reviewEscalated } from './review-escalated.js';
import { settleCalls } from './spending.js';
import { statusOf } from './status.js';
import { noteDeed, tellStops, type StopDeed } from './stop-deeds.js';
import { lastRun } from './last-run.js';
import { undoRun } from './undo-run.js';
import { loadQueue } from './waiting.js';

const silent: Progress = () => undefined;

// Longer than any time that rules may ask a worker to cool down.
const MOST_COOLING = 31 * 86_400_000;

/** `r-20261122-081530-compile-4f7q`: sorts by time, and names device and kind of work. */
function runId(host: Host, operation: string): string {
	const stamp = new Date(host.now()).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
	return `r-${stamp}-${operation}-${shortHash(`${host.device} ${host.now()} ${host.pid}`, 4)}`;
}

const byStrictness = (a: OpenProposal, b: OpenProposal): number =>
	strictness(b.verdict.disposition) - strictness(a.verdict.disposition) || (a.proposal.path < b.proposal.path ? -1 : 1);

interface Planned extends CompileOutcome {
	readonly foundManifest: FoundManifest;
	/** Size of the sources that are new or say something else. */
	readonly bytes: number;
}

/** Builds the system over a vault, a host and a worker. */
export function createCommonplace(parts: { readonly vault: VaultPort; readonly host: Host; readonly worker: Worker; readonly settings?: Partial<Settings>; readonly extractSources?: ExtractSources }): Commonplace {
	const { vault, host, worker } = parts;
	const settings: Settings = { ...DEFAULT_SETTINGS, ...parts.settings };
	const { layout } = settings;
	const around: Surroundings = { vault, host, settings, ...(worker.panel === undefined ? {} : { panel: worker.panel }) };
	const stoppedNow = (): Promise<boolean> => isStopped(vault, layout);

	/** Why this worker may be asked nothing at all; null where it may. */
	const whyHalted = (): Promise<string | null> => whyHaltedNow(vault, layout, worker.id);
	/** Why a run of this worker would come to nothing; null where it would not. */
	const whyStopped = (): Promise<string | null> => whyNotAsked(vault, layout, worker.id);

	const touched: TouchMemory = new Map();
	// Kept from a plan to its commit, and no longer.
	const pages: PageMemory = { now: () => host.now(), last: null };

	/** False where the ledger tells of no violation of late, so that nothing waits for one to be over. */
	const mayBeCooling = async (): Promise<boolean> => !(await noViolationSince(vault, host, layout, host.now() - MOST_COOLING));

	/** True where something waited for a time that is over. */
	async function hasCooled(): Promise<boolean> {
		if ((await stoppedNow()) || !(await mayBeCooling())) return false;
		const { items } = await loadQueue(vault, layout);
		const now = await afterCooling(around, items, false);
		return now.some((item, index) => item !== items[index]);
	}

	const working = <T>(run: string, work: (session: Session) => Promise<T>): Promise<Result<T>> =>
		inSession(
			around,
			run,
			async (session) => {
				await settleBooks(session, await stoppedNow());
				await settleCalls(session);
				if (await mayBeCooling()) await judgeCooled(session, await stoppedNow());
				const done = await work(session);
				await judgeQueueAnew(session, await stoppedNow());
				await retireTranscripts(session);
				return done;
			},
			pages,
		);

	async function plan(run: string, options: Parameters<Commonplace['compile']>[0]): Promise<Planned> {
		await worker.begin?.(run, options.signal);
		const { manifest, found, problems } = await loadManifest(vault, layout, host.now());
		const queue = { value: null as Awaited<ReturnType<typeof loadQueue>> | null };
		const outcome = await compileRun({
			reader: vault,
			worker,
			extractSources: parts.extractSources ?? inThisProcess(worker),
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
	async function keep(session: Session, outcome: Planned, waiting: readonly OpenProposal[], started: number, progress: Progress): Promise<readonly Judged[]> {
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
		if (judged.length > 0) await writeQueue(session.record, layout, session.run, judged);
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
		return judged;
	}

	/** Judgement on the way to the disk: nobody may be stopped half-way, so the flag is read once a command. */
	async function decide(operation: string, work: (session: Session, open: readonly OpenProposal[]) => Promise<DecisionReport>): Promise<DecisionReport> {
		const result = await working(runId(host, operation), async (session) => {
			const queue = await loadQueue(vault, layout);
			const decided = await work(session, queue.items);
			return { ...decided, problems: [...queue.problems, ...decided.problems, ...session.problems] };
		});
		return result.ok ? result.value : { committed: [], denied: [], refused: [], problems: [result.error] };
	}

	/** Raises or lifts a stop: noted first, done whoever has the lease, and told in the ledger as soon as somebody can write there. */
	async function stopping<T>(deed: StopDeed, work: (store: RecordStore) => Promise<T>): Promise<T> {
		const store = recordStore(vault, layout);
		if (deed.worker === null || isWorkerName(deed.worker)) await noteDeed(store, layout, host, deed);
		const done = await work(store);
		await tellStops(vault, layout, host, runId(host, deed.type));
		return done;
	}

	async function compileSources(options: Parameters<Commonplace['compile']>[0]): Promise<CompileReport> {
		const started = host.now();
		const run = runId(host, 'compile');
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
			const judged = outcome.learned === null ? [] : await keep(session, outcome, waiting, started, progress);
			if (options.approve === 'none' || outcome.stopped !== null) return report(run, started, outcome, judged, [], session.problems);
			// What was just put into the queue is not read back from it: a first compile of a large vault proposes as much as fits into memory.
			const superseded = new Set(outcome.superseded);
			const open = new Map([...waiting.filter(({ proposal }) => !superseded.has(proposal.id)), ...judged].map((item) => [item.proposal.id, item]));
			const passed = [...open.values()].filter(({ verdict }) => verdict.disposition === 'PASS').sort(byStrictness);
			const decided = await approve(session, passed, {
				who: 'policy',
				onlyPassed: true,
				stopped: await stoppedNow(),
				...(outcome.learned === null ? {} : { judged: { given: judged, manifest: outcome.learned.manifest } }),
				operation: 'compile',
				lead: `${outcome.sources.new} new, ${outcome.sources.changed} changed, ${outcome.sources.renamed} renamed, ${outcome.sources.removed} removed sources`,
				progress,
			});
			return report(run, started, outcome, judged, decided.committed, [...decided.problems, ...decided.refused.map(({ path, reason }) => problem(path, reason)), ...session.problems]);
		});
		if (result.ok) return result.value;
		const outcome = first ?? (await stoppedOutcome(result.error.message));
		return { ...report(run, started, outcome, [], [], [result.error]), stopped: result.error.message };
	}

	return {
		async compile(options) {
			const compiled = await compileSources(options);
			return compiled.stopped === null ? reviewEscalated(around, compiled, options, working) : compiled;
		},

		async list() {
			const { items, problems } = await loadQueue(vault, layout);
			return { open: await afterCooling(around, items, await stoppedNow()), problems };
		},

		async show(id) {
			const { items } = await loadQueue(vault, layout);
			const { picked, refused } = pick(items, [id]);
			const [open] = picked;
			if (!open) return { problem: problem(id, refused[0]?.reason ?? 'No open proposal has this id.') };
			const { gate } = await readPolicies(vault, layout, host);
			const { pages: known } = await loadPages(vault, layout, []);
			const judge = makeJudge(vault, layout, informedGate(gate, known, await freeReviewers(vault, layout, worker.panel)), await listOccupied(vault, layout), await stoppedNow());
			const current = await vault.read(open.proposal.path).catch(() => null);
			const judged = await judge.judge(open.proposal);
			return { open: judged, current, stakes: judged.stakes, opinions: opinionViews(judged) };
		},

		approve: (which, who) =>
			decide('review', async (session, open) => {
				const chosen = which === 'passed' ? { picked: open.filter(({ verdict }) => verdict.disposition === 'PASS'), refused: [] } : pick(open, which);
				const decided = await approve(session, chosen.picked, {
					who,
					onlyPassed: which === 'passed',
					stopped: await stoppedNow(),
					operation: 'review',
					lead: `approved by ${who}`,
					progress: silent,
				});
				return { ...decided, refused: [...chosen.refused, ...decided.refused] };
			}),

		deny: (ids, why, who) =>
			decide('review', async (session, open) => {
				const { picked, refused } = pick(open, ids);
				return { ...(await deny(session, picked, why, who)), refused };
			}),

		judgeAnew: (ids, who) =>
			decide('review', async (session, open) => {
				const { picked, refused } = pick(open, ids);
				const { problems, lost } = await approve(session, picked, { who, onlyPassed: false, judgeOnly: true, stopped: await stoppedNow(), operation: 'review', lead: '', progress: silent });
				return { committed: [], denied: [], refused: [...refused, ...lost], problems };
			}),

		lastRun: () => lastRun(vault, host, layout),
		async undo(run, who) {
			const result = await working(runId(host, 'undo'), async (session) => undoRun(session, run, who, await stoppedNow()));
			return result.ok ? result.value : { run, restored: [], kept: [], problems: [result.error] };
		},

		verify: () => checkVault(around),
		status: async () => statusOf(around, await stoppedNow(), touched),

		estimate: (counted) => estimateOf(around, worker, touched, counted === 'counted'),
		cards: async () => listCards(around, await stoppedNow()),
		detail: async (id) => detailOf(around, id, await stoppedNow()),
		approveText: (id, text, who) =>
			decide('review', async (session, open) => {
				const { picked, refused } = pick(open, [id]);
				const [item] = picked;
				return item === undefined ? { committed: [], denied: [], refused, problems: [] } : approveText(session, item, text, { who, stopped: await stoppedNow() });
			}),
		capture: (notes, who) => decide('capture', async (session) => captureNotes(session, notes, { who, stopped: await stoppedNow() })),
		async planImport(files) {
			const { items, problems } = await importPlan(vault, layout, files);
			return { items: items.map(({ text: _text, ...card }) => card), problems };
		},
		importConversations: (files, which, who) =>
			decide('import', async (session) => {
				const { items, problems } = await importPlan(vault, layout, files);
				const notes = items.flatMap(({ id, path, text }) => (text === null || (which !== 'all' && !which.includes(id)) ? [] : [{ path, text }]));
				const done = await captureNotes(session, notes, { who, stopped: await stoppedNow() });
				return { ...done, problems: [...problems, ...done.problems] };
			}),
		catalogue: () => catalogueOf(around, touched),
		...policyQuestions(around),
		...policyDeeds({ worker, layout, newRun: () => runId(host, 'policy'), working, whyHalted }),
		...policyLearning({ vault, host, layout, newRun: () => runId(host, 'policy'), working }),
		history: (since) => readHistory(vault, layout, since),
		async digestLedger(before, who) {
			const result = await working(runId(host, 'ledger'), (session) => digestLedger(session, before, who));
			return result.ok ? result.value : { days: [], before: 0, after: 0, problems: [result.error] };
		},
		costs: () => costsOf(around),
		pageCalls: (path) => callsOfPage(around, path),
		tasks: () => listTasks(vault, layout.home),
		...makeLinter(around, (operation, work) => working(runId(host, operation), work), stoppedNow),
		async exemptions() {
			const { enforced } = await readPolicies(vault, layout, host, 'look');
			return { exemptions: viewsOf(enforced.exemptions, host.now()), problems: enforced.problems };
		},
		async grantExemption(request, who) {
			const result = await working(runId(host, 'exempt'), (session) => grantExemption(session, request, who));
			return result.ok ? result.value : { problem: result.error };
		},
		async revokeExemption(id, who) {
			const result = await working(runId(host, 'exempt'), (session) => revokeExemption(session, id, who));
			return result.ok ? result.value : result.error;
		},
		async stoppedWorkers() {
			const workers = await stoppedWorkers(vault, layout);
			return { workers: workers ?? [], problem: workers === null ? problem(stopsFolder(layout), 'Which workers are stopped cannot be read, so that all count as stopped.') : null };
		},
		stopWorker: (name, who, why) =>
			stopping({ type: 'stop', worker: name, who, why }, async (store) => ((await raiseWorkerStop(store, layout, host, name, who, why)) ? null : problem(stopsFolder(layout), `“${name}” is not the name of a worker, such as offline.`))),
		liftWorkerStop: (name, who) => stopping({ type: 'lift', worker: name, who, why: '' }, (store) => liftWorkerStop(vault, store, layout, name)),
		emergency: () => readStop(vault, layout),
		raiseStop: (who, why) => stopping({ type: 'stop', worker: null, who, why }, (store) => raiseStop(store, layout, host, who, why)),
		liftStop: (who) => stopping({ type: 'lift', worker: null, who, why: '' }, (store) => liftStop(store, layout)),
		async recover() {
			if (!(await needsRecovery(around))) return [];
			if (await stoppedNow()) return [problem(layout.home, 'A run was cut off. It is brought to its end once the emergency stop is lifted: nothing is written before.')];
			const result = await working(runId(host, 'recover'), (session) => Promise.resolve(session.problems));
			return result.ok ? result.value : [result.error];
		},
	};

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
}
