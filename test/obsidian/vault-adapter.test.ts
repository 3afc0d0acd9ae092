import { describe, expect, it, vi } from 'vitest';
import { appVault } from '../../src/obsidian/vault-adapter.js';
import type { VaultPort } from '../../src/vault/port.js';
import type { Vault } from 'obsidian';
import { describePort } from '../vault/port-contract.js';
import { acrossChannel, EVERYWHERE } from './across-channel.js';
import { openVault } from './app-vault.js';

vi.mock('obsidian', () => import('../host/core/files.js'));

/** The app's vault, read and changed from the engine's thread. */
const portOf = (vault: Vault): VaultPort => acrossChannel(appVault(vault), EVERYWHERE).far;

describePort('of the app', async (files) => portOf((await openVault(files)).vault));

describe('the app’s vault', () => {
	it('swaps only what was expected, and leaves what is not untouched, down to its time', async () => {
		const { vault } = await openVault({ 'wiki/a.md': 'one' });
		const port = appVault(vault);
		const before = await port.stat('wiki/a.md');
		expect(await port.swap('wiki/a.md', 'other', 'two')).toBe(false);
		expect(await port.stat('wiki/a.md')).toEqual(before);
		expect(await port.swap('wiki/a.md', 'one', 'two')).toBe(true);
		expect(await portOf(vault).read('wiki/a.md')).toBe('two');
	});

	it('reads no disk to list', async () => {
		const { vault, adapter } = await openVault({ 'raw/a.md': 'a', 'raw/deep/b.md': 'b' });
		for (const name of ['read', 'readBinary', 'stat', 'list', 'exists'] as const) vi.spyOn(adapter, name).mockRejectedValue(new Error(`${name} was called`));
		expect((await portOf(vault).list('raw')).map(({ path }) => path).sort()).toEqual(['raw/a.md', 'raw/deep/b.md']);
	});

	it('swaps a file with a byte-order mark that the app takes off, and keeps the mark where it is told to', async () => {
		const { vault } = await openVault({ 'wiki/a.md': '\ufeffone' });
		const port = portOf(vault);
		expect(await port.process('wiki/a.md', (text) => `${text} two`)).toBe('\ufeffone two');
		expect(await port.read('wiki/a.md')).toBe('\ufeffone two');
	});

	it('refuses bytes that are no text', async () => {
		const { vault } = await openVault();
		await vault.createBinary('raw.md', new Uint8Array([0x61, 0xff, 0xfe]).buffer);
		await expect(portOf(vault).read('raw.md')).rejects.toMatchObject({ code: 'not-text' });
	});

	it('sees a file that the index has not noticed yet, and never writes over it', async () => {
		const { vault, adapter } = await openVault({ '_commonplace/a.md': 'a' });
		await adapter.write('_commonplace/STOP.md', 'stop');
		const port = portOf(vault);
		vi.spyOn(vault, 'getAbstractFileByPath').mockReturnValue(null);
		expect(await port.read('_commonplace/STOP.md')).toBe('stop');
		expect(await port.stat('_commonplace/STOP.md')).toMatchObject({ size: 4 });
		await expect(port.create('_commonplace/STOP.md', 'x')).rejects.toMatchObject({ code: 'exists' });
	});

	it.each([
		[new Error('File already exists.'), 'exists'],
		[Object.assign(new Error('nope'), { code: 'EACCES' }), 'denied'],
		[Object.assign(new Error('nope'), { code: 'ENOSPC' }), 'full'],
		[new Error('Quota exceeded'), 'full'],
		[new Error('The operation was cancelled by the moon'), 'io'],
	])('words what the app throws: %s', async (thrown, code) => {
		const { vault } = await openVault();
		vi.spyOn(vault, 'create').mockRejectedValue(thrown);
		await expect(appVault(vault).create('a.md', 'x')).rejects.toMatchObject({ name: 'VaultError', code, path: 'a.md' });
	});

	it('knows what it removed before the index does', async () => {
		const { vault } = await openVault({ '_commonplace/state/a.json': '1' });
		const port = portOf(vault);
		for (const text of ['2', '3']) {
			await port.remove('_commonplace/state/a.json');
			expect(await port.list('_commonplace')).toEqual([]);
			expect(await port.stat('_commonplace/state/a.json')).toBeNull();
			await expect(port.process('_commonplace/state/a.json', () => 'x')).rejects.toMatchObject({ code: 'missing' });
			await port.create('_commonplace/state/a.json', text);
			expect(await port.read('_commonplace/state/a.json')).toBe(text);
		}
	});

	it('moves a note without touching the notes that link to it', async () => {
		const { vault } = await openVault({ 'wiki/a.md': 'a', 'raw/b.md': 'see [[a]]' });
		const port = portOf(vault);
		await port.rename('wiki/a.md', '_commonplace/trash/r/wiki/a.md');
		expect(await port.read('raw/b.md')).toBe('see [[a]]');
	});
});
