import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { defaultRangeExtractor, elementScroll, measureElement, observeElementOffset, observeElementRect, Virtualizer, type Range } from '@tanstack/virtual-core';

export interface VirtualListHandle {
	/** Brings a row into sight, if it is not; `start` puts it on top. */
	reveal(index: number, where?: 'auto' | 'start'): void;
}

/** Rows that are drawn in one go while a list opens. */
const AT_ONCE = 6;

/**
 * The height of a row once the browser has laid it out, which it tells before anybody sees it; until then the one that it had, or the estimate. Asked at
 * once, it would have to lay all out then and there, which takes as long as half a picture.
 */
const measureLater: typeof measureElement<HTMLDivElement> = (row, entry, list) => (entry === undefined ? (list.measurementsCache[list.indexFromElement(row)]?.size ?? 0) : measureElement(row, entry, list));

/**
 * A list that draws only the rows in sight, whatever their heights. The row at `keep` is drawn wherever it stands, so that focus in
 * it outlives scrolling. Rows are list items of the list that `label` names. When it opens they come a few at a time, so that the app has its turn.
 */
export function VirtualList<T>(props: {
	readonly items: readonly T[];
	readonly keyOf: (item: T) => string;
	/** Height in pixels before a row was ever drawn. */
	readonly estimate: (item: T) => number;
	readonly render: (item: T, index: number) => ComponentChildren;
	readonly keep: number | null;
	readonly label: string;
	readonly handle?: RefObject<VirtualListHandle | null>;
}): JSX.Element {
	const { items, keyOf, estimate, render, keep, label, handle } = props;
	const scroller = useRef<HTMLDivElement>(null);
	const [, draw] = useReducer((count: number, _: undefined) => count + 1, 0);
	/** How many rows are drawn; below zero until the browser has laid out the room for them. */
	const [most, setMost] = useState(-1);
	const wanted = useRef<(() => void) | null>(null);
	// As long as it is the same, so are the places of all rows, which are not counted anew for each picture.
	const getItemKey = useMemo(
		() => (index: number) => {
			const item = items[index];
			return item === undefined ? index : keyOf(item);
		},
		[items],
	);
	const options = {
		count: items.length,
		getScrollElement: () => scroller.current,
		estimateSize: (index: number) => {
			const item = items[index];
			return item === undefined ? 0 : estimate(item);
		},
		getItemKey,
		rangeExtractor: (range: Range) => {
			const indexes = defaultRangeExtractor(range);
			if (keep === null || keep >= range.count || indexes.includes(keep)) return indexes;
			return [...indexes, keep].sort((a, b) => a - b);
		},
		overscan: 4,
		observeElementRect,
		observeElementOffset,
		measureElement: measureLater,
		scrollToFn: elementScroll,
		onChange: () => {
			draw(undefined);
		},
	};
	const held = useRef<Virtualizer<HTMLDivElement, HTMLDivElement> | null>(null);
	const list = (held.current ??= new Virtualizer<HTMLDivElement, HTMLDivElement>(options));
	list.setOptions(options);
	useLayoutEffect(() => list._didMount(), [list]);
	useLayoutEffect(() => {
		if (most < 0) return;
		list._willUpdate();
		wanted.current?.();
		wanted.current = null;
	});
	const rows = list.getVirtualItems();
	const laidOut = most >= 0;
	const left = laidOut && rows.length > most;
	useLayoutEffect(() => {
		const node = scroller.current;
		const view = node?.ownerDocument.defaultView;
		if (laidOut || !node || !view) return;
		const observer = new view.ResizeObserver(() => {
			setMost(0);
		});
		observer.observe(node);
		return () => {
			observer.disconnect();
		};
	}, [laidOut]);
	useLayoutEffect(() => {
		if (!left) return;
		// Its own window's clock, for that of a window which nobody sees is held back.
		const view = scroller.current?.ownerDocument.defaultView;
		const timer = view?.setTimeout(() => {
			setMost(list.getVirtualItems().length > most + AT_ONCE ? most + AT_ONCE : Infinity);
		});
		return () => view?.clearTimeout(timer);
	}, [left, most]);
	useLayoutEffect(() => {
		if (!handle) return;
		handle.current = {
			reveal(index, where = 'auto') {
				const scroll = (): void => {
					list.scrollToIndex(index, { align: where });
				};
				if (list.scrollElement === null) wanted.current = scroll;
				else scroll();
			},
		};
		return () => {
			handle.current = null;
		};
	}, [handle, list]);
	return (
		<div ref={scroller} class="commonplace-virtual">
			<div class="commonplace-virtual-sheet" role="list" aria-label={label} style={{ '--commonplace-height': `${list.getTotalSize()}px` }}>
				{rows.slice(0, Math.max(0, most)).map((row) => {
					const item = items[row.index];
					return item === undefined ? null : (
						<div
							key={row.key}
							ref={list.measureElement}
							data-index={row.index}
							class="commonplace-virtual-row"
							role="listitem"
							aria-setsize={items.length}
							aria-posinset={row.index + 1}
							style={{ '--commonplace-top': `${row.start}px` }}
						>
							{render(item, row.index)}
						</div>
					);
				})}
			</div>
		</div>
	);
}
