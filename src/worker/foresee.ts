import { carbonOf, type ModelSize } from '../budget/carbon.js';
import { costOf, type Price } from '../budget/prices.js';
import { estimateTokens } from '../budget/tokens.js';
import type { Order } from './clerk.js';
import type { Foreseen, Load } from './port.js';

export const FREE: Foreseen = { calls: 0, coin_usd: 0, carbon: { low: 0, high: 0 } };

/** What so many orders like this one would cost, with nothing taken from a provider's cache. */
export function foresee({ tasks, in: given, out }: Load, bare: Order, { price, size, grid, batch }: { readonly price: Price | null; readonly size: ModelSize | null; readonly grid: number; readonly batch: boolean }): Foreseen {
	if (tasks === 0) return FREE;
	const fixed = estimateTokens(bare.instructions) + estimateTokens(JSON.stringify(bare.schema)) + estimateTokens(bare.input);
	// Some prices hold up to a length of the single call.
	const each = costOf(price, { in: fixed + given / tasks, cached: 0, written: 0, out: out / tasks }, batch);
	return { calls: tasks, coin_usd: each === null ? null : each * tasks, carbon: size === null ? null : carbonOf(size, out, grid) };
}
