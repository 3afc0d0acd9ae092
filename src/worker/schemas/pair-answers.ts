import * as v from 'valibot';

/** Answers to numbered pairs, each with its number: a pair that is left out must not shift the others. */
export const pairAnswers = <const T extends readonly [string, ...string[]]>(words: T) =>
	v.strictObject({
		answers: v.array(v.strictObject({ pair: v.pipe(v.number(), v.integer(), v.description('The number of the pair.')), answer: v.picklist(words) })),
	});

/** One answer a pair, in order. A pair without an answer, or with two that differ, is unknown. */
export function inOrder<A extends string>(answers: readonly { readonly pair: number; readonly answer: A }[], pairs: number): (A | 'unknown')[] {
	const given = new Map<number, A | 'unknown'>();
	for (const { pair, answer } of answers) given.set(pair, given.has(pair) && given.get(pair) !== answer ? 'unknown' : answer);
	return Array.from({ length: pairs }, (_, index) => given.get(index + 1) ?? 'unknown');
}
