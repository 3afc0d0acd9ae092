import type { TokenCount } from '../model/currencies.js';
import { PRICE_ROWS } from './price-table.js';

/** US dollars a million tokens. */
export interface Price {
	readonly input: number;
	readonly cacheRead: number | null;
	readonly cacheWrite: number | null;
	readonly output: number;
	/** Above so many tokens in, another price holds that is not known here. */
	readonly upTo: number | null;
}

const TABLE: ReadonlyMap<string, Price> = new Map(PRICE_ROWS.map(([model, input, output, cacheRead = null, cacheWrite = null, upTo = null]) => [model, { input, cacheRead, cacheWrite, output, upTo }]));

// A dated release of a model has its price; "claude-sonnet-5-5" is another model than "claude-sonnet-5".
const RELEASE = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;

/** The price of a model; null where it is unknown. What the user wrote comes before the table. */
export function priceOf(model: string, own: Readonly<Record<string, Price>> = {}): Price | null {
	const plain = model.replace(RELEASE, '');
	return own[model] ?? own[plain] ?? TABLE.get(model) ?? TABLE.get(plain) ?? null;
}

/** US dollars for these tokens; null where the price is unknown. A batch costs half. */
export function costOf(price: Price | null, tokens: TokenCount | null, batch = false): number | null {
	if (price === null || tokens === null || (price.upTo !== null && tokens.in > price.upTo)) return null;
	const fresh = Math.max(0, tokens.in - tokens.cached - tokens.written);
	const dollars = fresh * price.input + tokens.cached * (price.cacheRead ?? price.input) + tokens.written * (price.cacheWrite ?? price.input) + tokens.out * price.output;
	return (dollars / 1_000_000) * (batch ? 0.5 : 1);
}
