import { availableParallelism } from 'node:os';
import { parentPort, Worker as Thread } from 'node:worker_threads';
import type { Extracted } from '../compile/extract-source.js';
import { oneByOne, type ExtractSources, type SourceToRead } from '../compile/extract-sources.js';
import type { Claim, ClaimForm, Stance } from '../model/claim.js';
import { offlineWorker } from '../worker/offline/worker.js';

/** Below this many sources the threads take longer to start than they save. */
const FEW = 400;
/** Sources in one message: enough that messages cost little, few enough that no thread waits long at the end. */
const CHUNK = 32;
/** Messages that a thread has before it, so that it never idles. */
const AHEAD = 2;
const MOST_THREADS = 4;

interface Chunk {
	readonly number: number;
	readonly sources: readonly SourceToRead[];
	readonly passageChars: number;
}
interface Answer {
	readonly number: number;
	readonly extracted: readonly Extracted[];
}

/** The other side: reads what it is sent, with the offline worker, until it is ended. */
export function serveExtraction(): void {
	const extract = oneByOne(offlineWorker());
	const never = new AbortController().signal;
	const serve = async ({ number, sources, passageChars }: Chunk): Promise<void> => {
		const extracted: Extracted[] = [];
		for await (const result of extract(sources, passageChars, never)) extracted.push(result);
		parentPort?.postMessage({ number, extracted } satisfies Answer);
	};
	// What fails here ends the thread, and the caller reads the chunk itself.
	parentPort?.on('message', (chunk: Chunk) => void serve(chunk));
}

const STANCES: Readonly<Record<Stance, Stance>> = { asserted: 'asserted', reported: 'reported', questioned: 'questioned' };
const FORMS: Readonly<Record<ClaimForm, ClaimForm>> = { definition: 'definition', statement: 'statement', list: 'list', question: 'question' };

/** On its way from a thread every string is copied, one that stands in several places as often: they are made one again, which a large vault needs. */
const sharingStrings = (extracted: Extracted): Extracted => ({
	...extracted,
	claims: extracted.claims.map((claim): Claim => ({
		...claim,
		sourceId: extracted.source.id,
		text: claim.text === claim.quote ? claim.quote : claim.text,
		stance: STANCES[claim.stance],
		form: FORMS[claim.form],
	})),
});

interface Pool {
	readonly size: number;
	/** Null where the thread failed: the caller reads the chunk itself. */
	run(chunk: Chunk): Promise<readonly Extracted[] | null>;
	close(): Promise<void>;
}

function startPool(script: URL, size: number): Pool {
	const waiting = new Map<number, { readonly thread: number; readonly done: (extracted: readonly Extracted[] | null) => void }>();
	const load: number[] = Array.from({ length: size }, () => 0);
	const dead = new Set<number>();
	const settle = (number: number, extracted: readonly Extracted[] | null): void => {
		const entry = waiting.get(number);
		if (!entry) return;
		waiting.delete(number);
		load[entry.thread] = (load[entry.thread] ?? 1) - 1;
		entry.done(extracted);
	};
	const threads = load.map((_, index) => {
		const thread = new Thread(script);
		const lost = (): void => {
			dead.add(index);
			for (const [number, entry] of [...waiting]) if (entry.thread === index) settle(number, null);
		};
		thread.on('message', ({ number, extracted }: Answer) => {
			settle(number, extracted);
		});
		thread.on('error', lost);
		thread.on('exit', lost);
		return thread;
	});
	return {
		size,
		run: (chunk) =>
			new Promise((done) => {
				const free = threads.map((_, index) => index).filter((index) => !dead.has(index));
				const [first] = free;
				if (first === undefined) {
					done(null);
					return;
				}
				const thread = free.reduce((best, index) => ((load[index] ?? 0) < (load[best] ?? 0) ? index : best), first);
				load[thread] = (load[thread] ?? 0) + 1;
				waiting.set(chunk.number, { thread, done });
				threads[thread]?.postMessage(chunk);
			}),
		close: async () => {
			await Promise.all(threads.map((thread) => thread.terminate()));
		},
	};
}

/**
 * Reads many sources on all cores, each whole on one, and gives them back in order, so that the result does not depend on how many
 * there are. `script` is this program, which serves extraction when it is started as a thread.
 */
export const onAllCores = (script: URL): ExtractSources =>
	async function* (sources, passageChars, signal) {
		const here = oneByOne(offlineWorker());
		const size = Math.min(availableParallelism(), MOST_THREADS);
		if (sources.length < FEW || size < 2) {
			yield* here(sources, passageChars, signal);
			return;
		}
		const chunks: Chunk[] = [];
		for (let start = 0; start < sources.length; start += CHUNK) chunks.push({ number: chunks.length, sources: sources.slice(start, start + CHUNK), passageChars });
		const pool = startPool(script, size);
		try {
			const running: Promise<readonly Extracted[] | null>[] = [];
			for (const [at, chunk] of chunks.entries()) {
				while (running.length < Math.min(chunks.length, at + size * AHEAD)) {
					const next = chunks[running.length];
					if (next) running.push(pool.run(next));
				}
				const extracted = await running[at];
				if (signal.aborted) return;
				if (extracted) for (const result of extracted) yield sharingStrings(result);
				else yield* here(chunk.sources, passageChars, signal);
			}
		} finally {
			await pool.close();
		}
	};
