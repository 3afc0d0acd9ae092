import type { ProposalCard } from '../../compile/proposal-views.js';
import { DISPOSITIONS, type Disposition } from '../../model/verdict.js';

/** What the list is narrowed to; an empty string asks for nothing. */
export interface GateFilter {
	readonly text: string;
	readonly folder: string;
	readonly run: string;
	readonly worker: string;
	readonly rule: string;
}

export const NO_FILTER: GateFilter = { text: '', folder: '', run: '', worker: '', rule: '' };
export const isFiltered = (filter: GateFilter): boolean => Object.values(filter).some((value: string) => value.trim() !== '');

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Cards that the filter lets through. Every word of its text must stand somewhere on the card, in any case. */
export function matching(cards: readonly ProposalCard[], filter: GateFilter): readonly ProposalCard[] {
	if (!isFiltered(filter)) return cards;
	const words = filter.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
	return cards.filter((card) => {
		if (filter.folder !== '' && folderOf(card.path) !== filter.folder) return false;
		if (filter.run !== '' && card.run !== filter.run) return false;
		if (filter.worker !== '' && card.who !== filter.worker) return false;
		if (filter.rule !== '' && !card.rules.some(({ rule }) => rule === filter.rule)) return false;
		if (words.length === 0) return true;
		const said = [card.title, card.path, card.to ?? '', card.why, card.who, card.run, ...card.rules.flatMap(({ rule, reason }) => [rule, reason])].join('\n').toLowerCase();
		return words.every((word) => said.includes(word));
	});
}

export interface Choice {
	readonly value: string;
	readonly count: number;
}

/** What there is to filter by, sorted, each with how many cards have it. */
export function choicesOf(cards: readonly ProposalCard[]): Readonly<Record<'folder' | 'run' | 'worker' | 'rule', readonly Choice[]>> {
	const count = (valuesOf: (card: ProposalCard) => Iterable<string>): readonly Choice[] => {
		const counts = new Map<string, number>();
		for (const card of cards) for (const value of valuesOf(card)) counts.set(value, (counts.get(value) ?? 0) + 1);
		return [...counts].map(([value, total]) => ({ value, count: total })).sort((a, b) => (a.value < b.value ? -1 : 1));
	};
	return {
		folder: count(({ path }) => [folderOf(path)].filter((folder) => folder !== '')),
		run: count(({ run }) => [run]),
		worker: count(({ who }) => [who]),
		rule: count(({ rules }) => new Set(rules.map(({ rule }) => rule))),
	};
}

/** A line of the list: a group's heading, or a card below it. The keys of headings cannot be ids of proposals. */
export type Row =
	| { readonly kind: 'group'; readonly key: string; readonly disposition: Disposition; readonly count: number; readonly collapsed: boolean }
	| { readonly kind: 'card'; readonly key: string; readonly card: ProposalCard };

const STRICTEST_FIRST = [...DISPOSITIONS].reverse();

/** Headings and cards, strictest group first; a collapsed group is its heading alone. */
export function rowsOf(cards: readonly ProposalCard[], collapsed: ReadonlySet<Disposition>): readonly Row[] {
	const groups = new Map<Disposition, ProposalCard[]>(STRICTEST_FIRST.map((disposition) => [disposition, []]));
	for (const card of cards) groups.get(card.disposition)?.push(card);
	return [...groups].flatMap(([disposition, members]): readonly Row[] => {
		if (members.length === 0) return [];
		const isCollapsed = collapsed.has(disposition);
		const heading: Row = { kind: 'group', key: `group:${disposition}`, disposition, count: members.length, collapsed: isCollapsed };
		return isCollapsed ? [heading] : [heading, ...members.map((card): Row => ({ kind: 'card', key: card.id, card }))];
	});
}

/** The card that came for the same page in the place of this one, as when a change was judged anew. */
export function heirOf(key: string, before: readonly Row[], now: readonly Row[]): string | null {
	const gone = before.find((row) => row.key === key);
	if (gone?.kind !== 'card') return null;
	return now.find((row) => row.kind === 'card' && row.card.path === gone.card.path)?.key ?? null;
}

/** Where the selection goes when its row is gone: its heir, the next card that is still there, or the one before, or any row. */
export function neighbourOf(key: string, before: readonly Row[], now: readonly Row[]): string | null {
	const there = new Set(now.map((row) => row.key));
	if (there.has(key)) return key;
	const heir = heirOf(key, before, now);
	if (heir !== null) return heir;
	const at = before.findIndex((row) => row.key === key);
	const candidates = at === -1 ? [] : [...before.slice(at + 1), ...before.slice(0, at).reverse()];
	const stillThere = candidates.find((row) => row.kind === 'card' && there.has(row.key));
	return stillThere?.key ?? now.find(({ kind }) => kind === 'card')?.key ?? now[0]?.key ?? null;
}

/** Must be opened before it is decided: only a person may decide it, or a person's words and the machine's overlap in it. */
export const mustBeOpened = (card: ProposalCard): boolean => card.disposition === 'REQUIRE_HUMAN' || card.conflicts > 0;

/** What a decision on many at once takes, and what it leaves alone. */
export interface Bulk {
	readonly ids: readonly string[];
	readonly blocked: number;
	readonly toOpen: number;
}

/** A blocked edit can be denied, not approved; what must be opened is neither approved nor dismissed in bulk. */
export function bulkOf(cards: readonly ProposalCard[], decision: 'approve' | 'deny'): Bulk {
	const blocked = decision === 'approve' ? cards.filter(({ disposition }) => disposition === 'BLOCK') : [];
	const open = cards.filter((card) => card.disposition !== 'BLOCK' && mustBeOpened(card));
	const left = new Set([...blocked, ...open]);
	return { ids: cards.filter((card) => !left.has(card)).map(({ id }) => id), blocked: blocked.length, toOpen: open.length };
}
