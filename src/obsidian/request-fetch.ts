import type { RequestUrlParam, RequestUrlResponse } from 'obsidian';
import type { Fetch } from '../worker/clerks/endpoint.js';

/** A request as plain data, so that the engine's thread can hand it to the app's own. */
export interface PlainRequest {
	readonly url: string;
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: ArrayBuffer | null;
}

export interface PlainResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: ArrayBuffer;
}

/** What is needed of the app's `requestUrl`. */
export type AppRequest = (request: RequestUrlParam) => PromiseLike<Pick<RequestUrlResponse, 'status' | 'headers' | 'arrayBuffer'>>;

export type Ask = (request: PlainRequest) => Promise<PlainResponse>;

// The app's request sets these itself, and fails where they are given.
const OWN_HEADERS = ['host', 'content-length', 'connection'];
const WITHOUT_BODY = [101, 204, 205, 304];

/** The app's side: its own request, which no server's CORS headers stop. It can neither stream nor be taken back. */
export const askThrough =
	(request: AppRequest): Ask =>
	async ({ url, method, headers, body }) => {
		const response = await request({ url, method, headers: { ...headers }, throw: false, ...(body === null ? {} : { body }) });
		return { status: response.status, headers: response.headers, body: response.arrayBuffer };
	};

/**
 * The other side: what the providers' SDKs take for `fetch`. A request that is stopped is not waited for; it runs to its end, and what it
 * cost is not known.
 */
export const fetchThrough =
	(ask: Ask): Fetch =>
	async (input, init) => {
		const request = new Request(input, init);
		const { signal } = request;
		if (signal.aborted) throw new DOMException('The request was stopped.', 'AbortError');
		const headers = Object.fromEntries([...request.headers].filter(([name]) => !OWN_HEADERS.includes(name)));
		const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.arrayBuffer();
		const answered = ask({ url: request.url, method: request.method, headers, body });
		const { status, headers: given, body: text } = await new Promise<PlainResponse>((resolve, reject) => {
			signal.addEventListener(
				'abort',
				() => {
					reject(new DOMException('The request was stopped.', 'AbortError'));
				},
				{ once: true },
			);
			answered.then(resolve, reject);
		});
		return new Response(WITHOUT_BODY.includes(status) ? null : text, { status, headers: new Headers(given) });
	};
