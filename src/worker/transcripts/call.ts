import type { CarbonRange } from '../../budget/carbon.js';
import type { Spending } from '../../budget/caps.js';
import type { TokenCount } from '../../model/currencies.js';
import { canonicalJson, shortHash } from '../../model/hash.js';
import { isRecord } from '../../model/json.js';
import type { TranscriptFacts } from './transcript.js';

/** What the ledger tells of a call. */
export interface CallRecord extends Spending {
	/** Names the call, so that one that is told twice counts once. */
	readonly call: string;
	readonly task: string;
	readonly kind: string;
	/** The clerk's id. */
	readonly worker: string;
	readonly model: string;
	readonly tokens: TokenCount | null;
	/** How often the clerk was asked for this one answer. */
	readonly calls: number;
	readonly carbon: CarbonRange | null;
	readonly finish: string;
	/** Path of the note that records it; null where it could not be written. */
	readonly transcript: string | null;
}

export const callOf = (facts: TranscriptFacts, transcript: string | null): CallRecord => {
	const { task, kind, worker, model, run, at, tokens, calls, carbon, finish, clock_ms, coin_usd, carbon_g } = facts;
	const told = { task, kind, worker, model, run, at, tokens, calls, carbon, finish, clock_ms, coin_usd, carbon_g, transcript };
	return { call: `k-${shortHash(canonicalJson({ ...told, order: facts.order }), 12)}`, ...told };
};

/** Calls that the ledger has not been told yet, one a line: a run writes here while another process may hold the ledger. */
export const callLogFolder = (home: string, device: string): string => `${home}/state/${device}/calls`;
export const callLogPath = (home: string, device: string, run: string): string => `${callLogFolder(home, device)}/${run}.jsonl`;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const amount = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

function readTokens(value: unknown): TokenCount | null {
	if (!isRecord(value)) return null;
	const [sent, cached, written, out] = [amount(value['in']), amount(value['cached']), amount(value['written']), amount(value['out'])];
	return sent === null || cached === null || written === null || out === null ? null : { in: sent, cached, written, out };
}

/** A call from what a line of the call log or of the ledger holds; null where it is none. */
export function readCall(value: unknown): CallRecord | null {
	if (!isRecord(value)) return null;
	const { call, run, carbon } = value;
	// The ledger's own `at` is when it was told, not when it was asked.
	const at = value['asked'] ?? value['at'];
	if (typeof call !== 'string' || typeof run !== 'string' || typeof at !== 'string') return null;
	const low = isRecord(carbon) ? amount(carbon['low']) : null;
	const high = isRecord(carbon) ? amount(carbon['high']) : null;
	return {
		call, run, at,
		task: text(value['task']), kind: text(value['kind']), worker: text(value['worker']), model: text(value['model']), finish: text(value['finish']),
		tokens: readTokens(value['tokens']), calls: amount(value['calls']) ?? 1,
		carbon: low === null || high === null ? null : { low, high },
		clock_ms: amount(value['clock_ms']), coin_usd: amount(value['coin_usd']), carbon_g: amount(value['carbon_g']),
		transcript: typeof value['transcript'] === 'string' ? value['transcript'] : null,
	};
}

/** Calls of a log; a line that a crash cut off is left out. */
export function readCallLog(log: string): CallRecord[] {
	const calls: CallRecord[] = [];
	for (const line of log.split('\n')) {
		if (line === '') continue;
		try {
			const call = readCall(JSON.parse(line));
			if (call !== null) calls.push(call);
		} catch {
			continue;
		}
	}
	return calls;
}
