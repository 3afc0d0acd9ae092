import { availableParallelism } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Extracted } from '../compile/extract-source.js';
import { inThisProcess, type ExtractSources, type SourceToRead } from '../compile/extract-sources.js';
import { makeMatcher, type KnownNames, type Matched, type SourceToMatch } from '../compile/match-sources.js';
import type { Reading } from '../compile/settings.js';
import type { Claim, ClaimForm, Stance } from '../model/claim.js';
import { offlineWorker } from '../worker/offline/worker.js';
import { inThreads } from './thread-pool.js';

/** Below this many sources the threads take longer to start than they save. */
const FEW = 400;
/** Sources in one message: enough that messages cost little, few enough that no thread waits long at the end. */
const CHUNK = 32;
const MOST_THREADS = 4;

/** What a thread is started for. */
type Job = { readonly kind: 'extract'; readonly reading: Reading } | { readonly kind: 'match'; readonly known: KnownNames };

interface Chunk<T> {
	readonly number: number;
	readonly items: readonly T[];
}

/** Answers each chunk with what becomes of its items. What fails here ends the thread, and the caller does the chunk itself. */
function serve<In, Out>(work: (items: readonly In[]) => Promise<readonly Out[]> | readonly Out[]): void {
	const answer = async ({ number, items }: Chunk<In>): Promise<void> => {
		parentPort?.postMessage({ number, results: await work(items) });
	};
	parentPort?.on('message', (chunk: Chunk<In>) => void answer(chunk));
}

/** The other side: does what it was started for, with the offline worker, until it is ended. */
export function serveExtraction(): void {
	const job = workerData as Job;
	if (job.kind === 'match') {
		const matcher = makeMatcher(job.known);
		serve((items: readonly SourceToMatch[]) => items.map((item) => matcher.match(item)));
		return;
	}
	const here = inThisProcess(offlineWorker());
	const never = new AbortController().signal;
	serve(async (items: readonly SourceToRead[]) => {
		const extracted: Extracted[] = [];
		for await (const result of here.extract(items, job.reading, never)) extracted.push(result);
		return extracted;
	});
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

/** Of a claim only what matching looks at: a copy of the rest would be as long again. */
const toSend = ({ source: { id, title, aliases, language }, claims }: SourceToMatch): SourceToMatch => ({
	source: { id, title, aliases, language },
	claims: claims.map(({ id: claim, text, qualifiers, headings, stance, form, about, weight }) => ({ id: claim, text, qualifiers, headings, stance, form, about, weight })),
});

function chunksOf<T>(items: readonly T[]): (readonly T[])[] {
	const chunks: (readonly T[])[] = [];
	for (let start = 0; start < items.length; start += CHUNK) chunks.push(items.slice(start, start + CHUNK));
	return chunks;
}

/**
 * Works on many sources on all cores, on each whole on one, and gives the results back in order, so that they do not depend on how
 * many cores there are. `script` is this program, which serves extraction when it is started as a thread.
 */
export function onAllCores(script: URL): ExtractSources {
	const here = inThisProcess(offlineWorker());
	const size = Math.min(availableParallelism(), MOST_THREADS);
	const pays = (sources: number): boolean => sources >= FEW && size > 1;
	return {
		async *extract(sources, reading, signal) {
			if (!pays(sources.length)) {
				yield* here.extract(sources, reading, signal);
				return;
			}
			const job: Job = { kind: 'extract', reading };
			for await (const { items, results } of inThreads<SourceToRead, Extracted>({ script, size, job }, chunksOf(sources))) {
				if (signal.aborted) return;
				if (results) for (const result of results) yield sharingStrings(result);
				else yield* here.extract(items, reading, signal);
			}
		},
		async *match(known, matcher, sources) {
			if (!pays(sources.length)) {
				yield* here.match(known, matcher, sources);
				return;
			}
			const job: Job = { kind: 'match', known };
			const ids = new Map(known.concepts.map(({ id }) => [id, id]));
			for await (const { items, results } of inThreads<SourceToMatch, Matched>({ script, size, job, toSend }, chunksOf(sources))) {
				if (results) for (const result of results) yield { ...result, about: result.about.map((concepts) => concepts.map((id) => ids.get(id) ?? id)) };
				else yield* here.match(known, matcher, items);
			}
		},
	};
}
