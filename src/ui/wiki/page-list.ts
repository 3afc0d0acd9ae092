import type { WikiPage } from '../../compile/reports.js';
import { searchKey } from '../shared/search-key.js';
import type { IndexedPage, PageIndex, SortKey } from './page-index.js';

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
	orphans: (page) => page.linkedFrom.length === 0,
	disagreements: (page) => page.disagreements > 0,
	stale: (page) => page.stale,
};

const RANKS = 5;

/** 0 for a title that begins with it, then title, alias, summary, and words that stand apart; null where it is not there. */
function rankOf(entry: IndexedPage, phrase: string, words: readonly string[]): number | null {
	const at = entry.title.indexOf(phrase);
	if (at >= 0) return at === 0 ? 0 : 1;
	if (entry.aliases.some((alias) => alias.includes(phrase))) return 2;
	if (entry.summary.includes(phrase)) return 3;
	if (words.length < 2) return null;
	const everywhere = words.every((word) => entry.title.includes(word) || entry.summary.includes(word) || entry.aliases.some((alias) => alias.includes(word)));
	return everywhere ? 4 : null;
}

/** The pages that a query leaves, in the order in which they are shown. Linear in the number of pages. */
export function listPages(index: PageIndex, { type, search, sort, health }: PageQuery): PageList {
	const phrase = searchKey(search).trim().replace(/\s+/g, ' ');
	const words = phrase.split(' ');
	const counts = new Map<string, number>();
	const ranked: WikiPage[][] = Array.from({ length: RANKS }, () => []);
	for (const entry of index.ordered(sort)) {
		const { page } = entry;
		if (health !== null && !HEALTH[health](page)) continue;
		const rank = phrase === '' ? 0 : rankOf(entry, phrase, words);
		if (rank === null) continue;
		counts.set(page.type, (counts.get(page.type) ?? 0) + 1);
		if (page.type === type) ranked[rank]?.push(page);
	}
	return { pages: ranked.flat(), counts };
}
