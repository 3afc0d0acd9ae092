import type { Layout } from '../vault/layout.js';
import { type Host, VaultError, type VaultReader } from '../vault/port.js';

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
