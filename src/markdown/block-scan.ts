import { blockBuilder, type BlockBuilder, type BlockScan, type Container } from './block-builder.js';
import {
	afterTaskBox,
	atxHeading,
	calloutHead,
	closesFence,
	footnoteStart,
	htmlStart,
	isDelimiterRow,
	isRule,
	listMarker,
	openingFence,
	setextLevel,
	trimEnd,
	trimStart,
} from './line-syntax.js';
import type { Span } from './note.js';

const LONE_CARRIAGE = /\r(?!\n)/g;

// Deeper marks are read as text: it bounds what one blank line can cost.
const DEPTH_LIMIT = 100;

/** A line while it is read: the next character that is no blank, its column, and the column where its container's text starts. */
interface Cursor {
	at: number;
	column: number;
	base: number;
	readonly end: number;
	/** `end` without trailing blanks. */
	readonly contentEnd: number;
}

/**
 * Splits a note's body into blocks, line by line, by the rules of CommonMark, GFM tables and footnotes and Obsidian's
 * callouts, math and comments. One rule is left on purpose: `---` under a paragraph of several lines is a rule, not
 * the underline of a heading, because that is what people who write it mean.
 */
export function scanBlocks(text: string, bodyStart: number): BlockScan {
	const builder = blockBuilder(text);
	const readLine = lineReader(text, builder);
	// The next line feed and the next carriage return that stands alone, each looked for once.
	let feed = -1;
	let carriage = text.search(LONE_CARRIAGE);
	let at = bodyStart;
	while (at < text.length) {
		if (feed < at) {
			const found = text.indexOf('\n', at);
			feed = found < 0 ? text.length : found;
		}
		if (carriage >= 0 && carriage < at) {
			LONE_CARRIAGE.lastIndex = at;
			carriage = LONE_CARRIAGE.exec(text)?.index ?? -1;
		}
		let end = feed;
		let next = Math.min(feed + 1, text.length);
		if (carriage >= 0 && carriage < feed) {
			end = carriage;
			next = carriage + 1;
		} else if (end > at && feed < text.length && text.charCodeAt(end - 1) === 13) end -= 1;
		at = readLine(at, end, next);
	}
	return builder.finish();
}

/** Reads one line at a time and tells where the next one starts, which is inside the line where a `%%` comment closed in it. */
function lineReader(text: string, builder: BlockBuilder): (start: number, end: number, next: number) => number {
	const { stack } = builder;
	const missing = new Set<string>();

	/** End of a `%%` comment or `$$` block that opens here; -1 where it is part of a paragraph. */
	const closingMark = (mark: '%%' | '$$', at: number, end: number): number => {
		if (missing.has(mark)) return -1;
		const close = text.indexOf(mark, at + 2);
		if (close < 0) {
			missing.add(mark);
			if (mark === '%%') builder.problem(at, 'This comment is never closed, so it is read as text. Close it with `%%`.');
			return -1;
		}
		return close < end && trimStart(text, close + 2, end) < end ? -1 : close + 2;
	};

	/** Opens the block that a mark at the cursor starts. Gives where to read on where that block takes the line. */
	const openLeaf = (cursor: Cursor, depth: number, fresh: Container | null, next: number): number => {
		const { at, end, contentEnd } = cursor;
		const close = (): void => {
			if (fresh === null) builder.closeTo(depth);
			builder.closeLeaf();
		};
		const code = text.charCodeAt(at);
		if (code === 35) {
			const atx = atxHeading(text, at, end);
			if (atx === null) return -1;
			close();
			builder.heading(atx.level, at, contentEnd, atx.content.end > atx.content.start ? [atx.content] : []);
			return next;
		}
		if (code === 96 || code === 126) {
			const fence = openingFence(text, at, end);
			if (fence === null) return -1;
			close();
			builder.leaf = { kind: 'code', fence, start: at, end };
			return next;
		}
		if ((code === 37 || code === 36) && text.charCodeAt(at + 1) === code && (fresh === null ? depth : stack.length) === 0) {
			const stop = closingMark(code === 37 ? '%%' : '$$', at, end);
			if (stop < 0) return -1;
			close();
			builder.opaqueBlock(code === 37 ? 'comment' : 'math', at, stop, code === 37 ? linesWithin(text, at + 2, stop - 2) : []);
			return stop <= end ? next : stop;
		}
		if (code === 60) {
			const html = htmlStart(text, at, end);
			if (html === null || (!html.interrupts && builder.leaf?.kind === 'paragraph' && fresh === null)) return -1;
			close();
			builder.leaf = { kind: 'html', comment: html.comment, close: html.close, start: at, end };
			// `<!-->` closes itself, so the search starts inside the opening mark.
			if (html.close?.test(text.slice(at + 2, end)) === true) builder.closeLeaf();
			return next;
		}
		const { leaf } = builder;
		if (leaf?.kind === 'paragraph' && fresh === null && depth === stack.length) {
			const level = setextLevel(text, at, end);
			if (level > 0 && (leaf.lines.length === 1 || !isRule(text, at, end))) {
				builder.leaf = null;
				builder.heading(level === 1 ? 1 : 2, leaf.start, contentEnd, leaf.lines);
				return next;
			}
			if (isDelimiterRow(text, at, end) && builder.startTable(leaf.lines, at, contentEnd)) return next;
		}
		if (!isRule(text, at, end)) return -1;
		close();
		builder.rule(at, contentEnd);
		return next;
	};

	/** Opens the quote, footnote or list item that a mark at the cursor starts; null where none does. */
	const openContainer = (cursor: Cursor, depth: number, fresh: Container | null): Container | null => {
		if (stack.length >= DEPTH_LIMIT) return null;
		const { at, end, contentEnd, base } = cursor;
		const close = (): void => {
			if (fresh === null) builder.closeTo(depth);
			builder.closeLeaf();
		};
		const code = text.charCodeAt(at);
		if (code === 62) {
			close();
			if (stack.length === 0) builder.openBlock('quote', at, contentEnd);
			pastQuoteMark(text, cursor);
			return { kind: 'quote', width: 0, empty: true };
		}
		const note = code === 91 ? footnoteStart(text, at, end) : null;
		if (note !== null) {
			close();
			if (stack.length === 0) builder.openBlock('footnote', at, contentEnd);
			builder.definition(at, note.end, note.label);
			cursor.column += note.end - at;
			cursor.at = note.end;
			skipBlanks(text, cursor);
			cursor.base = cursor.column;
			return { kind: 'footnote', width: 4, empty: false };
		}
		const marker = listMarker(text, at, end);
		if (marker === null || (!marker.interrupts && builder.leaf?.kind === 'paragraph' && fresh === null && depth === stack.length)) return null;
		close();
		if (stack.length === 0) {
			const { block } = builder;
			if (block?.kind === 'list' && block.marker === marker.kind) block.end = contentEnd;
			else builder.openBlock('list', at, contentEnd, null, marker.kind);
		}
		cursor.column += marker.end - at;
		cursor.at = marker.end;
		const afterMark = cursor.column;
		skipBlanks(text, cursor);
		// More than four blanks are one blank and the indentation of code.
		cursor.base = cursor.at >= end || cursor.column - afterMark > 4 ? afterMark + 1 : cursor.column;
		return { kind: 'item', width: cursor.base - base, empty: true };
	};

	/** The text of a paragraph's line, or the head of a callout. */
	const readText = (cursor: Cursor, fresh: Container | null): void => {
		const { at, contentEnd } = cursor;
		const top = stack[stack.length - 1];
		const head = top?.kind === 'quote' && top.empty ? calloutHead(text, at, contentEnd) : null;
		if (head !== null) {
			builder.calloutHead(head.type, head.title, contentEnd);
			return;
		}
		const start = fresh?.kind === 'item' ? afterTaskBox(text, at, contentEnd) : at;
		builder.leaf = { kind: 'paragraph', lines: [{ start, end: contentEnd }], start: at };
	};

	return (start, end, next) => {
		const cursor: Cursor = { at: start, column: 0, base: 0, end, contentEnd: trimEnd(text, start, end) };
		skipBlanks(text, cursor);
		const depth = matchContainers(text, cursor, stack);
		if (depth === stack.length && continueLeaf(text, cursor, builder)) return next;
		if (cursor.at >= end) {
			builder.closeTo(depth);
			builder.closeLeaf();
			return next;
		}
		let fresh: Container | null = null;
		while (cursor.at < end) {
			if (cursor.column - cursor.base >= 4) {
				if (fresh === null && builder.leaf?.kind === 'paragraph') break;
				if (fresh === null) builder.closeTo(depth);
				builder.closeLeaf();
				builder.leaf = { kind: 'code', fence: null, start: cursor.at, end };
				markFilled(stack, stack.length);
				return next;
			}
			const following = openLeaf(cursor, depth, fresh, next);
			if (following >= 0) {
				markFilled(stack, stack.length);
				return following;
			}
			const opened = openContainer(cursor, depth, fresh);
			if (opened === null) break;
			stack.push(opened);
			fresh = opened;
		}
		const { leaf, block } = builder;
		if (cursor.at >= end) {
			if (block !== null) block.end = Math.max(block.end, cursor.contentEnd);
			markFilled(stack, stack.length - 1);
			return next;
		}
		if (fresh === null && leaf?.kind === 'paragraph') leaf.lines.push({ start: cursor.at, end: cursor.contentEnd });
		else if (fresh === null && leaf?.kind === 'table' && depth === stack.length) builder.tableRow(cursor.at, cursor.contentEnd);
		else {
			if (fresh === null) builder.closeTo(depth);
			builder.closeLeaf();
			readText(cursor, fresh);
		}
		markFilled(stack, stack.length);
		return next;
	};
}

function skipBlanks(text: string, cursor: Cursor): void {
	for (; cursor.at < cursor.end; cursor.at += 1) {
		const code = text.charCodeAt(cursor.at);
		if (code === 32) cursor.column += 1;
		else if (code === 9) cursor.column += 4 - (cursor.column % 4);
		else return;
	}
}

/** One blank after the mark belongs to it. */
function pastQuoteMark(text: string, cursor: Cursor): void {
	cursor.at += 1;
	cursor.column += 1;
	cursor.base = cursor.column;
	const code = cursor.at < cursor.end ? text.charCodeAt(cursor.at) : 0;
	if (code === 32 || code === 9) cursor.base += 1;
	skipBlanks(text, cursor);
}

/** How many of the open containers the line goes on with; the cursor is moved past their marks. */
function matchContainers(text: string, cursor: Cursor, stack: readonly Container[]): number {
	let depth = 0;
	for (const container of stack) {
		const blank = cursor.at >= cursor.end;
		const indent = cursor.column - cursor.base;
		if (container.kind === 'quote') {
			if (blank || indent > 3 || text.charCodeAt(cursor.at) !== 62) break;
			pastQuoteMark(text, cursor);
		} else if (blank) {
			if (container.empty) break;
		} else if (indent >= container.width) cursor.base += container.width;
		else break;
		depth += 1;
	}
	return depth;
}

/** Whether the line belongs to open code or HTML, which nothing in it can end but its own close. */
function continueLeaf(text: string, { at, column, base, end }: Cursor, builder: BlockBuilder): boolean {
	const { leaf } = builder;
	const blank = at >= end;
	if (leaf?.kind === 'html') {
		if (leaf.close === null && blank) builder.closeLeaf();
		else {
			leaf.end = end;
			if (leaf.close?.test(text.slice(at, end)) === true) builder.closeLeaf();
		}
		return true;
	}
	if (leaf?.kind !== 'code') return false;
	if (leaf.fence !== null) {
		leaf.end = Math.max(leaf.end, end);
		if (!blank && column - base <= 3 && closesFence(leaf.fence, text, at, end)) builder.closeLeaf();
		return true;
	}
	if (blank) return true;
	if (column - base < 4) return false;
	leaf.end = end;
	return true;
}

/** Containers that hold something stay open over blank lines; only the innermost may still hold nothing. */
function markFilled(stack: readonly Container[], count: number): void {
	for (let index = count - 1; index >= 0; index -= 1) {
		const container = stack[index];
		if (container === undefined || !container.empty) return;
		container.empty = false;
	}
}

function linesWithin(text: string, start: number, end: number): Span[] {
	const lines: Span[] = [];
	let from = start;
	while (from < end) {
		let to = text.indexOf('\n', from);
		if (to < 0 || to > end) to = end;
		lines.push({ start: from, end: text.charCodeAt(to - 1) === 13 && to > from ? to - 1 : to });
		from = to + 1;
	}
	return lines;
}
