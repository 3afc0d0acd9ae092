/**
 * Tells in which few of many groups something may be, without reading them: for each group a Bloom filter of what is in it. It may name
 * a group in vain, about once in a thousand, and never leaves one out.
 */
export interface Sieve {
	/** Names of the groups that may hold all of these, sorted. With none to look for that is every group. */
	groupsWith(hashes: Iterable<number>): string[];
	/** Puts exactly this into a group; a group of nothing is gone. */
	set(group: string, hashes: ReadonlySet<number>): void;
	/** The filters by group, as text. */
	readonly filters: ReadonlyMap<string, string>;
}

const BITS_PER_HASH = 16;
const PROBES = 6;
const BITS_PER_CHAR = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = Uint8Array.from(ALPHABET, (char) => char.charCodeAt(0));
const VALUES = new Uint8Array(128);
for (let at = 0; at < ALPHABET.length; at += 1) VALUES[ALPHABET.charCodeAt(at)] = at;

/** Characters made in one call, of which an engine allows only so many. */
const AT_ONCE = 4_096;

export const HASH_START = 0x811c9dc5;
/** The hash of what was hashed so far and one more code unit. */
export const hashNext = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);

/** 32 bits from a text (FNV-1a over its code units). */
export function hash32(text: string): number {
	let hash = HASH_START;
	for (let at = 0; at < text.length; at += 1) hash = hashNext(hash, text.charCodeAt(at));
	return hash >>> 0;
}

/** How far the second and each later probe is from the one before. */
function strideOf(hash: number): number {
	let mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
	return ((mixed ^ (mixed >>> 16)) | 1) >>> 0;
}

function mayHold(bits: string, hash: number): boolean {
	const size = bits.length * BITS_PER_CHAR;
	const stride = strideOf(hash);
	for (let probe = 0, place = hash; probe < PROBES; probe += 1, place = (place + stride) >>> 0) {
		const bit = place % size;
		const value = VALUES[bits.charCodeAt(Math.floor(bit / BITS_PER_CHAR))] ?? 0;
		if ((value & (1 << bit % BITS_PER_CHAR)) === 0) return false;
	}
	return true;
}

function fill(hashes: ReadonlySet<number>): string {
	const chars = new Uint8Array(Math.ceil((hashes.size * BITS_PER_HASH) / BITS_PER_CHAR) + 1);
	const size = chars.length * BITS_PER_CHAR;
	for (const hash of hashes) {
		const stride = strideOf(hash);
		for (let probe = 0, place = hash; probe < PROBES; probe += 1, place = (place + stride) >>> 0) {
			const bit = place % size;
			const at = Math.floor(bit / BITS_PER_CHAR);
			chars[at] = (chars[at] ?? 0) | (1 << bit % BITS_PER_CHAR);
		}
	}
	for (let at = 0; at < chars.length; at += 1) chars[at] = CODES[chars[at] ?? 0] ?? 0;
	let text = '';
	for (let at = 0; at < chars.length; at += AT_ONCE) text += String.fromCharCode(...chars.subarray(at, at + AT_ONCE));
	return text;
}

/** A sieve of what was encoded before, by group. */
export function sieveOf(encoded: ReadonlyMap<string, string> = new Map()): Sieve {
	const filters = new Map(encoded);
	return {
		groupsWith(hashes) {
			const wanted = [...hashes];
			const found: string[] = [];
			for (const [group, bits] of filters) if (wanted.every((hash) => mayHold(bits, hash))) found.push(group);
			return found.sort();
		},
		set(group, hashes) {
			if (hashes.size === 0) filters.delete(group);
			else filters.set(group, fill(hashes));
		},
		filters,
	};
}

/** Where words stand in claims, and under which keys claims may be contested, by the shards that hold the sources. */
export interface Sieves {
	readonly words: Sieve;
	readonly keys: Sieve;
	/** Shards of which the files do not tell yet. */
	readonly unsaved: Set<string>;
}
