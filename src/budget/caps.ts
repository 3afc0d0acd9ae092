import type { Currencies } from '../model/currencies.js';

export const CURRENCIES = ['clock_ms', 'coin_usd', 'carbon_g'] as const;
export type Currency = (typeof CURRENCIES)[number];

export const SPANS = ['run', 'day', 'month'] as const;
export type Span = (typeof SPANS)[number];

/** The most that may be spent; what is not named has no cap. */
export type Caps = Readonly<Partial<Record<Span, Readonly<Partial<Record<Currency, number>>>>>>;

/** What one call cost, and when. */
export interface Spending extends Currencies {
	readonly run: string;
	/** ISO date and time. */
	readonly at: string;
}

/** What is known to be spent, and in which currencies some calls had an unknown price. */
export interface Spent {
	readonly known: Readonly<Record<Currency, number>>;
	readonly unknown: ReadonlySet<Currency>;
}

export type CapState =
	| { readonly state: 'free' }
	| { readonly state: 'near'; readonly reached: readonly Reached[] }
	| { readonly state: 'spent'; readonly reached: readonly Reached[] };

/** A cap of which at least four fifths are spent. */
export interface Reached {
	readonly span: Span;
	readonly currency: Currency;
	readonly cap: number;
	readonly spent: number;
	/** Some of it has an unknown price, so that more may have been spent. */
	readonly atLeast: boolean;
}

/** A cap that keeps a call from being made: it is spent, or nobody knows what the call would take of it. */
export interface HeldBack {
	readonly span: Span;
	readonly currency: Currency;
	readonly cap: number;
	readonly why: 'reached' | 'unpriced';
}

const NEAR = 0.8;

/** Adds up what was spent in a span: of the run, or since the day or month of `now` began in UTC. */
export function spentIn(span: Span, spendings: Iterable<Spending>, now: { readonly run: string; readonly at: string }): Spent {
	const known: Record<Currency, number> = { clock_ms: 0, coin_usd: 0, carbon_g: 0 };
	const unknown = new Set<Currency>();
	const prefix = now.at.slice(0, span === 'day' ? 10 : 7);
	for (const spending of spendings) {
		if (span === 'run' ? spending.run !== now.run : !spending.at.startsWith(prefix)) continue;
		for (const currency of CURRENCIES) {
			const amount = spending[currency];
			if (amount === null) unknown.add(currency);
			else known[currency] += amount;
		}
	}
	return { known, unknown };
}

/** Whether another call may begin. Looked at before each one, so that a cap is passed by the calls in flight at the most. */
export function capState(caps: Caps, spentBy: Readonly<Record<Span, Spent>>): CapState {
	const reached: Reached[] = [];
	for (const span of SPANS) {
		for (const currency of CURRENCIES) {
			const cap = caps[span]?.[currency];
			const spent = spentBy[span].known[currency];
			if (cap !== undefined && spent >= cap * NEAR) reached.push({ span, currency, cap, spent, atLeast: spentBy[span].unknown.has(currency) });
		}
	}
	if (reached.length === 0) return { state: 'free' };
	const spent = reached.filter((each) => each.spent >= each.cap);
	return spent.length > 0 ? { state: 'spent', reached: spent } : { state: 'near', reached };
}
