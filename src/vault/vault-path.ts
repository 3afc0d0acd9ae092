import { shortHash } from '../model/hash.js';
import { err, ok, type Result } from '../model/result.js';

declare const checked: unique symbol;

/** A path that is safe to write on every platform: relative to the vault, with `/`. Only `vaultPath` makes one. */
export type VaultPath = string & { readonly [checked]: true };

const MAX_SEGMENT_BYTES = 200;
// Leaves room in a segment for a number and an extension.
const MAX_NAME_BYTES = 180;

// Control and format characters, lone surrogates, line separators, and all else that shows nothing but the choice of emoji style.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800]|(?!\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}/u;
const ALL_INVISIBLE = new RegExp(INVISIBLE.source, 'gu');
// What some file system forbids, and what cannot stand in a wikilink's target.
const FORBIDDEN = /[\\:*?"<>|#^[\]]/;
const ENCODED = /%(?=[01][0-9a-f]|2[ef5]|3a|5c|7f)/i;
// What some system would read as another character, and the gate refuses in any path.
const SEEMS_ENCODED = /%(?=[0-9a-f]{2})|&(?=#?\w+;)|~/gi;
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

const encoder = new TextEncoder();
const byteLength = (text: string): number => encoder.encode(text).length;

function segmentFault(segment: string): string | null {
	if (segment === '') return 'has an empty part';
	if (segment === '.' || segment === '..') return `has a part "${segment}", which points elsewhere`;
	if (segment.startsWith('.')) return `has a part that starts with a dot, which is hidden: "${segment}"`;
	if (/^\s|\s$/.test(segment)) return `has a part that starts or ends with a blank: "${segment}"`;
	if (segment.endsWith('.')) return `has a part that ends with a dot, which Windows drops: "${segment}"`;
	if (RESERVED.test(segment)) return `has a part that is a device on Windows: "${segment}"`;
	if (byteLength(segment) > MAX_SEGMENT_BYTES) return `has a part of more than ${MAX_SEGMENT_BYTES} bytes: "${segment.slice(0, 40)}…"`;
	return null;
}

/** Checks a path without decoding or mending it. The error is a sentence that says what is wrong. */
export function vaultPath(raw: string): Result<VaultPath, string> {
	const fault = pathFault(raw);
	return fault === null ? ok(raw as VaultPath) : err(`The path ${fault}.`);
}

function pathFault(raw: string): string | null {
	if (raw === '') return 'is empty';
	if (INVISIBLE.test(raw)) return 'holds a character that cannot be seen';
	if (raw.startsWith('/') || raw.startsWith('\\')) return `is absolute: "${raw}"`;
	if (/^[a-z]:/i.test(raw)) return `names a drive: "${raw}"`;
	if (raw.startsWith('~')) return `starts with "~", which may mean a home folder: "${raw}"`;
	const forbidden = FORBIDDEN.exec(raw);
	if (forbidden) return `holds "${forbidden[0]}", which not every file system or link can carry: "${raw}"`;
	if (ENCODED.test(raw)) return `holds an encoded character: "${raw}"`;
	for (const segment of raw.split('/')) {
		const fault = segmentFault(segment);
		if (fault !== null) return fault;
	}
	return null;
}

const PLAIN = /^[\x20-\x7e]*$/;

/** Equal for two paths that some file system takes for one: NFC, case folded. */
export const pathKey = (path: string): string => (PLAIN.test(path) ? path.toLowerCase() : foldPath(path));

const foldPath = (path: string): string => path.normalize('NFC').toLowerCase().replace(/ς/g, 'σ').normalize('NFC');

/** Whether the path lies below the folder, by exact spelling; the empty folder is the vault itself. */
export const isInside = (path: string, folder: string): boolean => folder === '' || (path.length > folder.length + 1 && path.startsWith(`${folder}/`));

const LOOKS: Readonly<Record<string, string>> = {
	'/': '-',
	'\\': '-',
	'|': '-',
	'*': '∗',
	'?': '',
	'"': "'",
	'<': '‹',
	'>': '›',
	'#': '♯',
	'^': 'ˆ',
	'[': '(',
	']': ')',
	'%': '％',
	'&': '＆',
	'~': '∼',
};

const untitled = (title: string): string => `Untitled ${shortHash(title.normalize('NFC'), 8)}`;

// Made when a name is first too long, for that takes longer than all else that is made at start.
let segmenter: Intl.Segmenter | null = null;

/** The longest beginning of at most `bytes` UTF-8 bytes that ends at a word, or else at a whole character. */
function cut(text: string, bytes: number): string {
	let used = 0;
	let end = 0;
	let wordEnd = 0;
	segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
	for (const { segment, index } of segmenter.segment(text)) {
		if (/^\s/.test(segment)) wordEnd = index;
		used += byteLength(segment);
		if (used > bytes) break;
		end = index + segment.length;
	}
	if (end === text.length) return text;
	return text.slice(0, wordEnd > end / 2 ? Math.min(wordEnd, end) : end);
}

const trimEnds = (text: string): string => text.replace(/\s+/g, ' ').replace(/^[\s.~∼]+/, '').replace(/[\s.]+$/, '');

/**
 * A file name without extension for any title: readable, NFC, the same for the same title, accepted by `vaultPath`.
 * Long titles end in a short hash of the whole; titles without a usable character become `Untitled <hash>`.
 */
export function pageFileName(title: string): string {
	// A name never needs more than this, and segmenting a huge title would take long.
	const head = title.length > 1000 ? title.slice(0, 1000) : title;
	const clean = head
		.normalize('NFC')
		.replace(/[\r\n\t\u2028\u2029]/g, ' ')
		.replace(ALL_INVISIBLE, '')
		.replace(/:(?=\s)/g, ' -')
		.replace(/:/g, '-')
		.replace(/[/\\|*?"<>#^[\]]/g, (character) => LOOKS[character] ?? '-')
		.replace(SEEMS_ENCODED, (character) => LOOKS[character] ?? '-');
	const name = trimEnds(clean).normalize('NFC');
	if (name === '' || /^[-\s]+$/.test(name)) return untitled(title);
	const safe = RESERVED.test(name) ? name.replace(/^[^\s.]+/, (device) => `${device}_`) : name;
	if (head === title && byteLength(safe) <= MAX_NAME_BYTES) return safe;
	const short = trimEnds(cut(safe, MAX_NAME_BYTES - 9));
	return short === '' ? untitled(title) : `${short} ${shortHash(title.normalize('NFC'), 8)}`;
}

/**
 * `pageFileName`, told apart from names that other titles have: by a hash of the title, so that the order in which titles
 * come decides only who keeps the plain name. `taken` is asked with the `pathKey` of a name.
 */
export function uniqueFileName(title: string, taken: (key: string) => boolean): string {
	const plain = pageFileName(title);
	if (!taken(pathKey(plain))) return plain;
	const stem = trimEnds(cut(plain, MAX_NAME_BYTES - 9));
	const hashed = `${stem} ${shortHash(title.normalize('NFC'), 6)}`;
	if (!taken(pathKey(hashed))) return hashed;
	for (let count = 2; ; count += 1) {
		const counted = `${hashed} ${count}`;
		if (!taken(pathKey(counted))) return counted;
	}
}
