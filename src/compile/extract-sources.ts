import type { Worker } from '../worker/port.js';
import { extractSource, type Extracted } from './extract-source.js';
import type { NoteText } from './read-sources.js';

export interface SourceToRead {
	/** The source's id. */
	readonly id: string;
	readonly note: NoteText;
}

/** Has sources read, one result each, in order. Ends early when the signal says so. A host may read several at once. */
export type ExtractSources = (sources: readonly SourceToRead[], passageChars: number, signal: AbortSignal) => AsyncIterable<Extracted>;

/** One source after the other, in this process. */
export const oneByOne = (worker: Worker): ExtractSources =>
	async function* (sources, passageChars, signal) {
		for (const { id, note } of sources) {
			if (signal.aborted) return;
			yield await extractSource(id, note, worker, passageChars, signal);
		}
	};
