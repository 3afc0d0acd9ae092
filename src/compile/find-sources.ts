import type { Claim } from '../model/claim.js';
import { foldName } from '../model/fold.js';
import type { Source } from '../model/source.js';
import { keyWords, stemWord } from '../markdown/names.js';
import { foldWord, forEachWord, isUnspaced } from '../markdown/words.js';
import { hash32, HASH_START, hashNext, sieveOf, type Sieves } from './state/sieve.js';
import type { SourceFacts } from './state/facts.js';
import { shardOf } from './state/shard-store.js';
import type { Knowledge } from './state/state.js';

/** The first character of the scripts that set no blanks between words; a name in one is looked for by its characters. */
const UNSPACED_FROM = 0x0e00;

/** The hash of what a word of plain letters in this range folds to; null where it has others, or an ending that may change in the plural. */
function plainHash(text: string, start: number, end: number): number | null {
	const last = text.charCodeAt(end - 1) | 0x20;
	// What ends with s or x may have a stem of its own.
	if (last === 0x73 || last === 0x78) return null;
	let hash = HASH_START;
	for (let at = start; at < end; at += 1) {
		let code = text.charCodeAt(at);
		if (code >= 0x41 && code <= 0x5a) code += 0x20;
		else if (code < 0x61 || code > 0x7a) return null;
		hash = hashNext(hash, code);
	}
	// Signed, for only those are kept as they are; a typed array takes them for what they were.
	return hash | 0;
}

function addWords(text: string, to: Set<number>): void {
	let unspaced = false;
	for (let at = 0; at < text.length && !unspaced; at += 1) unspaced = text.charCodeAt(at) >= UNSPACED_FROM;
	if (unspaced) for (const char of text) if (char.charCodeAt(0) >= UNSPACED_FROM) to.add(hash32(char) | 0);
	forEachWord(
		text,
		(start, end) => {
			// Most words are plain ones, whose stem is the word.
			const plain = plainHash(text, start, end);
			if (plain !== null) {
				to.add(plain);
				return;
			}
			const folded = foldWord(text.slice(start, end));
			to.add(hash32(folded) | 0).add(hash32(stemWord(folded)) | 0);
		},
		true,
	);
}

/** The words under which a name can be found in a source: those of its claims, of their headings and of what they and it are called. */
export function wordsIn(source: Pick<Source, 'title' | 'aliases'>, claims: readonly Pick<Claim, 'text' | 'about' | 'headings'>[]): Uint32Array {
	const words = new Set<number>();
	const names = new Set([source.title, ...source.aliases]);
	for (const { text, about, headings } of claims) {
		addWords(text, words);
		for (const name of about) names.add(name);
		for (const heading of headings) names.add(heading);
	}
	for (const name of names) {
		addWords(name, words);
		// Folding a whole name may part words that are one before it.
		const folded = foldName(name);
		if (folded !== name.toLowerCase()) addWords(folded, words);
	}
	return Uint32Array.from(words);
}

/** Hashes of what a source holds: of its words, and of the keys under which its claims may be contested. */
export interface Sifted {
	readonly words: Iterable<number>;
	readonly keys: Iterable<number>;
}

export const keysIn = ({ contests }: Pick<SourceFacts, 'contests'>): Set<number> => new Set(contests.flatMap(({ keys }) => keys.map(hash32)));

/** What a source must hold for the name to stand in it. */
function wordsOfName(name: string): number[] {
	const words = keyWords(name);
	if (isUnspaced(words.join(''), 0)) return Array.from(words.join('')).filter((char) => char.charCodeAt(0) >= UNSPACED_FROM).map(hash32);
	return words.filter((word) => /[\p{L}\p{N}]/u.test(word)).map(hash32);
}

/** Works out anew what the shards of these sources hold; without sieves from before, of all. `known` is what was worked out of some sources already. */
export async function sift(knowledge: Knowledge, changed: Iterable<string>, sources: ReadonlyMap<string, Source>, known: ReadonlyMap<string, Sifted>): Promise<Sieves> {
	const sieves = knowledge.sieves ?? { words: sieveOf(), keys: sieveOf(), unsaved: new Set<string>() };
	const shards = new Map<string, string[]>();
	for (const id of knowledge.sieves === null ? knowledge.about.sources() : changed) {
		const shard = shardOf(id);
		const ids = shards.get(shard);
		if (ids) ids.push(id);
		else shards.set(shard, [id]);
	}
	for (const [shard, some] of shards) {
		const words = new Set<number>();
		const keys = new Set<number>();
		for (const id of knowledge.sieves === null ? some : await knowledge.claims.keysIn(shard)) {
			if (!knowledge.about.has(id)) continue;
			const held = known.get(id) ?? {
				words: wordsIn(sources.get(id) ?? { title: '', aliases: [] }, (await knowledge.claims.get(id))?.claims ?? []),
				keys: keysIn((await knowledge.facts.get(id)) ?? { contests: [] }),
			};
			for (const hash of held.words) words.add(hash);
			for (const hash of held.keys) keys.add(hash);
		}
		sieves.words.set(shard, words);
		sieves.keys.set(shard, keys);
		sieves.unsaved.add(shard);
	}
	return sieves;
}

/** The words of a name, without endings that the plural may change: what a text must hold for the name to stand in it. */
const needlesOf = (name: string): string[] => (foldName(name).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).map((word) => word.slice(0, word.length > 4 ? -2 : word.length > 2 ? -1 : undefined));

/**
 * Ids of the sources in whose claims or titles one of the names may stand. Searches the files' raw text, and of them only those that can
 * hold it, because decoding the claims of a whole vault to look for one new name would cost more than the rest of the run.
 */
export async function sourcesNaming(names: readonly string[], { claims, sieves }: Pick<Knowledge, 'claims' | 'sieves'>, sources: ReadonlyMap<string, Pick<Source, 'title' | 'aliases'>>): Promise<Set<string>> {
	const found = new Set<string>();
	const wanted = names.map(needlesOf).filter((needles) => needles.length > 0);
	if (wanted.length === 0) return found;
	const shards = sieves === null ? undefined : new Set(names.flatMap((name) => sieves.words.groupsWith(wordsOfName(name))));
	for await (const [id, json] of claims.stored(shards)) {
		const { title, aliases } = sources.get(id) ?? { title: '', aliases: [] };
		const text = [json, title, ...aliases].join('\n').normalize('NFKC').toLowerCase();
		if (wanted.some((needles) => needles.every((needle) => text.includes(needle)))) found.add(id);
	}
	return found;
}

/** Ids of the sources that may hold one of the keys under which claims are contested. */
export async function sourcesContesting(keys: Iterable<number>, { facts, about, sieves }: Pick<Knowledge, 'facts' | 'about' | 'sieves'>): Promise<string[]> {
	if (sieves === null) return [...about.sources()].sort();
	const shards = new Set<string>();
	for (const key of keys) for (const shard of sieves.keys.groupsWith([key])) shards.add(shard);
	const found: string[] = [];
	for (const shard of shards) for (const id of await facts.keysIn(shard)) if (about.has(id)) found.push(id);
	return found.sort();
}
