import { carbonOf, middleOf, sizeByPrice, type ModelSize } from '../../budget/carbon.js';
import { costOf, type Price } from '../../budget/prices.js';
import { estimateTokens } from '../../budget/tokens.js';
import { NO_COST, type Currencies } from '../../model/currencies.js';
import type { Order, Wrapper } from '../clerk.js';
import { stopped, unasked } from './answers.js';
import type { Meter } from './meter.js';

/** What an order will cost, as far as it can be told before, or the most that it may. Null is unknown. */
export type EstimateOrder = (order: Order, which: 'likely' | 'most') => Currencies;

/** Asks the meter before each call, so that a cap is passed by one call at the most. */
export const budgeted = (meter: Meter, estimate: EstimateOrder): Wrapper => (inner) => ({
	id: inner.id,
	tier: inner.tier,
	async answer(order, signal) {
		const begun = await meter.begin(estimate(order, 'likely'), estimate(order, 'most'));
		if (!begun.ok) return unasked(inner, { kind: 'over-budget', message: begun.error });
		if (signal.aborted) {
			begun.value.end(NO_COST);
			return stopped(inner);
		}
		try {
			const answer = await inner.answer(order, signal);
			begun.value.end(answer);
			return answer;
		} catch (error) {
			// What it cost is not known, which is not nothing.
			begun.value.end({ clock_ms: null, coin_usd: null, carbon_g: null });
			throw error;
		}
	},
});

/** For a clerk that sends no bill, such as a mailbox: what answering costs is with whoever answers. */
export const UNBILLED: EstimateOrder = () => ({ clock_ms: null, coin_usd: 0, carbon_g: 0 });

// What is said of a text is shorter than the text; a bound that no answer reaches would hold too much back.
const ANSWER_SHARE = 0.5;
const LEAST_ANSWER = 200;

/** An estimate by the model's price and size; the time it takes is not foreseen. */
export const estimateBy =
	({ price, size, grid, batch }: { readonly price: Price | null; readonly size: ModelSize | null; readonly grid: number; readonly batch: boolean }): EstimateOrder =>
	(order, which) => {
		const repair = order.repair === null ? '' : order.repair.answer + order.repair.problems.join('\n');
		const out = which === 'most' ? order.maxTokens : Math.min(order.maxTokens, Math.max(LEAST_ANSWER, Math.ceil(estimateTokens(order.input) * ANSWER_SHARE)));
		const known = size ?? sizeByPrice(price?.output ?? null);
		return {
			clock_ms: null,
			coin_usd: costOf(price, { in: estimateTokens(order.instructions) + estimateTokens(JSON.stringify(order.schema)) + estimateTokens(order.input) + estimateTokens(repair), cached: 0, written: 0, out }, batch),
			carbon_g: known === null ? null : middleOf(carbonOf(known, out, grid)),
		};
	};
