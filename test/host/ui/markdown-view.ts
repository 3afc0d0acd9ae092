import { debounce } from '../core/debounce.js';
import type { TFile } from '../core/files.js';
import { refuseNamed } from '../core/not-implemented.js';
import { isRecord } from '../core/yaml.js';
import { Editor } from './editor.js';
import { renderNote } from './markdown-renderer.js';
import { setIcon } from './icons.js';
import { setTooltip } from './tooltip.js';
import { ItemView } from './view.js';
import type { WorkspaceLeaf } from './workspace-leaf.js';

type Mode = 'source' | 'preview';

/** A note, as text to edit or as a page to read. */
export class MarkdownView extends ItemView {
	file: TFile | null = null;
	data = '';
	readonly editor: Editor;
	readonly requestSave = debounce(() => void this.save(), 300, true);
	override icon = 'file-text';
	override navigation = true;
	hoverPopover: null = null;
	private mode: Mode = 'preview';
	private readonly area: HTMLTextAreaElement;
	private readonly sourceEl: HTMLElement;
	private readonly previewEl: HTMLElement;
	private readonly modeEl: HTMLElement;
	private saved = '';

	constructor(leaf: WorkspaceLeaf) {
		super(leaf);
		this.sourceEl = this.contentEl.createDiv('markdown-source-view');
		this.area = this.sourceEl.createEl('textarea', { cls: 'cm-content', attr: { spellcheck: 'false', 'aria-label': 'Note' } });
		this.previewEl = this.contentEl.createDiv('markdown-reading-view').createDiv('markdown-preview-view markdown-rendered');
		this.editor = new Editor(this.area);
		this.modeEl = this.addAction('pencil', 'Edit', () => void this.setMode(this.mode === 'source' ? 'preview' : 'source'));
		this.area.addEventListener('input', () => {
			this.data = this.area.value;
			this.requestSave();
			this.app.workspace.trigger('editor-change', this.editor, this);
		});
	}

	getViewType(): string {
		return 'markdown';
	}

	getDisplayText(): string {
		return this.file?.basename ?? 'No file';
	}

	getMode(): Mode {
		return this.mode;
	}

	getViewData(): string {
		return this.data;
	}

	setViewData(data: string): void {
		this.data = data;
		this.saved = data;
		if (this.area.value !== data) this.area.value = data;
		this.render();
	}

	clear(): void {
		this.setViewData('');
	}

	override getState(): Record<string, unknown> {
		return { file: this.file?.path ?? null, mode: this.mode };
	}

	override async setState(state: unknown): Promise<void> {
		if (!isRecord(state)) return;
		const { file: path, mode } = state;
		if (typeof path === 'string' && path !== this.file?.path) await this.loadFile(path);
		if (mode === 'source' || mode === 'preview') this.setMode(mode);
	}

	/** `line` counts from 0; the line is shown, in source mode selected too, and flashes. `subpath` is a heading. */
	override setEphemeralState(state: unknown): void {
		if (!isRecord(state)) return;
		const { line, subpath, startLoc, endLoc } = state;
		const headings = this.file === null ? [] : (this.app.metadataCache.getFileCache(this.file)?.headings ?? []);
		const wanted = typeof subpath === 'string' ? subpath.replace(/^#+/, '').split('#').at(-1) : undefined;
		const heading = headings.find((known) => known.heading === wanted);
		const start = isRecord(startLoc) ? startLoc['line'] : undefined;
		const target = typeof line === 'number' ? line : typeof start === 'number' ? start : heading?.position.start.line;
		if (target !== undefined) this.showLine(target, isRecord(endLoc) && typeof endLoc['line'] === 'number' ? endLoc['line'] : target);
	}

	override async onOpen(): Promise<void> {
		const { vault } = this.app;
		this.registerEvent(vault.on('modify', (file: unknown) => file === this.file && void this.reload()));
		this.registerEvent(vault.on('rename', (file: unknown) => file === this.file && this.leaf.updateHeader()));
		this.registerEvent(vault.on('delete', (file: unknown) => file === this.file && this.leaf.detach()));
		this.registerDomEvent(this.previewEl, 'click', (event: MouseEvent) => this.followLink(event));
		this.setMode(this.mode);
	}

	override async onClose(): Promise<void> {
		await this.save();
	}

	/** Writes what was typed; what is on disk by then and was not seen here is not overwritten. */
	async save(): Promise<void> {
		const { file, data, saved } = this;
		if (file === null || data === saved) return;
		this.saved = data;
		await this.app.vault.process(file, (current) => (current === saved ? data : current));
	}

	private async loadFile(path: string): Promise<void> {
		await this.save();
		this.file = this.app.vault.getFileByPath(path);
		this.setViewData(this.file === null ? '' : await this.app.vault.read(this.file));
		this.leaf.updateHeader();
	}

	private async reload(): Promise<void> {
		if (this.file === null) return;
		const text = await this.app.vault.read(this.file);
		if (text !== this.data && this.data === this.saved) this.setViewData(text);
	}

	private setMode(mode: Mode): void {
		this.mode = mode;
		this.containerEl.setAttr('data-mode', mode);
		setIcon(this.modeEl, mode === 'source' ? 'book-open' : 'pencil');
		setTooltip(this.modeEl, mode === 'source' ? 'Read' : 'Edit');
		this.sourceEl.toggle(mode === 'source');
		this.previewEl.parentElement?.toggle(mode === 'preview');
		this.render();
	}

	private render(): void {
		if (this.mode === 'preview') renderNote(this.app, this.data, this.previewEl, this.file?.path ?? '', this.file?.basename ?? null);
	}

	private followLink(event: MouseEvent): void {
		const link = event.target instanceof Element ? event.target.closest('a.internal-link') : null;
		if (link === null) return;
		event.preventDefault();
		void this.app.workspace.openLinkText(link.getAttribute('data-href') ?? '', this.file?.path ?? '', event.ctrlKey);
	}

	private showLine(line: number, endLine: number): void {
		const { editor } = this;
		const end = { line: endLine, ch: editor.getLine(endLine).length };
		if (this.mode === 'source') {
			editor.setSelection({ line, ch: 0 }, end);
			editor.scrollIntoView({ from: { line, ch: 0 }, to: end }, true);
			const flash = this.sourceEl.createDiv('is-flashing');
			flash.setCssProps({ top: `${editor.topOf(line) - this.area.scrollTop}px`, height: '1.6em' });
			window.setTimeout(() => flash.remove(), 1500);
			return;
		}
		const blocks = this.previewEl.findAll('[data-line]').filter((el) => Number(el.getAttribute('data-line')) <= line);
		const block = blocks.at(-1);
		block?.scrollIntoView({ block: 'center' });
		block?.addClass('is-flashing');
		window.setTimeout(() => block?.removeClass('is-flashing'), 1500);
	}
}

refuseNamed(MarkdownView, ['showSearch', 'previewMode', 'currentMode']);
