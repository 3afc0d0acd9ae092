import { shortHash } from '../../model/hash.js';
import { isRecord, parseList, parseRecord } from '../../model/json.js';
import type { PageRecord, PageType } from '../../model/page.js';
import type { Problem } from '../../model/result.js';
import type { Layout } from '../../vault/layout.js';
import type { VaultReader } from '../../vault/port.js';
import { isSameVersion, versionOf, type FileVersion } from './file-version.js';
import { damaged, readState } from './read-state.js';
import type { ShardStore, StateWriter } from './shard-store.js';

const PAGE_TYPES: readonly (PageType | 'catalogue')[] = ['concept', 'entity', 'source', 'comparison', 'synthesis', 'answer', 'catalogue'];

/** How a file tells a page, in this order. */
const COLUMNS = ['path', 'id', 'type', 'title', 'summary', 'baseHash', 'committedHash', 'created', 'updated', 'sources', 'links'] as const;

// A hash once where both are one, which they are unless a person wrote on the page.
const encodeRow = ({ path, id, type, title, summary, baseHash, committedHash, created, updated, sources, links }: PageRecord): string =>
	JSON.stringify([path, id, type, title, summary, baseHash, committedHash === baseHash ? '' : committedHash, created, updated, sources, links]);

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');

function decodeRow(row: unknown): PageRecord | null {
	if (!Array.isArray(row)) return null;
	const [path, id, type, title, summary, baseHash, committedHash, created, updated, sources, links] = row as readonly unknown[];
	const pageType = PAGE_TYPES.find((candidate) => candidate === type);
	if (typeof path !== 'string' || typeof id !== 'string' || pageType === undefined || typeof title !== 'string' || typeof summary !== 'string') return null;
	if (typeof baseHash !== 'string' || typeof committedHash !== 'string' || typeof created !== 'string' || typeof updated !== 'string') return null;
	return {
		path,
		id,
		type: pageType,
		title,
		summary,
		baseHash,
		committedHash: committedHash === '' ? baseHash : committedHash,
		created,
		updated,
		sources: Number(sources),
		links: isTexts(links) ? links : [],
	};
}

/** Null where the value is not a page's record. */
export const decodePage = (record: unknown): PageRecord | null => (isRecord(record) ? decodeRow(COLUMNS.map((name) => record[name])) : null);

/** The pages, and up to which batch of which device's journal they are told. */
export interface PageTable {
	readonly pages: Map<string, PageRecord>;
	readonly journal: Map<string, string>;
	/** What the files hold, so that only those that tell something else are written. */
	stored: StoredPages;
}

/** Records by path, as they stand in the files. */
interface StoredPages {
	readonly pages: ReadonlyMap<string, PageRecord>;
	/** Paths of the pages in each file. */
	readonly shards: ReadonlyMap<string, readonly string[]>;
	/** Files that should be there and cannot be read: the journal alone knows what they held. */
	readonly lost: ReadonlySet<string>;
}

const NOTHING: StoredPages = { pages: new Map(), shards: new Map(), lost: new Set() };
const emptyTable = (): PageTable => ({ pages: new Map(), journal: new Map(), stored: NOTHING });

// Few files, of which a small change of a large vault writes few.
const shardOf = (path: string): string => shortHash(path, 1);

/** True where the record of the page was lost with the file that held it. */
export const isLost = ({ stored: { lost } }: PageTable, path: string): boolean => lost.size > 0 && lost.has(shardOf(path));

const tableFile = (layout: Layout): string => `${layout.home}/state/pages.json`;
const shardFile = (layout: Layout, shard: string): string => `${layout.home}/state/pages/${shard}.json`;

/** Null where one of the values is no page. */
function decodeAll(rows: readonly unknown[] | null, decode: (row: unknown) => PageRecord | null): PageRecord[] | null {
	if (rows === null) return null;
	const pages: PageRecord[] = [];
	for (const row of rows) {
		const page = decode(row);
		if (page === null) return null;
		pages.push(page);
	}
	return pages;
}

const decodeShard = (text: string): PageRecord[] | null => decodeAll(parseList(text), decodeRow);

interface TableFile {
	readonly journal: Map<string, string>;
	/** The files that hold the pages; null where an earlier version wrote the pages here. */
	readonly shards: readonly string[] | null;
	readonly pages: readonly PageRecord[];
}

function decodeTable(text: string): TableFile | null {
	const json = parseRecord(text);
	if (!isRecord(json?.['journal'])) return null;
	const journal = new Map(Object.entries(json['journal']).map(([device, txid]) => [device, String(txid)]));
	const { shards, pages: rows } = json;
	if (typeof shards === 'string') return { journal, shards: Array.from(shards), pages: [] };
	const pages = decodeAll(Array.isArray(rows) ? rows : null, decodePage);
	return pages && { journal, shards: null, pages };
}

async function readTable(reader: VaultReader, layout: Layout, problems: Problem[]): Promise<PageTable> {
	const file = await readState<TableFile | null>(reader, tableFile(layout), decodeTable, null, problems);
	if (file === null) return emptyTable();
	if (file.shards === null) return { pages: new Map(file.pages.map((page) => [page.path, page])), journal: file.journal, stored: NOTHING };
	const pages = new Map<string, PageRecord>();
	const shards = new Map<string, readonly string[]>();
	const lost = new Set<string>();
	const read = file.shards.map(async (shard) => ({ shard, path: shardFile(layout, shard), records: await readState<PageRecord[] | 'none'>(reader, shardFile(layout, shard), decodeShard, 'none', problems) }));
	for (const { shard, path, records } of await Promise.all(read)) {
		if (records === 'none') {
			if (!problems.some((told) => told.path === path)) problems.push(damaged(path));
			lost.add(shard);
			continue;
		}
		for (const record of records) pages.set(record.path, record);
		shards.set(shard, records.map((record) => record.path));
	}
	return { pages, journal: file.journal, stored: { pages, shards, lost } };
}

/** The pages as they were last read, so that a run that plans first and writes then reads them once. */
export interface PageMemory {
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	last: { readonly version: FileVersion; readonly table: PageTable } | null;
	/** The paths below the folders of pages and drafts, and when a listing of them began. */
	listed: { readonly at: number; readonly paths: readonly string[] } | null;
}

export async function loadPages(reader: VaultReader, layout: Layout, problems: Problem[], memory?: PageMemory): Promise<PageTable> {
	// Looked at before the file is read: what is written in between is another version later on.
	const version = memory === undefined ? null : await versionOf(reader, tableFile(layout), memory.now()).catch(() => null);
	const before = problems.length;
	const known = memory?.last && isSameVersion(memory.last.version, version) ? memory.last.table : null;
	const table = known ?? (await readTable(reader, layout, problems));
	if (memory !== undefined) memory.last = version === null || problems.length > before ? null : { version, table };
	// Whoever reads them changes their own.
	return { pages: new Map(table.pages), journal: new Map(table.journal), stored: table.stored };
}

/** Writes the files that hold something else now, and last the one that says how far the journal is told: a crash before that has it told again. */
export async function savePages(writer: StateWriter, layout: Layout, table: PageTable, bases: ShardStore<string>): Promise<void> {
	const { pages, journal, stored } = table;
	await bases.flush(writer);
	const changed = [...pages.values()].flatMap((page) => (stored.pages.get(page.path) === page ? [] : [page.path]));
	const gone = [...stored.pages.keys()].filter((path) => !pages.has(path));
	const shards = new Map<string, readonly string[]>(stored.shards);
	const dirty = new Map<string, Set<string>>([...stored.lost].map((shard) => [shard, new Set()]));
	const rowsOf = (shard: string): Set<string> => {
		const rows = dirty.get(shard) ?? new Set(stored.shards.get(shard));
		dirty.set(shard, rows);
		return rows;
	};
	for (const path of changed) rowsOf(shardOf(path)).add(path);
	for (const path of gone) rowsOf(shardOf(path)).delete(path);
	const emptied: string[] = [];
	for (const [shard, rows] of dirty) {
		const paths = [...rows].sort();
		if (paths.length === 0) {
			emptied.push(shard);
			shards.delete(shard);
			continue;
		}
		await writer.write(shardFile(layout, shard), `[\n${paths.flatMap((path) => pages.get(path) ?? []).map(encodeRow).join(',\n')}\n]`);
		shards.set(shard, paths);
	}
	const told = Object.fromEntries([...journal].sort(([a], [b]) => (a < b ? -1 : 1)));
	await writer.write(tableFile(layout), JSON.stringify({ version: 2, journal: told, shards: [...shards.keys()].sort().join('') }));
	// What nothing names any more goes last: until then it would be missed.
	for (const shard of emptied) await writer.remove(shardFile(layout, shard));
	table.stored = { pages: new Map(pages), shards, lost: new Set() };
}
