import type { LLMock } from '@copilotkit/aimock';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/obsidian/engine/engine.js';
import { modelAccess, type ModelAccess } from '../../src/obsidian/model-access.js';
import { askThrough } from '../../src/obsidian/request-fetch.js';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import type { Asking } from '../../src/worker/asking.js';
import { NOTES, startingWith } from '../promises/vault-fixture.js';
import { bareServer, json } from '../worker/servers/bare-server.js';
import { completionOf, KEY } from '../worker/servers/endpoints.js';
import { scriptedModel } from '../worker/servers/mock-model.js';
import { goodReader } from '../worker/servers/scripted-model.js';
import { buildProgram, engineOver, withSwap } from './node-thread.js';

const NAMES = ['Spaced repetition', 'Forgetting curve', 'Retrieval practice', 'Hermann Ebbinghaus'];
const OPERATORS = '_commonplace/operators.yml';

let program = '';
const closing: (() => unknown)[] = [];
beforeAll(async () => {
	program = await buildProgram();
});
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

/** As the app's own request behaves. */
const ask = askThrough(async ({ url, method = 'GET', headers = {}, body }) => {
	const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
	return { status: response.status, headers: Object.fromEntries(response.headers), arrayBuffer: await response.arrayBuffer() };
});

function open(vault: MemoryVault): { readonly engine: Engine; readonly access: ModelAccess; readonly heard: Asking[] } {
	const heard: Asking[] = [];
	const access = modelAccess({ secret: (name) => (name === 'my-key' ? ` ${KEY}\n` : null), ask, load: () => null, store: () => undefined });
	const models = { key: access.key, request: access.request, asking: (now: Asking) => void heard.push(now) };
	const { engine } = engineOver(withSwap(vault), program, { models });
	closing.push(() => engine.dispose());
	return { engine, access, heard };
}

async function model(): Promise<LLMock> {
	const mock = await scriptedModel(goodReader(NAMES));
	closing.push(() => mock.stop());
	return mock;
}

const operatorsFor = (url: string, more = ''): string => `workers:
  reader: { use: openai, tier: 1, model: gpt-5-mini, base_url: "${url}/v1", key: my-key, price: { input: 1, output: 4 } }
trust: { extract: 1, identify: 1, weave: 1, adjudicate: 1 }
${more}`;
const RULES = { '_commonplace/rules/openai.yml': 'inherit: default\n' };

describe('models in the engine’s thread', () => {
	it('are asked through the main thread, and tell what they cost while they are', async () => {
		const mock = await model();
		const vault = memoryVault({
			...NOTES,
			...RULES,
			'_commonplace/rules/anthropic.yml': 'inherit: default\n',
			[OPERATORS]: operatorsFor(mock.url).replace('trust:', `  writer: { use: anthropic, tier: 2, model: claude-sonnet-5, base_url: "${mock.url}", key: my-key }\ntrust:`).replace('weave: 1', 'weave: 2'),
		});
		const { engine, access, heard } = open(vault);
		access.agree([{ address: `${mock.url}/v1`, key: 'my-key' }, { address: mock.url, key: 'my-key' }]);
		const report = await engine.core.compile({ approve: 'none' });
		expect(report).toMatchObject({ stopped: null, problems: [], sources: { failed: 0 } });
		expect(report.proposals.map(({ path }) => path)).toContain('wiki/concepts/Spaced repetition.md');
		const calls = mock.getRequests();
		// One a note, and one for all pages.
		expect(calls).toHaveLength(5);
		expect(new Set(calls.map(({ path }) => path))).toEqual(new Set(['/v1/chat/completions', '/v1/messages']));
		expect(heard.map(({ tasks }) => tasks)).toEqual(heard.map((_, index) => index));
		const { total } = await engine.core.costs();
		expect(heard.at(-1)?.spent.coin_usd).toBeCloseTo(total.coin_usd ?? -1, 10);
		expect(Object.keys(startingWith(vault.files(), '_commonplace/transcripts/'))).toHaveLength(calls.length);
		expect(JSON.stringify([vault.files(), report]).includes(KEY)).toBe(false);
	});

	it('get neither the key nor a way to an address that nobody agreed to on this device', async () => {
		const mock = await model();
		const { engine, access } = open(memoryVault({ ...NOTES, ...RULES, [OPERATORS]: operatorsFor(mock.url) }));
		expect(JSON.stringify((await engine.core.compile({ approve: 'none' })).problems)).toContain('The secret “my-key” of the worker “reader” holds no key.');
		// Agreed to for another address: the same secret goes there, and not here.
		access.agree([{ address: 'https://example.org/v1', key: 'my-key' }]);
		expect(access.key('my-key', `${mock.url}/v1`)).toBeNull();
		await expect(access.request({ url: `${mock.url}/v1/models`, method: 'GET', headers: {}, body: null })).rejects.toThrow('nobody agreed');
		expect(mock.getRequests()).toEqual([]);
	});

	it('hold at a cap, say which, and go on when a person raised it', async () => {
		const mock = await model();
		const vault = memoryVault({ ...NOTES, ...RULES, [OPERATORS]: `# Mine.\n${operatorsFor(mock.url, 'caps: { run: { coin_usd: 0.0000001 } } # careful')}` });
		const { engine, access, heard } = open(vault);
		access.agree([{ address: `${mock.url}/v1`, key: 'my-key' }]);
		await engine.core.compile({ approve: 'none' });
		expect(mock.getRequests()).toHaveLength(1);
		expect(heard.at(-1)?.held).toEqual({ span: 'run', currency: 'coin_usd', cap: 1e-7, why: 'reached' });
		expect(await engine.core.changeOperators({ kind: 'cap', span: 'run', currency: 'coin_usd', amount: 1 })).toEqual([]);
		expect(vault.files()[OPERATORS]).toMatch(/^# Mine\.\n[^]*caps: \{ run: \{ coin_usd: 1 \} \} # careful\n$/);
		const report = await engine.core.compile({ approve: 'none' });
		expect(report).toMatchObject({ problems: [], sources: { failed: 0 } });
		expect(heard.at(-1)?.held).toBeNull();
		// What was read before the cap is not paid for again.
		expect(new Set(mock.getRequests().map(({ body }) => JSON.stringify(body))).size).toBe(mock.getRequests().length);
	});

	it.each([
		['everything', '_commonplace/STOP.md'],
		['this worker', '_commonplace/stops/openai.md'],
	])('are waited for no longer when somebody stops %s elsewhere; what they answer later is kept and counts', async (_, file) => {
		const held: (() => void)[] = [];
		const server = await bareServer((_request, response) => void held.push(() => { json(response, 200, completionOf('{"claims":[],"mentions":[]}')); }));
		closing.push(() => server.close());
		const vault = memoryVault({ ...NOTES, ...RULES, [OPERATORS]: operatorsFor(server.url) });
		const { engine, access } = open(vault);
		access.agree([{ address: `${server.url}/v1`, key: 'my-key' }]);
		const compiled = engine.core.compile({ approve: 'passed' });
		await expect.poll(() => held.length, { timeout: 20_000 }).toBe(4);
		vault.edit(file, 'Enough.\n');
		// It ends though nobody has answered.
		expect((await compiled).proposals).toEqual([]);
		expect(startingWith(vault.files(), '_commonplace/transcripts/')).toEqual({});
		for (const answer of held) answer();
		await expect.poll(() => Object.keys(startingWith(vault.files(), '_commonplace/transcripts/')).length, { timeout: 20_000 }).toBe(4);
		expect((await engine.core.costs()).total).toMatchObject({ calls: 4 });
		// The answers are there: nothing is asked twice once it may go on.
		vault.edit(file, null);
		expect(await engine.core.compile({ approve: 'none' })).toMatchObject({ stopped: null, problems: [], sources: { failed: 0 } });
		expect(server.seen).toHaveLength(4);
	}, 60_000);

	it('that are busy say until when', async () => {
		const server = await bareServer((_, response, before) => (before === 0 ? json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '1' }) : json(response, 200, completionOf('{"claims":[],"mentions":[]}'))));
		closing.push(() => server.close());
		const [path = '', text = ''] = Object.entries(NOTES)[0] ?? [];
		const { engine, access, heard } = open(memoryVault({ [path]: text, ...RULES, [OPERATORS]: operatorsFor(server.url) }));
		access.agree([{ address: `${server.url}/v1`, key: 'my-key' }]);
		await engine.core.compile({ approve: 'none' });
		const pauses = heard.flatMap(({ pause }) => pause ?? []);
		expect(pauses[0]?.why).toContain('takes no more calls for now');
		expect((pauses[0]?.until ?? 0) - Date.now()).toBeLessThan(1_000);
		expect(heard.at(-1)?.pause).toBeNull();
	});
});

describe('a connection', () => {
	const draft = (url: string, key: string | null = 'my-key', named: string | null = null) => ({ use: 'openai', baseUrl: `${url}/v1`, model: named, key }) as const;

	it('is tried for nothing, and what is wrong is said in plain words', async () => {
		const server = await bareServer(({ headers }, response) => (headers.authorization === `Bearer ${KEY}` ? json(response, 200, { data: [{ id: 'small' }, { id: 'large' }] }) : json(response, 401, { error: { message: 'no' } })));
		closing.push(() => server.close());
		const { engine, access } = open(memoryVault(NOTES));
		const recipient = { address: `${server.url}/v1`, key: 'my-key' };
		const during = <T>(work: () => Promise<T>): Promise<T> => access.during(recipient, work);
		expect(await during(() => engine.core.testConnection(draft(server.url, 'my-key', 'large')))).toEqual({ ok: true, message: `${server.url}/v1 answers and has large.` });
		expect(await during(() => engine.core.listModels(draft(server.url)))).toEqual({ ok: true, value: ['large', 'small'] });
		expect(await during(() => engine.core.testConnection(draft(server.url, 'my-key', 'huge')))).toMatchObject({ ok: false, message: expect.stringContaining('has no model “huge”. It has large, small.') as string });
		expect(await access.during({ ...recipient, key: 'other' }, () => engine.core.testConnection(draft(server.url, 'other')))).toEqual({ ok: false, message: 'The secret “other” holds no key.' });
		expect(await access.during({ ...recipient, key: null }, () => engine.core.testConnection(draft(server.url, null)))).toMatchObject({ ok: false, message: expect.stringContaining('did not take the key') as string });
		expect(server.seen.every(({ path, text }) => path === '/v1/models' && text === '')).toBe(true);
		// What was lent for a test is taken back.
		expect(access.key('my-key', `${server.url}/v1`)).toBeNull();
	});
});
