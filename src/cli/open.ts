import { createCommonplace } from '../compile/commonplace.js';
import { nodeVault } from '../vault/node-disk.js';
import type { Host } from '../vault/port.js';
import { offlineWorker } from '../worker/offline/worker.js';
import { onAllCores } from './extract-threads.js';
import type { OpenVault } from './run.js';

/** Builds the application over a vault's folder on disk. */
export function openVault(root: string, host: Host): OpenVault {
	return {
		app: createCommonplace({ vault: nodeVault(root), host, worker: offlineWorker(), extractSources: onAllCores(new URL(import.meta.url)) }),
	};
}
