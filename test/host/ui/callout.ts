import type { Blockquote, RootContent } from 'mdast';
import { setIcon } from './icons.js';
import type { NoteRendering } from './note-rendering.js';

const ICONS: Readonly<Record<string, string>> = {
	note: 'pencil', info: 'info', todo: 'circle-check', tip: 'flame', success: 'check', question: 'circle-help', warning: 'triangle-alert', failure: 'x', danger: 'zap', bug: 'bug', example: 'list', quote: 'quote', abstract: 'clipboard-list',
};

/** `> [!warning] Title` and what follows it; `null` for a plain quote. */
export function renderCallout(node: Blockquote, el: HTMLElement, rendering: NoteRendering): HTMLElement | null {
	const [first, ...rest] = node.children;
	const opening = first?.type === 'paragraph' ? first.children[0] : undefined;
	if (first?.type !== 'paragraph' || opening?.type !== 'text') return null;
	const match = /^\[!([\w-]+)\]([+-]?)[ \t]*([^\n]*)\n?([^]*)$/.exec(opening.value);
	if (match === null) return null;
	const [, type = 'note', , title = '', after = ''] = match;
	const kind = type.toLowerCase();
	const callout = el.createDiv({ cls: 'callout', attr: { 'data-callout': kind } });
	const titleEl = callout.createDiv('callout-title');
	setIcon(titleEl.createDiv('callout-icon'), ICONS[kind] ?? 'pencil');
	const inner = titleEl.createDiv('callout-title-inner');
	const remaining = first.children.slice(1);
	const breakAt = title === '' || after !== '' ? 0 : remaining.findIndex((child) => child.type === 'text' && child.value.includes('\n'));
	// What stands on the title's own line belongs to it, links and marks too.
	const titleRest = after !== '' ? [] : breakAt < 0 ? remaining : remaining.slice(0, breakAt);
	rendering.renderText(title === '' && titleRest.length === 0 ? kind.charAt(0).toUpperCase() + kind.slice(1) : title, inner);
	rendering.renderBlocks(titleRest, inner);
	const bodyRest: RootContent[] = after !== '' ? remaining : breakAt < 0 ? [] : remaining.slice(breakAt);
	const body = callout.createDiv('callout-content');
	if (after !== '' || bodyRest.length > 0) {
		const p = body.createEl('p');
		if (after !== '') rendering.renderText(after, p);
		rendering.renderBlocks(bodyRest, p);
	}
	rendering.renderBlocks(rest, body);
	return callout;
}
