import { hashText } from '../../model/hash.js';
import type { Answer, CallFailure, Order, Wrapper } from '../clerk.js';
import { after, stopped, trailOf, unasked } from './answers.js';
import type { Breaker } from './breaker.js';
import type { Clock } from './clock.js';
import type { Pause } from './pause.js';

export interface Patience {
	readonly clock: Clock;
	/** Shared by all calls of a run. */
	readonly pause: Pause;
	/** One for each clerk. */
	readonly breaker: Breaker;
}

const MOST_TRIES = 3;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
/** A service that asks for more patience than this is not waited for: what is left is tried on the next run. */
export const LONGEST_PAUSE = 15 * 60_000;

/** Exponential, with a jitter between half and all of it. The jitter comes from the order, so that a run can be repeated. */
function backoff(order: Order, tries: number): number {
	const share = parseInt(hashText(`${order.task} ${tries}`).slice(0, 4), 16) / 0xffff;
	return Math.round(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1)) * (0.5 + share / 2));
}

const isPassing = ({ kind }: CallFailure): boolean => kind === 'rate-limited' || kind === 'overloaded' || kind === 'network';

/** What an order's end says of the service: one that refuses or answers badly works. */
function verdictOn(answer: Answer): 'worked' | 'failed' | 'undecided' {
	if (answer.ok) return 'worked';
	// Nobody was asked, such as a task that waits for somebody to answer it.
	if (trailOf(answer).calls === 0) return 'undecided';
	const { kind } = answer.failure;
	if (isPassing(answer.failure) || kind === 'auth' || kind === 'unavailable') return 'failed';
	return kind === 'stopped' || kind === 'over-budget' || kind === 'unsupported' || kind === 'waiting' ? 'undecided' : 'worked';
}

/**
 * Tries again what fails in passing, three times in all. A provider that is busy pauses the whole run for as long as it asks. An order
 * that failed while its answer was being repaired goes on with the repair, so that nothing is paid for twice. After three orders in a row
 * that failed the breaker opens, and the clerk is not asked for a while.
 */
export const retried = ({ clock, pause, breaker }: Patience): Wrapper => (inner) => ({
	id: inner.id,
	tier: inner.tier,
	async answer(given, signal) {
		const isStopped = (): boolean => signal.aborted;
		await pause.over(clock, signal);
		if (isStopped()) return stopped(inner);
		const until = breaker.refusal(clock.now());
		if (until !== null) return unasked(inner, { kind: 'unavailable', message: `${inner.id} failed several times in a row. It is asked again after ${new Date(until).toISOString().slice(0, 19)}Z.` });
		let how: ReturnType<typeof verdictOn> = 'undecided';
		try {
			let order = given;
			let all: Answer | null = null;
			for (let tries = 1; ; tries += 1) {
				const answer = await inner.answer(order, signal);
				all = all === null ? answer : after(all, answer);
				how = verdictOn(answer);
				if (answer.ok || !isPassing(answer.failure) || tries === MOST_TRIES || isStopped()) return all;
				const { failure } = answer;
				const wait = ('retryAfter' in failure ? failure.retryAfter : null) ?? backoff(given, tries);
				if (wait > LONGEST_PAUSE) return all;
				if (failure.kind === 'network') await clock.wait(wait, signal);
				else pause.begin(clock.now() + wait, failure.message);
				await pause.over(clock, signal);
				if (isStopped()) {
					how = 'undecided';
					return after(all, stopped(inner));
				}
				const open = trailOf(all).sentBack.at(-1);
				if (open !== undefined) order = { ...given, repair: open };
			}
		} finally {
			await breaker.ended(how, clock.now());
		}
	},
});
