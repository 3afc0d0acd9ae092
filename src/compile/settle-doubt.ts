import { NO_COST, type Currencies } from '../model/currencies.js';
import type { Source } from '../model/source.js';
import type { Worker } from '../worker/port.js';
import { pairKey, type DoubtfulPair } from './identify.js';

/** What a worker, or nobody yet, says of two names. `unknown` is kept as well, so that the same question is not paid for twice. */
export type Answer = 'same' | 'different' | 'unknown';

export interface Settled {
	readonly answers: ReadonlyMap<string, Answer>;
	readonly calls: number;
	readonly cost: Currencies;
}

// Titles of sources tell a worker what a name is about; more of them tell it no more.
const MOST_TITLES = 5;

/** Asks about all pairs in one task. A worker that fails leaves them open: they are asked again on the next run. */
export async function settleDoubt(pairs: readonly DoubtfulPair[], sources: ReadonlyMap<string, Source>, worker: Worker, signal: AbortSignal): Promise<Settled> {
	if (pairs.length === 0) return { answers: new Map(), calls: 0, cost: NO_COST };
	const context = (pair: DoubtfulPair): string =>
		pair.sources
			.slice(0, MOST_TITLES)
			.map((id) => sources.get(id)?.title ?? '')
			.join('; ');
	const response = await worker.perform(
		{
			id: `identify:${pairs.map(({ left, right }) => pairKey(left, right)).join('|')}`,
			kind: 'identify',
			input: { pairs: pairs.map((pair) => ({ left: pair.left, right: pair.right, leftContext: context(pair), rightContext: context(pair) })) },
		},
		signal,
	);
	const answers = new Map<string, Answer>();
	if (response.ok && response.output.answers.length === pairs.length) {
		pairs.forEach(({ left, right }, index) => answers.set(pairKey(left, right), response.output.answers[index] ?? 'unknown'));
	}
	return { answers, calls: 1, cost: response };
}
