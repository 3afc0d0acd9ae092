import { Events } from '../core/events.js';
import { refuseUnknown } from '../core/not-implemented.js';
import { setIcon } from './icons.js';
import type { WorkspaceLeaf } from './workspace-leaf.js';

/** Leaves behind each other, one of them shown. */
export class WorkspaceTabs extends Events {
	readonly children: WorkspaceLeaf[] = [];
	readonly containerEl: HTMLElement;
	private readonly headerEl: HTMLElement;
	private readonly contentEl: HTMLElement;
	current: WorkspaceLeaf | null = null;

	constructor(readonly parent: WorkspaceSplit) {
		super();
		this.containerEl = parent.containerEl.createDiv('workspace-tabs');
		this.headerEl = this.containerEl.createDiv('workspace-tab-header-container').createDiv({ cls: 'workspace-tab-header-container-inner', attr: { role: 'tablist' } });
		this.contentEl = this.containerEl.createDiv('workspace-tab-container');
	}

	addLeaf(leaf: WorkspaceLeaf): void {
		this.children.push(leaf);
		this.headerEl.append(leaf.tabHeaderEl);
		this.contentEl.append(leaf.containerEl);
		this.show(leaf);
	}

	removeLeaf(leaf: WorkspaceLeaf): void {
		const index = this.children.indexOf(leaf);
		if (index < 0) return;
		this.children.splice(index, 1);
		leaf.tabHeaderEl.remove();
		leaf.containerEl.remove();
		const next = this.children[Math.min(index, this.children.length - 1)];
		if (this.current === leaf) this.current = null;
		if (this.current === null && next !== undefined) this.show(next);
	}

	show(leaf: WorkspaceLeaf): void {
		this.current = leaf;
		for (const child of this.children) {
			child.containerEl.toggle(child === leaf);
			child.tabHeaderEl.toggleClass('is-active', child === leaf);
			child.tabHeaderEl.setAttr('aria-selected', child === leaf);
		}
		leaf.onResize();
	}
}

export class WorkspaceSplit extends Events {
	readonly children: WorkspaceTabs[] = [];
	readonly parent = null;

	constructor(readonly containerEl: HTMLElement) {
		super();
	}

	addTabs(): WorkspaceTabs {
		const tabs = new WorkspaceTabs(this);
		this.children.push(tabs);
		return tabs;
	}

	get firstTabs(): WorkspaceTabs {
		return this.children[0] ?? this.addTabs();
	}

	leaves(): WorkspaceLeaf[] {
		return this.children.flatMap(({ children }) => children);
	}

	/** Closes what holds nothing any more; one group always stays. */
	prune(): void {
		for (const tabs of this.children.filter(({ children }) => children.length === 0).slice(this.children.every(({ children }) => children.length === 0) ? 1 : 0)) {
			this.children.splice(this.children.indexOf(tabs), 1);
			tabs.containerEl.remove();
		}
	}
}

export class WorkspaceRoot extends WorkspaceSplit {
	readonly win = window;
	readonly doc = document;
}

/** A side of the window. On a phone it is a drawer over everything. */
export class WorkspaceSidedock extends WorkspaceSplit {
	collapsed = true;

	constructor(
		containerEl: HTMLElement,
		readonly side: 'left' | 'right',
		private readonly changed: () => void,
	) {
		super(containerEl);
		const close = containerEl.createEl('button', { cls: 'workspace-drawer-close clickable-icon', attr: { 'aria-label': 'Close drawer' } });
		setIcon(close, 'x');
		close.addEventListener('click', () => this.collapse());
		this.apply();
	}

	toggle(): void {
		if (this.collapsed) this.expand();
		else this.collapse();
	}

	collapse(): void {
		this.collapsed = true;
		this.apply();
	}

	expand(): void {
		this.collapsed = false;
		this.apply();
	}

	private apply(): void {
		this.containerEl.toggleClass('is-sidedock-collapsed', this.collapsed);
		for (const leaf of this.leaves()) leaf.onResize();
		this.changed();
	}
}

export class WorkspaceMobileDrawer extends WorkspaceSidedock {}

refuseUnknown(WorkspaceTabs);
refuseUnknown(WorkspaceSplit);
