import { addCurrencies, NO_COST, type Currencies, type TokenCount } from '../../model/currencies.js';
import type { Answer, CallFailure, Clerk, SentBack, Trail } from '../clerk.js';

const ONE_CALL: Trail = { calls: 1, sentBack: [], shims: [] };

export const trailOf = ({ trail }: Answer): Trail => trail ?? ONE_CALL;

/** A failure for which nobody was asked, so that it cost nothing. */
export const unasked = (clerk: Clerk, failure: CallFailure): Answer => ({ ...NO_COST, model: clerk.id, tokens: null, transcript: null, trail: { calls: 0, sentBack: [], shims: [] }, ok: false, failure });

export const stopped = (clerk: Clerk): Answer => unasked(clerk, { kind: 'stopped', message: 'The run was stopped.' });

/** The same answer with a failure in place of what was said. */
export const failedWith = ({ clock_ms, coin_usd, carbon_g, model, tokens, transcript, trail }: Answer, failure: CallFailure): Answer => ({
	clock_ms, coin_usd, carbon_g, model, tokens, transcript, ...(trail === undefined ? {} : { trail }), ok: false, failure,
});

const addTokens = (a: TokenCount | null, b: TokenCount | null): TokenCount | null =>
	a === null || b === null ? null : { in: a.in + b.in, cached: a.cached + b.cached, written: a.written + b.written, out: a.out + b.out };

/** The later of two answers to one order, with what both cost. */
export function after(first: Answer, second: Answer, sentBack: readonly SentBack[] = []): Answer {
	const [a, b] = [trailOf(first), trailOf(second)];
	const cost: Currencies = addCurrencies(first, second);
	// What was not sent counted no tokens, which is known.
	const tokens = a.calls === 0 ? second.tokens : b.calls === 0 ? first.tokens : addTokens(first.tokens, second.tokens);
	return { ...second, ...cost, tokens, trail: { calls: a.calls + b.calls, sentBack: [...a.sentBack, ...sentBack, ...b.sentBack], shims: [...new Set([...a.shims, ...b.shims])] } };
}
