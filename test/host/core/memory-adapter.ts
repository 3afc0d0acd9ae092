import type { DataWriteOptions, FileStats, ListedFiles, Stat } from 'obsidian';
import { decode, diskError, encode, type Snapshot } from './adapter.js';
import { BaseAdapter } from './base-adapter.js';
import { extensionOf, isHidden, parentOf } from './path.js';

interface Stored {
	readonly bytes: Uint8Array;
	readonly stat: FileStats;
}

/** A vault in memory. Its clock moves by one millisecond a write, so that every write is seen as a change. */
export class MemoryAdapter extends BaseAdapter {
	private readonly files = new Map<string, Stored>();
	private readonly folders = new Set<string>(['/']);
	private readonly watchers = new Set<(paths: readonly string[]) => void>();
	private clock = 1_700_000_000_000;

	constructor(files: Readonly<Record<string, string>> = {}) {
		super();
		for (const [path, text] of Object.entries(files)) {
			const parts = path.split('/').slice(0, -1);
			parts.forEach((_, index) => this.folders.add(parts.slice(0, index + 1).join('/')));
			this.put(path, new Uint8Array(encode(text)), undefined);
		}
	}

	getName(): string {
		return 'memory';
	}

	async snapshot(): Promise<Snapshot> {
		return {
			folders: [...this.folders].filter((path) => path !== '/' && !isHidden(path)),
			files: [...this.files]
				.filter(([path]) => !isHidden(path))
				.map(([path, { stat, bytes }]) => (extensionOf(path) === 'md' ? { path, stat, text: decode(bytes) } : { path, stat })),
		};
	}

	watch(onChange: (paths: readonly string[]) => void): () => void {
		this.watchers.add(onChange);
		return () => this.watchers.delete(onChange);
	}

	/** A change by somebody else: another program, or Sync. `null` removes. */
	changeFromOutside(path: string, text: string | null): void {
		if (text === null) this.files.delete(path);
		else {
			this.folders.add(parentOf(path));
			this.put(path, new Uint8Array(encode(text)), undefined);
		}
		for (const tell of this.watchers) tell([parentOf(path), path]);
	}

	async stat(path: string): Promise<Stat | null> {
		const file = this.files.get(path);
		if (file !== undefined) return { type: 'file', ...file.stat };
		return this.folders.has(path) ? { type: 'folder', ctime: 0, mtime: 0, size: 0 } : null;
	}

	async list(path: string): Promise<ListedFiles> {
		if (!this.folders.has(path)) throw diskError('ENOENT', 'scandir', path);
		const within = (child: string): boolean => child !== '/' && parentOf(child) === path;
		return { files: [...this.files.keys()].filter(within).sort(), folders: [...this.folders].filter(within).sort() };
	}

	async readBinary(path: string): Promise<ArrayBuffer> {
		const file = this.files.get(path);
		if (file !== undefined) return file.bytes.slice().buffer;
		throw this.folders.has(path) ? diskError('EISDIR', 'read', path) : diskError('ENOENT', 'open', path);
	}

	async mkdir(path: string): Promise<void> {
		if (this.files.has(path)) throw diskError('EEXIST', 'mkdir', path);
		const parts = path.split('/');
		parts.forEach((_, index) => this.folders.add(parts.slice(0, index + 1).join('/')));
	}

	async rmdir(path: string, recursive: boolean): Promise<void> {
		if (!this.folders.has(path)) throw diskError('ENOENT', 'rmdir', path);
		const inside = (child: string): boolean => child.startsWith(`${path}/`);
		const inner = [...this.files.keys(), ...this.folders].filter(inside);
		if (inner.length > 0 && !recursive) throw diskError('ENOTEMPTY', 'rmdir', path);
		for (const child of [...inner, path]) {
			this.files.delete(child);
			this.folders.delete(child);
		}
	}

	async remove(path: string): Promise<void> {
		if (!this.files.delete(path)) throw diskError('ENOENT', 'unlink', path);
	}

	async rename(path: string, newPath: string): Promise<void> {
		if (this.files.has(newPath) || this.folders.has(newPath)) throw new Error('Destination file already exists!');
		if (!this.folders.has(parentOf(newPath))) throw diskError('ENOENT', 'rename', path);
		const moved = (child: string): string => newPath + child.slice(path.length);
		const inside = (child: string): boolean => child === path || child.startsWith(`${path}/`);
		if (!this.files.has(path) && !this.folders.has(path)) throw diskError('ENOENT', 'rename', path);
		for (const [child, stored] of [...this.files].filter(([child]) => inside(child))) {
			this.files.delete(child);
			this.files.set(moved(child), stored);
		}
		for (const child of [...this.folders].filter(inside)) {
			this.folders.delete(child);
			this.folders.add(moved(child));
		}
	}

	protected async writeBytes(path: string, data: ArrayBuffer, options: DataWriteOptions | undefined): Promise<void> {
		if (!this.folders.has(parentOf(path))) throw diskError('ENOENT', 'open', path);
		if (this.folders.has(path)) throw diskError('EISDIR', 'open', path);
		this.put(path, new Uint8Array(data.slice(0)), options);
	}

	protected async appendBytes(path: string, data: ArrayBuffer, options: DataWriteOptions | undefined): Promise<void> {
		const before = this.files.get(path)?.bytes ?? new Uint8Array();
		const all = new Uint8Array(before.length + data.byteLength);
		all.set(before);
		all.set(new Uint8Array(data), before.length);
		await this.writeBytes(path, all.buffer, options);
	}

	private put(path: string, bytes: Uint8Array, options: DataWriteOptions | undefined): void {
		this.clock += 1;
		const ctime = options?.ctime ?? this.files.get(path)?.stat.ctime ?? this.clock;
		this.files.set(path, { bytes, stat: { ctime, mtime: options?.mtime ?? this.clock, size: bytes.length } });
	}
}
