import type { ConceptKind, Mention, MentionSignal } from '../../model/concept.js';
import { isRecord } from './shard-store.js';

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
	readonly contests: readonly (readonly [key: string, claimId: string])[];
}

const SIGNALS: readonly MentionSignal[] = ['title', 'alias', 'heading', 'tag', 'link', 'definition', 'emphasis', 'name', 'phrase'];
const KINDS: readonly (ConceptKind | null)[] = [null, 'concept', 'entity'];

export function encodeFacts(facts: ReadonlyMap<string, SourceFacts>): string {
	const json: Record<string, unknown> = {};
	for (const id of [...facts.keys()].sort()) {
		const entry = facts.get(id);
		if (!entry) continue;
		json[id] = [
			entry.mentions.map((mention) => [
				mention.name,
				mention.count,
				mention.signals.reduce((bits, signal) => bits | (1 << SIGNALS.indexOf(signal)), 0),
				KINDS.indexOf(mention.kind),
				...mention.aliases,
			]),
			[...entry.about].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([concept, { claims, weight, definitions }]) => [concept, claims, weight, definitions]),
			entry.contests.flat(),
		];
	}
	return JSON.stringify(json);
}

function decodeMention(row: unknown): Mention[] {
	if (!Array.isArray(row)) return [];
	const [name, count, bits, kind, ...aliases] = row as readonly unknown[];
	if (typeof name !== 'string' || typeof count !== 'number' || typeof bits !== 'number') return [];
	return [{ name, count, signals: SIGNALS.filter((_, index) => (bits & (1 << index)) !== 0), kind: KINDS[Number(kind)] ?? null, aliases: aliases.map(String) }];
}

/** Null where the text is not such a table. */
export function decodeFacts(text: string): Map<string, SourceFacts> | null {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return null;
	}
	if (!isRecord(json)) return null;
	const facts = new Map<string, SourceFacts>();
	for (const [id, row] of Object.entries(json)) {
		if (!Array.isArray(row)) return null;
		const [mentions, about, contests] = row as readonly unknown[];
		if (!Array.isArray(mentions) || !Array.isArray(about) || !Array.isArray(contests)) return null;
		const byConcept = new Map<string, AboutConcept>();
		for (let at = 0; at + 3 < about.length; at += 4) {
			byConcept.set(String(about[at]), { claims: Number(about[at + 1]), weight: Number(about[at + 2]), definitions: Number(about[at + 3]) });
		}
		const pairs: (readonly [string, string])[] = [];
		for (let at = 0; at + 1 < contests.length; at += 2) pairs.push([String(contests[at]), String(contests[at + 1])]);
		facts.set(id, { mentions: mentions.flatMap(decodeMention), about: byConcept, contests: pairs });
	}
	return facts;
}
