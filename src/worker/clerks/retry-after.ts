/** How long a provider asks to wait, in milliseconds; null where it does not say. It says so in seconds or as a date. */
export function retryAfter(headers: Pick<Headers, 'get'>, now: number): number | null {
	const exact = headers.get('retry-after-ms');
	if (exact !== null && /^\d+(?:\.\d+)?$/.test(exact.trim())) return Math.ceil(Number(exact));
	const given = headers.get('retry-after')?.trim() ?? '';
	if (given === '') return null;
	if (/^\d+(?:\.\d+)?$/.test(given)) return Math.ceil(Number(given) * 1000);
	const until = Date.parse(given);
	return Number.isNaN(until) ? null : Math.max(0, until - now);
}
