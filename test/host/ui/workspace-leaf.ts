import type { OpenViewState, ViewState } from 'obsidian';
import { Events } from '../core/events.js';
import type { TFile } from '../core/files.js';
import { notImplemented, refuseUnknown } from '../core/not-implemented.js';
import type { App } from './app.js';
import { setIcon } from './icons.js';
import { EmptyView, MissingView, type View } from './view.js';
import type { WorkspaceTabs } from './workspace-areas.js';

let count = 0;

/** A tab: a view and its header. */
export class WorkspaceLeaf extends Events {
	readonly id = `leaf-${(count += 1)}`;
	readonly containerEl = createDiv('workspace-leaf');
	readonly tabHeaderEl = createDiv({ cls: 'workspace-tab-header tappable', attr: { role: 'tab', draggable: false } });
	view: View;
	pinned = false;
	hoverPopover: null = null;
	readonly isDeferred = false;

	constructor(
		readonly app: App,
		public parent: WorkspaceTabs,
	) {
		super();
		this.view = new EmptyView(this);
		this.containerEl.addEventListener('focusin', () => app.workspace.setActiveLeaf(this));
		this.containerEl.addEventListener('mousedown', () => app.workspace.setActiveLeaf(this));
		this.tabHeaderEl.addEventListener('click', () => void app.workspace.revealLeaf(this));
		this.tabHeaderEl.addEventListener('auxclick', (event) => event.button === 1 && this.detach());
		this.containerEl.append(this.view.containerEl);
		this.updateHeader();
	}

	getRoot(): unknown {
		return this.parent.parent;
	}

	getContainer(): unknown {
		return this.parent.parent;
	}

	/** Shows a view in the place of the one before, which is closed. */
	async open(view: View): Promise<View> {
		await this.closeView();
		this.view = view;
		view.containerEl.setAttr('data-type', view.getViewType());
		this.containerEl.replaceChildren(view.containerEl);
		void view.load();
		await view.onOpen();
		this.updateHeader();
		return view;
	}

	async openFile(file: TFile, openState: OpenViewState = {}): Promise<void> {
		const { workspace } = this.app;
		const state = { ...openState.state, file: file.path };
		await this.setViewState({ type: workspace.viewTypeOf(file), state, ...(openState.active === undefined ? {} : { active: openState.active }) }, openState.eState);
		workspace.fileOpened(this, file);
	}

	getViewState(): ViewState {
		return { type: this.view.getViewType(), state: this.view.getState(), pinned: this.pinned };
	}

	async setViewState(viewState: ViewState, eState?: unknown): Promise<void> {
		if (this.view.getViewType() !== viewState.type || this.view instanceof MissingView) await this.open(this.app.workspace.createView(viewState.type, this, viewState.state ?? {}));
		if (viewState.pinned !== undefined) this.pinned = viewState.pinned;
		await this.view.setState(viewState.state ?? {}, { history: false });
		if (eState !== undefined) this.view.setEphemeralState(eState);
		this.updateHeader();
		this.app.workspace.layoutChanged();
		if (viewState.active === true) this.app.workspace.setActiveLeaf(this, { focus: true });
	}

	getEphemeralState(): Record<string, unknown> {
		return this.view.getEphemeralState();
	}

	setEphemeralState(state: unknown): void {
		this.view.setEphemeralState(state);
	}

	async loadIfDeferred(): Promise<void> {}

	togglePinned(): void {
		this.setPinned(!this.pinned);
	}

	setPinned(pinned: boolean): void {
		this.pinned = pinned;
		this.trigger('pinned-change', pinned);
	}

	setGroup(): void {
		notImplemented('WorkspaceLeaf.setGroup');
	}

	setGroupMember(): void {
		notImplemented('WorkspaceLeaf.setGroupMember');
	}

	detach(): void {
		this.parent.removeLeaf(this);
		void this.closeView();
		this.app.workspace.leafDetached(this);
	}

	getIcon(): string {
		return this.view.getIcon();
	}

	getDisplayText(): string {
		return this.view.getDisplayText();
	}

	onResize(): void {
		this.view.onResize();
	}

	/** The title may have changed: the app asks again at the same moments. */
	updateHeader(): void {
		const title = this.getDisplayText();
		this.tabHeaderEl.empty();
		this.tabHeaderEl.setAttrs({ 'aria-label': title, 'data-type': this.view.getViewType() });
		const inner = this.tabHeaderEl.createDiv('workspace-tab-header-inner');
		setIcon(inner.createDiv('workspace-tab-header-inner-icon'), this.getIcon());
		inner.createDiv({ cls: 'workspace-tab-header-inner-title', text: title });
		const close = inner.createDiv({ cls: 'workspace-tab-header-inner-close-button', attr: { 'aria-label': 'Close' } });
		setIcon(close, 'x');
		close.addEventListener('click', (event) => {
			event.stopPropagation();
			this.detach();
		});
		this.containerEl.querySelector('.view-header-title')?.setText(title);
	}

	private async closeView(): Promise<void> {
		const { view } = this;
		view.containerEl.remove();
		await view.onClose();
		view.unload();
	}
}

refuseUnknown(WorkspaceLeaf);
