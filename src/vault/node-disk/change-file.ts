import { closeSync, constants, fstatSync, lstatSync, openSync, renameSync, type BigIntStats } from 'node:fs';
import { vaultError } from '../disk-error.js';
import { NOFOLLOW, refuseLink, type Places } from './places.js';
import { readOpen } from './read-text.js';
import { syncFolder } from './sync-folder.js';
import { drop, writeTemp } from './temp-file.js';

const sameVersion = (a: BigIntStats, b: BigIntStats): boolean => a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs;

/**
 * Replaces the version that was read. `beaten`: somebody replaced or changed it first, nothing is written.
 * `overwrote`: somebody wrote into the old file in the instant of the rename; its text is still readable at `fd`.
 */
async function swap(folder: string, full: string, text: string, fd: number, read: BigIntStats): Promise<'swapped' | 'beaten' | 'overwrote'> {
	const temp = await writeTemp(folder, text, true, Number(read.mode) & 0o777);
	try {
		const now = lstatSync(full, { bigint: true, throwIfNoEntry: false });
		if (!now || !sameVersion(now, read)) {
			drop(temp);
			return 'beaten';
		}
		renameSync(temp, full);
	} catch (error) {
		drop(temp);
		throw error;
	}
	const outcome = sameVersion(fstatSync(fd, { bigint: true }), read) ? 'swapped' : 'overwrote';
	await syncFolder(folder);
	return outcome;
}

/** Compare and swap: what others wrote meanwhile is put to `change` again. Returns the text that stands there. */
export async function changeFile({ locate, standingFolder }: Places, path: string, change: (current: string) => string): Promise<string> {
	const folder = standingFolder(path);
	const full = locate(path);
	// Text that somebody wrote into a file while it was being replaced: it counts as the current one.
	let late: string | null = null;
	for (let attempt = 0; attempt < 10; attempt += 1) {
		refuseLink(full, path);
		const fd = openSync(full, constants.O_RDONLY | NOFOLLOW);
		try {
			const read = fstatSync(fd, { bigint: true });
			if (read.isDirectory()) throw vaultError('is-folder', path);
			const standing = readOpen(fd, path);
			const next = change(late ?? standing);
			if (next === standing) return next;
			const outcome = await swap(folder, full, next, fd, read);
			if (outcome === 'swapped') return next;
			late = outcome === 'overwrote' ? readOpen(fd, path) : null;
		} finally {
			closeSync(fd);
		}
	}
	throw vaultError('busy', path, 'another program keeps writing to it; try again');
}
