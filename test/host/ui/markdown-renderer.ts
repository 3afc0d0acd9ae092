import { Component } from '../core/component.js';
import { notImplemented } from '../core/not-implemented.js';
import type { App } from './app.js';
import { NoteRendering } from './note-rendering.js';

export class MarkdownRenderChild extends Component {
	constructor(readonly containerEl: HTMLElement) {
		super();
	}
}

/** A note as a page; its title stands above it where one is given. */
export function renderNote(app: App, markdown: string, el: HTMLElement, sourcePath: string, title: string | null): void {
	el.empty();
	const sizer = el.createDiv('markdown-preview-sizer');
	if (title !== null) sizer.createDiv({ cls: 'inline-title', text: title });
	new NoteRendering(app, sourcePath, true).render(markdown, sizer);
}

export abstract class MarkdownRenderer extends MarkdownRenderChild {
	static async render(app: App, markdown: string, el: HTMLElement, sourcePath: string, component: Component): Promise<void> {
		if (!(component instanceof Component)) throw new Error('MarkdownRenderer.render needs the component that the rendered page belongs to.');
		new NoteRendering(app, sourcePath, false).render(markdown, el);
	}

	static renderMarkdown(): never {
		notImplemented('MarkdownRenderer.renderMarkdown: it is deprecated');
	}
}
