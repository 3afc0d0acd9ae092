import { workerName } from '../gate/enforcer/worker-name.js';
import { isStopped, stoppedWorkers, stopsFolder } from '../gate/stop.js';
import type { Layout } from '../vault/layout.js';
import type { Host, VaultReader } from '../vault/port.js';
import type { Panel, Worker } from '../worker/port.js';
import { whyUnruled } from './enforcement.js';

async function whyWorkerStopped(reader: VaultReader, layout: Layout, id: string): Promise<string | null> {
	const stopped = await stoppedWorkers(reader, layout);
	if (stopped === null) return `Which workers are stopped cannot be read, so that none is asked. See ${stopsFolder(layout)}.`;
	const name = workerName(id);
	const stop = stopped.find(({ worker }) => worker === name);
	return stop === undefined ? null : `The worker ${stop.worker} is stopped. Remove ${stopsFolder(layout)}/${stop.worker}.md, or run \`commonplace resume --worker ${stop.worker}\`, to go on.`;
}

/** Why a worker may be asked nothing at all now: a stop of all, or of this one. Null where it may. */
export async function whyHalted(reader: VaultReader, layout: Layout, id: string): Promise<string | null> {
	if (await isStopped(reader, layout)) return `The emergency stop is on. Remove ${layout.home}/STOP.md, or run \`commonplace resume\`, to go on.`;
	return whyWorkerStopped(reader, layout, id);
}

/** Why asking a worker would come to nothing: a stop, or rules that are missing or faulty, so that all that it proposed would be blocked. */
export const whyNotAsked = async (reader: VaultReader, layout: Layout, id: string): Promise<string | null> => (await whyHalted(reader, layout, id)) ?? whyUnruled(reader, layout, id);

// What a person changes holds so soon, and a run of many small tasks does not read the same files before each.
const KEPT_MS = 1_000;

/** Why one of several workers is passed over, for asking before every task: its rules, or a stop of it alone. A stop of all ends the run, and is looked for elsewhere. */
export function permits(reader: VaultReader, layout: Layout, host: Pick<Host, 'now'>): (id: string) => Promise<string | null> {
	const known = new Map<string, { readonly until: number; readonly why: Promise<string | null> }>();
	return (id) => {
		const now = host.now();
		const kept = known.get(id);
		if (kept !== undefined && now < kept.until) return kept.why;
		const why = whyWorkerStopped(reader, layout, id).then((stopped) => stopped ?? whyUnruled(reader, layout, id));
		known.set(id, { until: now + KEPT_MS, why });
		return why;
	};
}

/** The reviewers that may be asked now. */
export async function freeReviewers(reader: VaultReader, layout: Layout, panel: Panel | undefined): Promise<readonly Worker[]> {
	const free: Worker[] = [];
	for (const reviewer of panel?.reviewers ?? []) if ((await whyNotAsked(reader, layout, reviewer.id)) === null) free.push(reviewer);
	return free;
}
