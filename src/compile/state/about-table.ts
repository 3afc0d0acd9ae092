import { shortHash } from '../../model/hash.js';
import { readRows, WIDTH } from './about-rows.js';

/** How much one source says about one concept: claims, their weights added up in hundredths, and how many of them define it. */
export interface AboutConcept {
	readonly claims: number;
	readonly weight: number;
	readonly definitions: number;
}

/** Which source says how much about which concept: what the vault-wide steps need of the claims without reading them. */
export interface AboutTable {
	/** Number of sources. */
	readonly size: number;
	has(source: string): boolean;
	sources(): Iterable<string>;
	/** Null where the source says nothing of the concept. */
	get(source: string, concept: string): AboutConcept | null;
	/** Ids of the concepts that the source speaks of. */
	conceptsOf(source: string): readonly string[];
	set(source: string, about: ReadonlyMap<string, AboutConcept>): void;
	delete(source: string): void;
	clear(): void;
	/** Concepts by small numbers, which stay the same as long as the table lives. */
	numberOf(concept: string): number | undefined;
	idOf(concept: number): string;
	/** One more than the largest such number. */
	readonly numbers: number;
	/** For each concept that the source speaks of `WIDTH` numbers: its own, claims, weight, definitions. */
	rowOf(source: string): Int32Array;
	/** What all sources together say of concepts, by their numbers, as it is now. */
	readonly sums: Sums;
	/** The files that must be written, by name and sorted, for what is on disk to be this; null where one must go. */
	changed(): readonly (readonly [shard: string, text: string | null])[];
}

/** A place for each concept's number, or more. */
export interface Sums {
	/** How many sources speak of it. */
	readonly sources: Int32Array;
	readonly claims: Int32Array;
	readonly definitions: Int32Array;
}

export { WIDTH } from './about-rows.js';

const NONE = new Int32Array(0);

// Few files, of which a small change of a large vault writes few.
const shardOf = (source: string): string => shortHash(source, 1);

const sumsFor = (size: number): Sums => ({ sources: new Int32Array(size), claims: new Int32Array(size), definitions: new Int32Array(size) });

function grown(sums: Sums, size: number): Sums {
	const wider = sumsFor(size * 2);
	wider.sources.set(sums.sources);
	wider.claims.set(sums.claims);
	wider.definitions.set(sums.definitions);
	return wider;
}

/** Takes a row into the sums, or out of them again where `sign` is -1. */
function sumRow({ sources, claims, definitions }: Sums, row: Int32Array, sign: 1 | -1): void {
	for (let at = 0; at < row.length; at += WIDTH) {
		const number = row[at] ?? 0;
		sources[number] = (sources[number] ?? 0) + sign;
		claims[number] = (claims[number] ?? 0) + sign * (row[at + 1] ?? 0);
		definitions[number] = (definitions[number] ?? 0) + sign * (row[at + 3] ?? 0);
	}
}

// This and `sumRow` are called for each of ten thousand rows: an engine makes a function quick that is called often sooner than one that loops for long.
function renumber(row: Int32Array, given: readonly number[]): void {
	for (let at = 0; at < row.length; at += WIDTH) row[at] = given[row[at] ?? 0] ?? 0;
}

/** `files` are the texts on disk by shard; `damaged` is told of those that are no such table. */
export function aboutTable(files: ReadonlyMap<string, string>, damaged: (shard: string) => void = () => undefined): AboutTable {
	const rows = new Map<string, Int32Array>();
	const shards = new Map<string, Set<string>>([...files.keys()].map((shard) => [shard, new Set()]));
	const numbers = new Map<string, number>();
	const ids: string[] = [];
	const onDisk = new Set(files.keys());
	const dirty = new Set<string>();
	let sums = sumsFor(64);

	function give(concept: string): number {
		const known = numbers.get(concept);
		if (known !== undefined) return known;
		numbers.set(concept, ids.length);
		ids.push(concept);
		if (ids.length > sums.sources.length) sums = grown(sums, ids.length);
		return ids.length - 1;
	}

	function inShard(shard: string): Set<string> {
		const known = shards.get(shard) ?? new Set<string>();
		shards.set(shard, known);
		return known;
	}

	function decode(shard: string, text: string): boolean {
		const read = readRows(text);
		if (read === null) return false;
		const given = read.concepts.map(give);
		const inside = inShard(shard);
		for (const [source, row] of read.rows) {
			renumber(row, given);
			const before = rows.get(source);
			if (before !== undefined) sumRow(sums, before, -1);
			sumRow(sums, row, 1);
			rows.set(source, row);
			inside.add(source);
		}
		return true;
	}

	for (const [shard, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
		if (decode(shard, text)) continue;
		damaged(shard);
		dirty.add(shard);
	}

	const rowOf = (source: string): Int32Array => rows.get(source) ?? NONE;
	const idOf = (concept: number): string => ids[concept] ?? '';

	function encode(sources: readonly string[]): string {
		const used = new Set<string>();
		for (const source of sources) for (let row = rowOf(source), at = 0; at < row.length; at += WIDTH) used.add(idOf(row[at] ?? -1));
		const concepts = [...used].sort();
		const places = new Map(concepts.map((id, place) => [id, place]));
		const written = sources.map((source): [string, number[]] => {
			const values = [...rowOf(source)];
			for (let at = 0; at < values.length; at += WIDTH) values[at] = places.get(idOf(values[at] ?? -1)) ?? 0;
			return [source, values];
		});
		return JSON.stringify({ concepts, sources: Object.fromEntries(written) });
	}

	return {
		get size() {
			return rows.size;
		},
		get numbers() {
			return ids.length;
		},
		has: (source) => rows.has(source),
		sources: () => rows.keys(),
		get(source, concept) {
			const number = numbers.get(concept);
			const row = rowOf(source);
			for (let at = 0; at < row.length; at += WIDTH) if (row[at] === number) return { claims: row[at + 1] ?? 0, weight: row[at + 2] ?? 0, definitions: row[at + 3] ?? 0 };
			return null;
		},
		conceptsOf(source) {
			const row = rowOf(source);
			const concepts: string[] = [];
			for (let at = 0; at < row.length; at += WIDTH) concepts.push(idOf(row[at] ?? -1));
			return concepts;
		},
		set(source, about) {
			const row = new Int32Array(about.size * WIDTH);
			let at = 0;
			for (const [concept, { claims, weight, definitions }] of [...about].sort(([a], [b]) => (a < b ? -1 : 1))) {
				row.set([give(concept), claims, weight, definitions], at);
				at += WIDTH;
			}
			sumRow(sums, rowOf(source), -1);
			sumRow(sums, row, 1);
			rows.set(source, row);
			const shard = shardOf(source);
			inShard(shard).add(source);
			dirty.add(shard);
		},
		delete(source) {
			sumRow(sums, rowOf(source), -1);
			if (!rows.delete(source)) return;
			const shard = shardOf(source);
			inShard(shard).delete(source);
			dirty.add(shard);
		},
		clear() {
			rows.clear();
			shards.clear();
			sums = sumsFor(ids.length);
		},
		numberOf: (concept) => numbers.get(concept),
		get sums() {
			return sums;
		},
		idOf,
		rowOf,
		changed() {
			return [...dirty]
				.sort()
				.map((shard) => ({ shard, sources: [...inShard(shard)].sort() }))
				.filter(({ shard, sources }) => sources.length > 0 || onDisk.has(shard))
				.map(({ shard, sources }) => [shard, sources.length === 0 ? null : encode(sources)]);
		},
	};
}

/** The sources that speak of each concept, as they were when this was made. */
export interface Speakers {
	/** How many there are. */
	readonly count: (concept: string) => number;
	/** Their ids, sorted. */
	readonly of: (concept: string) => readonly string[];
	readonly counts: Iterable<readonly [concept: string, sources: number]>;
}

/** A change of one note asks for the speakers of so few concepts at most that it is quicker to look for them than to list those of all. */
const FEW = 8;

const meets = (row: Int32Array, number: number): boolean => {
	for (let at = 0; at < row.length; at += WIDTH) if (row[at] === number) return true;
	return false;
};

function speakersOf(about: AboutTable, number: number): readonly string[] {
	const ids: string[] = [];
	for (const id of about.sources()) if (meets(about.rowOf(id), number)) ids.push(id);
	return ids.sort();
}

/** `about` must not change before ids are asked for; the counts stay. */
export function speakersIn(about: AboutTable): Speakers {
	const counts = about.sums.sources.slice(0, about.numbers);
	let asked = 0;
	let lists: { readonly ids: readonly string[]; readonly starts: Int32Array; readonly places: Int32Array } | null = null;

	/** All lists in one, because a large vault has thousands of them. */
	function invert(): NonNullable<typeof lists> {
		const ids = [...about.sources()].sort();
		const starts = new Int32Array(counts.length + 1);
		counts.forEach((count, number) => {
			starts[number + 1] = (starts[number] ?? 0) + count;
		});
		const next = starts.slice();
		const places = new Int32Array(starts.at(-1) ?? 0);
		ids.forEach((id, place) => {
			const row = about.rowOf(id);
			for (let at = 0; at < row.length; at += WIDTH) {
				const number = row[at] ?? 0;
				places[next[number] ?? 0] = place;
				next[number] = (next[number] ?? 0) + 1;
			}
		});
		return { ids, starts, places };
	}

	return {
		count: (concept) => counts[about.numberOf(concept) ?? counts.length] ?? 0,
		of(concept) {
			const number = about.numberOf(concept);
			if (number === undefined || number >= counts.length) return [];
			asked += 1;
			if (lists === null && asked <= FEW) return speakersOf(about, number);
			lists ??= invert();
			const { ids, starts, places } = lists;
			return Array.from(places.subarray(starts[number], starts[number + 1]), (place) => ids[place] ?? '');
		},
		get counts() {
			return Array.from(counts, (count, number) => [about.idOf(number), count] as const).filter(([, count]) => count > 0);
		},
	};
}
