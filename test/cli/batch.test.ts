import { describe, expect, it } from 'vitest';
import { batchProvider, type BatchProvider, type Fate } from '../worker/servers/batch-provider.js';
import { KEY } from '../worker/servers/endpoints.js';
import type { Asked } from '../worker/servers/scripted-model.js';
import { builtCli, type Finished } from './built-cli.js';
import { closing, ENV, goodAnswer, manyNotes, modelVault, titleAsked, TRUST, type ModelVault } from './model-vault.js';

const cli = await builtCli();
type Protocol = 'anthropic' | 'openai';
const SOURCES = 6;

const answered = (asked: Asked): Fate => ({ text: JSON.stringify(goodAnswer(asked)) });

const provider = async (...parts: Parameters<typeof batchProvider>): Promise<BatchProvider> => {
	const made = await batchProvider(...parts);
	closing(made);
	return made;
};

function vaultFor(protocol: Protocol, url: string, { batch = 'true', more = '', notes = manyNotes(SOURCES) }: { readonly batch?: string; readonly more?: string; readonly notes?: Record<string, string> } = {}): ModelVault {
	const vault = modelVault(notes);
	const [model, base] = protocol === 'anthropic' ? ['claude-sonnet-5', url] : ['gpt-5-mini', `${url}/v1`];
	vault.operators(`workers:\n  model: { use: ${protocol}, tier: 1, model: ${model}, base_url: "${base}", key: my-key, price: { input: 10, output: 40 }, size: { total: 20, active: 20 }, batch: ${batch} }\n${TRUST}${more}`);
	return vault;
}

interface Compiled {
	readonly run: string;
	readonly sources: { readonly new: number; readonly failed: number };
	readonly problems: readonly { readonly message: string }[];
	readonly stopped: string | null;
	readonly stderr: string;
	readonly said: string;
}

function read({ stdout, stderr }: Finished): Compiled {
	expect(stdout, stderr).toMatch(/^\{.*\}\n$/);
	const report = JSON.parse(stdout) as Compiled;
	return { ...report, stderr, said: report.problems.map(({ message }) => message).join('\n') };
}

const compile = async ({ root }: ModelVault, env: Readonly<Record<string, string>> = {}): Promise<Compiled> => read(await cli.run(['--vault', root, '--json', 'compile'], { ...ENV, ...env }));

interface Costs {
	readonly total: { readonly orders: number; readonly coin_usd: number | null };
	readonly by_kind: readonly { readonly name: string; readonly orders: number; readonly coin_usd: number }[];
	readonly by_run: readonly { readonly name: string; readonly coin_usd: number }[];
	readonly waiting: readonly { readonly orders: number; readonly coin_usd: number; readonly run: string }[];
}
const costs = async ({ root }: ModelVault): Promise<Costs> => JSON.parse((await cli.run(['--vault', root, '--json', 'cost'])).stdout) as Costs;

const readOneByOne = ({ single }: BatchProvider): string[] => single.filter(({ kind }) => kind === 'extract').map(titleAsked);
const inTasks = (vault: ModelVault): string[] => Object.keys(vault.files()).filter((path) => path.startsWith('_commonplace/tasks/batches/')).sort();
const WHOLE_PRICE = (1000 * 10 + 100 * 40) / 1e6;

describe.each<Protocol>(['anthropic', 'openai'])('a large compile through the batches of %s', (protocol) => {
	it('is handed in once, waits over restarts, and is collected at half the price once it has ended while nothing ran', async () => {
		const server = await provider(answered);
		const vault = vaultFor(protocol, server.url, { batch: String(SOURCES) });
		const first = await compile(vault);
		expect(first).toMatchObject({ sources: { failed: SOURCES }, stopped: null });
		expect(first.said).toMatch(/^Not read: 6 passages of 6 sources\. Waiting for the provider's batch, 6 orders for \S+, since \d{4}-\d\d-\d\d \d\d:\d\d UTC; compile again to collect\./);
		expect(first.stderr).toMatch(/Handed in as a batch: 6 orders for \S+, about \$0\.\d+ at half price/);
		expect([server.batches.length, server.single.length]).toEqual([1, 0]);
		expect(inTasks(vault)).toHaveLength(2);
		expect(JSON.parse((await cli.run(['--vault', vault.root, '--json', 'tasks', 'list'])).stdout)).toMatchObject({ tasks: [], problems: [] });
		const while_ = await costs(vault);
		expect(while_).toMatchObject({ total: { orders: 0 }, waiting: [{ orders: SOURCES, run: first.run }] });

		const second = await compile(vault);
		expect(second.said).toContain("Waiting for the provider's batch, 6 orders");
		expect([server.batches.length, server.single.length]).toEqual([1, 0]);

		server.finish();
		const third = await compile(vault);
		expect(third).toMatchObject({ sources: { new: SOURCES, failed: 0 }, problems: [] });
		expect(third.stderr).toMatch(new RegExp(`Collected the batch of 6 orders for \\S+, of run ${first.run}: \\$0\\.0420 at half price`));
		expect([server.batches.length, readOneByOne(server)]).toEqual([1, []]);
		const { by_kind, by_run, waiting } = await costs(vault);
		const reading = by_kind.find(({ name }) => name === 'extract');
		expect(reading?.orders).toBe(SOURCES);
		expect(reading?.coin_usd).toBeCloseTo((SOURCES * WHOLE_PRICE) / 2, 10);
		expect(by_run.find(({ name }) => name === first.run)?.coin_usd).toBeCloseTo((SOURCES * WHOLE_PRICE) / 2, 10);
		expect(waiting).toEqual([]);
		// The estimate on the way was of the right size.
		expect(while_.waiting[0]?.coin_usd).toBeGreaterThan(0);
		expect(inTasks(vault)).toHaveLength(1);
		const transcripts = Object.entries(vault.files()).filter(([path]) => /transcripts\/.*-extract-/.test(path));
		expect(transcripts).toHaveLength(SOURCES);
		for (const [, text] of transcripts) expect(text).toContain(`run: "${first.run}"`);
		expect(Object.entries(vault.files()).filter(([, text]) => text.includes(KEY))).toEqual([]);

		const asked = server.seen.length;
		await compile(vault);
		expect(server.seen).toHaveLength(asked);
	});

	it('asks one by one, once, what the batch had no answer to', async () => {
		const bad: Readonly<Record<string, Fate>> = { 'Note 1': 'expired', 'Note 2': { error: 'overloaded' }, 'Note 3': { text: '{"claims": "none"}' } };
		const server = await provider((asked, how) => (how === 'batch' ? (bad[titleAsked(asked)] ?? answered(asked)) : answered(asked)));
		const vault = vaultFor(protocol, server.url, { batch: '2' });
		await compile(vault);
		server.finish();
		const collected = await compile(vault);
		expect(collected).toMatchObject({ sources: { new: SOURCES, failed: 0 } });
		expect(collected.stderr).toContain('3 orders had no answer that can be used, and are asked one by one.');
		expect([server.batches.length, readOneByOne(server).sort()]).toEqual([1, ['Note 1', 'Note 2', 'Note 3']]);
		// What came back and could not be used is paid for, and stands in a transcript.
		expect((await costs(vault)).by_kind.find(({ name }) => name === 'extract')?.coin_usd).toBeCloseTo(4 * 0.5 * WHOLE_PRICE + 3 * WHOLE_PRICE, 10);
	});

	it.each(['arrived', 'did not arrive'] as const)('that was cut off while it was handed in, and %s, is handed in once', async (how) => {
		let reached: () => void = () => undefined;
		const reachedOnce = new Promise<void>((resolve) => (reached = resolve));
		let stalling = true;
		const server: BatchProvider = await provider(answered, ({ method, path, body }) => {
			const handsIn = method === 'POST' && /^\/v1\/(?:messages\/)?batches$/.test(path);
			if (!handsIn || !stalling) return false;
			// The provider has it, and nobody hears of it.
			if (how === 'arrived') void fetch(`${server.url}${path}`, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }).then(reached);
			else reached();
			stalling = false;
			return true;
		});
		const vault = vaultFor(protocol, server.url, { batch: '2' });
		const killed = cli.start(['--vault', vault.root, 'compile'], ENV);
		await reachedOnce;
		const ended = new Promise((resolve) => killed.once('exit', resolve));
		killed.kill('SIGKILL');
		await ended;
		expect((await compile(vault)).said).toContain("Waiting for the provider's batch, 6 orders");
		expect(server.batches).toHaveLength(1);
		server.finish();
		expect(await compile(vault)).toMatchObject({ sources: { new: SOURCES, failed: 0 } });
		expect([server.batches.length, readOneByOne(server)]).toEqual([1, []]);
	});
});

describe('a batch', () => {
	it('is not made of few orders, nor for a worker without the setting', async () => {
		const server = await provider(answered);
		for (const batch of ['true', String(SOURCES + 1), 'false']) {
			expect(await compile(vaultFor('openai', server.url, { batch }))).toMatchObject({ sources: { new: SOURCES, failed: 0 }, problems: [] });
		}
		expect([server.batches.length, readOneByOne(server).length]).toEqual([0, 3 * SOURCES]);
	});

	it('that the provider does not offer is asked one by one, and says so', async () => {
		const server = await provider(answered, ({ path }, response) => {
			if (!/files|batches/.test(path)) return false;
			response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"message":"no such route"}}');
			return true;
		});
		const report = await compile(vaultFor('openai', server.url, { batch: '2' }));
		expect(report).toMatchObject({ sources: { new: SOURCES, failed: 0 }, problems: [] });
		expect(report.stderr).toContain('A batch of 6 orders was not taken, so that they are asked one by one, at the whole price: There is nothing to ask at');
	});

	it('that cannot be taken just now is handed in by the next run, and nobody is asked at the whole price', async () => {
		let busy = true;
		const server = await provider(answered, ({ path }, response) => {
			if (!busy || !/files|batches/.test(path)) return false;
			response.writeHead(429, { 'content-type': 'application/json' }).end('{"error":{"message":"slow down"}}');
			return true;
		});
		const vault = vaultFor('anthropic', server.url, { batch: '2' });
		expect((await compile(vault)).said).toContain('A batch was not taken, and is handed in by the next run');
		expect(server.single).toEqual([]);
		busy = false;
		expect((await compile(vault)).said).toContain("Waiting for the provider's batch, 6 orders");
		expect(server.batches).toHaveLength(1);
	});

	it('counts against the caps by estimate as soon as it is handed in, in later runs too', async () => {
		const server = await provider(answered);
		// An order of these costs about $0.008 in a batch.
		const vault = vaultFor('openai', server.url, { batch: '2', more: 'caps: { day: { coin_usd: 0.02 } }\n' });
		const first = await compile(vault);
		const inBatch = server.batches[0]?.asking.length ?? 0;
		expect(inBatch).toBeGreaterThanOrEqual(2);
		expect(inBatch).toBeLessThan(SOURCES);
		expect(first.said).toContain('The cap of $0.02 (coin_usd) a day is reached');
		vault.put('raw/More.md', '# More\n\nSpaced repetition is a way to learn more.\n');
		await compile(vault);
		expect([server.batches.length, server.single.length]).toEqual([1, 0]);
		const [waiting] = (await costs(vault)).waiting;
		expect(waiting?.coin_usd).toBeGreaterThanOrEqual(0.02);
		// By no more than the last order that went in.
		expect(waiting?.coin_usd).toBeLessThan(0.02 * (1 + 1 / (inBatch - 1)));
	});

	it('is handed in by one of two processes that want the same', async () => {
		const server = await provider(answered);
		const vault = vaultFor('anthropic', server.url, { batch: '2' });
		await Promise.all([compile(vault), compile(vault)]);
		expect([server.batches.length, server.single.length]).toEqual([1, 0]);
		server.finish();
		await Promise.all([compile(vault), compile(vault)]);
		expect([server.batches.length, readOneByOne(server)]).toEqual([1, []]);
		expect((await costs(vault)).by_kind.find(({ name }) => name === 'extract')).toMatchObject({ orders: SOURCES });
	});

	it('is left as it is by a stop, and collected on another device that has the vault', async () => {
		const server = await provider(answered);
		const vault = vaultFor('openai', server.url, { batch: '2' });
		await compile(vault);
		server.finish();
		await cli.run(['--vault', vault.root, 'stop'], ENV);
		const asked = server.seen.length;
		expect((await compile(vault)).stopped).toContain('emergency stop');
		expect([server.seen.length, inTasks(vault).length]).toEqual([asked, 2]);
		await cli.run(['--vault', vault.root, 'resume'], ENV);
		expect(await compile(vault, { COMMONPLACE_DEVICE: 'laptop' })).toMatchObject({ sources: { new: SOURCES, failed: 0 } });
		expect(readOneByOne(server)).toEqual([]);
		expect((await costs(vault)).by_kind.find(({ name }) => name === 'extract')).toMatchObject({ orders: SOURCES });
	});
});
