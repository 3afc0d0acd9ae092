import { addCurrencies } from '../model/currencies.js';
import type { Concept, Mention } from '../model/concept.js';
import { foldName } from '../model/fold.js';
import type { Source } from '../model/source.js';
import type { Layout } from '../vault/layout.js';
import { compareSource, stateOf, type SourceState } from './compare-source.js';
import type { Extracted } from './extract-source.js';
import { identify, pairKey, unsettled, type DoubtfulPair, type Identity, type IdentifyRequest } from './identify.js';
import { sift, sourcesNaming } from './find-sources.js';
import { makeMatcher, type KnownNames, type Matched, type MatchSources } from './match-sources.js';
import type { Answer, Settled } from './settle-doubt.js';
import { conceptPath, type Names } from './place.js';
import { commonConcepts } from './related.js';
import { updateDisagreements } from './update-disagreements.js';
import type { Candidate, Opinion } from './second-opinion.js';
import type { FindNames } from './render/linker.js';
import type { Settings } from './settings.js';
import type { SourceClaims } from './state/claim-codec.js';
import { speakersIn, WIDTH, type AboutTable, type Speakers } from './state/about-table.js';
import { nameBook, type NameBook } from './state/name-book.js';
import type { ConceptEntry, Knowledge } from './state/state.js';
import { updateUsage } from './update-usage.js';

/** What happened to the sources, in terms of what is known. */
export interface SourceChanges {
	readonly read: readonly Extracted[];
	/** Ids of sources whose path changed and nothing else. */
	readonly renamed: readonly string[];
	readonly removed: readonly string[];
	/** True where the state has lost what it knew of some source, so that nothing can be taken off the counts. */
	readonly lostFacts: boolean;
	/** All sources after the change, by id. */
	readonly sources: ReadonlyMap<string, Source>;
	/** Those that were read, as they were before it; not the new ones. */
	readonly known: ReadonlyMap<string, Source>;
	/** Folded names that a person does not want a page for. */
	readonly denied: ReadonlySet<string>;
	/** Has a worker say of names that look alike whether they are one. */
	readonly ask: (pairs: readonly DoubtfulPair[]) => Promise<Settled>;
	/** Has a worker look at what rules hold for contradictions. */
	readonly adjudicate: (candidates: readonly Candidate[]) => Promise<Opinion>;
	readonly match: MatchSources;
}

export interface UpdatedKnowledge {
	/** Ids of concepts and sources whose pages may read differently now. */
	readonly touched: ReadonlySet<string>;
	/** Concepts that had a page to themselves and have none now. */
	readonly retired: readonly ConceptEntry[];
	readonly speakers: Speakers;
	/** How many sources spoke of a concept before the change. */
	readonly countBefore: (concept: string) => number;
	readonly common: ReadonlySet<string>;
	readonly findNames: FindNames;
	/** The names that it finds. */
	readonly knownNames: KnownNames;
	/** What asking about doubtful names and contradictions took. */
	readonly asked: Pick<Settled, 'calls' | 'cost'>;
}

const namesOf = (concept: { readonly title: string; readonly aliases: readonly string[] }): string[] => [concept.title, ...concept.aliases];

const areSame = (left: readonly string[], right: readonly string[]): boolean => left.length === right.length && left.every((name, at) => name === right[at]);

const readsAlike = (known: ConceptEntry, concept: Concept, caseBound: boolean): boolean =>
	known.kind === concept.kind && known.caseBound === caseBound && known.title === concept.title && areSame(known.aliases, concept.aliases);

/** Concepts that more than a page of their own depends on: a change of one touches every page that may name it. */
interface Renaming {
	readonly changed: ReadonlySet<string>;
	/** Names that are new to the dictionary: they may stand in sources that did not change. */
	readonly newNames: readonly string[];
	/** Concepts whose names shrank or went: sources about them are matched again. */
	readonly lost: ReadonlySet<string>;
}

function compareConcepts(before: ReadonlyMap<string, ConceptEntry>, identity: Identity): Renaming {
	const after = new Map(identity.concepts.map((concept) => [concept.id, concept]));
	const changed = new Set<string>();
	const newNames: string[] = [];
	const lost = new Set<string>();
	for (const concept of after.values()) {
		const known = before.get(concept.id);
		const caseBound = identity.caseBound.has(concept.id);
		if (known && readsAlike(known, concept, caseBound)) continue;
		changed.add(concept.id);
		const old = new Set(known && known.caseBound === caseBound ? namesOf(known).map(foldName) : []);
		const now = new Set(namesOf(concept).map(foldName));
		newNames.push(...[...now].filter((name) => !old.has(name)));
		if (known && (known.caseBound !== caseBound || [...old].some((name) => !now.has(name)))) lost.add(concept.id);
	}
	for (const id of before.keys()) {
		if (after.has(id)) continue;
		changed.add(id);
		lost.add(id);
	}
	return { changed, newNames, lost };
}

/** Everything that shares a source with one of these concepts: its page may name it, relate to it or list it. */
function neighbours(concepts: ReadonlySet<string>, about: AboutTable): Set<string> {
	const near = new Set<string>();
	const numbers = new Set([...concepts].map((id) => about.numberOf(id)));
	for (const source of concepts.size === 0 ? [] : about.sources()) {
		const row = about.rowOf(source);
		let meets = false;
		for (let at = 0; at < row.length && !meets; at += WIDTH) meets = numbers.has(row[at]);
		if (!meets) continue;
		near.add(source);
		for (const id of about.conceptsOf(source)) near.add(id);
	}
	return near;
}

/** Identifies, has the doubtful pairs that are new asked about, and identifies again where an answer helps. Answers are kept in place. */
async function identifySurely(request: IdentifyRequest, answers: Map<string, Answer>, ask: SourceChanges['ask']): Promise<{ readonly identity: Identity; readonly settled: Settled }> {
	const sure = (): Map<string, 'same' | 'different'> => new Map([...answers].flatMap(([key, answer]) => (answer === 'unknown' ? [] : [[key, answer] as const])));
	const identity = identify({ ...request, answers: sure() });
	const settled = await ask(identity.doubtful.filter(({ left, right }) => !answers.has(pairKey(left, right))));
	for (const [key, answer] of settled.answers) answers.set(key, answer);
	const helps = [...settled.answers.values()].some((answer) => answer !== 'unknown');
	return { identity: helps ? identify({ ...request, answers: sure() }) : identity, settled };
}

/** What sources said before the change, by id; null where the state has lost some of it, so that nothing can be taken off the counts. */
async function claimsBefore(knowledge: Knowledge, ids: readonly string[]): Promise<Map<string, SourceClaims> | null> {
	if (knowledge.about.size === 0 && (knowledge.usage?.size ?? 0) > 0) return null;
	const said = new Map<string, SourceClaims>();
	for (const id of ids) {
		if (!knowledge.about.has(id)) continue;
		const stored = await knowledge.claims.get(id);
		if (stored === null) return null;
		said.set(id, stored);
	}
	return said;
}

/** The sources that were read, as they were: those apart that are new, or of which something is lost. */
async function statesBefore(knowledge: Knowledge, changes: SourceChanges, said: ReadonlyMap<string, SourceClaims> | null): Promise<Map<string, SourceState>> {
	const states = new Map<string, SourceState>();
	for (const { source: { id } } of changes.read) {
		const [source, claims] = [changes.known.get(id), said?.get(id)];
		const facts = source && claims ? await knowledge.facts.get(id) : null;
		if (source && claims && facts) states.set(id, stateOf(source, claims, facts, id, knowledge.about));
	}
	return states;
}

/** The names of the vault after the change: those of changed and removed sources taken off the book, those that they have now put in. */
async function updateNames(knowledge: Knowledge, changes: SourceChanges, lost: boolean): Promise<NameBook> {
	const { about, facts } = knowledge;
	let book = lost ? null : knowledge.names;
	for (const id of book === null ? [] : [...changes.read.map(({ source }) => source.id), ...changes.removed]) {
		if (!about.has(id)) continue;
		const before = await facts.get(id);
		if (before !== null && book?.take(id, before.language, before.mentions) === true) continue;
		book = null;
		break;
	}
	const mentions = new Map(changes.read.map((read) => [read.source.id, read.mentions]));
	if (book !== null) {
		for (const { source } of changes.read) book.add(source.id, source.language, mentions.get(source.id) ?? []);
		return book;
	}
	const anew = nameBook();
	for (const { id, language } of [...changes.sources.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
		anew.add(id, language, mentions.get(id) ?? (about.has(id) ? (await facts.get(id))?.mentions : undefined) ?? []);
	}
	return anew;
}

const isSame = (a: SourceClaims['about'], b: SourceClaims['about']): boolean => a.every((ids, index) => ids.join() === (b[index] ?? []).join());

/** Takes the changes of the sources into what is known, in place, and says which pages that may touch. */
export async function updateKnowledge(knowledge: Knowledge, changes: SourceChanges, settings: Settings, layout: Layout, names: Names): Promise<UpdatedKnowledge> {
	const { about, facts } = knowledge;
	const touched = new Set<string>();
	const touchSource = (id: string): void => {
		touched.add(id);
		for (const concept of about.conceptsOf(id)) touched.add(concept);
	};
	const changed = new Set(changes.read.map(({ source }) => source.id));
	const removed = new Set(changes.removed);
	const renamed = new Set(changes.renamed);
	const before = new Map(knowledge.concepts);
	const speakersBefore = speakersIn(about);
	const commonBefore = commonConcepts(speakersBefore.counts, about.size);

	const said = changes.lostFacts ? null : await claimsBefore(knowledge, [...changed, ...removed]);
	const states = await statesBefore(knowledge, changes, said);
	for (const id of [...changed, ...changes.renamed, ...removed]) if (!states.has(id)) touchSource(id);
	const book = await updateNames(knowledge, changes, said === null);
	knowledge.names = book;
	for (const id of removed) {
		about.delete(id);
		await facts.delete(id);
		await knowledge.claims.delete(id);
	}
	for (const { source } of changes.read) about.set(source.id, new Map());
	const whole = knowledge.usage !== null && said !== null;
	// What the files hold is told by sieves of the same run, or not at all.
	if (!whole) knowledge.sieves = null;
	const usage = await updateUsage({
		table: whole ? knowledge.usage : null,
		names: book.names.keys(),
		ids: [...about.sources()],
		before: [...(said?.values() ?? [])].map(({ claims }) => claims),
		read: new Map(changes.read.map(({ source, claims }) => [source.id, claims])),
		claimsOf: async (id) => (await knowledge.claims.get(id))?.claims ?? [],
		sourcesNaming: (keys) => sourcesNaming(keys, knowledge, changes.sources),
	});

	knowledge.usage = usage;
	const request: IdentifyRequest = {
		sources: [...changes.sources.values()],
		names: book,
		minMentions: settings.minMentions,
		previous: [...before.values()],
		denied: changes.denied,
		usage,
	};
	const { identity, settled } = await identifySurely(request, knowledge.answers, changes.ask);
	// Without the sources of the concepts, which nobody should list only to copy them to a thread.
	const knownNames: KnownNames = { byName: identity.byName, caseBound: identity.caseBound, concepts: identity.concepts.map(({ id, title, aliases }) => ({ id, title, aliases })) };
	const matcher = makeMatcher(knownNames);
	const renaming = compareConcepts(before, identity);

	const hasOlder = about.size > changed.size;
	const again = hasOlder ? await sourcesNaming(renaming.newNames, knowledge, changes.sources) : new Set<string>();
	const shrunk = new Set([...renaming.lost].map((id) => about.numberOf(id)));
	for (const id of shrunk.size === 0 ? [] : about.sources()) {
		const row = about.rowOf(id);
		for (let at = 0; at < row.length; at += WIDTH) if (shrunk.has(row[at])) again.add(id);
	}
	for (const concept of neighbours(renaming.changed, about)) touched.add(concept);

	const altered = new Map<string, ReadonlySet<string> | 'all'>();
	const sifted = new Map<string, Matched['sifted']>();
	const keep = async (matched: Matched, claims: SourceClaims['claims'], language: string, mentions: readonly Mention[]): Promise<void> => {
		const { source: id, contests } = matched;
		const now: SourceClaims = { claims, about: matched.about };
		await knowledge.claims.set(id, now);
		await facts.set(id, { language, mentions, contests });
		about.set(id, matched.said);
		sifted.set(id, matched.sifted);
		const was = states.get(id);
		const source = changes.sources.get(id);
		const change = was && source ? compareSource(was, stateOf(source, now, { contests }, id, about), renaming.changed) : null;
		altered.set(id, change?.claims ?? 'all');
		touched.add(id);
		for (const concept of change?.concepts ?? [...(was?.said.keys() ?? []), ...about.conceptsOf(id)]) touched.add(concept);
	};
	const readOf = new Map(changes.read.map((read) => [read.source.id, read]));
	for await (const matched of changes.match(knownNames, matcher, changes.read)) {
		const read = readOf.get(matched.source);
		if (read) await keep(matched, read.claims, read.source.language, read.mentions);
	}
	for (const id of [...again].filter((candidate) => !changed.has(candidate) && about.has(candidate)).sort()) {
		const [stored, known] = [await knowledge.claims.get(id), await facts.get(id)];
		if (!stored || !known) continue;
		const { title, aliases } = changes.sources.get(id) ?? { title: '', aliases: [] };
		const matched = matcher.match({ source: { id, title, aliases, language: known.language }, claims: stored.claims });
		// Where a new name's words stand and the name does not, all is as it was.
		if (isSame(matched.about, stored.about) && !matched.about.some((ids) => ids.some((concept) => renaming.changed.has(concept)))) continue;
		touchSource(id);
		await keep(matched, stored.claims, known.language, known.mentions);
		changed.add(id);
	}

	const speakers = speakersIn(about);
	const common = commonConcepts(speakers.counts, about.size);
	knowledge.sieves = await sift(knowledge, [...changed, ...removed], changes.sources, sifted);
	const shifted = new Set([...common, ...commonBefore].filter((id) => common.has(id) !== commonBefore.has(id)));
	place(knowledge, identity, before, layout, names);
	for (const entry of knowledge.concepts.values()) {
		const known = before.get(entry.id);
		if (known?.paged !== entry.paged || known.linkPath !== entry.linkPath) shifted.add(entry.id);
	}
	for (const id of neighbours(shifted, about)) touched.add(id);

	knowledge.ambiguities = [...identity.ambiguities, ...unsettled(identity.doubtful)];
	const disagreementsBefore = new Map(knowledge.disagreements.map((entry) => [entry.id, entry]));
	const { disagreements, opinion } = await updateDisagreements(knowledge, removed, altered, changes.sources, matcher.names, changes.adjudicate);
	knowledge.disagreements = disagreements;
	const disagreementsAfter = new Map(knowledge.disagreements.map((entry) => [entry.id, entry]));
	for (const entry of [...disagreementsBefore.values(), ...disagreementsAfter.values()]) {
		// The same disagreement reads differently where one of its sources has another path, title or heading now.
		const stays = disagreementsBefore.has(entry.id) && disagreementsAfter.has(entry.id);
		if (stays && ![entry.leftSource, entry.rightSource].some((id) => changed.has(id) || renamed.has(id))) continue;
		for (const id of [...entry.concepts, entry.leftSource, entry.rightSource]) touched.add(id);
	}

	const retired = [...before.values()].filter((entry) => entry.paged && !(knowledge.concepts.get(entry.id)?.paged ?? false));
	return { touched, retired, speakers, countBefore: speakersBefore.count, common, findNames: matcher.findNames, knownNames, asked: { calls: settled.calls + opinion.calls, cost: addCurrencies(settled.cost, opinion.cost) } };
}

/** Gives every concept its page's path and the target of links to it, and says which have enough to fill a page. */
function place(
	knowledge: Knowledge,
	identity: Identity,
	before: ReadonlyMap<string, ConceptEntry>,
	layout: Layout,
	names: Names,
): void {
	// One claim that does not say what a thing is does not fill a page.
	const { about } = knowledge;
	const { claims, definitions } = about.sums;
	const isSaid = (id: string): boolean => {
		const number = about.numberOf(id);
		return number !== undefined && ((claims[number] ?? 0) > 1 || (definitions[number] ?? 0) > 0);
	};
	const placed = identity.concepts.map((concept) => ({
		concept,
		paged: isSaid(concept.id),
		path: conceptPath(concept, before.get(concept.id)?.path ?? null, layout, names),
	}));
	knowledge.concepts.clear();
	for (const { concept, paged, path } of placed) {
		knowledge.concepts.set(concept.id, {
			id: concept.id,
			title: concept.title,
			aliases: concept.aliases,
			kind: concept.kind,
			sources: [],
			paged,
			path,
			linkPath: names.linkPath(path),
			caseBound: identity.caseBound.has(concept.id),
			links: before.get(concept.id)?.links ?? [],
		});
	}
}
