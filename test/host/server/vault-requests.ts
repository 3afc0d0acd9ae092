import type { ServerResponse } from 'node:http';
import type { DiskAdapter } from '../core/disk-adapter.js';

/** One call of the adapter in the page, done on the disk. */
export async function answerVault(vault: DiskAdapter, operation: string, query: URLSearchParams, body: ArrayBuffer, response: ServerResponse): Promise<void> {
	const path = query.get('path') ?? '/';
	const mtime = query.get('mtime');
	const options = mtime === null ? undefined : { mtime: Number(mtime) };
	const json = (value: unknown): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
	const bytes = (value: ArrayBuffer): void => void response.writeHead(200).end(new Uint8Array(value));
	switch (operation) {
		case 'snapshot':
			return json(await vault.snapshot());
		case 'stat':
			return json(await vault.stat(path));
		case 'list':
			return json(await vault.list(path));
		case 'read':
			return bytes(await vault.readBinary(path));
		case 'write':
			return json(await vault.writeBinary(path, body, options));
		case 'append':
			return json(await vault.appendBinary(path, body, options));
		case 'mkdir':
			return json(await vault.mkdir(path));
		case 'rmdir':
			return json(await vault.rmdir(path, query.get('recursive') === 'true'));
		case 'remove':
			return json(await vault.remove(path));
		case 'rename':
			return json(await vault.rename(path, query.get('to') ?? ''));
		default:
			response.writeHead(404).end();
	}
}
