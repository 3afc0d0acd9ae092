import { lstatSync, readdirSync, statSync } from 'node:fs';
import { errno, vaultError } from '../disk-error.js';
import type { FileStat } from '../port.js';
import { pathKey } from '../vault-path.js';
import type { Places } from './places.js';
import { drop, isLeftover } from './temp-file.js';

/** What stands at a path, links followed. */
export function statAt({ prefix, locateFolder, resolve }: Places, path: string): FileStat | 'folder' | null {
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
}

/** A link is listed where reading it gives text, or an error that the user should see. */
function statLink(places: Places, path: string): FileStat | null {
	try {
		const found = statAt(places, path);
		return found === 'folder' ? null : found;
	} catch {
		const link = lstatSync(places.prefix + path);
		return { path, mtime: link.mtimeMs, size: link.size };
	}
}

/** Of a path that is no link. */
function statPlain({ prefix }: Places, path: string): FileStat | null {
	const found = statSync(prefix + path, { throwIfNoEntry: false });
	return found ? { path, mtime: found.mtimeMs, size: found.size } : null;
}

/** Visits what is listed below a folder: files, and links with what they lead to. */
function walk(places: Places, folder: string, except: readonly string[], visit: (path: string, link: FileStat | null) => void): void {
	const start = folder === '' ? '' : `${folder}/`;
	for (const entry of readdirSync(places.locateFolder(folder), { withFileTypes: true })) {
		if (entry.name.startsWith('.')) continue;
		const path = start + entry.name;
		if (entry.isDirectory()) {
			if (!except.includes(path)) walk(places, path, except, visit);
		} else if (entry.isFile()) visit(path, null);
		else if (entry.isSymbolicLink()) {
			const found = statLink(places, path);
			if (found) visit(path, found);
		}
	}
}

function emptyIfMissing<T>(places: Places, folder: string, empty: T, visit: () => T): T {
	const found = folder === '' ? 'folder' : statAt(places, folder);
	if (found === null) return empty;
	if (found !== 'folder') throw vaultError('not-folder', folder);
	return visit();
}

/** The files below a folder; none where it is missing. Hidden ones are not listed. */
export const listFiles = (places: Places, folder: string, except: readonly string[]): FileStat[] =>
	emptyIfMissing(places, folder, [], () => {
		const out: FileStat[] = [];
		walk(places, folder, except, (path, link) => {
			const found = link ?? statPlain(places, path);
			if (found) out.push(found);
		});
		return out;
	});

/** Their paths alone. */
export const listPaths = (places: Places, folder: string, except: readonly string[]): string[] =>
	emptyIfMissing(places, folder, [], () => {
		const out: string[] = [];
		walk(places, folder, except, (path, link) => out.push(link?.path ?? path));
		return out;
	});

function sweepStanding(places: Places, folder: string): number {
	let swept = 0;
	for (const entry of readdirSync(places.locateFolder(folder), { withFileTypes: true })) {
		const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
		if (entry.isDirectory() && !entry.name.startsWith('.')) swept += sweepStanding(places, path);
		if (!entry.isFile() || !isLeftover(entry.name)) continue;
		drop(places.prefix + path);
		swept += 1;
	}
	return swept;
}

/** Removes the hidden files that a crash left below a folder, and tells how many. */
export const sweepFolder = (places: Places, folder: string): number => emptyIfMissing(places, folder, 0, () => sweepStanding(places, folder));
