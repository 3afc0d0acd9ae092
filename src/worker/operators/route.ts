import type { Tier } from '../../model/verdict.js';
import type { TaskKind } from '../port.js';
import type { Operators, WorkerEntry } from './operators.js';

/**
 * Workers for a kind of task in the order in which they are asked: the cheapest tier that is trusted with it first, then higher
 * ones. `atLeast` moves the start up, after a failure, a low confidence, or where more is at stake. People come last, and are only
 * asked by way of files.
 */
export function workersFor(operators: Operators, kind: TaskKind, atLeast: Tier = 0): readonly WorkerEntry[] {
	const from = Math.max(operators.trust[kind], atLeast);
	return operators.workers
		.map((entry, place) => ({ entry, place }))
		.filter(({ entry }) => entry.tier >= from)
		.sort((a, b) => a.entry.tier - b.entry.tier || a.place - b.place)
		.map(({ entry }) => entry);
}
