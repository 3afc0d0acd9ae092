import type { Host } from '../../vault/port.js';

/** Time as the wrappers know it. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Resolves after so many milliseconds, or within 100 once the signal is aborted. Never rejects. */
	wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

// A host's timer cannot be taken back, so that a long wait is made of short ones.
const SLICE = 50;

export const hostClock = (host: Pick<Host, 'now' | 'wait'>): Clock => ({
	now: () => host.now(),
	async wait(milliseconds, signal) {
		for (let left = milliseconds; left > 0 && !signal.aborted; left -= SLICE) await host.wait(Math.min(left, SLICE));
	},
});
