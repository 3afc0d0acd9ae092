import type { ConceptKind, Mention, MentionSignal } from '../../model/concept.js';
import { isRecord } from '../../model/json.js';
import type { Codec } from './shard-store.js';

/** A claim with the keys under which a disagreement with it may be found. */
export interface Contested {
	readonly claim: string;
	readonly keys: readonly string[];
	/** True where the claim denies and opposes nothing, so that only another can clash with it. */
	readonly plain: boolean;
}

/** What the vault-wide steps need of a source besides its claims, and only while it or a source that it meets changes. */
export interface SourceFacts {
	readonly language: string;
	readonly mentions: readonly Mention[];
	readonly contests: readonly Contested[];
}

const SIGNALS: readonly MentionSignal[] = ['title', 'alias', 'heading', 'tag', 'link', 'definition', 'emphasis', 'name', 'phrase'];
// Ready-made, because a large vault has a hundred thousand mentions and few kinds of them.
const SIGNAL_SETS: readonly (readonly MentionSignal[])[] = Array.from({ length: 1 << SIGNALS.length }, (_, bits) => SIGNALS.filter((_signal, index) => (bits & (1 << index)) !== 0));
const KINDS: readonly (ConceptKind | null)[] = [null, 'concept', 'entity'];

export const bitOf = (signal: MentionSignal): number => SIGNALS.indexOf(signal);
export const signalAt = (bit: number): MentionSignal | undefined => SIGNALS[bit];

const isText = (value: unknown): value is string => typeof value === 'string';

function decodeMention(row: unknown): Mention | null {
	if (!Array.isArray(row)) return null;
	const [name, count, bits, kind, ...aliases] = row as readonly unknown[];
	if (!isText(name) || typeof count !== 'number' || typeof bits !== 'number') return null;
	return { name, count, signals: SIGNAL_SETS[bits] ?? [], kind: KINDS[Number(kind)] ?? null, aliases: aliases.map(String) };
}

function decodeContested(row: unknown): Contested | null {
	if (!Array.isArray(row)) return null;
	const [claim, plain, ...keys] = row as readonly unknown[];
	return isText(claim) && keys.every(isText) ? { claim, plain: plain === 1, keys } : null;
}

/** Rows rather than objects, because a large vault holds a hundred thousand of either. */
export const factsCodec: Codec<SourceFacts> = {
	encode: ({ language, mentions, contests }) => ({
		language,
		mentions: mentions.map(({ name, count, signals, kind, aliases }) => [name, count, signals.reduce((bits, signal) => bits | (1 << bitOf(signal)), 0), KINDS.indexOf(kind), ...aliases]),
		contests: contests.map(({ claim, plain, keys }) => [claim, plain ? 1 : 0, ...keys]),
	}),
	decode(json) {
		if (!isRecord(json) || !isText(json['language']) || !Array.isArray(json['mentions']) || !Array.isArray(json['contests'])) return null;
		const mentions = json['mentions'].map(decodeMention);
		const contests = json['contests'].map(decodeContested);
		if (mentions.includes(null) || contests.includes(null)) return null;
		return { language: json['language'], mentions: mentions.flatMap((mention) => mention ?? []), contests: contests.flatMap((contest) => contest ?? []) };
	},
};
