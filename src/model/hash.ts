import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of the text as UTF-8, without any normalisation, in lower-case hex. */
export const hashText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

// Crockford's base 32 in lower case: no i, l, o or u, so that an id can be read aloud.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** The first `length` base-32 characters of SHA-256 (5 bits each). */
export function shortHash(text: string, length: number): string {
	const bytes = sha256(utf8ToBytes(text));
	let out = '';
	let bits = 0;
	let value = 0;
	for (const byte of bytes) {
		value = (value << 8) | byte;
		bits += 8;
		while (bits >= 5) {
			if (out.length === length) return out;
			bits -= 5;
			out += ALPHABET.charAt((value >>> bits) & 31);
		}
		value &= (1 << bits) - 1;
	}
	return out.slice(0, length);
}

/** JSON with sorted keys and no white space: equal values give equal bytes. Undefined members are left out. */
export function canonicalJson(value: unknown): string {
	if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	const members = Object.entries(value)
		.filter(([, member]) => member !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
		.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
	return `{${members.join(',')}}`;
}
