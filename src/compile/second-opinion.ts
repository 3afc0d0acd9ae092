import type { Claim } from '../model/claim.js';
import type { Disagreement } from '../model/concept.js';
import { addCurrencies, NO_COST, type Currencies } from '../model/currencies.js';
import { FINE, type Worker } from '../worker/port.js';

/** Two claims that rules hold for a contradiction. */
export interface Candidate {
	readonly disagreement: Disagreement;
	readonly left: Claim;
	readonly right: Claim;
}

export interface Opinion {
	/** Ids of disagreements that are none, or not surely. */
	readonly dismissed: ReadonlySet<string>;
	readonly calls: number;
	readonly cost: Currencies;
}

const MOST_PAIRS = 20;

/**
 * Has a model look at what rules hold for contradictions, several at once. What it does not hold for one as well is not shown; where it
 * gives no answer, what the rules found stays. Rules are not asked about themselves.
 */
export async function secondOpinion(candidates: readonly Candidate[], worker: Worker, signal: AbortSignal): Promise<Opinion> {
	const dismissed = new Set<string>();
	let calls = 0;
	let cost: Currencies = NO_COST;
	if (!(worker.grainOf?.('adjudicate') ?? FINE).coarse) return { dismissed, calls, cost };
	for (let start = 0; start < candidates.length; start += MOST_PAIRS) {
		const asked = candidates.slice(start, start + MOST_PAIRS);
		const response = await worker.perform(
			{ id: `adjudicate:${asked.map(({ disagreement: { id } }) => id).join('|')}`, kind: 'adjudicate', input: { pairs: asked.map(({ disagreement: { topic }, left, right }) => ({ left, right, subject: topic })) } },
			signal,
		);
		calls += 1;
		cost = addCurrencies(cost, response);
		if (!response.ok || response.output.answers.length !== asked.length) continue;
		asked.forEach(({ disagreement: { id } }, index) => {
			if (response.output.answers[index] !== 'contradict') dismissed.add(id);
		});
	}
	return { dismissed, calls, cost };
}
