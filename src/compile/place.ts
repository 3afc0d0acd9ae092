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

/** Equal for names that a link may not tell apart, and for those that a file system may not. */
const nameOf = (path: string): string => foldName(baseName(path)).replaceAll('ς', 'σ');

/** `files` are all paths of the vault; `ours` maps the paths of pages that the machine wrote to their subjects. */
export function vaultNames(files: readonly string[], ours: ReadonlyMap<string, string>): Names {
	const paths = new Set<string>();
	const claimed = new Map<string, string>();
	// A name has one path nearly always, which needs no list.
	const byName = new Map<string, string | string[]>();
	const addPath = (path: string): void => {
		if (paths.has(path)) return;
		paths.add(path);
		const name = nameOf(path);
		const known = byName.get(name);
		if (known === undefined) byName.set(name, path);
		else if (typeof known === 'string') byName.set(name, [known, path]);
		else known.push(path);
	};
	files.forEach(addPath);
	for (const path of ours.keys()) addPath(path);
	/** Who has the path is told by the first that came under its name: the keys of all paths of a large vault take long to work out. */
	const namesakes = (path: string): readonly string[] => [byName.get(nameOf(path)) ?? []].flat();
	return {
		taken: (path, subject) => {
			const key = pathKey(path);
			const held = namesakes(path).find((other) => pathKey(other) === key);
			return held !== undefined && (ours.get(held) ?? claimed.get(held) ?? '') !== subject;
		},
		claim: (path, subject) => {
			if (!paths.has(path)) claimed.set(path, subject);
			addPath(path);
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
