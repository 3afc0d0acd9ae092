import type { Order, Wrapper } from '../clerk.js';
import { failedWith, trailOf } from './answers.js';

/** A pattern that makes up for what a model does badly: it changes what is sent, or what came back, and is named in the transcript. */
export interface Shim {
	readonly name: string;
	fits(order: Order, clerk: string): boolean;
	order?(order: Order): Order;
	answer?(text: string, order: Order): string;
}

/** Puts on all shims that fit: in their order on the way out, in the opposite one on the way back. */
export const shimmed = (shims: readonly Shim[]): Wrapper => (inner) => ({
	id: inner.id,
	tier: inner.tier,
	async answer(given, signal) {
		const fitting = shims.filter((shim) => shim.fits(given, inner.id));
		let order = given;
		for (const shim of fitting) order = shim.order?.(order) ?? order;
		const answer = await inner.answer(order, signal);
		if (fitting.length === 0) return answer;
		const trail = { ...trailOf(answer), shims: fitting.map(({ name }) => name) };
		if (!answer.ok) return { ...answer, trail };
		let { text } = answer;
		for (const shim of [...fitting].reverse()) {
			try {
				text = shim.answer?.(text, order) ?? text;
			} catch (error) {
				return failedWith({ ...answer, trail }, { kind: 'malformed', message: `The shim “${shim.name}” could not read the answer: ${error instanceof Error ? error.message : String(error)}` });
			}
		}
		return { ...answer, text, trail };
	},
});
