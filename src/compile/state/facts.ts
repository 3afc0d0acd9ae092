import type { ConceptKind, Mention, MentionSignal } from '../../model/concept.js';
import { shortHash } from '../../model/hash.js';
import { readMembers, writeMembers } from './line-object.js';

const PLAIN = '~';

/** A key as the facts hold it: marked where the claim denies and opposes nothing, so that only another can clash with it. */
export const contestKey = (key: string, plain: boolean): string => (plain ? PLAIN + key : key);
export const readContestKey = (stored: string): { readonly key: string; readonly plain: boolean } =>
	stored.startsWith(PLAIN) ? { key: stored.slice(1), plain: true } : { key: stored, plain: false };

export interface AboutConcept {
	readonly claims: number;
	readonly weight: number;
	readonly definitions: number;
}

/** What the vault-wide steps need of a source without reading its claims. */
export interface SourceFacts {
	readonly mentions: readonly Mention[];
	/** By concept id: how many claims are about it, their weights added up in hundredths, and how many of them define it. */
	readonly about: ReadonlyMap<string, AboutConcept>;
	/** Claim ids by the keys under which a disagreement may be found. */
	readonly contests: readonly (readonly [contestKey: string, claimId: string])[];
}

const SIGNALS: readonly MentionSignal[] = ['title', 'alias', 'heading', 'tag', 'link', 'definition', 'emphasis', 'name', 'phrase'];
// Ready-made, because a large vault has a hundred thousand mentions and few kinds of them.
const SIGNAL_SETS: readonly (readonly MentionSignal[])[] = Array.from({ length: 1 << SIGNALS.length }, (_, bits) => SIGNALS.filter((_signal, index) => (bits & (1 << index)) !== 0));
const KINDS: readonly (ConceptKind | null)[] = [null, 'concept', 'entity'];

// What a line said from which the facts were read: it is written again as it is, as long as they are the same.
const lines = new WeakMap<SourceFacts, string>();

// Between the parts of a line. JSON has it as a blank only, so that a line can be taken apart without being decoded.
const BETWEEN = ',\t';

function encodeEntry({ mentions, about, contests }: SourceFacts): string {
	const parts = [
		mentions.map(({ name, count, signals, kind, aliases }) => [name, count, signals.reduce((bits, signal) => bits | (1 << SIGNALS.indexOf(signal)), 0), KINDS.indexOf(kind), ...aliases]),
		[...about].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([concept, { claims, weight, definitions }]) => [concept, claims, weight, definitions]),
		contests.flat(),
	];
	return `[${parts.map((part) => JSON.stringify(part)).join(BETWEEN)}]`;
}

/** A JSON object with one source a line, sorted by id. */
export const encodeFacts = (facts: ReadonlyMap<string, SourceFacts>): string =>
	writeMembers([...facts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, entry]) => [id, lines.get(entry) ?? encodeEntry(entry)]));

/** The name of the file that holds a source's facts: few files, of which a small change of a large vault writes few. */
const shardOf = (id: string): string => shortHash(id, 1);

/** By file name, how many sources it held when it was read; of a damaged one this is not known. */
export type FactsOnDisk = ReadonlyMap<string, number | null>;

/** The files that must be written for these facts to be on disk, by name and sorted; null where one must go. */
export function changedFacts(facts: ReadonlyMap<string, SourceFacts>, onDisk: FactsOnDisk): readonly (readonly [shard: string, text: string | null])[] {
	const shards = new Map<string, Map<string, SourceFacts>>([...onDisk.keys()].map((shard) => [shard, new Map()]));
	for (const [id, entry] of facts) {
		const shard = shards.get(shardOf(id)) ?? new Map<string, SourceFacts>();
		shards.set(shardOf(id), shard.set(id, entry));
	}
	return [...shards]
		.filter(([name, shard]) => onDisk.get(name) !== shard.size || [...shard.values()].some((entry) => !lines.has(entry)))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, shard]) => [name, shard.size === 0 ? null : encodeFacts(shard)]);
}

function decodeMention(row: unknown): Mention[] {
	if (!Array.isArray(row)) return [];
	const [name, count, bits, kind, ...aliases] = row as readonly unknown[];
	if (typeof name !== 'string' || typeof count !== 'number' || typeof bits !== 'number') return [];
	return [{ name, count, signals: SIGNAL_SETS[bits] ?? [], kind: KINDS[Number(kind)] ?? null, aliases: aliases.map(String) }];
}

function parseList(text: string): readonly unknown[] | null {
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : null;
	} catch {
		return null;
	}
}

function decodeAbout(about: readonly unknown[]): Map<string, AboutConcept> {
	const byConcept = new Map<string, AboutConcept>();
	for (let at = 0; at + 3 < about.length; at += 4) {
		byConcept.set(String(about[at]), { claims: Number(about[at + 1]), weight: Number(about[at + 2]), definitions: Number(about[at + 3]) });
	}
	return byConcept;
}

function decodeContests(contests: readonly unknown[]): SourceFacts['contests'] {
	const pairs: (readonly [string, string])[] = [];
	for (let at = 0; at + 1 < contests.length; at += 2) pairs.push([String(contests[at]), String(contests[at + 1])]);
	return pairs;
}

const isList = (text: string): boolean => text.startsWith('[') && text.endsWith(']');

/** Mentions and contests are decoded when they are asked for and not kept: of a large vault they are most of what is known. */
function decodeEntry(line: string, lost: () => void): SourceFacts | null {
	const parts = line.startsWith('[') && line.endsWith(']') ? line.slice(1, -1).split(BETWEEN) : [];
	const [mentions, about, contests] = parts;
	if (mentions === undefined || about === undefined || contests === undefined || parts.length !== 3 || !isList(mentions) || !isList(contests)) return null;
	const concepts = parseList(about);
	if (concepts === null) return null;
	const list = (part: string): readonly unknown[] => {
		const parsed = parseList(part);
		if (parsed === null) lost();
		return parsed ?? [];
	};
	return {
		get mentions() {
			return list(mentions).flatMap(decodeMention);
		},
		about: decodeAbout(concepts),
		get contests() {
			return decodeContests(list(contests));
		},
	};
}

/** Null where the text is not such a table. `lost` is told of a source of which a part turns out to be damaged once it is decoded. */
export function decodeFacts(text: string, lost: (id: string) => void = () => undefined): Map<string, SourceFacts> | null {
	const members = readMembers(text);
	if (members === null) return null;
	const facts = new Map<string, SourceFacts>();
	for (const [id, line] of members) {
		const entry = decodeEntry(line, () => {
			lost(id);
		});
		if (entry === null) return null;
		lines.set(entry, line);
		facts.set(id, entry);
	}
	return facts;
}
