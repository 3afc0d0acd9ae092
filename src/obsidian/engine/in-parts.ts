import { yieldToApp } from '../yield-to-app.js';

/** Items in one message: few enough that taking them in does not hold the app up. */
const PART = 400;

/** A piece of a long list on its way between threads. */
export interface Part<T, Rest> {
	readonly items: readonly T[];
	/** What is asked for next; null after the last piece. */
	readonly next: number | null;
	/** All but the list; comes with the first piece. */
	readonly rest: Rest | null;
}

/** The sending side: reads once, then hands out piece after piece. A number that nobody knows is answered by an empty last piece. */
export function inParts<T, Rest>(read: () => Promise<{ readonly items: readonly T[]; readonly rest: Rest }>): (next: number | null) => Promise<Part<T, Rest>> {
	const left = new Map<number, readonly T[]>();
	let count = 0;
	const cut = (items: readonly T[], rest: Rest | null): Part<T, Rest> => {
		if (items.length <= PART) return { items, next: null, rest };
		count += 1;
		left.set(count, items.slice(PART));
		return { items: items.slice(0, PART), next: count, rest };
	};
	return async (next) => {
		if (next === null) {
			const { items, rest } = await read();
			return cut(items, rest);
		}
		const items = left.get(next) ?? [];
		left.delete(next);
		return cut(items, null);
	};
}

/** The receiving side: the whole list, asked for piece by piece. */
export async function whole<T, Rest>(ask: (next: number | null) => Promise<Part<T, Rest>>): Promise<{ readonly items: readonly T[]; readonly rest: Rest | null }> {
	const first = await ask(null);
	const items = [...first.items];
	for (let { next } = first; next !== null; ) {
		const part = await ask(next);
		items.push(...part.items);
		next = part.next;
	}
	// Whoever gets it has a turn that is not already spent on taking in the last piece.
	await yieldToApp();
	return { items, rest: first.rest };
}
