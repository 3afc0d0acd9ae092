import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from './buttons.js';
import { Icon } from './icon.js';

/** Long enough that a word typed at speed is one search, short enough that nobody waits. */
const TYPING_PAUSE_MS = 60;

/** A field that searches while one types. Escape empties it. */
export function SearchField(props: { readonly value: string; readonly label: string; readonly clearLabel: string; readonly onSearch: (text: string) => void }): JSX.Element {
	const { value, label, clearLabel, onSearch } = props;
	const [typed, setTyped] = useState(value);
	const field = useRef<HTMLInputElement>(null);
	useEffect(() => {
		setTyped(value);
	}, [value]);
	useEffect(() => {
		if (typed === value) return;
		const timer = window.setTimeout(() => {
			onSearch(typed);
		}, TYPING_PAUSE_MS);
		return () => {
			window.clearTimeout(timer);
		};
	}, [typed]);
	const clear = (): void => {
		setTyped('');
		onSearch('');
		field.current?.focus();
	};
	return (
		<div class="commonplace-search">
			<Icon name="search" />
			<input
				ref={field}
				type="search"
				aria-label={label}
				placeholder={label}
				spellcheck={false}
				value={typed}
				onInput={(event) => {
					setTyped(event.currentTarget.value);
				}}
				onKeyDown={(event) => {
					if (event.key !== 'Escape' || typed === '') return;
					event.stopPropagation();
					clear();
				}}
			/>
			{typed === '' ? null : <IconButton icon="x" label={clearLabel} onPress={clear} />}
		</div>
	);
}
