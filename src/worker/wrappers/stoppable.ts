import type { Answer, Wrapper } from '../clerk.js';
import { stopped } from './answers.js';

/**
 * Ends the wait for an answer at once when the signal is aborted, also where the call itself cannot be taken back. An answer that comes
 * later is recorded with its cost by the wrappers further in; `late` is given the wait for it, so that a host can let it end.
 */
export const stoppable = (late: (pending: Promise<unknown>) => void = () => undefined): Wrapper => (inner) => ({
	id: inner.id,
	tier: inner.tier,
	answer(order, signal) {
		if (signal.aborted) return Promise.resolve(stopped(inner));
		return new Promise<Answer>((resolve, reject) => {
			const pending = inner.answer(order, signal);
			const stop = (): void => {
				late(pending.catch(() => undefined));
				resolve(stopped(inner));
			};
			signal.addEventListener('abort', stop, { once: true });
			pending.then(resolve, reject).finally(() => {
				signal.removeEventListener('abort', stop);
			});
		});
	},
});
