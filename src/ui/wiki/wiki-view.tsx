import { signal } from '@preact/signals';
import { ItemView, type ViewStateResult, type WorkspaceLeaf } from 'obsidian';
import { render } from 'preact';
import type { Desk } from '../desk.js';
import { WIKI } from '../strings/wiki.js';
import { FIRST_WIKI_STATE, readWikiState } from './wiki-state.js';
import { Wiki } from './wiki.js';

export const WIKI_VIEW = 'commonplace-wiki-view';

export class WikiView extends ItemView {
	override icon = 'book-open';
	override navigation = true;
	private readonly desk: Desk;
	private readonly kept = signal(FIRST_WIKI_STATE);

	constructor(leaf: WorkspaceLeaf, desk: Desk) {
		super(leaf);
		this.desk = desk;
	}

	override getViewType(): string {
		return WIKI_VIEW;
	}

	override getDisplayText(): string {
		return WIKI.title;
	}

	override getState(): Record<string, unknown> {
		return { ...super.getState(), ...this.kept.peek() };
	}

	override async setState(state: unknown, result: ViewStateResult): Promise<void> {
		this.kept.value = readWikiState(state, this.kept.peek());
		await super.setState(state, result);
	}

	protected override async onOpen(): Promise<void> {
		this.contentEl.addClass('commonplace-view');
		render(<Wiki desk={this.desk} state={this.kept} />, this.contentEl);
		const { workspace } = this.app;
		this.register(
			this.kept.subscribe(() => {
				workspace.requestSaveLayout();
			}),
		);
	}

	protected override async onClose(): Promise<void> {
		render(null, this.contentEl);
	}
}
