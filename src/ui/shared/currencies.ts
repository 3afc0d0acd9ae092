import { useEffect } from 'preact/hooks';

/** What stands where nobody knows the amount: unknown is not zero. */
export const UNKNOWN = '–';

const amount = (value: number | null, options: Intl.NumberFormatOptions): string => (value === null ? UNKNOWN : value.toLocaleString(undefined, options));

/** Time in seconds, or in minutes above two of them. */
export function formatClock(ms: number | null): string {
	if (ms !== null && ms >= 120_000) return amount(ms / 60_000, { style: 'unit', unit: 'minute', maximumFractionDigits: 1 });
	return amount(ms === null ? null : ms / 1000, { style: 'unit', unit: 'second', maximumFractionDigits: ms !== null && ms < 10_000 ? 1 : 0 });
}

/** Money in US dollars; below a cent with the digits that it takes to see it. */
export const formatCoin = (usd: number | null): string =>
	amount(usd, { style: 'currency', currency: 'USD', ...(usd !== null && usd > 0 && usd < 0.01 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 }) });

/** Carbon in grams, or in kilograms above a thousand of them. */
export function formatCarbon(grams: number | null): string {
	if (grams !== null && grams >= 1000) return amount(grams / 1000, { style: 'unit', unit: 'kilogram', maximumFractionDigits: 1 });
	return amount(grams, { style: 'unit', unit: 'gram', ...(grams !== null && grams > 0 && grams < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 1 }) });
}

/** A count with the separators of the person's own language. */
export const formatCount = (count: number): string => count.toLocaleString();

/** Writes numbers nobody sees, once a view stands: the first that `Intl` writes takes as long as half a picture, and so does the first with a unit. */
export function useNumbers(): void {
	useEffect(() => {
		const timers = [formatCount, formatClock].map((write) => window.setTimeout(() => write(0)));
		return () => {
			for (const timer of timers) window.clearTimeout(timer);
		};
	}, []);
}
