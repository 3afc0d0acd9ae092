import type { Clock } from './clock.js';

export interface Paused {
	/** Milliseconds since the epoch. */
	readonly until: number;
	readonly why: string;
}

/** One for all calls of a run: a provider that asks for patience asks the whole run. */
export interface Pause {
	/** Null while calls may go out. */
	readonly state: Paused | null;
	/** Lengthens a pause that is under way, and never shortens it. */
	begin(until: number, why: string): void;
	/** Resolves when the pause is over, or the signal is aborted. */
	over(clock: Clock, signal: AbortSignal): Promise<void>;
}

const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** `tell` hears of each pause that begins or gets longer, and null when calls go out again. */
export function makePause(tell: (paused: Paused | null) => void = () => undefined): Pause {
	let state: Paused | null = null;
	const isStill = (paused: Paused): boolean => state === paused;
	return {
		get state() {
			return state;
		},
		begin(until, why) {
			if (state !== null && state.until >= until) return;
			state = { until, why };
			tell(state);
		},
		async over(clock, signal) {
			while (state !== null && !signal.aborted) {
				const current: Paused = state;
				const left = current.until - clock.now();
				if (left > 0) await clock.wait(left, signal);
				// Whoever wakes first ends it; a pause that got longer meanwhile goes on. What counts is the wait, for a clock may stand still.
				if (!isAborted(signal) && isStill(current)) {
					state = null;
					tell(null);
				}
			}
		},
	};
}
