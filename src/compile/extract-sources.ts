import { FINE, type Worker } from '../worker/port.js';
import { extractSource, type Extracted } from './extract-source.js';
import { inOrder } from './in-order.js';
import { matchHere, type MatchSources } from './match-sources.js';
import type { WriteNewPages } from './new-pages.js';
import type { NoteText } from './read-sources.js';
import type { Reading } from './settings.js';

export interface SourceToRead {
	/** The source's id. */
	readonly id: string;
	readonly note: NoteText;
}

/** What is worked out of each source by itself, and what makes up most of a first compile. A host may do several sources at once. */
export interface ExtractSources {
	/** Has sources read, one result each, in order. Ends early when the signal says so. */
	extract(sources: readonly SourceToRead[], reading: Reading, signal: AbortSignal): AsyncIterable<Extracted>;
	readonly match: MatchSources;
	/** Only where that is quicker than to write them one after the other. */
	readonly writeNew?: WriteNewPages;
	/** Nothing more will be asked in this run. */
	end?(): Promise<void>;
}

/** All in this process: one source after the other, or as many at once as the worker takes. */
export const inThisProcess = (worker: Worker): ExtractSources => ({
	async *extract(sources, reading, signal) {
		const { atOnce } = worker.grainOf?.('extract') ?? FINE;
		function* wanted(): Generator<SourceToRead> {
			for (const source of sources) {
				if (signal.aborted) return;
				yield source;
			}
		}
		yield* inOrder(wanted(), atOnce, ({ id, note }) => extractSource(id, note, worker, reading, signal));
	},
	match: matchHere,
});
