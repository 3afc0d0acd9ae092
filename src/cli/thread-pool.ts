import { Worker as Thread } from 'node:worker_threads';

/** Messages that a thread has before it, so that it never idles. */
const AHEAD = 2;
/** What a thread makes is mostly gone before the next chunk. Twice the room saves a hundredth of its time, and takes a tenth of all the memory of a run over ten thousand notes. In MB. */
const YOUNG = 48;

/** What is sent to a thread: the job that all chunks after it are of, or a chunk. */
export type Order<In, Job> = { readonly job: Job } | { readonly number: number; readonly items: readonly In[] };

export interface Answer<Out> {
	readonly number: number;
	readonly results: readonly Out[];
}

/** A chunk that is done; `results` is null where its thread failed, so that the caller does it. */
export interface Done<In, Out> {
	readonly items: readonly In[];
	readonly results: readonly Out[] | null;
}

/** Threads that do one job after the other, and know then already how the next is done quickest: they run the same code. */
export interface ThreadPool<Job> {
	/** Has the threads work on the chunks, and gives these back in order. `toSend` is what of an item is sent. */
	work<In, Out, Sent = In>(job: Job, chunks: readonly (readonly In[])[], toSend: (item: In) => Sent | Promise<Sent>): AsyncGenerator<Done<In, Out>>;
	end(): Promise<void>;
}

/** Starts threads that run `script`. Idle, they keep no process alive. */
export function startThreads<Job>(script: URL, size: number): ThreadPool<Job> {
	const waiting = new Map<number, { readonly thread: number; readonly done: (results: readonly unknown[] | null) => void }>();
	const load: number[] = Array.from({ length: size }, () => 0);
	const dead = new Set<number>();
	let numbers = 0;
	const settle = (number: number, results: readonly unknown[] | null): void => {
		const entry = waiting.get(number);
		if (!entry) return;
		waiting.delete(number);
		load[entry.thread] = (load[entry.thread] ?? 1) - 1;
		entry.done(results);
	};
	const threads = load.map((_, index) => {
		const thread = new Thread(script, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG } });
		const lost = (): void => {
			dead.add(index);
			for (const [number, entry] of [...waiting]) if (entry.thread === index) settle(number, null);
		};
		thread.on('message', ({ number, results }: Answer<unknown>) => {
			settle(number, results);
		});
		thread.on('error', lost);
		thread.on('exit', lost);
		return thread;
	});
	const run = (items: readonly unknown[]): Promise<readonly unknown[] | null> =>
		new Promise((done) => {
			const free = threads.map((_, index) => index).filter((index) => !dead.has(index));
			const [first] = free;
			if (first === undefined) {
				done(null);
				return;
			}
			const thread = free.reduce((best, index) => ((load[index] ?? 0) < (load[best] ?? 0) ? index : best), first);
			const number = numbers++;
			load[thread] = (load[thread] ?? 0) + 1;
			waiting.set(number, { thread, done });
			threads[thread]?.postMessage({ number, items });
		});
	const end = async (): Promise<void> => {
		await Promise.all(threads.map((thread) => thread.terminate()));
	};
	return {
		async *work<In, Out, Sent>(job: Job, chunks: readonly (readonly In[])[], toSend: (item: In) => Sent | Promise<Sent>) {
			let whole = false;
			for (const thread of threads) {
				thread.ref();
				thread.postMessage({ job });
			}
			try {
				const running: Promise<readonly unknown[] | null>[] = [];
				for (const [at, items] of chunks.entries()) {
					for (let next = chunks[running.length]; next !== undefined && running.length < at + size * AHEAD; next = chunks[running.length]) running.push(run(await Promise.all(next.map(toSend))));
					yield { items, results: ((await running[at]) ?? null) as readonly Out[] | null };
				}
				whole = true;
			} finally {
				// What was begun for a caller who has enough is of no use to the next.
				if (whole) for (const thread of threads) thread.unref();
				else await end();
			}
		},
		end,
	};
}
