/** How often the character that stands here is repeated from here on. */
export function runLength(text: string, at: number): number {
	const code = text.charCodeAt(at);
	let end = at + 1;
	while (end < text.length && text.charCodeAt(end) === code) end += 1;
	return end - at;
}

/** Every run of backticks by its length: where each begins, in order. */
function backtickRuns(text: string): ReadonlyMap<number, readonly number[]> {
	const runs = new Map<number, number[]>();
	for (let at = text.indexOf('`'); at >= 0; ) {
		const size = runLength(text, at);
		const known = runs.get(size);
		if (known === undefined) runs.set(size, [at]);
		else known.push(at);
		at = text.indexOf('`', at + size);
	}
	return runs;
}

/** Finds the next run of exactly so many backticks, or -1. The text is read for them once, and only if one is asked for. */
export function backtickCloser(text: string): (length: number, from: number) => number {
	let known: ReadonlyMap<number, readonly number[]> | null = null;
	return (length, from) => {
		known ??= backtickRuns(text);
		const runs = known.get(length) ?? [];
		let low = 0;
		let high = runs.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((runs[middle] ?? 0) < from) low = middle + 1;
			else high = middle;
		}
		return runs[low] ?? -1;
	};
}
