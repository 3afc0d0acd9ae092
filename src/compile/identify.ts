import type { Ambiguity, Concept, ConceptKind, Mention, MentionSignal } from '../model/concept.js';
import { foldName } from '../model/fold.js';
import { shortHash } from '../model/hash.js';
import type { Source } from '../model/source.js';
import { nameKey, stemWord } from '../markdown/names.js';
import { bagKey, initialsOf, isAbbreviation, isGeneral, isOrdinary, looseKey, plainKey, singularKeys, wordsOf } from './identify-names.js';
import { pageScore, type Evidence } from './identify-weight.js';

export interface SourceMentions {
	readonly source: Pick<Source, 'id' | 'language'>;
	/** Of all passages of the source. */
	readonly mentions: readonly Mention[];
}

/** Two names that look alike and are not surely one; a worker is asked. Names are titles of concepts. */
export interface DoubtfulPair {
	readonly left: string;
	readonly right: string;
	readonly reason: string;
	/** Ids of the sources of either, sorted. */
	readonly sources: readonly string[];
}

export interface IdentifyRequest {
	readonly sources: readonly SourceMentions[];
	/** How often a name must stand in prose before it gets a page, unless it is defined. */
	readonly minMentions: number;
	/** What earlier runs knew: a concept keeps its id as long as any of its names is known, and its title as long as that is written. */
	readonly previous?: readonly Pick<Concept, 'id' | 'title' | 'aliases'>[];
	/** Folded names that a person wants no page for. */
	readonly denied?: ReadonlySet<string>;
	/** Answers to doubtful pairs, by `pairKey`. A pair that is not in it stays doubtful. */
	readonly answers?: ReadonlyMap<string, 'same' | 'different'>;
}

export interface Identity {
	/** Sorted by id. */
	readonly concepts: readonly Concept[];
	readonly ambiguities: readonly Ambiguity[];
	readonly doubtful: readonly DoubtfulPair[];
	/** Concept id by `nameKey` of every name that means exactly one concept. */
	readonly byName: ReadonlyMap<string, string>;
	/** Ids of concepts whose names count only as they are written, because the sources use the small-letter word for something else or never. */
	readonly caseBound: ReadonlySet<string>;
}

/** The key of a pair in `answers`; the order of the two names does not matter. */
export function pairKey(left: string, right: string): string {
	const [a, b] = [nameKey(left), nameKey(right)];
	return a < b ? `${a}\0${b}` : `${b}\0${a}`;
}

/** The concept that a name means, or null where it means none or more than one. */
export const conceptOf = (identity: Identity, name: string): string | null => identity.byName.get(nameKey(name)) ?? null;

/** All mentions in the vault whose names have the same key. */
interface Entry {
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

function rootOf(entry: Entry): Entry {
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
function unite(a: Entry, b: Entry): void {
	const [left, right] = [rootOf(a), rootOf(b)];
	if (left === right) return;
	if (left.key < right.key) right.parent = left;
	else left.parent = right;
}

interface NameTable {
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

function collect(sources: readonly SourceMentions[]): { readonly table: NameTable; readonly languages: ReadonlyMap<Entry, ReadonlySet<string>> } {
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
			if (source.language !== 'en' && source.language !== 'und') {
				const known = languages.get(entry);
				if (known) known.add(source.language);
				else languages.set(entry, new Set([source.language]));
			}
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

function uniteVariants(table: NameTable, languages: ReadonlyMap<Entry, ReadonlySet<string>>): void {
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

/** Aliases join their owner where all sources that use them so agree; else the alias belongs to nobody. */
function uniteAliases(table: NameTable, isOwner: (entry: Entry) => boolean): Map<Entry, readonly Entry[]> {
	// Joining one alias may show that the owners of another are one thing, so the contested ones are looked at again.
	for (;;) {
		const claimed = new Map<Entry, Set<Entry>>();
		for (const entry of table.entries.values()) {
			if (entry.owners.size === 0) continue;
			const alias = rootOf(entry);
			const owners = claimed.get(alias) ?? new Set<Entry>();
			for (const owner of entry.owners.keys()) if (rootOf(owner) !== alias && isOwner(owner)) owners.add(rootOf(owner));
			claimed.set(alias, owners);
		}
		const contested = new Map<Entry, readonly Entry[]>();
		const plain: (readonly [Entry, Entry])[] = [];
		for (const [alias, owners] of claimed) {
			const [first] = owners;
			if (owners.size > 1) contested.set(alias, [...owners]);
			else if (first !== undefined) plain.push([first, alias]);
		}
		// An owner that is itself contested must not pull its aliases into another group.
		const joined = plain.filter(([owner]) => !contested.has(owner));
		if (joined.length === 0) return contested;
		for (const [owner, alias] of joined) unite(owner, alias);
	}
}

interface Group {
	readonly members: Entry[];
	title: string;
	aliases: string[];
	kind: ConceptKind;
	sources: number[];
	caseBound: boolean;
	score: number;
}

/** What an author sets apart, heads a part with or defines is an idea more often than somebody's name. */
const NOT_PROPER: readonly MentionSignal[] = ['definition', 'emphasis', 'heading', 'tag'];

const capitalised = (name: string): boolean => /^[^\p{L}]*\p{Lu}/u.test(name);
const upperFirst = (name: string): string => (/^\p{Ll}[^\s]*\p{Lu}|\.\p{L}+$/u.test(name) ? name : name.replace(/^\p{Ll}/u, (char) => char.toUpperCase()));

/** "Hives", "Cycles of Quiet": a word of it loses its ending in the key. */
const isPlural = (form: string): boolean => foldName(form).split(/[\s-]+/).some((word) => stemWord(word) !== word);

/** Forms from most to least page-like: long before short, singular before plural, then as often written. */
function rankForms(members: readonly Entry[], owned: ReadonlySet<Entry>): { readonly form: string; readonly count: number }[] {
	const rows = members.flatMap((entry) =>
		[...entry.forms].map(([form, count]) => ({ form, count, alias: owned.has(entry) ? 1 : 0, short: isAbbreviation(form) ? 1 : 0, plural: isPlural(form) ? 1 : 0 })),
	);
	return rows.sort(
		(a, b) => a.short - b.short || a.alias - b.alias || a.plural - b.plural || b.count - a.count || Number(capitalised(b.form)) - Number(capitalised(a.form)) || (a.form < b.form ? -1 : a.form > b.form ? 1 : 0),
	);
}

function describe(members: Entry[], sourceCount: number, lexicon: ReadonlySet<string>, minMentions: number, kept: string | null): Group {
	const inside = new Set(members);
	const owned = new Set(members.filter((entry) => !entry.signals.has('title') && !entry.signals.has('definition') && [...entry.owners.keys()].some((owner) => inside.has(owner) || inside.has(rootOf(owner)))));
	// Where every member is called an alias of another, none of them is only that.
	const ranked = rankForms(members, owned.size === members.length ? new Set() : owned);
	const best = ranked[0]?.form ?? '';
	const title = kept !== null && ranked.some(({ form }) => upperFirst(form) === kept || form === kept) ? kept : upperFirst(best);
	const titleFold = foldName(title);
	const aliases = new Map<string, string>();
	for (const { form } of ranked) {
		const fold = foldName(form);
		if (fold !== titleFold && !aliases.has(fold)) aliases.set(fold, form);
	}
	const sources = [...new Set(members.flatMap((entry) => entry.sources))].sort((a, b) => a - b);
	const signals = new Map<MentionSignal, number>();
	let count = 0;
	let entity = 0;
	let concept = 0;
	for (const entry of members) {
		for (const [signal, number] of entry.signals) signals.set(signal, (signals.get(signal) ?? 0) + number);
		count += entry.count;
		entity += entry.entity;
		concept += entry.concept;
	}
	let upper = 0;
	let written = 0;
	for (const { form, count: number } of ranked) {
		written += number;
		if (capitalised(form)) upper += number;
	}
	const words = Math.max(...members.map((entry) => wordsOf(entry.key)));
	const evidence: Evidence = { signals, count, sources: sources.length, totalSources: sourceCount, words, capitalShare: written === 0 ? 0 : upper / written, abbreviation: isAbbreviation(best), general: members.some((entry) => isGeneral(entry.key)), pair: members.every((entry) => / (?:and|und|et|y|e|og|och|en|&|и) /.test(entry.key)) };
	const looksProper = evidence.capitalShare > 0.9 && signals.has('name') && !NOT_PROPER.some((signal) => signals.has(signal)) && !members.some((entry) => entry.key.split(' ').some((word) => lexicon.has(word) || isOrdinary(word)));
	return {
		members,
		title,
		aliases: [...aliases.values()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
		kind: entity > concept || (entity === concept && looksProper) ? 'entity' : 'concept',
		sources,
		caseBound: evidence.capitalShare > 0.9 && words === 1,
		score: pageScore(evidence, minMentions),
	};
}

/** Words that sources write small inside names: ordinary words, so that a name made of them is no proper name. */
function smallWords(table: NameTable): Set<string> {
	const lexicon = new Set<string>();
	for (const entry of table.entries.values()) {
		let small = false;
		for (const form of entry.forms.keys()) small ||= !/\p{Lu}/u.test(form);
		if (small) for (const word of entry.key.split(' ')) lexicon.add(word);
	}
	return lexicon;
}

function assignIds(groups: readonly Group[], previous: IdentifyRequest['previous']): Map<Group, string> {
	const known = new Map<string, string>();
	for (const { id, aliases } of previous ?? []) for (const alias of aliases) if (!known.has(foldName(alias))) known.set(foldName(alias), id);
	for (const { id, title } of previous ?? []) known.set(foldName(title), id);
	const taken = new Set<string>();
	const ids = new Map<Group, string>();
	const give = (group: Group, id: string | undefined): void => {
		if (id === undefined || taken.has(id) || ids.has(group)) return;
		taken.add(id);
		ids.set(group, id);
	};
	for (const group of groups) give(group, known.get(foldName(group.title)));
	for (const group of groups) for (const alias of group.aliases) give(group, known.get(foldName(alias)));
	const reserved = new Set((previous ?? []).map(({ id }) => id));
	for (const group of groups) {
		for (let length = 6; !ids.has(group); length += 1) {
			const id = `c-${shortHash(foldName(group.title), length)}`;
			if (!reserved.has(id)) give(group, id);
		}
	}
	return ids;
}

function findDoubtful(groups: readonly Group[], answers: IdentifyRequest['answers'], sourceIds: readonly string[]): DoubtfulPair[] {
	const pairs = new Map<string, DoubtfulPair>();
	const meet = (left: Group, right: Group, reason: string): void => {
		if (left === right) return;
		const key = pairKey(left.title, right.title);
		if (pairs.has(key) || answers?.has(key) === true) return;
		const [a, b] = left.title < right.title ? [left, right] : [right, left];
		pairs.set(key, { left: a.title, right: b.title, reason, sources: [...new Set([...a.sources, ...b.sources].map((index) => sourceIds[index] ?? ''))].sort() });
	};
	const byKind: readonly (readonly [string, (key: string) => string])[] = [
		['The names differ only in accents.', plainKey],
		['The names have the same words in another order.', bagKey],
	];
	for (const [reason, keyOf] of byKind) {
		const seen = new Map<string, Group>();
		for (const group of groups) {
			for (const { key } of group.members) {
				const like = keyOf(key);
				if (like === '') continue;
				const other = seen.get(like);
				if (other === undefined) seen.set(like, group);
				else meet(other, group, reason);
			}
		}
	}
	const initials = new Map<string, Group[]>();
	for (const group of groups) {
		const letters = initialsOf(group.title);
		if (letters.length >= 3) initials.set(letters, [...(initials.get(letters) ?? []), group]);
	}
	for (const group of groups) {
		if (!isAbbreviation(group.title)) continue;
		for (const long of (initials.get(foldName(group.title)) ?? []).slice(0, 3)) meet(long, group, 'The one may be an abbreviation of the other, but no source says so.');
	}
	return [...pairs.values()].sort((a, b) => (a.left === b.left ? (a.right < b.right ? -1 : 1) : a.left < b.left ? -1 : 1));
}

/** Doubtful pairs that nobody settled, as they are recorded for a person. */
export const unsettled = (pairs: readonly DoubtfulPair[]): Ambiguity[] => pairs.map(({ left, right, reason, sources }) => ({ names: [left, right], reason, sources }));

/**
 * Which names in the vault are one thing, and which things earn a page. Names are joined only by what the sources write
 * (the same key, an alias, a long form given), never because they look alike. The order of the sources does not matter.
 */
export function identify(request: IdentifyRequest): Identity {
	const sources = [...request.sources].sort((a, b) => (a.source.id < b.source.id ? -1 : a.source.id > b.source.id ? 1 : 0));
	const sourceIds = sources.map(({ source }) => source.id);
	const { table, languages } = collect(sources);
	uniteVariants(table, languages);
	for (const [pair, answer] of request.answers ?? []) {
		if (answer !== 'same') continue;
		const [left, right] = pair.split('\0').map((key) => table.entries.get(key));
		if (left && right) unite(left, right);
	}
	// Only a name that stands in prose or heads something can own an alias; a stray pair of parentheses cannot.
	const contested = uniteAliases(table, (owner) => owner.count > 0 || owner.signals.has('title'));
	const contestedRoots = new Set([...contested.keys()].map(rootOf));

	const kept = new Map<string, string>();
	for (const { title } of request.previous ?? []) kept.set(nameKey(title), title);
	const members = new Map<Entry, Entry[]>();
	for (const entry of table.entries.values()) {
		const root = rootOf(entry);
		const group = members.get(root);
		if (group) group.push(entry);
		else members.set(root, [entry]);
	}
	const lexicon = smallWords(table);
	const groups: Group[] = [];
	for (const [root, entries] of members) {
		if (contestedRoots.has(root)) continue;
		// Most names are met once or twice and can be left at once.
		let total = 0;
		let strong = false;
		for (const entry of entries) {
			total += entry.count;
			strong ||= entry.signals.has('definition') || entry.signals.has('title');
		}
		if (total < request.minMentions && !strong) continue;
		entries.sort((a, b) => (a.key < b.key ? -1 : 1));
		const keptTitle = entries.map(({ key }) => kept.get(key)).find((title) => title !== undefined) ?? null;
		const group = describe(entries, sources.length, lexicon, request.minMentions, keptTitle);
		if (group.score <= 0) continue;
		if (request.denied !== undefined && [group.title, ...group.aliases].some((name) => request.denied?.has(foldName(name)) === true)) continue;
		groups.push(group);
	}
	groups.sort((a, b) => (foldName(a.title) < foldName(b.title) ? -1 : 1));

	const ids = assignIds(groups, request.previous);
	const byName = new Map<string, string>();
	const caseBound = new Set<string>();
	const concepts = groups.map((group): Concept => {
		const id = ids.get(group) ?? '';
		for (const { key } of group.members) byName.set(key, id);
		if (group.caseBound) caseBound.add(id);
		return { id, title: group.title, aliases: group.aliases, kind: group.kind, sources: group.sources.map((index) => sourceIds[index] ?? '') };
	});
	const ambiguities = [...contested]
		.map(([alias, owners]): Ambiguity => {
			const name = rankForms([alias], new Set())[0]?.form ?? alias.key;
			const names = owners.map((owner) => upperFirst(rankForms([owner], new Set())[0]?.form ?? owner.key)).sort();
			return { names: [name, ...names], reason: `“${name}” is used for more than one thing: ${names.join(', ')}.`, sources: alias.sources.map((index) => sourceIds[index] ?? '').sort() };
		})
		.sort((a, b) => ((a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1));
	return { concepts: concepts.sort((a, b) => (a.id < b.id ? -1 : 1)), ambiguities, doubtful: findDoubtful(groups, request.answers, sourceIds), byName, caseBound };
}
