import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { WikiPage } from '../../compile/wiki-views.js';
import { Icon } from '../shared/icon.js';
import { VirtualList, type VirtualListHandle } from '../shared/virtual-list.js';
import { WIKI as words } from '../strings/wiki.js';
import { countLinks } from './page-index.js';

const ROW_HEIGHT = 58;
const PAGE_STEP = 10;

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE_STEP, PageUp: -PAGE_STEP, Home: -Infinity, End: Infinity };

interface RowProps {
	readonly page: WikiPage;
	readonly selected: boolean;
	readonly reachable: boolean;
	readonly wantsFocus: RefObject<boolean>;
	readonly onReached: () => void;
	readonly onSelect: () => void;
	readonly onOpen: (how: 'here' | 'tab') => void;
}

function PageRow({ page, selected, reachable, wantsFocus, onReached, onSelect, onOpen }: RowProps): JSX.Element {
	const row = useRef<HTMLButtonElement>(null);
	// The row that had the focus may be gone after a change, or not be drawn yet: whichever is in its place takes it.
	useLayoutEffect(() => {
		if (reachable && wantsFocus.current && row.current?.ownerDocument.activeElement !== row.current) row.current?.focus({ preventScroll: true });
	});
	return (
		<button
			ref={row}
			type="button"
			class={`commonplace-wiki-row${selected ? ' is-active' : ''}`}
			aria-current={selected ? 'true' : undefined}
			tabIndex={reachable ? 0 : -1}
			onFocus={onReached}
			onClick={(event) => {
				if (event.metaKey || event.ctrlKey) onOpen('tab');
				else onSelect();
			}}
			onDblClick={() => {
				onOpen('here');
			}}
		>
			<span class="commonplace-wiki-row-head">
				<span class="commonplace-wiki-row-title">{page.title}</span>
				{page.disagreements > 0 ? (
					<span class="commonplace-wiki-mark mod-disagreement">
						<Icon name="triangle-alert" />
						<span class="commonplace-visually-hidden">{words.disagreements(page.disagreements)}</span>
					</span>
				) : null}
				{page.stale ? (
					<span class="commonplace-wiki-mark mod-stale">
						<Icon name="clock" />
						<span class="commonplace-visually-hidden">{words.staleShort}</span>
					</span>
				) : null}
				<span class="commonplace-wiki-row-counts">{words.counts(countLinks(page), page.sources)}</span>
			</span>
			<span class="commonplace-wiki-row-summary">{page.summary === '' ? words.noSummary : page.summary}</span>
		</button>
	);
}

interface RowsProps {
	readonly pages: readonly WikiPage[];
	readonly selected: string | null;
	/** Where there is room for list and page, the arrow keys choose as they move and Enter opens; else Enter chooses. */
	readonly roomForBoth: boolean;
	/** Whether the focus is in the list, or is to come there. */
	readonly wantsFocus: RefObject<boolean>;
	readonly onSelect: (page: WikiPage) => void;
	readonly onOpen: (page: WikiPage, how: 'here' | 'tab') => void;
}

/** The list of pages. One row takes part in the tab order; arrow keys move among them. */
export function PageRows({ pages, selected, roomForBoth, wantsFocus, onSelect, onOpen }: RowsProps): JSX.Element {
	const handle = useRef<VirtualListHandle>(null);
	const [moved, setMoved] = useState<string | null>(null);
	const wanted = moved ?? selected;
	const found = wanted === null ? -1 : pages.findIndex(({ path }) => path === wanted);
	const active = found < 0 ? 0 : found;

	useLayoutEffect(() => {
		setMoved(null);
		const index = pages.findIndex(({ path }) => path === selected);
		if (index >= 0) handle.current?.reveal(index);
	}, [selected]);

	const move = (to: number): void => {
		const index = Math.max(0, Math.min(pages.length - 1, to));
		const page = pages[index];
		if (page === undefined) return;
		wantsFocus.current = true;
		handle.current?.reveal(index);
		if (roomForBoth) onSelect(page);
		setMoved(page.path);
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		if (event.altKey || event.isComposing) return;
		const page = pages[active];
		if (event.key === 'Enter' && page !== undefined) {
			event.preventDefault();
			if (event.metaKey || event.ctrlKey) onOpen(page, 'tab');
			else if (roomForBoth) onOpen(page, 'here');
			else onSelect(page);
			return;
		}
		const step = STEPS[event.key];
		if (step === undefined || event.metaKey || event.ctrlKey) return;
		event.preventDefault();
		move(active + step);
	};
	return (
		<div
			class="commonplace-wiki-rows"
			onKeyDown={onKeyDown}
			onFocusIn={() => {
				wantsFocus.current = true;
			}}
			onFocusOut={(event) => {
				// A row that is taken away loses the focus to nothing; one that is left loses it to another element.
				if (event.relatedTarget !== null) wantsFocus.current = false;
			}}
			onPointerDown={() => {
				wantsFocus.current = false;
			}}
		>
			<VirtualList
				items={pages}
				keyOf={(page) => page.path}
				estimate={() => ROW_HEIGHT}
				keep={pages.length === 0 ? null : active}
				label={words.pages}
				handle={handle}
				render={(page, index) => (
					<PageRow
						page={page}
						selected={page.path === selected}
						reachable={index === active}
						wantsFocus={wantsFocus}
						onReached={() => {
							setMoved(page.path);
						}}
						onSelect={() => {
							setMoved(page.path);
							onSelect(page);
						}}
						onOpen={(how) => {
							onOpen(page, how);
						}}
					/>
				)}
			/>
		</div>
	);
}
