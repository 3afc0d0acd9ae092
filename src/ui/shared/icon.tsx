import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { setIcon } from 'obsidian';

/** A Lucide icon of the app's own set. It is decoration: what it stands for is said in words beside it or in a label. */
export function Icon({ name }: { readonly name: string }): JSX.Element {
	const slot = useRef<HTMLSpanElement>(null);
	useLayoutEffect(() => {
		if (slot.current) setIcon(slot.current, name);
	}, [name]);
	return <span ref={slot} class="commonplace-icon" aria-hidden="true" />;
}
