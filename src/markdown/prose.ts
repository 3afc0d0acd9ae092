import type { Span } from './note.js';

/** Lines of one run of prose joined by `\n`, with the way back to the note's own offsets. */
export interface Prose {
	readonly text: string;
	/** Source offset of an offset in `text`; that of a line break is the end of the line before it. */
	readonly at: (offset: number) => number;
}

/** Markers and `>` marks between the lines are left out, so that inline syntax is read as if they were not there. */
export function joinLines(text: string, lines: readonly Span[]): Prose {
	const first = lines[0];
	if (first === undefined) return { text: '', at: () => 0 };
	if (lines.length === 1) {
		const { start } = first;
		return { text: text.slice(start, first.end), at: (offset) => start + offset };
	}
	const starts = new Array<number>(lines.length);
	const parts = new Array<string>(lines.length);
	let length = 0;
	for (const [index, line] of lines.entries()) {
		starts[index] = length;
		parts[index] = text.slice(line.start, line.end);
		length += line.end - line.start + 1;
	}
	// Offsets are mostly asked for in rising order, so the search starts where the last one ended.
	let last = 0;
	const at = (offset: number): number => {
		let low = 0;
		let high = starts.length - 1;
		if ((starts[last] ?? 0) <= offset) {
			if (last === high || (starts[last + 1] ?? 0) > offset) low = high = last;
			else low = last + 1;
		} else high = last - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		last = low;
		return (lines[low]?.start ?? 0) + offset - (starts[low] ?? 0);
	};
	return { text: parts.join('\n'), at };
}

/** Source range of a range of the prose. */
export const sourceSpan = (prose: Prose, start: number, end: number): Span => ({
	start: prose.at(start),
	end: end > start ? prose.at(end - 1) + 1 : prose.at(start),
});
