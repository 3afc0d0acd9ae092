import type { Problem } from '../model/result.js';
import { pendingSources, type TouchMemory } from './pending.js';
import { readPolicies } from './policies/read-policies.js';
import type { StatusReport } from './reports.js';
import type { Surroundings } from './session.js';
import { loadPages } from './state/page-table.js';
import { loadAmbiguities, loadManifest } from './state/state.js';
import { loadQueue } from './waiting.js';

const tally = (names: Iterable<string>): Record<string, number> => {
	const counts: Record<string, number> = {};
	for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
	return counts;
};

/** How things stand, told from the listing and the state, with a look into sources that were touched. */
export async function statusOf({ vault, host, settings }: Surroundings, stopped: boolean, touched: TouchMemory): Promise<StatusReport> {
	const { layout } = settings;
	const problems: Problem[] = [];
	const loaded = await loadManifest(vault, layout);
	problems.push(...loaded.problems);
	const { manifest } = loaded;
	const pending = await pendingSources(vault, settings, manifest, touched);
	const { pages } = await loadPages(vault, layout, problems);
	const ambiguities = await loadAmbiguities(vault, layout, problems);
	const queue = await loadQueue(vault, layout);
	const policies = await readPolicies(vault, layout, host, 'look');
	return {
		sources: pending.counts,
		pages: tally([...pages.values()].map(({ type }) => type)),
		open: tally(queue.items.map(({ verdict }) => verdict.disposition)),
		lastRun: manifest.lastRun,
		stopped,
		ambiguities,
		problems: [...problems, ...policies.problems, ...queue.problems],
	};
}
