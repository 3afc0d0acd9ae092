/** Between which shares the true one lies. */
export interface Interval {
	readonly lower: number;
	readonly upper: number;
}

/** The 97.5 % quantile of the normal distribution: 95 % lie between it and its negative. */
const Z = 1.959963984540054;

/**
 * The Wilson score interval at 95 % for a share of which `hits` of `trials` were seen (E. B. Wilson, “Probable inference, the law of succession, and
 * statistical inference”, JASA 22 (1927) 209–212), without continuity correction. Unlike the average with its standard error it stays honest for few trials
 * and for shares near 0 and 1 (Brown, Cai and DasGupta, Statistical Science 16 (2001) 101–133). Null where nothing was tried.
 */
export function wilsonInterval(hits: number, trials: number): Interval | null {
	if (!Number.isInteger(hits) || !Number.isInteger(trials) || trials < 1 || hits < 0 || hits > trials) return null;
	const share = hits / trials;
	const spread = (Z * Z) / trials;
	const middle = share + spread / 2;
	const reach = Z * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials));
	// What was always or never seen has a bound that is exact, and that rounding must not pass.
	return { lower: hits === 0 ? 0 : (middle - reach) / (1 + spread), upper: hits === trials ? 1 : (middle + reach) / (1 + spread) };
}
