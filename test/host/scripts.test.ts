import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';
import { copyPlugin } from '../../scripts/install-plugin.mjs';

function scratch(): string {
	const folder = mkdtempSync(join(tmpdir(), 'scripts-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	return folder;
}

afterEach(() => {
	vi.unstubAllEnvs();
});

test('the plugin is installed in a vault, and the settings that are there stay', () => {
	const vault = scratch();
	const plugin = join(vault, '.obsidian/plugins/commonplace-wiki');
	mkdirSync(plugin, { recursive: true });
	writeFileSync(join(plugin, 'data.json'), '{"raw":"sources"}');
	writeFileSync(join(plugin, 'main.js'), 'an older one');
	expect(copyPlugin(vault)).toBe(plugin);
	expect(readdirSync(plugin).sort()).toEqual(['data.json', 'main.js', 'manifest.json', 'styles.css']);
	expect(readFileSync(join(plugin, 'data.json'), 'utf8')).toBe('{"raw":"sources"}');
	expect(readFileSync(join(plugin, 'main.js'))).toEqual(readFileSync(new URL('../../main.js', import.meta.url)));
});

test('a folder that is no vault is left alone, and it is said what to do', () => {
	const folder = scratch();
	expect(() => copyPlugin(folder)).toThrow(/is no vault: it has no \.obsidian folder\. Open it as a vault/);
	expect(() => copyPlugin(join(folder, 'none'))).toThrow(/There is no folder/);
	expect(readdirSync(folder)).toEqual([]);
});

test('the browser is the one that is named, else one on the path, else none', () => {
	const folder = scratch();
	for (const name of ['mine', 'chromium']) {
		writeFileSync(join(folder, name), '');
		chmodSync(join(folder, name), 0o755);
	}
	vi.stubEnv('PATH', folder);
	vi.stubEnv('COMMONPLACE_CHROMIUM', undefined);
	expect(findChromium()).toBe(join(folder, 'chromium'));
	vi.stubEnv('COMMONPLACE_CHROMIUM', join(folder, 'mine'));
	expect(findChromium()).toBe(join(folder, 'mine'));
	vi.stubEnv('COMMONPLACE_CHROMIUM', join(folder, 'missing'));
	expect(findChromium()).toBeNull();
	vi.stubEnv('COMMONPLACE_CHROMIUM', undefined);
	vi.stubEnv('PATH', '');
	expect(findChromium()).toBeNull();
});
