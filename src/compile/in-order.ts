/**
 * Does work on one thing after the other, on so many at once, and gives the results in the order of the things, whichever is done first.
 * The next thing is not asked for before there is room for it.
 */
export async function* inOrder<T, R>(things: AsyncIterable<T> | Iterable<T>, atOnce: number, work: (thing: T) => Promise<R>): AsyncGenerator<R> {
	const underWay: Promise<R>[] = [];
	for await (const thing of things) {
		const begun = work(thing);
		// Whoever waits for it hears of it; until then a failure must not count as unheard.
		begun.catch(() => undefined);
		underWay.push(begun);
		const first = underWay.length < atOnce ? undefined : underWay.shift();
		if (first !== undefined) yield await first;
	}
	for (const begun of underWay) yield await begun;
}
