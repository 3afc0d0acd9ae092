import type { NoteScan, Span } from './note.js';

export interface MaskOptions {
	/** Headings are masked too: a link in a heading changes what links to it. */
	readonly headings?: boolean;
}

/**
 * Where no link may be put: frontmatter, code, math, HTML, comments, URLs, links and embeds, footnote marks and inline
 * footnotes, tags, block ids. Sorted; ranges that touch are one.
 */
export function maskedSpans(text: string, scan: NoteScan, options: MaskOptions = {}): Span[] {
	const { bodyStart, links, tags, blockIds, footnotes, opaque, headings } = scan;
	const spans: Span[] = [...opaque, ...links, ...tags, ...blockIds, ...footnotes];
	if (bodyStart > 0) spans.push({ start: 0, end: Math.min(bodyStart, text.length) });
	if (options.headings === true) spans.push(...headings);
	spans.sort((a, b) => a.start - b.start);
	const merged: { start: number; end: number }[] = [];
	let last: { start: number; end: number } | null = null;
	for (const { start, end } of spans) {
		if (last !== null && start <= last.end) last.end = Math.max(last.end, end);
		else {
			last = { start, end };
			merged.push(last);
		}
	}
	return merged;
}

/** Whether any character of `[start, end)` is masked. `masks` as `maskedSpans` gives them. */
export function isMasked(masks: readonly Span[], start: number, end: number = start + 1): boolean {
	let low = 0;
	let high = masks.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((masks[middle]?.end ?? 0) <= start) low = middle + 1;
		else high = middle;
	}
	const mask = masks[low];
	return mask !== undefined && mask.start < end;
}
