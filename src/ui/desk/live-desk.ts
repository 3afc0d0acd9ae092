import { signal, type ReadonlySignal } from '@preact/signals';
import type { CompileDigest } from '../../compile/digest.js';
import type { DecisionReport, StopReport } from '../../compile/reports.js';
import type { LintReport } from '../../lint/finding.js';
import { problem, type Problem } from '../../model/result.js';
import { isInside } from '../../vault/vault-path.js';
import type { Asking } from '../../worker/asking.js';
import { recipientsOf } from '../../worker/operators/view.js';
import type { TaskKind } from '../../worker/port.js';
import type { CompileSummary, Desk, QueueView, Work } from '../desk.js';
import type { Loaded } from '../loaded.js';
import { PLUGIN } from '../strings/plugin.js';
import { kept, messageOf } from './kept.js';
import { livePolicyDesk, type LivePolicyDesk } from './policy-desk.js';
import type { DeskEngine, DeskHost } from './ports.js';
import { summarise, unfinished } from './summary.js';
import { waitingSources } from './waiting-sources.js';

/** The desk over an engine, with what the app tells it. */
export interface LiveDesk extends Desk {
	readonly policies: LivePolicyDesk;
	/** How many edits wait, as it was last read; asking it starts nothing. Null before the first reading. */
	readonly waitingEdits: ReadonlySignal<number | null>;
	/** Something at this path was made, changed, moved or removed, by whomever. */
	changed(path: string): void;
	/** What asking models has come to. */
	asked(asking: Asking): void;
	/** How far the engine's work is. */
	progress(stage: string, done: number, total: number): void;
	/** Whether the file of the emergency stop stands in the vault, which is known before the engine runs. */
	noticeStop(stopped: boolean): void;
	/** Everything that was read is out of date, as after other settings. */
	restart(): void;
	dispose(): void;
}

type Busy = Extract<Work, { kind: 'busy' }>;

/** Milliseconds of quiet after which changes of the vault are looked at. */
const QUIET = 300;

const { notices } = PLUGIN;

export function liveDesk(engine: DeskEngine, host: DeskHost): LiveDesk {
	const { core } = engine;
	const { who } = host;
	const work = signal<Work>({ kind: 'idle' });
	const summary = signal<CompileSummary | null>(null);
	const sources = waitingSources();
	const waitingEdits = signal<number | null>(null);
	const queue = kept<QueueView>(async () => {
		const view = await core.cards();
		waitingEdits.value = view.cards.length;
		return view;
	});
	const wiki = kept(() => core.catalogue());
	const costs = kept(() => core.costs());
	const operators = kept(() => core.operators());
	const asking = signal<Asking | null>(null);
	let emergencyWatched = false;
	const emergency = signal<StopReport>(
		{ stopped: false, why: null },
		{
			watched() {
				emergencyWatched = true;
				void askEmergency();
			},
			unwatched() {
				emergencyWatched = false;
			},
		},
	);
	let lintWatched = false;
	const lint = signal<Loaded<LintReport> | null>(null, { watched: () => void (lintWatched = true), unwatched: () => void (lintWatched = false) });

	const proposalInSight = signal<{ readonly id: string } | null>(null);
	let turn: Promise<unknown> = Promise.resolve();
	/** What runs and what waits for it, in order. */
	const asked: Busy['what'][] = [];
	const touched = new Set<string>();
	let callOff: (() => void) | null = null;

	async function askEmergency(): Promise<void> {
		try {
			emergency.value = await core.emergency();
		} catch {
			// The engine was ended under the question; whoever ended it asks again.
		}
	}

	async function countSources(): Promise<void> {
		try {
			sources.counted((await core.estimate('counted')).sources);
		} catch {
			// The count stays what the events of the vault made it.
		}
	}

	/** After a work, or after somebody else wrote: whatever is in sight is read anew. */
	function lookAgain(): void {
		queue.stale(engine.started);
		wiki.stale();
		costs.stale();
		operators.stale();
		policies.lookAgain();
		if (emergencyWatched) void askEmergency();
		if (engine.started) void countSources();
	}

	/** Does one work at a time; those that may wait do so in the order in which they were asked for. */
	function during<T>(what: Busy['what'], stage: string, task: () => Promise<T>): Promise<T> {
		const before = turn;
		asked.push(what);
		const done = (async () => {
			await before;
			work.value = { kind: 'busy', what, stage, done: 0, total: 0, stopping: false };
			try {
				return await task();
			} finally {
				asked.shift();
				work.value = { kind: 'idle' };
				touched.clear();
				lookAgain();
			}
		})();
		turn = done.catch(() => undefined);
		return done;
	}

	const stopping = (): boolean => {
		const now = work.peek();
		return now.kind === 'busy' && now.stopping;
	};
	const isBusy = (): boolean => asked.length > 0;
	/** A compile may take minutes and changes what waits, so that nothing is decided meanwhile. */
	const isCompiling = (): boolean => asked.includes('compile');

	const policies = livePolicyDesk({ engine, host, during: (task) => during('policy', 'policy', task), isCompiling, maySend: () => maySend(['write-policy']) });

	async function runCompile(): Promise<void> {
		const approve = host.settings().commitPassed ? 'passed' : 'none';
		asking.value = null;
		const tell = (report: CompileDigest): void => {
			summary.value = summarise(report);
			host.notify(report.stopped ?? notices.compiled(summarise(report)));
		};
		try {
			const report = await core.compile({ approve });
			// Under an emergency stop nothing was compared, so that no source counts as gone.
			const manyGone = report.stopped !== null && report.sources.removed > 0 && !stopping();
			if (manyGone && (await host.confirmRemovals(report.stopped))) tell(await core.compile({ approve, acceptRemovals: true }));
			else tell(report);
		} catch (error) {
			const why = stopping() ? notices.stoppedByYou : notices.failed(messageOf(error));
			summary.value = unfinished(why);
			host.notify(why);
		}
	}

	/** Nothing is sent to anybody before the person agreed to it on this device. */
	async function maySend(kinds?: readonly TaskKind[]): Promise<boolean> {
		const unasked = recipientsOf(await core.operators(), kinds).filter((each) => !host.agreed(each));
		if (unasked.length === 0) return true;
		if ((await host.confirmSending(unasked)) && !stopping()) return true;
		host.notify(notices.notSent);
		return false;
	}

	async function mayCompile(): Promise<boolean> {
		try {
			if (!(await maySend())) return false;
			const estimate = await core.estimate();
			sources.counted(estimate.sources);
			const { askAboveSources, askAboveDollars } = host.settings();
			const isDear = estimate.worker_calls !== 0 && (estimate.coin_usd === null || estimate.coin_usd > askAboveDollars);
			if (estimate.toRead <= askAboveSources && !isDear) return true;
			return (await host.confirmCompile(estimate)) && !stopping();
		} catch (error) {
			host.notify(stopping() ? notices.stoppedByYou : notices.failed(messageOf(error)));
			return false;
		}
	}

	async function decide(task: () => Promise<DecisionReport>, what: 'review' | 'capture' = 'review'): Promise<DecisionReport> {
		if (isCompiling()) return refused(notices.busyCompile);
		try {
			return await during(what, what, task);
		} catch (error) {
			return refused(messageOf(error));
		}
	}

	/** Does a work whose failure is told in a message; null where it failed. */
	async function told<T>(what: Busy['what'], stage: string, task: () => Promise<T>): Promise<T | null> {
		try {
			return await during(what, stage, task);
		} catch (error) {
			host.notify(notices.failed(messageOf(error)));
			return null;
		}
	}

	async function raise(why: string): Promise<void> {
		const raised = core.raiseStop(who, why);
		const now = work.peek();
		if (now.kind === 'busy') {
			work.value = { ...now, stopping: true };
			// The thread may be too busy to hear of it; the next one raises it, if this one is ended.
			const [outcome] = await Promise.allSettled([raised, engine.stop()]);
			if (outcome.status === 'rejected') await core.raiseStop(who, why);
		} else await raised;
	}

	/** Whether the stop could be raised or lifted is never left unsaid. */
	async function switchStop(task: () => Promise<void>, done: string): Promise<void> {
		try {
			await task();
			// What was said of a compile under the stop holds no more.
			if (summary.peek()?.stopped !== null) summary.value = null;
			host.notify(done);
		} catch (error) {
			host.notify(notices.failed(messageOf(error)));
		}
		await askEmergency();
		queue.stale();
	}

	async function readLint(): Promise<void> {
		try {
			lint.value = { state: 'ready', value: await core.lint() };
		} catch (error) {
			lint.value = { state: 'failed', message: messageOf(error) };
		}
	}

	function noticeChanges(): void {
		callOff = null;
		if (isBusy()) return;
		const { layout } = host.settings();
		const within = (folder: string): boolean => [...touched].some((path) => isInside(path, folder));
		const inRaw = within(layout.raw);
		const inWiki = within(layout.wiki) || within(layout.output);
		const inHome = within(layout.home);
		touched.clear();
		if (inHome || inWiki) queue.stale(engine.started);
		if (inHome) {
			costs.stale();
			operators.stale();
		}
		if (inRaw || inWiki || inHome) wiki.stale();
		if (inHome) policies.lookAgain();
		if (inHome && emergencyWatched) void askEmergency();
		// One note is a person at work, for whom no engine is started; many came by a copy or a sync, and may be compiled already.
		if (inRaw && (engine.started || sources.inDoubt)) void countSources();
		if ((inRaw || inWiki) && lintWatched && lint.peek() !== null) void readLint();
	}

	return {
		queue: queue.signal,
		wiki: wiki.signal,
		lint,
		work,
		emergency,
		summary,
		waitingSources: sources.count,
		waitingEdits,
		asking,
		costs: costs.signal,
		operators: operators.signal,
		proposalInSight,
		policies,

		async compile() {
			if (isBusy()) {
				host.notify(notices.busy);
				return;
			}
			await during('compile', 'plan', async () => {
				if (await mayCompile()) await runCompile();
			});
		},
		estimate: () => core.estimate(),
		async setCap(span, currency, amount) {
			const problems = await core.changeOperators({ kind: 'cap', span, currency, amount });
			operators.stale();
			return problems;
		},
		async stopWork() {
			const now = work.peek();
			if (now.kind === 'idle' || now.stopping) return;
			work.value = { ...now, stopping: true };
			tellProblems(await engine.stop());
		},
		async addSamples() {
			if (isBusy()) {
				host.notify(notices.busy);
				return;
			}
			await during('compile', 'capture', async () => {
				const { raw } = host.settings().layout;
				try {
					const { problems } = await core.capture(host.samples.map(({ name, text }) => ({ path: `${raw}/${name}`, text })), who);
					tellProblems(problems);
				} catch (error) {
					host.notify(stopping() ? notices.stoppedByYou : notices.failed(messageOf(error)));
					return;
				}
				if (await mayCompile()) await runCompile();
			});
		},

		pageCalls: (path) => core.pageCalls(path),
		detail: (id) => core.detail(id),
		approve: (which) => decide(() => core.approve(which, who)),
		approveText: (id, text) => decide(() => core.approveText(id, text, who)),
		deny: (ids, why) => decide(() => core.deny(ids, why, who)),
		judgeAnew: (ids) => decide(() => core.judgeAnew(ids, who)),
		planImport: (files) => core.planImport(files),
		importConversations: (files, which) => decide(() => core.importConversations(files, which, who), 'capture'),
		lastRun: () => core.lastRun().catch(() => null),
		async undo(run) {
			if (isCompiling()) return { run, restored: [], kept: [], problems: [problem('', notices.busyCompile)] };
			try {
				return await during('undo', 'undo', () => core.undo(run, who));
			} catch (error) {
				return { run, restored: [], kept: [], problems: [problem('', messageOf(error))] };
			}
		},
		raiseStop: (why) => switchStop(() => raise(why), notices.emergencyOn),
		liftStop: () => switchStop(() => core.liftStop(who), notices.emergencyOff),

		async runLint() {
			if (lint.peek()?.state !== 'ready') lint.value = { state: 'loading' };
			await during('lint', 'lint', readLint);
		},
		async proposeFixes(findings) {
			if (isCompiling()) {
				host.notify(notices.busyCompile);
				return;
			}
			const done = await told('lint', 'gate', () => core.proposeFixes(findings.map(({ id }) => id)));
			if (done === null) return;
			tellProblems(done.problems);
			host.notify(notices.fixesProposed(done.proposals.length));
		},
		async writeLintReport() {
			const written = await told('lint', 'lint', () => core.writeLintReport());
			if (written === null) return;
			if ('problem' in written) tellProblems([written.problem]);
			else await host.open(written.path, null, 'tab');
		},

		refresh: lookAgain,
		open: (path, at, how) => host.open(path, at, how),
		show: (view) => host.show(view),
		async review(id) {
			proposalInSight.value = { id };
			await host.show('gate');
		},

		changed(path) {
			touched.add(path);
			if (isInside(path, host.settings().layout.raw)) sources.touched(path);
			callOff?.();
			callOff = host.after(QUIET, noticeChanges);
		},
		asked(now) {
			asking.value = now;
		},
		progress(stage, done, total) {
			const now = work.peek();
			if (now.kind === 'busy') work.value = { ...now, stage, done, total };
		},
		noticeStop(stopped) {
			if (emergency.peek().stopped !== stopped) emergency.value = { stopped, why: null };
		},
		restart() {
			if (lint.peek() !== null) lint.value = null;
			lookAgain();
		},
		dispose() {
			callOff?.();
		},
	};

	function tellProblems(problems: readonly Problem[]): void {
		for (const { path, message } of problems.slice(0, 3)) host.notify(path === '' || message.includes(path) ? message : `${path}: ${message}`);
	}
}

const refused = (why: string): DecisionReport => ({ committed: [], denied: [], refused: [], problems: [problem('', why)] });
