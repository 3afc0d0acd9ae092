import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, send } from './server.js';

const LOOPBACK = /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/;

/** Sends what `requestUrl` in the page was given, to this machine only: no test may reach the network. */
export async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const given = request.headers['x-target'];
	const { url, method, headers } = JSON.parse(decodeURIComponent(typeof given === 'string' ? given : '')) as { url: string; method: string; headers: Record<string, string> };
	if (!LOOPBACK.test(new URL(url).hostname)) return send(response, 403, 'text/plain', `The host reaches this machine only, not ${new URL(url).hostname}`);
	const body = await bodyOf(request);
	try {
		const answered = await fetch(url, { method, headers, redirect: 'manual', ...(body.byteLength > 0 ? { body } : {}) });
		const answer = { status: answered.status, headers: Object.fromEntries(answered.headers) };
		response.writeHead(200, { 'x-answer': encodeURIComponent(JSON.stringify(answer)) }).end(new Uint8Array(await answered.arrayBuffer()));
	} catch (error) {
		send(response, 502, 'text/plain', error instanceof Error ? error.message : String(error));
	}
}
