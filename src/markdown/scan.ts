import type { BlockScan } from './block-builder.js';
import { scanBlocks } from './block-scan.js';
import { readFrontmatter } from './frontmatter.js';
import { inlineTokens } from './inline-tokens.js';
import { readInline } from './inline.js';
import { trailingBlockId } from './line-syntax.js';
import { linkOf } from './link-syntax.js';
import type { Heading, Link, NoteProblem, NoteScan, Span } from './note.js';
import { joinLines, sourceSpan } from './prose.js';

/** Reads a note's structure in one linear pass. Total: whatever the text is, it is read as something. */
export function scanNote(text: string): NoteScan {
	const { frontmatter, bodyStart, problems } = readFrontmatter(text);
	const scan = scanBlocks(text, bodyStart);
	const firstBreak = text.indexOf('\n');
	return {
		bom: text.charCodeAt(0) === 0xfeff,
		eol: firstBreak > 0 && text.charCodeAt(firstBreak - 1) === 13 ? '\r\n' : '\n',
		frontmatter,
		bodyStart,
		headings: readHeadings(text, scan),
		blocks: scan.blocks,
		...readProse(text, scan),
		problems: [...problems, ...withLines(text, scan.problems)],
	};
}

function readHeadings(text: string, { headings }: BlockScan): Heading[] {
	return headings.map(({ level, start, end, content }) => {
		const id = trailingBlockId(text, content);
		const raw = text.slice(content.start, id === null ? content.end : id.start).trimEnd();
		return { level, start, end, raw, text: readInline(text, [content]).plain.trim() };
	});
}

type ProseFacts = Pick<NoteScan, 'links' | 'tags' | 'blockIds' | 'footnotes' | 'opaque'>;

const byStart = (a: Span, b: Span): number => a.start - b.start || b.end - a.end;

/** Everything that stands inside lines: links, tags, block ids, footnotes, and what is no prose. */
function readProse(text: string, scan: BlockScan): ProseFacts {
	const links: Link[] = [];
	const tags: (Span & { tag: string })[] = [];
	const blockIds: (Span & { id: string })[] = [];
	const opaque: Span[] = [...scan.opaque];
	const footnotes: (Span & { label: string; kind: 'definition' | 'reference' | 'inline' })[] = [];
	for (const { start, end, label } of scan.definitions) footnotes.push({ start, end, label, kind: 'definition' });
	for (const { lines, closesBlock } of scan.runs) {
		const last = lines[lines.length - 1];
		if (last === undefined) continue;
		if (closesBlock) {
			const id = trailingBlockId(text, last);
			if (id !== null) blockIds.push(id);
		}
		const prose = joinLines(text, lines);
		for (const token of inlineTokens(prose.text, 'syntax')) {
			const span = sourceSpan(prose, token.start, token.end);
			if (token.link !== null) links.push(linkOf(prose, token, token.kind === 'wiki' ? 'wiki' : 'markdown', token.value === '!', token.link));
			else if (token.kind === 'tag') tags.push({ start: span.start, end: span.end, tag: token.value });
			else if (token.kind === 'footnote') footnotes.push({ start: span.start, end: span.end, label: token.value, kind: 'reference' });
			else if (token.kind === 'inline-footnote') footnotes.push({ start: span.start, end: span.end, label: '', kind: 'inline' });
			else opaque.push(span);
		}
	}
	links.sort(byStart);
	tags.sort(byStart);
	blockIds.sort(byStart);
	footnotes.sort(byStart);
	opaque.sort(byStart);
	return { links, tags, blockIds, footnotes, opaque };
}

/** Offsets become line numbers in one walk over the text. */
function withLines(text: string, problems: BlockScan['problems']): NoteProblem[] {
	const sorted = [...problems].sort((a, b) => a.offset - b.offset);
	let line = 1;
	let from = 0;
	return sorted.map(({ offset, message }) => {
		for (let at = text.indexOf('\n', from); at >= 0 && at < offset; at = text.indexOf('\n', from)) {
			line += 1;
			from = at + 1;
		}
		return { line, message };
	});
}
