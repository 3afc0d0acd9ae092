import { foldWord, forEachWord } from '../markdown/words.js';
import { stemWord } from '../markdown/names.js';
import { isGeneral } from './identify-names.js';
import { addUses, UNUSED, usesOf, type Counted, type UsageTable } from './usage.js';

/** What changed in the vault, as counting names sees it. */
export interface UsageChange {
	/** The table as it was; null where it is missing or not to be trusted. */
	readonly table: UsageTable | null;
	/** The keys of all names that sources mention after the change. */
	readonly names: Iterable<string>;
	/** Ids of all sources after the change. */
	readonly ids: readonly string[];
	/** What the sources that were read or removed said before, those that are new apart. */
	readonly before: readonly (readonly Counted[])[];
	/** What the sources that were read say now. */
	readonly read: ReadonlyMap<string, readonly Counted[]>;
	/** The claims of a source that did not change. */
	claimsOf(id: string): Promise<readonly Counted[]>;
	/** Ids of the sources in which one of the keys may stand, those that changed among them or not. */
	sourcesNaming(keys: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The keys of which a word stands in the claims: a counter for them is built faster than one for all, and counts the same. */
function near(keys: Iterable<string>, claims: Iterable<readonly Counted[]>): string[] {
	const words = new Set<string>();
	const chars = new Set<string>();
	for (const each of claims) {
		for (const { text: said, about } of each) {
			const text = [said, ...about].join('\n\n');
			for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) >= 0x0e00) chars.add(text.charAt(at));
			forEachWord(
				text,
				(start, end) => {
					const folded = foldWord(text.slice(start, end));
					words.add(folded).add(stemWord(folded));
				},
				true,
			);
		}
	}
	const found: string[] = [];
	for (const key of keys) {
		const blank = key.indexOf(' ');
		if (words.has(blank < 0 ? key : key.slice(0, blank)) || chars.has(key.charAt(0))) found.push(key);
	}
	return found;
}

async function countAll(change: UsageChange): Promise<UsageTable> {
	const keys = [...change.names].filter((key) => !isGeneral(key));
	const table: UsageTable = new Map(keys.map((key) => [key, UNUSED]));
	const uses = usesOf(keys);
	for (const id of change.ids) addUses(table, uses(change.read.get(id) ?? (await change.claimsOf(id))), 1);
	return table;
}

/**
 * How often every name of the vault stands in prose, after a change. Only the sources that changed are counted, and those
 * in which a name stands that is new to the vault. Names that are gone stay, and are counted on, until the table is made anew.
 */
export async function updateUsage(change: UsageChange): Promise<UsageTable> {
	const { table, ids, before, read } = change;
	if (table === null) return countAll(change);
	const fresh = [...change.names].filter((key) => !table.has(key) && !isGeneral(key));
	const known = usesOf(near(table.keys(), [...before, ...read.values()]));
	for (const claims of before) addUses(table, known(claims), -1);
	for (const claims of read.values()) addUses(table, known(claims), 1);
	if (fresh.length === 0) return table;
	for (const key of fresh) table.set(key, UNUSED);
	const added = usesOf(fresh);
	for (const claims of read.values()) addUses(table, added(claims), 1);
	const older = new Set(ids.filter((id) => !read.has(id)));
	for (const id of older.size > 0 ? await change.sourcesNaming(fresh) : []) if (older.has(id)) addUses(table, added(await change.claimsOf(id)), 1);
	return table;
}
