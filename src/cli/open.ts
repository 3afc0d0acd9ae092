import { createCommonplace } from '../compile/commonplace.js';
import { liftStop, raiseStop } from '../gate/stop.js';
import { recordStore } from '../vault/commit/record.js';
import { DEFAULT_LAYOUT } from '../vault/layout.js';
import { nodeVault } from '../vault/node-disk.js';
import type { Host } from '../vault/port.js';
import { offlineWorker } from '../worker/offline/worker.js';
import { onAllCores } from './extract-threads.js';
import type { OpenVault } from './run.js';

/** Builds the application over a vault's folder on disk. */
export function openVault(root: string, host: Host): OpenVault {
	const vault = nodeVault(root);
	const record = recordStore(vault, DEFAULT_LAYOUT);
	return {
		app: createCommonplace({ vault, host, worker: offlineWorker(), extractSources: onAllCores(new URL(import.meta.url)) }),
		emergencyStop: {
			raise: (who, why) => raiseStop(record, DEFAULT_LAYOUT, host, who, why),
			lift: () => liftStop(record, DEFAULT_LAYOUT),
		},
	};
}
