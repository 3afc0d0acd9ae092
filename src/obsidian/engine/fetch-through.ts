import type { Host } from '../../vault/port.js';
import { CALL_MILLISECONDS, type Fetch } from '../../worker/clerks/endpoint.js';
import type { Ask } from '../request-fetch.js';

// The app's request sets these itself, and fails where they are given.
const OWN_HEADERS = ['host', 'content-length', 'connection'];
const WITHOUT_BODY = [101, 204, 205, 304];

/**
 * The thread's side of the app's request: what the providers' SDKs take for `fetch`. A request that is under way cannot be taken back, and is paid for: it is
 * waited for to its end whoever stops, so that its answer is recorded and its cost counts. Whoever asked is not kept waiting by that.
 */
export const fetchThrough =
	(ask: Ask, { wait }: Pick<Host, 'wait'>): Fetch =>
	async (input, init) => {
		const request = new Request(input, init);
		const tooLate = async (): Promise<never> => {
			await wait(CALL_MILLISECONDS);
			throw new DOMException('No answer came in time.', 'TimeoutError');
		};
		if (request.signal.aborted) throw new DOMException('The request was stopped.', 'AbortError');
		const headers = Object.fromEntries([...request.headers].filter(([name]) => !OWN_HEADERS.includes(name)));
		const sent = request.method === 'GET' || request.method === 'HEAD' ? null : await request.arrayBuffer();
		const { status, headers: given, body } = await Promise.race([ask({ url: request.url, method: request.method, headers, body: sent }), tooLate()]);
		return new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers: new Headers(given) });
	};
