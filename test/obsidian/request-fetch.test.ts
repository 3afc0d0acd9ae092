import { afterEach, describe, expect, it } from 'vitest';
import { fetchThrough } from '../../src/obsidian/engine/fetch-through.js';
import { askThrough, type AppRequest } from '../../src/obsidian/request-fetch.js';
import { anthropicClerk } from '../../src/worker/clerks/anthropic/clerk.js';
import type { ProviderClerk } from '../../src/worker/clerks/endpoint.js';
import { openaiBatch } from '../../src/worker/clerks/openai/batch.js';
import { openaiClerk } from '../../src/worker/clerks/openai/clerk.js';
import { stoppable } from '../../src/worker/wrappers/stoppable.js';
import { bareServer, json, type BareServer, type Reply } from '../worker/servers/bare-server.js';
import { completionOf, endpointOf, KEY, messageOf, never, order } from '../worker/servers/endpoints.js';

/** As the app's own request behaves: whole bodies, plain headers, no way to take it back, and headers that it refuses. */
const request: AppRequest = async (param) => {
	for (const name of Object.keys(param.headers ?? {})) if (['host', 'content-length', 'connection'].includes(name.toLowerCase())) throw new Error(`net::ERR_INVALID_ARGUMENT ${name}`);
	const response = await fetch(param.url, { method: param.method ?? 'GET', headers: param.headers ?? {}, ...(param.body === undefined ? {} : { body: param.body }) });
	return { status: response.status, headers: Object.fromEntries(response.headers), arrayBuffer: await response.arrayBuffer() };
};
const through = fetchThrough(askThrough(request), { wait: (milliseconds) => new Promise((done) => void setTimeout(done, milliseconds).unref()) });

let server: BareServer | null = null;
afterEach(async () => {
	await server?.close();
	server = null;
});

describe.each(['anthropic', 'openai'] as const)('%s through the app’s own request', (protocol) => {
	const open = async (reply: Reply): Promise<{ clerk: ProviderClerk; server: BareServer }> => {
		server = await bareServer(reply);
		const endpoint = { ...endpointOf(protocol, protocol === 'anthropic' ? server.url : `${server.url}/v1`), fetch: through };
		return { clerk: protocol === 'anthropic' ? anthropicClerk(endpoint) : openaiClerk(endpoint), server };
	};
	const good = (text: string): object => (protocol === 'anthropic' ? messageOf(text) : completionOf(text));

	it('answers', async () => {
		const { clerk, server: asked } = await open((_, response) => json(response, 200, good('{"answers":[]}')));
		expect(await clerk.answer(order, never())).toMatchObject({ ok: true, text: '{"answers":[]}' });
		expect(asked.seen[0]?.headers.authorization ?? asked.seen[0]?.headers['x-api-key']).toContain(KEY);
		expect(asked.seen[0]?.body).toMatchObject({ model: expect.any(String) as string });
	});

	it('waits as long as it is told', async () => {
		const { clerk } = await open((_, response) => json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '3' }));
		expect(await clerk.answer(order, never())).toMatchObject({ ok: false, failure: { kind: 'rate-limited', retryAfter: 3_000 } });
	});

	it('says that nobody is there', async () => {
		const { clerk, server: asked } = await open(() => undefined);
		await asked.close();
		expect(await clerk.answer(order, never())).toMatchObject({ ok: false, failure: { kind: 'network' } });
	});

	it('lets a request that was stopped run to its end, for it is paid for', async () => {
		const { clerk, server: asked } = await open((_, response) => void setTimeout(() => json(response, 200, good('{}')), 300));
		const stop = new AbortController();
		setTimeout(() => {
			stop.abort();
		}, 100);
		let late: Promise<unknown> = Promise.resolve();
		const waiting = stoppable((pending) => {
			late = pending;
		})(clerk);
		let arrived = false;
		const stopped = await waiting.answer(order, stop.signal);
		void late.then(() => {
			arrived = true;
		});
		await Promise.resolve();
		expect(stopped).toMatchObject({ ok: false, failure: { kind: 'stopped' } });
		expect(arrived).toBe(false);
		expect(await late).toMatchObject({ ok: true, coin_usd: expect.any(Number) as number });
		expect(asked.abandoned()).toBe(0);
	});
});

it('carries a batch’s file', async () => {
	server = await bareServer(({ path }, response) => json(response, 200, path === '/v1/files' ? { id: 'file-1' } : { id: 'batch_1', status: 'validating' }));
	const service = openaiBatch({ ...endpointOf('openai', `${server.url}/v1`), fetch: through });
	expect(await service.submit([order], 'b-1', never())).toEqual({ ok: true, value: 'batch_1' });
	expect(server.seen[0]?.headers['content-type']).toContain('multipart/form-data; boundary=');
	expect(server.seen[0]?.text).toContain('"custom_id"');
});
