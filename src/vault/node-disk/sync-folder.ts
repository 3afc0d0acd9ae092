import { closeSync, constants, fsync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { errno } from '../disk-error.js';

/** Forces what was written to the platter. The one wait in all this: several files that wait together cost the disk little more than one. */
export const toPlatter = promisify(fsync);

async function forceFolder(folder: string): Promise<void> {
	// Windows cannot open a folder, and makes renames durable by itself.
	if (process.platform === 'win32') return;
	const fd = openSync(folder, constants.O_RDONLY);
	try {
		await toPlatter(fd);
	} catch (error) {
		if (!['EINVAL', 'ENOTSUP'].includes(errno(error))) throw error;
	} finally {
		closeSync(fd);
	}
}

// Of each folder, the sync that is under way and the one that waits for it.
const syncsRunning = new Map<string, Promise<void>>();
const syncsQueued = new Map<string, Promise<void>>();

/** Forces the folder's entries to the platter. All who come while that is under way share the next time. */
export function syncFolder(folder: string): Promise<void> {
	const shared = syncsQueued.get(folder);
	if (shared) return shared;
	const mine = Promise.allSettled([syncsRunning.get(folder) ?? Promise.resolve()]).then(async () => {
		syncsQueued.delete(folder);
		syncsRunning.set(folder, mine);
		try {
			await forceFolder(folder);
		} finally {
			if (syncsRunning.get(folder) === mine) syncsRunning.delete(folder);
		}
	});
	syncsQueued.set(folder, mine);
	return mine;
}
