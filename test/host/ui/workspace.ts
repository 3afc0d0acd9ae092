import type { OpenViewState, PaneType, Side } from 'obsidian';
import { debounce } from '../core/debounce.js';
import { Events } from '../core/events.js';
import { TFile } from '../core/files.js';
import { notImplemented, refuseUnknown } from '../core/not-implemented.js';
import { parseLinktext } from '../core/path.js';
import { Platform } from '../core/platform.js';
import type { App } from './app.js';
import { EmptyView, ItemView, MissingView, type View } from './view.js';
import { WorkspaceMobileDrawer, WorkspaceRoot, WorkspaceSidedock, type WorkspaceSplit } from './workspace-areas.js';
import { WorkspaceLeaf } from './workspace-leaf.js';

export type ViewCreator = (leaf: WorkspaceLeaf) => View;

interface SideLeafOptions {
	readonly active?: boolean;
	readonly split?: boolean;
	readonly reveal?: boolean;
	readonly state?: Record<string, unknown>;
}

export class Workspace extends Events {
	readonly containerEl: HTMLElement;
	readonly leftSplit: WorkspaceSidedock;
	readonly rootSplit: WorkspaceRoot;
	readonly rightSplit: WorkspaceSidedock;
	readonly requestSaveLayout = debounce(async () => undefined, 0);
	activeLeaf: WorkspaceLeaf | null = null;
	layoutReady = false;
	private readonly waiting: (() => unknown)[] = [];
	private readonly creators = new Map<string, ViewCreator>();
	private readonly extensions = new Map<string, string>();
	private readonly recentLeaves: WorkspaceLeaf[] = [];
	private readonly recentFiles: string[] = [];
	private activeFile: TFile | null = null;
	private readonly sayLayoutChanged = debounce(() => this.trigger('layout-change'), 0);

	constructor(
		private readonly app: App,
		containerEl: HTMLElement,
	) {
		super();
		this.containerEl = containerEl.createDiv('workspace');
		const Side = Platform.isMobile ? WorkspaceMobileDrawer : WorkspaceSidedock;
		const area = (name: string): HTMLElement => this.containerEl.createDiv(`workspace-split mod-horizontal ${name}`);
		const changed = (): void => this.layoutChanged();
		this.leftSplit = new Side(area('mod-sidedock mod-left-split'), 'left', changed);
		this.rootSplit = new WorkspaceRoot(area('mod-root'));
		this.rightSplit = new Side(area('mod-sidedock mod-right-split'), 'right', changed);
		window.addEventListener('resize', () => {
			this.trigger('resize');
			this.iterateAllLeaves((leaf) => leaf.onResize());
		});
	}

	get activeEditor(): unknown {
		const view = this.activeLeaf?.view;
		return view !== undefined && 'editor' in view ? view : null;
	}

	onLayoutReady(callback: () => unknown): void {
		if (this.layoutReady) callback();
		else this.waiting.push(callback);
	}

	/** Called by the host when the vault stands and the plugin has loaded. */
	becomeReady(): void {
		this.layoutReady = true;
		for (const callback of this.waiting.splice(0)) callback();
		this.trigger('layout-ready');
		this.layoutChanged();
	}

	registerView(type: string, creator: ViewCreator): void {
		if (this.creators.has(type)) throw new Error(`Attempting to register an existing view type "${type}"`);
		this.creators.set(type, creator);
		for (const leaf of this.getLeavesOfType(type)) void leaf.setViewState(leaf.getViewState());
	}

	/** Open views of the type give way to a placeholder, which keeps their place for when the plugin comes back. */
	unregisterView(type: string): void {
		this.creators.delete(type);
		for (const leaf of this.getLeavesOfType(type)) void leaf.open(new MissingView(leaf, type, leaf.view.getState()));
	}

	registerExtensions(extensions: readonly string[], type: string): void {
		for (const extension of extensions) this.extensions.set(extension, type);
	}

	viewTypeOf(file: TFile): string {
		return this.extensions.get(file.extension) ?? notImplemented(`a view for .${file.extension} files`);
	}

	createView(type: string, leaf: WorkspaceLeaf, state: Record<string, unknown>): View {
		if (type === 'empty') return new EmptyView(leaf);
		return this.creators.get(type)?.(leaf) ?? new MissingView(leaf, type, state);
	}

	getLeaf(newLeaf: PaneType | boolean = false): WorkspaceLeaf {
		if (newLeaf === 'window') notImplemented('a pop-out window');
		if (newLeaf === 'split') return this.addLeaf(this.rootSplit, true);
		if (newLeaf !== false) return this.addLeaf(this.rootSplit);
		return this.getMostRecentLeaf(this.rootSplit, ({ pinned, view }) => !pinned && (view.navigation || view instanceof EmptyView)) ?? this.addLeaf(this.rootSplit);
	}

	getUnpinnedLeaf(): WorkspaceLeaf {
		return this.getLeaf(false);
	}

	getLeftLeaf(split: boolean): WorkspaceLeaf {
		return this.addLeaf(this.leftSplit, split);
	}

	getRightLeaf(split: boolean): WorkspaceLeaf {
		return this.addLeaf(this.rightSplit, split);
	}

	/** The side's leaf of that type, made when there is none. Shown unless told otherwise. */
	async ensureSideLeaf(type: string, side: Side, options: SideLeafOptions = {}): Promise<WorkspaceLeaf> {
		const dock = side === 'left' ? this.leftSplit : this.rightSplit;
		const { active = false, split = false, reveal = true, state } = options;
		let leaf = dock.leaves().find(({ view }) => view.getViewType() === type);
		if (leaf === undefined) {
			leaf = this.addLeaf(dock, split, reveal);
			await leaf.setViewState({ type, ...(state === undefined ? {} : { state }) });
		} else if (state !== undefined) await leaf.setViewState({ type, state });
		if (reveal) await this.revealLeaf(leaf);
		if (active) this.setActiveLeaf(leaf, { focus: true });
		return leaf;
	}

	async revealLeaf(leaf: WorkspaceLeaf): Promise<void> {
		leaf.parent.show(leaf);
		const area = leaf.parent.parent;
		if (area instanceof WorkspaceSidedock) area.expand();
		else if (Platform.isMobile) {
			this.leftSplit.collapse();
			this.rightSplit.collapse();
		}
		this.setActiveLeaf(leaf, { focus: true });
	}

	setActiveLeaf(leaf: WorkspaceLeaf, params?: { focus?: boolean } | boolean, focus?: boolean): void {
		const wantsFocus = typeof params === 'object' ? params.focus === true : focus === true;
		const { containerEl } = leaf;
		if (wantsFocus && !containerEl.contains(document.activeElement)) {
			leaf.view.containerEl.tabIndex = -1;
			leaf.view.containerEl.focus({ preventScroll: true });
		}
		if (this.activeLeaf === leaf) return;
		const before = this.activeLeaf;
		before?.containerEl.removeClass('mod-active');
		if (before?.view.scope) this.app.keymap.popScope(before.view.scope);
		this.activeLeaf = leaf;
		containerEl.addClass('mod-active');
		if (leaf.view.scope !== null) this.app.keymap.pushScope(leaf.view.scope);
		this.recentLeaves.splice(0, this.recentLeaves.length, leaf, ...this.recentLeaves.filter((known) => known !== leaf));
		this.trigger('active-leaf-change', leaf);
		const file = leaf.view instanceof ItemView && 'file' in leaf.view && leaf.view.file instanceof TFile ? leaf.view.file : null;
		if (file !== null) this.setActiveFile(file);
	}

	async openLinkText(linktext: string, sourcePath: string, newLeaf: PaneType | boolean = false, openViewState: OpenViewState = {}): Promise<void> {
		const { path, subpath } = parseLinktext(linktext);
		const found = this.app.metadataCache.getFirstLinkpathDest(path, sourcePath);
		const file = found ?? (await this.app.vault.create(/\.[a-z0-9]+$/i.test(path) ? path : `${path}.md`, ''));
		const leaf = this.getLeaf(newLeaf);
		const eState = subpath === '' ? openViewState.eState : { ...openViewState.eState, subpath };
		await leaf.openFile(file, { active: true, ...openViewState, ...(eState === undefined ? {} : { eState }) });
		if (openViewState.active !== false) await this.revealLeaf(leaf);
	}

	getActiveViewOfType<T extends View>(type: abstract new (...args: never[]) => T): T | null {
		const view = this.activeLeaf?.view;
		return view instanceof type ? view : null;
	}

	getActiveFile(): TFile | null {
		return this.activeFile;
	}

	getLastOpenFiles(): string[] {
		return [...this.recentFiles];
	}

	getLeafById(id: string): WorkspaceLeaf | null {
		return this.allLeaves().find((leaf) => leaf.id === id) ?? null;
	}

	getLeavesOfType(viewType: string): WorkspaceLeaf[] {
		return this.allLeaves().filter(({ view }) => view.getViewType() === viewType);
	}

	detachLeavesOfType(viewType: string): void {
		for (const leaf of this.getLeavesOfType(viewType)) leaf.detach();
	}

	iterateRootLeaves(callback: (leaf: WorkspaceLeaf) => unknown): void {
		for (const leaf of this.rootSplit.leaves()) callback(leaf);
	}

	iterateAllLeaves(callback: (leaf: WorkspaceLeaf) => unknown): void {
		for (const leaf of this.allLeaves()) callback(leaf);
	}

	getMostRecentLeaf(root: WorkspaceSplit = this.rootSplit, fits: (leaf: WorkspaceLeaf) => boolean = () => true): WorkspaceLeaf | null {
		const leaves = new Set(root.leaves());
		return [...this.recentLeaves, ...leaves].find((leaf) => leaves.has(leaf) && fits(leaf)) ?? null;
	}

	updateOptions(): void {}

	/** Told by a leaf, when it shows a file. */
	fileOpened(leaf: WorkspaceLeaf, file: TFile): void {
		this.recentFiles.splice(0, this.recentFiles.length, file.path, ...this.recentFiles.filter((path) => path !== file.path).slice(0, 9));
		if (leaf === this.activeLeaf || this.activeLeaf === null) this.setActiveFile(file);
	}

	/** Told by a leaf, when it has gone. */
	leafDetached(leaf: WorkspaceLeaf): void {
		const area = leaf.parent.parent;
		area.prune();
		if (area === this.rootSplit && area.leaves().length === 0) this.addLeaf(this.rootSplit);
		this.recentLeaves.splice(0, this.recentLeaves.length, ...this.recentLeaves.filter((known) => known !== leaf));
		if (leaf.view.scope !== null) this.app.keymap.popScope(leaf.view.scope);
		if (this.activeLeaf === leaf) {
			this.activeLeaf = null;
			const next = this.getMostRecentLeaf();
			if (next !== null) this.setActiveLeaf(next);
		}
		this.layoutChanged();
	}

	layoutChanged(): void {
		if (this.layoutReady) this.sayLayoutChanged();
	}

	private setActiveFile(file: TFile): void {
		if (this.activeFile === file) return;
		this.activeFile = file;
		this.trigger('file-open', file);
	}

	private allLeaves(): WorkspaceLeaf[] {
		return [this.leftSplit, this.rootSplit, this.rightSplit].flatMap((split) => split.leaves());
	}

	private addLeaf(split: WorkspaceSplit, newTabs = false, show = true): WorkspaceLeaf {
		const tabs = newTabs && split.leaves().length > 0 ? split.addTabs() : (this.getMostRecentLeaf(split)?.parent ?? split.firstTabs);
		const before = tabs.current;
		const leaf = new WorkspaceLeaf(this.app, tabs);
		tabs.addLeaf(leaf);
		if (!show && before !== null) tabs.show(before);
		this.layoutChanged();
		return leaf;
	}
}

refuseUnknown(Workspace);
