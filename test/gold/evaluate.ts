import { namesOf, type Gold, type KeyConcept, type Place } from './key.js';
import { foldName, overlapIn } from './text.js';

export interface Score {
	/** Share of what was found that is right; 1 where nothing was found. */
	readonly precision: number;
	/** Share of what should be found that was; 1 where there was nothing to find. */
	readonly recall: number;
	readonly f1: number;
	readonly tp: number;
	readonly fp: number;
	readonly fn: number;
	readonly misses: readonly string[];
	readonly falseAlarms: readonly string[];
}

export interface FoundConcept {
	readonly title: string;
	readonly aliases: readonly string[];
}

export interface FoundDisagreement {
	readonly left: Place;
	readonly right: Place;
}

function score(tp: number, misses: readonly string[], falseAlarms: readonly string[]): Score {
	const fp = falseAlarms.length;
	const fn = misses.length;
	const precision = tp + fp === 0 ? 1 : tp / (tp + fp);
	const recall = tp + fn === 0 ? 1 : tp / (tp + fn);
	const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
	return { precision, recall, f1, tp, fp, fn, misses, falseAlarms };
}

/**
 * Which pages were made. Required concepts are to be found; optional ones count neither way; anything else, and a second
 * page for the same concept, is a false alarm.
 */
export function scoreConcepts({ key }: Gold, found: readonly FoundConcept[]): Score {
	const byName = new Map<string, KeyConcept>();
	for (const concept of key.concepts) for (const name of namesOf(concept)) byName.set(foldName(name), concept);
	const refused = new Map(key.notConcepts.map(({ name, reason }) => [foldName(name), reason]));

	const seen = new Set<KeyConcept>();
	const falseAlarms: string[] = [];
	for (const { title, aliases } of found) {
		const reason = refused.get(foldName(title));
		const concept = [title, ...aliases].map((name) => byName.get(foldName(name))).find((hit) => hit !== undefined);
		if (reason !== undefined) falseAlarms.push(`${title}: ${reason}`);
		else if (concept === undefined) falseAlarms.push(`${title}: not in the key`);
		else if (seen.has(concept)) falseAlarms.push(`${title}: a second page for ${concept.name}`);
		else seen.add(concept);
	}
	const required = key.concepts.filter(({ status }) => status === 'required');
	const misses = required.filter((concept) => !seen.has(concept)).map(({ name }) => name);
	return score(required.length - misses.length, misses, falseAlarms);
}

function* pairs(names: readonly string[]): Generator<readonly [string, string]> {
	for (const [index, a] of names.entries()) for (const b of names.slice(index + 1)) yield [a, b];
}

/** Which names were taken for one thing. A pair counts as joined only where one found concept bears both names. */
export function scoreIdentity({ key }: Gold, found: readonly FoundConcept[]): Score {
	const bearers = new Map<string, Set<number>>();
	for (const [index, { title, aliases }] of found.entries()) {
		for (const name of [title, ...aliases].map(foldName)) bearers.set(name, (bearers.get(name) ?? new Set()).add(index));
	}
	const bearersOf = (name: string): ReadonlySet<number> => bearers.get(foldName(name)) ?? new Set();
	const joined = (a: string, b: string): boolean => [...bearersOf(a)].some((index) => bearersOf(b).has(index));
	const fate = (name: string): string => (bearersOf(name).size === 0 ? `${name} (not found)` : name);

	const same = key.duplicates.flatMap((group) => [...pairs(group)]);
	const split = same.filter(([a, b]) => !joined(a, b));
	const falseAlarms = key.distinct.filter(({ names: [a, b] }) => joined(a, b)).map(({ names, why }) => `${names.join(' = ')}: ${why}`);
	return score(same.length - split.length, split.map(([a, b]) => `${fate(a)} | ${fate(b)}`), falseAlarms);
}

const show = ({ left, right }: FoundDisagreement): string => `${left.note}: “${left.quote}” ⇔ ${right.note}: “${right.quote}”`;

/** Matched when both quotes overlap the key's quotes in the right notes, either order. Meeting one planted pair twice is no false alarm. */
export function scoreDisagreements({ key, notes }: Gold, found: readonly FoundDisagreement[]): Score {
	const overlaps = (a: Place, b: Place): boolean => a.note === b.note && overlapIn(notes.get(a.note) ?? '', a.quote, b.quote);
	const matches = (a: FoundDisagreement, b: FoundDisagreement): boolean =>
		(overlaps(a.left, b.left) && overlaps(a.right, b.right)) || (overlaps(a.left, b.right) && overlaps(a.right, b.left));

	const met = new Set<FoundDisagreement>();
	const falseAlarms: string[] = [];
	for (const pair of found) {
		const hits = key.disagreements.filter((planted) => matches(pair, planted));
		for (const hit of hits) met.add(hit);
		if (hits.length > 0) continue;
		const alike = key.lookAlikes.find((lookAlike) => matches(pair, lookAlike));
		falseAlarms.push(alike === undefined ? show(pair) : `${show(pair)} (${alike.reason}: ${alike.why})`);
	}
	const misses = key.disagreements.filter((planted) => !met.has(planted)).map((planted) => `${planted.about}: ${show(planted)}`);
	return score(met.size, misses, falseAlarms);
}

/** Whether a verifier tells true quotes from false ones: a positive is a quote that it lets pass. */
export function scoreQuotes({ key }: Gold, isTrue: (note: string, quote: string) => boolean): Score {
	const passed = key.quotes.map((entry) => ({ ...entry, passed: isTrue(entry.note, entry.quote) }));
	const describe = ({ note, quote, why }: (typeof passed)[number]): string => `${note}: “${quote}” (${why})`;
	return score(
		passed.filter((entry) => entry.true && entry.passed).length,
		passed.filter((entry) => entry.true && !entry.passed).map(describe),
		passed.filter((entry) => !entry.true && entry.passed).map(describe),
	);
}
