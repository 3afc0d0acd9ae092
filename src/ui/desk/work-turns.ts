import { signal, type Signal } from '@preact/signals';
import type { Work } from '../desk.js';

/** What a work is for. */
export type WorkKind = Extract<Work, { kind: 'busy' }>['what'];

/** One work at a time; those that may wait do so in the order in which they were asked for. */
export interface WorkTurns {
	readonly work: Signal<Work>;
	readonly during: <T>(what: WorkKind, stage: string, task: () => Promise<T>) => Promise<T>;
	/** Whether the person stopped what runs now. */
	readonly stopping: () => boolean;
	readonly isBusy: () => boolean;
	/** A compile may take minutes and changes what waits, so that nothing is decided meanwhile. */
	readonly isCompiling: () => boolean;
	/** How far what runs now is. */
	readonly showProgress: (stage: string, done: number, total: number) => void;
}

/** `after` is called when a work is over, however it ended. */
export function workTurns(after: () => void): WorkTurns {
	const work = signal<Work>({ kind: 'idle' });
	let turn: Promise<unknown> = Promise.resolve();
	/** What runs and what waits for it, in order. */
	const asked: WorkKind[] = [];
	return {
		work,
		during(what, stage, task) {
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
					after();
				}
			})();
			turn = done.catch(() => undefined);
			return done;
		},
		stopping() {
			const now = work.peek();
			return now.kind === 'busy' && now.stopping;
		},
		isBusy: () => asked.length > 0,
		isCompiling: () => asked.includes('compile'),
		showProgress(stage, done, total) {
			const now = work.peek();
			if (now.kind === 'busy') work.value = { ...now, stage, done, total };
		},
	};
}
