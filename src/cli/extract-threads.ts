import { availableParallelism } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { Extracted } from '../compile/extract-source.js';
import { inThisProcess, type ExtractSources, type SourceToRead } from '../compile/extract-sources.js';
import { makeMatcher, type KnownNames, type Matched, type SourceToMatch } from '../compile/match-sources.js';
import { newPageWriter, newPageSubject, newPageContext, type NewPage, type NewPageSubject, type NewPageContext } from '../compile/new-pages.js';
import type { Reading } from '../compile/settings.js';
import type { Claim, ClaimForm, Stance } from '../model/claim.js';
import type { Proposal } from '../model/proposal.js';
import type { SourceEntry } from '../compile/state/manifest.js';
import { offlineWorker } from '../worker/offline/worker.js';
import { startThreads, type Answer, type ThreadPool, type Order } from './thread-pool.js';

/** Below this many sources the threads take longer to start than they save. */
const FEW = 400;
/** Sources in one message: enough that messages cost little, few enough that no thread waits long at the end. */
const CHUNK = 32;
const MOST_THREADS = 4;

/** What the threads do, one after the other. */
type Job = { readonly kind: 'extract'; readonly reading: Reading } | { readonly kind: 'match'; readonly known: KnownNames } | { readonly kind: 'write'; readonly context: NewPageContext };

type Work = (items: readonly unknown[]) => Promise<readonly unknown[]>;

/** Of a proposal that nobody else had a hand in the text is the machine's own: it is sent once. */
type SentPage = Omit<NewPage, 'proposal'> & { readonly proposal: Omit<Proposal, 'machineText'> | null };
function toAnswer(page: NewPage): SentPage {
	if (page.proposal === null) return { ...page, proposal: null };
	const { machineText: _machineText, ...proposal } = page.proposal;
	return { ...page, proposal };
}
const asWritten = ({ proposal, ...page }: SentPage): NewPage => ({ ...page, proposal: proposal && { ...proposal, machineText: proposal.text } });

const WORK: { readonly [K in Job['kind']]: (job: Extract<Job, { kind: K }>) => Work } = {
	extract({ reading }) {
		const here = inThisProcess(offlineWorker());
		const never = new AbortController().signal;
		return async (items) => {
			const extracted: Extracted[] = [];
			for await (const result of here.extract(items as readonly SourceToRead[], reading, never)) extracted.push(result);
			return extracted;
		};
	},
	match({ known }) {
		const matcher = makeMatcher(known);
		return (items) => Promise.resolve((items as readonly SourceToMatch[]).map((item) => matcher.match(item)));
	},
	write({ context }) {
		const write = newPageWriter(context, offlineWorker());
		return async (items) => {
			const pages: SentPage[] = [];
			for (const subject of items as readonly NewPageSubject[]) pages.push(toAnswer(await write(subject)));
			return pages;
		};
	},
};
/** The other side: does the jobs that it is given, with the offline worker, until it is ended. What fails here ends the thread, and the caller does the chunk itself. */
export function serveExtraction(): void {
	let work: Work = (items) => Promise.resolve(items);
	const answer = async (number: number, items: readonly unknown[]): Promise<void> => {
		const reply: Answer<unknown> = { number, results: await work(items) };
		parentPort?.postMessage(reply);
	};
	parentPort?.on('message', (order: Order<unknown, Job>) => {
		if ('items' in order) void answer(order.number, order.items);
		else if (order.job.kind === 'extract') work = WORK.extract(order.job);
		else if (order.job.kind === 'match') work = WORK.match(order.job);
		else work = WORK.write(order.job);
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
	let pool: ThreadPool<Job> | null = null;
	const ready = (): ThreadPool<Job> => (pool ??= startThreads<Job>(script, size));
	const whole = <T>(item: T): T => item;
	return {
		async *extract(sources, reading, signal) {
			if (!pays(sources.length)) {
				yield* here.extract(sources, reading, signal);
				return;
			}
			for await (const { items, results } of ready().work<SourceToRead, Extracted>({ kind: 'extract', reading }, chunksOf(sources), whole)) {
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
			const ids = new Map(known.concepts.map(({ id }) => [id, id]));
			for await (const { items, results } of ready().work<SourceToMatch, Matched>({ kind: 'match', known }, chunksOf(sources), toSend)) {
				if (results) for (const result of results) yield { ...result, about: result.about.map((concepts) => concepts.map((id) => ids.get(id) ?? id)) };
				else yield* here.match(known, matcher, items);
			}
		},
		async *writeNew(shop, known, sources, by) {
			if (!pays(sources.length)) return;
			const job: Job = { kind: 'write', context: newPageContext(shop, known, by) };
			for await (const { results } of ready().work<SourceEntry, SentPage, Promise<NewPageSubject>>(job, chunksOf(sources), (entry) => newPageSubject(shop, entry))) {
				if (shop.signal.aborted) return;
				for (const page of results ?? []) yield asWritten(page);
			}
		},
		async end() {
			const ended = pool;
			pool = null;
			await ended?.end();
		},
	};
}
