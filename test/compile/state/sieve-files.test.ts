import { describe, expect, it } from 'vitest';
import { hash32, sieveOf, type Sieves } from '../../../src/compile/state/sieve.js';
import { dropSieves, loadSieves, saveSieves } from '../../../src/compile/state/sieve-files.js';
import type { Problem } from '../../../src/model/result.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { recordStore } from '../../../src/vault/commit/record.js';
import { memoryVault } from '../../../src/vault/memory.js';

const STATE = '_commonplace/state';
const layout = DEFAULT_LAYOUT;
const hashes = (...words: string[]): Set<number> => new Set(words.map(hash32));

function sieves(): Sieves {
	const [words, keys] = [sieveOf(), sieveOf()];
	words.set('0a', hashes('tide', 'moon'));
	words.set('0b', hashes('moon'));
	words.set('7x', hashes('tide'));
	keys.set('7x', hashes('height'));
	return { words, keys, unsaved: new Set(['0a', '0b', '7x']) };
}

async function saved(): Promise<{ readonly vault: ReturnType<typeof memoryVault>; readonly store: ReturnType<typeof recordStore> }> {
	const vault = memoryVault({});
	const store = recordStore(vault, layout);
	await saveSieves(store, layout, sieves());
	return { vault, store };
}

const told = ({ words, keys }: Sieves): unknown => [[...words.filters], [...keys.filters]];

describe('the files of the sieves', () => {
	it('give back what was saved', async () => {
		const { vault } = await saved();
		const problems: Problem[] = [];
		const read = await loadSieves(vault, layout, problems);
		expect(read && told(read)).toEqual(told(sieves()));
		expect(problems).toEqual([]);
	});

	it('are written where something changed, and nowhere else', async () => {
		const { vault, store } = await saved();
		const before = vault.files();
		const read = await loadSieves(vault, layout, []);
		if (read === null) throw new Error('There are no sieves.');
		read.words.set('7x', hashes('ebb'));
		read.unsaved.add('7x');
		await saveSieves(store, layout, read);
		const now = vault.files();
		expect(now[`${STATE}/sieves/0.json`]).toBe(before[`${STATE}/sieves/0.json`]);
		expect(now[`${STATE}/sieves/7.json`]).not.toBe(before[`${STATE}/sieves/7.json`]);
		expect((await loadSieves(vault, layout, []))?.words.groupsWith(hashes('ebb'))).toEqual(['7x']);
		read.words.set('7x', new Set());
		read.keys.set('7x', new Set());
		read.unsaved.add('7x');
		await saveSieves(store, layout, read);
		expect((await loadSieves(vault, layout, []))?.words.groupsWith([])).toEqual(['0a', '0b']);
	});

	it('count as none once they are dropped, or while one of them is missing', async () => {
		const dropped = await saved();
		await dropSieves(dropped.store, layout);
		expect(await loadSieves(dropped.vault, layout, [])).toBeNull();
		const missing = await saved();
		await missing.store.remove(`${STATE}/sieves/0.json`);
		expect(await loadSieves(missing.vault, layout, [])).toBeNull();
	});

	it('are read as an earlier version wrote them, and then written anew', async () => {
		const { words, keys } = sieves();
		const vault = memoryVault({ [`${STATE}/sieves.json`]: JSON.stringify({ words: Object.fromEntries(words.filters), keys: Object.fromEntries(keys.filters) }) });
		const read = await loadSieves(vault, layout, []);
		if (read === null) throw new Error('There are no sieves.');
		expect(told(read)).toEqual(told(sieves()));
		await saveSieves(recordStore(vault, layout), layout, read);
		const again = await loadSieves(vault, layout, []);
		expect(again && told(again)).toEqual(told(sieves()));
		expect(Object.keys(vault.files()).sort()).toEqual([`${STATE}/sieves.json`, `${STATE}/sieves/0.json`, `${STATE}/sieves/7.json`]);
	});

	it.each(['', '[]', '{"words":{}}', '{"words":{"a":1},"keys":{}}', '{"words":{"a":""},"keys":{}}'])('are not read from %s, which is told', async (text) => {
		for (const file of ['sieves.json', 'sieves/0.json']) {
			const { vault } = await saved();
			vault.edit(`${STATE}/${file}`, text);
			const problems: Problem[] = [];
			expect(await loadSieves(vault, layout, problems)).toBeNull();
			expect(problems.map(({ path }) => path)).toEqual([`${STATE}/${file}`]);
		}
	});
});
