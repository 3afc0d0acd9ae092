/** A place in a note, both counted from 1; columns are UTF-16 code units. */
export interface Place {
	readonly line: number;
	readonly column: number;
}

/** A value with the place where it is written. */
export interface Spot<T> extends Place {
	readonly value: T;
}

/** Places of offsets in the text. Lines end with a line feed, with or without a carriage return before it. */
export function placesIn(text: string): (offset: number) => Place {
	const starts = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	return (offset) => {
		let low = 0;
		let high = starts.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle + 1;
			else high = middle;
		}
		return { line: low, column: offset - (starts[low - 1] ?? 0) + 1 };
	};
}

export const before = (a: Place, b: Place): number => a.line - b.line || a.column - b.column;
