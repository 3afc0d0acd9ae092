import type { Data, Literal, Node, Root } from 'mdast';
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmTable } from 'micromark-extension-gfm-table';
import remarkFrontmatter from 'remark-frontmatter';
import remarkParse from 'remark-parse';
import { wikiLinkPlugin } from 'remark-wiki-link';
import { unified, type Processor } from 'unified';
import { linkOf, wikiLinkAt } from './link-syntax.js';
import type { Link } from './note.js';
import { wikiLinkSyntax } from './wiki-link-syntax.js';

/** A wikilink or embed in the tree. `value` is its target, `data.alias` what it shows. */
export interface WikiLink extends Literal {
	type: 'wikiLink';
	data: Data & { alias: string; permalink: string; exists: boolean; link: Link };
}

declare module 'mdast' {
	interface RootContentMap {
		wikiLink: WikiLink;
	}
	interface PhrasingContentMap {
		wikiLink: WikiLink;
	}
}

/**
 * The note's syntax tree; offsets are those of the text, a byte-order mark counted. It costs milliseconds a note, so it
 * is for single notes on demand; what is known of the whole vault comes from `scanNote`. Never stringify it: existing
 * notes change by `applyEdits` alone.
 */
export function parseNote(text: string): Root {
	const root = PROCESSOR.parse(text);
	const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
	const prose = { text, at: (offset: number) => offset };
	const open: Node[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		if (shift > 0) shiftPosition(node, shift);
		if (isWikiLink(node)) {
			const start = node.position?.start.offset ?? 0;
			const end = node.position?.end.offset ?? 0;
			const embed = text.charCodeAt(start) === 33;
			const parts = wikiLinkAt(text, embed ? start + 1 : start);
			if (parts !== null) {
				const link = linkOf(prose, { start, end }, 'wiki', embed, parts);
				node.value = link.target;
				node.data = { ...node.data, alias: link.alias ?? text.slice(parts.targetStart, parts.shownEnd), link };
			}
		}
		if (hasChildren(node)) open.push(...node.children);
	}
	return root;
}

const PROCESSOR = unified().use(remarkParse).use(remarkFrontmatter).use(tablesAndFootnotes).use(wikiLinks).freeze();

// remark-gfm would bring these two as well, with a look-behind that keeps the whole bundle from loading on older phones.
function tablesAndFootnotes(this: Processor): void {
	const data = this.data();
	(data.micromarkExtensions ??= []).push(gfmTable(), gfmFootnote());
	(data.fromMarkdownExtensions ??= []).push(gfmTableFromMarkdown(), gfmFootnoteFromMarkdown());
}

/** remark-wiki-link makes the nodes; the tokens that it makes them of come from our own syntax. */
function wikiLinks(this: Processor): void {
	const data = this.data();
	const extensions = (data.micromarkExtensions ??= []);
	const own = extensions.length;
	wikiLinkPlugin.call(this, { aliasDivider: '|' });
	extensions.splice(own, extensions.length - own, wikiLinkSyntax());
}

const isWikiLink = (node: Node): node is WikiLink => node.type === 'wikiLink';
const hasChildren = (node: Node): node is Node & { children: Node[] } => 'children' in node && Array.isArray(node.children);

/** micromark drops the byte-order mark before it counts. */
function shiftPosition({ position }: Node, shift: number): void {
	if (position === undefined) return;
	for (const point of [position.start, position.end]) {
		if (point.offset !== undefined) point.offset += shift;
		if (point.line === 1) point.column += shift;
	}
}
