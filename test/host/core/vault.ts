import type * as Obsidian from 'obsidian';
import type { HostAdapter, Snapshot } from './adapter.js';
import { Events } from './events.js';
import { TFile, TFolder, type TAbstractFile } from './files.js';
import { refuseUnknown } from './not-implemented.js';
import { isHidden, parentOf } from './path.js';
import { Turns } from './turns.js';

/**
 * The tree of the vault and its events, over an adapter. Events of the app's own writes come before the write's promise
 * is kept; those of other people's come when the adapter tells. Either way each change is told once.
 */
export class Vault extends Events implements Obsidian.Vault {
	readonly configDir = '.obsidian';
	private readonly entries = new Map<string, TAbstractFile>();
	private readonly root: TFolder;
	private readonly cached = new Map<TFile, { readonly mtime: number; readonly text: string }>();
	/** While the app moves or removes things itself, what the adapter tells has to wait: it would look like another's doing. */
	private moving = 0;
	private readonly turns = new Turns();
	private told = new Set<string>();

	constructor(
		readonly adapter: HostAdapter,
		private readonly name: string = adapter.getName(),
	) {
		super();
		this.root = new TFolder(this, '/');
		this.root.name = '';
		this.entries.set('/', this.root);
	}

	/** Fills the tree, telling `create` for everything, as the app does while it starts. Returns the texts that came along. */
	async open(): Promise<ReadonlyMap<string, string>> {
		const { folders, files }: Snapshot = await this.adapter.snapshot();
		const texts = new Map<string, string>();
		for (const path of [...folders].sort()) this.ensureFolder(path);
		for (const { path, stat, text } of files) {
			if (text !== undefined) texts.set(path, text);
			this.addFile(path, stat);
		}
		return texts;
	}

	/** Begins to follow what others change; of hidden files it tells `raw` alone. Returns how to stop. */
	follow(): () => void {
		return this.adapter.watch((paths) => {
			for (const path of paths) {
				if (isHidden(path)) this.trigger('raw', path);
				else this.told.add(path);
			}
			if (this.moving === 0) void this.takeIn();
		});
	}

	getName(): string {
		return this.name;
	}

	getRoot(): TFolder {
		return this.root;
	}

	getAbstractFileByPath(path: string): TAbstractFile | null {
		return this.entries.get(path) ?? null;
	}

	getFileByPath(path: string): TFile | null {
		const file = this.entries.get(path);
		return file instanceof TFile ? file : null;
	}

	getFolderByPath(path: string): TFolder | null {
		const folder = this.entries.get(path);
		return folder instanceof TFolder ? folder : null;
	}

	getAllLoadedFiles(): TAbstractFile[] {
		return [...this.entries.values()];
	}

	getFiles(): TFile[] {
		return this.getAllLoadedFiles().filter((file) => file instanceof TFile);
	}

	getMarkdownFiles(): TFile[] {
		return this.getFiles().filter(({ extension }) => extension === 'md');
	}

	getAllFolders(includeRoot = false): TFolder[] {
		return this.getAllLoadedFiles().filter((file) => file instanceof TFolder && (includeRoot || !file.isRoot())).filter((file) => file instanceof TFolder);
	}

	static recurseChildren(root: TFolder, cb: (file: TAbstractFile) => unknown): void {
		const open: TAbstractFile[] = [root];
		for (let file = open.pop(); file !== undefined; file = open.pop()) {
			cb(file);
			if (file instanceof TFolder) open.push(...file.children);
		}
	}

	async create(path: string, data: string, options?: Obsidian.DataWriteOptions): Promise<TFile> {
		await this.mustBeFree(path, 'File already exists.');
		await this.adapter.write(path, data, options);
		return this.mustFind(path);
	}

	async createBinary(path: string, data: ArrayBuffer, options?: Obsidian.DataWriteOptions): Promise<TFile> {
		await this.mustBeFree(path, 'File already exists.');
		await this.adapter.writeBinary(path, data, options);
		return this.mustFind(path);
	}

	async createFolder(path: string): Promise<TFolder> {
		await this.mustBeFree(path, 'Folder already exists.');
		await this.adapter.mkdir(path);
		await this.takeInPath(path);
		return this.ensureFolder(path);
	}

	read(file: TFile): Promise<string> {
		return this.adapter.read(file.path);
	}

	/** From memory where the file has not changed since it was last read this way. */
	async cachedRead(file: TFile): Promise<string> {
		const known = this.cached.get(file);
		if (known?.mtime === file.stat.mtime) return known.text;
		const { mtime } = file.stat;
		const text = await this.adapter.read(file.path);
		this.cached.set(file, { mtime, text });
		return text;
	}

	readBinary(file: TFile): Promise<ArrayBuffer> {
		return this.adapter.readBinary(file.path);
	}

	getResourcePath(file: TFile): string {
		return this.adapter.getResourcePath(file.path);
	}

	async modify(file: TFile, data: string, options?: Obsidian.DataWriteOptions): Promise<void> {
		await this.adapter.write(file.path, data, options);
		await this.takeInPath(file.path);
	}

	async modifyBinary(file: TFile, data: ArrayBuffer, options?: Obsidian.DataWriteOptions): Promise<void> {
		await this.adapter.writeBinary(file.path, data, options);
		await this.takeInPath(file.path);
	}

	async append(file: TFile, data: string, options?: Obsidian.DataWriteOptions): Promise<void> {
		await this.adapter.append(file.path, data, options);
		await this.takeInPath(file.path);
	}

	async appendBinary(file: TFile, data: ArrayBuffer, options?: Obsidian.DataWriteOptions): Promise<void> {
		await this.adapter.appendBinary(file.path, data, options);
		await this.takeInPath(file.path);
	}

	async process(file: TFile, fn: (data: string) => string, options?: Obsidian.DataWriteOptions): Promise<string> {
		const text = await this.adapter.process(file.path, fn, options);
		await this.takeInPath(file.path);
		return text;
	}

	async rename(file: TAbstractFile, newPath: string): Promise<void> {
		await this.whileMoving(async () => {
			await this.adapter.rename(file.path, newPath);
			if (isHidden(newPath)) this.removed(file);
			else this.moved(file, newPath);
		});
	}

	async delete(file: TAbstractFile, force = false): Promise<void> {
		await this.whileMoving(async () => {
			if (file instanceof TFolder) await this.adapter.rmdir(file.path, force || file.children.length > 0);
			else await this.adapter.remove(file.path);
			this.removed(file);
		});
	}

	async trash(file: TAbstractFile, system: boolean): Promise<void> {
		await this.whileMoving(async () => {
			if (!(system && (await this.adapter.trashSystem(file.path)))) await this.adapter.trashLocal(file.path);
			this.removed(file);
		});
	}

	async copy<T extends Obsidian.TAbstractFile>(file: T, newPath: string): Promise<T>;
	async copy(file: Obsidian.TAbstractFile, newPath: string): Promise<Obsidian.TAbstractFile> {
		await this.mustBeFree(newPath, 'Destination file already exists!');
		await this.adapter.copy(file.path, newPath);
		return this.mustFind(newPath);
	}

	/** Sees how a path stands on disk and tells what is new about it. For hosts: a plugin's writes through the adapter pass it, too. */
	async takeInPath(path: string): Promise<void> {
		// In turn, for an older look at the disk must not be taken in after a newer one.
		if (!isHidden(path)) await this.turns.take(path, () => this.compare(path));
	}

	private async compare(path: string): Promise<void> {
		const stat = await this.adapter.stat(path);
		const known = this.entries.get(path);
		if (stat === null) {
			if (known !== undefined && known !== this.root) this.removed(known);
			return;
		}
		if (known !== undefined && known instanceof TFolder !== (stat.type === 'folder')) this.removed(known);
		if (stat.type === 'folder') return void this.ensureFolder(path);
		const { ctime, mtime, size } = stat;
		if (!(known instanceof TFile)) this.addFile(path, { ctime, mtime, size });
		else if (known.stat.mtime !== mtime || known.stat.size !== size) {
			known.stat = { ctime, mtime, size };
			this.trigger('modify', known);
		}
	}

	private async takeIn(): Promise<void> {
		const paths = [...this.told].sort();
		this.told = new Set();
		for (const path of paths) {
			if (this.moving > 0) this.told.add(path);
			else await this.takeInPath(path);
		}
	}

	private async whileMoving(work: () => Promise<void>): Promise<void> {
		this.moving += 1;
		try {
			await work();
		} finally {
			this.moving -= 1;
			if (this.moving === 0 && this.told.size > 0) void this.takeIn();
		}
	}

	private async mustBeFree(path: string, message: string): Promise<void> {
		if (this.entries.has(path) || (await this.adapter.exists(path))) throw new Error(message);
	}

	private async mustFind(path: string): Promise<TFile> {
		await this.takeInPath(path);
		const file = this.getFileByPath(path);
		// The app answers `null` here, against its own typing: a hidden file is written and no part of the vault.
		if (file === null) throw new Error(`The vault does not show ${path}: hidden files are the adapter's.`);
		return file;
	}

	private ensureFolder(path: string): TFolder {
		const known = this.entries.get(path);
		if (known instanceof TFolder) return known;
		const folder = new TFolder(this, path);
		this.attach(folder);
		this.trigger('create', folder);
		return folder;
	}

	private addFile(path: string, stat: Obsidian.FileStats): void {
		const file = new TFile(this, path, stat);
		this.attach(file);
		this.trigger('create', file);
	}

	private attach(file: TAbstractFile): void {
		file.parent = this.ensureFolder(parentOf(file.path));
		file.parent.children.push(file);
		this.entries.set(file.path, file);
	}

	private detach(file: TAbstractFile): void {
		const siblings = file.parent?.children ?? [];
		siblings.splice(siblings.indexOf(file), 1);
		this.entries.delete(file.path);
		file.parent = null;
	}

	private removed(file: TAbstractFile): void {
		if (!this.entries.has(file.path)) return;
		if (file instanceof TFolder) for (const child of [...file.children]) this.removed(child);
		this.detach(file);
		if (file instanceof TFile) this.cached.delete(file);
		this.trigger('delete', file);
	}

	private moved(file: TAbstractFile, newPath: string): void {
		const oldPath = file.path;
		this.detach(file);
		file.setPath(newPath);
		this.attach(file);
		this.trigger('rename', file, oldPath);
		if (!(file instanceof TFolder)) return;
		for (const child of [...file.children]) this.moved(child, newPath + child.path.slice(oldPath.length));
	}
}

refuseUnknown(Vault);
