import type { RequestUrlParam, RequestUrlResponse, RequestUrlResponsePromise } from 'obsidian';
import { decode, encode } from './adapter.js';

/** Through the host's server, which answers for its own machine only: as in the app, CORS does not come into it. */
async function send(request: RequestUrlParam | string): Promise<RequestUrlResponse> {
	const { url, method = 'GET', contentType, body, headers = {}, throw: throws = true } = typeof request === 'string' ? { url: request } : request;
	const all = contentType === undefined ? headers : { ...headers, 'Content-Type': contentType };
	const response = await fetch('/request', {
		method: 'POST',
		headers: { 'x-target': encodeURIComponent(JSON.stringify({ url, method, headers: all })) },
		...(body === undefined ? {} : { body: typeof body === 'string' ? encode(body) : body }),
	});
	if (!response.ok) throw new Error(`net::ERR_FAILED (${await response.text()})`);
	const { status, headers: answered } = JSON.parse(decodeURIComponent(response.headers.get('x-answer') ?? '')) as { status: number; headers: Record<string, string> };
	const arrayBuffer = await response.arrayBuffer();
	if (throws && status >= 400) throw Object.assign(new Error(`Request failed, status ${status}`), { status, headers: answered });
	const text = decode(arrayBuffer);
	return {
		status,
		headers: answered,
		arrayBuffer,
		text,
		get json(): unknown {
			return JSON.parse(text) as unknown;
		},
	};
}

export function requestUrl(request: RequestUrlParam | string): RequestUrlResponsePromise {
	const response = send(request);
	const part = <T>(read: (answer: RequestUrlResponse) => T): { get: () => Promise<T> } => ({ get: () => response.then(read) });
	return Object.defineProperties(response, {
		arrayBuffer: part((answer) => answer.arrayBuffer),
		text: part((answer) => answer.text),
		json: part((answer) => answer.json as unknown),
	}) as RequestUrlResponsePromise;
}
