import { debounce } from '../core/debounce.js';
import { TFile, TFolder, type TAbstractFile } from '../core/files.js';
import { setIcon } from './icons.js';
import { Keymap } from './keymap.js';
import { Menu } from './menu.js';
import { ItemView } from './view.js';

const byName = (a: TAbstractFile, b: TAbstractFile): number => Number(b instanceof TFolder) - Number(a instanceof TFolder) || a.name.localeCompare(b.name, 'en', { numeric: true });

/** The vault's tree at the start side: a click opens, a right click asks the plugins for their menu. */
export class FileExplorer extends ItemView {
	private readonly open = new Set<string>(['/']);
	private readonly draw = debounce(() => this.render(), 20);
	override icon = 'folder-closed';

	getViewType(): string {
		return 'file-explorer';
	}

	getDisplayText(): string {
		return 'Files';
	}

	override async onOpen(): Promise<void> {
		const { vault, workspace } = this.app;
		for (const name of ['create', 'delete', 'rename']) this.registerEvent(vault.on(name, () => this.draw()));
		this.registerEvent(workspace.on('file-open', (file: TFile | null) => {
			for (let folder = file?.parent ?? null; folder !== null; folder = folder.parent) this.open.add(folder.path);
			this.draw();
		}));
		this.render();
	}

	private render(): void {
		this.contentEl.empty();
		this.renderChildren(this.app.vault.getRoot(), this.contentEl.createDiv({ cls: 'nav-files-container', attr: { role: 'tree' } }));
	}

	private renderChildren(folder: TFolder, containerEl: HTMLElement): void {
		for (const file of [...folder.children].sort(byName)) {
			const isFolder = file instanceof TFolder;
			const isOpen = this.open.has(file.path);
			const el = containerEl.createDiv(`tree-item ${isFolder ? 'nav-folder' : 'nav-file'}`);
			const title = el.createDiv({
				cls: `tree-item-self is-clickable ${isFolder ? 'nav-folder-title' : 'nav-file-title'}`,
				attr: { 'data-path': file.path, role: 'treeitem', tabindex: 0, ...(isFolder ? { 'aria-expanded': isOpen } : {}) },
			});
			title.toggleClass('is-active', file === this.app.workspace.getActiveFile());
			if (isFolder) setIcon(title.createDiv('tree-item-icon'), isOpen ? 'chevron-down' : 'chevron-right');
			title.createDiv({ cls: 'tree-item-inner', text: file instanceof TFile && file.extension === 'md' ? file.basename : file.name });
			title.addEventListener('click', (event) => this.choose(file, event));
			title.addEventListener('contextmenu', (event) => this.showMenu(file, event));
			title.addEventListener('keydown', (event) => event.key === 'Enter' && title.click());
			if (isFolder && isOpen) this.renderChildren(file, el.createDiv('tree-item-children'));
		}
	}

	private choose(file: TAbstractFile, event: MouseEvent): void {
		const { workspace } = this.app;
		if (file instanceof TFile) {
			const leaf = workspace.getLeaf(Keymap.isModEvent(event));
			void leaf.openFile(file, { active: true }).then(() => workspace.revealLeaf(leaf));
		} else {
			if (!this.open.delete(file.path)) this.open.add(file.path);
			this.render();
		}
	}

	private showMenu(file: TAbstractFile, event: MouseEvent): void {
		const menu = new Menu();
		this.app.workspace.trigger('file-menu', menu, file, 'file-explorer-context-menu', this.leaf);
		menu.addItem((item) => item.setSection('danger').setTitle('Delete').setIcon('trash-2').setWarning(true).onClick(() => void this.app.fileManager.trashFile(file)));
		menu.showAtMouseEvent(event);
	}
}
