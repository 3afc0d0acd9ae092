import { performance } from 'node:perf_hooks';
import { createCommonplace } from '../src/compile/commonplace.js';
import type { FileStat, VaultPort } from '../src/vault/port.js';
import { nodeVault } from '../src/vault/node-disk/node-vault.js';
import { isInside } from '../src/vault/vault-path.js';
import { offlineWorker } from '../src/worker/offline/worker.js';

// A compile with nothing to do, inside a process that already has the listing of the vault, as Obsidian does.
const [, , root = '.', runs = '7'] = process.argv;
const disk = nodeVault(root);
const listing: readonly FileStat[] = await disk.list('');
const vault: VaultPort = { ...disk, list: (folder) => Promise.resolve(listing.filter(({ path }) => isInside(path, folder))) };
const host = { now: () => Date.now(), today: () => new Date().toISOString().slice(0, 10), device: 'bench', isAlive: () => null, pid: process.pid, wait: () => Promise.resolve() };

const times: number[] = [];
let calls = 0;
for (let run = 0; run < Number(runs); run += 1) {
	const start = performance.now();
	const report = await createCommonplace({ vault, host, worker: offlineWorker() }).compile({ approve: 'none' });
	times.push(performance.now() - start);
	calls += report.worker_calls + report.proposals.length;
	if (report.stopped !== null) throw new Error(report.stopped);
}
process.stdout.write(JSON.stringify({ times, calls }));
