import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { LLMock } from '@copilotkit/aimock';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Choice } from '../../src/cli/choose-worker.js';
import { keyFrom } from '../../src/cli/choose-worker.js';
import { openVault } from '../../src/cli/open.js';
import type { Problem } from '../../src/model/result.js';
import { compileAndApproveAll, failuresOf, fixtureHost, NOTES } from '../promises/vault-fixture.js';
import { KEY } from '../worker/servers/endpoints.js';
import { scriptedModel } from '../worker/servers/mock-model.js';
import { goodReader, type Asked } from '../worker/servers/scripted-model.js';

const NAMES = ['Spaced repetition', 'Forgetting curve', 'Retrieval practice', 'Hermann Ebbinghaus'];

let root = '';
let mock: LLMock | null = null;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'commonplace-models-'));
	for (const [path, text] of Object.entries(NOTES)) put(path, text);
});
afterEach(async () => {
	rmSync(root, { recursive: true, force: true });
	await mock?.stop();
	mock = null;
});

function put(path: string, text: string): void {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), text);
}

function filesUnder(folder: string): Record<string, string> {
	const found: Record<string, string> = {};
	for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) if (entry.isFile()) found[join(entry.parentPath, entry.name).slice(root.length + 1)] = readFileSync(join(entry.parentPath, entry.name), 'latin1');
	return found;
}

async function operators(script: (asked: Asked) => unknown = goodReader(NAMES), more = ''): Promise<LLMock> {
	mock = await scriptedModel(script);
	// Proposals of a worker without rules are blocked.
	for (const worker of ['anthropic', 'openai']) put(`_commonplace/rules/${worker}.yml`, 'inherit: default\n');
	put(
		'_commonplace/operators.yml',
		`workers:
  reader: { use: openai, tier: 1, model: gpt-5-mini, base_url: "${mock.url}/v1", key: my-key, price: { input: 1, output: 4 } }
  writer: { use: anthropic, tier: 2, model: claude-sonnet-5, base_url: "${mock.url}", key: my-key }
trust: { extract: 1, identify: 1, weave: 2, adjudicate: 1 }
${more}`,
	);
	return mock;
}

const choice = (told: Problem[] = [], changes: Partial<Choice> = {}): Choice => ({ env: { COMMONPLACE_KEY_MY_KEY: KEY }, worker: null, tell: (problem) => void told.push(problem), ...changes });
const pathsAsked = (server: LLMock): string[] => server.getRequests().map(({ path }) => path);

describe('a vault with operators.yml', () => {
	it('has its notes read by one model and its pages written by another, with a transcript a call and the key in no byte', async () => {
		const server = await operators();
		const told: Problem[] = [];
		const { app, problems, unusable } = await openVault(root, fixtureHost(), choice(told));
		expect({ problems, unusable }).toEqual({ problems: [], unusable: null });
		const report = await compileAndApproveAll(app);
		expect(report).toMatchObject({ stopped: null, problems: [], sources: { failed: 0 } });
		expect(told).toEqual([]);
		const asked = pathsAsked(server);
		// A call a note to read it, and one for all pages.
		expect(asked.filter((path) => path.includes('chat/completions'))).toHaveLength(4);
		expect(asked.filter((path) => path.includes('messages'))).toHaveLength(1);
		const files = filesUnder(root);
		const transcripts = Object.entries(files).filter(([path]) => path.startsWith('_commonplace/transcripts/'));
		expect(transcripts).toHaveLength(asked.length);
		expect(Object.keys(files).filter((path) => path.startsWith('wiki/'))).toContain('wiki/concepts/Spaced repetition.md');
		// The calls belong to the run that made them.
		for (const [, text] of transcripts) expect(text).toContain(report.run);
		expect((await app.costs()).by_run.map(({ name, calls }) => [name, calls])).toEqual([[report.run, asked.length]]);
		expect(Object.entries(files).filter(([, text]) => text.includes(KEY))).toEqual([]);
		expect(JSON.stringify(report)).not.toContain(KEY);
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('pays for nothing twice, and for nothing where nothing changed', async () => {
		const server = await operators();
		await compileAndApproveAll((await openVault(root, fixtureHost(), choice())).app);
		const first = pathsAsked(server).length;
		await compileAndApproveAll((await openVault(root, fixtureHost(), choice())).app);
		expect(pathsAsked(server)).toHaveLength(first);
		// What was worked out is lost, the transcripts are not.
		rmSync(join(root, '_commonplace/state'), { recursive: true });
		const again = await compileAndApproveAll((await openVault(root, fixtureHost(), choice())).app);
		expect(again.sources.failed).toBe(0);
		expect(pathsAsked(server).filter((path) => path.includes('chat/completions'))).toHaveLength(4);
	});

	it('asks the one worker that a person names, or none but code', async () => {
		const server = await operators();
		await compileAndApproveAll((await openVault(root, fixtureHost(), choice([], { worker: 'offline' }))).app);
		expect(pathsAsked(server)).toEqual([]);
		put('raw/More.md', '# More\n\nSpaced repetition suits vocabulary better than proofs.\n');
		await compileAndApproveAll((await openVault(root, fixtureHost(), choice([], { worker: 'writer' }))).app);
		expect(pathsAsked(server).length).toBeGreaterThan(0);
		expect(pathsAsked(server).every((path) => path.includes('messages'))).toBe(true);
		expect((await openVault(root, fixtureHost(), choice([], { worker: 'gpt' }))).unusable?.message).toBe('There is no worker “gpt”. There are: offline, replay, reader, writer.');
	});

	it('asks nobody without the key that was meant for them', async () => {
		const server = await operators();
		const { app } = await openVault(root, fixtureHost(), choice([], { env: { OPENAI_API_KEY: KEY, ANTHROPIC_API_KEY: KEY } }));
		const report = await compileAndApproveAll(app);
		expect(pathsAsked(server)).toEqual([]);
		expect(JSON.stringify(report.problems)).toContain('The secret “my-key” of the worker');
	});

	it('holds at a cap, keeps what was read, and goes on when it is raised', async () => {
		const server = await operators(goodReader(NAMES), 'caps: { run: { coin_usd: 0.0000001 } }');
		const report = await compileAndApproveAll((await openVault(root, fixtureHost(), choice())).app);
		expect(pathsAsked(server)).toHaveLength(1);
		expect(JSON.stringify(report.problems)).toMatch(/The cap of \$1e-7 \(coin_usd\) a run is reached/);
		put('_commonplace/operators.yml', readFileSync(join(root, '_commonplace/operators.yml'), 'utf8').replace(/caps:.*/, ''));
		const after = await compileAndApproveAll((await openVault(root, fixtureHost(), choice())).app);
		expect(after).toMatchObject({ problems: [], sources: { failed: 0 } });
		expect(pathsAsked(server).filter((path) => path.includes('chat/completions'))).toHaveLength(4);
	});

	it('with a fault in it asks nobody but the offline worker, and says where the fault is', async () => {
		put('_commonplace/operators.yml', 'workers:\n  reader: { use: openai, tier: 1 }\n');
		const { app, problems } = await openVault(root, fixtureHost(), choice());
		expect(problems[0]).toMatchObject({ path: '_commonplace/operators.yml', line: 2 });
		expect((await compileAndApproveAll(app)).sources.failed).toBe(0);
	});
});

describe('a key', () => {
	const own = { use: 'openai', key: 'my-key', baseUrl: null } as const;
	it.each([
		['by its secret’s name', { COMMONPLACE_KEY_MY_KEY: ' a ' }, own, 'a'],
		['by its secret’s name before the usual variable', { COMMONPLACE_KEY_MY_KEY: 'a', OPENAI_API_KEY: 'b' }, own, 'a'],
		['by the usual variable', { OPENAI_API_KEY: 'b' }, { ...own, key: null }, 'b'],
		['never sent to another address for being the usual one', { OPENAI_API_KEY: 'b' }, { ...own, key: null, baseUrl: 'http://example.org/v1' }, null],
		['of the provider’s own', { OPENAI_API_KEY: 'b' }, { ...own, use: 'anthropic' as const }, null],
		['that is blank is none', { COMMONPLACE_KEY_MY_KEY: ' ' }, own, null],
	])('is found %s', (_, env, entry, expected) => {
		expect(keyFrom(env, entry)).toBe(expected);
	});
});
