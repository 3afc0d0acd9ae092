import type { Mention, MentionSignal } from '../model/concept.js';
import type { Source } from '../model/source.js';
import { nameKey } from '../markdown/names.js';
import { isAbbreviation, looseKey, singularKeys } from './identify-names.js';

export interface SourceMentions {
	readonly source: Pick<Source, 'id' | 'language'>;
	/** Of all passages of the source. */
	readonly mentions: readonly Mention[];
}

/** All mentions in the vault whose names have the same key. */
export interface Entry {
	readonly key: string;
	readonly forms: Map<string, number>;
	/** Source index, ascending, without repeats. */
	readonly sources: number[];
	/** Per signal, the number of sources that give it. */
	readonly signals: Map<MentionSignal, number>;
	count: number;
	entity: number;
	concept: number;
	/** Sources that give this name to another entry. */
	readonly owners: Map<Entry, number>;
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

export interface NameTable {
	readonly entries: ReadonlyMap<string, Entry>;
	/** The entry of a name, made where there is none; null for a name without words. */
	at(name: string): Entry | null;
}

function nameTable(): NameTable {
	const entries = new Map<string, Entry>();
	const keys = new Map<string, string>();
	const at = (name: string): Entry | null => {
		let key = keys.get(name);
		if (key === undefined) {
			key = nameKey(name);
			keys.set(name, key);
		}
		if (key === '') return null;
		let entry = entries.get(key);
		if (entry === undefined) {
			entry = { key, forms: new Map(), sources: [], signals: new Map(), count: 0, entity: 0, concept: 0, owners: new Map(), parent: null };
			entries.set(key, entry);
		}
		return entry;
	};
	return { entries, at };
}

const addForm = (entry: Entry, form: string, count: number): void => void entry.forms.set(form, (entry.forms.get(form) ?? 0) + count);

export function collect(sources: readonly SourceMentions[]): { readonly table: NameTable; readonly languages: ReadonlyMap<Entry, ReadonlySet<string>> } {
	const table = nameTable();
	const languages = new Map<Entry, Set<string>>();
	for (const [index, { source, mentions }] of sources.entries()) {
		for (const mention of mentions) {
			const entry = table.at(mention.name);
			if (entry === null) continue;
			addForm(entry, mention.name, Math.max(1, mention.count));
			entry.count += mention.count;
			const fresh = entry.sources.at(-1) !== index;
			if (fresh) entry.sources.push(index);
			for (const signal of mention.signals) entry.signals.set(signal, (entry.signals.get(signal) ?? 0) + 1);
			if (mention.kind === 'entity') entry.entity += 1;
			else if (mention.kind === 'concept') entry.concept += 1;
			const known = languages.get(entry);
			if (known) known.add(source.language);
			else languages.set(entry, new Set([source.language]));
			for (const alias of mention.aliases) {
				const other = table.at(alias);
				if (other === entry) addForm(entry, alias, 0);
				if (other === null || other === entry) continue;
				addForm(other, alias, 0);
				if (other.sources.at(-1) !== index) other.sources.push(index);
				other.owners.set(entry, (other.owners.get(entry) ?? 0) + 1);
			}
		}
	}
	return { table, languages };
}

export function uniteVariants(table: NameTable, languages: ReadonlyMap<Entry, ReadonlySet<string>>): void {
	const loose = new Map<string, Entry>();
	for (const entry of table.entries.values()) {
		const key = looseKey(entry.key);
		const known = loose.get(key);
		if (known === undefined) loose.set(key, entry);
		else unite(known, entry);
	}
	for (const [entry, tongues] of languages) {
		for (const tongue of tongues) {
			const singular = singularKeys(entry.key, tongue).map((key) => table.entries.get(key)).find((other) => other !== undefined);
			if (singular) unite(singular, entry);
		}
	}
}

/** True where no two of these are named in one language: their common alias is what each is called in another tongue. */
function areTranslations(alias: Entry, owners: ReadonlySet<Entry>, languages: ReadonlyMap<Entry, ReadonlySet<string>>): boolean {
	if ([...alias.forms.keys()].some(isAbbreviation)) return false;
	const seen = new Set<string>();
	for (const owner of owners) {
		for (const language of languages.get(owner) ?? ['und']) {
			if (language === 'und' || seen.has(language)) return false;
			seen.add(language);
		}
	}
	return true;
}

/** Aliases join their owner where all sources that use them so agree; else the alias belongs to nobody. */
export function uniteAliases(table: NameTable, languages: ReadonlyMap<Entry, ReadonlySet<string>>, isOwner: (entry: Entry) => boolean): Map<Entry, readonly Entry[]> {
	// Joining one alias may show that the owners of another are one thing, so the contested ones are looked at again.
	for (;;) {
		const claimed = new Map<Entry, Set<Entry>>();
		const called = new Map<Entry, { readonly alias: Entry; readonly owners: Set<Entry> }>();
		for (const entry of table.entries.values()) {
			if (entry.owners.size === 0) continue;
			const alias = rootOf(entry);
			const owners = claimed.get(alias) ?? new Set<Entry>();
			const row = called.get(alias) ?? { alias: entry, owners: new Set<Entry>() };
			for (const owner of entry.owners.keys()) {
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
			if (owners.size > 1 && row !== undefined && areTranslations(row.alias, row.owners, languages)) for (const owner of owners) plain.push([owner, alias]);
			else if (owners.size > 1) contested.set(alias, [...owners]);
			else if (first !== undefined) plain.push([first, alias]);
		}
		// An owner that is itself contested must not pull its aliases into another group.
		const joined = plain.filter(([owner]) => !contested.has(owner));
		if (joined.length === 0) return contested;
		for (const [owner, alias] of joined) unite(owner, alias);
	}
}
