import { shortHash } from '../../model/hash.js';
import { problem, type Problem } from '../../model/result.js';
import { VaultError, type VaultReader } from '../../vault/port.js';
import { readMembers, writeMembers } from './line-object.js';

/** The part of `vault/commit`'s record store that state needs. */
export interface StateWriter {
	write(path: string, text: string): Promise<void>;
	remove(path: string): Promise<void>;
}

/** How a value is written to JSON and read back; `decode` gives null for what is not such a value. */
export interface Codec<T> {
	encode(value: T): unknown;
	decode(json: unknown): T | null;
}

/**
 * Values by key in at most 1,024 files, so that one change rewrites one small file and a large vault does not drown
 * in files. A file is read when one of its keys is first asked for, and a value is decoded when it is; a file is written only
 * when something in it changed, and is let go then.
 */
export interface ShardStore<T> {
	get(key: string): Promise<T | null>;
	set(key: string, value: T): Promise<void>;
	delete(key: string): Promise<void>;
	/** Values on disk as JSON text, all or those of some shards: to search them without decoding them. */
	stored(shards?: Iterable<string>): AsyncIterable<readonly [key: string, json: string]>;
	/** The keys of one shard, with what was set since. */
	keysIn(shard: string): Promise<readonly string[]>;
	flush(writer: StateWriter): Promise<void>;
	readonly problems: readonly Problem[];
}

/** The shard that holds a key, and the name of its file. */
export const shardOf = (key: string): string => shortHash(key, 2);

/** A value as JSON text, null where it was set since, and as it was set or decoded. */
type Slot<T> = { readonly json: string } | { readonly json: string | null; readonly value: T };

/** With `asText` a value is kept as JSON text alone, and decoded each time it is asked for: for what is large and seldom looked at. */
export function shardStore<T>(reader: VaultReader, folder: string, codec: Codec<T>, asText = false): ShardStore<T> {
	const shards = new Map<string, Map<string, Slot<T>>>();
	const dirty = new Set<string>();
	const problems: Problem[] = [];
	const homes = new Map<string, string>();

	// A hash for each of the many times that one source is asked for would add up.
	function homeOf(key: string): string {
		const known = homes.get(key) ?? shardOf(key);
		homes.set(key, known);
		return known;
	}
	const fileOf = (shard: string): string => `${folder}/${shard}.json`;
	const damaged = (path: string): void => void problems.push(problem(path, 'This state file is damaged. What it held is worked out again; no page depends on it.'));

	/** Nothing where there is no such file. */
	async function membersOf(path: string): Promise<Map<string, string>> {
		let text: string;
		try {
			text = await reader.read(path);
		} catch (error) {
			if (error instanceof VaultError && error.code === 'missing') return new Map();
			throw error;
		}
		const members = readMembers(text);
		if (members === null) damaged(path);
		return members ?? new Map<string, string>();
	}

	async function load(shard: string): Promise<Map<string, Slot<T>>> {
		const known = shards.get(shard);
		if (known) return known;
		const path = fileOf(shard);
		const slots = new Map<string, Slot<T>>();
		for (const [key, json] of await membersOf(path)) slots.set(key, { json });
		shards.set(shard, slots);
		return slots;
	}

	function decode(json: string, shard: string): T | null {
		try {
			return codec.decode(JSON.parse(json));
		} catch {
			damaged(fileOf(shard));
			return null;
		}
	}

	const textOf = (slot: Slot<T>): string => slot.json ?? ('value' in slot ? JSON.stringify(codec.encode(slot.value)) : '');

	return {
		problems,
		async get(key) {
			const shard = homeOf(key);
			const slots = await load(shard);
			const slot = slots.get(key);
			if (slot === undefined) return null;
			if ('value' in slot) return slot.value;
			const value = decode(slot.json, shard);
			if (value === null) slots.delete(key);
			else if (!asText) slots.set(key, { json: slot.json, value });
			return value;
		},
		async set(key, value) {
			const shard = homeOf(key);
			(await load(shard)).set(key, asText ? { json: JSON.stringify(codec.encode(value)) } : { json: null, value });
			dirty.add(shard);
		},
		async delete(key) {
			const shard = homeOf(key);
			if ((await load(shard)).delete(key)) dirty.add(shard);
		},
		async *stored(only) {
			const paths = only === undefined ? (await reader.list(folder)).map(({ path }) => path) : [...only].map(fileOf);
			for (const path of paths.sort()) yield* await membersOf(path);
		},
		async keysIn(shard) {
			return [...(await load(shard)).keys()].sort();
		},
		async flush(writer) {
			for (const shard of [...dirty].sort()) {
				const slots = shards.get(shard);
				if (!slots) continue;
				const path = fileOf(shard);
				if (slots.size === 0) await writer.remove(path);
				else {
					const members = [...slots].sort(([a], [b]) => (a < b ? -1 : 1));
					await writer.write(path, writeMembers(members.map(([key, slot]) => [key, textOf(slot)])));
				}
				shards.delete(shard);
				dirty.delete(shard);
			}
		},
	};
}
