import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { threadOptions } from '../../../esbuild.config.mjs';
import type { anthropicBatch } from '../../../src/worker/clerks/anthropic/batch.js';
import type { anthropicClerk } from '../../../src/worker/clerks/anthropic/clerk.js';
import type { openaiBatch } from '../../../src/worker/clerks/openai/batch.js';
import type { openaiClerk } from '../../../src/worker/clerks/openai/clerk.js';
import { ROOT } from '../../architecture/sources.js';
import { bareServer, json, type BareServer } from '../servers/bare-server.js';
import { endpointOf, never, order } from '../servers/endpoints.js';

interface Built {
	readonly anthropicBatch: typeof anthropicBatch;
	readonly anthropicClerk: typeof anthropicClerk;
	readonly openaiBatch: typeof openaiBatch;
	readonly openaiClerk: typeof openaiClerk;
}

const ENTRY = ['anthropic', 'openai'].flatMap((name) => [`export * from './src/worker/clerks/${name}/batch.js';`, `export { ${name}Clerk } from './src/worker/clerks/${name}/clerk.js';`]).join('\n');

let built: Built;
let server: BareServer;

beforeAll(async () => {
	const { outputFiles } = await esbuild.build({ ...threadOptions(true), entryPoints: [], format: 'esm', stdin: { contents: ENTRY, resolveDir: ROOT, loader: 'ts' }, write: false });
	built = (await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.text ?? '').toString('base64')}`)) as Built;
	server = await bareServer(({ path }, response) => {
		if (/\/v1\/(?:messages\/)?batches\?limit=\d+$/.test(path)) return json(response, 200, { data: [] });
		if (/\/v1\/models(?:\?|$)/.test(path)) return json(response, 200, { data: [{ id: 'b' }, { id: 'a' }] });
		return json(response, 429, { type: 'error', error: { type: 'rate_limit_error', message: 'Slow down.' } }, { 'retry-after': '7' });
	});
});
afterAll(() => server.close());

// The plugin's build takes parts out of the SDKs by their text; what is left has to do all that is asked of it.
describe.each(['anthropic', 'openai'] as const)('the SDK of %s as the plugin has it', (protocol) => {
	const endpoint = () => (protocol === 'anthropic' ? endpointOf('anthropic', server.url) : endpointOf('openai', `${server.url}/v1`));
	const batch = () => (protocol === 'anthropic' ? built.anthropicBatch(endpoint()) : built.openaiBatch(endpoint()));
	const clerk = () => (protocol === 'anthropic' ? built.anthropicClerk(endpoint()) : built.openaiClerk(endpoint()));

	it('lists models', async () => {
		expect(await clerk().listModels(never())).toEqual({ ok: true, value: ['a', 'b'] });
	});

	it('looks for a batch among the newest', async () => {
		expect(await batch().find({ name: 'b-1', at: 0, orders: 1, others: new Set() }, never())).toEqual({ ok: true, value: null });
	});

	it('tells what a provider refused, and for how long', async () => {
		expect(await clerk().answer(order, never())).toMatchObject({ ok: false, failure: { kind: 'rate-limited', retryAfter: 7000 } });
		expect(await batch().submit([order], 'b-1', never())).toMatchObject({ ok: false, error: { kind: 'rate-limited', retryAfter: 7000 } });
	});

	it('tells of a connection that failed', async () => {
		const gone = await bareServer(() => undefined);
		await gone.close();
		const dead = protocol === 'anthropic' ? built.anthropicClerk(endpointOf('anthropic', gone.url)) : built.openaiClerk(endpointOf('openai', `${gone.url}/v1`));
		expect(await dead.listModels(never())).toMatchObject({ ok: false });
	});
});
