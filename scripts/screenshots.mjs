import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright-core';
import { needChromium, findChromium } from './chromium.mjs';
import { hostServer } from './host-server.mjs';
import { build, install, ROOT } from './set-up.mjs';

// Takes the pictures of docs/images, or those that are named: the plugin in the host, over the sample notes.

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ name: string, width: number, height: number, theme: 'light' | 'dark', mobile?: boolean, shoot: (page: Page) => Promise<void> }} Picture */

/** @param {string} vaultDir @param {string[]} words */
function commonplace(vaultDir, ...words) {
	const { status, stderr } = spawnSync(process.execPath, [`${ROOT}dist/cli.js`, '--vault', vaultDir, ...words], { encoding: 'utf8', env: { ...process.env, COMMONPLACE_DEVICE: 'desk' } });
	if (status !== 0 && status !== 1) throw new Error(stderr);
}

/** A policy that somebody wrote and has not activated. */
const POLICY = `---
prism: ask-before-sources-change
version: 1.0.0
active: false
---

# Ask before sources change

## Natural Language

Ask me before the page of a source is changed, or a page that rests on one source alone.

## PRISM-IR

\`\`\`yaml
v: "1.0"
id: ask-before-sources-change
name: Ask before sources change
intention: "Let a person see what rests on little"

events:
  - { id: disposition, type: persistent }

nodes:
  - { id: start, t: start }
  - { id: rules, t: decision, mode: multi }
  - id: source
    t: end
    a: [{ type: emit, event: disposition, payload: { disposition: REQUIRE_HUMAN, reason: "The page of a source is my decision." } }]
  - id: thin
    t: end
    a: [{ type: emit, event: disposition, payload: { disposition: HOLD, reason: "The page rests on one source." } }]
  - id: pass
    t: end
    a: [{ type: emit, event: disposition, payload: { disposition: PASS } }]

edges:
  - { s: start, t: rules }
  - { s: rules, t: source, c: "entity.page_type == 'source'" }
  - { s: rules, t: thin, c: "entity.page_type == 'concept' and entity.sources < 2" }
  - { s: rules, t: pass }
\`\`\`
`;

/** A vault that was compiled and reviewed, with two sources that changed since. @param {string} vaultDir */
function fill(vaultDir) {
	cpSync(`${ROOT}src/ui/plugin/sample`, join(vaultDir, 'raw'), { recursive: true });
	commonplace(vaultDir, 'compile', '--approve', 'passed');
	commonplace(vaultDir, 'review', 'approve', 'wiki/concepts/Flashcard.md');
	const change = (/** @type {string} */ name, /** @type {string} */ from, /** @type {string} */ to) => {
		const path = join(vaultDir, 'raw', name);
		writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
	};
	change('Sleep and memory.md', 'mostly during deep sleep', 'mostly during deep sleep, in the first hours of the night');
	change('Retrieval practice.md', 'It is also called the testing effect.', 'It is also known as the testing effect.');
	const page = join(vaultDir, 'wiki/concepts/Retrieval practice.md');
	writeFileSync(page, readFileSync(page, 'utf8').replace('\n## Related', '\nMy own rule: close the book first.\n\n## Related'));
	commonplace(vaultDir, 'compile');
	writeFileSync(join(vaultDir, '_commonplace/policies/ask-before-sources-change.prism.md'), POLICY);
}

/** @param {Page} page @param {string} id */
const command = (page, id) => page.evaluate((wanted) => void window.host?.commands.execute(`commonplace-wiki:${wanted}`), id);
/** @param {Page} page @param {string} path */
const openNote = async (page, path) => {
	await page.evaluate(async (wanted) => {
		const app = window.host?.app;
		const file = app?.vault.getFileByPath(wanted);
		if (app !== undefined && file !== null && file !== undefined) await app.workspace.getLeaf(false).openFile(file, { active: true });
	}, path);
	await page.locator('.markdown-preview-view h1, .markdown-preview-view .inline-title').first().waitFor();
};
/** @param {Page} page */
const openCard = async (page) => {
	await command(page, 'open-gate');
	const card = page.locator('.commonplace-card', { hasText: 'Memory consolidation' });
	await card.locator('.commonplace-card-head').click();
	await card.locator('.commonplace-decide').waitFor();
	await card.evaluate((el) => el.scrollIntoView({ block: 'start' }));
};

/** A window as on a desk. @param {'light' | 'dark'} theme */
const desk = (theme) => ({ width: 1360, height: 860, theme });

/** @type {Picture[]} */
const PICTURES = [
	{
		name: 'gate-light',
		...desk('light'),
		shoot: async (page) => {
			await openNote(page, 'wiki/concepts/Memory consolidation.md');
			await openCard(page);
		},
	},
	{
		name: 'wiki-dark',
		...desk('dark'),
		shoot: async (page) => {
			await command(page, 'open-wiki');
			await page.locator('.commonplace-wiki').getByText('Retrieval practice', { exact: true }).first().click();
			await page.locator('.commonplace-wiki').getByRole('button', { name: 'Open page' }).waitFor();
		},
	},
	{
		name: 'costs-light',
		...desk('light'),
		shoot: async (page) => {
			await command(page, 'open-wiki');
			await page.locator('.commonplace-model-costs svg rect').first().waitFor();
			await page.locator('.commonplace-model-costs').evaluate((el) => el.scrollIntoView({ block: 'start' }));
		},
	},
	{ name: 'gate-phone', width: 390, height: 844, theme: 'light', mobile: true, shoot: openCard },
	{
		name: 'lint-light',
		...desk('light'),
		shoot: async (page) => {
			await openNote(page, 'wiki/concepts/Flashcard.md');
			await command(page, 'lint');
			await page.locator('.commonplace-lint-jump').first().waitFor();
		},
	},
	{
		name: 'policy-light',
		...desk('light'),
		shoot: async (page) => {
			await openNote(page, '_commonplace/policies/ask-before-sources-change.prism.md');
			await command(page, 'check-policy');
			await page.getByRole('button', { name: 'Simulate on the past' }).click();
			await page.locator('.commonplace-policy-simulation').waitFor();
		},
	},
];

/** Calls as a model's run leaves them, for the picture of what models cost. @param {string} vaultDir */
function pretendCalls(vaultDir) {
	const folder = join(vaultDir, '_commonplace/state/desk/calls');
	mkdirSync(folder, { recursive: true });
	const today = Date.now();
	const lines = Array.from({ length: 24 }, (_, index) => {
		const at = new Date(today - Math.floor(index / 3) * 24 * 3600 * 1000).toISOString();
		const [sent, out] = [2400 + ((index * 731) % 1900), 500 + ((index * 311) % 700)];
		const page = ['Spaced repetition', 'Forgetting curve', 'Retrieval practice'][index % 3] ?? '';
		const low = out * 0.00021;
		return JSON.stringify({
			call: `k-${String(index)}`, run: `r-${at.slice(0, 10).replaceAll('-', '')}-081530-compile`, at, task: `weave:wiki/concepts/${page}.md`, kind: 'weave', worker: 'anthropic:claude-haiku-4-5', model: 'claude-haiku-4-5',
			tokens: { in: sent, cached: 900, written: 0, out }, calls: 1, carbon: { low, high: low * 3 }, finish: 'answered', transcript: null,
			clock_ms: 2100 + index * 40, coin_usd: (sent + out * 5) / 1e6, carbon_g: low * 2,
		});
	});
	writeFileSync(join(folder, 'r-pictures.jsonl'), `${lines.join('\n')}\n`);
}

install();
needChromium();
build();
const startServer = await hostServer();
const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'] });
mkdirSync(`${ROOT}docs/images`, { recursive: true });
const wanted = process.argv.slice(2);
for (const { name, width, height, theme, mobile = false, shoot } of PICTURES.filter((picture) => wanted.length === 0 || wanted.includes(picture.name))) {
	const vaultDir = mkdtempSync(join(tmpdir(), 'commonplace-picture-'));
	fill(vaultDir);
	if (name.startsWith('costs')) pretendCalls(vaultDir);
	const { url, close } = await startServer({ vaultDir, pluginDir: ROOT });
	const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: mobile ? 2 : 1.5, hasTouch: mobile, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
	const page = await context.newPage();
	await page.goto(`${url}?theme=${theme}${mobile ? '&mobile' : ''}`);
	await page.locator('body.is-ready').waitFor();
	await shoot(page);
	await page.evaluate(() => document.querySelectorAll('.notice').forEach((el) => el.remove()));
	await page.mouse.move(width / 2, height - 4);
	await page.screenshot({ path: `${ROOT}docs/images/${name}.png` });
	process.stdout.write(`docs/images/${name}.png\n`);
	await context.close();
	await close();
	rmSync(vaultDir, { recursive: true });
}
await browser.close();
