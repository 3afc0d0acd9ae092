import { addCurrencies, NO_COST, type Currencies } from '../model/currencies.js';
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

// So many short questions are answered as well as one.
const MOST_PAIRS = 60;

/** Asks about many pairs in one task. A worker that fails leaves them open: they are asked again on the next run. */
export async function settleDoubt(pairs: readonly DoubtfulPair[], sources: ReadonlyMap<string, Source>, worker: Worker, signal: AbortSignal): Promise<Settled> {
	const context = (pair: DoubtfulPair): string =>
		pair.sources
			.slice(0, MOST_TITLES)
			.map((id) => sources.get(id)?.title ?? '')
			.join('; ');
	const answers = new Map<string, Answer>();
	let calls = 0;
	let cost: Currencies = NO_COST;
	for (let start = 0; start < pairs.length; start += MOST_PAIRS) {
		const asked = pairs.slice(start, start + MOST_PAIRS);
		const response = await worker.perform(
			{
				id: `identify:${asked.map(({ left, right }) => pairKey(left, right)).join('|')}`,
				kind: 'identify',
				input: { pairs: asked.map((pair) => ({ left: pair.left, right: pair.right, leftContext: context(pair), rightContext: context(pair) })) },
			},
			signal,
		);
		calls += 1;
		cost = addCurrencies(cost, response);
		if (response.ok && response.output.answers.length === asked.length) asked.forEach(({ left, right }, index) => answers.set(pairKey(left, right), response.output.answers[index] ?? 'unknown'));
	}
	return { answers, calls, cost };
}
