import type { Claim } from '../../model/claim.js';
import type { PageType } from '../../model/page.js';
import type { WovenPage, WovenSentence } from '../../worker/port.js';
import { escapeLineStart, escapeProse } from './escape.js';
import { footnote, footnoteLabels } from './footnotes.js';
import { noteLink } from './link.js';
import type { Linker } from './linker.js';
import { properties } from './properties.js';

export interface RelatedPage {
	readonly path: string;
	readonly title: string;
	readonly reason: string;
}

export interface ShownDisagreement {
	readonly topic: string;
	readonly sides: readonly { readonly claim: Claim; readonly sourcePage: { readonly path: string; readonly title: string } }[];
}

/** The prose of a page with its links. */
export interface LinkedProse {
	/** Markdown of a sentence of the woven text. */
	of(sentence: WovenSentence): string;
	/** Ids of the concepts that are linked, sorted. */
	readonly links: readonly string[];
}

/** Everything that a page is made of. The same input gives the same bytes. */
export interface PageInput {
	readonly id: string;
	readonly type: PageType;
	readonly title: string;
	readonly aliases: readonly string[];
	readonly created: string;
	readonly updated: string;
	readonly woven: WovenPage;
	/** Claims that the woven text or a disagreement cites, by id. */
	readonly claims: ReadonlyMap<string, Claim>;
	readonly sourcePath: (sourceId: string) => string;
	readonly disagreements: readonly ShownDisagreement[];
	/** Heading of the list of related pages: a source's page names its concepts there. */
	readonly relatedHeading: 'Related' | 'Concepts';
	readonly related: readonly RelatedPage[];
	readonly backlinks: readonly { readonly path: string; readonly title: string }[];
	readonly prose: LinkedProse;
}

export interface RenderedPage {
	readonly text: string;
	/** Ids of the cited claims, in the order of the page. */
	readonly claims: readonly string[];
	/** Paths of the cited sources, sorted. */
	readonly sources: readonly string[];
	/** Ids of the concepts that the prose links to, sorted. */
	readonly links: readonly string[];
	readonly summary: string;
}

const SUMMARY_CHARS = 160;
// The index cites no source, and the gate lets an address pass only where a cited source has it.
const ADDRESS = /[a-z][a-z0-9+.-]*:\/\/\S+/gi;

/** The start of the text, cut at a blank. */
export function shorten(text: string, most = SUMMARY_CHARS): string {
	if (text.length <= most) return text;
	const cut = text.slice(0, most);
	const blank = cut.lastIndexOf(' ');
	return `${(blank > most / 2 ? cut.slice(0, blank) : Array.from(cut).slice(0, -1).join('')).replace(/[\s,;:–—-]+$/u, '')}…`;
}

/** A page's first sentence as the index shows it. */
export const summarize = (sentence: string): string => shorten(sentence.replace(/^“(.*)”$/su, '$1').replace(ADDRESS, '…'));

function citedClaims(input: PageInput): Claim[] {
	const cited = new Map<string, Claim>();
	const cite = (id: string): void => {
		const claim = input.claims.get(id);
		if (claim) cited.set(id, claim);
	};
	for (const sentence of input.woven.lead) sentence.claims.forEach(cite);
	for (const facet of input.woven.facets) for (const item of facet.items) item.claims.forEach(cite);
	for (const { sides } of input.disagreements) for (const { claim } of sides) cited.set(claim.id, claim);
	return [...cited.values()];
}

/** Links the prose of a page, in its order: the first mention of each concept counts. A sentence whose claims are all unknown is no part of it. */
export function linkProse({ lead, facets }: WovenPage, claims: ReadonlyMap<string, Claim>, linker: Linker): LinkedProse {
	const sentences = [...lead, ...facets.flatMap(({ items }) => items)].filter((sentence) => sentence.claims.some((id) => claims.has(id)));
	const linked = new Map<WovenSentence, string>();
	for (const sentence of sentences) linked.set(sentence, linked.get(sentence) ?? linker.prose(sentence.text));
	return { of: (sentence) => linked.get(sentence) ?? '', links: [...linker.linked].sort() };
}

/** Markdown of a whole page. A sentence whose claims are all unknown is left out: nothing stands on a page without its source. */
export function renderPage(input: PageInput): RenderedPage {
	const claims = citedClaims(input);
	const labels = footnoteLabels(claims);
	const sources = [...new Set(claims.map((claim) => input.sourcePath(claim.sourceId)))].sort();
	const marks = (ids: readonly string[]): string => ids.flatMap((id) => labels.get(id) ?? []).map((label) => `[^${label}]`).join('');
	const cited = (sentence: WovenSentence): string[] => {
		const mark = marks(sentence.claims);
		return mark === '' ? [] : [input.prose.of(sentence) + mark + (sentence.unsupported ? ' *(unsupported)*' : '')];
	};

	const lead = input.woven.lead.flatMap(cited).join(' ');
	const sections: string[] = lead === '' ? [] : [escapeLineStart(lead)];
	for (const facet of input.woven.facets) {
		const items = facet.items.flatMap(cited).map((item) => `- ${escapeLineStart(item)}`);
		if (items.length === 0) continue;
		sections.push(facet.heading === '' ? items.join('\n') : `## ${escapeProse(facet.heading)}\n${items.join('\n')}`);
	}
	if (input.disagreements.length > 0) {
		const callouts = input.disagreements.map(({ topic, sides }) =>
			[
				`> [!warning] ${escapeProse(topic)}`,
				...sides.map(({ claim, sourcePage }) => `> - “${escapeProse(claim.text)}”${marks([claim.id])} — ${noteLink(sourcePage.path, { display: sourcePage.title })}`),
			].join('\n'),
		);
		sections.push(`## Disagreements\n${callouts.join('\n\n')}`);
	}
	if (input.related.length > 0) {
		const items = input.related.map(({ path, title, reason }) => `- ${noteLink(path, { display: title })} — ${reason}`);
		sections.push(`## ${input.relatedHeading}\n${items.join('\n')}`);
	}
	if (input.backlinks.length > 0) {
		sections.push(`## Referenced by\n${input.backlinks.map(({ path, title }) => `- ${noteLink(path, { display: title })}`).join('\n')}`);
	}
	if (claims.length > 0) sections.push(claims.map((claim) => footnote(labels.get(claim.id) ?? '', claim, input.sourcePath(claim.sourceId))).join('\n'));

	const head = properties([
		['title', input.title],
		['type', input.type],
		['aliases', input.aliases],
		['tags', [`wiki/${input.type}`]],
		['sources', sources.map((path) => noteLink(path))],
		['created', input.created],
		['updated', input.updated],
		['commonplace-id', input.id],
	]);
	const first = input.woven.lead[0]?.text ?? input.woven.facets[0]?.items[0]?.text ?? '';
	return {
		text: `${head}${sections.join('\n\n')}\n`,
		claims: claims.map((claim) => claim.id),
		sources,
		links: input.prose.links,
		summary: summarize(first),
	};
}
