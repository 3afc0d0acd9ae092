import type { RequestUrlParam, RequestUrlResponse } from 'obsidian';

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

/** The app's own request, which no server's CORS headers stop. It can neither stream nor be taken back. */
export const askThrough =
	(request: AppRequest): Ask =>
	async ({ url, method, headers, body }) => {
		const response = await request({ url, method, headers: { ...headers }, throw: false, ...(body === null ? {} : { body }) });
		return { status: response.status, headers: response.headers, body: response.arrayBuffer };
	};
