import { describe, expect, it } from 'vitest';
import { recordStore } from '../../../src/vault/commit/record.js';
import { DEFAULT_LAYOUT as layout } from '../../../src/vault/layout.js';
import { memoryVault } from '../../../src/vault/memory.js';

describe('recordStore', () => {
	it('writes, replaces, appends, reads and removes below its folder', async () => {
		const vault = memoryVault();
		const store = recordStore(vault, layout);
		await store.write('_commonplace/state/a.json', '1');
		await store.write('_commonplace/state/a.json', '2');
		await store.writeDurable('_commonplace/state/b.json', '1');
		await store.writeDurable('_commonplace/state/b.json', '2');
		await store.append('_commonplace/ledger/desk/x.jsonl', ['1', '2']);
		await store.append('_commonplace/ledger/desk/x.jsonl', []);
		await store.append('_commonplace/ledger/desk/x.jsonl', ['3']);
		await store.create('_commonplace/d.json', '');
		await store.move('_commonplace/d.json', '_commonplace/c.json');
		await expect(store.move('_commonplace/d.json', '_commonplace/e.json')).rejects.toMatchObject({ code: 'missing' });
		await expect(store.move('_commonplace/c.json', '_commonplace/state/a.json')).rejects.toMatchObject({ code: 'exists' });
		await expect(store.create('_commonplace/c.json', 'x')).rejects.toMatchObject({ code: 'exists' });
		await store.remove('_commonplace/c.json');
		await store.remove('_commonplace/c.json');
		expect(vault.files()).toEqual({ '_commonplace/state/a.json': '2', '_commonplace/state/b.json': '2', '_commonplace/ledger/desk/x.jsonl': '1\n2\n3\n' });
		expect(await store.read('_commonplace/c.json')).toBeNull();
	});

	it.each(['wiki/a.md', 'raw/a.md', '_commonplace', '_commonplacex/a', '_Commonplace/a', '_commonplace/../raw/a.md', '/_commonplace/a', '_commonplace/a:b', '_commonplace/.git/config'])('refuses %s, whatever the method', async (path) => {
		const vault = memoryVault({ 'raw/a.md': 'a' });
		const store = recordStore(vault, layout);
		const denied = { code: 'denied' };
		await expect(store.write(path, 'x')).rejects.toMatchObject(denied);
		await expect(store.writeDurable(path, 'x')).rejects.toMatchObject(denied);
		await expect(store.create(path, 'x')).rejects.toMatchObject(denied);
		await expect(store.append(path, ['x'])).rejects.toMatchObject(denied);
		await expect(store.move(path, '_commonplace/x')).rejects.toMatchObject(denied);
		await expect(store.move('_commonplace/x', path)).rejects.toMatchObject(denied);
		await expect(store.remove(path)).rejects.toMatchObject(denied);
		expect(vault.files()).toEqual({ 'raw/a.md': 'a' });
	});
});
