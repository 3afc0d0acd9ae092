import type { FootnoteDefinition, Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmTable } from 'micromark-extension-gfm-table';
import { getFrontMatterInfo, readProperties } from '../core/yaml.js';
import { getLinkpath } from '../core/path.js';
import type { App } from './app.js';
import { renderCallout } from './callout.js';
import { renderProperties } from './properties.js';

/** Wikilinks, highlights, tags and comments: what Obsidian's Markdown adds to plain text. */
const INLINE = /(!?)\[\[([^[\]|]+)(?:\|([^[\]]*))?\]\]|==([^=]+)==|%%.*?%%|(^|\s)(#[\p{L}\p{N}_/-]*[\p{L}_/-][\p{L}\p{N}_/-]*)/gu;

/** Markdown to elements, with the classes that the app gives them. No plugin's post-processors, no math, no embeds. */
export class NoteRendering {
	private readonly definitions = new Map<string, FootnoteDefinition>();
	private readonly footnotes: string[] = [];
	private skipped = 0;

	constructor(
		private readonly app: App,
		private readonly sourcePath: string,
		private readonly whole: boolean,
	) {}

	render(markdown: string, el: HTMLElement): void {
		const info = getFrontMatterInfo(markdown);
		this.skipped = markdown.slice(0, info.contentStart).split('\n').length - 1;
		const properties = readProperties(info);
		if (this.whole && properties !== null) renderProperties(properties, el, (text, into) => this.renderText(text, into));
		const root: Root = fromMarkdown(markdown.slice(info.contentStart), {
			extensions: [gfmTable(), gfmFootnote()],
			mdastExtensions: [gfmTableFromMarkdown(), gfmFootnoteFromMarkdown()],
		});
		for (const node of root.children) if (node.type === 'footnoteDefinition') this.definitions.set(node.identifier, node);
		this.renderBlocks(root.children, el);
		if (this.footnotes.length > 0) this.renderFootnotes(el);
	}

	renderBlocks(nodes: readonly RootContent[], el: HTMLElement): void {
		for (const node of nodes) this.renderNode(node, el);
	}

	renderText(text: string, el: HTMLElement): void {
		let done = 0;
		for (const match of text.matchAll(INLINE)) {
			const [whole, , target, alias, highlighted, before = '', tag] = match;
			el.appendText(text.slice(done, match.index) + before);
			if (target !== undefined) this.renderLink(target.replace(/\\$/, '').trim(), alias ?? target.replace(/^#/, '').replaceAll('#', ' > '), el);
			else if (highlighted !== undefined) el.createEl('mark', { text: highlighted });
			else if (tag !== undefined) el.createEl('a', { cls: 'tag', text: tag, href: tag });
			done = match.index + whole.length;
		}
		el.appendText(text.slice(done));
	}

	private renderLink(target: string, shown: string, el: HTMLElement): void {
		const link = el.createEl('a', { cls: 'internal-link', text: shown, href: target, attr: { 'data-href': target } });
		link.toggleClass('is-unresolved', this.app.metadataCache.getFirstLinkpathDest(getLinkpath(target), this.sourcePath) === null);
	}

	private renderInline(nodes: readonly PhrasingContent[], el: HTMLElement): void {
		for (const node of nodes) this.renderNode(node, el);
	}

	private block<K extends keyof HTMLElementTagNameMap>(tag: K, node: Nodes, el: HTMLElement): HTMLElementTagNameMap[K] {
		const made = el.createEl(tag);
		if (node.position !== undefined) made.setAttr('data-line', node.position.start.line - 1 + this.skipped);
		return made;
	}

	private renderNode(node: RootContent, el: HTMLElement): void {
		switch (node.type) {
			case 'heading':
				return this.renderInline(node.children, this.block(`h${node.depth}`, node, el));
			case 'paragraph':
				return this.renderInline(node.children, this.block('p', node, el));
			case 'blockquote': {
				const callout = renderCallout(node, el, this);
				if (callout !== null) return callout.setAttr('data-line', (node.position?.start.line ?? 1) - 1 + this.skipped);
				return this.renderBlocks(node.children, this.block('blockquote', node, el));
			}
			case 'list': {
				const list = this.block(node.ordered === true ? 'ol' : 'ul', node, el);
				if (typeof node.start === 'number' && node.start !== 1) list.setAttr('start', node.start);
				for (const item of node.children) {
					const li = this.block('li', item, list);
					for (const child of item.children) {
						if (child.type === 'paragraph' && node.spread !== true) this.renderInline(child.children, li);
						else this.renderNode(child, li);
					}
				}
				return;
			}
			case 'code':
				return void this.block('pre', node, el).createEl('code', { cls: node.lang === null || node.lang === undefined ? '' : `language-${node.lang}`, text: node.value });
			case 'table': {
				const table = this.block('table', node, el);
				const parts = [table.createEl('thead'), table.createEl('tbody')];
				node.children.forEach((row, index) => {
					const line = (index === 0 ? parts[0] : parts[1])?.createEl('tr');
					for (const cell of row.children) if (line !== undefined) this.renderInline(cell.children, line.createEl(index === 0 ? 'th' : 'td'));
				});
				return;
			}
			case 'thematicBreak':
				return void this.block('hr', node, el);
			case 'text':
				return this.renderText(node.value, el);
			case 'emphasis':
				return this.renderInline(node.children, el.createEl('em'));
			case 'strong':
				return this.renderInline(node.children, el.createEl('strong'));
			case 'inlineCode':
				return void el.createEl('code', { text: node.value });
			case 'break':
				return void el.createEl('br');
			case 'link': {
				const external = /^[a-z][a-z0-9+.-]*:/i.test(node.url);
				const link = el.createEl('a', { cls: external ? 'external-link' : 'internal-link', href: node.url, attr: external ? { target: '_blank', rel: 'noopener nofollow' } : { 'data-href': decodeURI(node.url) } });
				return this.renderInline(node.children, link);
			}
			case 'image':
				return void el.createSpan({ cls: 'internal-embed', text: node.alt ?? node.url });
			case 'footnoteReference': {
				if (!this.footnotes.includes(node.identifier)) this.footnotes.push(node.identifier);
				const number = this.footnotes.indexOf(node.identifier) + 1;
				const sup = el.createEl('sup', { cls: 'footnote-ref', attr: { 'data-footnote-id': `fnref-${node.identifier}`, id: `fnref-${node.identifier}` } });
				return void sup.createEl('a', { cls: 'footnote-link', text: `[${number}]`, href: `#fn-${node.identifier}` });
			}
			case 'html':
				// Shown as it is written: a host for tests has no sanitiser to trust.
				return el.appendText(node.value);
			default:
				return;
		}
	}

	private renderFootnotes(el: HTMLElement): void {
		const list = el.createEl('section', 'footnotes').createEl('ol');
		for (const identifier of this.footnotes) {
			const definition = this.definitions.get(identifier);
			const item = list.createEl('li', { attr: { id: `fn-${identifier}`, 'data-footnote-id': `fn-${identifier}` } });
			if (definition !== undefined) {
				if (definition.position !== undefined) item.setAttr('data-line', definition.position.start.line - 1 + this.skipped);
				this.renderBlocks(definition.children, item);
			}
			(item.querySelector<HTMLElement>('p:last-child') ?? item).createEl('a', { cls: 'footnote-backref', text: '↩︎', href: `#fnref-${identifier}` });
		}
	}
}
