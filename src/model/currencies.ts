/** What work cost. `null` is unknown; zero is known to be nothing. */
export interface Currencies {
	/** CLOCK: milliseconds. */
	readonly clock_ms: number | null;
	/** COIN: US dollars. */
	readonly coin_usd: number | null;
	/** CARBON: grams of CO2 equivalent. */
	readonly carbon_g: number | null;
}

/** Tokens as the provider counted them. */
export interface TokenCount {
	/** All that went in, from the provider's cache or not. */
	readonly in: number;
	/** Of these, read from the provider's cache. */
	readonly cached: number;
	/** Of these, written to it. */
	readonly written: number;
	readonly out: number;
}

const add = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** A sum with an unknown part is unknown. */
export const addCurrencies = (a: Currencies, b: Currencies): Currencies => ({
	clock_ms: add(a.clock_ms, b.clock_ms),
	coin_usd: add(a.coin_usd, b.coin_usd),
	carbon_g: add(a.carbon_g, b.carbon_g),
});

/** Of a person's deed: nobody measured what it took. */
export const UNKNOWN_COST: Currencies = { clock_ms: null, coin_usd: null, carbon_g: null };

/** Of what code decides: it costs nothing, and its time is not measured apart. */
export const CODE_COST: Currencies = { clock_ms: null, coin_usd: 0, carbon_g: 0 };

export const NO_COST: Currencies = { clock_ms: 0, coin_usd: 0, carbon_g: 0 };
