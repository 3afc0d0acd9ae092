import type { DataWriteOptions, ListedFiles, Stat } from 'obsidian';
import type { Snapshot } from './adapter.js';
import { BaseAdapter } from './base-adapter.js';
import { isRecord } from './yaml.js';

/** A vault behind the host's server: each call is one request, its errors are those of the disk. */
export class HttpAdapter extends BaseAdapter {
	constructor(private readonly name: string) {
		super();
	}

	getName(): string {
		return this.name;
	}

	async snapshot(): Promise<Snapshot> {
		return this.ask<Snapshot>('snapshot', {});
	}

	watch(onChange: (paths: readonly string[]) => void): () => void {
		const source = new EventSource('/events');
		source.addEventListener('message', ({ data }: MessageEvent<string>) => onChange(JSON.parse(data) as string[]));
		return () => source.close();
	}

	stat(path: string): Promise<Stat | null> {
		return this.ask<Stat | null>('stat', { path });
	}

	list(path: string): Promise<ListedFiles> {
		return this.ask<ListedFiles>('list', { path });
	}

	async readBinary(path: string): Promise<ArrayBuffer> {
		return (await this.send('read', { path })).arrayBuffer();
	}

	async mkdir(path: string): Promise<void> {
		await this.send('mkdir', { path });
	}

	async rmdir(path: string, recursive: boolean): Promise<void> {
		await this.send('rmdir', { path, recursive: String(recursive) });
	}

	async remove(path: string): Promise<void> {
		await this.send('remove', { path });
	}

	async rename(path: string, newPath: string): Promise<void> {
		await this.send('rename', { path, to: newPath });
	}

	protected async writeBytes(path: string, data: ArrayBuffer, options: DataWriteOptions | undefined): Promise<void> {
		await this.send('write', { path, ...dates(options) }, data);
	}

	protected async appendBytes(path: string, data: ArrayBuffer, options: DataWriteOptions | undefined): Promise<void> {
		await this.send('append', { path, ...dates(options) }, data);
	}

	private async ask<T>(operation: string, query: Record<string, string>): Promise<T> {
		return (await (await this.send(operation, query)).json()) as T;
	}

	private async send(operation: string, query: Record<string, string>, body?: ArrayBuffer): Promise<Response> {
		const response = await fetch(`/vault/${operation}?${new URLSearchParams(query).toString()}`, { method: 'POST', ...(body === undefined ? {} : { body }) });
		if (response.ok) return response;
		const problem: unknown = await response.json();
		const { message, code } = isRecord(problem) ? problem : {};
		throw Object.assign(new Error(typeof message === 'string' ? message : response.statusText), typeof code === 'string' ? { code } : {});
	}
}

const dates = (options: DataWriteOptions | undefined): Record<string, string> => (options?.mtime === undefined ? {} : { mtime: String(options.mtime) });
