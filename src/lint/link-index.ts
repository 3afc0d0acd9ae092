import { pathKey } from '../vault/vault-path.js';
import type { NoteLinks } from './facts.js';
import type { Piece } from './own-string.js';

/** A link of a note, once for each target. */
export interface NoteLink {
	readonly target: string;
	/** Where the first of them stands, counted from 1. */
	readonly line: number;
	readonly count: number;
}

/** What the links of a note lead to. Files are told by their place in the list of all files. */
export interface Resolved {
	/** Each file once, in the order of the first link to it. */
	readonly files: readonly number[];
	readonly broken: readonly NoteLink[];
	readonly ambiguous: readonly { readonly link: NoteLink; readonly files: readonly number[] }[];
}

export interface LinkIndex {
	/** Paths of all files, sorted. */
	readonly files: readonly string[];
	/** The place of a path, by its exact spelling. */
	place(path: string): number | null;
	/** Files that a link in the note `from` may mean: none where it is broken, several where its name does not tell. All targets are of one table of pieces. */
	resolve(target: Piece, from: string): readonly number[];
	/** All links of a note. */
	resolveAll(from: string, links: NoteLinks): Resolved;
}

// One for all, because most notes have neither.
const NONE: readonly never[] = [];

const withoutMd = (name: string): string => (name.endsWith('.md') ? name.slice(0, -3) : name);

/** The path that a relative target means; null where it leaves the vault. */
function fromFolder(target: string, from: string): string | null {
	const parts = from.split('/').slice(0, -1);
	for (const part of target.split('/')) {
		if (part === '.' || part === '') continue;
		if (part !== '..') parts.push(part);
		else if (parts.pop() === undefined) return null;
	}
	return parts.join('/');
}

/**
 * How links lead to files: a path from the vault's root or from the note's folder, else a name or the end of a path, in any case.
 * Names of files below `unnamed`, where removed pages are kept, count only as whole paths.
 */
export function linkIndex(files: readonly string[], unnamed: string): LinkIndex {
	const places = new Map<string, number>();
	const byPath = new Map<string, number>();
	const byName = new Map<string, number[]>();
	files.forEach((path, place) => {
		const key = withoutMd(pathKey(path));
		places.set(path, place);
		// A note comes before a file of the same name without an extension.
		if (!byPath.has(key) || path.endsWith('.md')) byPath.set(key, place);
		if (path.startsWith(`${unnamed}/`)) return;
		const name = key.slice(key.lastIndexOf('/') + 1);
		const same = byName.get(name);
		if (same) same.push(place);
		else byName.set(name, [place]);
	});
	function look(target: string): readonly number[] {
		const key = withoutMd(pathKey(target.startsWith('/') ? target.slice(1) : target));
		const exact = byPath.get(key);
		if (exact !== undefined) return [exact];
		const named = byName.get(key.slice(key.lastIndexOf('/') + 1)) ?? NONE;
		if (!key.includes('/')) return named;
		return target.startsWith('/') ? NONE : named.filter((place) => withoutMd(pathKey(files[place] ?? '')).endsWith(`/${key}`));
	}

	/** The file that is meant where the target starts from the note's own folder. */
	function near(target: string, from: string): readonly number[] {
		const path = fromFolder(target, from);
		const place = path === null ? undefined : byPath.get(withoutMd(pathKey(path)));
		return place === undefined ? NONE : [place];
	}

	// What each target means wherever it stands, by its number; null where that was not asked yet.
	const known: (readonly number[] | null)[] = [];

	function resolve({ text, number }: Piece, from: string): readonly number[] {
		while (known.length <= number) known.push(null);
		let found = known[number] ?? null;
		if (found === null) {
			found = text.startsWith('./') || text.startsWith('../') ? NONE : look(text);
			known[number] = found;
		}
		// Markdown links are often written from the note's own folder.
		return found.length === 0 && text.includes('/') ? near(text, from) : found;
	}

	// The note whose links last led to a file, by the file's place.
	const reached = new Uint32Array(files.length);
	let notes = 0;

	return {
		files,
		place: (path) => places.get(path) ?? null,
		resolve,
		resolveAll(from, { targets, lines, counts }) {
			notes += 1;
			const reaches: number[] = [];
			const broken: NoteLink[] = [];
			const ambiguous: { link: NoteLink; files: readonly number[] }[] = [];
			for (const [index, target] of targets.entries()) {
				const found = resolve(target, from);
				for (const place of found) {
					if (reached[place] === notes) continue;
					reached[place] = notes;
					reaches.push(place);
				}
				if (found.length === 1) continue;
				const link = { target: target.text, line: lines[index] ?? 0, count: counts?.[index] ?? 1 };
				if (found.length === 0) broken.push(link);
				else ambiguous.push({ link, files: found });
			}
			return { files: reaches.slice(), broken: broken.length === 0 ? NONE : broken, ambiguous: ambiguous.length === 0 ? NONE : ambiguous };
		},
	};
}
