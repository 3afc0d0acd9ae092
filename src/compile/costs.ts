import type { Problem } from '../model/result.js';
import { waitingBatches } from '../worker/batches/batch-file.js';
import { costReport, type CostReport } from './cost-report.js';
import { readCalls } from './spending.js';
import type { Surroundings } from './session.js';
import { loadManifest } from './state/state.js';

/** What models cost so far, with sources by their paths. */
export async function costsOf({ vault, settings: { layout } }: Pick<Surroundings, 'vault' | 'settings'>): Promise<CostReport> {
	const problems: Problem[] = [];
	const calls = await readCalls(vault, layout, null, problems);
	const { manifest } = await loadManifest(vault, layout);
	return costReport(calls, new Map([...manifest.sources].map(([path, { id }]) => [id, path])), problems, await waitingBatches(vault, layout.home));
}
