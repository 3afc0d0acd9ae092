import type { Wrapper } from '../clerk.js';
import { unasked } from './answers.js';

/** Asks nobody once a person stopped it, wherever that person sits. `halted` says what is stopped, null where nothing is. */
export const haltable = (halted: () => Promise<string | null>): Wrapper => (inner) => ({
	id: inner.id,
	tier: inner.tier,
	async answer(order, signal) {
		const message = await halted();
		return message === null ? inner.answer(order, signal) : unasked(inner, { kind: 'stopped', message });
	},
});
