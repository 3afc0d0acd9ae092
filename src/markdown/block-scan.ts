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
	tableCells,
	trimEnd,
	trimStart,
	type Fence,
} from './line-syntax.js';
import type { Block, BlockItem, BlockKind, NoteProblem, Span } from './note.js';

/** Lines whose inline syntax is read together: a paragraph, a heading, a cell, a callout's head, a comment's text. */
export interface ProseRun {
	readonly lines: readonly Span[];
	/** A block id may stand at its end. */
	readonly closesBlock: boolean;
}

export interface HeadingRange extends Span {
	readonly level: 1 | 2 | 3 | 4 | 5 | 6;
	readonly content: Span;
}

export interface BlockScan {
	readonly headings: readonly HeadingRange[];
	readonly blocks: readonly Block[];
	readonly runs: readonly ProseRun[];
	/** Code, math, HTML and comments that fill whole lines, wherever they stand. */
	readonly opaque: readonly Span[];
	/** The marks `[^label]:` of footnote definitions. */
	readonly definitions: readonly (Span & { readonly label: string })[];
	readonly problems: readonly (Omit<NoteProblem, 'line'> & { readonly offset: number })[];
}

interface Container {
	readonly kind: 'quote' | 'item' | 'footnote';
	/** Columns by which a line must be indented to stay inside; 0 for a quote. */
	readonly width: number;
	/** Nothing has stood in it yet. */
	empty: boolean;
}

type Leaf =
	| { readonly kind: 'paragraph'; readonly lines: Span[]; readonly start: number }
	| { readonly kind: 'table' }
	| { readonly kind: 'code'; readonly fence: Fence | null; readonly start: number; end: number }
	| { readonly kind: 'html'; readonly comment: boolean; readonly close: RegExp | null; readonly start: number; end: number };

interface OpenBlock {
	kind: BlockKind;
	readonly start: number;
	end: number;
	readonly heading: number;
	readonly items: BlockItem[];
	label: string | null;
	/** Marker kind of a list, so that its next item is known as its own. */
	readonly marker: string;
}

const LONE_CARRIAGE = /\r(?!\n)/g;

// Deeper marks are read as text: it bounds what one blank line can cost.
const DEPTH_LIMIT = 100;

/**
 * Splits a note's body into blocks, line by line, by the rules of CommonMark, GFM tables and footnotes and Obsidian's
 * callouts, math and comments. One rule is left on purpose: `---` under a paragraph of several lines is a rule, not
 * the underline of a heading, because that is what people who write it mean.
 */
export function scanBlocks(text: string, bodyStart: number): BlockScan {
	const headings: HeadingRange[] = [];
	const blocks: Block[] = [];
	const runs: ProseRun[] = [];
	const opaque: Span[] = [];
	const definitions: (Span & { label: string })[] = [];
	const problems: { offset: number; message: string }[] = [];
	const stack: Container[] = [];
	let leaf: Leaf | null = null;
	let block: OpenBlock | null = null;
	/** The line just read ended with a marker that opened a container. */
	let bare = false;
	const exhausted = { '%%': false, $$: false };

	const finishBlock = (): void => {
		if (block === null) return;
		const { kind, start, end, heading, items, label } = block;
		blocks.push({ kind, start, end, heading, items, label });
		block = null;
	};
	const openBlock = (kind: BlockKind, start: number, end: number, label: string | null = null, marker = ''): OpenBlock => {
		finishBlock();
		block = { kind, start, end, heading: headings.length - 1, items: [], label, marker };
		return block;
	};
	/** The block that the current containers belong to, or a new one for a leaf at top level. */
	const blockFor = (kind: BlockKind, start: number, end: number, label: string | null = null): OpenBlock => {
		if (stack.length === 0 || block === null) return openBlock(kind, start, end, label);
		block.end = end;
		return block;
	};
	const listDepth = (): number => {
		let depth = -1;
		for (const container of stack) if (container.kind === 'item') depth += 1;
		return Math.max(0, depth);
	};
	const addItem = (target: OpenBlock, lines: readonly Span[]): void => {
		const first = lines[0];
		const last = lines[lines.length - 1];
		if (first !== undefined && last !== undefined) target.items.push({ start: first.start, end: last.end, depth: listDepth(), lines });
	};
	/** Must be called while the stack still holds the leaf's containers. */
	const closeLeaf = (): void => {
		if (leaf === null) return;
		if (leaf.kind === 'paragraph') {
			const { lines, start } = leaf;
			const last = lines[lines.length - 1];
			if (last !== undefined) {
				addItem(blockFor('paragraph', start, last.end), lines);
				runs.push({ lines, closesBlock: true });
			}
		} else if (leaf.kind === 'code') {
			opaque.push({ start: leaf.start, end: leaf.end });
			blockFor('code', leaf.start, leaf.end, leaf.fence === null ? null : leaf.fence.info);
		} else if (leaf.kind === 'html') {
			opaque.push({ start: leaf.start, end: leaf.end });
			blockFor(leaf.comment ? 'comment' : 'html', leaf.start, leaf.end);
		}
		leaf = null;
	};
	const closeTo = (depth: number): void => {
		if (stack.length <= depth) return;
		closeLeaf();
		stack.length = depth;
	};
	const closeUnfinished = (): void => {
		if (leaf?.kind === 'code' && leaf.fence !== null)
			problems.push({ offset: leaf.start, message: 'This code block is never closed: everything below it counts as code. Close it with the same marks.' });
		if (leaf?.kind === 'html' && leaf.comment)
			problems.push({ offset: leaf.start, message: 'This comment is never closed: everything below it is hidden. Close it with `-->`.' });
		closeLeaf();
	};
	const heading = (level: HeadingRange['level'], start: number, end: number, content: Span): void => {
		closeLeaf();
		if (content.end > content.start) runs.push({ lines: [content], closesBlock: false });
		if (stack.length === 0) {
			finishBlock();
			headings.push({ level, start, end, content });
		} else addItem(blockFor('paragraph', start, end), [content]);
	};
	const tableRow = (target: OpenBlock, start: number, end: number): void => {
		const cells = tableCells(text, start, end).filter((cell) => cell.end > cell.start);
		addItem(target, cells);
		for (const cell of cells) runs.push({ lines: [cell], closesBlock: false });
		target.end = Math.max(target.end, end);
	};
	/** The paragraph's last line and this one make the head of a table. */
	const startTable = (lines: Span[], start: number, end: number): boolean => {
		const head = lines[lines.length - 1];
		if (head === undefined || tableCells(text, head.start, head.end).length !== tableCells(text, start, end).length) return false;
		lines.pop();
		closeLeaf();
		const target = blockFor('table', head.start, end);
		tableRow(target, head.start, head.end);
		target.end = end;
		leaf = { kind: 'table' };
		return true;
	};
	/** End of a `%%` comment or `$$` block that opens here and closes in a later line; -1 for none. */
	const closingMark = (mark: '%%' | '$$', at: number, end: number): number => {
		if (exhausted[mark]) return -1;
		const close = text.indexOf(mark, at + 2);
		if (close < 0) {
			exhausted[mark] = true;
			if (mark === '%%') problems.push({ offset: at, message: 'This comment is never closed, so it is read as text. Close it with `%%`.' });
			return -1;
		}
		return close < end && trimStart(text, close + 2, end) < end ? -1 : close + 2;
	};
	const linesWithin = (start: number, end: number): Span[] => {
		const lines: Span[] = [];
		let from = start;
		while (from < end) {
			let to = text.indexOf('\n', from);
			if (to < 0 || to > end) to = end;
			lines.push({ start: from, end: text.charCodeAt(to - 1) === 13 && to > from ? to - 1 : to });
			from = to + 1;
		}
		return lines;
	};

	/** Containers that hold something stay open over blank lines; only the innermost may still hold nothing. */
	const markFilled = (count: number): void => {
		for (let index = count - 1; index >= 0; index -= 1) {
			const container = stack[index];
			if (container === undefined || !container.empty) return;
			container.empty = false;
		}
	};

	/** Reads one line and returns where the next one starts. */
	const readLine = (lineStart: number, lineEnd: number, next: number): number => {
		let at = lineStart;
		let column = 0;
		let base = 0;
		const skipBlanks = (): void => {
			for (; at < lineEnd; at += 1) {
				const code = text.charCodeAt(at);
				if (code === 32) column += 1;
				else if (code === 9) column += 4 - (column % 4);
				else break;
			}
		};
		const pastQuoteMark = (): void => {
			at += 1;
			column += 1;
			base = column;
			const code = at < lineEnd ? text.charCodeAt(at) : 0;
			if (code === 32 || code === 9) base += 1;
			skipBlanks();
		};
		skipBlanks();

		let depth = 0;
		for (; depth < stack.length; depth += 1) {
			const container = stack[depth];
			if (container === undefined) break;
			if (container.kind === 'quote') {
				if (at >= lineEnd || column - base > 3 || text.charCodeAt(at) !== 62) break;
				pastQuoteMark();
			} else if (at >= lineEnd) {
				if (container.empty) break;
			} else if (column - base >= container.width) base += container.width;
			else break;
		}
		const matched = depth === stack.length;
		const blank = at >= lineEnd;
		const contentEnd = blank ? lineEnd : trimEnd(text, at, lineEnd);

		if (matched && leaf?.kind === 'code' && leaf.fence !== null) {
			leaf.end = Math.max(leaf.end, lineEnd);
			if (!blank && column - base <= 3 && closesFence(leaf.fence, text, at, lineEnd)) closeLeaf();
			return next;
		}
		if (matched && leaf?.kind === 'html') {
			if (leaf.close === null ? blank : false) {
				closeLeaf();
				return next;
			}
			leaf.end = lineEnd;
			if (leaf.close?.test(text.slice(at, lineEnd)) === true) closeLeaf();
			return next;
		}
		if (matched && leaf?.kind === 'code') {
			if (blank) return next;
			if (column - base >= 4) {
				leaf.end = lineEnd;
				return next;
			}
			closeLeaf();
		}
		if (blank) {
			closeTo(depth);
			closeLeaf();
			return next;
		}

		let fresh: Container | null = null;
		let afterMarker = false;
		for (;;) {
			if (at >= lineEnd) break;
			const inParagraph: boolean = leaf?.kind === 'paragraph';
			const extendsParagraph = inParagraph && fresh === null;
			if (column - base >= 4) {
				if (extendsParagraph) break;
				closeTo(fresh === null ? depth : stack.length);
				closeLeaf();
				leaf = { kind: 'code', fence: null, start: at, end: lineEnd };
				return next;
			}
			const close = (): void => {
				if (fresh === null) closeTo(depth);
			};
			const code = text.charCodeAt(at);
			if (code === 62 && stack.length < DEPTH_LIMIT) {
				close();
				closeLeaf();
				if (stack.length === 0) openBlock('quote', at, contentEnd);
				fresh = { kind: 'quote', width: 0, empty: true };
				stack.push(fresh);
				pastQuoteMark();
				afterMarker = false;
				continue;
			}
			if (code === 35) {
				const atx = atxHeading(text, at, lineEnd);
				if (atx !== null) {
					close();
					heading(atx.level, at, contentEnd, atx.content);
					return next;
				}
			}
			if (code === 96 || code === 126) {
				const fence = openingFence(text, at, lineEnd);
				if (fence !== null) {
					close();
					closeLeaf();
					leaf = { kind: 'code', fence, start: at, end: lineEnd };
					return next;
				}
			}
			if ((code === 37 || code === 36) && text.charCodeAt(at + 1) === code && (fresh === null ? depth : stack.length) === 0) {
				const end = closingMark(code === 37 ? '%%' : '$$', at, lineEnd);
				if (end >= 0) {
					close();
					closeLeaf();
					openBlock(code === 37 ? 'comment' : 'math', at, end);
					opaque.push({ start: at, end });
					if (code === 37) runs.push({ lines: linesWithin(at + 2, end - 2), closesBlock: false });
					return end <= lineEnd ? next : end;
				}
			}
			if (code === 60) {
				const html = htmlStart(text, at, lineEnd);
				if (html !== null && (html.interrupts || !extendsParagraph)) {
					close();
					closeLeaf();
					leaf = { kind: 'html', comment: html.comment, close: html.close, start: at, end: lineEnd };
					// `<!-->` closes itself, so the search starts inside the opening mark.
					if (html.close?.test(text.slice(at + 2, lineEnd)) === true) closeLeaf();
					return next;
				}
			}
			if (leaf?.kind === 'paragraph' && fresh === null && matched) {
				const level = setextLevel(text, at, lineEnd);
				const first = leaf.lines[0];
				const last = leaf.lines[leaf.lines.length - 1];
				if (level > 0 && first !== undefined && last !== undefined && (leaf.lines.length === 1 || !isRule(text, at, lineEnd))) {
					const { lines, start } = leaf;
					leaf = null;
					heading(level === 1 ? 1 : 2, start, contentEnd, { start: first.start, end: last.end });
					if (lines.length > 1) runs[runs.length - 1] = { lines, closesBlock: false };
					return next;
				}
				if (isDelimiterRow(text, at, lineEnd) && startTable(leaf.lines, at, contentEnd)) return next;
			}
			if (isRule(text, at, lineEnd)) {
				close();
				closeLeaf();
				blockFor('rule', at, contentEnd);
				return next;
			}
			if (code === 91) {
				const note = footnoteStart(text, at, lineEnd);
				if (note !== null && stack.length < DEPTH_LIMIT) {
					close();
					closeLeaf();
					if (stack.length === 0) openBlock('footnote', at, contentEnd);
					definitions.push({ start: at, end: note.end, label: note.label });
					fresh = { kind: 'footnote', width: 4, empty: false };
					stack.push(fresh);
					column += note.end - at;
					at = note.end;
					skipBlanks();
					base = column;
					afterMarker = false;
					continue;
				}
			}
			const marker = listMarker(text, at, lineEnd);
			if (marker !== null && stack.length < DEPTH_LIMIT && (marker.interrupts || !(extendsParagraph && matched))) {
				close();
				closeLeaf();
				if (stack.length === 0) {
					const open: OpenBlock | null = block;
					if (open !== null && open.kind === 'list' && open.marker === marker.kind) open.end = contentEnd;
					else openBlock('list', at, contentEnd, null, marker.kind);
				}
				column += marker.end - at;
				at = marker.end;
				const afterMark = column;
				skipBlanks();
				const gap = column - afterMark;
				const content = at >= lineEnd || gap > 4 ? afterMark + 1 : column;
				fresh = { kind: 'item', width: content - base, empty: true };
				base = content;
				stack.push(fresh);
				afterMarker = true;
				continue;
			}
			break;
		}

		if (at >= lineEnd) {
			if (block !== null) block.end = Math.max(block.end, contentEnd);
			bare = true;
			return next;
		}
		if (fresh === null && leaf?.kind === 'table' && matched) {
			if (block !== null) tableRow(block, at, contentEnd);
			return next;
		}
		if (fresh === null && leaf?.kind === 'paragraph') {
			leaf.lines.push({ start: at, end: contentEnd });
			return next;
		}
		if (fresh === null) closeTo(depth);
		closeLeaf();
		const top = stack[stack.length - 1];
		if (top?.kind === 'quote' && top.empty) {
			const head = calloutHead(text, at, contentEnd);
			if (head !== null) {
				if (stack.length === 1 && block !== null) {
					block.kind = 'callout';
					block.label = head.type;
				}
				if (head.title.end > head.title.start) runs.push({ lines: [head.title], closesBlock: false });
				if (block !== null) block.end = Math.max(block.end, contentEnd);
				top.empty = false;
				return next;
			}
		}
		const start = afterMarker ? afterTaskBox(text, at, contentEnd) : at;
		leaf = { kind: 'paragraph', lines: [{ start, end: contentEnd }], start: at };
		return next;
	};

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
		bare = false;
		at = readLine(at, end, next);
		markFilled(bare ? stack.length - 1 : stack.length);
	}
	closeUnfinished();
	closeTo(0);
	finishBlock();
	return { headings, blocks, runs, opaque, definitions, problems };
}
