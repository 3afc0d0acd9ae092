import { closeSync, fsyncSync, linkSync, lstatSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { errno, vaultError } from '../disk-error.js';
import { pathKey } from '../vault-path.js';
import { refuseLink, type Places } from './places.js';
import { syncFolder } from './sync-folder.js';
import { drop, writeTemp } from './temp-file.js';

// How file systems without hard links say so.
const NO_LINKS: readonly string[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES'];

function createWithoutLinks(full: string, text: string): void {
	const fd = openSync(full, 'wx');
	try {
		writeFileSync(fd, text);
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}
}

/** Makes a file where nothing stands. */
export async function createFile({ locate, writableFolder }: Places, path: string, text: string): Promise<void> {
	const folder = await writableFolder(path);
	const full = locate(path);
	if (lstatSync(full, { throwIfNoEntry: false })) throw vaultError('exists', path);
	const temp = await writeTemp(folder, text, true, null);
	try {
		// A link fails where anything stands, and gives the whole file its name at once.
		linkSync(temp, full);
	} catch (error) {
		if (!NO_LINKS.includes(errno(error))) throw error;
		createWithoutLinks(full, text);
	} finally {
		drop(temp);
	}
	await syncFolder(folder);
}

/** Moves a file to where nothing stands; a name may change its case alone. */
export async function renameFile({ locate, standingFolder, writableFolder }: Places, from: string, to: string): Promise<void> {
	const source = locate(from);
	const fromFolder = standingFolder(from);
	const found = refuseLink(source, from);
	if (!found) throw vaultError('missing', from);
	if (found.isDirectory()) throw vaultError('is-folder', from);
	if (from === to) return;
	const toFolder = await writableFolder(to);
	const target = locate(to);
	const standing = lstatSync(target, { throwIfNoEntry: false });
	const same = standing?.ino === found.ino && standing.dev === found.dev;
	if (standing && !same) throw vaultError('exists', to);
	if (pathKey(from) === pathKey(to)) renameSync(source, target);
	else {
		try {
			// Two names for one file are what a crash between these two lines leaves; the next try then ends the move.
			if (!same) linkSync(source, target);
			unlinkSync(source);
		} catch (error) {
			if (!NO_LINKS.includes(errno(error))) throw error;
			renameSync(source, target);
		}
	}
	await syncFolder(toFolder);
	if (fromFolder !== toFolder) await syncFolder(fromFolder);
}
