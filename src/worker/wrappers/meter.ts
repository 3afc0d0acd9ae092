import { CURRENCIES, SPANS, capState, spentIn, type Caps, type Currency, type HeldBack, type Reached, type Span, type Spending, type Spent } from '../../budget/caps.js';
import type { Currencies } from '../../model/currencies.js';
import { err, ok, type Result } from '../../model/result.js';
import type { Clock } from './clock.js';

/** A call that is under way, counted by its estimate until it ends. */
export interface Ticket {
	/** What it cost in the end; known to be nothing where it was never sent. Counts once. */
	end(cost: Currencies): void;
}

/** What a run spends, held against the caps. One for all clerks of a run. */
export interface Meter {
	/**
	 * Resolves when a call may be made: at once, unless what is under way could reach a cap, which then ends first. So a cap is never
	 * passed by more than the call that reaches it, however many are made at once. `most` is the most that it may cost, as far as that
	 * is known. The error names the cap that keeps the call from being made.
	 */
	begin(estimate: Currencies, most: Currencies): Promise<Result<Ticket, string>>;
	/** For what is handed in now and answered later, much of it at once: counted by its estimate, and refused where that reaches a cap. */
	reserve(estimate: Currencies): Result<Ticket, string>;
	/** A person allows more for this run; `Infinity` takes a cap away. Caps that are not named stay. */
	raise(caps: Caps): void;
	/** What is spent, calls under way by their estimate. */
	spent(span: Span): Spent;
	readonly caps: Caps;
}

const UNITS: Readonly<Record<Currency, (amount: number) => string>> = {
	clock_ms: (amount) => `${String(Math.round(amount / 1000))} s (clock_ms)`,
	coin_usd: (amount) => `$${String(amount)} (coin_usd)`,
	carbon_g: (amount) => `${String(amount)} g CO2e (carbon_g)`,
};

const NEXT: Readonly<Record<Span, string>> = { run: 'compile again', day: 'compile again tomorrow (UTC)', month: 'compile again next month (UTC)' };

/** Two sentences: which cap is reached, and what to do. Does not change while the run goes on. */
export const capReached = ({ span, currency, cap }: Pick<Reached, 'span' | 'currency' | 'cap'>): string =>
	`The cap of ${UNITS[currency](cap)} a ${span} is reached. Raise it under “caps” in operators.yml, or ${NEXT[span]}.`;

/** Told once of each cap, before it is reached. */
export const capNear = ({ span, currency, cap, spent }: Reached): string => `${String(Math.round((100 * spent) / cap))} % of the cap of ${UNITS[currency](cap)} a ${span} are spent. At 100 % the run holds; raise it under “caps” in operators.yml.`;

const unpriced = (span: Span, currency: Currency, cap: number): string =>
	`The cap of ${UNITS[currency](cap)} a ${span} cannot be kept, because nobody knows what this worker costs in it. Give its price and size in operators.yml, or take the cap away.`;

const none = (): Record<Currency, number> => ({ clock_ms: 0, coin_usd: 0, carbon_g: 0 });

/**
 * `prior` is what was spent this month before the meter was made. `near` hears once of each cap of which four fifths are spent, `refused`
 * each time of the cap that keeps a call from being made.
 */
export function makeMeter(parts: {
	readonly caps: Caps;
	readonly run: string;
	readonly prior: readonly Spending[];
	readonly clock: Pick<Clock, 'now'>;
	readonly near?: (reached: Reached) => void;
	readonly refused?: (held: HeldBack) => void;
}): Meter {
	const { run, clock, near = () => undefined, refused = () => undefined } = parts;
	let { caps } = parts;
	const own: Spending[] = [];
	const flights = new Set<{ readonly estimate: Currencies; readonly most: Currencies }>();
	const waiting: (() => void)[] = [];
	// How long a call takes nobody foresees: the longest so far is the best guess.
	let longest: number | null = null;
	const told = new Set<string>();
	let day = '';
	let settled: Record<Span, Spent> = { run: spentIn('run', [], { run, at: '' }), day: spentIn('day', [], { run, at: '' }), month: spentIn('month', [], { run, at: '' }) };

	/** Adds up anew when a day ends; else what is known goes on. */
	const today = (): string => {
		const at = new Date(clock.now()).toISOString();
		if (at.slice(0, 10) !== day) {
			day = at.slice(0, 10);
			const all = [...parts.prior, ...own];
			settled = { run: spentIn('run', all, { run, at }), day: spentIn('day', all, { run, at }), month: spentIn('month', all, { run, at }) };
		}
		return at;
	};
	const spent = (span: Span): Spent => {
		const known = { ...settled[span].known };
		for (const { estimate } of flights) for (const currency of CURRENCIES) known[currency] += estimate[currency] ?? 0;
		return { known, unknown: settled[span].unknown };
	};
	/** Whether the calls under way could use up a cap. */
	const couldReach = (): boolean =>
		SPANS.some((span) =>
			CURRENCIES.some((currency) => {
				const cap = caps[span]?.[currency];
				if (cap === undefined || cap === Infinity) return false;
				let sum = settled[span].known[currency];
				for (const { most } of flights) sum += most[currency] ?? (currency === 'clock_ms' ? longest : null) ?? Infinity;
				return flights.size > 0 && sum >= cap;
			}),
		);
	const wake = (): void => {
		for (const go of waiting.splice(0)) go();
	};
	const add = (spending: Spending): void => {
		own.push(spending);
		for (const span of SPANS) {
			const one = spentIn(span, [spending], { run, at: spending.at });
			const sum = settled[span];
			const known = none();
			for (const currency of CURRENCIES) known[currency] = sum.known[currency] + one.known[currency];
			settled[span] = { known, unknown: new Set([...sum.unknown, ...one.unknown]) };
		}
	};
	const tellNear = (): void => {
		const state = capState(caps, { run: spent('run'), day: spent('day'), month: spent('month') });
		for (const reached of state.state === 'free' ? [] : state.reached) {
			const key = `${reached.span} ${reached.currency} ${String(reached.cap)}`;
			if (told.has(key)) continue;
			told.add(key);
			near(reached);
		}
	};

	const refusal = (estimate: Currencies, state: ReturnType<typeof capState>): string | null => {
		const [reached] = state.state === 'spent' ? state.reached : [];
		if (reached !== undefined) {
			tellNear();
			refused({ span: reached.span, currency: reached.currency, cap: reached.cap, why: 'reached' });
			return capReached(reached);
		}
		// Time is measured in any case; a price or a size that nobody knows would let a cap be passed unseen.
		for (const span of SPANS) {
			for (const currency of ['coin_usd', 'carbon_g'] as const) {
				const cap = caps[span]?.[currency];
				if (cap === undefined || cap === Infinity || estimate[currency] !== null) continue;
				refused({ span, currency, cap, why: 'unpriced' });
				return unpriced(span, currency, cap);
			}
		}
		return null;
	};
	const ticket = (flight: { readonly estimate: Currencies; readonly most: Currencies }): Ticket => {
		flights.add(flight);
		return {
			end(cost) {
				if (!flights.delete(flight)) return;
				if (cost.clock_ms !== null) longest = Math.max(longest ?? 0, cost.clock_ms);
				const at = today();
				add({ clock_ms: cost.clock_ms, coin_usd: cost.coin_usd, carbon_g: cost.carbon_g, run, at });
				tellNear();
				wake();
			},
		};
	};

	return {
		get caps() {
			return caps;
		},
		async begin(estimate, most) {
			for (;;) {
				today();
				const why = refusal(estimate, capState(caps, settled));
				if (why !== null) return err(why);
				if (!couldReach()) return ok(ticket({ estimate, most }));
				await new Promise<void>((resolve) => void waiting.push(resolve));
			}
		},
		reserve(estimate) {
			today();
			const why = refusal(estimate, capState(caps, { run: spent('run'), day: spent('day'), month: spent('month') }));
			return why === null ? ok(ticket({ estimate, most: { ...estimate, clock_ms: 0 } })) : err(why);
		},
		raise(more) {
			caps = { ...caps, ...Object.fromEntries(SPANS.flatMap((span) => (more[span] === undefined ? [] : [[span, { ...caps[span], ...more[span] }]]))) };
			wake();
		},
		spent(span) {
			today();
			return spent(span);
		},
	};
}
