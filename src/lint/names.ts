import { foldName } from '../model/fold.js';
import type { LintInput, LintNote } from './input.js';

/** A name under which readers look for a page, as it is written. */
export interface NamedPage {
	readonly name: string;
	readonly path: string;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/i, '');

/** The value of a property, where the note has it. */
export const property = ({ facts: { properties } }: LintNote, name: string): unknown => (properties === null || properties === 'none' ? undefined : properties[name]);

const strings = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');

/** A note's names, each once, with the form under which two of them are one, as the table of all takes them in. */
type Named = readonly (readonly [folded: string, alone: NamedPage[]])[];

// Kept with the note, so that the next lint makes none of it anew.
const own = new WeakMap<LintNote, Named>();

/** Title, aliases and file name of a note. */
function namesOf(note: LintNote): Named {
	let names = own.get(note);
	if (names === undefined) {
		const { path } = note;
		const byFold = new Map<string, NamedPage[]>();
		for (const name of [...strings(property(note, 'title')), baseName(path), ...strings(property(note, 'aliases'))]) {
			const folded = foldName(name);
			if (folded !== '' && !byFold.has(folded)) byFold.set(folded, [{ name, path }]);
		}
		names = [...byFold];
		own.set(note, names);
	}
	return names;
}

const tables = new WeakMap<LintInput, ReadonlyMap<string, readonly NamedPage[]>>();

/** Pages by folded name. A source's page is left out: it is often called what a concept is, and has a name of its own for that. */
export function pagesByName(input: LintInput): ReadonlyMap<string, readonly NamedPage[]> {
	const known = tables.get(input);
	if (known) return known;
	const byName = new Map<string, NamedPage[]>();
	for (const note of input.notes) {
		if (note.isCatalogue || note.isSourcePage) continue;
		for (const [folded, alone] of namesOf(note)) {
			const same = byName.get(folded);
			if (same === undefined) byName.set(folded, alone);
			// The note's own list stays as it is: a second page makes one of the table's.
			else if (same.length === 1) byName.set(folded, [...same, ...alone]);
			else same.push(...alone);
		}
	}
	tables.set(input, byName);
	return byName;
}

/** The one page that goes by the name of a link's target; null where there is none, or several. */
export function pageMeant(input: LintInput, target: string): string | null {
	const pages = pagesByName(input).get(foldName(baseName(target))) ?? [];
	return pages.length === 1 ? (pages[0]?.path ?? null) : null;
}
