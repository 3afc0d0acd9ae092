import type { Wrapper } from '../clerk.js';

/** Lets so many orders through at once; the others wait for their turn, in the order in which they came. */
export function gated(atOnce: number): Wrapper {
	let free = atOnce;
	const waiting: (() => void)[] = [];
	return (inner) => ({
		id: inner.id,
		tier: inner.tier,
		async answer(order, signal) {
			if (free > 0) free -= 1;
			else await new Promise<void>((resolve) => void waiting.push(resolve));
			try {
				return await inner.answer(order, signal);
			} finally {
				// A place that somebody waits for changes hands, so that nobody who comes later can take it.
				const next = waiting.shift();
				if (next === undefined) free += 1;
				else next();
			}
		},
	});
}
