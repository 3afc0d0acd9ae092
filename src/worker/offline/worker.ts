import { NO_COST } from '../../model/currencies.js';
import type { Response, Task, TaskKind, TaskShapes, Worker } from '../port.js';
import { adjudicate } from './adjudicate.js';
import { extract } from './extract.js';
import { weave } from './weave.js';

type Performers = { readonly [K in TaskKind]?: (input: TaskShapes[K]['input']) => TaskShapes[K]['output'] };

const PERFORMERS: Performers = {
	extract,
	// Rules cannot tell whether two like names are one thing, and say so.
	identify: ({ pairs }) => ({ answers: pairs.map(() => 'unknown' as const) }),
	weave: ({ pages }) => ({ pages: pages.map(weave) }),
	adjudicate,
};

function perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Response<K> {
	const envelope = { clock_ms: NO_COST.clock_ms, coin_usd: NO_COST.coin_usd, carbon_g: NO_COST.carbon_g, model: 'offline', tokens: null, transcripts: [] };
	if (signal.aborted) return { ...envelope, ok: false, failure: { reason: 'stopped', message: 'The run was stopped.' } };
	const performer: Performers[K] = PERFORMERS[task.kind];
	if (performer === undefined) return { ...envelope, ok: false, failure: { reason: 'unsupported', message: `The offline worker does no ${task.kind}.` } };
	return { ...envelope, ok: true, output: performer(task.input) };
}

/** The embedded worker: rules alone, no key, no network, known to cost nothing. Its own time is measured by the host. */
export const offlineWorker = (): Worker => ({
	id: 'offline',
	tier: 0,
	perform: async (task, signal) => perform(task, signal),
});
