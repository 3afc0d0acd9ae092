import type { WikiPage } from '../../compile/wiki-views.js';
import { searchKey } from '../../model/search-key.js';
import { ALIASES_END, TITLE_END, type PageIndex, type SortKey } from './page-index.js';

/** Which pages a button of the health line leaves in the list. */
export type HealthFilter = 'orphans' | 'disagreements' | 'stale';
export const HEALTH_FILTERS: readonly HealthFilter[] = ['orphans', 'disagreements', 'stale'];

export interface PageQuery {
	readonly type: string;
	readonly search: string;
	readonly sort: SortKey;
	readonly health: HealthFilter | null;
}

export interface PageList {
	/** Best match first, and among matches of one rank in the order that was asked for. */
	readonly pages: readonly WikiPage[];
	/** How many pages of each type match, whichever type is shown. */
	readonly counts: ReadonlyMap<string, number>;
}

const HEALTH: Readonly<Record<HealthFilter, (page: WikiPage) => boolean>> = {
	orphans: (page) => page.type !== 'source' && page.linkedFrom.length === 0,
	disagreements: (page) => page.disagreements > 0,
	stale: (page) => page.stale,
};

const RANKS = 5;

/** 0 for a title that begins with it, then title, alias, summary, and words that stand apart; null where it is not there. */
function rankOf(text: string, phrase: string, words: readonly string[]): number | null {
	const at = text.indexOf(phrase);
	if (at === 0) return 0;
	// The parts stand in the order of their ranks, so that the first place where it is met is the best.
	if (at > 0) return at < text.indexOf(TITLE_END) ? 1 : at < text.indexOf(ALIASES_END) ? 2 : 3;
	return words.length > 1 && words.every((word) => text.includes(word)) ? 4 : null;
}

/** The pages that a query leaves, in the order in which they are shown. Linear in the number of pages. */
export function listPages(index: PageIndex, { type, search, sort, health }: PageQuery): PageList {
	const phrase = searchKey(search).trim().replace(/\s+/g, ' ');
	const words = phrase.split(' ');
	const counts = new Map<string, number>();
	const ranked: WikiPage[][] = Array.from({ length: RANKS }, () => []);
	for (const place of index.ordered(sort)) {
		const page = index.pages[place];
		if (page === undefined || (health !== null && !HEALTH[health](page))) continue;
		const rank = phrase === '' ? 0 : rankOf(index.texts.at(place), phrase, words);
		if (rank === null) continue;
		counts.set(page.type, (counts.get(page.type) ?? 0) + 1);
		if (page.type === type) ranked[rank]?.push(page);
	}
	return { pages: ranked.flat(), counts };
}
