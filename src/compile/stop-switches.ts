import { isWorkerName } from '../gate/enforcer/worker-name.js';
import { liftStop, liftWorkerStop, raiseStop, raiseWorkerStop, readStop, stoppedWorkers, stopsFolder } from '../gate/stop.js';
import { problem } from '../model/result.js';
import { recordStore, type RecordStore } from '../vault/commit/record.js';
import type { Commonplace } from './port.js';
import { newRun } from './run-names.js';
import type { Surroundings } from './session.js';
import { noteDeed, tellStops, type StopDeed } from './stop-deeds.js';

type Stops = Pick<Commonplace, 'stoppedWorkers' | 'stopWorker' | 'liftWorkerStop' | 'emergency' | 'raiseStop' | 'liftStop'>;

/** The emergency stop, and the stops of single workers. None of them waits for whoever holds the vault. */
export function stopSwitches({ vault, host, settings: { layout } }: Surroundings): Stops {
	/** Raises or lifts a stop: noted first, done whoever has the lease, and told in the ledger as soon as somebody can write there. */
	async function stopping<T>(deed: StopDeed, work: (store: RecordStore) => Promise<T>): Promise<T> {
		const store = recordStore(vault, layout);
		if (deed.worker === null || isWorkerName(deed.worker)) await noteDeed(store, layout, host, deed);
		const done = await work(store);
		await tellStops(vault, layout, host, newRun(host, deed.type));
		return done;
	}

	return {
		async stoppedWorkers() {
			const workers = await stoppedWorkers(vault, layout);
			return { workers: workers ?? [], problem: workers === null ? problem(stopsFolder(layout), 'Which workers are stopped cannot be read, so that all count as stopped.') : null };
		},
		stopWorker: (name, who, why) =>
			stopping({ type: 'stop', worker: name, who, why }, async (store) => ((await raiseWorkerStop(store, layout, host, name, who, why)) ? null : problem(stopsFolder(layout), `“${name}” is not the name of a worker, such as offline.`))),
		liftWorkerStop: (name, who) => stopping({ type: 'lift', worker: name, who, why: '' }, (store) => liftWorkerStop(vault, store, layout, name)),
		emergency: () => readStop(vault, layout),
		raiseStop: (who, why) => stopping({ type: 'stop', worker: null, who, why }, (store) => raiseStop(store, layout, host, who, why)),
		liftStop: (who) => stopping({ type: 'lift', worker: null, who, why: '' }, (store) => liftStop(store, layout)),
	};
}
