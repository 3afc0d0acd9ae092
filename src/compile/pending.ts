import type { Problem } from '../model/result.js';
import type { FileStat, VaultReader } from '../vault/port.js';
import { sourceNotes } from './compile-run.js';
import type { SourceCounts } from './reports.js';
import type { Settings } from './settings.js';
import type { Manifest, SourceEntry } from './state/manifest.js';

/** How the sources stand to the last run, told from the listing alone: one that was only touched counts as changed, a renamed one as removed and new. */
export interface Pending {
	readonly counts: SourceCounts;
	/** New, or other than the last run saw them. */
	readonly toRead: readonly FileStat[];
	/** Known to the last run and changed or gone since. */
	readonly outdated: readonly SourceEntry[];
	readonly problems: readonly Problem[];
}

export async function pendingSources(reader: VaultReader, settings: Settings, manifest: Manifest): Promise<Pending> {
	const { notes, problems } = sourceNotes(await reader.list(settings.layout.raw), settings);
	const listed = new Set(notes.map(({ path }) => path));
	const gone = [...manifest.sources.values()].filter(({ path }) => !listed.has(path));
	const toRead: FileStat[] = [];
	const changed: SourceEntry[] = [];
	for (const note of notes) {
		const known = manifest.sources.get(note.path);
		// A compile also reads again what was written in the instant before it was listed; most often that says the same.
		if (known !== undefined && known.mtime === note.mtime && known.size === note.size) continue;
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
