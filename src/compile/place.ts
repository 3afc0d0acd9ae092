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

const baseName = (path: string): string => (path.split('/').at(-1) ?? path).replace(/\.md$/i, '');

/** `files` are all paths of the vault; `ours` maps the paths of pages that the machine wrote to their subjects. */
export function vaultNames(files: Iterable<string>, ours: ReadonlyMap<string, string>): Names {
	const holders = new Map<string, string>();
	const byName = new Map<string, number>();
	const add = (path: string, subject: string): void => {
		const key = pathKey(path);
		if (holders.has(key)) return;
		holders.set(key, subject);
		const name = foldName(baseName(path));
		byName.set(name, (byName.get(name) ?? 0) + 1);
	};
	for (const path of files) add(path, ours.get(path) ?? '');
	for (const [path, subject] of ours) add(path, subject);
	return {
		taken: (path, subject) => {
			const holder = holders.get(pathKey(path));
			return holder !== undefined && holder !== subject;
		},
		claim: add,
		linkPath: (path) => ((byName.get(foldName(baseName(path))) ?? 0) > 1 ? path.replace(/\.md$/i, '') : baseName(path)),
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
