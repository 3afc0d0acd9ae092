import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** Whether an element is at least so many pixels wide; draws again only when the answer changes. */
export function useIsWide(element: RefObject<HTMLElement | null>, atLeast: number): boolean {
	const [wide, setWide] = useState(false);
	useLayoutEffect(() => {
		const node = element.current;
		if (!node) return;
		setWide(node.clientWidth >= atLeast);
		const observer = new ResizeObserver(() => {
			setWide(node.clientWidth >= atLeast);
		});
		observer.observe(node);
		return () => {
			observer.disconnect();
		};
	}, [element, atLeast]);
	return wide;
}
