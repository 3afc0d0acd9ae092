import type { WikiPage } from '../../compile/wiki-views.js';
import { foldLater, type FoldedTexts } from '../shared/fold-later.js';

export type SortKey = 'name' | 'links' | 'sources' | 'updated';
export const SORT_KEYS: readonly SortKey[] = ['name', 'links', 'sources', 'updated'];

/** All pages of the wiki, ready to be searched and sorted at every key stroke. */
export interface PageIndex {
	/** By name. */
	readonly pages: readonly WikiPage[];
	/** Made when it is first asked for. */
	readonly byPath: ReadonlyMap<string, WikiPage>;
	/** Types in the order of their tabs: those that every wiki has first, then what this vault adds. */
	readonly types: readonly string[];
	/** What a search looks through, of each page: title, aliases and summary, parted by the marks below. */
	readonly texts: FoldedTexts;
	/** Places in `pages`, in the order that was asked for. */
	ordered(sort: SortKey): readonly number[];
}

/** Where the title ends, and where the aliases do. Nobody types these, so that no match reaches over them. */
export const TITLE_END = '\u0001';
export const ALIASES_END = '\u0002';
const ALIAS_END = '\u0003';

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

const searched = ({ title, aliases, summary }: Pick<WikiPage, 'title' | 'aliases' | 'summary'>): string => `${title}${TITLE_END}${aliases.join(ALIAS_END)}${ALIASES_END}${summary}`;

/** Takes the pages by name, as the catalogue has them: to sort ten thousand takes longer than the app may be held up. */
export function indexPages(pages: readonly WikiPage[]): PageIndex {
	const orders = new Map<SortKey, readonly number[]>();
	let byPath: ReadonlyMap<string, WikiPage> | null = null;
	return {
		pages,
		get byPath() {
			return (byPath ??= new Map(pages.map((page) => [page.path, page])));
		},
		types: typesOf(pages),
		texts: foldLater(pages.length, (place) => searched(pages[place] ?? { title: '', aliases: [], summary: '' })),
		ordered(sort) {
			const made = orders.get(sort);
			if (made !== undefined) return made;
			// Sorting is stable, so that pages which are alike stay by name.
			const order = sort === 'name' ? [...pages.keys()] : [...pages.entries()].sort(([, a], [, b]) => LARGEST_FIRST[sort](a, b)).map(([place]) => place);
			orders.set(sort, order);
			return order;
		},
	};
}
