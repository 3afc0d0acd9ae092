import { modelWorker } from '../model-worker.js';
import { offlineWorker } from '../offline/worker.js';
import { clerkOf, contextOf, type World } from '../open-workers.js';
import type { Operators, WorkerEntry } from '../operators/operators.js';
import { coarse, type Worker } from '../port.js';
import { routed } from '../routed.js';
import { replayClerk } from './replay.js';
import { indexTranscripts } from './transcript-index.js';

/**
 * The workers that `operators.yml` names, each answering from transcripts alone: of the run, or of all where it is null. Nobody is asked,
 * nothing is spent and nothing is recorded. What was asked otherwise, or never, has no answer, and the failure names what changed.
 */
export function replayWorkers(operators: Operators, world: World, run: string | null): Worker {
	// In the name of whoever answered then: pages tell who made them.
	const nameOf = (entry: WorkerEntry): Pick<Worker, 'id' | 'tier'> => clerkOf(entry, operators.grid, world);
	const open = async (): Promise<Worker> => {
		const [context, index] = await Promise.all([contextOf(world), indexTranscripts(world.reader, world.home, run === null ? {} : { run })]);
		return routed(operators, (entry) => (entry.use === 'offline' ? offlineWorker() : modelWorker({ clerk: replayClerk(index, nameOf(entry)), context, model: entry.model, maxTokens: entry.maxTokens })));
	};
	let opened: Promise<Worker> | null = null;
	const perform: Worker['perform'] = async (task, signal) => (await (opened ??= open())).perform(task, signal);
	// Asks nobody: names, tiers and how tasks were cut are known before a transcript is read.
	return { ...routed(operators, (entry) => (entry.use === 'offline' ? offlineWorker() : { id: nameOf(entry).id, tier: nameOf(entry).tier, perform, grainOf: () => coarse(entry.parallel) })), perform };
}
