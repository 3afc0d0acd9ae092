const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The longest that a worker can be made to cool down. */
export const MOST_GRACE = 30 * 86_400_000;

/** Milliseconds of `90`, which are seconds, or of `90s`, `5m`, `2h`, `1d`; null for anything else, and for more than 30 days. */
export function readDuration(value: unknown): number | null {
	const match = typeof value === 'number' ? [null, String(value), 's'] : typeof value === 'string' ? /^(\d{1,7})\s*([smhd]?)$/.exec(value.trim()) : null;
	if (match === null) return null;
	const amount = Number(match[1]) * (UNITS[match[2] === '' ? 's' : (match[2] ?? 's')] ?? 1_000);
	return Number.isInteger(amount) && amount >= 0 && amount <= MOST_GRACE ? amount : null;
}
