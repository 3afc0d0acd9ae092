import type { WikiPage } from '../../compile/reports.js';
import { searchKey, sortKey } from '../shared/search-key.js';

export type SortKey = 'name' | 'links' | 'sources' | 'updated';
export const SORT_KEYS: readonly SortKey[] = ['name', 'links', 'sources', 'updated'];

/** A page with what a search compares, folded once. */
export interface IndexedPage {
	readonly page: WikiPage;
	readonly title: string;
	readonly aliases: readonly string[];
	readonly summary: string;
}

/** All pages of the wiki, ready to be searched and sorted at every key stroke. */
export interface PageIndex {
	readonly byPath: ReadonlyMap<string, WikiPage>;
	/** Types in the order of their tabs: those that every wiki has first, then what this vault adds. */
	readonly types: readonly string[];
	ordered(sort: SortKey): readonly IndexedPage[];
}

/** Tabs that are there from the start, so that a reader learns what there can be. */
const ALWAYS = ['concept', 'entity', 'source', 'answer'];
const SOMETIMES = ['comparison', 'synthesis'];

const compareUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const countLinks = (page: WikiPage): number => page.linksTo.length + page.linkedFrom.length;

const LARGEST_FIRST: Readonly<Record<Exclude<SortKey, 'name'>, (a: WikiPage, b: WikiPage) => number>> = {
	links: (a, b) => countLinks(b) - countLinks(a),
	sources: (a, b) => b.sources - a.sources,
	updated: (a, b) => compareUnits(b.updated, a.updated),
};

function typesOf(pages: readonly WikiPage[]): readonly string[] {
	const found = new Set(pages.map(({ type }) => type));
	const known = [...ALWAYS, ...SOMETIMES.filter((type) => found.has(type))];
	return [...known, ...[...found].filter((type) => !known.includes(type)).sort(compareUnits)];
}

export function indexPages(pages: readonly WikiPage[]): PageIndex {
	const byName = pages
		.map((page) => ({ entry: { page, title: searchKey(page.title), aliases: page.aliases.map(searchKey), summary: searchKey(page.summary) }, key: sortKey(page.title) }))
		.sort((a, b) => compareUnits(a.key, b.key) || compareUnits(a.entry.page.path, b.entry.page.path))
		.map(({ entry }): IndexedPage => entry);
	const orders = new Map<SortKey, readonly IndexedPage[]>([['name', byName]]);
	return {
		byPath: new Map(pages.map((page) => [page.path, page])),
		types: typesOf(pages),
		ordered(sort) {
			const made = orders.get(sort);
			if (made !== undefined || sort === 'name') return made ?? byName;
			const compare = LARGEST_FIRST[sort];
			// Sorting is stable, so that pages which are alike stay by name.
			const order = [...byName].sort((a, b) => compare(a.page, b.page));
			orders.set(sort, order);
			return order;
		},
	};
}
