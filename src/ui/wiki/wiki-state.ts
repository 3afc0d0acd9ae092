import { SORT_KEYS, type SortKey } from './page-index.js';
import { HEALTH_FILTERS, type HealthFilter } from './page-list.js';

/** What the app keeps of the view over a restart. */
export interface WikiState {
	/** The type of page whose tab is chosen. */
	readonly tab: string;
	readonly sort: SortKey;
	readonly search: string;
	readonly health: HealthFilter | null;
	/** Path of the chosen page. */
	readonly selected: string | null;
	/** What is in sight where there is room for one of the two. */
	readonly pane: 'list' | 'detail';
}

export const FIRST_WIKI_STATE: WikiState = { tab: 'concept', sort: 'name', search: '', health: null, selected: null, pane: 'list' };

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | null => values.find((known) => known === value) ?? null;

/** Reads what an earlier session, or an earlier version, left; what it does not know it leaves as it was. */
export function readWikiState(value: unknown, before: WikiState): WikiState {
	if (typeof value !== 'object' || value === null) return before;
	const kept = value as Readonly<Record<string, unknown>>;
	return {
		tab: typeof kept.tab === 'string' && kept.tab !== '' ? kept.tab : before.tab,
		sort: oneOf(SORT_KEYS, kept.sort) ?? before.sort,
		search: typeof kept.search === 'string' ? kept.search : before.search,
		health: 'health' in kept ? oneOf(HEALTH_FILTERS, kept.health) : before.health,
		selected: typeof kept.selected === 'string' ? kept.selected : kept.selected === null ? null : before.selected,
		pane: oneOf(['list', 'detail'] as const, kept.pane) ?? before.pane,
	};
}
