import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** Draws what it holds in a turn of its own, so that a view that opens with much in it does not hold the app up. */
export function Later({ children }: { readonly children: ComponentChildren }): ComponentChildren {
	const [drawn, setDrawn] = useState(false);
	useLayoutEffect(() => {
		const timer = window.setTimeout(() => {
			setDrawn(true);
		});
		return () => {
			window.clearTimeout(timer);
		};
	}, []);
	return drawn ? children : null;
}
