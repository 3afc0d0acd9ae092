import type { Ambiguity, Concept, ConceptKind, MentionSignal } from '../model/concept.js';
import { foldName } from '../model/fold.js';
import { shortHash } from '../model/hash.js';
import type { Source } from '../model/source.js';
import { nameKey, stemWord } from '../markdown/names.js';
import { isUnspaced } from '../markdown/words.js';
import { findDoubtful, type DoubtfulPair } from './identify-doubt.js';
import { isAbbreviation, isGeneral, isOrdinary, wordsOf } from './identify-names.js';
import { rootOf, tableOf, unite, uniteAliases, uniteVariants, type Entry, type NameTable } from './identify-table.js';
import { pageScore, type Evidence } from './identify-weight.js';
import type { NameBook } from './state/name-book.js';
import type { Use } from './usage.js';

export { pairKey, unsettled, type DoubtfulPair } from './identify-doubt.js';

export interface IdentifyRequest {
	/** All sources of the vault. */
	readonly sources: readonly Pick<Source, 'id' | 'language'>[];
	/** The names that they mention. */
	readonly names: NameBook;
	/** How often a name must stand in prose before it gets a page, unless it is defined. */
	readonly minMentions: number;
	/** What earlier runs knew: a concept keeps its id as long as any of its names is known, and its title as long as that is written. */
	readonly previous?: readonly Pick<Concept, 'id' | 'title' | 'aliases'>[];
	/** Folded names that a person wants no page for. */
	readonly denied?: ReadonlySet<string>;
	/** How often names stand in the prose of the whole vault, also where no worker reported them. By `nameKey`. */
	readonly usage?: ReadonlyMap<string, Use>;
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

/** The concept that a name means, or null where it means none or more than one. */
export const conceptOf = (identity: Identity, name: string): string | null => identity.byName.get(nameKey(name)) ?? null;

interface Group {
	readonly members: Entry[];
	title: string;
	/** The title, folded. */
	readonly fold: string;
	aliases: string[];
	kind: ConceptKind;
	sources: readonly number[];
	caseBound: boolean;
	score: number;
}

/** What an author sets apart, heads a part with or defines is an idea more often than somebody's name. */
const NOT_PROPER: readonly MentionSignal[] = ['definition', 'emphasis', 'heading', 'tag'];

const capitalised = (name: string): boolean => /^[^\p{L}]*\p{Lu}/u.test(name);
const upperFirst = (name: string): string => (/^\p{Ll}[^\s]*\p{Lu}|\.\p{L}+$/u.test(name) ? name : name.replace(/^\p{Ll}/u, (char) => char.toUpperCase()));

/** "Hives", "Cycles of Quiet": a word of it loses its ending in the key. */
const isPlural = (form: string): boolean => foldName(form).split(/[\s-]+/).some((word) => stemWord(word) !== word);

/** Forms from most to least page-like: long before short, in the vault's own script, singular before plural, then as often written. */
function rankForms(members: readonly Entry[], owned: ReadonlySet<Entry>, latin: boolean): { readonly form: string; readonly count: number }[] {
	const [only] = members;
	if (only !== undefined && members.length === 1 && only.forms.size === 1) return Array.from(only.forms, ([form, { count }]) => ({ form, count }));
	const rows = members.flatMap((entry) =>
		[...entry.forms].map(([form, { count }]) => ({ form, count, alias: owned.has(entry) ? 1 : 0, short: isAbbreviation(form) ? 1 : 0, plural: isPlural(form) ? 1 : 0, foreign: /\p{sc=Latin}/u.test(form) === latin ? 0 : 1 })),
	);
	return rows.sort(
		(a, b) => a.short - b.short || a.foreign - b.foreign || a.alias - b.alias || a.plural - b.plural || b.count - a.count || Number(capitalised(b.form)) - Number(capitalised(a.form)) || (a.form < b.form ? -1 : a.form > b.form ? 1 : 0),
	);
}

const OTHER_SCRIPT = new Set('zh ja ko ar fa he ru uk el hi th lo km my bn ta te ka hy am'.split(' '));

/** What weighing one name needs of all the others. */
interface Vault {
	/** True where most sources are written in Latin script. */
	readonly latin: boolean;
	readonly lexicon: ReadonlySet<string>;
	readonly minMentions: number;
	readonly usage: ReadonlyMap<string, Use>;
	/** By key, how often a name stands inside longer names. */
	readonly inside: ReadonlyMap<string, number>;
	/** How many sources there are. */
	readonly sources: number;
}

/** Signals of somebody meaning the name itself, so that its uses inside longer names count for it too. */
const FIRM: readonly MentionSignal[] = ['definition', 'title', 'alias', 'link', 'emphasis', 'tag'];

/** How often each name stands inside longer ones: "slow-wave" in "slow-wave sleep". The longest name at a place is the one that is meant there. */
function usesInside(entries: NameTable, usage: ReadonlyMap<string, Use>): Map<string, number> {
	const long = [...entries.keys()].filter((key) => key.includes(' ') && (usage.get(key)?.count ?? 0) > 0).map((key) => ({ key, words: key.split(' ') }));
	long.sort((a, b) => b.words.length - a.words.length || (a.key < b.key ? -1 : 1));
	const inside = new Map<string, number>();
	for (const { key, words } of long) {
		const alone = (usage.get(key)?.count ?? 0) - (inside.get(key) ?? 0);
		if (alone <= 0) continue;
		for (let from = 0; from < words.length; from += 1) {
			for (let to = from + 1; to <= words.length && to - from < words.length; to += 1) {
				const part = [...words.slice(from, to - 1), stemWord(words[to - 1] ?? '')].join(' ');
				if (entries.has(part)) inside.set(part, (inside.get(part) ?? 0) + alone);
			}
		}
	}
	const unspaced = [...entries.keys()].filter((key) => key.length > 2 && isUnspaced(key, 0) && !key.includes(' ') && (usage.get(key)?.count ?? 0) > 0);
	unspaced.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
	for (const key of unspaced) {
		const alone = (usage.get(key)?.count ?? 0) - (inside.get(key) ?? 0);
		if (alone <= 0) continue;
		for (let from = 0; from < key.length; from += 1) {
			for (let to = from + 2; to <= key.length && to - from < key.length; to += 1) {
				const part = key.slice(from, to);
				if (entries.has(part)) inside.set(part, (inside.get(part) ?? 0) + alone);
			}
		}
	}
	return inside;
}

/** In a vault of fewer sources, every word stands in a good part of them. */
const SMALL = 20;

/**
 * How often a name stands in prose and in how many sources: what workers reported, or what was counted, whichever is more.
 * A proper name counts with a capital only; a name of one source counts as it was counted, because there a worker also sees lists and tables.
 */
function useOf(entry: Entry, vault: Pick<Vault, 'usage' | 'inside'>): { readonly count: number; readonly sources: number } {
	const use = vault.usage.get(entry.key);
	if (use === undefined) return { count: entry.count, sources: entry.sources.length };
	const proper = !entry.key.includes(' ') && entry.signals.has('name') && [...entry.forms.keys()].every(capitalised);
	const firm = FIRM.some((signal) => entry.signals.has(signal));
	const counted = proper ? use.capitals : use.count;
	const count = firm ? counted : Math.max(0, counted - (vault.inside.get(entry.key) ?? 0));
	const sources = Math.max(entry.sources.length, Math.min(count, proper ? use.capitalSources : use.sources));
	return { count: sources === 1 ? Math.min(count, entry.count) : Math.max(count, entry.count), sources };
}

function describe(members: Entry[], vault: Vault, kept: string | null): Group {
	const inside = new Set(members);
	const owned = new Set(members.filter((entry) => !entry.signals.has('title') && !entry.signals.has('definition') && [...entry.owners].some((owner) => inside.has(owner) || inside.has(rootOf(owner)))));
	// Where every member is called an alias of another, none of them is only that.
	const ranked = rankForms(members, owned.size === members.length ? new Set() : owned, vault.latin);
	const best = ranked[0]?.form ?? '';
	const title = kept !== null && ranked.some(({ form }) => upperFirst(form) === kept || form === kept) ? kept : upperFirst(best);
	const titleFold = foldName(title);
	const aliases = new Map<string, string>();
	for (const { form } of ranked) {
		const fold = foldName(form);
		if (fold !== titleFold && !aliases.has(fold)) aliases.set(fold, form);
	}
	const [only] = members;
	const sources = members.length === 1 && only ? only.sources : [...new Set(members.flatMap((entry) => entry.sources))];
	const signals = new Map<MentionSignal, number>();
	let count = 0;
	let prose = 0;
	let small = 0;
	let used = sources.length;
	let entity = 0;
	let concept = 0;
	for (const entry of members) {
		for (const [signal, number] of entry.signals) signals.set(signal, (signals.get(signal) ?? 0) + number);
		const use = useOf(entry, vault);
		count += use.count;
		const met = vault.usage.get(entry.key);
		prose += met?.count ?? entry.count;
		small += met === undefined ? 0 : met.count - met.capitals;
		used = Math.max(used, use.sources);
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
	const evidence: Evidence = { signals, count, prose, sources: used, spread: vault.sources < SMALL ? 0 : used / vault.sources, words, capitalShare: written === 0 ? 0 : upper / written, abbreviation: isAbbreviation(best), general: members.some((entry) => isGeneral(entry.key)), smallShare: prose === 0 ? 0 : small / prose, uncased: !/[\p{Lu}\p{Ll}]/u.test(best), long: members.some(({ key }) => !key.includes(' ') && key.length >= 10), ordinary: members.some((entry) => isOrdinary(entry.key)), pair: members.every((entry) => / (?:and|und|et|y|e|og|och|en|&|и) /.test(entry.key)) };
	// A word that prose also writes small is no proper name, however those write it who set it apart.
	const looksProper = evidence.capitalShare > 0.9 && evidence.smallShare <= 0.1 && signals.has('name') && !NOT_PROPER.some((signal) => signals.has(signal)) && !members.some((entry) => entry.key.split(' ').some((word) => vault.lexicon.has(word) || isOrdinary(word)));
	return {
		members,
		title,
		fold: titleFold,
		aliases: [...aliases.values()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
		kind: entity > concept || (entity === concept && looksProper) ? 'entity' : 'concept',
		sources,
		caseBound: evidence.capitalShare > 0.9 && words === 1,
		score: pageScore(evidence, vault.minMentions),
	};
}

/** Words that sources write small inside names: ordinary words, so that a name made of them is no proper name. */
function smallWords(table: NameTable): Set<string> {
	const lexicon = new Set<string>();
	for (const entry of table.values()) {
		let small = false;
		for (const form of entry.forms.keys()) small ||= !/\p{Lu}/u.test(form);
		if (small) for (const word of entry.key.split(' ')) lexicon.add(word);
	}
	return lexicon;
}

/** The keys of names that begin in a script without blanks, by how they are written: to work one out anew, the platform's dictionary has to be loaded. */
function unspacedForms(table: NameTable): Map<string, string> {
	const keys = new Map<string, string>();
	for (const { key, forms } of table.values()) if (isUnspaced(key, 0)) for (const form of forms.keys()) keys.set(form, key);
	return keys;
}

function assignIds(groups: readonly Group[], previous: IdentifyRequest['previous']): Map<Group, string> {
	const known = new Map<string, string>();
	for (const { id, aliases } of previous ?? []) {
		for (const alias of aliases) {
			const fold = foldName(alias);
			if (!known.has(fold)) known.set(fold, id);
		}
	}
	for (const { id, title } of previous ?? []) known.set(foldName(title), id);
	const taken = new Set<string>();
	const ids = new Map<Group, string>();
	const give = (group: Group, id: string | undefined): void => {
		if (id === undefined || taken.has(id) || ids.has(group)) return;
		taken.add(id);
		ids.set(group, id);
	};
	for (const group of groups) give(group, known.get(group.fold));
	for (const group of groups) for (const alias of group.aliases) give(group, known.get(foldName(alias)));
	const reserved = new Set((previous ?? []).map(({ id }) => id));
	for (const group of groups) {
		for (let length = 6; !ids.has(group); length += 1) {
			const id = `c-${shortHash(group.fold, length)}`;
			if (!reserved.has(id)) give(group, id);
		}
	}
	return ids;
}

/**
 * Which names in the vault are one thing, and which things earn a page. Names are joined only by what the sources write
 * (the same key, an alias, a long form given), never because they look alike. The order of the sources does not matter.
 */
export function identify(request: IdentifyRequest): Identity {
	const { sources, names } = request;
	const sourceIds = (numbers: Iterable<number>): string[] => [...new Set([...numbers].map((number) => names.sourceId(number)))].sort();
	const table = tableOf(names);
	uniteVariants(table);
	for (const [pair, answer] of request.answers ?? []) {
		if (answer !== 'same') continue;
		const [left, right] = pair.split('\0').map((key) => table.get(key));
		if (left && right) unite(left, right);
	}
	// Only a name that stands in prose or heads something can own an alias; a stray pair of parentheses cannot.
	const contested = uniteAliases(table, (owner) => owner.count > 0 || owner.signals.has('title'));
	const contestedRoots = new Set([...contested.keys()].map(rootOf));

	const kept = new Map<string, string>();
	const unspaced = unspacedForms(table);
	for (const { title } of request.previous ?? []) kept.set(unspaced.get(title) ?? nameKey(title), title);
	const members = new Map<Entry, Entry[]>();
	for (const entry of table.values()) {
		const root = rootOf(entry);
		const group = members.get(root);
		if (group) group.push(entry);
		else members.set(root, [entry]);
	}
	const elsewhere = sources.filter(({ language }) => OTHER_SCRIPT.has(language)).length;
	const usage = request.usage ?? new Map<string, Use>();
	const vault: Vault = { latin: elsewhere * 2 <= sources.length, lexicon: smallWords(table), minMentions: request.minMentions, usage, inside: usesInside(table, usage), sources: sources.length };
	const groups: Group[] = [];
	for (const [root, entries] of members) {
		if (contestedRoots.has(root)) continue;
		// Most names are met once or twice and can be left at once.
		let total = 0;
		let strong = false;
		for (const entry of entries) {
			total += useOf(entry, vault).count;
			strong ||= entry.signals.has('definition') || entry.signals.has('title');
		}
		if (total < request.minMentions && !strong) continue;
		entries.sort((a, b) => (a.key < b.key ? -1 : 1));
		const keptTitle = entries.map(({ key }) => kept.get(key)).find((title) => title !== undefined) ?? null;
		const group = describe(entries, vault, keptTitle);
		if (group.score <= 0) continue;
		if (request.denied !== undefined && [group.title, ...group.aliases].some((name) => request.denied?.has(foldName(name)) === true)) continue;
		groups.push(group);
	}
	groups.sort((a, b) => (a.fold < b.fold ? -1 : 1));

	const ids = assignIds(groups, request.previous);
	const byName = new Map<string, string>();
	const caseBound = new Set<string>();
	const concepts = groups.map((group): Concept => {
		const id = ids.get(group) ?? '';
		for (const { key } of group.members) byName.set(key, id);
		if (group.caseBound) caseBound.add(id);
		return {
			id,
			title: group.title,
			aliases: group.aliases,
			kind: group.kind,
			// Told when it is asked for, which a compile does not: of a large vault it is a list as long as the notes.
			get sources() {
				return sourceIds(group.sources);
			},
		};
	});
	const ambiguities = [...contested]
		.map(([alias, owners]): Ambiguity => {
			const name = rankForms([alias], new Set(), vault.latin)[0]?.form ?? alias.key;
			const names = owners.map((owner) => upperFirst(rankForms([owner], new Set(), vault.latin)[0]?.form ?? owner.key)).sort();
			return { names: [name, ...names], reason: `“${name}” is used for more than one thing: ${names.join(', ')}.`, sources: sourceIds(alias.sources) };
		})
		.sort((a, b) => ((a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1));
	return { concepts: concepts.sort((a, b) => (a.id < b.id ? -1 : 1)), ambiguities, doubtful: findDoubtful(groups, request.answers, sourceIds), byName, caseBound };
}
