import { NO_COST, type Currencies } from '../../../src/model/currencies.js';
import type { Answer, CallFailure, Clerk, Order } from '../../../src/worker/clerk.js';
import type { Clock } from '../../../src/worker/wrappers/clock.js';

export const order = (over: Partial<Order> = {}): Order => ({
	task: 'extract:s-1.0', kind: 'extract', instructions: 'Read.', input: 'Some text.', schema: { type: 'object' }, maxTokens: 1000, numbered: 0, moved: null, repair: null, promptHash: 'f'.repeat(64), patterns: [], ...over,
});

type Step = string | CallFailure | Promise<string>;

const COST: Currencies = { clock_ms: 10, coin_usd: 0.01, carbon_g: 0.1 };

export interface Scripted extends Clerk {
	readonly asked: Order[];
}

/** A clerk that says what a test tells it to, one step an order; after the last step it repeats it. */
export function scripted(steps: readonly Step[], cost: Currencies = COST): Scripted {
	const asked: Order[] = [];
	return {
		id: 'scripted', tier: 2, asked,
		async answer(given): Promise<Answer> {
			const step = steps[Math.min(asked.length, steps.length - 1)] ?? '{}';
			asked.push(given);
			const tokens = { in: 100, cached: 0, written: 0, out: 20 };
			if (typeof step === 'string' || step instanceof Promise) return { ...cost, model: 'm', tokens, transcript: null, ok: true, text: await step };
			return { ...NO_COST, model: 'm', tokens: null, transcript: null, ok: false, failure: step };
		},
	};
}

export const busy = (retryAfter: number | null): CallFailure => ({ kind: 'rate-limited', message: 'Too many requests.', retryAfter });

export interface FakeClock extends Clock {
	readonly waited: number[];
	forward(milliseconds: number): void;
}

/** Time that passes only while somebody waits, or when a test says so. */
export function fakeClock(start = Date.parse('2026-11-22T09:00:00Z')): FakeClock {
	let now = start;
	const waited: number[] = [];
	return {
		waited,
		now: () => now,
		forward: (milliseconds) => void (now += milliseconds),
		async wait(milliseconds, signal) {
			if (signal.aborted) return;
			waited.push(milliseconds);
			const until = now + milliseconds;
			await Promise.resolve();
			now = Math.max(now, until);
		},
	};
}

export const never = new AbortController().signal;
