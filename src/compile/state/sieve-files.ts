import { isRecord, parseRecord } from '../../model/json.js';
import type { Problem } from '../../model/result.js';
import type { Layout } from '../../vault/layout.js';
import type { VaultReader } from '../../vault/port.js';
import { readState } from './read-state.js';
import type { StateWriter } from './shard-store.js';
import { sieveOf, type Sieve, type Sieves } from './sieve.js';

const tableFile = (layout: Layout): string => `${layout.home}/state/sieves.json`;
const shardFile = (layout: Layout, shard: string): string => `${layout.home}/state/sieves/${shard}.json`;

/** The file that holds the filters of a group: groups whose names begin alike share one. */
const shardOf = (group: string): string => group.slice(0, 1);

type Filters = readonly (readonly [group: string, bits: string])[];

function decodeFilters(json: unknown): Filters | null {
	if (!isRecord(json)) return null;
	const filters: (readonly [string, string])[] = [];
	for (const [group, bits] of Object.entries(json)) {
		if (typeof bits !== 'string' || bits === '') return null;
		filters.push([group, bits]);
	}
	return filters;
}

interface Decoded {
	readonly words: Filters;
	readonly keys: Filters;
}

/** Null where the text is no such table. */
function decodeShard(text: string): Decoded | null {
	const json = parseRecord(text);
	const [words, keys] = [decodeFilters(json?.['words']), decodeFilters(json?.['keys'])];
	return words === null || keys === null ? null : { words, keys };
}

/** The names of the files, or the filters themselves, which an earlier version wrote in their place. */
function decodeTable(text: string): { readonly shards: readonly string[] } | Decoded | null {
	const shards = parseRecord(text)?.['shards'];
	return typeof shards === 'string' ? { shards: Array.from(shards) } : decodeShard(text);
}

/** Null where there are none, or a part of them is lost: what is missing cannot be told from what is nowhere. */
export async function loadSieves(reader: VaultReader, layout: Layout, problems: Problem[]): Promise<Sieves | null> {
	const table = await readState<ReturnType<typeof decodeTable>>(reader, tableFile(layout), decodeTable, null, problems);
	if (table === null) return null;
	if (!('shards' in table)) {
		const all = [...table.words, ...table.keys].map(([group]) => group);
		return { words: sieveOf(new Map(table.words)), keys: sieveOf(new Map(table.keys)), unsaved: new Set(all) };
	}
	const read = await Promise.all(table.shards.map((shard) => readState<Decoded | null>(reader, shardFile(layout, shard), decodeShard, null, problems)));
	const words = new Map<string, string>();
	const keys = new Map<string, string>();
	for (const part of read) {
		if (part === null) return null;
		for (const [group, bits] of part.words) words.set(group, bits);
		for (const [group, bits] of part.keys) keys.set(group, bits);
	}
	return { words: sieveOf(words), keys: sieveOf(keys), unsaved: new Set() };
}

/** Takes away what says that the filters are whole, before what they tell of changes. */
export const dropSieves = (writer: StateWriter, layout: Layout): Promise<void> => writer.remove(tableFile(layout));

const membersIn = ({ filters }: Sieve, shard: string): Record<string, string> => Object.fromEntries([...filters].filter(([group]) => shardOf(group) === shard).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Writes the files of the groups that changed, and last the one that names them all. */
export async function saveSieves(writer: StateWriter, layout: Layout, { words, keys, unsaved }: Sieves): Promise<void> {
	for (const shard of [...new Set([...unsaved].map(shardOf))].sort()) {
		await writer.write(shardFile(layout, shard), JSON.stringify({ words: membersIn(words, shard), keys: membersIn(keys, shard) }));
	}
	const shards = new Set([...words.filters.keys(), ...keys.filters.keys()].map(shardOf));
	await writer.write(tableFile(layout), JSON.stringify({ version: 2, shards: [...shards].sort().join('') }));
	unsaved.clear();
}
