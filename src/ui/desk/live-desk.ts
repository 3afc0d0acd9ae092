import { signal, type ReadonlySignal } from '@preact/signals';
import type { DecisionReport } from '../../compile/reports.js';
import type { LintReport } from '../../lint/finding.js';
import { problem, type Problem } from '../../model/result.js';
import { isInside } from '../../vault/vault-path.js';
import type { Asking } from '../../worker/asking.js';
import type { CompileSummary, Desk, QueueView } from '../desk.js';
import type { Loaded } from '../loaded.js';
import { PLUGIN } from '../strings/plugin.js';
import { compileDesk } from './compile-desk.js';
import { emergencyWatch } from './emergency-watch.js';
import { kept, messageOf } from './kept.js';
import { livePolicyDesk, type LivePolicyDesk } from './policy-desk.js';
import type { DeskEngine, DeskHost } from './ports.js';
import { waitingSources } from './waiting-sources.js';
import { workTurns, type WorkKind } from './work-turns.js';

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

/** Milliseconds of quiet after which changes of the vault are looked at. */
const QUIET = 300;

const { notices } = PLUGIN;

export function liveDesk(engine: DeskEngine, host: DeskHost): LiveDesk {
	const { core } = engine;
	const { who } = host;
	const { work, during, stopping, isBusy, isCompiling, showProgress } = workTurns(() => {
		touched.clear();
		lookAgain();
	});
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
	const emergency = emergencyWatch(() => core.emergency());
	let lintWatched = false;
	const lint = signal<Loaded<LintReport> | null>(null, { watched: () => void (lintWatched = true), unwatched: () => void (lintWatched = false) });

	const proposalInSight = signal<{ readonly id: string } | null>(null);
	const touched = new Set<string>();
	let callOff: (() => void) | null = null;

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
		emergency.stale();
		if (engine.started) void countSources();
	}

	const { maySend, compile } = compileDesk({ core, host, sources, asking, summary, stopping });
	const policies = livePolicyDesk({ engine, host, during: (task) => during('policy', 'policy', task), isCompiling, maySend: () => maySend(['write-policy']) });

	async function decide(task: () => Promise<DecisionReport>, what: 'review' | 'capture' = 'review'): Promise<DecisionReport> {
		if (isCompiling()) return refused(notices.busyCompile);
		try {
			return await during(what, what, task);
		} catch (error) {
			return refused(messageOf(error));
		}
	}

	/** Does a work whose failure is told in a message; null where it failed. */
	async function told<T>(what: WorkKind, stage: string, task: () => Promise<T>): Promise<T | null> {
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
		await emergency.ask();
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
		if (inHome) emergency.stale();
		// One note is a person at work, for whom no engine is started; many came by a copy or a sync, and may be compiled already.
		if (inRaw && (engine.started || sources.inDoubt)) void countSources();
		if ((inRaw || inWiki) && lintWatched && lint.peek() !== null) void readLint();
	}

	return {
		queue: queue.signal,
		wiki: wiki.signal,
		lint,
		work,
		emergency: emergency.signal,
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
			await during('compile', 'plan', compile);
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
				await compile();
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
		progress: showProgress,
		noticeStop(stopped) {
			emergency.notice(stopped);
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
