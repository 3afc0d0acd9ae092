import { diffArrays } from 'diff';

/** One place where two lists differ: items `[start, end)` of the first became items `[from, to)` of the second. */
export interface Change {
	readonly start: number;
	readonly end: number;
	readonly from: number;
	readonly to: number;
}

export interface DiffBound {
	/** Items taken out and put in together; one that is changed counts as both. */
	readonly edits: number;
	/** Bounds the comparisons: 40 million take about half a second. */
	readonly work: number;
}

/** What changed from one list to the other, in order; null past the bound. What is the same at both ends costs nothing. */
export function changesBetween(base: readonly string[], other: readonly string[], { edits, work }: DiffBound): readonly Change[] | null {
	const shorter = Math.min(base.length, other.length);
	let head = 0;
	while (head < shorter && base[head] === other[head]) head += 1;
	let tail = 0;
	while (tail < shorter - head && base[base.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
	const old = base.slice(head, base.length - tail);
	const now = other.slice(head, other.length - tail);
	if (old.length === 0 && now.length === 0) return [];
	if (old.length === 0 || now.length === 0) return [{ start: head, end: head + old.length, from: head, to: head + now.length }];

	const bound = Math.min(edits, Math.floor(work / (old.length + now.length)));
	if (Math.abs(old.length - now.length) > bound) return null;
	const pieces = diffArrays(old, now, { maxEditLength: bound });
	if (pieces === undefined) return null;

	const changes: Change[] = [];
	let at = head;
	let to = head;
	let open: { start: number; from: number } | null = null;
	const close = (): void => {
		if (open) changes.push({ ...open, end: at, to });
		open = null;
	};
	for (const { added, removed, count } of pieces) {
		if (added || removed) open ??= { start: at, from: to };
		else close();
		if (!added) at += count;
		if (!removed) to += count;
	}
	close();
	return changes;
}
