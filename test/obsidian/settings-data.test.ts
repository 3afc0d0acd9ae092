import { describe, expect, it } from 'vitest';
import { loadSettingsData, type SettingsOwner } from '../../src/obsidian/settings-data.js';
import { MemoryAdapter } from '../host/core/memory-adapter.js';

const FOLDER = '.obsidian/plugins/commonplace-wiki';

/** A plugin whose app throws for a broken file, or quietly has nothing, as versions of it do. */
function owner(text: string | null, broken: 'throws' | 'null' = 'throws'): { readonly plugin: SettingsOwner; readonly adapter: MemoryAdapter } {
	const adapter = new MemoryAdapter(text === null ? {} : { [`${FOLDER}/data.json`]: text });
	const plugin: SettingsOwner = {
		manifest: { id: 'commonplace-wiki', dir: FOLDER },
		app: { vault: { configDir: '.obsidian', adapter } },
		async loadData() {
			if (text === null) return null;
			try {
				return JSON.parse(text) as unknown;
			} catch (error) {
				if (broken === 'throws') throw error;
				return null;
			}
		},
	};
	return { plugin, adapter };
}

describe('the settings file', () => {
	it('is read as it is, and nothing is made of one that is not there', async () => {
		expect(await loadSettingsData(owner('{"minMentions":3}').plugin, '2026-11-22')).toEqual({ stored: { minMentions: 3 }, kept: null });
		const { plugin, adapter } = owner(null);
		expect(await loadSettingsData(plugin, '2026-11-22')).toEqual({ stored: {}, kept: null });
		expect(await adapter.exists(`${FOLDER}/data.json`)).toBe(false);
	});

	it.each([
		['half a file', '{"minMentions":3, "wik', 'throws'],
		['half a file', '{"minMentions":3, "wik', 'null'],
		['a list', '[1,2]', 'throws'],
		['nothing', '', 'throws'],
	] as const)('%s is kept aside and left as it is', async (_what, text, broken) => {
		const { plugin, adapter } = owner(text, broken);
		expect(await loadSettingsData(plugin, '2026-11-22')).toEqual({ stored: {}, kept: 'data.broken-2026-11-22.json' });
		expect(await adapter.read(`${FOLDER}/data.broken-2026-11-22.json`)).toBe(text);
		expect(await adapter.read(`${FOLDER}/data.json`)).toBe(text);
	});

	it('is kept once, however often it is read, and beside another of the same day', async () => {
		const { plugin, adapter } = owner('{broken');
		await loadSettingsData(plugin, '2026-11-22');
		expect((await loadSettingsData(plugin, '2026-11-22')).kept).toBe('data.broken-2026-11-22.json');
		await adapter.write(`${FOLDER}/data.broken-2026-11-22.json`, '{another');
		expect((await loadSettingsData(plugin, '2026-11-22')).kept).toBe('data.broken-2026-11-22-2.json');
		expect((await adapter.list(FOLDER)).files.length).toBe(3);
	});
});
