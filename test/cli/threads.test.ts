import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { generateNotes } from '../../bench/generate.js';
import { realNotes } from '../../bench/vaults.js';
import { nodeHost } from '../../src/cli/host.js';
import { createCommonplace } from '../../src/compile/commonplace.js';
import { nodeVault } from '../../src/vault/node-disk/node-vault.js';
import { offlineWorker } from '../../src/worker/offline/worker.js';
import { builtCli } from './built-cli.js';

const cli = await builtCli();
const NOW = { COMMONPLACE_NOW: '2026-11-22T09:00:00Z', COMMONPLACE_DEVICE: 'test' };
const scratch = mkdtempSync(join(tmpdir(), 'commonplace-threads-'));
afterAll(() => {
	rmSync(scratch, { recursive: true, force: true });
});

/** So many notes that threads share the work, and one that says nothing. */
function writeNotes(name: string): string {
	const folder = join(scratch, name);
	for (const { path, text } of generateNotes(realNotes('.'), 430)) {
		const file = join(folder, 'raw', path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text.slice(0, 700));
	}
	writeFileSync(join(folder, 'raw', 'Silent.md'), '');
	return folder;
}

const RUN = /r-20261122-090000-compile-\w{4}/g;

/** What a compile made, without what names the run. */
function madeIn(folder: string): Record<string, string> {
	const made: Record<string, string> = {};
	for (const part of ['wiki', '_commonplace/state/claims', '_commonplace/state/facts', '_commonplace/state/bases', '_commonplace/state/about']) {
		for (const entry of readdirSync(join(folder, part), { recursive: true, withFileTypes: true })) {
			const file = join(entry.parentPath, entry.name);
			if (entry.isFile() && entry.name !== 'log.md') made[file.slice(folder.length)] = readFileSync(file, 'utf8').replace(RUN, 'run');
		}
	}
	return made;
}

describe.skipIf(availableParallelism() < 2)('a first compile of many notes', () => {
	it('comes to the same in several threads as in one process', { timeout: 300_000 }, async () => {
		const [apart, alone] = [writeNotes('apart'), writeNotes('alone')];
		const { code, stdout, stderr } = await cli.run(['--vault', apart, '--json', 'compile', '--approve', 'passed'], NOW);
		expect(code, stderr).toBeLessThan(2);
		const host = nodeHost(NOW);
		if (!host.ok) throw new Error(host.error);
		const report = await createCommonplace({ vault: nodeVault(alone), host: host.value, worker: offlineWorker() }).compile({ approve: 'passed' });
		const told = JSON.parse(stdout) as { worker_calls: number; claims: number; proposals: readonly { id: string; path: string; disposition: string }[]; committed: readonly string[] };
		expect(told.proposals.map(({ id, path, disposition }) => ({ id, path, disposition }))).toEqual(report.proposals.map(({ proposal: { id, path }, verdict: { disposition } }) => ({ id, path, disposition })));
		expect({ calls: told.worker_calls, claims: told.claims, committed: told.committed }).toEqual({ calls: report.worker_calls, claims: report.claims, committed: report.committed });
		expect(report.committed.length).toBeGreaterThan(430);
		const [there, here] = [madeIn(apart), madeIn(alone)];
		expect(Object.keys(there)).toEqual(Object.keys(here));
		expect(Object.keys(there).filter((path) => there[path] !== here[path])).toEqual([]);
	});
});
