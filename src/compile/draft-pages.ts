import { addCurrencies, NO_COST, type Currencies } from '../model/currencies.js';
import type { PageRecord } from '../model/page.js';
import type { Proposal } from '../model/proposal.js';
import { problem, type Problem } from '../model/result.js';
import { isInside } from '../vault/vault-path.js';
import { FINE } from '../worker/port.js';
import type { CompileInput } from './compile-input.js';
import { conceptSubject, disagreementsBySubject, sourceSubject, type PageDraft, type Subject, type Workshop } from './compose.js';
import type { Learned } from './learn.js';
import { movedPages } from './moved-pages.js';
import { isParked, parkedWork } from './parked.js';
import { findStanding, proposePage, proposeRetirement, undated, type Proposed, type Proposer } from './propose.js';
import { unreadable } from './read-sources.js';
import { relatedIn } from './related.js';
import type { SourceEntry } from './state/manifest.js';
import type { ConceptEntry, Knowledge } from './state/state.js';
import { weavePages, type Woven } from './weave-pages.js';

export interface Drafted {
	readonly proposals: readonly Proposal[];
	/** Ids of open proposals that this run makes pointless. */
	readonly superseded: readonly string[];
	/** Ids of subjects whose pages could not be worked out this time: the next run tries again. */
	readonly unfinished: readonly string[];
	readonly concepts: number;
	readonly calls: number;
	readonly cost: Currencies;
	readonly problems: readonly Problem[];
}

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => (a.path < b.path ? -1 : 1);

/** Concepts whose pages link to each concept, or to each of these, at most so many: those with most sources, by title. */
function backlinks(concepts: Iterable<ConceptEntry>, sourcesOf: (concept: string) => number, most: number, only?: ReadonlySet<string>): Map<string, ConceptEntry[]> {
	const linking = new Map<string, ConceptEntry[]>();
	for (const concept of concepts) {
		if (!concept.paged) continue;
		for (const target of concept.links) {
			if (only?.has(target) === false) continue;
			const list = linking.get(target);
			if (list) list.push(concept);
			else linking.set(target, [concept]);
		}
	}
	const weight = (concept: ConceptEntry): number => sourcesOf(concept.id);
	const byTitle = (a: ConceptEntry, b: ConceptEntry): number => (a.title === b.title ? (a.id < b.id ? -1 : 1) : a.title < b.title ? -1 : 1);
	for (const list of linking.values()) {
		list.sort((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1)).splice(most);
		// Shown by title: who has most sources changes often, and a page should not change with it.
		list.sort(byTitle);
	}
	return linking;
}

const MANY_LINKS = 20;

/** What hangs on a page: a person's own words on it, or many pages that lead to it. */
function stakesIn({ pages, concepts }: Knowledge): Workshop['stakesOf'] {
	const edited = new Set([...pages.values()].filter(({ baseHash, committedHash }) => baseHash !== committedHash).map(({ id }) => id));
	const inbound = new Map<string, number>();
	for (const { links } of concepts.values()) for (const id of links) inbound.set(id, (inbound.get(id) ?? 0) + 1);
	return (subject) => (edited.has(subject) ? 'a person wrote on this page' : (inbound.get(subject) ?? 0) >= MANY_LINKS ? 'many pages lead to this one' : null);
}

/** Pages that draw on the same claims one after the other, where a worker weaves several at once: each with the source that says most of its subject. */
function inWeavingOrder(shop: Workshop, concepts: readonly ConceptEntry[], sources: readonly SourceEntry[]): readonly (ConceptEntry | SourceEntry)[] {
	if (!(shop.worker.grainOf?.('weave') ?? FINE).coarse) return [...concepts, ...sources];
	const weight = (source: string, concept: string): number => shop.knowledge.about.get(source, concept)?.weight ?? 0;
	const homeOf = ({ id }: ConceptEntry): string => [...shop.speakers.of(id)].sort((a, b) => weight(b, id) - weight(a, id) || (a < b ? -1 : 1))[0] ?? '';
	const pathOf = (source: string): string => shop.sources.get(source)?.path ?? '';
	const rows = [...sources.map((entry) => ({ entry, home: entry.path })), ...concepts.map((entry) => ({ entry, home: pathOf(homeOf(entry)) }))];
	// The source's own page comes first among those of its home, for the sort is stable.
	return rows.sort((a, b) => (a.home === b.home ? 0 : a.home < b.home ? -1 : 1)).map(({ entry }) => entry);
}

/** Composes the pages that may read differently now and proposes those that do. */
export async function draftPages(input: CompileInput, files: readonly string[], learned: Learned, everything: boolean): Promise<Drafted> {
	const { reader, settings } = input;
	const { knowledge, updated } = learned;
	const waiting = await input.waiting();
	const sources = new Map([...learned.manifest.sources.values()].map((entry) => [entry.id, entry]));
	const shop: Workshop = { settings, knowledge, sources, speakers: updated.speakers, findNames: updated.findNames, findRelated: relatedIn(knowledge.about, updated.common), disagreementsOf: disagreementsBySubject(knowledge.disagreements), stakesOf: stakesIn(knowledge), worker: input.worker, signal: input.signal };
	const problems: Problem[] = [];
	const parked = parkedWork();
	let calls = 0;
	let cost: Currencies = NO_COST;

	const drafts = new Map<string, PageDraft>();
	/** What was proposed elsewhere, by subject. */
	const written = new Map<string, Proposal>();
	const silent = new Set<string>();
	const unfinished = new Set<string>();
	const take = (woven: Woven): void => {
		const { id, path } = woven.subject;
		calls += woven.calls;
		cost = addCurrencies(cost, woven.cost);
		if (woven.kind === 'page') {
			drafts.set(id, woven.draft);
			const concept = knowledge.concepts.get(id);
			if (concept) knowledge.concepts.set(id, { ...concept, links: woven.draft.links });
		} else if (woven.kind === 'failed') {
			const { reason, message } = woven.failure;
			if (isParked(reason)) parked.add(message, path, 1);
			else problems.push(problem(path, `The page was not woven (${reason}): ${message}`));
			unfinished.add(id);
		} else silent.add(id);
	};
	const write = async (pages: AsyncIterable<Woven>): Promise<void> => {
		for await (const woven of pages) take(woven);
	};

	const touched = new Set([...updated.touched, ...input.manifest.stale]);
	const wanted = (id: string): boolean => everything || touched.has(id);
	const before = backlinks(knowledge.concepts.values(), updated.countBefore, settings.linksPerSection);
	const pages = [...knowledge.concepts.values()].filter((concept) => concept.paged).sort(byPath);
	const proposer: Proposer = { run: input.run, who: input.worker.id, tier: input.worker.tier, today: input.today };
	const present = new Set(files);
	const recordOf = new Map([...knowledge.pages.values()].map((page) => [page.id, page]));
	const moved = movedPages(reader, files.filter((path) => isInside(path, settings.layout.wiki) && !knowledge.pages.has(path)));

	const wantedSources = [...sources.values()].filter(({ id }) => wanted(id)).sort(byPath);
	const { writeNew } = input.extractSources;
	const isNew = async ({ id, page }: SourceEntry): Promise<boolean> =>
		!recordOf.has(id) && !present.has(page) && !shop.disagreementsOf.has(id) && (await knowledge.bases.get(page)) === null && (await moved(id)) === null;
	/** Sources of which no page is written yet; others write them meanwhile. */
	const fresh = new Map<string, SourceEntry>();
	for (const entry of writeNew ? wantedSources : []) if (await isNew(entry)) fresh.set(entry.id, entry);
	const first = inWeavingOrder(shop, pages.filter(({ id }) => wanted(id)), wantedSources.filter(({ id }) => !fresh.has(id)));
	let begun = 0;
	async function* subjectsOf(entries: Iterable<ConceptEntry | SourceEntry>): AsyncGenerator<Subject> {
		for (const entry of entries) {
			if (begun++ % 50 === 0) input.progress('weave', begun - 1, first.length + fresh.size);
			yield await ('page' in entry ? sourceSubject(shop, entry) : conceptSubject(shop, entry));
		}
	}
	const own = weavePages(shop, subjectsOf(first));
	if (writeNew && fresh.size > 0) {
		for await (const page of writeNew(shop, updated.knownNames, [...fresh.values()], proposer)) {
			calls += page.calls;
			fresh.delete(page.subject);
			if (page.proposal) written.set(page.subject, page.proposal);
			else silent.add(page.subject);
			// One of the other pages in between, so that nobody waits for the other.
			const next = await own.next();
			if (next.done !== true) take(next.value);
		}
	}
	await write(own);
	await write(weavePages(shop, subjectsOf(fresh.values())));
	// A page whose prose gained or lost a link changes the page at the link's other end.
	const shifted = new Set<string>();
	for (const concept of pages) {
		const now = knowledge.concepts.get(concept.id) ?? concept;
		if (now !== concept || updated.countBefore(concept.id) !== updated.speakers.count(concept.id)) for (const target of [...concept.links, ...now.links]) shifted.add(target);
	}
	const after = new Map(before);
	for (const target of shifted) after.delete(target);
	for (const [target, linking] of backlinks(knowledge.concepts.values(), updated.speakers.count, settings.linksPerSection, shifted)) after.set(target, linking);
	async function* linkedSubjects(): AsyncGenerator<Subject> {
		const ids = (list: readonly ConceptEntry[] | undefined): string => (list ?? []).map(({ id }) => id).join();
		for (const concept of pages) {
			if (drafts.has(concept.id) || unfinished.has(concept.id) || ids(before.get(concept.id)) === ids(after.get(concept.id))) continue;
			yield await conceptSubject(shop, knowledge.concepts.get(concept.id) ?? concept);
		}
	}
	await write(weavePages(shop, linkedSubjects()));

	const proposals: Proposal[] = [];
	const superseded = new Set<string>();
	const standingOf = (subject: string, path: string): ReturnType<typeof findStanding> =>
		findStanding(recordOf.get(subject) ?? null, subject, path, knowledge.bases, reader, (candidate) => present.has(candidate), moved);

	const proposeNow = async (draft: PageDraft): Promise<Proposed> => {
		const standing = await standingOf(draft.subject, draft.path);
		const linking = (after.get(draft.subject) ?? []).filter(({ id }) => id !== draft.subject);
		return proposePage(draft, linking, standing, proposer, waiting.denied);
	};
	const order = [...drafts.values(), ...written.values()].sort(byPath).map(({ subject, path }) => ({ subject, path }));
	for (const [index, { subject, path }] of order.entries()) {
		if (index % 50 === 0) input.progress('render', index, order.length);
		const draft = drafts.get(subject);
		const ready = written.get(subject);
		// What a page is made of is let go once it is text: those of a large vault do not fit into memory beside it.
		drafts.delete(subject);
		try {
			const proposed: Proposed = draft ? await proposeNow(draft) : !ready || waiting.denied(path, ready.text ?? '') ? { kind: 'withheld', problem: null } : { kind: 'proposal', proposal: ready };
			const open = waiting.open.get(subject);
			if (proposed.kind === 'withheld' && proposed.problem) problems.push(proposed.problem);
			if (proposed.kind === 'proposal') {
				const same = open !== undefined && open.baseHash === proposed.proposal.baseHash && undated(open.text ?? '') === undated(proposed.proposal.text ?? '');
				if (same) continue;
				proposals.push(proposed.proposal);
			}
			if (open) superseded.add(open.id);
		} catch (error) {
			problems.push(unreadable(path, error));
			unfinished.add(subject);
		}
	}
	// What an undo brought back without anything to support it is up for retirement again.
	const unsupported = input.manifest.stale.filter((id) => !sources.has(id) && !(knowledge.concepts.get(id)?.paged ?? false));
	for (const record of retiring(learned, [...silent, ...unsupported], recordOf)) {
		const open = waiting.open.get(record.id);
		try {
			const standing = await standingOf(record.id, record.path);
			const proposal = proposeRetirement(record, standing, proposer);
			if (open?.kind === 'retire' && proposal?.baseHash === open.baseHash) continue;
			if (open) superseded.add(open.id);
			if (proposal) proposals.push(proposal);
		} catch (error) {
			problems.push(unreadable(record.path, error));
			unfinished.add(record.id);
		}
	}
	// What was proposed for a page that is now not made at all waits for nothing.
	const isMade = (subject: string): boolean => !silent.has(subject) && (knowledge.concepts.get(subject)?.paged ?? sources.has(subject));
	for (const [subject, open] of waiting.open) if (open.kind === 'create' && !recordOf.has(subject) && !isMade(subject)) superseded.add(open.id);
	const concepts = [...knowledge.concepts.values()].filter(({ paged }) => paged).length;
	problems.push(...parked.problems(settings.layout.wiki, (pages) => ({ what: `Not written: ${String(pages)} ${pages === 1 ? 'page' : 'pages'}.`, next: 'The next run writes what is left.' })));
	return { proposals, superseded: [...superseded].sort(), unfinished: [...unfinished].sort(), concepts, calls, cost, problems };
}

/** Records of pages that no source supports any more. */
function retiring(learned: Learned, unsupported: readonly string[], recordOf: ReadonlyMap<string, PageRecord>): PageRecord[] {
	const ids = new Set([...learned.updated.retired.map(({ id }) => id), ...learned.removed.map(({ id }) => id), ...unsupported]);
	return [...ids].flatMap((id) => recordOf.get(id) ?? []).sort(byPath);
}
