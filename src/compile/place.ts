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

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1, /\.md$/i.test(path) ? -3 : undefined);

/** `files` are all paths of the vault; `ours` maps the paths of pages that the machine wrote to their subjects. */
export function vaultNames(files: readonly string[], ours: ReadonlyMap<string, string>): Names {
	const claimed: (readonly [path: string, subject: string])[] = [];
	// Who has which place is asked for what is new, and the keys of all paths of a large vault take long to work out.
	let holders: Map<string, string> | null = null;
	const hold = (known: Map<string, string>, path: string, subject: string): void => {
		const key = pathKey(path);
		if (!known.has(key)) known.set(key, subject);
	};
	const holdersNow = (): Map<string, string> => {
		if (holders !== null) return holders;
		holders = new Map();
		for (const path of files) hold(holders, path, ours.get(path) ?? '');
		for (const [path, subject] of ours) hold(holders, path, subject);
		for (const [path, subject] of claimed) hold(holders, path, subject);
		return holders;
	};

	const paths = new Set(files);
	// A name has one path nearly always, which needs no list.
	const byName = new Map<string, string | string[]>();
	const addName = (path: string): void => {
		const name = foldName(baseName(path));
		const known = byName.get(name);
		if (known === undefined) byName.set(name, path);
		else if (typeof known === 'string') byName.set(name, [known, path]);
		else known.push(path);
	};
	const addPath = (path: string): void => {
		if (paths.has(path)) return;
		paths.add(path);
		addName(path);
	};
	files.forEach(addName);
	for (const path of ours.keys()) addPath(path);
	/** Two spellings that some file system takes for one path are one file. */
	const isShared = (path: string): boolean => {
		const known = byName.get(foldName(baseName(path)));
		return typeof known === 'object' && new Set(known.map(pathKey)).size > 1;
	};
	return {
		taken: (path, subject) => {
			const holder = holdersNow().get(pathKey(path));
			return holder !== undefined && holder !== subject;
		},
		claim: (path, subject) => {
			addPath(path);
			if (holders === null) claimed.push([path, subject]);
			else hold(holders, path, subject);
		},
		linkPath: (path) => (isShared(path) ? path.replace(/\.md$/i, '') : baseName(path)),
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
