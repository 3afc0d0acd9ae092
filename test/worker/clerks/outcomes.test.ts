import { LLMock } from '@copilotkit/aimock';
import { afterEach, describe, expect, it } from 'vitest';
import type { Order } from '../../../src/worker/clerk.js';
import { anthropicClerk } from '../../../src/worker/clerks/anthropic/clerk.js';
import type { ProviderClerk } from '../../../src/worker/clerks/endpoint.js';
import { openaiClerk } from '../../../src/worker/clerks/openai/clerk.js';
import type { WorkerEntry } from '../../../src/worker/operators/operators.js';
import { bareServer, json, type BareServer, type Reply } from '../servers/bare-server.js';
import { completionOf, endpointOf, KEY, messageOf, never, order } from '../servers/endpoints.js';

type Protocol = 'anthropic' | 'openai';
const clerkOf = (protocol: Protocol, url: string, changes: Partial<WorkerEntry> = {}, key: string | null = KEY): ProviderClerk =>
	protocol === 'anthropic' ? anthropicClerk(endpointOf('anthropic', url, changes, key)) : openaiClerk(endpointOf('openai', `${url}/v1`, changes, key));
const goodBody = (protocol: Protocol, text: string): object => (protocol === 'anthropic' ? messageOf(text) : completionOf(text));
const saying = (words: string | RegExp): unknown => (typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words));
const aNumber: unknown = expect.any(Number);
const something: unknown = expect.anything();
const usageOf = { in: 137, cached: 30, written: 7, out: 20 };

let server: BareServer | null = null;
let mock: LLMock | null = null;
afterEach(async () => {
	await server?.close();
	await mock?.stop();
	server = null;
	mock = null;
});

async function serve(reply: Reply): Promise<BareServer> {
	server = await bareServer(reply);
	return server;
}

const failureOf = async (clerk: ProviderClerk, sent: Order = order, signal = never()) => {
	const answer = await clerk.answer(sent, signal);
	if (answer.ok) throw new Error(`answered: ${answer.text}`);
	expect(JSON.stringify(answer)).not.toContain(KEY);
	return { ...answer.failure, coin: answer.coin_usd, tokens: answer.tokens };
};

describe.each<Protocol>(['anthropic', 'openai'])('%s, spoken to by its own SDK', (protocol) => {
	it('gives its answer, its tokens and what they cost', async () => {
		const { url, seen } = await serve((_, response) => json(response, 200, goodBody(protocol, '{"answers":[]}')));
		const answer = await clerkOf(protocol, url).answer(order, never());
		const tokens = protocol === 'anthropic' ? usageOf : { in: 130, cached: 30, written: 0, out: 20 };
		expect(answer).toMatchObject({ ok: true, text: '{"answers":[]}', tokens, transcript: null });
		expect(answer.clock_ms).toBeGreaterThan(0);
		expect(answer.coin_usd).toBeCloseTo(protocol === 'anthropic' ? (100 * 2 + 30 * 0.2 + 7 * 2.5 + 20 * 10) / 1e6 : (100 * 2 + 30 * 0.2 + 20 * 10) / 1e6, 12);
		expect(answer.carbon_g).toBeGreaterThan(0);
		expect(answer.model).toMatch(/^(?:claude-sonnet-5|gpt-5-mini)-2/);
		expect(seen).toHaveLength(1);
	});

	it('is sent the schema, the instructions before the input, the key where it belongs, and nothing about the machine', async () => {
		const { url, seen } = await serve((_, response) => json(response, 200, goodBody(protocol, '{"answers":[]}')));
		await clerkOf(protocol, url).answer(order, never());
		const [request] = seen;
		expect(request?.headers.authorization ?? request?.headers['x-api-key']).toContain(KEY);
		expect(Object.keys(request?.headers ?? {}).filter((name) => name.startsWith('x-stainless'))).toEqual([]);
		expect(request?.text).not.toContain(KEY);
		if (protocol === 'anthropic') {
			expect(request?.body).toMatchObject({ system: [{ text: order.instructions, cache_control: { type: 'ephemeral' } }], messages: [{ role: 'user', content: order.input }], output_config: { format: { type: 'json_schema', schema: order.schema } }, max_tokens: 4_000 });
		} else {
			expect(request?.body).toMatchObject({ messages: [{ role: 'system', content: order.instructions }, { role: 'user', content: order.input }], response_format: { type: 'json_schema', json_schema: { strict: true, schema: order.schema } }, max_tokens: 4_000 });
		}
	});

	it('is shown what was wrong with its answer', async () => {
		const { url, seen } = await serve((_, response) => json(response, 200, goodBody(protocol, '{"answers":[]}')));
		await clerkOf(protocol, url).answer({ ...order, repair: { answer: ' {"a":1}\n', problems: ['“answers” is missing.'] } }, never());
		const { messages } = seen[0]?.body as { messages: { role: string; content: string }[] };
		expect(messages.slice(-3).map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
		expect(messages.at(-2)?.content).toBe(' {"a":1}');
		expect(messages.at(-1)?.content).toContain('“answers” is missing.');
	});

	it('has an unknown price where nobody knows it, and a known one of nothing for a call that was refused', async () => {
		const { url } = await serve((_, response, before) => (before === 0 ? json(response, 200, goodBody(protocol, '{}')) : json(response, 401, { error: { type: 'authentication_error', message: `invalid key ${KEY}` } })));
		const clerk = clerkOf(protocol, url, { model: 'nobody-knows-it', price: null });
		expect(await clerk.answer(order, never())).toMatchObject({ ok: true, coin_usd: null, carbon_g: null });
		expect(await clerk.answer(order, never())).toMatchObject({ ok: false, coin_usd: 0, carbon_g: 0, tokens: null });
	});

	it.each<[string, number, object | string, Record<string, string>, object]>([
		['a wrong key', 401, { type: 'error', error: { type: 'authentication_error', message: `invalid x-api-key ${KEY}` } }, {}, { kind: 'auth', message: saying(/did not take the key.*\[key\].*Check the secret “my-key”/) }],
		['a key without the right', 403, { type: 'error', error: { type: 'permission_error', message: 'not for you' } }, {}, { kind: 'auth' }],
		['too many calls, and when to come back', 429, { type: 'error', error: { type: 'rate_limit_error', message: 'slow down' } }, { 'retry-after': '7' }, { kind: 'rate-limited', retryAfter: 7_000 }],
		['too many calls', 429, { type: 'error', error: { type: 'rate_limit_error', message: 'slow down' } }, {}, { kind: 'rate-limited', retryAfter: null }],
		['an account without credit', 429, { error: { code: 'insufficient_quota', message: 'You exceeded your current quota' } }, {}, { kind: 'unavailable', message: saying(/credit/) }],
		['no credit at Anthropic', 400, { type: 'error', error: { type: 'invalid_request_error', message: 'Your credit balance is too low' } }, {}, { kind: 'unavailable' }],
		['too much to do', 529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, { 'retry-after': 'Sun, 22 Nov 2099 12:00:00 GMT' }, { kind: 'overloaded', retryAfter: aNumber }],
		['a pause, said to the millisecond', 503, 'down', { 'retry-after-ms': '1500' }, { kind: 'overloaded', retryAfter: 1_500 }],
		['an error of its own', 500, '<!doctype html><html><body>Oops</body></html>', {}, { kind: 'overloaded', message: saying(/a web page instead of an answer/) }],
		['an input that is too long', 400, { type: 'error', error: { type: 'invalid_request_error', code: 'context_length_exceeded', message: 'prompt is too long: 300000 tokens > 200000 maximum' } }, {}, { kind: 'too-long', message: saying(/longest passage/) }],
		['a body that is too large', 413, { type: 'error', error: { type: 'request_too_large', message: 'Request exceeds the maximum size' } }, {}, { kind: 'too-long' }],
		['no such model', 404, { type: 'error', error: { type: 'not_found_error', message: 'model: claude-9' } }, {}, { kind: 'unavailable', message: saying(/has no model/) }],
		['a wrong address', 404, 'Not Found', {}, { kind: 'unavailable', message: saying(/address/) }],
	])('says of %s what it is', async (_, status, body, headers, expected) => {
		const { url, seen } = await serve((_request, response) => json(response, status, body, headers));
		expect(await failureOf(clerkOf(protocol, url))).toMatchObject({ coin: 0, ...expected });
		expect(seen).toHaveLength(1);
	});

	it('counts the time until a date, and not below none', async () => {
		const { url } = await serve((_request, response, before) => json(response, 529, 'x', { 'retry-after': new Date(1_795_338_000_000 + (before === 0 ? 90_000 : -90_000)).toUTCString() }));
		const clerk = clerkOf(protocol, url);
		expect((await failureOf(clerk)) as { retryAfter?: number }).toMatchObject({ retryAfter: expect.closeTo(90_000, -2) as number });
		expect((await failureOf(clerk)) as { retryAfter?: number }).toMatchObject({ retryAfter: 0 });
	});

	it.each<[string, Reply, object]>([
		['JSON that breaks off', (_, response) => json(response, 200, '{"id":"x","content":[{"type":"te'), { kind: 'malformed' }],
		['an empty body', (_, response) => json(response, 200, ''), { kind: 'malformed' }],
		['a web page', (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html><title>Sign in</title></html>'), { kind: 'malformed', message: saying(/a web page/) }],
		['another protocol', (_, response) => json(response, 200, { result: 'ok' }), { kind: 'malformed', message: saying(/protocol/) }],
		['an empty answer', (_, response) => json(response, 200, goodBody(protocol, '  ')), { kind: 'malformed', tokens: something }],
		['a connection that is cut before', (_, response) => void response.destroy(), { kind: 'network' }],
		[
			'a connection that is cut within',
			(_, response) => {
				response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
				response.write('{"id":');
				setTimeout(() => response.destroy(), 20);
			},
			{ kind: 'network' },
		],
	])('says of %s what it is, and not what it cost', async (_, reply, expected) => {
		const { url } = await serve(reply);
		const failure = await failureOf(clerkOf(protocol, url));
		expect(failure).toMatchObject(expected);
		if (failure.tokens === null) expect(failure.coin).toBeNull();
	});

	it('says that nobody is there', async () => {
		const { url, close } = await bareServer(() => undefined);
		await close();
		expect(await failureOf(clerkOf(protocol, url))).toMatchObject({ kind: 'network', message: saying(url) });
	});

	it('stops within a second, and the other side sees it', async () => {
		const { url, abandoned } = await serve(() => new Promise(() => undefined));
		const stop = new AbortController();
		setTimeout(() => {
			stop.abort();
		}, 50);
		const started = performance.now();
		expect(await failureOf(clerkOf(protocol, url), order, stop.signal)).toMatchObject({ kind: 'stopped', coin: null });
		expect(performance.now() - started).toBeLessThan(1_000);
		await expect.poll(abandoned).toBe(1);
	});

	it('asks nobody once it is stopped', async () => {
		const { url, seen } = await serve((_, response) => json(response, 200, goodBody(protocol, '{}')));
		expect(await failureOf(clerkOf(protocol, url), order, AbortSignal.abort())).toMatchObject({ kind: 'stopped' });
		expect(seen).toHaveLength(0);
	});

	it('lists its models and tests its connection without spending a token', async () => {
		const { url, seen } = await serve((_, response) => json(response, 200, { object: 'list', has_more: false, data: ['zeta', 'claude-sonnet-5-20260801', 'gpt-5-mini', 'alpha'].map((id) => ({ id, object: 'model', type: 'model' })) }));
		const clerk = clerkOf(protocol, url);
		expect(await clerk.listModels(never())).toEqual({ ok: true, value: ['alpha', 'claude-sonnet-5-20260801', 'gpt-5-mini', 'zeta'] });
		expect(await clerk.testConnection(never())).toMatchObject({ ok: true });
		expect(await clerkOf(protocol, url, { model: 'omega' }).testConnection(never())).toEqual({ ok: false, message: saying(/has no model “omega”\. It has alpha, /) });
		expect(seen.every(({ method }) => method === 'GET')).toBe(true);
	});

	it('tests a connection that does not work in plain words', async () => {
		const { url } = await serve((_, response, before) => (before === 0 ? json(response, 401, { error: { message: 'bad key' } }) : before === 1 ? void response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>') : json(response, 404, 'nothing here')));
		const clerk = clerkOf(protocol, url);
		expect(await clerk.testConnection(never())).toMatchObject({ ok: false, message: saying(/Check the secret “my-key”/) });
		expect(await clerk.testConnection(never())).toMatchObject({ ok: false, message: saying(/Check the address/) });
		expect(await clerk.testConnection(never())).toMatchObject({ ok: false, message: saying(/Check the address/) });
	});

	it('is the same to a mock server that others wrote', async () => {
		mock = new LLMock({ port: 0 });
		mock.onMessage('The pairs.', { content: '{"answers":["a"]}' });
		await mock.start();
		expect(await clerkOf(protocol, mock.url).answer(order, never())).toMatchObject({ ok: true, text: '{"answers":["a"]}' });
		mock.nextRequestError(429, { message: 'slow down', type: 'rate_limit_error' });
		expect(await failureOf(clerkOf(protocol, mock.url))).toMatchObject({ kind: 'rate-limited' });
		mock.nextRequestError(503, { message: 'busy', type: 'overloaded_error' });
		expect(await failureOf(clerkOf(protocol, mock.url))).toMatchObject({ kind: 'overloaded' });
	});
});

describe('why an answer ends', () => {
	it.each<[string, object, object]>([
		['max_tokens', { stop_reason: 'max_tokens' }, { kind: 'length', tokens: usageOf }],
		['refusal', { stop_reason: 'refusal', content: [], stop_details: { type: 'refusal', explanation: 'No.' } }, { kind: 'refused', message: saying('No.') }],
		['model_context_window_exceeded', { stop_reason: 'model_context_window_exceeded' }, { kind: 'too-long' }],
		['tool_use', { stop_reason: 'tool_use', content: [{ type: 'tool_use', id: 't', name: 'n', input: {} }] }, { kind: 'malformed' }],
	])('at Anthropic, %s', async (_, changes, expected) => {
		const { url } = await serve((_request, response) => json(response, 200, messageOf('{"half":', changes)));
		expect(await failureOf(clerkOf('anthropic', url))).toMatchObject(expected);
	});

	it.each<[string, object, object]>([
		['length', completionOf('{"half":', {}, { finish_reason: 'length' }), { kind: 'length', tokens: { out: 20 } }],
		['content_filter', completionOf(null, {}, { finish_reason: 'content_filter' }), { kind: 'refused' }],
		['a refusal', completionOf(null, {}, { message: { role: 'assistant', content: null, refusal: 'I will not.' } }), { kind: 'refused', message: saying('I will not.') }],
		['tool_calls', completionOf(null, {}, { finish_reason: 'tool_calls' }), { kind: 'malformed' }],
		['no choices', completionOf(null, { choices: [] }), { kind: 'malformed' }],
	])('at OpenAI, %s', async (_, body, expected) => {
		const { url } = await serve((_request, response) => json(response, 200, body));
		expect(await failureOf(clerkOf('openai', url))).toMatchObject(expected);
	});

	it('after thinking aloud, with the answer alone', async () => {
		const { url } = await serve((_request, response) => json(response, 200, messageOf('', { content: [{ type: 'thinking', thinking: 'hm', signature: 's' }, { type: 'text', text: '{"answers"' }, { type: 'text', text: ':[]}' }] })));
		expect(await clerkOf('anthropic', url).answer(order, never())).toMatchObject({ ok: true, text: '{"answers":[]}' });
	});
});

describe('an endpoint that cannot do all of OpenAI’s protocol', () => {
	const refuse = (response: Parameters<Reply>[1], message: string): void => json(response, 400, { error: { message, type: 'invalid_request_error' } });
	const formatOf = (body: unknown): string => (body as { response_format?: { type: string } }).response_format?.type ?? 'none';

	it.each<[string, string[]]>([
		['json_schema', ['json_schema']],
		['json_object', ['json_schema', 'json_object']],
		['none', ['json_schema', 'json_object', 'none']],
	])('that takes %s is asked for less and less, and once only', async (takes, tried) => {
		const { url, seen } = await serve(({ body }, response) => (formatOf(body) === takes ? json(response, 200, completionOf('{"answers":[]}')) : refuse(response, `response_format ${formatOf(body)} is not supported`)));
		const clerk = clerkOf('openai', url);
		expect(await clerk.answer(order, never())).toMatchObject({ ok: true });
		expect(await clerk.answer(order, never())).toMatchObject({ ok: true });
		expect(seen.map(({ body }) => formatOf(body))).toEqual([...tried, takes]);
		const { messages } = seen.at(-1)?.body as { messages: { content: string }[] };
		expect(messages[0]?.content.includes('JSON Schema')).toBe(takes !== 'json_schema');
	});

	it('that wants the other name of the limit gets it', async () => {
		const { url, seen } = await serve(({ body }, response) => ('max_completion_tokens' in (body as object) ? json(response, 200, completionOf('{}')) : refuse(response, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")));
		expect(await clerkOf('openai', url).answer(order, never())).toMatchObject({ ok: true });
		expect(seen.map(({ body }) => formatOf(body))).toEqual(['json_schema', 'json_schema']);
	});

	it('that takes nothing is left after three tries', async () => {
		const { url, seen } = await serve((_, response) => refuse(response, 'no'));
		expect(await failureOf(clerkOf('openai', url))).toMatchObject({ kind: 'unsupported', message: saying('no') });
		expect(seen).toHaveLength(3);
	});

	it('that takes no key is sent none', async () => {
		const { url, seen } = await serve((_, response) => json(response, 200, completionOf('{}')));
		await clerkOf('openai', url, { key: null }, null).answer(order, never());
		expect(seen[0]?.headers.authorization).toBeUndefined();
	});

	it('that quietly drops a part of a long input is found out', async () => {
		const long = { ...order, input: 'Glycogen is the form in which muscles store sugar. '.repeat(1_000) };
		const { url } = await serve((_, response, before) => json(response, 200, completionOf('{}', { usage: { prompt_tokens: before === 0 ? 4_096 : 10_000, completion_tokens: 2 } })));
		const clerk = clerkOf('openai', url);
		expect(await failureOf(clerk, long)).toMatchObject({ kind: 'too-long', message: saying('4096') });
		expect(await clerk.answer(long, never())).toMatchObject({ ok: true });
	});
});
