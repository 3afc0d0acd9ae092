import type { NameBook, Named } from './state/name-book.js';
import { isAbbreviation, looseKey, singularKeys } from './identify-names.js';

/** A name of the book while names are joined. */
export interface Entry extends Omit<Named, 'owners'> {
	/** The names whose mentions give this one as an alias. */
	readonly owners: Set<Entry>;
	parent: Entry | null;
}

export function rootOf(entry: Entry): Entry {
	let root = entry;
	while (root.parent !== null) root = root.parent;
	for (let at = entry; at.parent !== null; ) {
		const next = at.parent;
		at.parent = root;
		at = next;
	}
	return root;
}

// The smaller key becomes the root, so that the outcome does not depend on the order of the unions.
export function unite(a: Entry, b: Entry): void {
	const [left, right] = [rootOf(a), rootOf(b)];
	if (left === right) return;
	if (left.key < right.key) right.parent = left;
	else left.parent = right;
}

/** By key, in the order of the keys, so that nothing depends on how the book came about. */
export type NameTable = ReadonlyMap<string, Entry>;

export function tableOf({ names }: NameBook): NameTable {
	const table = new Map<string, Entry>();
	for (const key of [...names.keys()].sort()) {
		const named = names.get(key);
		if (named) table.set(key, { ...named, owners: new Set(), parent: null });
	}
	for (const entry of table.values()) {
		for (const key of names.get(entry.key)?.owners.keys() ?? []) {
			const owner = table.get(key);
			if (owner) entry.owners.add(owner);
		}
	}
	return table;
}

/** "NNs" beside "NN": too short for its key to undo the plural, but its capitals tell. */
function shortSingular(entry: Entry, table: NameTable): Entry | undefined {
	if (entry.key.length > 3 || !entry.key.endsWith('s') || ![...entry.forms.keys()].every((form) => /^\p{Lu}{2}s$/u.test(form))) return undefined;
	const singular = table.get(entry.key.slice(0, -1));
	return singular !== undefined && [...singular.forms.keys()].every(isAbbreviation) ? singular : undefined;
}

export function uniteVariants(table: NameTable): void {
	const loose = new Map<string, Entry>();
	for (const entry of table.values()) {
		const key = looseKey(entry.key);
		const known = loose.get(key);
		if (known === undefined) loose.set(key, entry);
		else unite(known, entry);
	}
	for (const entry of table.values()) {
		const short = shortSingular(entry, table);
		if (short !== undefined) unite(short, entry);
		for (const tongue of entry.languages.keys()) {
			const singular = singularKeys(entry.key, tongue).map((key) => table.get(key)).find((other) => other !== undefined);
			if (singular) unite(singular, entry);
		}
	}
}

/** True where no two of these are named in one language: their common alias is what each is called in another tongue. */
function areTranslations(alias: Entry, owners: ReadonlySet<Entry>): boolean {
	if ([...alias.forms.keys()].some(isAbbreviation)) return false;
	const seen = new Set<string>();
	for (const owner of owners) {
		for (const language of owner.languages.size === 0 ? ['und'] : owner.languages.keys()) {
			if (language === 'und' || seen.has(language)) return false;
			seen.add(language);
		}
	}
	return true;
}

/** Aliases join their owner where all sources that use them so agree; else the alias belongs to nobody. */
export function uniteAliases(table: NameTable, isOwner: (entry: Entry) => boolean): Map<Entry, readonly Entry[]> {
	// Joining one alias may show that the owners of another are one thing, so the contested ones are looked at again.
	for (;;) {
		const claimed = new Map<Entry, Set<Entry>>();
		const called = new Map<Entry, { readonly alias: Entry; readonly owners: Set<Entry> }>();
		for (const entry of table.values()) {
			if (entry.owners.size === 0) continue;
			const alias = rootOf(entry);
			const owners = claimed.get(alias) ?? new Set<Entry>();
			const row = called.get(alias) ?? { alias: entry, owners: new Set<Entry>() };
			for (const owner of entry.owners) {
				if (rootOf(owner) === alias || !isOwner(owner)) continue;
				owners.add(rootOf(owner));
				row.owners.add(owner);
			}
			called.set(alias, row);
			claimed.set(alias, owners);
		}
		const contested = new Map<Entry, readonly Entry[]>();
		const plain: (readonly [Entry, Entry])[] = [];
		for (const [alias, owners] of claimed) {
			const [first] = owners;
			const row = called.get(alias);
			if (owners.size > 1 && row !== undefined && areTranslations(row.alias, row.owners)) for (const owner of owners) plain.push([owner, alias]);
			else if (owners.size > 1) contested.set(alias, [...owners]);
			else if (first !== undefined) plain.push([first, alias]);
		}
		// An owner that is itself contested must not pull its aliases into another group.
		const joined = plain.filter(([owner]) => !contested.has(owner));
		if (joined.length === 0) return contested;
		for (const [owner, alias] of joined) unite(owner, alias);
	}
}
