import { middleOf } from '../budget/carbon.js';
import { estimateTokens } from '../budget/tokens.js';
import type { FileStat } from '../vault/port.js';
import { FINE, type Load, type Worker } from '../worker/port.js';
import { pastRuns } from './past-runs.js';
import { pendingSources, type TouchMemory } from './pending.js';
import type { Estimate } from './reports.js';
import type { Surroundings } from './session.js';
import { settingsHash } from './settings.js';
import { loadManifest } from './state/state.js';

// The last run that read anything gives the pace; older ones tell of another machine or another version.
const RUNS_LOOKED_AT = 50;

/** Milliseconds a byte of source took in the last run that read some, by code or by whoever has a price; null where no run tells. */
async function pace({ vault, settings }: Surroundings, byCode: boolean): Promise<number | null> {
	for (const { bytes, clock_ms, coin_usd } of await pastRuns(vault, settings.layout, RUNS_LOOKED_AT, [])) {
		if ((coin_usd === 0) === byCode && bytes !== null && bytes > 0 && clock_ms !== null && clock_ms > 0) return clock_ms / bytes;
	}
	return null;
}

// Beyond so many, the size of the rest tells enough.
const MOST_READ = 2_000;

/**
 * What models take in and give back for each token of a source, measured by `bench/calls.ts`: claims with their quotes come to more than their passage; pages of
 * a vault that has some already show claims of other sources as well. `WEAVE_CALL` is the tokens of a call that writes pages, instructions apart.
 */
const ANSWER = 1.3;
const WOVEN = { first: { in: 1.1, out: 0.8 }, growing: { in: 2.9, out: 1.9 } };
const WEAVE_CALL = 6_000;
/** Tokens of the form of an answer, however little it says. */
const LEAST_ANSWER = 200;

/** The sources as calls of a model, from their texts. */
async function loadOf({ vault, settings }: Surroundings, notes: readonly FileStat[], growing: boolean): Promise<Readonly<Record<'extract' | 'weave', Load>>> {
	let [own, read] = [0, 0];
	for (const { path, size } of notes.slice(0, MOST_READ)) {
		// One that cannot be read now may be when it is compiled.
		own += await vault.read(path).then(estimateTokens, () => size / 4);
		read += size;
	}
	const bytes = notes.reduce((sum, { size }) => sum + size, 0);
	if (read > 0) own *= bytes / read;
	const share = growing ? WOVEN.growing : WOVEN.first;
	const load = (tasks: number, into: number, out: number): Load => ({ tasks, in: into, out: out + tasks * LEAST_ANSWER });
	return {
		extract: load(passagesOf(notes, settings.passageChars), own, own * ANSWER),
		weave: load(Math.ceil((own * share.in) / WEAVE_CALL), own * share.in, own * share.out),
	};
}

const passagesOf = (notes: readonly FileStat[], passageChars: number): number => notes.reduce((sum, { size }) => sum + Math.max(1, Math.ceil(size / passageChars)), 0);

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** What a compile would take, from the listing, the state and the pace of the last run; for a model also from the texts that are to be read. Where only the sources are `counted`, nothing else is worked out. */
export async function estimateOf(around: Surroundings, worker: Worker, touched: TouchMemory, counted: boolean): Promise<Estimate> {
	const { vault, settings } = around;
	const { manifest } = await loadManifest(vault, settings.layout);
	const { counts, toRead, outdated } = await pendingSources(vault, settings, manifest, touched);
	const bytes = toRead.reduce((total, { size }) => total + size, 0);
	const estimate = { sources: counts, toRead: toRead.length, bytes };
	const rerender = manifest.sources.size > 0 && manifest.settings !== settingsHash(settings);
	if (toRead.length === 0 && outdated.length === 0 && manifest.stale.length === 0 && !rerender) return { ...estimate, worker_calls: 0, clock_ms: 0, coin_usd: 0, carbon_g: 0, carbon_range: null };
	const billed = (['extract', 'weave'] as const).some((kind) => (worker.grainOf?.(kind) ?? FINE).coarse);
	const perByte = toRead.length === 0 || counted ? null : await pace(around, !billed);
	const clock_ms = perByte === null ? null : Math.round(bytes * perByte);
	if (!billed || worker.foresee === undefined || counted || toRead.length === 0) {
		// Code on this machine has no bill; what removals and unfinished pages take of a model is not known before.
		const price = billed ? null : 0;
		return { ...estimate, worker_calls: toRead.length === 0 ? null : passagesOf(toRead, settings.passageChars), clock_ms, coin_usd: price, carbon_g: price, carbon_range: null };
	}
	const load = await loadOf(around, toRead, manifest.sources.size > 0);
	const [read, woven] = [await worker.foresee('extract', load.extract), await worker.foresee('weave', load.weave)];
	const range = read.carbon === null || woven.carbon === null ? null : { low: read.carbon.low + woven.carbon.low, high: read.carbon.high + woven.carbon.high };
	return { ...estimate, worker_calls: read.calls + woven.calls, clock_ms, coin_usd: sum(read.coin_usd, woven.coin_usd), carbon_g: range === null ? null : middleOf(range), carbon_range: range };
}
