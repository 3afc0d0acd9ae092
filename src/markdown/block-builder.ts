import { tableCells, type Fence } from './line-syntax.js';
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

export interface Container {
	readonly kind: 'quote' | 'item' | 'footnote';
	/** Columns by which a line must be indented to stay inside; 0 for a quote. */
	readonly width: number;
	/** Nothing has stood in it yet. */
	empty: boolean;
}

export type Leaf =
	| { readonly kind: 'paragraph'; readonly lines: Span[]; readonly start: number }
	| { readonly kind: 'table' }
	| { readonly kind: 'code'; readonly fence: Fence | null; readonly start: number; end: number }
	| { readonly kind: 'html'; readonly comment: boolean; readonly close: RegExp | null; readonly start: number; end: number };

export interface OpenBlock {
	kind: BlockKind;
	readonly start: number;
	end: number;
	readonly heading: number;
	readonly items: BlockItem[];
	label: string | null;
	/** Marker kind of a list, so that its next item is known as its own. */
	readonly marker: string;
}

/** Gathers a body's blocks while its lines are read; the reader opens and closes, the builder keeps what came of it. */
export interface BlockBuilder {
	/** Quotes, list items and footnotes that are open, outermost first. */
	readonly stack: Container[];
	/** The paragraph, table, code or HTML that the next line may go on with. */
	leaf: Leaf | null;
	/** The open block at top level. */
	block: OpenBlock | null;
	openBlock(kind: BlockKind, start: number, end: number, label?: string | null, marker?: string): void;
	/** Must be called while the stack still holds the leaf's containers. */
	closeLeaf(): void;
	closeTo(depth: number): void;
	heading(level: HeadingRange['level'], start: number, end: number, content: readonly Span[]): void;
	rule(start: number, end: number): void;
	/** True where the paragraph's last line and this one, a row of dashes, make the head of a table. */
	startTable(lines: Span[], start: number, end: number): boolean;
	tableRow(start: number, end: number): void;
	/** A block whose text is no prose; `lines` of a comment are still read for links. */
	opaqueBlock(kind: 'comment' | 'math', start: number, end: number, lines: readonly Span[]): void;
	calloutHead(type: string, title: Span, end: number): void;
	definition(start: number, end: number, label: string): void;
	problem(offset: number, message: string): void;
	finish(): BlockScan;
}

export function blockBuilder(text: string): BlockBuilder {
	const headings: HeadingRange[] = [];
	const blocks: Block[] = [];
	const runs: ProseRun[] = [];
	const opaque: Span[] = [];
	const definitions: (Span & { label: string })[] = [];
	const problems: { offset: number; message: string }[] = [];
	const stack: Container[] = [];

	const finishBlock = (): void => {
		if (builder.block === null) return;
		const { kind, start, end, heading, items, label } = builder.block;
		blocks.push({ kind, start, end, heading, items, label });
		builder.block = null;
	};
	const open = (kind: BlockKind, start: number, end: number, label: string | null, marker: string): OpenBlock => {
		finishBlock();
		const block: OpenBlock = { kind, start, end, heading: headings.length - 1, items: [], label, marker };
		builder.block = block;
		return block;
	};
	/** The block that the current containers belong to, or a new one for a leaf at top level. */
	const blockFor = (kind: BlockKind, start: number, end: number, label: string | null = null): OpenBlock => {
		if (stack.length === 0 || builder.block === null) return open(kind, start, end, label, '');
		builder.block.end = end;
		return builder.block;
	};
	const addItem = (target: OpenBlock, lines: readonly Span[]): void => {
		const first = lines[0];
		const last = lines[lines.length - 1];
		if (first === undefined || last === undefined) return;
		let depth = -1;
		for (const container of stack) if (container.kind === 'item') depth += 1;
		target.items.push({ start: first.start, end: last.end, depth: Math.max(0, depth), lines });
	};
	const closeLeaf = (): void => {
		const { leaf } = builder;
		if (leaf === null) return;
		builder.leaf = null;
		if (leaf.kind === 'paragraph') {
			const last = leaf.lines[leaf.lines.length - 1];
			if (last === undefined) return;
			addItem(blockFor('paragraph', leaf.start, last.end), leaf.lines);
			runs.push({ lines: leaf.lines, closesBlock: true });
		} else if (leaf.kind !== 'table') {
			opaque.push({ start: leaf.start, end: leaf.end });
			if (leaf.kind === 'code') blockFor('code', leaf.start, leaf.end, leaf.fence === null ? null : leaf.fence.info);
			else blockFor(leaf.comment ? 'comment' : 'html', leaf.start, leaf.end);
		}
	};
	const closeTo = (depth: number): void => {
		if (stack.length <= depth) return;
		closeLeaf();
		stack.length = depth;
	};
	const tableRow = (start: number, end: number): void => {
		const { block } = builder;
		if (block === null) return;
		const cells = tableCells(text, start, end).filter((cell) => cell.end > cell.start);
		addItem(block, cells);
		for (const cell of cells) runs.push({ lines: [cell], closesBlock: false });
		block.end = Math.max(block.end, end);
	};

	const builder: BlockBuilder = {
		stack,
		leaf: null,
		block: null,
		openBlock: (kind, start, end, label = null, marker = '') => {
			open(kind, start, end, label, marker);
		},
		closeLeaf,
		closeTo,
		heading: (level, start, end, content) => {
			closeLeaf();
			if (content.length > 0) runs.push({ lines: content, closesBlock: false });
			if (stack.length > 0) {
				addItem(blockFor('paragraph', start, end), content);
				return;
			}
			finishBlock();
			const from = content[0]?.start ?? end;
			headings.push({ level, start, end, content: { start: from, end: content[content.length - 1]?.end ?? from } });
		},
		rule: (start, end) => {
			blockFor('rule', start, end);
		},
		startTable: (lines, start, end) => {
			const head = lines[lines.length - 1];
			if (head === undefined || tableCells(text, head.start, head.end).length !== tableCells(text, start, end).length) return false;
			lines.pop();
			closeLeaf();
			blockFor('table', head.start, end);
			tableRow(head.start, head.end);
			builder.leaf = { kind: 'table' };
			return true;
		},
		tableRow,
		opaqueBlock: (kind, start, end, lines) => {
			open(kind, start, end, null, '');
			opaque.push({ start, end });
			if (lines.length > 0) runs.push({ lines, closesBlock: false });
		},
		calloutHead: (type, title, end) => {
			const { block } = builder;
			if (block !== null) {
				if (stack.length === 1) {
					block.kind = 'callout';
					block.label = type;
				}
				block.end = Math.max(block.end, end);
			}
			if (title.end > title.start) runs.push({ lines: [title], closesBlock: false });
		},
		definition: (start, end, label) => {
			definitions.push({ start, end, label });
		},
		problem: (offset, message) => {
			problems.push({ offset, message });
		},
		finish: () => {
			const { leaf } = builder;
			if (leaf?.kind === 'code' && leaf.fence !== null)
				problems.push({ offset: leaf.start, message: 'This code block is never closed: everything below it counts as code. Close it with the same marks.' });
			if (leaf?.kind === 'html' && leaf.comment)
				problems.push({ offset: leaf.start, message: 'This comment is never closed: everything below it is hidden. Close it with `-->`.' });
			closeLeaf();
			finishBlock();
			return { headings, blocks, runs, opaque, definitions, problems };
		},
	};
	return builder;
}
