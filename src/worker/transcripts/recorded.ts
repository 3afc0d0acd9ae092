import type { CarbonRange } from '../../budget/carbon.js';
import type { TokenCount } from '../../model/currencies.js';
import { canonicalJson } from '../../model/hash.js';
import { problem, type Problem } from '../../model/result.js';
import { VaultError } from '../../vault/port.js';
import type { Answer, Order, Wrapper } from '../clerk.js';
import { trailOf } from '../wrappers/answers.js';
import type { Clock } from '../wrappers/clock.js';
import { callLogPath, callOf } from './call.js';
import { NAMED } from './order-hash.js';
import { factsOf, renderTranscript, type TranscriptFacts } from './transcript.js';

/** The writes that a recording needs of the store of the system's own files. */
export interface TranscriptStore {
	/** Throws `exists` where anything stands; on the platter when it returns. */
	create(path: string, text: string): Promise<void>;
	/** Adds lines, each with its own line break; on the platter when it returns. */
	append(path: string, lines: readonly string[]): Promise<void>;
}

export interface Recording {
	readonly store: TranscriptStore;
	/** The system's own folder. */
	readonly home: string;
	readonly device: string;
	readonly run: string;
	readonly clock: Pick<Clock, 'now'>;
	/** Takes secrets out of a text. */
	readonly mask: (text: string) => string;
	/** What so many tokens of this clerk emit; null where nobody knows. */
	readonly carbon: (tokens: TokenCount | null) => CarbonRange | null;
	/** Hears of a call that could not be recorded. */
	readonly problem: (problem: Problem) => void;
}

export const transcriptsFolder = (home: string): string => `${home}/transcripts`;

/** `…/2026/11/22/081530-extract-3f9a0c1b2d3e.md`, in UTC; a second one of the same name gets a number. */
export function transcriptPath(home: string, { at, kind, order }: Pick<TranscriptFacts, 'at' | 'kind' | 'order'>, number = 1): string {
	const [day = '', time = ''] = at.split('T');
	return `${transcriptsFolder(home)}/${day.replaceAll('-', '/')}/${time.slice(0, 8).replaceAll(':', '')}-${kind}-${order.slice(0, NAMED)}${number === 1 ? '' : `-${String(number)}`}.md`;
}

const MOST_OF_A_NAME = 1_000;

async function writeNote({ home, store, mask }: Recording, facts: TranscriptFacts, order: Order, answer: Answer): Promise<string> {
	const note = renderTranscript(facts, order, answer, mask);
	for (let number = 1; ; number += 1) {
		const path = transcriptPath(home, facts, number);
		try {
			await store.create(path, note);
			return path;
		} catch (error) {
			if (!(error instanceof VaultError && error.code === 'exists' && number < MOST_OF_A_NAME)) throw error;
		}
	}
}

/**
 * Writes one note a call, and a line for the ledger, before anybody sees the answer. An order for which nobody was asked leaves no
 * note. An answer that cannot be recorded is paid for and stays one; that it is not recorded is told.
 */
export const recorded = (recording: Recording): Wrapper => (inner) => ({
	id: inner.id,
	tier: inner.tier,
	async answer(order, signal) {
		const { home, device, run, store, clock, carbon, mask } = recording;
		const at = new Date(clock.now()).toISOString();
		const answer = await inner.answer(order, signal);
		if (trailOf(answer).calls === 0) return answer;
		const facts = factsOf(order, answer, { worker: inner.id, run, at, carbon: carbon(answer.tokens) });
		const tell = (error: unknown, what: string): void => {
			if (!(error instanceof VaultError)) throw error;
			recording.problem(problem(error.path, `${what}: ${error.message}`));
		};
		let transcript: string | null = null;
		try {
			transcript = await writeNote(recording, facts, order, answer);
		} catch (error) {
			tell(error, 'The transcript of a call could not be written');
		}
		try {
			const call = callOf(facts, transcript);
			await store.append(callLogPath(home, device, run), [canonicalJson({ ...call, task: mask(call.task) })]);
		} catch (error) {
			tell(error, 'What a call cost could not be written down, so that the caps do not know of it');
		}
		return { ...answer, transcript };
	},
});
