import type { Claim } from '../model/claim.js';
import type { Mention } from '../model/concept.js';
import { foldName, foldSpace } from '../model/fold.js';
import { shortHash } from '../model/hash.js';
import type { Passage } from '../model/source.js';
import { readInline } from '../markdown/inline.js';
import type { Heading, Span } from '../markdown/note.js';
import type { DraftClaim } from '../worker/port.js';
import { inertQuote } from './render/inert.js';

/** Finds where a quote stands in one source; see markdown/quote. */
export type FindQuote = (quote: string, within: Span) => Span | null;

export interface VerifiedClaims {
	readonly claims: readonly Claim[];
	/** Quotes that do not stand in the passage. They reach the run's report, never a page. */
	readonly dropped: readonly string[];
}

const NUMBER = /\p{Nd}+(?:[.,:]\p{Nd}+)*/gu;

/** The numbers that a text says in digits, as it writes them. */
export const numbersIn = (text: string): readonly string[] => text.match(NUMBER) ?? [];

/** A statement that says a number its quote does not is replaced by the quote's own plain text. */
function faithfulText(text: string, quote: string): string {
	return numbersIn(text).every((number) => quote.includes(number)) ? text : readInline(quote, [{ start: 0, end: quote.length }]).plain;
}

const headingAt = (headings: readonly Heading[], offset: number): Heading | null => {
	let low = 0;
	let high = headings.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((headings[middle]?.start ?? Infinity) <= offset) low = middle + 1;
		else high = middle;
	}
	return headings[low - 1] ?? null;
};

/** Where a quote stands whole in one section. */
function placeIn(sections: readonly Passage[], quote: string, find: FindQuote): { readonly section: Passage; readonly place: Span } | null {
	for (const section of quote === '' ? [] : sections) {
		const place = find(quote, section);
		if (place) return { section, place };
	}
	return null;
}

/**
 * Gives each draft claim its place in the source and an id that stays as long as the quote does. `sections` are what the worker read
 * in one task: a quote stands in one of them, and does not skip from one to another. `seen` counts equal quotes over all passages of
 * the source, so that their ids differ.
 */
export function verifyClaims(
	drafts: readonly DraftClaim[],
	sections: readonly Passage[],
	headings: readonly Heading[],
	find: FindQuote,
	seen: Map<string, number>,
): VerifiedClaims {
	const claims: Claim[] = [];
	const dropped: string[] = [];
	for (const draft of drafts) {
		const quote = inertQuote(foldSpace(draft.quote));
		const found = placeIn(sections, quote, find);
		if (!found) {
			dropped.push(draft.quote);
			continue;
		}
		const { section, place } = found;
		const occurrence = seen.get(quote) ?? 0;
		seen.set(quote, occurrence + 1);
		const folded = foldSpace(draft.text);
		// One string for both, where they are equal: a vault has a hundred thousand of them.
		const text = folded === '' || folded === quote ? quote : faithfulText(folded, quote);
		claims.push({
			id: `k-${shortHash(`${section.sourceId}\0${quote}\0${occurrence}`, 10)}`,
			sourceId: section.sourceId,
			text,
			quote,
			start: place.start,
			end: place.end,
			headings: section.headings,
			anchor: headingAt(headings, place.start)?.raw ?? null,
			stance: draft.stance,
			form: draft.form,
			qualifiers: draft.qualifiers.filter((qualifier) => quote.includes(qualifier)),
			about: draft.about,
			weight: Math.min(1, Math.max(0, Number.isFinite(draft.weight) ? draft.weight : 0)),
		});
	}
	return { claims, dropped };
}

/** Whether the name stands there and does not compose with a mark behind it. */
function standsVerbatim(text: string, name: string): boolean {
	const at = name === '' ? -1 : text.indexOf(name);
	return at >= 0 && !/^\p{M}/u.test(text.slice(at + name.length, at + name.length + 2));
}

/** Mentions whose name or an alias stands in the passage, its headings or the source's own names. */
export function verifyMentions(mentions: readonly Mention[], passageText: string, headings: readonly string[], names: readonly string[]): readonly Mention[] {
	const text = `${passageText}\n${headings.join('\n')}\n${names.join('\n')}`;
	let folded: string | null = null;
	// Most names stand there as they are; the whole passage is folded for the others alone.
	const stands = (name: string): boolean => standsVerbatim(text, name) || (folded ??= foldName(text)).includes(foldName(name));
	return mentions.filter((mention) => [mention.name, ...mention.aliases].some(stands));
}

/** One entry a name over all passages of a source: counts added up, signals and aliases united, sorted by folded name. */
export function mergeMentions(mentions: readonly Mention[]): readonly Mention[] {
	const byName = new Map<string, { name: string; aliases: Set<string>; kind: Mention['kind']; signals: Set<Mention['signals'][number]>; count: number; best: number }>();
	for (const mention of mentions) {
		const key = foldName(mention.name);
		const entry = byName.get(key);
		if (!entry) {
			byName.set(key, { name: mention.name, aliases: new Set(mention.aliases), kind: mention.kind, signals: new Set(mention.signals), count: mention.count, best: mention.count });
			continue;
		}
		if (mention.count > entry.best) {
			entry.best = mention.count;
			entry.name = mention.name;
		}
		for (const alias of mention.aliases) entry.aliases.add(alias);
		for (const signal of mention.signals) entry.signals.add(signal);
		entry.kind ??= mention.kind;
		entry.count += mention.count;
	}
	return [...byName.entries()]
		.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
		.map(([, { name, aliases, kind, signals, count }]) => ({ name, aliases: [...aliases].sort(), kind, signals: [...signals].sort(), count }));
}
