import type { FileStat } from '../vault/port.js';
import type { Manifest, SourceEntry } from './state/manifest.js';

/** What a listing of `raw/` asks for, before any file is read. */
export interface Outlook {
	/** Known, with the time and size of the last run, and not touched so late that these could deceive. */
	readonly settled: readonly SourceEntry[];
	/** New, or touched: must be read to be judged. */
	readonly toRead: readonly FileStat[];
	/** Known before and no longer listed. */
	readonly gone: readonly SourceEntry[];
}

// A file written within one step of the file system's clock before it was listed may have changed again without its time
// telling (git calls such an entry racily clean). FAT and older systems keep whole seconds in steps of up to two.
export const racyStep = (mtime: number): number => (mtime % 1_000 === 0 ? 2_000 : 50);

/** True where the time of the file, as the listing gave it, tells of every change since. */
export const isSettled = ({ mtime }: Pick<FileStat, 'mtime'>, { listedAt }: Pick<Manifest, 'listedAt'>): boolean => mtime < listedAt - racyStep(mtime);

export function outlook(listing: readonly FileStat[], manifest: Manifest): Outlook {
	const settled: SourceEntry[] = [];
	const toRead: FileStat[] = [];
	const listed = new Set<string>();
	for (const file of listing) {
		listed.add(file.path);
		const known = manifest.sources.get(file.path);
		const same = known !== undefined && known.mtime === file.mtime && known.size === file.size;
		if (same && isSettled(file, manifest)) settled.push(known);
		else toRead.push(file);
	}
	const gone = [...manifest.sources.values()].filter((entry) => !listed.has(entry.path));
	return { settled, toRead: toRead.sort((a, b) => (a.path < b.path ? -1 : 1)), gone };
}

/** A listed note after it was read. */
export interface ReadNote {
	readonly file: FileStat;
	readonly hash: string;
}

export interface Plan {
	readonly added: readonly ReadNote[];
	readonly changed: readonly { readonly note: ReadNote; readonly entry: SourceEntry }[];
	readonly renamed: readonly { readonly note: ReadNote; readonly entry: SourceEntry }[];
	readonly removed: readonly SourceEntry[];
	/** Settled ones and those that were touched but say the same. */
	readonly unchanged: readonly SourceEntry[];
}

/** A removed and a new note with the same content are one note that was renamed; of several equal ones the paths are paired in order. */
export function planSources(view: Outlook, read: readonly ReadNote[], manifest: Manifest): Plan {
	const unchanged = [...view.settled];
	const changed: { note: ReadNote; entry: SourceEntry }[] = [];
	const fresh: ReadNote[] = [];
	for (const note of [...read].sort((a, b) => (a.file.path < b.file.path ? -1 : 1))) {
		const entry = manifest.sources.get(note.file.path);
		if (!entry) fresh.push(note);
		else if (entry.hash === note.hash) unchanged.push({ ...entry, mtime: note.file.mtime, size: note.file.size });
		else changed.push({ note, entry });
	}
	const goneByHash = new Map<string, SourceEntry[]>();
	for (const entry of [...view.gone].sort((a, b) => (a.path < b.path ? -1 : 1))) {
		const same = goneByHash.get(entry.hash);
		if (same) same.push(entry);
		else goneByHash.set(entry.hash, [entry]);
	}
	const added: ReadNote[] = [];
	const renamed: { note: ReadNote; entry: SourceEntry }[] = [];
	const kept = new Set<string>();
	for (const note of fresh) {
		const entry = goneByHash.get(note.hash)?.shift();
		if (!entry) {
			added.push(note);
			continue;
		}
		kept.add(entry.path);
		renamed.push({ note, entry });
	}
	return { added, changed, renamed, removed: view.gone.filter((entry) => !kept.has(entry.path)), unchanged };
}

/** Whether so many known sources are gone at once that the vault is more likely half-synced than cleaned up. */
export function looksHalfSynced(removed: number, known: number, limits: { readonly removedSources: number; readonly removedShare: number }): boolean {
	if (removed === 0) return false;
	if (removed === known && known > 2) return true;
	return removed > Math.max(limits.removedSources, known * limits.removedShare);
}
