import { describe, expect, it } from 'vitest';
import { listPaths, type VaultErrorCode, type VaultPort } from '../../src/vault/port.js';

/** Both listings say the same. */
async function paths(vault: VaultPort, folder: string): Promise<string[]> {
	const listed = (await vault.list(folder)).map(({ path }) => path).sort();
	expect([...(await listPaths(vault, folder))].sort()).toEqual(listed);
	return listed;
}

/** What the rest of the code may rely on, whatever the vault stands on. `make` gives a fresh vault that holds the files. */
export function describePort(name: string, make: (files?: Readonly<Record<string, string>>) => VaultPort | Promise<VaultPort>): void {
	describe(`a vault ${name}`, () => {
		it('creates with parents, reads, lists and tells size', async () => {
			const vault = await make();
			await vault.create('wiki/concepts/Gedächtnis 🧠.md', '\ufeffä\r\n');
			await vault.create('top.md', '');
			expect(await vault.read('wiki/concepts/Gedächtnis 🧠.md')).toBe('\ufeffä\r\n');
			expect(await paths(vault, '')).toEqual(['top.md', 'wiki/concepts/Gedächtnis 🧠.md']);
			expect(await paths(vault, 'wiki')).toEqual(['wiki/concepts/Gedächtnis 🧠.md']);
			expect(await paths(vault, 'wik')).toEqual([]);
			expect(await vault.stat('wiki/concepts/Gedächtnis 🧠.md')).toMatchObject({ path: 'wiki/concepts/Gedächtnis 🧠.md', size: 7 });
			expect(await vault.stat('wiki')).toBe('folder');
			expect(await vault.stat('nope/x.md')).toBeNull();
			expect(await vault.stat('top.md/x.md')).toBeNull();
		});

		it('does not list what is hidden', async () => {
			const vault = await make({ '.obsidian/app.json': '{}', 'wiki/.draft.md': 'x', 'wiki/a.md': 'x' });
			expect(await paths(vault, '')).toEqual(['wiki/a.md']);
		});

		it('process hands out the text, writes what comes back, and leaves the file alone if that is the same', async () => {
			const vault = await make();
			await vault.create('a.md', 'one');
			expect(await vault.process('a.md', (text) => `${text} two`)).toBe('one two');
			expect(await vault.read('a.md')).toBe('one two');
			const before = await vault.stat('a.md');
			await vault.process('a.md', (text) => text);
			expect(await vault.stat('a.md')).toEqual(before);
		});

		it('lets no two processes of one file mix', async () => {
			const vault = await make();
			await vault.create('a.md', '0');
			await Promise.all(Array.from({ length: 50 }, () => vault.process('a.md', (text) => String(Number(text) + 1))));
			expect(await vault.read('a.md')).toBe('50');
		});

		it('changes nothing when the callback throws', async () => {
			const vault = await make();
			await vault.create('a.md', 'one');
			await expect(vault.process('a.md', () => { throw new Error('no'); })).rejects.toThrow('no');
			expect(await vault.read('a.md')).toBe('one');
			expect(await paths(vault, '')).toEqual(['a.md']);
		});

		it('makes no folder for a file that is not there', async () => {
			const vault = await make();
			await expect(vault.process('nope/a.md', (text) => text)).rejects.toMatchObject({ code: 'missing' });
			await expect(vault.rename('nope/a.md', 'nope2/a.md')).rejects.toMatchObject({ code: 'missing' });
			await expect(vault.remove('nope/a.md')).rejects.toMatchObject({ code: 'missing' });
			expect([await vault.stat('nope'), await vault.stat('nope2')]).toEqual([null, null]);
		});

		it('appends, replaces, renames into new folders, removes', async () => {
			const vault = await make();
			await vault.append('log/a.jsonl', '1\n');
			await vault.append('log/a.jsonl', '2\n');
			expect(await vault.read('log/a.jsonl')).toBe('1\n2\n');
			await vault.replace('state/x.json', '1');
			await vault.replace('state/x.json', '2');
			expect(await vault.read('state/x.json')).toBe('2');
			await vault.rename('state/x.json', 'trash/deep/x.json');
			expect(await vault.stat('state/x.json')).toBeNull();
			expect(await vault.read('trash/deep/x.json')).toBe('2');
			await vault.rename('trash/deep/x.json', 'trash/deep/X.json');
			expect(await paths(vault, 'trash')).toEqual(['trash/deep/X.json']);
			await vault.remove('trash/deep/X.json');
			expect(await paths(vault, 'trash')).toEqual([]);
		});

		it.each<[string, VaultErrorCode, (vault: VaultPort) => Promise<unknown>]>([
			['reading nothing', 'missing', (vault) => vault.read('nope.md')],
			['reading a folder', 'is-folder', (vault) => vault.read('dir')],
			['processing nothing', 'missing', (vault) => vault.process('nope.md', (text) => text)],
			['processing a folder', 'is-folder', (vault) => vault.process('dir', (text) => `${text}x`)],
			['creating over a file', 'exists', (vault) => vault.create('a.md', 'x')],
			['creating over a folder', 'exists', (vault) => vault.create('dir', 'x')],
			['creating below a file', 'not-folder', (vault) => vault.create('a.md/b.md', 'x')],
			['replacing a folder', 'is-folder', (vault) => vault.replace('dir', 'x')],
			['appending below a file', 'not-folder', (vault) => vault.append('a.md/b.md', 'x')],
			['renaming nothing', 'missing', (vault) => vault.rename('nope.md', 'b.md')],
			['renaming onto a file', 'exists', (vault) => vault.rename('a.md', 'dir/b.md')],
			['renaming onto a folder', 'exists', (vault) => vault.rename('a.md', 'dir')],
			['renaming a folder', 'is-folder', (vault) => vault.rename('dir', 'dir2')],
			['removing nothing', 'missing', (vault) => vault.remove('nope.md')],
			['removing a folder', 'is-folder', (vault) => vault.remove('dir')],
			['reading outside', 'denied', (vault) => vault.read('../a.md')],
			['creating outside', 'denied', (vault) => vault.create('dir/../../a.md', 'x')],
			['creating at an absolute path', 'denied', (vault) => vault.create('/tmp/commonplace-never.md', 'x')],
		])('%s is %s, and nothing changes', async (_what, code, operation) => {
			const vault = await make();
			await vault.create('a.md', 'a');
			await vault.create('dir/b.md', 'b');
			await expect(operation(vault)).rejects.toMatchObject({ name: 'VaultError', code, message: expect.stringMatching(/: .{10,}/) as unknown });
			expect(await paths(vault, '')).toEqual(['a.md', 'dir/b.md']);
			expect([await vault.read('a.md'), await vault.read('dir/b.md')]).toEqual(['a', 'b']);
		});
	});
}
