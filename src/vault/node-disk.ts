import { isUtf8 } from 'node:buffer';
import {
	closeSync, constants, fchmodSync, fdatasyncSync, fstatSync, fsync, fsyncSync, linkSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync,
	realpathSync, renameSync, statSync, unlinkSync, writeFileSync, type BigIntStats, type Stats,
} from 'node:fs';
import { promisify } from 'node:util';
import { asVaultError, errno, ignoring, vaultError } from './disk-error.js';
import type { FileStat, VaultPort } from './port.js';
import { pathKey } from './vault-path.js';

async function guarded<T>(path: string, operation: () => T | Promise<T>): Promise<T> {
	try {
		return await operation();
	} catch (error) {
		throw asVaultError(error, path);
	}
}

/** The same of what is done at once: of thousands of files each wait would tell. */
async function guardedNow<T>(path: string, operation: (path: string) => T): Promise<T> {
	try {
		return operation(path);
	} catch (error) {
		throw asVaultError(error, path);
	}
}

const toPlatter = promisify(fsync);

// The name tells a crash's leftovers from a person's file, and whose they are.
const TEMP = /^\.commonplace-(\d+)-\d+\.tmp$/;
let temps = 0;

// Without O_NOFOLLOW (Windows) the look before the open has to do.
const NOFOLLOW = 'O_NOFOLLOW' in constants ? constants.O_NOFOLLOW : 0;

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return errno(error) !== 'ESRCH';
	}
}

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
function syncFolder(folder: string): Promise<void> {
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

/** Opens a new hidden file in the folder. */
function openTemp(folder: string): { readonly fd: number; readonly temp: string } {
	for (;;) {
		temps += 1;
		const temp = `${folder}/.commonplace-${process.pid}-${temps}.tmp`;
		try {
			return { fd: openSync(temp, 'wx'), temp };
		} catch (error) {
			if (errno(error) !== 'EEXIST') throw error;
		}
	}
}

/** Writes a hidden file beside the target, and to the platter if asked; returns its path. */
async function writeTemp(folder: string, text: string, durable: boolean, mode: number | null): Promise<string> {
	const { fd, temp } = openTemp(folder);
	try {
		if (mode !== null) fchmodSync(fd, mode);
		writeFileSync(fd, text);
		// The one wait in all this: several files that wait together cost the disk little more than one.
		if (durable) await toPlatter(fd);
	} catch (error) {
		closeSync(fd);
		drop(temp);
		throw error;
	}
	closeSync(fd);
	return temp;
}

const drop = (file: string): void => {
	ignoring(['ENOENT'], () => {
		unlinkSync(file);
	});
};

function readFd(fd: number, path: string): string {
	const size = fstatSync(fd).size;
	const chunks: Buffer[] = [];
	for (let at = 0; ; ) {
		const chunk = Buffer.allocUnsafe(Math.max(size - at, 0) + 1);
		const got = readSync(fd, chunk, 0, chunk.length, at);
		// One byte more was asked for than there should be.
		if (at === 0 && got === size) return decode(chunk.subarray(0, got), path);
		if (got === 0) break;
		chunks.push(chunk.subarray(0, got));
		at += got;
	}
	return decode(Buffer.concat(chunks), path);
}

// Where a folder really is, is looked up anew after so many milliseconds: no sooner is it noticed that a link has taken its place.
const FOLDER_HOLDS = 100;

// What stands in the text for bytes that are none; a file may also hold it.
const NO_CHARACTER = '\ufffd';

function decode(bytes: Buffer, path: string): string {
	if (!isUtf8(bytes)) throw vaultError('not-text', path);
	return bytes.toString('utf8');
}

// An empty part, `.` or `..`.
const STRAYS = /(?:^|\/)\.{0,2}(?:\/|$)/;

const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');

const sameVersion = (a: BigIntStats, b: BigIntStats): boolean => a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs;

/**
 * A vault in a folder of this machine. Replacing is atomic: a hidden file beside the target, forced to the platter, renamed, the
 * folder forced too. Reading follows links that stay in the vault; writing refuses every link below the vault's folder.
 * Hidden files and folders are not listed. Throws a `VaultError` if the folder is missing.
 */
export function nodeVault(root: string): VaultPort {
	const base = openRoot(root);
	const prefix = base.endsWith('/') ? base : `${base}/`;

	const turns = new Map<string, Promise<unknown>>();
	/** Lets one writer at a time at each path, in the order in which they came. */
	const inTurn = async <T>(paths: readonly string[], operation: () => T | Promise<T>): Promise<T> => {
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

	const locate = (path: string): string => {
		if (path.includes('\0') || path.includes('\\') || STRAYS.test(path)) {
			throw vaultError('denied', path, 'the path leaves the vault');
		}
		return prefix + path;
	};
	const locateFolder = (path: string): string => (path === '' ? base : locate(path));

	/** The real place, links followed; `denied` where that is outside the vault. */
	const resolve = (path: string): string => {
		const real = slashes(realpathSync.native(locateFolder(path)));
		if (real !== base && !real.startsWith(prefix)) throw vaultError('denied', path, 'it is a link that leaves the vault');
		return real;
	};

	const folders = new Map<string, { readonly real: string; readonly until: number }>();
	/** The same of a folder that is asked for with each of its notes. */
	const resolveFolder = (folder: string): string => {
		const now = performance.now();
		const known = folders.get(folder);
		if (known !== undefined && known.until > now) return known.real;
		const real = resolve(folder);
		folders.set(folder, { real, until: now + FOLDER_HOLDS });
		return real;
	};
	const readAt = (path: string): string => {
		locate(path);
		if (NOFOLLOW !== 0) {
			const folder = folderOf(path);
			let fd: number | null = null;
			try {
				fd = openSync(`${resolveFolder(folder)}/${path.slice(folder === '' ? 0 : folder.length + 1)}`, constants.O_RDONLY | NOFOLLOW);
			} catch {
				// A link, or nothing that can be opened: below it is followed, or told what is wrong.
			}
			if (fd !== null) {
				try {
					// In one step, which is quicker than to look whether the bytes are text and then to make it of them.
					const text = readFileSync(fd, 'utf8');
					if (!text.includes(NO_CHARACTER)) return text;
				} finally {
					closeSync(fd);
				}
			}
		}
		return decode(readFileSync(resolve(path)), path);
	};

	/** The folder that holds the path; refuses links, so that nothing is written but where the path says. */
	const standingFolder = (path: string): string => {
		locate(path);
		checkFolder(folderOf(path), path, null);
		return locateFolder(folderOf(path));
	};
	/** The same, made if missing. */
	const writableFolder = async (path: string): Promise<string> => {
		locate(path);
		const made: string[] = [];
		checkFolder(folderOf(path), path, made);
		for (const parent of made) await syncFolder(parent);
		return locateFolder(folderOf(path));
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
	const refuseLink = (full: string, path: string): Stats | undefined => {
		const found = lstatSync(full, { throwIfNoEntry: false });
		if (found?.isSymbolicLink()) throw vaultError('denied', path, 'it is a link; nothing is written through links');
		return found;
	};

	const statAt = (path: string): FileStat | 'folder' | null => {
		try {
			// Most that is asked for and missing is a page that is about to be made: no error has to be made and caught for it.
			if (statSync(locateFolder(path), { throwIfNoEntry: false }) === undefined) return null;
			const real = resolve(path);
			const found = statSync(real);
			if (found.isDirectory()) return 'folder';
			const spelled = real.slice(prefix.length);
			return { path: pathKey(spelled) === pathKey(path) ? spelled : path, mtime: found.mtimeMs, size: found.size };
		} catch (error) {
			if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(errno(error))) return null;
			throw error;
		}
	};

	/** A link is listed where reading it gives text, or an error that the user should see. */
	const statLink = (path: string): FileStat | null => {
		try {
			const found = statAt(path);
			return found === 'folder' ? null : found;
		} catch {
			const link = lstatSync(prefix + path);
			return { path, mtime: link.mtimeMs, size: link.size };
		}
	};

	/** Of a path that is no link. */
	const statPlain = (path: string): FileStat | null => {
		const found = statSync(prefix + path, { throwIfNoEntry: false });
		return found ? { path, mtime: found.mtimeMs, size: found.size } : null;
	};

	/** Visits what is listed below a folder: files, and links with what they lead to. */
	const walk = (folder: string, except: readonly string[], visit: (path: string, link: FileStat | null) => void): void => {
		const start = folder === '' ? '' : `${folder}/`;
		for (const entry of readdirSync(locateFolder(folder), { withFileTypes: true })) {
			if (entry.name.startsWith('.')) continue;
			const path = start + entry.name;
			if (entry.isDirectory()) {
				if (!except.includes(path)) walk(path, except, visit);
			} else if (entry.isFile()) visit(path, null);
			else if (entry.isSymbolicLink()) {
				const found = statLink(path);
				if (found) visit(path, found);
			}
		}
	};
	const listFiles = (folder: string, except: readonly string[]): FileStat[] => {
		const out: FileStat[] = [];
		walk(folder, except, (path, link) => {
			const found = link ?? statPlain(path);
			if (found) out.push(found);
		});
		return out;
	};
	const listNames = (folder: string, except: readonly string[]): string[] => {
		const out: string[] = [];
		walk(folder, except, (path, link) => out.push(link?.path ?? path));
		return out;
	};

	const sweepFolder = (folder: string): number => {
		let swept = 0;
		for (const entry of readdirSync(locateFolder(folder), { withFileTypes: true })) {
			const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
			if (entry.isDirectory() && !entry.name.startsWith('.')) swept += sweepFolder(path);
			const owner = TEMP.exec(entry.name)?.[1];
			if (owner === undefined || !entry.isFile() || isRunning(Number(owner))) continue;
			drop(prefix + path);
			swept += 1;
		}
		return swept;
	};
	const emptyIfMissing = <T>(folder: string, empty: T, visit: () => T): T => {
		const found = folder === '' ? 'folder' : statAt(folder);
		if (found === null) return empty;
		if (found !== 'folder') throw vaultError('not-folder', folder);
		return visit();
	};

	/**
	 * Replaces the version that was read. `beaten`: somebody replaced or changed it first, nothing is written.
	 * `overwrote`: somebody wrote into the old file in the instant of the rename; its text is still readable at `fd`.
	 */
	const swap = async (folder: string, full: string, text: string, fd: number, read: BigIntStats): Promise<'swapped' | 'beaten' | 'overwrote'> => {
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
	};

	const processAt = async (path: string, change: (current: string) => string): Promise<string> => {
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
				const standing = readFd(fd, path);
				const next = change(late ?? standing);
				if (next === standing) return next;
				const outcome = await swap(folder, full, next, fd, read);
				if (outcome === 'swapped') return next;
				late = outcome === 'overwrote' ? readFd(fd, path) : null;
			} finally {
				closeSync(fd);
			}
		}
		throw vaultError('busy', path, 'another program keeps writing to it; try again');
	};

	const createAt = async (path: string, text: string): Promise<void> => {
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
	};

	const renameAt = async (from: string, to: string): Promise<void> => {
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
	};

	return {
		list: (folder, except = []) => guarded(folder, () => emptyIfMissing(folder, [], () => listFiles(folder, except))),
		paths: (folder, except = []) => guarded(folder, () => emptyIfMissing(folder, [], () => listNames(folder, except))),
		stat: (path) => guarded(path, () => statAt(path)),
		read: (path) => guardedNow(path, readAt),
		create: (path, text) => inTurn([path], () => createAt(path, text)),
		process: (path, change) => inTurn([path], () => processAt(path, change)),
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
		replace: (path, text) => inTurn([path], async () => {
			const folder = await writableFolder(path);
			const found = refuseLink(locate(path), path);
			if (found?.isDirectory()) throw vaultError('is-folder', path);
			const temp = await writeTemp(folder, text, false, found ? found.mode & 0o777 : null);
			try {
				renameSync(temp, locate(path));
			} catch (error) {
				drop(temp);
				throw error;
			}
		}),
		rename: (from, to) => inTurn([from, to], () => renameAt(from, to)),
		remove: (path) => inTurn([path], async () => {
			const folder = standingFolder(path);
			const found = refuseLink(locate(path), path);
			if (found?.isDirectory()) throw vaultError('is-folder', path);
			unlinkSync(locate(path));
			await syncFolder(folder);
		}),
		sweep: (folder) => guarded(folder, () => emptyIfMissing(folder, 0, () => sweepFolder(folder))),
	};
}

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

const slashes = (path: string): string => (process.platform === 'win32' ? path.replace(/^\\\\\?\\/, '').replace(/\\/g, '/') : path);

function openRoot(root: string): string {
	try {
		const base = slashes(realpathSync.native(root));
		if (!statSync(base).isDirectory()) throw vaultError('not-folder', root);
		return base;
	} catch (error) {
		throw asVaultError(error, root);
	}
}
