import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openHost } from './host-page.js';
import { compiledSamples, gate, notice, SAMPLES, wiki } from './steps.js';

const DATA = '.obsidian/plugins/commonplace-wiki/data.json';
let tended: Record<string, string>;
beforeAll(() => {
	tended = compiledSamples('passed');
});

const openSettings = async (page: Page): Promise<void> => {
	await page.getByRole('button', { name: 'Settings' }).click();
	await page.getByRole('textbox', { name: 'Raw notes' }).waitFor();
};

test('takes another folder from its settings, and tells what cannot be one', async () => {
	const { page, files, read, command } = await openHost({ files: { 'inbox/Tea.md': '# Tea\n\nTea is a drink made from leaves. Tea is drunk hot.\n' } });
	await openSettings(page);
	const raw = page.getByRole('textbox', { name: 'Raw notes' });
	await raw.fill('wiki');
	await page.getByText('Allowed is four folders of which none lies in another; raw is “wiki” and wiki is “wiki”.').waitFor();
	expect(files()).not.toContain(DATA);
	await raw.fill('inbox');
	await expect.poll(() => files()).toContain(DATA);
	await expect.poll((): unknown => JSON.parse(read(DATA))).toEqual({ layout: { raw: 'inbox' } });
	await page.keyboard.press('Escape');
	// The engine takes the folder on when typing is over.
	await expect
		.poll(async () => {
			await command('commonplace-wiki:compile');
			return files().some((path) => path.startsWith('_commonplace/state/queue/'));
		}, { interval: 500 })
		.toBe(true);
	expect(read('inbox/Tea.md')).toContain('Tea is drunk hot.');
});

test('keeps a broken settings file aside, names it, and never writes over it', async () => {
	const broken = '{"layout": {"raw": "inbox"';
	const { page, files, read } = await openHost({ files: SAMPLES, settings: broken });
	await notice(page, /could not be read[\s\S]*kept as/);
	const aside = files().filter((path) => path.startsWith('.obsidian/plugins/commonplace-wiki/') && path !== DATA);
	expect(aside).toHaveLength(1);
	expect(read(aside[0] ?? '')).toBe(broken);
	expect(await page.locator('.notice').first().textContent()).toContain(aside[0]?.split('/').at(-1) ?? 'nothing');
	await openSettings(page);
	await page.getByRole('textbox', { name: 'Wiki' }).fill('pages');
	await expect.poll((): unknown => JSON.parse(read(DATA))).toEqual({ layout: { wiki: 'pages' } });
	expect(read(aside[0] ?? '')).toBe(broken);
});

test('follows a page that a person renames, and takes settings that another device wrote', async () => {
	const host = await openHost({ files: tended });
	const { page, vaultDir, read, files, command, write } = host;
	await command('commonplace-wiki:open-wiki');
	await wiki(page).getByText('Memory consolidation').first().waitFor();
	renameSync(join(vaultDir, 'wiki/concepts/Memory consolidation.md'), join(vaultDir, 'wiki/concepts/How memories settle.md'));
	// The wiki view knows it again at once, without a compile.
	const row = wiki(page).locator('.commonplace-wiki-row', { has: page.getByText('Memory consolidation', { exact: true }) }).first();
	await expect
		.poll(async () => {
			await row.click({ modifiers: ['Control'], timeout: 1000 }).catch(() => undefined);
			return page.evaluate(() => window.host?.app.workspace.getActiveFile()?.path);
		}, { interval: 500, timeout: 30_000 })
		.toBe('wiki/concepts/How memories settle.md');
	write('raw/Sleep and memory.md', read('raw/Sleep and memory.md').replace('mostly during deep sleep', 'only during deep sleep'));
	await page.locator('.status-bar').getByText('1 new note').waitFor();
	await command('commonplace-wiki:compile');
	await notice(page, 'To review');
	await command('commonplace-wiki:open-gate');
	await gate(page).locator('.commonplace-card').first().waitFor();
	await gate(page).getByRole('searchbox').fill('memor');
	const titles = gate(page).locator('.commonplace-card-path, .commonplace-card-title');
	await expect.poll(() => titles.allTextContents()).toContain('wiki/concepts');
	await command('commonplace-wiki:commit-passed');
	expect(files()).not.toContain('wiki/concepts/Memory consolidation.md');
	expect(files()).toContain('wiki/concepts/How memories settle.md');

	write(DATA, JSON.stringify({ askAboveSources: 0 }));
	write('raw/Sleep and memory.md', read('raw/Sleep and memory.md').replace('only during deep sleep', 'never in the morning'));
	await page.locator('.status-bar').getByText('1 new note').waitFor();
	await expect
		.poll(async () => {
			if ((await page.getByRole('dialog').count()) === 0) await command('commonplace-wiki:compile');
			return page.getByRole('dialog').getByText('1 note will be read').count();
		})
		.toBe(1);
});

test('leaves nothing behind when it is switched off, in the middle of a compile too', async () => {
	const { page, command } = await openHost({ files: tended });
	const left = (): Promise<unknown> =>
		page.evaluate(() => {
			const app = window.host?.app;
			if (app === undefined) return null;
			const ours = [...document.querySelectorAll('[class*="commonplace"]')].map(({ className }) => className);
			return { ours, listeners: app.vault.listenerCount() + app.workspace.listenerCount() + app.metadataCache.listenerCount(), commands: window.host?.commands.ids(), status: document.querySelectorAll('.status-bar-item').length };
		});
	const disable = async (): Promise<void> => {
		await page.evaluate(() => window.host?.plugins.disable());
		await expect.poll(() => page.workers().length).toBe(0);
	};
	// Once round, so that what the app keeps for views that are open does not count.
	for (const name of ['open-gate', 'lint', 'open-wiki']) await command(`commonplace-wiki:${name}`);
	await wiki(page).getByText('Memory consolidation').first().waitFor();
	expect(page.workers()).toHaveLength(1);
	await disable();
	const before = await left();
	expect(before).toMatchObject({ ours: [], commands: [], status: 0 });
	await page.evaluate(() => window.host?.plugins.enable());
	await wiki(page).getByText('Memory consolidation').first().waitFor();
	void command('commonplace-wiki:compile').catch(() => undefined);
	await disable();
	expect(await left()).toEqual(before);
});
