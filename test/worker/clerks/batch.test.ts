import { afterEach, describe, expect, it } from 'vitest';
import type { Order } from '../../../src/worker/clerk.js';
import { anthropicBatch } from '../../../src/worker/clerks/anthropic/batch.js';
import { batchName, type BatchService } from '../../../src/worker/clerks/batch.js';
import { openaiBatch } from '../../../src/worker/clerks/openai/batch.js';
import { bareServer, json, type BareServer, type Reply } from '../servers/bare-server.js';
import { completionOf, endpointOf, KEY, messageOf, never, order } from '../servers/endpoints.js';

type Protocol = 'anthropic' | 'openai';
const orders: readonly Order[] = ['extract:s-1.0', 'extract:s-2.0', 'extract:s-3.0'].map((task) => ({ ...order, task }));
const [one, two, three] = orders.map(({ task }) => batchName(task));

/** A provider that works on a batch between two questions about it, and answers in another order than it was asked. */
function provider(): { reply: Reply; submissions: () => number } {
	let submissions = 0;
	let polls = 0;
	let names: string[] = [];
	const counts = (done: boolean) => (done ? { processing: 0, succeeded: 2, errored: 1, canceled: 0, expired: 0 } : { processing: 3, succeeded: 0, errored: 0, canceled: 0, expired: 0 });
	const lines = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
	const reply: Reply = ({ method, path, body, text }, response) => {
		const done = polls > 1;
		if (method === 'POST' && path === '/v1/messages/batches') {
			submissions += 1;
			names = (body as { requests: { custom_id: string }[] }).requests.map(({ custom_id }) => custom_id);
			return json(response, 200, { id: 'msgbatch_1', processing_status: 'in_progress', request_counts: counts(false) });
		}
		if (path === '/v1/messages/batches/msgbatch_1') {
			polls += 1;
			return json(response, 200, { id: 'msgbatch_1', processing_status: polls > 1 ? 'ended' : 'in_progress', request_counts: counts(polls > 1) });
		}
		if (path === '/v1/messages/batches/msgbatch_1/results' && done) {
			return void response.writeHead(200, { 'content-type': 'application/x-jsonl' }).end(
				lines([
					{ custom_id: names[1], result: { type: 'errored', error: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } } },
					{ custom_id: names[2], result: { type: 'succeeded', message: messageOf('{"answers":["three"]}') } },
					{ custom_id: names[0], result: { type: 'succeeded', message: messageOf('{"answers":["one"]}') } },
				]),
			);
		}
		if (path === '/v1/files') {
			names = [...text.matchAll(/"custom_id":"([^"]+)"/g)].map((match) => match[1] ?? '');
			return json(response, 200, { id: 'file-in', object: 'file' });
		}
		if (method === 'POST' && path === '/v1/batches') {
			submissions += 1;
			return json(response, 200, { id: 'batch_1', status: 'validating', request_counts: { total: 0, completed: 0, failed: 0 } });
		}
		if (path === '/v1/batches/batch_1') {
			polls += 1;
			return json(response, 200, polls > 1 ? { id: 'batch_1', status: 'completed', output_file_id: 'file-out', error_file_id: 'file-err', request_counts: { total: 3, completed: 2, failed: 1 } } : { id: 'batch_1', status: 'in_progress', request_counts: { total: 3, completed: 0, failed: 0 } });
		}
		if (path === '/v1/files/file-out/content') {
			return void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(
				lines([
					{ custom_id: names[2], response: { status_code: 200, body: completionOf('{"answers":["three"]}') }, error: null },
					{ custom_id: names[0], response: { status_code: 200, body: completionOf('{"answers":["one"]}') }, error: null },
				]),
			);
		}
		if (path === '/v1/files/file-err/content') return void response.writeHead(200).end(lines([{ custom_id: names[1], response: { status_code: 503, body: { error: { message: 'Overloaded' } } }, error: null }]));
		return json(response, 404, { error: { message: `nothing at ${path}` } });
	};
	return { reply, submissions: () => submissions };
}

let server: BareServer | null = null;
afterEach(async () => {
	await server?.close();
	server = null;
});

describe.each<Protocol>(['anthropic', 'openai'])('a batch at %s', (protocol) => {
	const open = (url: string): BatchService => (protocol === 'anthropic' ? anthropicBatch(endpointOf('anthropic', url)) : openaiBatch(endpointOf('openai', `${url}/v1`)));

	it('is submitted once, found again after a restart by its id alone, and collected by task', async () => {
		const { reply, submissions } = provider();
		server = await bareServer(reply);
		const submitted = await open(server.url).submit([...orders, ...orders.slice(0, 1)], 'b-1', never());
		if (!submitted.ok) throw new Error(submitted.error.message);
		const id = JSON.parse(JSON.stringify(submitted.value)) as string;

		// What follows knows nothing but the id and the tasks, as a later run does.
		const later = open(server.url);
		expect(await later.poll(id, never())).toEqual({ ok: true, value: { ended: false, waiting: 3, answered: 0, failed: 0 } });
		expect(await later.poll(id, never())).toEqual({ ok: true, value: { ended: true, waiting: 0, answered: 2, failed: 1 } });
		const collected = await open(server.url).collect(id, [...orders, { ...order, task: 'extract:s-9.0' }], never());
		if (!collected.ok) throw new Error(collected.error.message);
		const answers = collected.value;
		expect(answers.get('extract:s-1.0')).toMatchObject({ ok: true, text: '{"answers":["one"]}' });
		expect(answers.get('extract:s-2.0')).toMatchObject({ ok: false, failure: { kind: 'overloaded' }, coin_usd: 0 });
		expect(answers.get('extract:s-3.0')).toMatchObject({ ok: true, text: '{"answers":["three"]}' });
		expect(answers.get('extract:s-9.0')).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
		expect(submissions()).toBe(1);
	});

	it('costs half', async () => {
		const { reply } = provider();
		server = await bareServer(reply);
		const service = open(server.url);
		const id = await service.submit(orders, 'b-1', never());
		if (!id.ok) throw new Error(id.error.message);
		await service.poll(id.value, never());
		await service.poll(id.value, never());
		const collected = await service.collect(id.value, orders, never());
		const answer = collected.ok ? collected.value.get('extract:s-1.0') : undefined;
		const whole = protocol === 'anthropic' ? 100 * 2 + 30 * 0.2 + 7 * 2.5 + 20 * 10 : 100 * 2 + 30 * 0.2 + 20 * 10;
		expect(answer?.coin_usd).toBeCloseTo(whole / 2 / 1e6, 12);
		// How long a task in a batch took, nobody says.
		expect(answer?.clock_ms).toBeNull();
	});

	it('sends each order under a short name, with the same body as a single call', async () => {
		const { reply } = provider();
		server = await bareServer(reply);
		await open(server.url).submit(orders, 'b-1', never());
		const { text } = server.seen[0] ?? { text: '' };
		for (const name of [one, two, three]) expect(text).toContain(`"custom_id":"${name ?? ''}"`);
		expect(text).toContain('json_schema');
		expect(text).not.toContain(KEY);
	});

	it('that cannot be had says so', async () => {
		server = await bareServer(({ path }, response) => (path.includes('odd') ? void response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>') : json(response, 401, { error: { message: 'bad key' } })));
		const service = open(server.url);
		expect(await service.submit(orders, 'b-1', never())).toMatchObject({ ok: false, error: { kind: 'auth' } });
		expect(await service.poll('odd_1', never())).toMatchObject({ ok: false, error: { kind: 'malformed' } });
		const before = server.seen.length;
		expect(await service.collect('../../etc', orders, never())).toMatchObject({ ok: false, error: { kind: 'unavailable' } });
		expect(server.seen).toHaveLength(before);
	});
});
