import type { Worker } from '../worker/port.js';
import { pastRuns } from './past-runs.js';
import { pendingSources, type TouchMemory } from './pending.js';
import type { Estimate } from './reports.js';
import type { Surroundings } from './session.js';
import { settingsHash } from './settings.js';
import { loadManifest } from './state/state.js';

// The last run that read anything gives the pace; older ones tell of another machine or another version.
const RUNS_LOOKED_AT = 50;

/** Milliseconds a byte of source took in the last run that read some; null where no run tells. */
async function pace({ vault, settings }: Surroundings): Promise<number | null> {
	for (const { bytes, clock_ms } of await pastRuns(vault, settings.layout, RUNS_LOOKED_AT, [])) {
		if (bytes !== null && bytes > 0 && clock_ms !== null && clock_ms > 0) return clock_ms / bytes;
	}
	return null;
}

/** What a compile would take, from the listing, the state and the pace of the last run. No source is read but those that were touched and kept their size. */
export async function estimateOf(around: Surroundings, worker: Worker, touched: TouchMemory): Promise<Estimate> {
	const { vault, settings } = around;
	const { manifest } = await loadManifest(vault, settings.layout);
	const { counts, toRead, outdated } = await pendingSources(vault, settings, manifest, touched);
	const bytes = toRead.reduce((sum, { size }) => sum + size, 0);
	const estimate = { sources: counts, toRead: toRead.length, bytes };
	const rerender = manifest.sources.size > 0 && manifest.settings !== settingsHash(settings);
	if (toRead.length === 0 && outdated.length === 0 && manifest.stale.length === 0 && !rerender) return { ...estimate, worker_calls: 0, clock_ms: 0, coin_usd: 0, carbon_g: 0 };
	// Code on this machine has no bill; what a model charges is not known before it is asked.
	const price = worker.tier === 0 ? 0 : null;
	const perByte = toRead.length === 0 ? null : await pace(around);
	return {
		...estimate,
		worker_calls: toRead.length === 0 ? null : toRead.reduce((sum, { size }) => sum + Math.max(1, Math.ceil(size / settings.passageChars)), 0),
		clock_ms: perByte === null ? null : Math.round(bytes * perByte),
		coin_usd: price,
		carbon_g: price,
	};
}
