import type { Claim } from '../model/claim.js';
import { foldName } from '../model/fold.js';
import type { PageType } from '../model/page.js';
import { FINE, type PageToWeave, type WovenPage, type Worker } from '../worker/port.js';
import { countWord, plural, type FindRelated, type Relation } from './related.js';
import { keepFaithful } from './faithful.js';
import { linkProse, renderPage, type PageInput, type RelatedPage, type RenderedPage, type ShownDisagreement } from './render/page.js';
import { makeLinker, type FindNames } from './render/linker.js';
import { selectClaims, type Candidate } from './select.js';
import type { Settings } from './settings.js';
import type { Speakers } from './state/about-table.js';
import type { SourceEntry } from './state/manifest.js';
import type { ConceptEntry, FoundDisagreement, Knowledge } from './state/state.js';

/** What pages are composed from: what is known of the vault, and the worker that weaves. */
export interface Workshop {
	readonly settings: Settings;
	readonly knowledge: Knowledge;
	/** Sources by id. */
	readonly sources: ReadonlyMap<string, SourceEntry>;
	readonly speakers: Speakers;
	readonly findRelated: FindRelated;
	readonly findNames: FindNames;
	readonly disagreementsOf: ReadonlyMap<string, readonly FoundDisagreement[]>;
	/** Why more hangs on the page of this subject than on others; null where nothing does. */
	readonly stakesOf: (subject: string) => string | null;
	readonly worker: Worker;
	readonly signal: AbortSignal;
}

/** A page before its dates and its backlinks are known. */
export interface PageDraft {
	/** Id of the concept or source. */
	readonly subject: string;
	readonly type: PageType;
	readonly path: string;
	readonly title: string;
	/** Ids of the concepts that its prose will link to. */
	readonly links: readonly string[];
	readonly disagreements: readonly string[];
	/** Sentences that say more than the quotes they cite. */
	readonly unsupported: number;
	render(dates: { readonly created: string; readonly updated: string }, backlinks: readonly ConceptEntry[]): RenderedPage;
}

/** What a page is composed with, once its subject is known. */
export interface ComposeContext {
	readonly knowledge: { readonly concepts: ReadonlyMap<string, Pick<ConceptEntry, 'paged' | 'linkPath'>>; readonly claims: Pick<Knowledge['claims'], 'get'> };
	/** Sources by id. */
	readonly sources: ReadonlyMap<string, Pick<SourceEntry, 'path' | 'title' | 'page'>>;
	readonly findNames: FindNames;
}

async function shownDisagreements(shop: ComposeContext, found: readonly FoundDisagreement[], claims: Map<string, Claim>): Promise<ShownDisagreement[]> {
	const shown: ShownDisagreement[] = [];
	for (const disagreement of found) {
		const sides: ShownDisagreement['sides'][number][] = [];
		for (const [sourceId, claimId] of [
			[disagreement.leftSource, disagreement.left],
			[disagreement.rightSource, disagreement.right],
		] as const) {
			const claim = (await shop.knowledge.claims.get(sourceId))?.claims.find(({ id }) => id === claimId);
			const entry = shop.sources.get(sourceId);
			if (!claim || !entry) continue;
			claims.set(claim.id, claim);
			sides.push({ claim, sourcePage: { path: entry.page, title: entry.title } });
		}
		if (sides.length === 2) shown.push({ topic: disagreement.topic, sides });
	}
	return together(shown);
}

/** Disagreements on one topic that have a claim in common are one, with each side once, in the order in which they come. */
function together(shown: readonly ShownDisagreement[]): ShownDisagreement[] {
	const groups: { readonly topic: string; readonly sides: Map<string, ShownDisagreement['sides'][number]> }[] = [];
	for (const { topic, sides } of shown) {
		const met = groups.filter((group) => group.topic === topic && sides.some(({ claim }) => group.sides.has(claim.id)));
		const [first = { topic, sides: new Map() }, ...others] = met;
		if (met.length === 0) groups.push(first);
		for (const side of [...others.flatMap((group) => [...group.sides.values()]), ...sides]) if (!first.sides.has(side.claim.id)) first.sides.set(side.claim.id, side);
		for (const other of others) groups.splice(groups.indexOf(other), 1);
	}
	return groups.map(({ topic, sides }) => ({ topic, sides: [...sides.values()] }));
}

const sourceTitles = (shop: Pick<ComposeContext, 'sources'>, claims: readonly Claim[]): Record<string, string> =>
	Object.fromEntries([...new Set(claims.map(({ sourceId }) => sourceId))].sort().map((id) => [id, shop.sources.get(id)?.title ?? '']));

const linkPath = (shop: ComposeContext, conceptId: string): string | null => {
	const entry = shop.knowledge.concepts.get(conceptId);
	return entry?.paged ? entry.linkPath : null;
};

function relatedReason(relation: Relation, definition: string, entry: ConceptEntry): string {
	if ([entry.title, ...entry.aliases].some((name) => definition.includes(foldName(name)))) return 'named in its definition';
	if (relation.sharedSources > 1) return `shares ${countWord(relation.sharedSources)} sources`;
	return `named with it in ${plural(relation.strength, 'passage')} of one source`;
}

function relatedPages(shop: Workshop, concept: ConceptEntry, woven: WovenPage, claims: ReadonlyMap<string, Claim>): RelatedPage[] {
	const defines = (id: string): boolean => claims.get(id)?.form === 'definition';
	const definition = foldName(woven.lead.flatMap((sentence) => (sentence.claims.some(defines) ? [sentence.text] : [])).join(' '));
	const relations = shop.findRelated(concept.id, shop.speakers.of(concept.id), shop.settings.linksPerSection * 2);
	return relations
		.flatMap((relation) => {
			const entry = shop.knowledge.concepts.get(relation.conceptId);
			return entry?.paged ? [{ path: entry.linkPath, title: entry.title, reason: relatedReason(relation, definition, entry) }] : [];
		})
		.sort((a, b) => Number(b.reason === 'named in its definition') - Number(a.reason === 'named in its definition'))
		.slice(0, Math.ceil(shop.settings.linksPerSection / 2));
}

/** What a page is about, and all that may stand on it: what the page of a concept and the page of a source have in common. */
export interface Subject {
	readonly id: string;
	readonly type: 'concept' | 'entity' | 'source';
	readonly title: string;
	readonly aliases: readonly string[];
	readonly path: string;
	/** Claims for the worker to choose from, strongest first. */
	readonly claims: readonly Claim[];
	readonly disagreements: readonly FoundDisagreement[];
	readonly relatedHeading: PageInput['relatedHeading'];
	related(woven: WovenPage, claims: ReadonlyMap<string, Claim>): readonly RelatedPage[];
}

/** What a worker is given to write the page from. */
export const pageToWeave = (shop: Pick<ComposeContext, 'sources'> & { readonly settings: Pick<Settings, 'claimsPerPage'> }, { title, aliases, type, claims }: Subject): PageToWeave => ({
	title,
	aliases,
	kind: type,
	claims,
	most: shop.settings.claimsPerPage,
	sourceTitles: sourceTitles(shop, claims),
});

/** The page as a worker wove it, held to what its claims say. */
export async function composePage(shop: ComposeContext, subject: Subject, page: WovenPage): Promise<PageDraft> {
	const { id, type, title, aliases, path } = subject;
	const claims = new Map(subject.claims.map((claim) => [claim.id, claim]));
	const { woven, unsupported } = keepFaithful(page, claims, [title, ...aliases]);
	const shown = await shownDisagreements(shop, subject.disagreements, claims);
	const related = subject.related(woven, claims);
	// Names are looked for once: what a page links to is known before what links to it, and its prose is the same then.
	const prose = linkProse(woven, claims, makeLinker(shop.findNames, (conceptId) => linkPath(shop, conceptId), id));
	return {
		subject: id,
		type,
		path,
		title,
		links: prose.links,
		disagreements: subject.disagreements.map((disagreement) => disagreement.id),
		unsupported,
		render: (dates, backlinks) =>
			renderPage({
				id,
				type,
				title,
				aliases,
				...dates,
				woven,
				claims,
				sourcePath: (sourceId) => shop.sources.get(sourceId)?.path ?? '',
				disagreements: shown,
				relatedHeading: subject.relatedHeading,
				related,
				backlinks: backlinks.map((entry) => ({ path: entry.linkPath, title: entry.title })),
				prose,
			}),
	};
}

// Of what is paid for, little more than there is room for is given; what costs nothing has twice as much to choose from.
const SPARE = 4;
const mostOffered = ({ worker, settings: { claimsPerPage } }: Workshop): number => ((worker.grainOf?.('weave') ?? FINE).coarse ? claimsPerPage + SPARE : claimsPerPage * 2);

export async function conceptSubject(shop: Workshop, concept: ConceptEntry): Promise<Subject> {
	const weighed = shop.speakers.of(concept.id).map((id) => ({ id, weight: shop.knowledge.about.get(id, concept.id)?.weight ?? 0 }));
	const nearest = weighed.sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1)).slice(0, shop.settings.sourcesPerPage);
	const candidates: Candidate[] = [];
	for (const { id } of nearest) {
		const stored = await shop.knowledge.claims.get(id);
		stored?.claims.forEach((claim, index) => {
			const concepts = stored.about[index] ?? [];
			if (concepts.includes(concept.id)) candidates.push({ claim, concepts });
		});
	}
	return {
		...concept,
		type: concept.kind,
		claims: selectClaims(candidates, [concept.title, ...concept.aliases], (id) => shop.sources.get(id)?.title ?? '', mostOffered(shop)),
		disagreements: shop.disagreementsOf.get(concept.id) ?? [],
		relatedHeading: 'Related',
		related: (woven, cited) => relatedPages(shop, concept, woven, cited),
	};
}

/** The concepts that a source says most of, those it defines first. */
function sourceConcepts(shop: Workshop, sourceId: string): RelatedPage[] {
	const { about: table, concepts } = shop.knowledge;
	return table
		.conceptsOf(sourceId)
		.flatMap((id) => {
			const concept = concepts.get(id);
			const about = table.get(sourceId, id);
			return concept?.paged && about ? [{ concept, about }] : [];
		})
		.sort((a, b) => b.about.definitions - a.about.definitions || b.about.claims - a.about.claims || (a.concept.id < b.concept.id ? -1 : 1))
		.slice(0, shop.settings.linksPerSection)
		.map(({ concept, about }) => ({
			path: concept.linkPath,
			title: concept.title,
			reason: about.definitions > 0 ? 'defined here' : `named in ${plural(about.claims, 'passage')}`,
		}));
}

export async function sourceSubject(shop: Workshop, entry: SourceEntry): Promise<Subject> {
	const claims = (await shop.knowledge.claims.get(entry.id))?.claims ?? [];
	return {
		...entry,
		type: 'source',
		path: entry.page,
		claims: [...claims].sort((a, b) => b.weight - a.weight || a.start - b.start).slice(0, mostOffered(shop)),
		disagreements: shop.disagreementsOf.get(entry.id) ?? [],
		relatedHeading: 'Concepts',
		related: () => sourceConcepts(shop, entry.id),
	};
}

/** Disagreements by the ids of the concepts and sources on whose pages they are shown. */
export function disagreementsBySubject(disagreements: readonly FoundDisagreement[]): ReadonlyMap<string, readonly FoundDisagreement[]> {
	const bySubject = new Map<string, FoundDisagreement[]>();
	for (const disagreement of disagreements) {
		for (const id of new Set([...disagreement.concepts, disagreement.leftSource, disagreement.rightSource])) {
			const list = bySubject.get(id);
			if (list) list.push(disagreement);
			else bySubject.set(id, [disagreement]);
		}
	}
	return bySubject;
}
