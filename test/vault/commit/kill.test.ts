import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from '../../../src/vault/commit/journal.js';
import { leaseHolders } from '../../../src/vault/commit/lease.js';
import { recover } from '../../../src/vault/commit/recover.js';
import { DEFAULT_LAYOUT as layout } from '../../../src/vault/layout.js';
import { nodeVault } from '../../../src/vault/node-disk/node-vault.js';
import type { VaultPort } from '../../../src/vault/port.js';
import { pagesAt, processHost } from './driver.js';

// Real processes on a real disk.

const scratch = mkdtempSync(`${tmpdir()}/commonplace-kill-`);
const driver = `${scratch}/driver.mjs`;
const host = processHost();

beforeAll(async () => {
	await build({ entryPoints: [new URL('driver.ts', import.meta.url).pathname], outfile: driver, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' });
});
afterAll(() => {
	rmSync(scratch, { recursive: true, force: true });
});

function freshVault(name: string): string {
	return mkdtempSync(`${scratch}/${name}-`);
}

const start = (...args: readonly string[]): ChildProcess => spawn(process.execPath, [driver, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

/** Resolves with the exit code (null if killed) and all that was printed. */
const ended = (child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> =>
	new Promise((resolve) => {
		let out = '';
		let err = '';
		child.stdout?.on('data', (data: Buffer) => (out += data.toString()));
		child.stderr?.on('data', (data: Buffer) => (err += data.toString()));
		child.on('close', (code) => {
			resolve({ code, out, err });
		});
	});

async function pagesOf(vault: VaultPort): Promise<Record<string, string>> {
	const pages: Record<string, string> = {};
	for (const { path } of await vault.list('wiki')) pages[path] = await vault.read(path);
	return pages;
}

const hidden = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'));

describe('a process that commits batch after batch', () => {
	it('may be killed at any moment: recovery leaves every file before or after, as one', async () => {
		const root = freshVault('kill');
		const vault = nodeVault(root);
		for (const [path, text] of Object.entries(pagesAt(0))) await vault.create(path, text);
		let version = 0;
		const seen = { kills: 0, open: 0, redone: 0, swept: 0, torn: 0 };
		// Not random in the test itself: each kill falls a little later in the work than the one before.
		for (let round = 0; round < 60; round += 1) {
			const child = start('commit', root, String(version));
			const end = ended(child);
			await new Promise((resolve) => child.stdout?.once('data', resolve));
			await new Promise((resolve) => setTimeout(resolve, (round * 7) % 29));
			child.kill('SIGKILL');
			const { code, out, err } = await end;
			expect({ code, err }).toEqual({ code: null, err: '' });
			seen.kills += 1;
			const acknowledged = Number(out.trim().split('\n').at(-1));

			const result = await recover(vault, host, layout);
			expect(result).toMatchObject({ ok: true, value: { problems: [] } });
			if (result.ok) {
				seen.open += result.value.batches.length;
				seen.swept += result.value.swept;
				seen.torn += result.value.torn;
				for (const { edits } of result.value.batches) seen.redone += edits.filter(({ outcome }) => outcome === 'redone').length;
			}
			const pages = await pagesOf(vault);
			version = Number(/^version (\d+)\n/.exec(pages['wiki/a.md'] ?? '')?.[1]);
			expect(version).toBeGreaterThanOrEqual(acknowledged);
			expect(version).toBeLessThanOrEqual(acknowledged + 1);
			expect(pages).toEqual(pagesAt(version));
			expect(hidden(root)).toEqual([]);
			expect((await openJournal(vault, host, layout).entries()).every(({ finished }) => finished)).toBe(true);
			expect(await leaseHolders(vault, host, layout)).toEqual([]);
		}
		console.log(JSON.stringify({ ...seen, version }));
		// The kills must have hit the work, or the test says nothing.
		expect(seen.open).toBeGreaterThan(5);
		expect(seen.redone).toBeGreaterThan(5);
	});
});

describe('two processes', () => {
	it('never commit at once, and lose no update', async () => {
		const root = freshVault('two');
		const vault = nodeVault(root);
		await vault.create('wiki/counter.md', '0');
		const ends = await Promise.all([1, 2, 3].map(() => ended(start('count', root, '30', `${root}/../witness`))));
		expect(ends.map(({ code, err }) => ({ code, err }))).toEqual(ends.map(() => ({ code: 0, err: '' })));
		expect(await vault.read('wiki/counter.md')).toBe('90');
		expect(await leaseHolders(vault, host, layout)).toEqual([]);
	});

	it('go on at once when the one that holds the lease is killed', async () => {
		const root = freshVault('killed');
		const vault = nodeVault(root);
		for (const [path, text] of Object.entries(pagesAt(0))) await vault.create(path, text);
		await vault.create('wiki/counter.md', '0');
		const holder = start('commit', root, '0');
		const end = ended(holder);
		await new Promise((resolve) => holder.stdout?.once('data', resolve));
		holder.kill('SIGKILL');
		await end;
		const { code, err } = await ended(start('count', root, '3', `${root}/../witness-2`));
		expect({ code, err }).toEqual({ code: 0, err: '' });
		expect(await vault.read('wiki/counter.md')).toBe('3');
	});
});
