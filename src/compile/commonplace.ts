import { noViolationSince } from '../gate/ledger.js';
import { isStopped } from '../gate/stop.js';
import { problem, type Result } from '../model/result.js';
import type { Host, VaultPort } from '../vault/port.js';
import { listTasks } from '../worker/mailbox/list-tasks.js';
import type { Worker } from '../worker/port.js';
import { approveText } from './approve-text.js';
import { settleBooks } from './bookkeeping.js';
import { captureNotes } from './capture.js';
import { listCards } from './cards.js';
import { catalogueOf } from './catalogue.js';
import { checkVault } from './check.js';
import { silent, vaultCompiler } from './compile-vault.js';
import { afterCooling, judgeCooled } from './cooled.js';
import { costsOf } from './costs.js';
import { detailOf, opinionViews } from './detail.js';
import { estimateOf } from './estimate.js';
import { grantExemption, revokeExemption, viewsOf } from './exempt.js';
import { inThisProcess, type ExtractSources } from './extract-sources.js';
import { importPlan } from './import/import-conversations.js';
import { informedGate } from './informed-gate.js';
import { listOccupied, makeJudge } from './judge.js';
import { lastRun } from './last-run.js';
import { policyLearning } from './learning/learn.js';
import { digestLedger } from './ledger/digest-ledger.js';
import { readHistory } from './ledger/history.js';
import { makeLinter } from './lint-run.js';
import { callsOfPage } from './page-calls.js';
import type { TouchMemory } from './pending.js';
import { freeReviewers, whyHalted as whyHaltedNow } from './permits.js';
import { policyDeeds } from './policies/deeds.js';
import { judgeQueueAnew } from './policies/judge-queue.js';
import { policyQuestions } from './policies/questions.js';
import { readPolicies } from './policies/read-policies.js';
import type { Commonplace } from './port.js';
import type { DecisionReport, OpenProposal } from './reports.js';
import { retireTranscripts } from './retire-transcripts.js';
import { reviewEscalated } from './review-escalated.js';
import { approve, deny, pick } from './review.js';
import { newRun } from './run-names.js';
import { inSession, needsRecovery, type Session, type Surroundings } from './session.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { settleCalls } from './spending.js';
import { loadPages, type PageMemory } from './state/page-table.js';
import { statusOf } from './status.js';
import { stopSwitches } from './stop-switches.js';
import { undoRun } from './undo-run.js';
import { loadQueue } from './waiting.js';

// Longer than any time that rules may ask a worker to cool down.
const MOST_COOLING = 31 * 86_400_000;

/** Builds the system over a vault, a host and a worker. */
export function createCommonplace(parts: { readonly vault: VaultPort; readonly host: Host; readonly worker: Worker; readonly settings?: Partial<Settings>; readonly extractSources?: ExtractSources }): Commonplace {
	const { vault, host, worker } = parts;
	const settings: Settings = { ...DEFAULT_SETTINGS, ...parts.settings };
	const { layout } = settings;
	const around: Surroundings = { vault, host, settings, ...(worker.panel === undefined ? {} : { panel: worker.panel }) };
	const stoppedNow = (): Promise<boolean> => isStopped(vault, layout);

	/** Why this worker may be asked nothing at all; null where it may. */
	const whyHalted = (): Promise<string | null> => whyHaltedNow(vault, layout, worker.id);

	const touched: TouchMemory = new Map();
	// Kept from a plan to its commit, and no longer.
	const pages: PageMemory = { now: () => host.now(), last: null, listed: null };

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

	/** Judgement on the way to the disk: nobody may be stopped half-way, so the flag is read once a command. */
	async function decide(operation: string, work: (session: Session, open: readonly OpenProposal[]) => Promise<DecisionReport>): Promise<DecisionReport> {
		const result = await working(newRun(host, operation), async (session) => {
			const queue = await loadQueue(vault, layout);
			const decided = await work(session, queue.items);
			return { ...decided, problems: [...queue.problems, ...decided.problems, ...session.problems] };
		});
		return result.ok ? result.value : { committed: [], denied: [], refused: [], problems: [result.error] };
	}

	const compileVault = vaultCompiler({ around, worker, extractSources: parts.extractSources ?? inThisProcess(worker), pages, hasCooled, working });

	return {
		async compile(options) {
			const compiled = await compileVault(options);
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
			const result = await working(newRun(host, 'undo'), async (session) => undoRun(session, run, who, await stoppedNow()));
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
		...policyDeeds({ worker, layout, newRun: () => newRun(host, 'policy'), working, whyHalted }),
		...policyLearning({ vault, host, layout, newRun: () => newRun(host, 'policy'), working }),
		history: (since) => readHistory(vault, layout, since),
		async digestLedger(before, who) {
			const result = await working(newRun(host, 'ledger'), (session) => digestLedger(session, before, who));
			return result.ok ? result.value : { days: [], before: 0, after: 0, problems: [result.error] };
		},
		costs: () => costsOf(around),
		pageCalls: (path) => callsOfPage(around, path),
		tasks: () => listTasks(vault, layout.home),
		...makeLinter(around, (operation, work) => working(newRun(host, operation), work), stoppedNow),
		async exemptions() {
			const { enforced } = await readPolicies(vault, layout, host, 'look');
			return { exemptions: viewsOf(enforced.exemptions, host.now()), problems: enforced.problems };
		},
		async grantExemption(request, who) {
			const result = await working(newRun(host, 'exempt'), (session) => grantExemption(session, request, who));
			return result.ok ? result.value : { problem: result.error };
		},
		async revokeExemption(id, who) {
			const result = await working(newRun(host, 'exempt'), (session) => revokeExemption(session, id, who));
			return result.ok ? result.value : result.error;
		},
		...stopSwitches(around),
		async recover() {
			if (!(await needsRecovery(around))) return [];
			if (await stoppedNow()) return [problem(layout.home, 'A run was cut off. It is brought to its end once the emergency stop is lifted: nothing is written before.')];
			const result = await working(newRun(host, 'recover'), (session) => Promise.resolve(session.problems));
			return result.ok ? result.value : [result.error];
		},
	};
}
