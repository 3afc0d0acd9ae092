import type { Problem } from '../model/result.js';
import type { WaitingBatch } from '../worker/batches/batch-file.js';
import type { CallRecord } from '../worker/transcripts/call.js';

/** What some calls cost together. */
export interface CostLine {
	readonly name: string;
	/** Orders that were given, and how often a worker was asked for them. */
	readonly orders: number;
	readonly calls: number;
	readonly tokens_in: number;
	/** Of those, read from the provider's cache. */
	readonly tokens_cached: number;
	readonly tokens_out: number;
	/** What is known of it; null where nothing is. `unknown` says of how many orders it is not. */
	readonly clock_ms: number | null;
	readonly coin_usd: number | null;
	/** Grams of CO2 equivalent, an estimate. */
	readonly carbon_low_g: number | null;
	readonly carbon_high_g: number | null;
	readonly unknown: { readonly tokens: number; readonly clock_ms: number; readonly coin_usd: number; readonly carbon_g: number };
}

/** What models cost, as ledger and call logs tell it. Code on this machine is not in it. */
export interface CostReport {
	readonly total: CostLine;
	/** Newest first. */
	readonly by_day: readonly CostLine[];
	readonly by_run: readonly CostLine[];
	/** Dearest first. */
	readonly by_kind: readonly CostLine[];
	readonly by_model: readonly CostLine[];
	/** By the path of the source that was read. */
	readonly by_source: readonly CostLine[];
	/** By the path of the page that was written; a call that wrote several is shared out evenly. */
	readonly by_page: readonly CostLine[];
	/** What providers' batch services have and did not answer yet, oldest first. It is in no other line. */
	readonly waiting: readonly WaitingBatch[];
	readonly problems: readonly Problem[];
}

const add = (sum: number | null, value: number | null): number | null => (value === null ? sum : (sum ?? 0) + value);
const missing = (value: unknown): number => (value === null ? 1 : 0);

const EMPTY: Omit<CostLine, 'name'> = {
	orders: 0, calls: 0, tokens_in: 0, tokens_cached: 0, tokens_out: 0, clock_ms: null, coin_usd: null, carbon_low_g: null, carbon_high_g: null,
	unknown: { tokens: 0, clock_ms: 0, coin_usd: 0, carbon_g: 0 },
};

function withCall(line: CostLine, { calls, tokens, clock_ms, coin_usd, carbon_g, carbon }: CallRecord): CostLine {
	// Without a range the middle is all that is known of both of its ends.
	const { low, high } = carbon ?? { low: carbon_g, high: carbon_g };
	return {
		name: line.name,
		orders: line.orders + 1,
		calls: line.calls + calls,
		tokens_in: line.tokens_in + (tokens?.in ?? 0),
		tokens_cached: line.tokens_cached + (tokens?.cached ?? 0),
		tokens_out: line.tokens_out + (tokens?.out ?? 0),
		clock_ms: add(line.clock_ms, clock_ms),
		coin_usd: add(line.coin_usd, coin_usd),
		carbon_low_g: add(line.carbon_low_g, low),
		carbon_high_g: add(line.carbon_high_g, high),
		unknown: {
			tokens: line.unknown.tokens + missing(tokens),
			clock_ms: line.unknown.clock_ms + missing(clock_ms),
			coin_usd: line.unknown.coin_usd + missing(coin_usd),
			carbon_g: line.unknown.carbon_g + missing(low),
		},
	};
}

/** The part of a call that falls to one of several pages. */
function share(call: CallRecord, of: number): CallRecord {
	if (of === 1) return call;
	const part = (amount: number | null): number | null => (amount === null ? null : amount / of);
	const { tokens, carbon } = call;
	return {
		...call,
		calls: call.calls / of,
		tokens: tokens && { in: tokens.in / of, cached: tokens.cached / of, written: tokens.written / of, out: tokens.out / of },
		clock_ms: part(call.clock_ms), coin_usd: part(call.coin_usd), carbon_g: part(call.carbon_g),
		carbon: carbon && { low: carbon.low / of, high: carbon.high / of },
	};
}

function linesBy(calls: readonly CallRecord[], nameOf: (call: CallRecord) => string | null): CostLine[] {
	const lines = new Map<string, CostLine>();
	for (const call of calls) {
		const name = nameOf(call);
		if (name !== null) lines.set(name, withCall(lines.get(name) ?? { ...EMPTY, name }, call));
	}
	return [...lines.values()];
}

const newestFirst = (lines: CostLine[]): CostLine[] => lines.sort((a, b) => (a.name < b.name ? 1 : -1));
const dearestFirst = (lines: CostLine[]): CostLine[] => lines.sort((a, b) => (b.coin_usd ?? 0) - (a.coin_usd ?? 0) || b.tokens_in + b.tokens_out - a.tokens_in - a.tokens_out || (a.name < b.name ? -1 : 1));

const SOURCE = /^extract:(s-[0-9a-z]+)/;
const PAGE = /^weave:(.+)$/s;

/** Adds calls up. `pathOf` gives a source's path by its id; a source that is gone is named by its id. */
export function costReport(calls: readonly CallRecord[], pathOf: ReadonlyMap<string, string>, problems: readonly Problem[], waiting: readonly WaitingBatch[] = []): CostReport {
	const sourceOf = ({ task }: CallRecord): string | null => {
		const [, id] = SOURCE.exec(task) ?? [];
		return id === undefined ? null : (pathOf.get(id) ?? id);
	};
	const byPage = new Map<string, CostLine>();
	for (const call of calls) {
		const pages = PAGE.exec(call.task)?.[1]?.split('\n') ?? [];
		for (const page of pages) byPage.set(page, withCall(byPage.get(page) ?? { ...EMPTY, name: page }, share(call, pages.length)));
	}
	const whole = (line: CostLine): CostLine => ({ ...line, calls: Math.ceil(line.calls - 1e-9), tokens_in: Math.round(line.tokens_in), tokens_cached: Math.round(line.tokens_cached), tokens_out: Math.round(line.tokens_out) });
	const [total = { ...EMPTY, name: 'total' }] = linesBy(calls, () => 'total');
	return {
		total,
		by_day: newestFirst(linesBy(calls, ({ at }) => at.slice(0, 10))),
		by_run: newestFirst(linesBy(calls, ({ run }) => run)),
		by_kind: dearestFirst(linesBy(calls, ({ kind }) => kind)),
		by_model: dearestFirst(linesBy(calls, ({ model, worker }) => (model === '' ? worker : model))),
		by_source: dearestFirst(linesBy(calls, sourceOf)),
		by_page: dearestFirst([...byPage.values()].map(whole)),
		waiting,
		problems,
	};
}
