import type { Span } from './note.js';

/** Recognises how one line opens a block. Every function looks at `[at, end)` of the text alone. */

const isBlank = (code: number): boolean => code === 32 || code === 9;

/** End of the line without trailing blanks. */
export function trimEnd(text: string, start: number, end: number): number {
	let at = end;
	while (at > start && isBlank(text.charCodeAt(at - 1))) at -= 1;
	return at;
}

export function trimStart(text: string, start: number, end: number): number {
	let at = start;
	while (at < end && isBlank(text.charCodeAt(at))) at += 1;
	return at;
}

export interface AtxHeading {
	readonly level: 1 | 2 | 3 | 4 | 5 | 6;
	readonly content: Span;
}

const LEVELS = [1, 2, 3, 4, 5, 6] as const;

export function atxHeading(text: string, at: number, end: number): AtxHeading | null {
	let after = at;
	while (after < end && text.charCodeAt(after) === 35) after += 1;
	const level = LEVELS[after - at - 1];
	if (level === undefined || (after < end && !isBlank(text.charCodeAt(after)))) return null;
	const start = trimStart(text, after, end);
	let last = trimEnd(text, start, end);
	let closing = last;
	while (closing > start && text.charCodeAt(closing - 1) === 35) closing -= 1;
	if (closing < last && (closing === start || isBlank(text.charCodeAt(closing - 1)))) last = trimEnd(text, start, closing);
	return { level, content: { start, end: last } };
}

/** The level of a setext underline: 1 for `=`, 2 for `-`, 0 for none. */
export function setextLevel(text: string, at: number, end: number): 0 | 1 | 2 {
	const mark = text.charCodeAt(at);
	if (mark !== 61 && mark !== 45) return 0;
	let after = at;
	while (after < end && text.charCodeAt(after) === mark) after += 1;
	return trimStart(text, after, end) < end ? 0 : mark === 61 ? 1 : 2;
}

export function isRule(text: string, at: number, end: number): boolean {
	const mark = text.charCodeAt(at);
	if (mark !== 45 && mark !== 42 && mark !== 95) return false;
	let count = 0;
	for (let index = at; index < end; index += 1) {
		const code = text.charCodeAt(index);
		if (code === mark) count += 1;
		else if (!isBlank(code)) return false;
	}
	return count >= 3;
}

export interface Fence {
	readonly mark: number;
	readonly length: number;
	readonly info: string;
}

export function openingFence(text: string, at: number, end: number): Fence | null {
	const mark = text.charCodeAt(at);
	if (mark !== 96 && mark !== 126) return null;
	let after = at;
	while (after < end && text.charCodeAt(after) === mark) after += 1;
	if (after - at < 3) return null;
	const info = text.slice(after, end).trim();
	return mark === 96 && info.includes('`') ? null : { mark, length: after - at, info };
}

export function closesFence(fence: Fence, text: string, at: number, end: number): boolean {
	let after = at;
	while (after < end && text.charCodeAt(after) === fence.mark) after += 1;
	return after - at >= fence.length && trimStart(text, after, end) >= end;
}

export interface ListMarker {
	/** Where the marker ends. */
	readonly end: number;
	/** Items of one list share it: the bullet, or the character after the number. */
	readonly kind: string;
	/** May stand directly under a paragraph's line. */
	readonly interrupts: boolean;
}

export function listMarker(text: string, at: number, end: number): ListMarker | null {
	const code = text.charCodeAt(at);
	if (code === 45 || code === 42 || code === 43) {
		const after = at + 1;
		if (after < end && !isBlank(text.charCodeAt(after))) return null;
		return { end: after, kind: text.charAt(at), interrupts: trimStart(text, after, end) < end };
	}
	let after = at;
	while (after < end && after - at < 10 && text.charCodeAt(after) >= 48 && text.charCodeAt(after) <= 57) after += 1;
	const digits = after - at;
	const mark = after < end ? text.charCodeAt(after) : 0;
	if (digits === 0 || digits > 9 || (mark !== 46 && mark !== 41)) return null;
	after += 1;
	if (after < end && !isBlank(text.charCodeAt(after))) return null;
	const one = digits === 1 && code === 49;
	return { end: after, kind: String.fromCharCode(mark), interrupts: one && trimStart(text, after, end) < end };
}

/** Where the text after a task box starts; `at` itself where no box stands. */
export function afterTaskBox(text: string, at: number, end: number): number {
	if (text.charCodeAt(at) !== 91 || end - at < 5) return at;
	const size = text.codePointAt(at + 1) ?? 0;
	const close = at + (size > 0xffff ? 3 : 2);
	if (text.charCodeAt(close) !== 93 || !isBlank(text.charCodeAt(close + 1))) return at;
	return trimStart(text, close + 1, end);
}

export interface FootnoteStart {
	readonly label: string;
	/** After the colon. */
	readonly end: number;
}

// Longer labels are no labels in the syntax that parsers share, and a bound keeps a long line cheap.
const LABEL_LIMIT = 999;

export function footnoteStart(text: string, at: number, end: number): FootnoteStart | null {
	if (text.charCodeAt(at) !== 91 || text.charCodeAt(at + 1) !== 94) return null;
	const limit = Math.min(end, at + LABEL_LIMIT);
	let close = at + 2;
	while (close < limit) {
		const code = text.charCodeAt(close);
		if (code === 93) break;
		if (code === 91 || isBlank(code)) return null;
		close += code === 92 ? 2 : 1;
	}
	if (close >= limit || close === at + 2 || text.charCodeAt(close + 1) !== 58 || close + 1 >= end) return null;
	return { label: text.slice(at + 2, close), end: close + 2 };
}

export interface CalloutHead {
	readonly type: string;
	readonly title: Span;
}

export function calloutHead(text: string, at: number, end: number): CalloutHead | null {
	if (text.charCodeAt(at) !== 91 || text.charCodeAt(at + 1) !== 33) return null;
	const head = /^\[!([^\][\r\n]{1,80})\][+-]?/.exec(text.slice(at, Math.min(end, at + 90)));
	if (head === null) return null;
	const [type = ''] = (head[1] ?? '').split('|');
	const start = trimStart(text, at + head[0].length, end);
	return { type: type.trim().toLowerCase(), title: { start, end: trimEnd(text, start, end) } };
}

export interface HtmlStart {
	readonly comment: boolean;
	/** Found in a line, ends the block with it; null: the block ends before a blank line. */
	readonly close: RegExp | null;
	readonly interrupts: boolean;
}

const RAW = /^<(?:script|pre|style|textarea)(?:[\s>]|$)/i;
const BLOCK =
	/^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:[\s>]|\/>|$)/i;
const ATTRIBUTE = String.raw`\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>\x60]+|'[^']*'|"[^"]*"))?`;
const TAG = String.raw`<(?:[A-Za-z][A-Za-z0-9-]*(?:${ATTRIBUTE})*\s*\/?|\/[A-Za-z][A-Za-z0-9-]*\s*)>`;
const TAG_ALONE = new RegExp(String.raw`^${TAG}\s*$`);
const TAG_HERE = new RegExp(`^${TAG}`);

// A tag that is longer than this is read as text: it bounds what one `<` can cost.
const TAG_LIMIT = 2000;

export function htmlStart(text: string, at: number, end: number): HtmlStart | null {
	if (text.charCodeAt(at) !== 60) return null;
	const line = text.slice(at, Math.min(end, at + TAG_LIMIT));
	if (line.startsWith('<!--')) return { comment: true, close: /-->/, interrupts: true };
	if (line.startsWith('<?')) return { comment: false, close: /\?>/, interrupts: true };
	if (line.startsWith('<![CDATA[')) return { comment: false, close: /\]\]>/, interrupts: true };
	if (/^<![A-Za-z]/.test(line)) return { comment: false, close: />/, interrupts: true };
	if (RAW.test(line)) return { comment: false, close: /<\/(?:script|pre|style|textarea)>/i, interrupts: true };
	if (BLOCK.test(line)) return { comment: false, close: null, interrupts: true };
	return TAG_ALONE.test(line) && end - at <= TAG_LIMIT ? { comment: false, close: null, interrupts: false } : null;
}

/** Length of the HTML tag that starts here; 0 where none does. */
export const htmlTagLength = (text: string, at: number): number => TAG_HERE.exec(text.slice(at, at + TAG_LIMIT))?.[0].length ?? 0;

/** Ranges of a table row's cells, trimmed, without the pipes. An escaped pipe divides nothing. */
export function tableCells(text: string, at: number, end: number): Span[] {
	const cells: Span[] = [];
	let from = trimStart(text, at, end);
	const last = trimEnd(text, from, end);
	if (text.charCodeAt(from) === 124) from += 1;
	const push = (to: number): void => {
		const start = trimStart(text, from, to);
		cells.push({ start, end: trimEnd(text, start, to) });
	};
	for (let index = from; index < last; index += 1) {
		const code = text.charCodeAt(index);
		if (code === 92) index += 1;
		else if (code === 124) {
			push(index);
			from = index + 1;
		}
	}
	if (from < last) push(last);
	return cells;
}

const DELIMITER_ROW = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

export function isDelimiterRow(text: string, at: number, end: number): boolean {
	const code = text.charCodeAt(at);
	if (code !== 124 && code !== 45 && code !== 58) return false;
	const line = text.slice(at, end);
	return line.includes('|') && DELIMITER_ROW.test(line);
}

/** The id at the end of a block's last line: `^` with letters, digits and hyphens after white space or alone. */
export function trailingBlockId(text: string, line: Span): (Span & { readonly id: string }) | null {
	const end = trimEnd(text, line.start, line.end);
	let at = end;
	while (at > line.start) {
		const code = text.charCodeAt(at - 1);
		const word = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 45;
		if (!word) break;
		at -= 1;
	}
	if (at === end || at === line.start || text.charCodeAt(at - 1) !== 94) return null;
	const start = at - 1;
	if (start > line.start && !isBlank(text.charCodeAt(start - 1))) return null;
	return { start, end, id: text.slice(at, end) };
}
