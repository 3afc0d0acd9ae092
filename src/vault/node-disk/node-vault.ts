import { closeSync, constants, fdatasyncSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { asVaultError, vaultError } from '../disk-error.js';
import type { VaultPort } from '../port.js';
import { pathKey } from '../vault-path.js';
import { changeFile } from './change-file.js';
import { listFiles, listPaths, statAt, sweepFolder } from './listing.js';
import { createFile, renameFile } from './new-name.js';
import { NOFOLLOW, placesIn, refuseLink, type Places } from './places.js';
import { readText } from './read-text.js';
import { syncFolder } from './sync-folder.js';
import { drop, writeTemp } from './temp-file.js';

async function guarded<T>(path: string, operation: () => T | Promise<T>): Promise<T> {
	try {
		return await operation();
	} catch (error) {
		throw asVaultError(error, path);
	}
}

/** The same of what is done at once: of thousands of files each wait would tell. */
async function guardedNow<T>(places: Places, path: string, operation: (places: Places, path: string) => T): Promise<T> {
	try {
		return operation(places, path);
	} catch (error) {
		throw asVaultError(error, path);
	}
}

/** Lets one writer at a time at each path, in the order in which they came. */
function takeTurns(): <T>(paths: readonly string[], operation: () => T | Promise<T>) => Promise<T> {
	const turns = new Map<string, Promise<unknown>>();
	return async (paths, operation) => {
		const keys = paths.map(pathKey);
		const ahead = Promise.allSettled(keys.flatMap((key) => turns.get(key) ?? []));
		const mine = ahead.then(() => guarded(paths[0] ?? '', operation));
		for (const key of keys) turns.set(key, mine);
		try {
			return await mine;
		} finally {
			for (const key of keys) if (turns.get(key) === mine) turns.delete(key);
		}
	};
}

/**
 * A vault in a folder of this machine. Replacing is atomic: a hidden file beside the target, forced to the platter, renamed, the
 * folder forced too. Reading follows links that stay in the vault; writing refuses every link below the vault's folder.
 * Hidden files and folders are not listed. Throws a `VaultError` if the folder is missing.
 */
export function nodeVault(root: string): VaultPort {
	const places = placesIn(root);
	const { locate, standingFolder, writableFolder } = places;
	const inTurn = takeTurns();
	return {
		list: (folder, except = []) => guarded(folder, () => listFiles(places, folder, except)),
		paths: (folder, except = []) => guarded(folder, () => listPaths(places, folder, except)),
		stat: (path) => guarded(path, () => statAt(places, path)),
		read: (path) => guardedNow(places, path, readText),
		create: (path, text) => inTurn([path], () => createFile(places, path, text)),
		process: (path, change) => inTurn([path], () => changeFile(places, path, change)),
		append: (path, text) => inTurn([path], async () => {
			const folder = await writableFolder(path);
			const isNew = refuseLink(locate(path), path) === undefined;
			const fd = openSync(locate(path), constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | NOFOLLOW);
			try {
				writeFileSync(fd, text);
				fdatasyncSync(fd);
			} finally {
				closeSync(fd);
			}
			if (isNew) await syncFolder(folder);
		}),
		replace: (path, text, durable = false) => inTurn([path], async () => {
			const folder = await writableFolder(path);
			const found = refuseLink(locate(path), path);
			if (found?.isDirectory()) throw vaultError('is-folder', path);
			const temp = await writeTemp(folder, text, durable, found ? found.mode & 0o777 : null);
			try {
				renameSync(temp, locate(path));
			} catch (error) {
				drop(temp);
				throw error;
			}
			if (durable) await syncFolder(folder);
		}),
		rename: (from, to) => inTurn([from, to], () => renameFile(places, from, to)),
		remove: (path) => inTurn([path], async () => {
			const folder = standingFolder(path);
			const found = refuseLink(locate(path), path);
			if (found?.isDirectory()) throw vaultError('is-folder', path);
			unlinkSync(locate(path));
			await syncFolder(folder);
		}),
		sweep: (folder) => guarded(folder, () => sweepFolder(places, folder)),
	};
}
