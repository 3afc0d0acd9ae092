import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHost } from './host-page.js';
import { buildTinyPlugin } from './tiny-plugin.js';

let pluginDir: string;
beforeAll(async () => {
	pluginDir = await buildTinyPlugin();
});
afterAll(() => rmSync(pluginDir, { recursive: true }));

const FILES = {
	'Notes/Tea.md': '---\ntags: [drink]\n---\n# Tea\n\nSee [[Coffee|the other one]] and [[Milk]].[^1]\n\n> [!warning] Hot\n> Careful.\n\n[^1]: A footnote.\n',
	'Notes/Coffee.md': '# Coffee\n\n## Beans\n\nText.\n',
	'Long.md': `${Array.from({ length: 200 }, (_, index) => `Line ${index + 1}`).join('\n\n')}\n`,
};

const openTiny = (page: Page): Promise<void> => page.getByRole('button', { name: 'Open tiny view' }).click();
const notice = (page: Page, text: string): Promise<void> => page.locator('.notice', { hasText: text }).waitFor();

describe('a plugin in the host', () => {
	test('opens its view from the ribbon, stands in the status bar and is named in the tab', async () => {
		const { page } = await openHost({ pluginDir, files: FILES });
		await openTiny(page);
		await page.getByRole('heading', { name: 'Hello from a view' }).waitFor();
		expect(await page.locator('.status-bar-item').textContent()).toBe('Tiny');
		expect(await page.locator('.mod-right-split .workspace-tab-header').getAttribute('aria-label')).toBe('Tiny');
	});

	test('runs its commands from the palette, and only those that can be run now', async () => {
		const { page } = await openHost({ pluginDir, files: FILES });
		await page.keyboard.press('Control+p');
		await page.locator('.prompt-input').fill('tiny');
		await page.locator('.suggestion-item').first().waitFor();
		expect(await page.locator('.suggestion-item').allTextContents()).toEqual(['Tiny: Greet', 'Tiny: Ask something', 'Tiny: Stamp every note']);
		await page.keyboard.press('Enter');
		await notice(page, 'Hello');
		await page.locator('[data-path="Long.md"]').click();
		await page.keyboard.press('Control+p');
		await page.locator('.prompt-input').fill('count');
		await page.keyboard.press('Enter');
		await notice(page, '400 lines');
	});

	test('loses no write when many happen at once', async () => {
		const { page, read, command } = await openHost({ pluginDir, files: FILES });
		await command('tiny:stamp');
		await notice(page, 'Stamped');
		expect(read('Notes/Coffee.md')).toBe(`${FILES['Notes/Coffee.md']}${'stamp\n'.repeat(10)}`);
	});

	test('hears of what others change, once', async () => {
		const { page, write, remove } = await openHost({ pluginDir, files: FILES });
		await openTiny(page);
		const events = page.locator('.tiny-events li');
		write('New/Note.md', 'Hi\n');
		await events.filter({ hasText: 'create New/Note.md' }).waitFor();
		write('New/Note.md', 'Hi again\n');
		await events.filter({ hasText: 'modify New/Note.md' }).waitFor();
		remove('New');
		await events.filter({ hasText: /delete New$/ }).waitFor();
		expect(await events.allTextContents()).toEqual(['create New', 'create New/Note.md', 'modify New/Note.md', 'delete New/Note.md', 'delete New']);
	});

	test('hears of its own writes once, though the disk tells of them too', async () => {
		const { page, command } = await openHost({ pluginDir, files: { 'One.md': '' } });
		await openTiny(page);
		await command('tiny:stamp');
		await notice(page, 'Stamped');
		await page.waitForTimeout(500);
		const events = await page.locator('.tiny-events li').allTextContents();
		expect(new Set(events)).toEqual(new Set(['modify One.md']));
		// Ten writes; now and then the disk is seen between the two halves of one. Heard of twice, they would be twenty.
		expect(events.length).toBeLessThan(20);
	});

	test('shows its settings, refuses what does not validate and keeps the rest in data.json', async () => {
		const { page, read, files } = await openHost({ pluginDir, files: FILES, settings: { greeting: 'Good day' } });
		await page.getByRole('button', { name: 'Settings' }).click();
		const greeting = page.getByRole('textbox', { name: 'Greeting' });
		expect(await greeting.inputValue()).toBe('Good day');
		await greeting.fill('');
		await page.getByText('Say something.').waitFor();
		expect(await page.getByText('Times').isVisible()).toBe(false);
		await page.getByRole('checkbox', { name: 'Loud' }).check({ force: true });
		await page.getByText('Times').waitFor();
		await page.getByRole('textbox', { name: 'Folder' }).or(page.getByRole('searchbox', { name: 'Folder' })).fill('not');
		await page.locator('.suggestion-item', { hasText: 'Notes' }).click();
		await expect.poll((): unknown => JSON.parse(read('.obsidian/plugins/tiny/data.json'))).toEqual({ greeting: 'Good day', loud: true, times: 1, folder: 'Notes' });
		expect(files()).toContain('.obsidian/plugins/tiny/data.json');
	});

	test('is told when its settings are changed by somebody else, and not of its own saving', async () => {
		const { page, write } = await openHost({ pluginDir, files: FILES, settings: {} });
		await page.getByRole('button', { name: 'Settings' }).click();
		await page.getByRole('textbox', { name: 'Greeting' }).fill('Mine');
		await page.waitForTimeout(500);
		expect(await page.locator('.notice').count()).toBe(0);
		write('.obsidian/plugins/tiny/data.json', '{"greeting":"Theirs"}');
		await notice(page, 'Settings are now: Theirs');
	});

	test('adds to the menu of a file', async () => {
		const { page } = await openHost({ pluginDir, files: FILES });
		await page.locator('[data-path="Long.md"]').click({ button: 'right' });
		await page.getByRole('menuitem', { name: 'Shout' }).click();
		await notice(page, 'LONG');
	});

	test('gives the focus back when its modal closes', async () => {
		const { page, command } = await openHost({ pluginDir, files: FILES });
		await openTiny(page);
		const button = page.getByRole('button', { name: 'Open tiny view' });
		await button.focus();
		await command('tiny:ask');
		await page.getByRole('dialog').getByText('A question').waitFor();
		await page.keyboard.press('Escape');
		expect(await page.getByRole('dialog').count()).toBe(0);
		expect(await button.evaluate((el) => el === document.activeElement)).toBe(true);
	});

	test('leaves nothing behind when it unloads, and finds its view again when it comes back', async () => {
		const { page } = await openHost({ pluginDir, files: FILES });
		const listeners = (): Promise<number | undefined> =>
			page.evaluate(() => {
				const app = window.host?.app;
				return app === undefined ? undefined : app.vault.listenerCount() + app.workspace.listenerCount() + app.metadataCache.listenerCount();
			});
		await openTiny(page);
		await page.evaluate(() => window.host?.plugins.disable());
		await page.getByText('The plugin of this view').waitFor();
		const left = await listeners();
		expect(await page.locator('.status-bar-item').count()).toBe(0);
		expect(await page.getByRole('button', { name: 'Open tiny view' }).count()).toBe(0);
		expect(await page.evaluate(() => window.host?.commands.ids())).toEqual([]);
		await page.evaluate(() => window.host?.plugins.enable());
		await page.getByRole('heading', { name: 'Hello from a view' }).waitFor();
		await page.evaluate(() => window.host?.plugins.disable());
		await page.getByText('The plugin of this view').waitFor();
		expect(await listeners()).toBe(left);
	});
});

describe('the app around it', () => {
	test('renders a note to read: properties, links, callouts, footnotes', async () => {
		const { page } = await openHost({ pluginDir, files: FILES });
		await page.locator('[data-path="Notes"]').click();
		await page.locator('[data-path="Notes/Tea.md"]').click();
		await page.getByRole('heading', { name: 'Tea' }).waitFor();
		const note = page.locator('.markdown-preview-view');
		expect(await note.locator('a.internal-link').allTextContents()).toEqual(['the other one', 'Milk']);
		expect(await note.locator('a.internal-link.is-unresolved').allTextContents()).toEqual(['Milk']);
		expect(await note.locator('.callout[data-callout="warning"] .callout-title-inner').textContent()).toBe('Hot');
		expect(await note.locator('.footnotes li').textContent()).toContain('A footnote.');
		expect(await note.locator('.metadata-property[data-property-key="tags"] .multi-select-pill').textContent()).toBe('drink');
		await note.getByText('the other one').click();
		await page.getByRole('heading', { name: 'Coffee' }).waitFor();
	});

	test('opens a note at a line, and saves what is typed', async () => {
		const { page, read } = await openHost({ pluginDir, files: FILES });
		const selected = await page.evaluate(async () => {
			const app = window.host?.app;
			const file = app?.vault.getFileByPath('Long.md');
			if (app === undefined || file === null || file === undefined) return null;
			const leaf = app.workspace.getLeaf(false);
			await leaf.openFile(file, { active: true, state: { mode: 'source' }, eState: { line: 198 } });
			const area = document.querySelector('textarea');
			return { text: area?.value.slice(area.selectionStart, area.selectionEnd), scrolled: (area?.scrollTop ?? 0) > 1000 };
		});
		expect(selected).toEqual({ text: 'Line 100', scrolled: true });
		await page.getByRole('textbox', { name: 'Note' }).fill('Anew\n');
		await expect.poll(() => read('Long.md')).toBe('Anew\n');
	});

	test('on a phone a side opens over everything', async () => {
		const { page } = await openHost({ pluginDir, files: FILES, mobile: true });
		await openTiny(page);
		const box = await page.locator('.workspace-split.mod-right-split').boundingBox();
		expect(box).toEqual({ x: 0, y: 0, width: 390, height: 844 });
		expect(await page.evaluate(() => document.body.className)).toContain('is-phone');
		await page.getByRole('button', { name: 'Close drawer' }).click();
		expect(await page.locator('.workspace-split.mod-right-split').isVisible()).toBe(false);
	});

	test('refuses by name what it lacks, Node built-ins, and the network', async () => {
		const { page } = await openHost({ pluginDir, files: FILES, expectErrors: true });
		const messages = await page.evaluate(async () => {
			const host = window.host;
			const told = async (work: () => unknown): Promise<string> => {
				try {
					return `no error: ${String(await work())}`;
				} catch (error) {
					return error instanceof Error ? error.message : String(error);
				}
			};
			const read = (object: object | undefined, name: string): unknown => Reflect.get(object ?? {}, name);
			return Promise.all([
				told(() => read(host?.obsidian, 'nothingOfTheKind')),
				told(() => read(host?.app, 'plugins')),
				told(() => read(host?.app.vault, 'getConfig')),
				told(() => host?.app.workspace.getLeaf('window')),
				told(() => read(host?.plugins.plugin ?? undefined, 'registerEditorExtension')),
			]);
		});
		expect(messages).toEqual(['nothingOfTheKind', 'App.plugins', 'Vault.getConfig', 'a pop-out window', 'Plugin.registerEditorExtension'].map((name) => `The host does not implement ${name}.`));
		const needsNode = await buildTinyPlugin("require('node:fs');");
		await expect(openHost({ pluginDir: needsNode, expectErrors: true })).rejects.toThrow("Cannot find module 'node:fs'");
		rmSync(needsNode, { recursive: true });
	});

	test('sends requests to this machine, past CORS, and nowhere else', async () => {
		const server = createServer((request, response) => response.writeHead(request.url === '/missing' ? 404 : 200, { 'x-seen': request.headers['x-own'] ?? '' }).end('{"a":1}'));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		const { page } = await openHost({ pluginDir, files: FILES, expectErrors: true });
		const answer = await page.evaluate(async (base) => {
			const requestUrl = Reflect.get(window.host?.obsidian ?? {}, 'requestUrl') as typeof import('obsidian').requestUrl;
			const good = await requestUrl({ url: `${base}/`, headers: { 'x-own': 'me' } });
			const failed = (work: Promise<unknown>): Promise<string> => work.then(() => 'no error', (error: Error) => error.message);
			return {
				json: good.json as unknown,
				seen: good.headers['x-seen'],
				missing: await failed(requestUrl(`${base}/missing`)),
				quiet: (await requestUrl({ url: `${base}/missing`, throw: false })).status,
				away: await failed(requestUrl('https://example.com/')),
			};
		}, `http://127.0.0.1:${port}`);
		server.close();
		expect(answer).toEqual({ json: { a: 1 }, seen: 'me', missing: 'Request failed, status 404', quiet: 404, away: 'net::ERR_FAILED (The host reaches this machine only, not example.com)' });
	});

	test('serves nothing outside of its vault, and no other page', async () => {
		const { url } = await openHost({ pluginDir, files: FILES });
		const outside = await fetch(`${url}vault/read?path=${encodeURIComponent('../../etc/passwd')}`, { method: 'POST' });
		expect([outside.status, await outside.text()]).toEqual([500, expect.stringContaining('leads out of the vault')]);
		expect((await fetch(`${url}vault/list?path=/`, { method: 'POST', headers: { origin: 'https://example.com' } })).status).toBe(403);
	});

	test('tells a test of errors that nobody caught', async () => {
		const host = await openHost({ pluginDir, files: FILES });
		await host.page.evaluate(() => void setTimeout(() => {
			throw new Error('Oh dear');
		}, 0));
		await expect.poll(() => host.consoleErrors.length).toBe(1);
		await expect(host.close()).rejects.toThrow('Oh dear');
	});
});
