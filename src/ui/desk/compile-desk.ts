import type { Signal } from '@preact/signals';
import type { CompileDigest } from '../../compile/digest.js';
import type { Asking } from '../../worker/asking.js';
import { recipientsOf } from '../../worker/operators/view.js';
import type { TaskKind } from '../../worker/port.js';
import type { CompileSummary } from '../desk.js';
import { PLUGIN } from '../strings/plugin.js';
import { messageOf } from './kept.js';
import type { DeskEngine, DeskHost } from './ports.js';
import { summarise, unfinished } from './summary.js';
import type { WaitingSources } from './waiting-sources.js';

interface Parts {
	readonly core: DeskEngine['core'];
	readonly host: DeskHost;
	readonly sources: WaitingSources;
	readonly asking: Signal<Asking | null>;
	readonly summary: Signal<CompileSummary | null>;
	/** Whether the person stopped what runs now. */
	readonly stopping: () => boolean;
}

interface CompileDesk {
	/** Whether what these tasks need may be sent to the models that do them; those of a compile if none is named. */
	readonly maySend: (kinds?: readonly TaskKind[]) => Promise<boolean>;
	/** Asks what has to be asked, compiles, and tells what came of it. */
	readonly compile: () => Promise<void>;
}

const { notices } = PLUGIN;

export function compileDesk({ core, host, sources, asking, summary, stopping }: Parts): CompileDesk {
	async function run(): Promise<void> {
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

	async function mayRun(): Promise<boolean> {
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

	return {
		maySend,
		async compile() {
			if (await mayRun()) await run();
		},
	};
}
