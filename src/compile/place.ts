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

/** `files` are all paths of the vault; `ours` the pages that the machine wrote, by path, with the ids of their subjects. */
export function vaultNames(files: readonly string[], ours: ReadonlyMap<string, { readonly id: string }>): Names {
	const claimed = new Map<string, string>();
	// A name has one path nearly always, which needs no list.
	const byName = new Map<number, string | string[]>();
	const addPath = (path: string): boolean => {
		const name = nameHash(path);
		const known = byName.get(name);
		if (known === undefined) byName.set(name, path);
		else if (typeof known === 'string') {
			if (known === path) return false;
			byName.set(name, [known, path]);
		} else {
			if (known.includes(path)) return false;
			known.push(path);
		}
		return true;
	};
	files.forEach(addPath);
	for (const path of ours.keys()) addPath(path);
	/** In the order in which they came. The keys of all paths of a large vault take long to work out: few of them have one name. */
	function namesakes(path: string): readonly string[] {
		const known = byName.get(nameHash(path)) ?? [];
		return typeof known === 'string' ? [known] : known.filter((other) => nameOf(other) === nameOf(path));
	}
	return {
		taken: (path, subject) => {
			const key = pathKey(path);
			const held = namesakes(path).find((other) => pathKey(other) === key);
			return held !== undefined && (ours.get(held)?.id ?? claimed.get(held) ?? '') !== subject;
		},
		claim: (path, subject) => {
			if (addPath(path)) claimed.set(path, subject);
		},
		// Two spellings that some file system takes for one path are one file.
		linkPath: (path) => (new Set(namesakes(path).map(pathKey)).size > 1 ? path.replace(/\.md$/i, '') : baseName(path)),
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
