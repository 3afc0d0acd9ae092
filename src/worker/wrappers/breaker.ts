/** Plain data, for the caller to keep: a breaker that forgot on every start would ask a broken service anew on every start. */
export interface BreakerState {
	/** Orders in a row that failed by the service's fault. */
	readonly failures: number;
	/** How often in a row it opened. */
	readonly openings: number;
	/** Milliseconds since the epoch until which nothing is asked; null while it is closed. */
	readonly openUntil: number | null;
}

export const CLOSED: BreakerState = { failures: 0, openings: 0, openUntil: null };

/** Keeps a run from asking a service again and again that does not work. */
export interface Breaker {
	readonly state: BreakerState;
	/** Null where a call may go out; else until when none may. Once the time is over a single call is let through as a trial. */
	refusal(now: number): number | null;
	/** To be told of every call that was let through; resolves once a change is kept. `undecided`: it says nothing about the service, such as a call that was stopped. */
	ended(how: 'worked' | 'failed' | 'undecided', now: number): Promise<void>;
}

const MOST_FAILURES = 3;
const FIRST_REST = 60_000;
const LONGEST_REST = 15 * 60_000;

/** `keep` is given every change. */
export function makeBreaker(known: BreakerState = CLOSED, keep: (state: BreakerState) => Promise<void> | void = () => undefined): Breaker {
	let state = known;
	let trial = false;
	const become = async (next: BreakerState): Promise<void> => {
		state = next;
		await keep(next);
	};
	return {
		get state() {
			return state;
		},
		refusal(now) {
			if (state.openUntil === null) return null;
			// A time further off than any rest was set under another clock.
			if (now < state.openUntil && state.openUntil - now <= LONGEST_REST) return state.openUntil;
			if (trial) return now + FIRST_REST;
			trial = true;
			return null;
		},
		async ended(how, now) {
			const wasTrial = trial;
			trial = false;
			if (how === 'undecided') return;
			if (how === 'worked') {
				if (state.failures > 0 || state.openUntil !== null) await become(CLOSED);
				return;
			}
			// Calls that were under way when it opened say nothing new.
			if (state.openUntil !== null && !wasTrial) return;
			const failures = state.failures + 1;
			if (!wasTrial && failures < MOST_FAILURES) await become({ ...state, failures });
			else await become({ failures, openings: state.openings + 1, openUntil: now + Math.min(LONGEST_REST, FIRST_REST * 2 ** state.openings) });
		},
	};
}
