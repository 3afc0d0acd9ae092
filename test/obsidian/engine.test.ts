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
});
