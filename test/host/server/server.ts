import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { isRecord } from '../core/yaml.js';
import { DiskAdapter } from '../core/disk-adapter.js';
import { forward } from './forward.js';
import { hostPage, type HostPage } from './page.js';
import { answerVault } from './vault-requests.js';

export interface HostServer {
	/** `http://127.0.0.1:port/`; options go behind it as `?mobile`, `?theme=dark`, `?settings`. */
	readonly url: string;
	readonly vault: DiskAdapter;
	close(): Promise<void>;
}

export interface HostOptions {
	/** The folder that is the vault. */
	readonly vaultDir: string;
	/** Where `main.js`, `manifest.json` and `styles.css` of the plugin stand. `styles.css` may be missing. */
	readonly pluginDir: string;
	/** 0 takes any free port. */
	readonly port?: number;
}

const PLUGIN_FILES: Readonly<Record<string, string>> = { 'main.js': 'text/javascript', 'manifest.json': 'application/json', 'styles.css': 'text/css' };

/** Serves the host, the built plugin and the vault, to this machine alone. */
export async function startServer({ vaultDir, pluginDir, port = 0 }: HostOptions): Promise<HostServer> {
	const vault = new DiskAdapter(vaultDir);
	const page = await hostPage();
	const listeners = new Set<ServerResponse>();
	const stopWatching = vault.watch((paths) => {
		for (const listener of listeners) listener.write(`data: ${JSON.stringify(paths)}\n\n`);
	});
	const server = createServer((request, response) => {
		answer(request, response, { vault, page, pluginDir, listeners }).catch((error: unknown) => {
			if (response.headersSent) return void response.destroy();
			const code = error instanceof Error && 'code' in error ? error.code : undefined;
			send(response, 500, 'application/json', JSON.stringify({ message: error instanceof Error ? error.message : String(error), code }));
		});
	});
	const url = await listen(server, port);
	return {
		url,
		vault,
		close: async () => {
			stopWatching();
			for (const listener of listeners) listener.end();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

interface Served {
	readonly vault: DiskAdapter;
	readonly page: HostPage;
	readonly pluginDir: string;
	readonly listeners: Set<ServerResponse>;
}

async function answer(request: IncomingMessage, response: ServerResponse, { vault, page, pluginDir, listeners }: Served): Promise<void> {
	if (!isOurs(request)) return send(response, 403, 'text/plain', 'This server answers its own page only.');
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
	if (pathname === '/events') return openStream(response, listeners);
	if (pathname === '/request') return forward(request, response);
	if (pathname.startsWith('/vault/')) return answerVault(vault, pathname.slice(7), searchParams, await bodyOf(request), response);
	if (pathname.startsWith('/vault-file/')) return answerVault(vault, 'read', new URLSearchParams({ path: decodeURIComponent(pathname.slice(12)) }), new ArrayBuffer(0), response);
	if (pathname.startsWith('/plugin/')) {
		const name = pathname.slice(8);
		const type = PLUGIN_FILES[name];
		if (type === undefined) return send(response, 404, 'text/plain', 'No such file.');
		const optional = name === 'styles.css';
		const text = await readFile(`${pluginDir}/${name}`, 'utf8').catch((error: unknown) => {
			if (optional) return '';
			throw error;
		});
		return send(response, 200, type, text);
	}
	const file = page.files.get(pathname);
	if (file === undefined) return send(response, 404, 'text/plain', 'No such file.');
	if (pathname === '/') return send(response, 200, file.type, file.text.replace('{{vault}}', JSON.stringify(vault.getName())));
	send(response, 200, file.type, file.text);
}

/** Another site's page could ask, too, while a person tries the host: only our own address and origin are answered. */
function isOurs({ headers: { host = '', origin } }: IncomingMessage): boolean {
	return /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host) && (origin === undefined || origin === `http://${host}`);
}

export function send(response: ServerResponse, status: number, type: string, text: string): void {
	response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(text);
}

function openStream(response: ServerResponse, listeners: Set<ServerResponse>): void {
	response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(': here\n\n');
	listeners.add(response);
	response.on('close', () => listeners.delete(response));
}

export async function bodyOf(request: IncomingMessage): Promise<ArrayBuffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
	return new Uint8Array(Buffer.concat(chunks)).buffer;
}

function listen(server: Server, port: number): Promise<string> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			const address: unknown = server.address();
			resolve(`http://127.0.0.1:${isRecord(address) ? String(address['port']) : port}/`);
		});
	});
}
