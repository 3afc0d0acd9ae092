import { Worker as Thread } from 'node:worker_threads';

/** Messages that a thread has before it, so that it never idles. */
const AHEAD = 2;
/** What a thread makes is mostly gone before the next chunk: with room for it, little is looked through in vain. In MB. */
const YOUNG = 96;

/** How threads are started, and what each is told at its start. */
export interface Crew<In> {
	readonly script: URL;
	readonly size: number;
	readonly job: unknown;
	/** What of an item is sent. */
	readonly toSend?: (item: In) => In;
}

interface Answer<Out> {
	readonly number: number;
	readonly results: readonly Out[];
}

/** A chunk that is done; `results` is null where its thread failed, so that the caller does it. */
export interface Done<In, Out> {
	readonly items: readonly In[];
	readonly results: readonly Out[] | null;
}

interface Pool<In, Out> {
	run(number: number, items: readonly In[]): Promise<readonly Out[] | null>;
	close(): Promise<void>;
}

function startPool<In, Out>({ script, size, job, toSend }: Crew<In>): Pool<In, Out> {
	const waiting = new Map<number, { readonly thread: number; readonly done: (results: readonly Out[] | null) => void }>();
	const load: number[] = Array.from({ length: size }, () => 0);
	const dead = new Set<number>();
	const settle = (number: number, results: readonly Out[] | null): void => {
		const entry = waiting.get(number);
		if (!entry) return;
		waiting.delete(number);
		load[entry.thread] = (load[entry.thread] ?? 1) - 1;
		entry.done(results);
	};
	const threads = load.map((_, index) => {
		const thread = new Thread(script, { workerData: job, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } });
		const lost = (): void => {
			dead.add(index);
			for (const [number, entry] of [...waiting]) if (entry.thread === index) settle(number, null);
		};
		thread.on('message', ({ number, results }: Answer<Out>) => {
			settle(number, results);
		});
		thread.on('error', lost);
		thread.on('exit', lost);
		return thread;
	});
	return {
		run: (number, items) =>
			new Promise((done) => {
				const free = threads.map((_, index) => index).filter((index) => !dead.has(index));
				const [first] = free;
				if (first === undefined) {
					done(null);
					return;
				}
				const thread = free.reduce((best, index) => ((load[index] ?? 0) < (load[best] ?? 0) ? index : best), first);
				load[thread] = (load[thread] ?? 0) + 1;
				waiting.set(number, { thread, done });
				threads[thread]?.postMessage({ number, items: toSend ? items.map(toSend) : items });
			}),
		close: async () => {
			await Promise.all(threads.map((thread) => thread.terminate()));
		},
	};
}

/** Has threads work on the chunks, and gives these back in order. The threads are ended when the caller has enough. */
export async function* inThreads<In, Out>(crew: Crew<In>, chunks: readonly (readonly In[])[]): AsyncGenerator<Done<In, Out>> {
	const pool = startPool<In, Out>(crew);
	try {
		const running: Promise<readonly Out[] | null>[] = [];
		for (const [at, items] of chunks.entries()) {
			for (let next = chunks[running.length]; next !== undefined && running.length < at + crew.size * AHEAD; next = chunks[running.length]) running.push(pool.run(running.length, next));
			yield { items, results: (await running[at]) ?? null };
		}
	} finally {
		await pool.close();
	}
}
