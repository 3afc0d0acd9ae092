import { hashText } from '../model/hash.js';
import type { Problem } from '../model/result.js';
import type { FileStat, VaultReader } from '../vault/port.js';
import { sourceNotes } from './compile-run.js';
import type { SourceCounts } from './reports.js';
import type { Settings } from './settings.js';
import type { Manifest, SourceEntry } from './state/manifest.js';

/** How the sources stand to the last run: a renamed one counts as removed and new. */
export interface Pending {
	readonly counts: SourceCounts;
	/** New, or other than the last run saw them. */
	readonly toRead: readonly FileStat[];
	/** Known to the last run and changed or gone since. */
	readonly outdated: readonly SourceEntry[];
	readonly problems: readonly Problem[];
}

/** Sources that were touched and say what they said, by path, with the time and size at which that was seen. */
export type TouchMemory = Map<string, string>;

// A vault that was copied or synced to another device has the same notes with other times. Beyond so many, reading them is the compile's work.
const MOST_READ = 2_000;

const seenAs = ({ mtime, size }: FileStat, hash: string): string => `${mtime} ${size} ${hash}`;

/** The SHA-256 of what a note says; null where it cannot be read. */
const hashOf = (reader: VaultReader, path: string): Promise<string | null> => reader.read(path).then(hashText, () => null);

export async function pendingSources(reader: VaultReader, settings: Settings, manifest: Manifest, memory: TouchMemory): Promise<Pending> {
	const { notes, problems } = sourceNotes(await reader.list(settings.layout.raw), settings);
	const listed = new Set(notes.map(({ path }) => path));
	const gone = [...manifest.sources.values()].filter(({ path }) => !listed.has(path));
	const toRead: FileStat[] = [];
	const changed: SourceEntry[] = [];
	let read = 0;
	for (const note of notes) {
		const known = manifest.sources.get(note.path);
		// A compile also reads again what was written in the instant before it was listed; most often that says the same.
		if (known !== undefined && known.mtime === note.mtime && known.size === note.size) continue;
		if (known?.size === note.size) {
			const same = seenAs(note, known.hash);
			if (memory.get(note.path) !== same && read++ < MOST_READ && (await hashOf(reader, note.path)) === known.hash) memory.set(note.path, same);
			if (memory.get(note.path) === same) continue;
		}
		toRead.push(note);
		if (known !== undefined) changed.push(known);
	}
	const counts: SourceCounts = {
		total: notes.length,
		new: toRead.length - changed.length,
		changed: changed.length,
		renamed: 0,
		removed: gone.length,
		unchanged: notes.length - toRead.length,
		failed: 0,
	};
	return { counts, toRead, outdated: [...changed, ...gone], problems };
}
