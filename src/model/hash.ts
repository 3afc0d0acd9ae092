import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

let digest = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** Has a host's own SHA-256 of a text's UTF-8, in lower-case hex, take the place of the one in JavaScript, which is ten times slower on long texts. */
export function hashWith(native: (text: string) => string): void {
	digest = native;
}

// A page's text is hashed for its ledger events, its journal entry and its record, all in one batch.
const LONG = 512;
const MOST_KEPT = 1024;
const kept = new Map<string, string>();

/** SHA-256 of the text as UTF-8, without any normalisation, in lower-case hex. */
export function hashText(text: string): string {
	const known = text.length < LONG ? undefined : kept.get(text);
	if (known !== undefined) return known;
	const hash = digest(text);
	if (text.length >= LONG) {
		if (kept.size >= MOST_KEPT) kept.clear();
		kept.set(text, hash);
	}
	return hash;
}

// Crockford's base 32 in lower case: no i, l, o or u, so that an id can be read aloud.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** The first `length` base-32 characters of SHA-256 (5 bits each). */
export function shortHash(text: string, length: number): string {
	const hex = digest(text);
	let out = '';
	let bits = 0;
	let value = 0;
	for (let at = 0; out.length < length && at < hex.length; at += 1) {
		value = (value << 4) | parseInt(hex.charAt(at), 16);
		bits += 4;
		if (bits < 5) continue;
		bits -= 5;
		out += ALPHABET.charAt(value >>> bits);
		value &= (1 << bits) - 1;
	}
	return out;
}

/** JSON with sorted keys and no white space: equal values give equal bytes. Undefined members are left out. */
export function canonicalJson(value: unknown): string {
	if (value === undefined) return 'null';
	if (value === null || typeof value !== 'object') return JSON.stringify(value);
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	const members = value as Readonly<Record<string, unknown>>;
	let json = '';
	for (const key of Object.keys(value).sort()) {
		const member = members[key];
		if (member !== undefined) json += `${json === '' ? '{' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
	}
	return json === '' ? '{}' : `${json}}`;
}
