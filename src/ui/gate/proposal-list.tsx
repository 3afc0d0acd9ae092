import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Disposition } from '../../model/verdict.js';
import { Icon } from '../shared/icon.js';
import { VirtualList, type VirtualListHandle } from '../shared/virtual-list.js';
import { formatCount } from '../shared/currencies.js';
import { DISPOSITION_ICON, toneOf } from '../shared/dispositions.js';
import { GATE } from '../strings/gate.js';
import type { GateParts } from './parts.js';
import { ProposalCardView } from './proposal-card.js';
import { heirOf, neighbourOf, type Row } from './rows.js';

const estimate = (row: Row): number => (row.kind === 'group' ? 40 : 108);
const keyOf = (row: Row): string => row.key;

export function toggleGroup({ state }: GateParts, disposition: Disposition): void {
	const collapsed = new Set(state.collapsed.value);
	if (!collapsed.delete(disposition)) collapsed.add(disposition);
	state.collapsed.value = collapsed;
}

/** Headings and cards. When the row that has the focus goes, its neighbour gets it. */
export function ProposalList(props: { readonly parts: GateParts; readonly rows: readonly Row[]; readonly wide: boolean; readonly list: RefObject<VirtualListHandle | null> }): JSX.Element {
	const { parts, rows, wide, list } = props;
	const { selected, opened } = parts.state;
	const root = useRef<HTMLDivElement>(null);
	const shown = useRef<readonly Row[]>(rows);
	const asked = parts.focusAsked.value;
	const answered = useRef(0);
	const key = neighbourOf(selected.value ?? '', shown.current, rows);
	const index = rows.findIndex((row) => row.key === key);
	const hasFocus = (): boolean => root.current?.contains(root.current.ownerDocument.activeElement) === true;
	// Asked while the old rows still stand: removing the element that has the focus drops it silently.
	const hadFocus = hasFocus();
	useLayoutEffect(() => {
		const before = shown.current;
		shown.current = rows;
		if (selected.value !== key) selected.value = key;
		const open = opened.value;
		if (open !== null && !rows.some((row) => row.key === open.id)) {
			const heir = heirOf(open.id, before, rows);
			opened.value = heir === null ? null : { id: heir, mode: 'read' };
		}
		if (key === null || !(answered.current !== asked || (hadFocus && !hasFocus()))) return;
		const head = root.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
		if (!head) return;
		answered.current = asked;
		head.focus({ preventScroll: true });
		list.current?.reveal(index);
	});
	return (
		<div
			ref={root}
			class="commonplace-gate-list"
			onFocusIn={(event) => {
				const row = (event.target as Element).closest('[data-index]')?.querySelector<HTMLElement>('[data-row]')?.dataset['row'];
				if (row !== undefined) selected.value = row;
			}}
		>
			<VirtualList
				items={rows}
				keyOf={keyOf}
				estimate={estimate}
				keep={index === -1 ? null : index}
				label={GATE.list}
				handle={list}
				render={(row) => (row.kind === 'group' ? <GroupHeading parts={parts} row={row} isSelected={row.key === key} /> : <ProposalCardView parts={parts} card={row.card} wide={wide} />)}
			/>
		</div>
	);
}

function GroupHeading({ parts, row, isSelected }: { readonly parts: GateParts; readonly row: Row & { readonly kind: 'group' }; readonly isSelected: boolean }): JSX.Element {
	const { disposition, count, collapsed } = row;
	return (
		<button
			type="button"
			class={`commonplace-group ${toneOf(disposition)}${collapsed ? ' is-collapsed' : ''}`}
			data-row={row.key}
			tabIndex={isSelected ? 0 : -1}
			aria-expanded={!collapsed}
			title={GATE.dispositionMeans[disposition]}
			onClick={() => { toggleGroup(parts, disposition); }}
		>
			<span class="commonplace-group-chevron">
				<Icon name="chevron-right" />
			</span>
			<Icon name={DISPOSITION_ICON[disposition]} />
			<span class="commonplace-group-name">{GATE.disposition[disposition]}</span>
			<span class="commonplace-group-count">{formatCount(count)}</span>
			<span class="commonplace-group-means">{GATE.dispositionMeans[disposition]}</span>
		</button>
	);
}
