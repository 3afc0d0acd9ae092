import type { Mention, MentionSignal } from '../../model/concept.js';
import { parseRecord } from '../../model/json.js';
import { nameKey } from '../../markdown/names.js';
import { bitOf, signalAt } from './facts.js';
import { exchangeRows, writeRows } from './row-lines.js';

/** One spelling of a name: how often it stands in the vault's prose, and how many mentions write it so. */
export interface Form {
	readonly count: number;
	readonly mentions: number;
}

/** All mentions in the vault whose names have the same key. */
export interface Named {
	readonly key: string;
	readonly forms: Map<string, Form>;
	/** Numbers of the sources that have it, as name or alias, rising. A list, for a large vault has long ones and changes few of them. */
	readonly sources: number[];
	/** Per signal, the number of mentions that give it. */
	readonly signals: Map<MentionSignal, number>;
	count: number;
	entity: number;
	concept: number;
	/** Keys of the names whose mentions give this one as an alias, and how many do. */
	readonly owners: Map<string, number>;
	/** Languages of the sources that name it, by mentions. */
	readonly languages: Map<string, number>;
}

/** Every name of the vault, added up over all sources so that one can be taken away again. */
export interface NameBook {
	readonly names: ReadonlyMap<string, Named>;
	/** The id of the source with this number. */
	sourceId(number: number): string;
	add(source: string, language: string, mentions: readonly Mention[]): void;
	/** Takes away what was added. False where that was not so: the book is then no longer right and must be made anew. */
	take(source: string, language: string, mentions: readonly Mention[]): boolean;
	encode(): string;
}

/** The first place in a rising list whose number is not below this one. */
function placeOf(list: readonly number[], number: number): number {
	let [low, high] = [0, list.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((list[middle] ?? 0) < number) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Adds to a count; false where it falls below zero. What comes to zero is gone. */
function change<K>(counts: Map<K, number>, key: K, by: number): boolean {
	const count = (counts.get(key) ?? 0) + by;
	if (count === 0) counts.delete(key);
	else counts.set(key, count);
	return count >= 0;
}

const byKey = <V>([a]: readonly [string, V], [b]: readonly [string, V]): number => (a < b ? -1 : a > b ? 1 : 0);

const encodeNamed = ({ key, forms, sources, signals, count, entity, concept, owners, languages }: Named): string =>
	JSON.stringify([
		key,
		[...forms].sort(byKey).flatMap(([form, uses]) => [form, uses.count, uses.mentions]),
		sources,
		[...signals].sort(byKey).flatMap(([signal, sum]) => [bitOf(signal), sum]),
		[count, entity, concept],
		[...owners].sort(byKey).flat(),
		[...languages].sort(byKey).flat(),
	]);

/** `text` is what the names were read from, in their order. */
function bookOver(names: Map<string, Named>, ids: string[], text = ''): NameBook {
	const before = [...names.keys()];
	/** Keys of names that came, went or changed. */
	const touched = new Set<string>();
	const keys = new Map<string, string>();
	const numbers = new Map<string, number>();
	const free: number[] = [];
	for (const [number, id] of ids.entries()) {
		if (id === '') free.push(number);
		else numbers.set(id, number);
	}

	function at(name: string): Named | null {
		let key = keys.get(name);
		if (key === undefined) {
			key = nameKey(name);
			keys.set(name, key);
		}
		if (key === '') return null;
		let named = names.get(key);
		if (named === undefined || !touched.has(key)) {
			named =
				named === undefined
					? { key, forms: new Map(), sources: [], signals: new Map(), count: 0, entity: 0, concept: 0, owners: new Map(), languages: new Map() }
					: { ...named, signals: new Map(named.signals), owners: new Map(named.owners), languages: new Map(named.languages) };
			names.set(key, named);
			touched.add(key);
		}
		return named;
	}

	function write(named: Named, form: string, count: number, sign: 1 | -1): boolean {
		const known = named.forms.get(form) ?? { count: 0, mentions: 0 };
		const next = { count: known.count + sign * count, mentions: known.mentions + sign };
		if (next.mentions === 0) named.forms.delete(form);
		else named.forms.set(form, next);
		return next.count >= 0 && next.mentions >= 0 && (next.mentions > 0 || next.count === 0);
	}

	/** Counts a source's mentions in or out; the names that it has, or null where a count did not come out. */
	function tally(language: string, mentions: readonly Mention[], sign: 1 | -1): Set<Named> | null {
		const met = new Set<Named>();
		let right = true;
		for (const mention of mentions) {
			const named = at(mention.name);
			if (named === null) continue;
			met.add(named);
			right = write(named, mention.name, Math.max(1, mention.count), sign) && right;
			named.count += sign * mention.count;
			for (const signal of mention.signals) right = change(named.signals, signal, sign) && right;
			if (mention.kind === 'entity') named.entity += sign;
			else if (mention.kind === 'concept') named.concept += sign;
			right = change(named.languages, language, sign) && right;
			for (const alias of mention.aliases) {
				const other = at(alias);
				if (other === null) continue;
				right = write(other, alias, 0, sign) && right;
				if (other === named) continue;
				met.add(other);
				right = change(other.owners, named.key, sign) && right;
			}
		}
		return right ? met : null;
	}

	return {
		names,
		sourceId: (number) => ids[number] ?? '',
		add(source, language, mentions) {
			const number = numbers.get(source) ?? free.pop() ?? ids.length;
			ids[number] = source;
			numbers.set(source, number);
			for (const named of tally(language, mentions, 1) ?? []) {
				const at = placeOf(named.sources, number);
				if (named.sources[at] !== number) named.sources.splice(at, 0, number);
			}
		},
		take(source, language, mentions) {
			const number = numbers.get(source);
			const met = number === undefined ? null : tally(language, mentions, -1);
			if (number === undefined || met === null) return false;
			for (const named of met) {
				const at = placeOf(named.sources, number);
				if (named.sources[at] === number) named.sources.splice(at, 1);
				if (named.forms.size === 0) names.delete(named.key);
			}
			ids[number] = '';
			numbers.delete(source);
			free.push(number);
			return true;
		},
		encode() {
			const changes = new Map([...touched].map((key) => [key, names.get(key)] as const).map(([key, named]) => [key, named === undefined ? null : encodeNamed(named)]));
			const rows = exchangeRows(text, 'names', before, changes) ?? [...names.values()].sort((a, b) => (a.key < b.key ? -1 : 1)).map(encodeNamed);
			return writeRows({ sources: ids }, 'names', rows);
		},
	};
}

export const nameBook = (): NameBook => bookOver(new Map(), []);

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** True for source numbers that rise. */
function areNumbers(list: readonly unknown[], sourceCount: number): list is number[] {
	let last = -1;
	for (const number of list) {
		if (typeof number !== 'number' || !Number.isInteger(number) || number <= last || number >= sourceCount) return false;
		last = number;
	}
	return true;
}

/** Decodes a list of keys and counts in turn, as a map; null where it is none. Short lists that say the same have one map between them: so are most names of a large vault told. */
type DecodeCounts<K> = (list: unknown) => Map<K, number> | null;

function countsDecoder<K>(keyOf: (value: unknown) => K | undefined): DecodeCounts<K> {
	const none = new Map<K, number>();
	const single = new Map<K, Map<number, Map<K, number>>>();
	function singleOf(key: K, count: number): Map<K, number> {
		const byCount = single.get(key) ?? new Map<number, Map<K, number>>();
		single.set(key, byCount);
		const counts = byCount.get(count) ?? new Map([[key, count]]);
		byCount.set(count, counts);
		return counts;
	}
	return (list) => {
		if (!Array.isArray(list)) return null;
		if (list.length === 0) return none;
		const counts = new Map<K, number>();
		for (let at = 0; at < list.length; at += 2) {
			const [key, count] = [keyOf(list[at]), list[at + 1] as unknown];
			if (key === undefined || !isCount(count)) return null;
			if (list.length === 2) return singleOf(key, count);
			counts.set(key, count);
		}
		return counts;
	};
}

/** Maps that are decoded are not changed: several names may have one. */
interface Decoders {
	readonly signals: DecodeCounts<MentionSignal>;
	readonly texts: DecodeCounts<string>;
}

function decodeNamed(row: unknown, sourceCount: number, decode: Decoders): Named | null {
	if (!Array.isArray(row)) return null;
	const [key, writings, sources, signs, sums, owned, spoken] = row as readonly unknown[];
	if (!isText(key) || !Array.isArray(writings) || !Array.isArray(sources) || !Array.isArray(sums) || !sums.every(isCount)) return null;
	const forms = new Map<string, Form>();
	for (let at = 0; at < writings.length; at += 3) {
		const [form, count, mentions] = [writings[at] as unknown, writings[at + 1] as unknown, writings[at + 2] as unknown];
		if (!isText(form) || !isCount(count) || !isCount(mentions)) return null;
		forms.set(form, { count, mentions });
	}
	const [signals, owners, languages] = [decode.signals(signs), decode.texts(owned), decode.texts(spoken)];
	if (signals === null || owners === null || languages === null || !areNumbers(sources, sourceCount)) return null;
	const [count = 0, entity = 0, concept = 0] = sums;
	return { key, forms, sources, signals, count, entity, concept, owners, languages };
}

/** Null where the text is no such book. */
export function decodeNameBook(text: string): NameBook | null {
	const { sources, names: rows } = parseRecord(text) ?? {};
	if (!Array.isArray(sources) || !sources.every(isText) || !Array.isArray(rows)) return null;
	const names = new Map<string, Named>();
	const decode: Decoders = { signals: countsDecoder((bit) => signalAt(Number(bit))), texts: countsDecoder((key) => (isText(key) ? key : undefined)) };
	for (const row of rows) {
		const named = decodeNamed(row, sources.length, decode);
		if (named === null) return null;
		names.set(named.key, named);
	}
	return bookOver(names, sources, text);
}
