import { appendFile, mkdir, readdir, readFile, rename, rm, rmdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { DataWriteOptions, ListedFiles, Stat } from 'obsidian';
import { decode, type FileEntry, type Snapshot } from './adapter.js';
import { BaseAdapter } from './base-adapter.js';
import { extensionOf, isHidden, join } from './path.js';

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** A vault in a folder. No path leads out of it. */
export class DiskAdapter extends BaseAdapter {
	readonly root: string;

	constructor(root: string) {
		super();
		this.root = resolve(root);
	}

	getName(): string {
		return this.root.split(sep).pop() ?? '';
	}

	/** Where a path stands on disk. Throws for one that leads out of the vault. */
	fullPath(path: string): string {
		const full = resolve(this.root, path === '/' ? '.' : path);
		if (path.includes('\0') || (full !== this.root && !full.startsWith(this.root + sep))) throw new Error(`The path leads out of the vault: ${path}`);
		return full;
	}

	async snapshot(): Promise<Snapshot> {
		const folders: string[] = [];
		const files: FileEntry[] = [];
		for (const { path, stat: found } of await this.walk()) {
			if (found.type === 'folder') folders.push(path);
			else {
				const { ctime, mtime, size } = found;
				const entry = { path, stat: { ctime, mtime, size } };
				files.push(extensionOf(path) === 'md' ? { ...entry, text: await this.read(path) } : entry);
			}
		}
		return { folders, files };
	}

	/** Everything that is not hidden, folders before what is in them. */
	async walk(): Promise<{ readonly path: string; readonly stat: Stat }[]> {
		const found: { path: string; stat: Stat }[] = [];
		const open = ['/'];
		for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
			const here = folder;
			const names = await readdir(this.fullPath(here)).catch((error: unknown) => {
				if (isMissing(error)) return [];
				throw error;
			});
			const paths = names.sort().map((name) => join(here, name)).filter((path) => !isHidden(path));
			const stats = await Promise.all(paths.map((path) => this.stat(path)));
			paths.forEach((path, index) => {
				const entry = stats[index];
				if (entry === null || entry === undefined) return;
				found.push({ path, stat: entry });
				if (entry.type === 'folder') open.push(path);
			});
		}
		return found;
	}

	/** Looks again and again: slower than the system's own watchers, and it misses nothing. */
	watch(onChange: (paths: readonly string[]) => void): () => void {
		let known: Map<string, string> | null = null;
		let stopped = false;
		let timer: NodeJS.Timeout | undefined;
		const look = async (): Promise<void> => {
			const began = performance.now();
			const now = new Map([...(await this.walk()), ...(await this.settingsFiles())].map(({ path, stat: { type, mtime, size } }) => [path, `${type} ${mtime} ${size}`]));
			const before: ReadonlyMap<string, string> = known ?? now;
			const changed = [...new Set([...now.keys(), ...before.keys()])].filter((path) => now.get(path) !== before.get(path));
			known = now;
			if (stopped) return;
			if (changed.length > 0) onChange(changed);
			timer = setTimeout(() => void look(), Math.max(100, 10 * (performance.now() - began)));
			timer.unref();
		};
		void look();
		return () => {
			stopped = true;
			clearTimeout(timer);
		};
	}

	/** Hidden, and yet watched: the app tells a plugin when somebody else has changed its settings. */
	private async settingsFiles(): Promise<{ readonly path: string; readonly stat: Stat }[]> {
		const { folders } = (await this.exists('.obsidian/plugins')) ? await this.list('.obsidian/plugins') : { folders: [] };
		const found = await Promise.all(folders.map(async (folder) => ({ path: `${folder}/data.json`, stat: await this.stat(`${folder}/data.json`) })));
		return found.flatMap(({ path, stat }) => (stat === null ? [] : [{ path, stat }]));
	}

	async stat(path: string): Promise<Stat | null> {
		try {
			const found = await stat(this.fullPath(path));
			return { type: found.isDirectory() ? 'folder' : 'file', ctime: found.birthtimeMs, mtime: found.mtimeMs, size: found.size };
		} catch (error) {
			if (isMissing(error)) return null;
			throw error;
		}
	}

	async list(path: string): Promise<ListedFiles> {
		const entries = await readdir(this.fullPath(path), { withFileTypes: true });
		const named = (folder: boolean): string[] => entries.filter((entry) => entry.isDirectory() === folder).map((entry) => join(path, entry.name)).sort();
		return { files: named(false), folders: named(true) };
	}

	async readBinary(path: string): Promise<ArrayBuffer> {
		return new Uint8Array(await readFile(this.fullPath(path))).buffer;
	}

	override async read(path: string): Promise<string> {
		return decode(await readFile(this.fullPath(path)));
	}

	async mkdir(path: string): Promise<void> {
		await mkdir(this.fullPath(path), { recursive: true });
	}

	async rmdir(path: string, recursive: boolean): Promise<void> {
		if (recursive) await rm(this.fullPath(path), { recursive: true });
		else await rmdir(this.fullPath(path));
	}

	async remove(path: string): Promise<void> {
		await unlink(this.fullPath(path));
	}

	async rename(path: string, newPath: string): Promise<void> {
		if (path !== newPath && (await this.exists(newPath))) throw new Error('Destination file already exists!');
		await rename(this.fullPath(path), this.fullPath(newPath));
	}

	protected async writeBytes(path: string, data: ArrayBuffer, options: DataWriteOptions | undefined): Promise<void> {
		await writeFile(this.fullPath(path), new Uint8Array(data));
		await this.date(path, options);
	}

	protected async appendBytes(path: string, data: ArrayBuffer, options: DataWriteOptions | undefined): Promise<void> {
		await appendFile(this.fullPath(path), new Uint8Array(data));
		await this.date(path, options);
	}

	private async date(path: string, options: DataWriteOptions | undefined): Promise<void> {
		if (options?.mtime !== undefined) await utimes(this.fullPath(path), new Date(options.mtime), new Date(options.mtime));
	}
}
