import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { bareModel } from '../worker/servers/bare-model.js';
import { json, type BareServer } from '../worker/servers/bare-server.js';
import { goodReader } from '../worker/servers/scripted-model.js';
import { slowModel } from '../worker/servers/slow-model.js';
import { openHost, type HostPage } from './host-page.js';
import { decide, gate, notice, openCard, SAMPLES, seriousViolations, told, wiki } from './steps.js';

const KEY = 'sk-test-0123456789abcdefghijklmnopqrst';
const NAMES = ['Spaced repetition', 'Forgetting curve', 'Retrieval practice', 'Flashcard', 'Desirable difficulty', 'Memory consolidation'];

let server: BareServer | null = null;
afterEach(async () => {
	await server?.close();
	server = null;
});

const form = (page: Page) => page.locator('.commonplace-model-form');
const shot = async (page: Page, name: string): Promise<void> => {
	const folder = process.env['COMMONPLACE_SHOTS'];
	if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
};

/** Opens the settings, and the form for a new model there. */
async function openForm(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Settings' }).click();
	await page.getByRole('button', { name: 'Add a model' }).click();
	await form(page).waitFor();
}

/** Keeps a key in the app's storage of secrets, as the app's own control does. */
async function keepSecret(page: Page, name: string, value: string): Promise<void> {
	await form(page).getByRole('button', { name: 'New secret' }).click();
	await form(page).getByRole('textbox', { name: 'Name of the secret' }).fill(name);
	await form(page).getByLabel('Secret value').fill(value);
	await form(page).getByRole('button', { name: 'Keep secret' }).click();
}

async function setUp(host: HostPage, url: string, at = ''): Promise<void> {
	const { page, read, files } = host;
	await openForm(page);
	await form(page).getByRole('combobox', { name: 'Service' }).selectOption('other');
	await form(page).getByRole('textbox', { name: 'Address' }).fill(`${url}/v1`);
	await form(page).getByText(`claims with their quotes, to ${url}/v1.`).waitFor();

	// A wrong key: what is wrong, in plain words.
	await keepSecret(page, 'wrong-key', 'sk-test-wrong');
	await form(page).getByRole('button', { name: 'Test connection' }).click();
	await form(page).getByText('did not take the key').waitFor();
	await shot(page, `form-wrong${at}`);
	await keepSecret(page, 'right-key', KEY);
	await form(page).getByRole('button', { name: 'List models' }).click();
	await form(page).getByRole('combobox', { name: '2 models.' }).selectOption('small-model');
	await form(page).getByRole('button', { name: 'Test connection' }).click();
	await form(page).getByText(`${url}/v1 answers and has small-model.`).waitFor();
	expect(await seriousViolations(page, '.commonplace-model-form')).toEqual([]);
	await shot(page, `form-right${at}`);
	expect(server?.seen.every(({ path }) => path === '/v1/models')).toBe(true);
	await form(page).getByRole('button', { name: 'Save' }).click();
	await form(page).waitFor({ state: 'detached' });
	await page.locator('.commonplace-models').getByText('small-model').waitFor();
	expect(read('_commonplace/operators.yml')).toContain('model: small-model');
	expect(read('_commonplace/rules/openai.yml')).toContain('inherit: default');
	expect(files().filter((path) => path.startsWith('_commonplace/transcripts'))).toEqual([]);
}

const holdingKey = ({ files, vaultDir }: HostPage): string[] => files().filter((path) => readFileSync(join(vaultDir, path), 'latin1').includes(KEY));

test('a model is set up, tried, asked, held at a limit, and asked on when that is raised', async () => {
	server = await bareModel(KEY, ['small-model', 'large-model'], goodReader(NAMES));
	const host = await openHost({ files: { ...SAMPLES, '_commonplace/operators.yml': '# Who is asked. Mine.\ngrid: DEU # where I live\n' } });
	const { page, command, read, write } = host;
	await setUp(host, server.url);

	// A person's own lines stay; what the model costs is written in by hand, and a limit set in the settings.
	write('_commonplace/operators.yml', read('_commonplace/operators.yml').replace('model: small-model', 'model: small-model\n    price: { input: 100, output: 400 }'));
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Settings' }).click();
	const limit = page.getByRole('textbox', { name: 'By one compile, US dollars' });
	await limit.fill('0.02');
	await limit.press('Tab');
	await expect.poll(() => read('_commonplace/operators.yml')).toContain('coin_usd: 0.02');
	expect(read('_commonplace/operators.yml')).toMatch(/^# Who is asked\. Mine\.\ngrid: DEU # where I live\n/);
	await page.locator('.commonplace-models').scrollIntoViewIfNeeded();
	expect(await seriousViolations(page, '.commonplace-models')).toEqual([]);
	await shot(page, 'settings');
	await page.keyboard.press('Escape');

	// The estimate comes first, for it is above what may be spent unasked.
	await command('commonplace-wiki:open-gate');
	await command('commonplace-wiki:compile');
	const dialog = page.getByRole('dialog');
	await dialog.getByText('9 notes will be read').waitFor();
	const [, coin, carbon, calls] = await dialog.locator('dd').allTextContents();
	expect([coin, carbon, calls]).toEqual([expect.stringMatching(/\$\d/), expect.stringMatching(/g to .*g$/), expect.stringMatching(/^\d+$/)]);
	await shot(page, 'estimate');
	await dialog.getByRole('button', { name: 'Compile' }).click();
	const held = gate(page).locator('.commonplace-held');
	await held.getByText('0.02 US dollars by one compile are spent').waitFor();
	await page.locator('.status-bar').getByText('On hold').waitFor();
	await shot(page, 'held');
	expect(await seriousViolations(page, '.commonplace-gate')).toEqual([]);
	const before = server.seen.length;

	await held.getByRole('textbox').fill('50');
	await held.getByRole('button', { name: 'Raise and go on' }).click();
	const again = page.getByRole('dialog').getByRole('button', { name: 'Compile' });
	await again.click();
	await gate(page).locator('.commonplace-asking').getByText('So far').waitFor();
	await shot(page, 'progress');
	await gate(page).getByRole('button', { name: /Commit all passed/ }).waitFor();
	await held.waitFor({ state: 'detached' });
	expect(read('_commonplace/operators.yml')).toContain('coin_usd: 50');
	expect(server.seen.length).toBeGreaterThan(before);
	const bodies = server.seen.filter(({ path }) => path.includes('completions')).map(({ text }) => text);
	expect(new Set(bodies).size).toBe(bodies.length);

	// A card leads to what the model was asked and answered.
	const card = await openCard(page, 'Spaced repetition', 'wiki/concepts');
	const link = card.getByRole('button', { name: /What small-model was asked and answered/ });
	await link.waitFor();
	await link.scrollIntoViewIfNeeded();
	await shot(page, 'transcript-link');
	await link.click();
	await page.locator('.markdown-preview-view').getByText('You write').first().waitFor();
	await shot(page, 'transcript');
	await decide(page, gate(page).getByRole('button', { name: /Commit all passed/ }), /edits written/);

	// What it cost, and the way from a page to its transcripts.
	await command('commonplace-wiki:open-wiki');
	const costs = wiki(page).locator('.commonplace-model-costs');
	await wiki(page).locator('.commonplace-wiki-last-run').click();
	await costs.getByText('In all').waitFor();
	await costs.locator('svg rect').first().waitFor();
	await shot(page, 'costs');
	for (const view of ['Run', 'Task', 'Model', 'Source', 'Page']) {
		await costs.getByRole('button', { name: view, exact: true }).click();
		await costs.locator('tbody tr').first().waitFor();
	}
	await costs.getByText('wiki/concepts/Spaced repetition.md').waitFor();
	await costs.scrollIntoViewIfNeeded();
	await shot(page, 'costs-pages');
	expect(await seriousViolations(page, '.commonplace-wiki')).toEqual([]);
	await wiki(page).getByRole('button', { name: 'Back to the list' }).click();
	await wiki(page).getByText('Spaced repetition', { exact: true }).first().click();
	await wiki(page).getByRole('button', { name: /What small-model was asked and answered/ }).first().waitFor();
	await shot(page, 'page-history');
	expect(holdingKey(host)).toEqual([]);
});

test('a vault that came from elsewhere sends nothing before its owner agrees on this device', async () => {
	server = await bareModel(KEY, ['small-model'], goodReader(NAMES));
	const operators = `workers:\n  theirs: { use: openai, tier: 1, model: small-model, base_url: "${server.url}/v1" }\ntrust: { extract: 1, identify: 1, weave: 1, adjudicate: 1 }\n`;
	const { page, command, files } = await openHost({ files: { ...SAMPLES, '_commonplace/operators.yml': operators, '_commonplace/rules/openai.yml': 'inherit: default\n' } });
	await command('commonplace-wiki:compile');
	const dialog = page.getByRole('dialog');
	await dialog.getByText(`${server.url}/v1`).waitFor();
	await shot(page, 'sending');
	await dialog.getByRole('button', { name: 'Send nothing' }).click();
	await notice(page, 'Nothing was sent and nothing was compiled.');
	expect(server.seen).toEqual([]);
	expect(files().some((path) => path.startsWith('_commonplace/state/queue'))).toBe(false);
});

test('a provider that is busy pauses the compile, which says until when and then goes on by itself', async () => {
	const asked: number[] = [];
	server = await slowModel(goodReader(NAMES), {
		instead(response) {
			asked.push(Date.now());
			if (asked.length > 1) return false;
			json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '12' });
			return true;
		},
	});
	const operators = `workers:\n  theirs: { use: openai, tier: 1, model: small-model, base_url: "${server.url}/v1", price: { input: 0, output: 0 }, parallel: 1 }\ntrust: { extract: 1, identify: 1, weave: 1, adjudicate: 1 }\n`;
	const { page, command } = await openHost({ files: { ...SAMPLES, '_commonplace/operators.yml': operators, '_commonplace/rules/openai.yml': 'inherit: default\n' } });
	await command('commonplace-wiki:open-gate');
	await command('commonplace-wiki:compile');
	await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
	await gate(page).getByText(/Busy until \d.*takes no more calls for now/).waitFor();
	await shot(page, 'busy');
	await gate(page).getByRole('button', { name: /Commit all passed/ }).waitFor();
	expect(await gate(page).getByText(/Busy until/).count()).toBe(0);
	// All of it was asked, and nothing before the time.
	expect(asked.length).toBeGreaterThan(Object.keys(SAMPLES).length);
	const [refused = 0, next = 0] = asked;
	expect(next - refused).toBeGreaterThan(11_000);
});

test('on a phone a model is set up and asked all the same', async () => {
	server = await bareModel(KEY, ['small-model', 'large-model'], goodReader(NAMES));
	const host = await openHost({ files: SAMPLES, mobile: true });
	const { page, command } = host;
	await setUp(host, server.url, '-phone');
	await page.locator('.commonplace-models').scrollIntoViewIfNeeded();
	await shot(page, 'settings-phone');
	await page.keyboard.press('Escape');
	await command('commonplace-wiki:open-gate');
	await command('commonplace-wiki:compile');
	await page.getByRole('dialog').getByRole('button', { name: 'Compile' }).tap();
	await gate(page).getByRole('button', { name: /Commit all passed/ }).tap();
	await told(page, /edits written/);
	
	await command('commonplace-wiki:open-wiki');
	await wiki(page).locator('.commonplace-wiki-last-run').tap();
	await wiki(page).locator('.commonplace-model-costs').getByText('unknown').first().waitFor();
	await wiki(page).locator('.commonplace-model-costs').scrollIntoViewIfNeeded();
	await shot(page, 'costs-phone');
	expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
	expect(holdingKey(host)).toEqual([]);
});
