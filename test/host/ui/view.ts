import { Component } from '../core/component.js';
import type { App } from './app.js';
import { setIcon } from './icons.js';
import type { Scope } from './keymap.js';
import type { Menu } from './menu.js';
import type { WorkspaceLeaf } from './workspace-leaf.js';

export interface ViewStateResult {
	history: boolean;
}

export abstract class View extends Component {
	readonly app: App;
	icon = 'file';
	navigation = false;
	readonly containerEl: HTMLElement;
	scope: Scope | null = null;

	constructor(readonly leaf: WorkspaceLeaf) {
		super();
		this.app = leaf.app;
		this.containerEl = createDiv('workspace-leaf-content');
	}

	abstract getViewType(): string;
	abstract getDisplayText(): string;

	async onOpen(): Promise<void> {}

	async onClose(): Promise<void> {}

	getIcon(): string {
		return this.icon;
	}

	getState(): Record<string, unknown> {
		return {};
	}

	// What these are given is for the views that override them.
	setState(state: unknown, result: ViewStateResult): Promise<void>;
	async setState(): Promise<void> {}

	getEphemeralState(): Record<string, unknown> {
		return {};
	}

	setEphemeralState(state: unknown): void;
	setEphemeralState(): void {}

	onResize(): void {}

	onPaneMenu(menu: Menu, source: string): void;
	onPaneMenu(): void {}
}

export abstract class ItemView extends View {
	readonly contentEl: HTMLElement;
	readonly headerEl: HTMLElement;
	readonly actionsEl: HTMLElement;
	readonly titleEl: HTMLElement;

	constructor(leaf: WorkspaceLeaf) {
		super(leaf);
		this.headerEl = this.containerEl.createDiv('view-header');
		this.titleEl = this.headerEl.createDiv('view-header-title-container').createDiv('view-header-title');
		this.actionsEl = this.headerEl.createDiv('view-actions');
		this.contentEl = this.containerEl.createDiv('view-content');
	}

	addAction(icon: string, title: string, callback: (evt: MouseEvent) => unknown): HTMLElement {
		const el = createEl('button', { cls: 'clickable-icon view-action', attr: { 'aria-label': title } });
		setIcon(el, icon);
		el.addEventListener('click', callback);
		this.actionsEl.prepend(el);
		return el;
	}
}

/** Stands where a view was whose plugin has gone, and keeps its place and state for when it comes back. */
export class MissingView extends ItemView {
	constructor(
		leaf: WorkspaceLeaf,
		private readonly type: string,
		private state: Record<string, unknown>,
	) {
		super(leaf);
		this.icon = 'ghost';
	}

	getViewType(): string {
		return this.type;
	}

	getDisplayText(): string {
		return 'Plugin no longer active';
	}

	override getState(): Record<string, unknown> {
		return this.state;
	}

	override async setState(state: unknown): Promise<void> {
		if (typeof state === 'object' && state !== null) this.state = { ...state };
	}

	override async onOpen(): Promise<void> {
		this.contentEl.createDiv({ cls: 'pane-empty', text: `The plugin of this view ("${this.type}") is not active.` });
	}
}

/** A new tab: nothing is open in it. */
export class EmptyView extends ItemView {
	constructor(leaf: WorkspaceLeaf) {
		super(leaf);
		this.containerEl.setAttr('data-type', 'empty');
		this.contentEl.createDiv({ cls: 'empty-state', text: 'No file is open' });
	}

	getViewType(): string {
		return 'empty';
	}

	getDisplayText(): string {
		return 'New tab';
	}
}
