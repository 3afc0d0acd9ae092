import { hashText } from '../model/hash.js';
import type { PageRecord, PageType } from '../model/page.js';
import type { Proposal } from '../model/proposal.js';
import type { Layout } from '../vault/layout.js';
import type { EditState } from '../vault/commit/journal.js';
import { isRecord } from '../model/json.js';
import type { ShardStore } from './state/shard-store.js';
import { decodePage } from './state/page-table.js';

/** A page's record with the machine's own text; null where there is no page. */
export interface PageState {
	readonly record: PageRecord;
	readonly base: string;
}

const PAGE_TYPES: readonly PageType[] = ['concept', 'entity', 'source', 'comparison', 'synthesis', 'answer'];

/** The state of a page once the proposal is committed; null for a retired one. */
export function stateAfter(proposal: Proposal): PageState | null {
	if (proposal.text === null) return null;
	const base = proposal.machineText ?? proposal.text;
	return {
		base,
		record: {
			path: proposal.to ?? proposal.path,
			id: proposal.subject,
			type: PAGE_TYPES.find((type) => type === proposal.pageType) ?? 'catalogue',
			title: proposal.title,
			summary: proposal.summary ?? '',
			baseHash: hashText(base),
			committedHash: hashText(proposal.text),
			created: proposal.created,
			updated: proposal.updated,
			sources: proposal.evidence.sources.length,
			links: proposal.links ?? [],
		},
	};
}

/** The journal keeps each edit's page states beside its texts, so that recovery and undo give back the records as well. */
export const editState = (before: PageState | null, after: PageState | null): EditState => ({ before, after });

/** Reads a page state back from the journal; undefined where it holds none. */
export function readPageState(value: unknown): PageState | null | undefined {
	if (value === null) return null;
	if (!isRecord(value) || typeof value['base'] !== 'string') return undefined;
	const record = decodePage(value['record']);
	return record === null ? undefined : { record, base: value['base'] };
}

/** The records and base texts of all pages, changed together. */
export interface PageBook {
	readonly pages: Map<string, PageRecord>;
	readonly bases: ShardStore<string>;
}

export async function pageState(book: PageBook, path: string): Promise<PageState | null> {
	const record = book.pages.get(path);
	const base = record ? await book.bases.get(path) : null;
	return record && base !== null ? { record, base } : null;
}

/**
 * Puts what was committed in the place of what was there before. A page has one record: `old` is where it was known until then. Places that are
 * not `meant` stay as they are.
 */
export async function applyPageState(book: PageBook, path: string, state: PageState | null, old: string | null, meant: (path: string) => boolean = () => true): Promise<void> {
	for (const place of new Set([path, old ?? path])) {
		if (state?.record.path === place || !meant(place)) continue;
		book.pages.delete(place);
		await book.bases.delete(place);
	}
	if (state !== null && meant(state.record.path)) {
		book.pages.set(state.record.path, state.record);
		await book.bases.set(state.record.path, state.base);
	}
}

export const stateFile = (layout: Layout, name: string): string => `${layout.home}/state/${name}`;
