import { useEffect } from 'preact/hooks';
import { searchKey } from '../../model/search-key.js';

/** Texts for a search, folded when first asked for, or a few at a time beforehand. */
export interface FoldedTexts {
	at(index: number): string;
	/** Folds some more; false when all are. */
	warm(): boolean;
}

const SLICE = 400;

export function foldLater(count: number, textOf: (index: number) => string): FoldedTexts {
	const folded = new Array<string | undefined>(count);
	let warmed = 0;
	const at = (index: number): string => (folded[index] ??= searchKey(textOf(index)));
	return {
		at,
		warm() {
			for (const end = Math.min(count, warmed + SLICE); warmed < end; warmed++) at(warmed);
			return warmed < count;
		},
	};
}

/** Folds between two pictures what the first key stroke would have to wait for. */
export function useWarm(texts: FoldedTexts): void {
	useEffect(() => {
		let timer = 0;
		const next = (): void => {
			if (texts.warm()) timer = window.setTimeout(next);
		};
		timer = window.setTimeout(next);
		return () => {
			window.clearTimeout(timer);
		};
	}, [texts]);
}
