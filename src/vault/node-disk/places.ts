import { constants, lstatSync, mkdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { asVaultError, errno, ignoring, vaultError } from '../disk-error.js';
import { pathKey } from '../vault-path.js';
import { syncFolder } from './sync-folder.js';

/** Opens no link. Without it (Windows) the look before the open has to do. */
export const NOFOLLOW = 'O_NOFOLLOW' in constants ? constants.O_NOFOLLOW : 0;

// Where a folder really is, is looked up anew after so many milliseconds: no sooner is it noticed that a link has taken its place.
const FOLDER_HOLDS = 100;

// An empty part, `.` or `..`.
const STRAYS = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** The folder that a path lies in; empty for the vault's own. */
export const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');

const slashes = (path: string): string => (process.platform === 'win32' ? path.replace(/^\\\\\?\\/, '').replace(/\\/g, '/') : path);

/** Where the paths of a vault are on the disk. Reading follows links that stay in the vault; writing refuses every link below its folder. */
export interface Places {
	/** The vault's folder with a slash after it. */
	readonly prefix: string;
	/** The full path as it is spelled; refuses what leaves the vault. */
	readonly locate: (path: string) => string;
	readonly locateFolder: (path: string) => string;
	/** The real place, links followed; `denied` where that is outside the vault. */
	readonly resolve: (path: string) => string;
	/** The same of a folder that is asked for with each of its notes. */
	readonly resolveFolder: (folder: string) => string;
	/** The folder that holds the path; refuses links, so that nothing is written but where the path says. */
	readonly standingFolder: (path: string) => string;
	/** The same, made if missing. */
	readonly writableFolder: (path: string) => Promise<string>;
}

/** What stands at a full path, which may be nothing; a link is refused. */
export function refuseLink(full: string, path: string): Stats | undefined {
	const found = lstatSync(full, { throwIfNoEntry: false });
	if (found?.isSymbolicLink()) throw vaultError('denied', path, 'it is a link; nothing is written through links');
	return found;
}

function openRoot(root: string): string {
	try {
		const base = slashes(realpathSync.native(root));
		if (!statSync(base).isDirectory()) throw vaultError('not-folder', root);
		return base;
	} catch (error) {
		throw asVaultError(error, root);
	}
}

/** Throws a `VaultError` if the vault's folder is missing. */
export function placesIn(root: string): Places {
	const base = openRoot(root);
	const prefix = base.endsWith('/') ? base : `${base}/`;

	const locate = (path: string): string => {
		if (path.includes('\0') || path.includes('\\') || STRAYS.test(path)) {
			throw vaultError('denied', path, 'the path leaves the vault');
		}
		return prefix + path;
	};
	const locateFolder = (path: string): string => (path === '' ? base : locate(path));

	const resolve = (path: string): string => {
		const real = slashes(realpathSync.native(locateFolder(path)));
		if (real !== base && !real.startsWith(prefix)) throw vaultError('denied', path, 'it is a link that leaves the vault');
		return real;
	};

	const folders = new Map<string, { readonly real: string; readonly until: number }>();
	const resolveFolder = (folder: string): string => {
		const now = process.uptime() * 1_000;
		const known = folders.get(folder);
		if (known !== undefined && known.until > now) return known.real;
		const real = resolve(folder);
		folders.set(folder, { real, until: now + FOLDER_HOLDS });
		return real;
	};

	const checkFolder = (folder: string, path: string, made: string[] | null): void => {
		if (folder === '') return;
		const full = prefix + folder;
		let real: string;
		try {
			real = slashes(realpathSync.native(full));
		} catch (error) {
			if (errno(error) !== 'ENOENT' || made === null) throw error;
			// A link to nowhere also ends here; mkdir then says that something stands there, and the second look fails.
			const parent = folderOf(folder);
			checkFolder(parent, path, made);
			ignoring(['EEXIST'], () => {
				mkdirSync(full);
			});
			made.push(locateFolder(parent));
			try {
				real = slashes(realpathSync.native(full));
			} catch {
				throw vaultError('denied', path, `${folder} is a link that leads nowhere`);
			}
		}
		// A file system without case gives back its own spelling of the same folder.
		if (pathKey(real) !== pathKey(full)) throw vaultError('denied', path, `${folder} is, or lies behind, a link; nothing is written through links`);
		if (!lstatSync(full).isDirectory()) throw vaultError('not-folder', path);
	};

	return {
		prefix,
		locate,
		locateFolder,
		resolve,
		resolveFolder,
		standingFolder(path) {
			locate(path);
			checkFolder(folderOf(path), path, null);
			return locateFolder(folderOf(path));
		},
		async writableFolder(path) {
			locate(path);
			const made: string[] = [];
			checkFolder(folderOf(path), path, made);
			for (const parent of made) await syncFolder(parent);
			return locateFolder(folderOf(path));
		},
	};
}
