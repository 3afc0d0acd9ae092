import type { Answer, Wrapper } from '../clerk.js';
import { stopped, unasked } from './answers.js';
import type { Clock } from './clock.js';

/** Where a person may stop a clerk from elsewhere: another window or device, the command line, a file manager. */
export interface HaltWatch {
	readonly clock: Clock;
	/** What is stopped, null where nothing is. */
	readonly halted: () => Promise<string | null>;
}

// Often enough that a stop ends every wait within a second. Nothing is waited for longer than a call may take.
const LOOK_EVERY = 400;
const MOST_LOOKS = 1_500;

/**
 * Ends the wait for an answer at once when the signal is aborted, and within a second when somebody stops the clerk elsewhere, also where the call itself cannot
 * be taken back. An answer that comes later is recorded with its cost by the wrappers further in; `late` is given the wait for it, so that a host can let it end.
 */
export const stoppable = (late: (pending: Promise<unknown>) => void = () => undefined, watch?: HaltWatch): Wrapper => (inner) => ({
	id: inner.id,
	tier: inner.tier,
	answer(order, signal) {
		if (signal.aborted) return Promise.resolve(stopped(inner));
		return new Promise<Answer>((resolve, reject) => {
			const pending = inner.answer(order, signal);
			const over = new AbortController();
			const end = (answer: Answer): void => {
				over.abort();
				late(pending.catch(() => undefined));
				resolve(answer);
			};
			const stop = (): void => {
				end(stopped(inner));
			};
			const look = async ({ clock, halted }: HaltWatch): Promise<void> => {
				for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
					await clock.wait(LOOK_EVERY, over.signal);
					const message = over.signal.aborted ? null : await halted();
					if (over.signal.aborted) return;
					if (message !== null) end(unasked(inner, { kind: 'stopped', message }));
				}
			};
			signal.addEventListener('abort', stop, { once: true });
			pending.then(resolve, reject).finally(() => {
				over.abort();
				signal.removeEventListener('abort', stop);
			});
			if (watch !== undefined) look(watch).catch(reject);
		});
	},
});
