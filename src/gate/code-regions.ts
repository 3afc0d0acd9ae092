import type { Span } from '../markdown/note.js';

/** Code that is shown: the inside of a fence or of a code span on one line. */
export interface CodeRegion extends Span {
	readonly fence: boolean;
}

const CONTAINERS = /^[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])(?:[ \t]+|(?=>)|$))*(?:>[ \t]*)*/;
const QUOTES = /^(?:[ \t]{0,3}>[ \t]?)*/;

const quoteDepth = (prefix: string): number => prefix.split('>').length - 1;

function spansOf(line: string, offset: number, into: CodeRegion[]): void {
	const runs: { at: number; length: number; escaped: boolean }[] = [];
	for (const run of line.matchAll(/(\\*)(`+)/g)) {
		const slashes = run[1]?.length ?? 0;
		runs.push({ at: run.index + slashes, length: run[2]?.length ?? 0, escaped: slashes % 2 === 1 });
	}
	// The next run of each length, found from the end, keeps unmatched runs from being searched again and again.
	const next = new Map<number, number>();
	const closing: (number | undefined)[] = [];
	for (let index = runs.length - 1; index >= 0; index--) {
		const run = runs[index];
		if (!run) continue;
		closing[index] = next.get(run.escaped ? run.length - 1 : run.length);
		next.set(run.length, index);
	}
	for (let index = 0; index < runs.length; index++) {
		const run = runs[index];
		const close = closing[index];
		const end = close === undefined ? undefined : runs[close];
		if (!run || !end || close === undefined || (run.escaped && run.length === 1)) continue;
		into.push({ start: offset + run.at + run.length, end: offset + end.at, fence: false });
		index = close;
	}
}

/**
 * Where code is shown. It grants exemptions, so it claims less than a renderer would where renderers differ: no indented code,
 * no span over two lines, and nothing after a fence that a list or quote may have ended.
 */
export function codeRegions(text: string): CodeRegion[] {
	const regions: CodeRegion[] = [];
	let open: { mark: string; length: number; depth: number; indent: number; start: number } | null = null;
	for (let start = 0; start <= text.length; ) {
		const found = text.indexOf('\n', start);
		const end = found === -1 ? text.length : found;
		const line = text.slice(start, end).replace(/\r$/, '');
		if (open === null) {
			const prefix = CONTAINERS.exec(line)?.[0] ?? '';
			const fence = /^(`{3,}(?=[^`]*$)|~{3,})/.exec(line.slice(prefix.length))?.[1];
			if (fence !== undefined) open = { mark: fence.charAt(0), length: fence.length, depth: quoteDepth(prefix), indent: prefix.length, start: end + 1 };
			else spansOf(line, start, regions);
		} else {
			const prefix = QUOTES.exec(line)?.[0] ?? '';
			const depth = quoteDepth(prefix);
			const rest = line.slice(prefix.length);
			const indent = (/^[ \t]*/.exec(rest)?.[0].length ?? 0) + prefix.length;
			const body = rest.trim();
			if (depth < open.depth || (body !== '' && indent < open.indent)) return regions;
			const closes = body.length >= open.length && body === open.mark.repeat(body.length);
			if (closes) {
				if (indent > open.indent + 3) return regions;
				regions.push({ start: open.start, end: start, fence: true });
				open = null;
			}
		}
		start = end + 1;
	}
	return regions;
}

/** The region that holds all of the span, or null. Regions come in order. */
export function regionAround(regions: readonly CodeRegion[], span: Span): CodeRegion | null {
	let low = 0;
	let high = regions.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((regions[middle]?.start ?? 0) <= span.start) low = middle + 1;
		else high = middle;
	}
	const region = regions[low - 1];
	return region && region.end >= span.end ? region : null;
}
