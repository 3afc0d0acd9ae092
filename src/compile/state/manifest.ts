import type { Source } from '../../model/source.js';
import { isRecord, parseRecord } from '../../model/json.js';
import { exchangeRows, writeRows } from './row-lines.js';

/** What is known of a source between runs. */
export interface SourceEntry extends Source {
	readonly mtime: number;
	readonly size: number;
	readonly claims: number;
	/** Path of the page about it. */
	readonly page: string;
}

/** Enough to tell, from a listing alone, whether there is anything to do. */
export interface Manifest {
	/** Hash of the settings that the pages were rendered with. */
	readonly settings: string;
	/** When the listing that it describes was made: a file touched later, or just before, is read again whatever its time says. */
	readonly listedAt: number;
	readonly lastRun: { readonly run: string; readonly at: string } | null;
	/** Pages of concepts and entities, and disagreements, that the last run knew: for a report that loads nothing else. */
	readonly concepts: number;
	readonly disagreements: number;
	/** By path. */
	readonly sources: ReadonlyMap<string, SourceEntry>;
	/** Ids of concepts and sources whose pages must be rendered again although no source changed, such as after an undo. */
	readonly stale: readonly string[];
	/** The text that it was read from, and its sources as they were then. */
	readonly read?: { readonly text: string; readonly sources: ReadonlyMap<string, SourceEntry> };
}

export const EMPTY_MANIFEST: Manifest = { settings: '', listedAt: 0, lastRun: null, concepts: 0, disagreements: 0, sources: new Map(), stale: [] };

const encodeRow = ({ path, id, mtime, size, hash, title, aliases, language, claims, page }: SourceEntry): string => JSON.stringify([path, id, mtime, size, hash, title, aliases, language, claims, page]);

function changedRows(sources: Manifest['sources'], before: Manifest['sources']): Map<string, string | null> {
	const changes = new Map<string, string | null>();
	for (const [path, entry] of sources) if (before.get(path) !== entry) changes.set(path, encodeRow(entry));
	for (const path of before.keys()) if (!sources.has(path)) changes.set(path, null);
	return changes;
}

const allRows = (sources: Manifest['sources']): string[] => [...sources.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).map(encodeRow);

export function encodeManifest({ settings, listedAt, lastRun, concepts, disagreements, stale, sources, read }: Manifest): string {
	const rows = read === undefined ? null : exchangeRows(read.text, 'sources', read.sources.keys(), changedRows(sources, read.sources));
	return writeRows({ version: 1, settings, listedAt, lastRun, concepts, disagreements, stale }, 'sources', rows ?? allRows(sources));
}

/** Null where the text is not a manifest. */
export function decodeManifest(text: string): Manifest | null {
	const json = parseRecord(text);
	if (json?.['version'] !== 1 || !Array.isArray(json['sources'])) return null;
	const sources = new Map<string, SourceEntry>();
	for (const row of json['sources']) {
		if (!Array.isArray(row)) return null;
		const [path, id, mtime, size, hash, title, aliases, language, claims, page] = row as readonly unknown[];
		if (typeof path !== 'string' || typeof id !== 'string' || typeof mtime !== 'number' || typeof size !== 'number') return null;
		if (typeof hash !== 'string' || typeof title !== 'string' || typeof language !== 'string' || typeof claims !== 'number' || typeof page !== 'string') return null;
		sources.set(path, { path, id, mtime, size, hash, title, aliases: Array.isArray(aliases) ? aliases.map(String) : [], language, claims, page });
	}
	const last = json['lastRun'];
	return {
		settings: String(json['settings']),
		listedAt: Number(json['listedAt']),
		concepts: Number(json['concepts']),
		disagreements: Number(json['disagreements']),
		lastRun: isRecord(last) ? { run: String(last['run']), at: String(last['at']) } : null,
		stale: Array.isArray(json['stale']) ? json['stale'].map(String) : [],
		sources,
		read: { text, sources },
	};
}
