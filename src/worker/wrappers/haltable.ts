import type { Wrapper } from '../clerk.js';
import { unasked } from './answers.js';

/** Asks nobody while the emergency stop is on, whoever raised it and wherever. */
export const haltable = (halted: () => Promise<boolean>): Wrapper => (inner) => ({
	id: inner.id,
	tier: inner.tier,
	answer: async (order, signal) => ((await halted()) ? unasked(inner, { kind: 'stopped', message: 'The emergency stop is on.' }) : inner.answer(order, signal)),
});
