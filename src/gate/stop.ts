import type { Layout } from '../vault/layout.js';
import { type Host, VaultError, type VaultReader } from '../vault/port.js';
import { pathKey } from '../vault/vault-path.js';
import { isWorkerName, workerName } from './enforcer/worker-name.js';

/** The writes that the emergency stop needs of the store of the system's own files. */
export interface StopStore {
	/** Creates or replaces; on the platter when it returns. */
	writeDurable(path: string, text: string): Promise<void>;
	/** A file that is gone already is no error. */
	remove(path: string): Promise<void>;
}

export const stopPath = (layout: Layout): string => `${layout.home}/STOP.md`;

// What a person in a hurry may call it.
const spellings = (layout: Layout): readonly string[] => ['STOP.md', 'stop.md', 'Stop.md', 'STOP'].map((name) => `${layout.home}/${name}`);

export interface StopState {
	readonly stopped: boolean;
	/** What the file says; null where nothing is stopped or the file cannot be read. */
	readonly why: string | null;
}

/** Whether the emergency stop is on. Anything at the path is a stop, and so is a path that cannot be looked at. */
export async function readStop(reader: VaultReader, layout: Layout): Promise<StopState> {
	for (const path of spellings(layout)) {
		try {
			const stat = await reader.stat(path);
			if (stat === null) continue;
			return { stopped: true, why: stat === 'folder' ? null : (await reader.read(path)).trim() };
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			if (error.code === 'missing' || error.code === 'not-folder') continue;
			return { stopped: true, why: null };
		}
	}
	return { stopped: false, why: null };
}

/** `readStop` without the words. */
export const isStopped = async (reader: VaultReader, layout: Layout): Promise<boolean> => (await readStop(reader, layout)).stopped;

/** Stops everything that writes until a person lifts it, over restarts and on every device that has the vault. */
export async function raiseStop(store: StopStore, layout: Layout, host: Host, who: string, why: string): Promise<void> {
	const at = new Date(host.now()).toISOString();
	await store.writeDurable(stopPath(layout), `# Stopped\n\nNothing is written to the wiki while this file is here. Delete it to go on.\n\n- by: ${who.replace(/\s+/g, ' ')}\n- at: ${at}\n- why: ${why.replace(/\s+/g, ' ')}\n`);
}

export async function liftStop(store: StopStore, layout: Layout): Promise<void> {
	for (const path of spellings(layout)) await store.remove(path);
}

/** A worker that a person stopped, by the name that its rules go by, and what the file says. */
export interface StoppedWorker {
	readonly worker: string;
	readonly why: string | null;
}

export const stopsFolder = (layout: Layout): string => `${layout.home}/stops`;
const workerStopPath = (layout: Layout, worker: string): string => `${stopsFolder(layout)}/${worker}.md`;

/** The worker that a file is meant to stop, however a person in a hurry spelled it. */
const stoppedBy = (path: string, folder: string): string => (pathKey(path.slice(folder.length + 1).normalize('NFKC')).split(/[./]/, 1)[0] ?? '').trim();

/** The workers that are stopped one by one; null where that cannot be looked at, which stops all of them. */
export async function stoppedWorkers(reader: VaultReader, layout: Layout): Promise<readonly StoppedWorker[] | null> {
	const folder = stopsFolder(layout);
	try {
		const found = new Map<string, string | null>();
		for (const { path } of await reader.list(folder)) found.set(stoppedBy(path, folder), await reader.read(path).then((text) => text.trim()).catch(() => null));
		if (found.size === 0) {
			const stat = await reader.stat(folder);
			if (stat !== null && stat !== 'folder') return null;
		}
		return [...found].map(([worker, why]) => ({ worker, why })).sort((a, b) => (a.worker < b.worker ? -1 : 1));
	} catch (error) {
		if (error instanceof VaultError && error.code === 'missing') return [];
		return null;
	}
}

/** Says that nobody, or this worker, may be asked any more; null where it may. For calls that are about to be made while a run is under way. */
export async function haltOf(reader: VaultReader, layout: Layout, workerId: string): Promise<string | null> {
	if (await isStopped(reader, layout)) return 'The emergency stop is on.';
	const stopped = await stoppedWorkers(reader, layout);
	if (stopped === null) return 'Which workers are stopped cannot be read.';
	return stopped.some(({ worker }) => worker === workerName(workerId)) ? `${workerId} is stopped.` : null;
}

/** Stops one worker, over restarts and on every device that has the vault. False where no worker can have that name. */
export async function raiseWorkerStop(store: StopStore, layout: Layout, host: Host, worker: string, who: string, why: string): Promise<boolean> {
	if (!isWorkerName(worker)) return false;
	const at = new Date(host.now()).toISOString();
	await store.writeDurable(workerStopPath(layout, worker), `# ${worker} is stopped\n\nThis worker is asked nothing and what it proposes is blocked while this file is here. Delete it to go on.\n\n- by: ${who.replace(/\s+/g, ' ')}\n- at: ${at}\n- why: ${why.replace(/\s+/g, ' ')}\n`);
	return true;
}

/** Removes every file that stops this worker. */
export async function liftWorkerStop(reader: VaultReader, store: StopStore, layout: Layout, worker: string): Promise<void> {
	const folder = stopsFolder(layout);
	for (const { path } of await reader.list(folder)) if (stoppedBy(path, folder) === worker) await store.remove(path);
}
