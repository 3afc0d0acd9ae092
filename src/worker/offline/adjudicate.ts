import type { Claim } from '../../model/claim.js';
import type { AdjudicateInput, AdjudicateOutput } from '../port.js';
import { judge } from './judge/judge.js';
import { readStatement } from './judge/statement.js';

/** Says of each pair whether both claims can hold, by their words alone. Only what is certain is `contradict`; doubt is `unknown`. */
export function adjudicate(input: AdjudicateInput): AdjudicateOutput {
	return {
		answers: input.pairs.map(({ left, right, subject }) => {
			if (left.stance !== 'asserted' || right.stance !== 'asserted') return 'compatible';
			const names = subject === '' ? [] : [subject];
			const read = (claim: Claim) => readStatement({ ...claim, names, language: 'und' });
			return judge(read(left), read(right), names).verdict;
		}),
	};
}
