import type { Claim } from '../model/claim.js';
import type { WeaveOutput, WovenSentence } from '../worker/port.js';
import { numbersIn } from './verify.js';

/** A sentence stands only on claims that the worker was given, and says no number that none of them says. */
function isBorneOut({ text, claims }: WovenSentence, given: ReadonlyMap<string, Claim>): boolean {
	if (claims.length === 0) return false;
	const said = new Set<string>();
	for (const id of claims) {
		const claim = given.get(id);
		if (!claim) return false;
		for (const number of [...numbersIn(claim.quote), ...numbersIn(claim.text)]) said.add(number);
	}
	return numbersIn(text).every((number) => said.has(number));
}

/** What a worker wove, without the sentences that its claims do not bear out. */
export function checkWoven({ lead, facets }: WeaveOutput, claims: readonly Claim[]): WeaveOutput {
	const given = new Map(claims.map((claim) => [claim.id, claim]));
	const keep = (sentences: readonly WovenSentence[]): readonly WovenSentence[] => sentences.filter((sentence) => isBorneOut(sentence, given));
	return {
		lead: keep(lead),
		facets: facets.flatMap(({ heading, items }) => {
			const kept = keep(items);
			return kept.length === 0 ? [] : [{ heading, items: kept }];
		}),
	};
}
