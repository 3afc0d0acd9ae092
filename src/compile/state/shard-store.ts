import { shortHash } from '../../model/hash.js';
import { problem, type Problem } from '../../model/result.js';
import type { VaultReader } from '../../vault/port.js';
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
	/** All values on disk as JSON text: to search them without decoding them. */
	stored(): AsyncIterable<readonly [key: string, json: string]>;
	flush(writer: StateWriter): Promise<void>;
	readonly problems: readonly Problem[];
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as JSON text, null where it was set since, and as it was set or decoded. */
type Slot<T> = { readonly json: string } | { readonly json: string | null; readonly value: T };

export function shardStore<T>(reader: VaultReader, folder: string, codec: Codec<T>): ShardStore<T> {
	const shards = new Map<string, Map<string, Slot<T>>>();
	const dirty = new Set<string>();
	const problems: Problem[] = [];
	let existing: Set<string> | null = null;

	const fileOf = (shard: string): string => `${folder}/${shard}.json`;
	const damaged = (path: string): void => void problems.push(problem(path, 'This state file is damaged. What it held is worked out again; no page depends on it.'));

	async function files(): Promise<Set<string>> {
		existing ??= new Set((await reader.list(folder)).map((file) => file.path));
		return existing;
	}

	async function membersOf(path: string): Promise<Map<string, string>> {
		const members = readMembers(await reader.read(path));
		if (members === null) damaged(path);
		return members ?? new Map<string, string>();
	}

	async function load(shard: string): Promise<Map<string, Slot<T>>> {
		const known = shards.get(shard);
		if (known) return known;
		const path = fileOf(shard);
		const slots = new Map<string, Slot<T>>();
		if ((await files()).has(path)) for (const [key, json] of await membersOf(path)) slots.set(key, { json });
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
			const shard = shortHash(key, 2);
			const slots = await load(shard);
			const slot = slots.get(key);
			if (slot === undefined) return null;
			if ('value' in slot) return slot.value;
			const value = decode(slot.json, shard);
			if (value === null) slots.delete(key);
			else slots.set(key, { json: slot.json, value });
			return value;
		},
		async set(key, value) {
			const shard = shortHash(key, 2);
			(await load(shard)).set(key, { json: null, value });
			dirty.add(shard);
		},
		async delete(key) {
			const shard = shortHash(key, 2);
			if ((await load(shard)).delete(key)) dirty.add(shard);
		},
		async *stored() {
			for (const path of [...(await files())].sort()) yield* await membersOf(path);
		},
		async flush(writer) {
			const onDisk = await files();
			for (const shard of [...dirty].sort()) {
				const slots = shards.get(shard);
				if (!slots) continue;
				const path = fileOf(shard);
				if (slots.size === 0) {
					if (onDisk.has(path)) await writer.remove(path);
					onDisk.delete(path);
				} else {
					const members = [...slots].sort(([a], [b]) => (a < b ? -1 : 1));
					await writer.write(path, writeMembers(members.map(([key, slot]) => [key, textOf(slot)])));
					onDisk.add(path);
				}
				shards.delete(shard);
				dirty.delete(shard);
			}
		},
	};
}
