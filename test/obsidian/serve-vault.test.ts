import { describe, expect, it } from 'vitest';
import { DEFAULT_LAYOUT, type Layout } from '../../src/vault/layout.js';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import type { VaultPort } from '../../src/vault/port.js';
import { describePort } from '../vault/port-contract.js';
import { acrossChannel, EVERYWHERE } from './across-channel.js';
import { withSwap } from './node-thread.js';

const across = (vault: VaultPort, layout: Layout = DEFAULT_LAYOUT) => acrossChannel(withSwap(vault), layout);

describePort('seen from the engine’s thread', (files) => across(memoryVault(files), EVERYWHERE).far);

describe('what the engine’s thread may write', () => {
	const files = { 'raw/a.md': 'a', 'wiki/b.md': 'b', '_commonplace/state/c.json': 'c', 'mine.md': 'd', '_commonplace2/e.md': 'e' };

	it.each<[string, (far: VaultPort) => Promise<unknown>]>([
		['a note of the person', (far) => far.process('mine.md', () => 'x')],
		['a source', (far) => far.process('raw/a.md', () => 'x')],
		['a source by replacing it', (far) => far.replace('raw/a.md', 'x')],
		['a page by replacing it', (far) => far.replace('wiki/b.md', 'x')],
		['a page away', (far) => far.remove('wiki/b.md')],
		['a source away', (far) => far.rename('raw/a.md', 'wiki/a.md')],
		['a page out of its folder', (far) => far.rename('wiki/b.md', 'b.md')],
		['into a folder of nearly the same name', (far) => far.append('_commonplace2/e.md', 'x')],
		['a folder itself', (far) => far.create('wiki', 'x')],
	])('not %s', async (_what, operation) => {
		const vault = memoryVault(files);
		await expect(operation(across(vault).far)).rejects.toMatchObject({ name: 'VaultError', code: 'denied' });
		expect(vault.files()).toEqual(files);
	});

	it('new notes in raw, pages, and records', async () => {
		const vault = memoryVault(files);
		const { far } = across(vault);
		await far.create('raw/new.md', '1');
		await far.process('wiki/b.md', (text) => `${text}2`);
		await far.rename('wiki/b.md', '_commonplace/trash/r/wiki/b.md');
		await far.remove('_commonplace/state/c.json');
		expect(vault.files()).toEqual({ '_commonplace/trash/r/wiki/b.md': 'b2', '_commonplace2/e.md': 'e', 'mine.md': 'd', 'raw/a.md': 'a', 'raw/new.md': '1' });
	});
});

describe('a thread that is ended', () => {
	it('writes nothing more, and what it was writing is waited for', async () => {
		const vault = memoryVault({ 'wiki/a.md': 'a' });
		let finish: () => void = () => undefined;
		const slow: VaultPort = {
			...vault,
			create: async (path, text) => {
				await new Promise<void>((done) => (finish = done));
				await vault.create(path, text);
			},
		};
		const { far, close } = across(slow);
		const under = far.create('wiki/b.md', 'b');
		await expect.poll(() => String(finish)).not.toContain('undefined');
		const order: string[] = [];
		const closed = close().then(() => order.push('closed'));
		await expect(far.process('wiki/a.md', () => 'x')).rejects.toMatchObject({ code: 'denied' });
		order.push('finishing');
		finish();
		await Promise.all([under, closed]);
		expect(order).toEqual(['finishing', 'closed']);
		expect(vault.files()).toEqual({ 'wiki/a.md': 'a', 'wiki/b.md': 'b' });
	});
});

describe('a change worked out in the thread', () => {
	it('never loses what others write meanwhile', async () => {
		const vault: MemoryVault = memoryVault({ '_commonplace/log.md': '' });
		const { far } = across(vault);
		const person = (async () => {
			for (let count = 0; count < 40; count += 1) {
				vault.edit('_commonplace/log.md', `${vault.files()['_commonplace/log.md'] ?? ''}p`);
				await new Promise((done) => setTimeout(done, 1));
			}
		})();
		await Promise.all([person, ...Array.from({ length: 40 }, () => far.process('_commonplace/log.md', (text) => `${text}m`))]);
		const text = vault.files()['_commonplace/log.md'] ?? '';
		expect([text.match(/p/g)?.length, text.match(/m/g)?.length]).toEqual([40, 40]);
	});
});
