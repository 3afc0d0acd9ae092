import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
	/** The body as JSON; undefined where it is none. */
	readonly body: unknown;
}

export interface BareServer {
	readonly url: string;
	readonly seen: readonly SeenRequest[];
	/** Requests whose connection the other side gave up before they were answered. */
	readonly abandoned: () => number;
	close(): Promise<void>;
}

export type Reply = (request: SeenRequest, response: ServerResponse, before: number) => void | Promise<void>;

export const json = (response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
	response.writeHead(status, { 'content-type': 'application/json', ...headers });
	response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

async function read(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}

/** A server on the loopback that allows no other origin anything, and says exactly what a test has it say. */
export async function bareServer(reply: Reply): Promise<BareServer> {
	const seen: SeenRequest[] = [];
	let abandoned = 0;
	const server = createServer((request, response) => {
		response.on('close', () => {
			if (!response.writableEnded) abandoned += 1;
		});
		void read(request).then(async (text) => {
			let body: unknown;
			try {
				body = JSON.parse(text);
			} catch {
				body = undefined;
			}
			const one: SeenRequest = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, text, body };
			seen.push(one);
			await reply(one, response, seen.length - 1);
		}, () => undefined);
	});
	await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		seen,
		abandoned: () => abandoned,
		close: () =>
			new Promise((done) => {
				server.closeAllConnections();
				server.close(() => {
					done();
				});
			}),
	};
}
