import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/obsidian/engine/engine.js';
import { memoryVault } from '../../src/vault/memory.js';
import { NOTES, startingWith } from '../promises/vault-fixture.js';
import { buildProgram, engineOver, withSwap, type NodeThread } from './node-thread.js';

let program = '';
const engines: Engine[] = [];

beforeAll(async () => {
	program = await buildProgram();
});
afterEach(() => {
	for (const engine of engines.splice(0)) engine.dispose();
});

function open(...[vault, changes]: [Parameters<typeof engineOver>[0], Parameters<typeof engineOver>[2]?]): { readonly engine: Engine; readonly threads: NodeThread[] } {
	const opened = engineOver(vault, program, changes);
	engines.push(opened.engine);
	return opened;
}

describe('the engine', () => {
	it('compiles in its thread, tells how far it is, and starts only when it is asked', async () => {
		const vault = memoryVault(NOTES);
		const stages = new Set<string>();
		const { engine, threads } = open(withSwap(vault), { progress: (stage) => void stages.add(stage) });
		expect([engine.started, threads.length]).toEqual([false, 0]);
		const report = await engine.core.compile({ approve: 'passed' });
		expect(report.stopped).toBeNull();
		expect(report.committed.length).toBeGreaterThan(3);
		for (const path of report.committed) expect(vault.files()[path]).toBeDefined();
		expect([...stages]).toEqual(expect.arrayContaining(['extract', 'gate', 'commit']));
		expect(threads.length).toBe(1);
	});

	it('ends a commit that does not listen, and every file is before or after', async () => {
		const memory = memoryVault(NOTES);
		let pause = 40;
		let pages = 0;
		const slow = withSwap({
			...memory,
			async create(path, text) {
				if (path.startsWith('wiki/') && pause > 0) {
					pages += 1;
					await new Promise((done) => setTimeout(done, pause));
					// Half of the text first, as a file system may: the end may fall between.
					memory.edit(path, text.slice(0, 20));
					await new Promise((done) => setTimeout(done, pause));
					memory.edit(path, null);
				}
				await memory.create(path, text);
			},
		});
		const { engine, threads } = open(slow);
		const compile = engine.core.compile({ approve: 'passed' });
		const outcome = compile.then(
			() => 'done',
			(error: unknown) => String(error),
		);
		await expect.poll(() => pages, { timeout: 10_000, interval: 5 }).toBeGreaterThan(1);
		pause = 300;
		const asked = performance.now();
		const stop = engine.stop();
		setTimeout(() => (pause = 0), 750);
		await stop;
		expect(performance.now() - asked).toBeLessThan(2_500);
		expect(await outcome).toContain('EngineStopped');
		expect(threads.length).toBe(2);
		await threads[0]?.ended;
		const { checks } = await engine.core.verify();
		expect(checks.flatMap(({ failures }) => failures)).toEqual([]);
		expect(Object.values(startingWith(memory.files(), 'wiki/')).filter((text) => text.length <= 20)).toEqual([]);
		expect(startingWith(memory.files(), 'raw/')).toEqual(NOTES);
		const again = await engine.core.compile({ approve: 'passed' });
		expect(again.stopped).toBeNull();
		expect(Object.keys(startingWith(memory.files(), 'wiki/concepts/')).length).toBeGreaterThan(2);
	});

	it('asks first: a compile that listens ends its own way, and the thread stays', async () => {
		const memory = memoryVault(NOTES);
		const slow = withSwap({
			...memory,
			read: async (path) => {
				if (path.startsWith('raw/')) await new Promise((done) => setTimeout(done, 30));
				return memory.read(path);
			},
		});
		let stages = 0;
		const { engine, threads } = open(slow, { progress: () => void (stages += 1) });
		const compile = engine.core.compile({ approve: 'passed' });
		await expect.poll(() => stages, { timeout: 10_000, interval: 2 }).toBeGreaterThan(0);
		expect(await engine.stop()).toEqual([]);
		expect((await compile).stopped).toMatch(/stopped/);
		expect(threads.length).toBe(1);
		expect(startingWith(memory.files(), 'wiki/')).toEqual({});
	});

	it('fails every question when its program does, and tries anew with the next', async () => {
		const { engine } = engineOver(withSwap(memoryVault(NOTES)), 'throw new Error("no such luck")');
		engines.push(engine);
		await expect(engine.core.status()).rejects.toThrow('no such luck');
		await expect(engine.core.status()).rejects.toThrow('no such luck');
	});

	it('works by other settings from the next question on', async () => {
		const memory = memoryVault(NOTES);
		memory.edit('inbox/a.md', NOTES['raw/Forgetting curve.md'] ?? '');
		const { engine, threads } = open(withSwap(memory));
		expect((await engine.core.status()).sources.total).toBe(4);
		await engine.configure({ layout: { raw: 'inbox', wiki: 'pages', output: 'output', home: '_commonplace' } });
		const report = await engine.core.compile({ approve: 'passed' });
		expect(report.sources.new).toBe(1);
		expect(report.committed.every((path) => path.startsWith('pages/'))).toBe(true);
		expect(threads.length).toBe(2);
	});

	it('answers nothing after it was disposed of', async () => {
		const { engine, threads } = open(withSwap(memoryVault(NOTES)));
		await engine.core.status();
		engine.dispose();
		await expect(engine.core.status()).rejects.toThrow('unloaded');
		expect(await threads[0]?.ended).toBeDefined();
	});
});
