import type { PageCall } from './wiki-views.js';
import type { Surroundings } from './session.js';
import { readCalls } from './spending.js';

const MOST = 20;
const TASK = 'weave:';

/** The last calls in which this page was written, newest first. A call that was not recorded, or whose note was retired, is not among them. */
export async function callsOfPage({ vault, settings: { layout } }: Pick<Surroundings, 'vault' | 'settings'>, path: string): Promise<readonly PageCall[]> {
	const calls = await readCalls(vault, layout, null, []);
	const found: PageCall[] = [];
	for (const { at, run, model, task, transcript } of [...calls].reverse()) {
		if (found.length === MOST) break;
		if (transcript === null || !task.startsWith(TASK) || !task.slice(TASK.length).split('\n').includes(path)) continue;
		if ((await vault.stat(transcript)) !== null) found.push({ at, run, model, transcript });
	}
	return found;
}
