import { signal, type Signal } from '@preact/signals';
import type { Disposition } from '../../model/verdict.js';
import { NO_FILTER, type GateFilter } from './rows.js';

/** What a person changed in a proposal and has not decided yet. */
export interface Draft {
	/** Hunks that are not taken, counted from 0. */
	readonly left: ReadonlySet<number>;
	/** Their own text; null where they did not write one. */
	readonly text: string | null;
}

export const NO_DRAFT: Draft = { left: new Set(), text: null };

/** What the panel remembers while it is open. The filter and the selection outlive a restart. */
export interface GateState {
	readonly filter: Signal<GateFilter>;
	/** Key of the row that has, or would get, the focus. */
	readonly selected: Signal<string | null>;
	readonly opened: Signal<{ readonly id: string; readonly mode: 'read' | 'edit' | 'deny' } | null>;
	readonly collapsed: Signal<ReadonlySet<Disposition>>;
	/** By proposal: closing a card by accident loses nothing. */
	readonly drafts: Signal<ReadonlyMap<string, Draft>>;
}

export const createGateState = (): GateState => ({
	filter: signal(NO_FILTER),
	selected: signal<string | null>(null),
	opened: signal<GateState['opened']['value']>(null),
	collapsed: signal<ReadonlySet<Disposition>>(new Set()),
	drafts: signal<ReadonlyMap<string, Draft>>(new Map()),
});

/** Keeps, or with null forgets, what a person changed in a proposal. */
export function keepDraft({ drafts }: GateState, id: string, draft: Draft | null): void {
	const next = new Map(drafts.value);
	if (draft === null || (draft.left.size === 0 && draft.text === null)) next.delete(id);
	else next.set(id, draft);
	drafts.value = next;
}

/** What the app keeps of the panel in its layout. */
export const savedState = ({ filter, selected }: GateState): Record<string, unknown> => ({ filter: { ...filter.value }, selected: selected.value });

/** Takes back what `savedState` gave, whatever else may stand there. */
export function restoreState(state: GateState, saved: unknown): void {
	if (typeof saved !== 'object' || saved === null) return;
	const field = (value: unknown, key: string): string => {
		if (typeof value !== 'object' || value === null) return '';
		const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
		return typeof found === 'string' ? found : '';
	};
	if ('filter' in saved) {
		const { filter } = saved;
		state.filter.value = { text: field(filter, 'text'), folder: field(filter, 'folder'), run: field(filter, 'run'), worker: field(filter, 'worker'), rule: field(filter, 'rule') };
	}
	const selected = field(saved, 'selected');
	if (selected !== '') state.selected.value = selected;
}
