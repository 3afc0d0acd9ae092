import type { DataWriteOptions, ListedFiles, Stat } from 'obsidian';
import { decode, encode, type HostAdapter, type Snapshot } from './adapter.js';
import { join, nameOf, normalizePath } from './path.js';
import { Turns } from './turns.js';

/** What every adapter can be asked once it can read, write, list, move and remove bytes. */
export abstract class BaseAdapter implements HostAdapter {
	private readonly turns = new Turns();

	abstract getName(): string;
	abstract snapshot(): Promise<Snapshot>;
	abstract watch(onChange: (paths: readonly string[]) => void): () => void;
	abstract stat(normalizedPath: string): Promise<Stat | null>;
	abstract list(normalizedPath: string): Promise<ListedFiles>;
	abstract readBinary(normalizedPath: string): Promise<ArrayBuffer>;
	abstract mkdir(normalizedPath: string): Promise<void>;
	abstract rmdir(normalizedPath: string, recursive: boolean): Promise<void>;
	abstract remove(normalizedPath: string): Promise<void>;
	abstract rename(normalizedPath: string, normalizedNewPath: string): Promise<void>;
	protected abstract writeBytes(path: string, data: ArrayBuffer, options: DataWriteOptions | undefined): Promise<void>;
	protected abstract appendBytes(path: string, data: ArrayBuffer, options: DataWriteOptions | undefined): Promise<void>;

	async exists(normalizedPath: string): Promise<boolean> {
		return (await this.stat(normalizedPath)) !== null;
	}

	async read(normalizedPath: string): Promise<string> {
		return decode(await this.readBinary(normalizedPath));
	}

	write(normalizedPath: string, data: string, options?: DataWriteOptions): Promise<void> {
		return this.writeBinary(normalizedPath, encode(data), options);
	}

	writeBinary(normalizedPath: string, data: ArrayBuffer, options?: DataWriteOptions): Promise<void> {
		return this.turns.take(normalizedPath, () => this.writeBytes(normalizedPath, data, options));
	}

	append(normalizedPath: string, data: string, options?: DataWriteOptions): Promise<void> {
		return this.appendBinary(normalizedPath, encode(data), options);
	}

	appendBinary(normalizedPath: string, data: ArrayBuffer, options?: DataWriteOptions): Promise<void> {
		return this.turns.take(normalizedPath, () => this.appendBytes(normalizedPath, data, options));
	}

	/** Reads, changes and writes one file with no other write of this app between. Writes nothing where nothing changed. */
	process(normalizedPath: string, fn: (data: string) => string, options?: DataWriteOptions): Promise<string> {
		return this.turns.take(normalizedPath, async () => {
			const before = await this.read(normalizedPath);
			const after = fn(before);
			if (after !== before) await this.writeBytes(normalizedPath, encode(after), options);
			return after;
		});
	}

	async copy(normalizedPath: string, normalizedNewPath: string): Promise<void> {
		await this.writeBinary(normalizedNewPath, await this.readBinary(normalizedPath));
	}

	/** No operating system's trash here: the app, told so, falls back to the vault's own. */
	async trashSystem(): Promise<boolean> {
		return false;
	}

	/** Into `.trash` under its own path; a taken name gets the next number. */
	async trashLocal(normalizedPath: string): Promise<void> {
		if (!(await this.exists('.trash'))) await this.mkdir('.trash');
		const name = nameOf(normalizedPath);
		const dot = name.lastIndexOf('.');
		const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
		let target = join('.trash', name);
		for (let number = 2; await this.exists(target); number += 1) target = join('.trash', `${stem} ${number}${ending}`);
		await this.rename(normalizedPath, target);
	}

	getResourcePath(normalizedPath: string): string {
		return `vault-file/${normalizePath(normalizedPath).split('/').map(encodeURIComponent).join('/')}`;
	}
}
