import { shortHash } from '../../model/hash.js';
import { problem, type Problem } from '../../model/result.js';
import type { VaultReader } from '../../vault/port.js';

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
 * in files. A file is read when one of its keys is first asked for and written only when something in it changed.
 */
export interface ShardStore<T> {
	get(key: string): Promise<T | null>;
	set(key: string, value: T): Promise<void>;
	delete(key: string): Promise<void>;
	/** Names of the files on disk, with their raw text: to search all values without decoding them. */
	rawShards(): AsyncIterable<{ readonly text: string; keys(): readonly string[] }>;
	flush(writer: StateWriter): Promise<void>;
	readonly problems: readonly Problem[];
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export function shardStore<T>(reader: VaultReader, folder: string, codec: Codec<T>): ShardStore<T> {
	const shards = new Map<string, Map<string, T>>();
	const dirty = new Set<string>();
	const problems: Problem[] = [];
	let existing: Set<string> | null = null;

	const fileOf = (shard: string): string => `${folder}/${shard}.json`;

	async function files(): Promise<Set<string>> {
		existing ??= new Set((await reader.list(folder)).map((file) => file.path));
		return existing;
	}

	function decodeShard(path: string, text: string): Map<string, T> {
		const values = new Map<string, T>();
		let json: unknown;
		try {
			json = JSON.parse(text);
		} catch {
			problems.push(problem(path, 'This state file is damaged. What it held is worked out again; no page depends on it.'));
			return values;
		}
		if (!isRecord(json)) return values;
		for (const [key, member] of Object.entries(json)) {
			const value = codec.decode(member);
			if (value !== null) values.set(key, value);
		}
		return values;
	}

	async function load(shard: string): Promise<Map<string, T>> {
		const known = shards.get(shard);
		if (known) return known;
		const path = fileOf(shard);
		const values = (await files()).has(path) ? decodeShard(path, await reader.read(path)) : new Map<string, T>();
		shards.set(shard, values);
		return values;
	}

	return {
		problems,
		async get(key) {
			return (await load(shortHash(key, 2))).get(key) ?? null;
		},
		async set(key, value) {
			const shard = shortHash(key, 2);
			(await load(shard)).set(key, value);
			dirty.add(shard);
		},
		async delete(key) {
			const shard = shortHash(key, 2);
			if ((await load(shard)).delete(key)) dirty.add(shard);
		},
		async *rawShards() {
			for (const path of [...(await files())].sort()) {
				const text = await reader.read(path);
				yield { text, keys: () => [...decodeShard(path, text).keys()] };
			}
		},
		async flush(writer) {
			const onDisk = await files();
			for (const shard of [...dirty].sort()) {
				const values = shards.get(shard);
				if (!values) continue;
				const path = fileOf(shard);
				if (values.size === 0) {
					if (onDisk.has(path)) await writer.remove(path);
					onDisk.delete(path);
					continue;
				}
				const json: Record<string, unknown> = {};
				for (const key of [...values.keys()].sort()) {
					const value = values.get(key);
					if (value !== undefined) json[key] = codec.encode(value);
				}
				await writer.write(path, JSON.stringify(json));
				onDisk.add(path);
			}
			dirty.clear();
		},
	};
}
