import type { Concept } from '../model/concept.js';
import { foldName } from '../model/fold.js';
import type { Layout } from '../vault/layout.js';
import { pageFileName, pathKey, uniqueFileName } from '../vault/vault-path.js';

/** Which file names and paths of the vault are taken, and by how many files a bare name in a link could be meant. */
export interface Names {
	/** True where a file that is not the subject's own stands, or is about to. */
	taken(path: string, subject: string): boolean;
	claim(path: string, subject: string): void;
	/** A link target that Obsidian resolves to this page and no other: the bare name where it is the only one. */
	linkPath(path: string): string;
}

const nameEnd = (path: string): number => (path.endsWith('.md') || /\.md$/i.test(path) ? path.length - 3 : path.length);
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1, nameEnd(path));

/** Equal for names that a link may not tell apart, and for those that a file system may not. */
const nameOf = (path: string): string => foldName(baseName(path)).replaceAll('ς', 'σ');

// In names of these characters alone each is folded by itself; the ideographs stay as they are.
const DASHES = [0x2010, 0x2015] as const;
const APOSTROPHES = [0x2018, 0x2019] as const;
const IDEOGRAPHS = [0x4e00, 0x9fff] as const;
const LETTERS = [0xc0, 0xff] as const;
const TIMES = 0xd7;

const isIn = (code: number, [first, last]: readonly [number, number]): boolean => code >= first && code <= last;

/** The character as `nameOf` has it; -1 where that depends on others. */
function foldedCode(code: number): number {
	if (code >= 0x20 && code <= 0x7e) return code > 0x40 && code < 0x5b ? code + 0x20 : code;
	if (isIn(code, LETTERS)) return code < 0xdf && code !== TIMES ? code + 0x20 : code;
	if (isIn(code, IDEOGRAPHS)) return code;
	return isIn(code, DASHES) ? 0x2d : isIn(code, APOSTROPHES) ? 0x27 : -1;
}

/** Equal where `nameOf` is, and told in a fraction of the time: a large vault has twenty thousand names, of which few are ever asked for. */
function nameHash(path: string): number {
	const end = nameEnd(path);
	let hash = 0;
	for (let at = path.lastIndexOf('/') + 1; at < end; at += 1) {
		const code = foldedCode(path.charCodeAt(at));
		if (code === -1) return textHash(nameOf(path));
		hash = addCode(hash, code);
	}
	return hash;
}

function textHash(text: string): number {
	let hash = 0;
	for (let at = 0; at < text.length; at += 1) hash = addCode(hash, text.charCodeAt(at));
	return hash;
}

// Folding takes blanks away where there are too many.
const addCode = (hash: number, code: number): number => (code === 0x20 ? hash : (Math.imul(hash, 31) + code) | 0);

/** Paths of one name by their keys: two spellings that some file system takes for one path are one file. In the order in which they came. */
type Group = Map<string, Set<string>>;

/** `files` are all paths of the vault; `ours` the pages that the machine wrote, by path, with the ids of their subjects. */
export function vaultNames(files: readonly string[], ours: ReadonlyMap<string, { readonly id: string }>): Names {
	const claimed = new Map<string, string>();
	// A name has one path nearly always, which needs no group; "index" may have thousands.
	const byName = new Map<number, string | Group>();
	const addPath = (path: string): boolean => {
		const name = nameHash(path);
		const known = byName.get(name);
		if (known === undefined) {
			byName.set(name, path);
			return true;
		}
		if (known === path) return false;
		const group: Group = typeof known === 'string' ? new Map([[pathKey(known), new Set([known])]]) : known;
		byName.set(name, group);
		const key = pathKey(path);
		const spellings = group.get(key) ?? new Set();
		if (spellings.has(path)) return false;
		group.set(key, spellings.add(path));
		return true;
	};
	files.forEach(addPath);
	for (const path of ours.keys()) addPath(path);
	/** Of the spellings that some file system takes for this path, the one that came first. */
	function spelled(path: string): string | undefined {
		const known = byName.get(nameHash(path));
		const key = pathKey(path);
		if (typeof known === 'string') return pathKey(known) === key ? known : undefined;
		const [first] = known?.get(key) ?? [];
		return first;
	}
	function isAmbiguous(path: string): boolean {
		const known = byName.get(nameHash(path));
		if (known === undefined || typeof known === 'string') return false;
		const name = nameOf(path);
		let found = 0;
		for (const [first = ''] of known.values()) if (nameOf(first) === name && ++found > 1) return true;
		return false;
	}
	return {
		taken: (path, subject) => {
			const held = spelled(path);
			return held !== undefined && (ours.get(held)?.id ?? claimed.get(held) ?? '') !== subject;
		},
		claim: (path, subject) => {
			if (addPath(path)) claimed.set(path, subject);
		},
		linkPath: (path) => (isAmbiguous(path) ? path.replace(/\.md$/i, '') : baseName(path)),
	};
}

function freePath(folder: string, title: string, subject: string, names: Names): string {
	const name = uniqueFileName(title, (candidate) => names.taken(`${folder}/${candidate}.md`, subject));
	const path = `${folder}/${name}.md`;
	names.claim(path, subject);
	return path;
}

const FOLDERS = { concept: 'concepts', entity: 'entities' } as const;

/** Where a concept's page goes: where it already is, else under its title. */
export function conceptPath(concept: Concept, known: string | null, layout: Layout, names: Names): string {
	if (known !== null) {
		names.claim(known, concept.id);
		return known;
	}
	return freePath(`${layout.wiki}/${FOLDERS[concept.kind]}`, concept.title, concept.id, names);
}

/** Where a source's page goes. It never shares its note's own name, so that a bare link to either is not ambiguous. */
export function sourcePagePath(source: { readonly id: string; readonly title: string; readonly path: string }, known: string | null, layout: Layout, names: Names): string {
	if (known !== null) {
		names.claim(known, source.id);
		return known;
	}
	const folder = `${layout.wiki}/sources`;
	const name = baseName(source.path);
	if (foldName(pageFileName(source.title)) === foldName(name)) return freePath(folder, `${source.title} (source)`, source.id, names);
	// Parts of a series often bear one title; their files' names tell them apart.
	const shared = names.taken(`${folder}/${pageFileName(source.title)}.md`, source.id);
	return freePath(folder, shared ? `${source.title} (${name})` : source.title, source.id, names);
}
