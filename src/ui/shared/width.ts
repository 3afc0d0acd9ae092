import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/**
 * Whether an element is at least so many pixels wide; draws again only when the answer changes. Not before the browser has laid it out, which is before
 * anybody sees it: asked at once, it would have to lay all out then and there.
 */
export function useIsWide(element: RefObject<HTMLElement | null>, atLeast: number): boolean {
	const [wide, setWide] = useState(false);
	useLayoutEffect(() => {
		const node = element.current;
		const view = node?.ownerDocument.defaultView;
		if (!node || !view) return;
		const observer = new view.ResizeObserver(() => {
			setWide(node.clientWidth >= atLeast);
		});
		observer.observe(node);
		return () => {
			observer.disconnect();
		};
	}, [element, atLeast]);
	return wide;
}
