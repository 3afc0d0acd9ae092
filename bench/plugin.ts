import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium, NO_CHROMIUM } from '../scripts/chromium.mjs';
import { startServer } from '../test/host/server/server.js';
import { median, runNode } from './measure.js';
import { time } from './report.js';
import { copyVault, writeVault } from './vaults.js';

// The plugin in the browser host: what a person waits for, and what would make the app stutter.
const [, , root = '.', ...options] = process.argv;
const work = join(root, 'bench/work');
const peak = pathToFileURL(join(root, 'bench/peak.mjs')).href;
const quick = options.includes('--quick');

interface Row {
	readonly what: string;
	readonly limit: number;
	readonly ms: readonly number[];
}

const rows: Row[] = [];
const faults: string[] = [];
function record(what: string, limit: number, ms: readonly number[]): void {
	rows.push({ what, limit, ms });
	process.stderr.write(`${what.padEnd(72)} ${time(median(ms))}\n`);
}

/** Opens the host over a vault and hands out its page, ready. */
async function withHost(browser: Browser, vaultDir: string, visit: (page: Page, url: string) => Promise<void>): Promise<void> {
	const { url, close } = await startServer({ vaultDir, pluginDir: root });
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	page.setDefaultTimeout(300_000);
	await page.goto(url);
	await page.locator('body.is-ready').waitFor();
	await visit(page, url);
	await page.close();
	await close();
}

const command = (page: Page, id: string): Promise<void> => page.evaluate((wanted) => void window.host?.commands.execute(`commonplace-wiki:${wanted}`), id);

async function loading(browser: Browser): Promise<void> {
	const notes = quick ? 1000 : 10_000;
	const { folder } = writeVault(root, work, notes);
	const took: number[] = [];
	await withHost(browser, folder, async (page, url) => {
		for (let run = 0; run < 7; run += 1) {
			if (run > 0) {
				await page.goto(url);
				await page.locator('body.is-ready').waitFor();
			}
			took.push(await page.evaluate(() => (window.host === undefined ? Number.NaN : window.host.plugins.took.evaluate + window.host.plugins.took.onload)));
		}
		// The engine, which alone reads notes, runs in a thread that is started when it is first asked something.
		if (page.workers().length > 0) faults.push('loading started the engine');
	});
	record(`main.js and onload, ${String(notes)} notes in the vault`, 50, took);
}

interface Profile {
	readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string; readonly url: string }; readonly children?: readonly number[] }[];
	/** Ids of nodes, and microseconds since the one before. */
	readonly samples?: readonly number[];
	readonly timeDeltas?: readonly number[];
}

/** The most time, in milliseconds, that the plugin's own code takes of the main thread without a pause; what the host does in between is its own. */
function longestHold({ nodes, samples = [], timeDeltas = [] }: Profile): number {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child): [number, number] => [child, id])));
	const scriptOf = (id: number): string => {
		for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
			const url = byId.get(at)?.callFrame.url ?? '';
			if (url !== '') return url;
		}
		return '';
	};
	let longest = 0;
	let held = 0;
	samples.forEach((id, index) => {
		const name = byId.get(id)?.callFrame.functionName ?? '';
		if (name === '(idle)' || name === '(program)') held = 0;
		else if (scriptOf(id).endsWith('plugin/main.js')) held += (timeDeltas[index] ?? 0) / 1000;
		longest = Math.max(longest, held);
	});
	return longest;
}

async function compiling(browser: Browser): Promise<void> {
	const notes = quick ? 200 : 2000;
	const folder = copyVault(writeVault(root, work, notes).folder, join(work, 'plugin-copy'));
	mkdirSync(join(folder, '.obsidian/plugins/commonplace-wiki'), { recursive: true });
	writeFileSync(join(folder, '.obsidian/plugins/commonplace-wiki/data.json'), JSON.stringify({ askAboveSources: 100_000 }));
	await withHost(browser, folder, async (page) => {
		await command(page, 'open-gate');
		const devtools = await page.context().newCDPSession(page);
		await devtools.send('Profiler.enable');
		await devtools.send('Profiler.setSamplingInterval', { interval: 1000 });
		await devtools.send('Profiler.start');
		await command(page, 'compile');
		await page.locator('.commonplace-gate .commonplace-progress').waitFor();
		await page.locator('.commonplace-gate .commonplace-card').first().waitFor();
		await page.locator('.commonplace-gate .commonplace-progress').waitFor({ state: 'detached' });
		const { profile } = await devtools.send('Profiler.stop');
		record(`the plugin holds the main thread, compiling ${String(notes)} notes`, 50, [longestHold(profile)]);

		const waiting = await page.locator('.commonplace-gate-count').textContent();
		const opened: number[] = [];
		for (let run = 0; run < 5; run += 1) {
			await page.evaluate(() => window.host?.app.workspace.detachLeavesOfType('commonplace-gate'));
			opened.push(
				await page.evaluate(async () => {
					const began = performance.now();
					window.host?.commands.execute('commonplace-wiki:open-gate');
					while (document.querySelector('.commonplace-gate .commonplace-card') === null) await new Promise((resolve) => requestAnimationFrame(resolve));
					return performance.now() - began;
				}),
			);
		}
		record(`the gate panel opens, ${waiting ?? ''}`, 100, opened);
	});
}

function linting(): void {
	const notes = quick ? 1000 : 10_000;
	const folder = copyVault(join(work, `vault-${String(notes)}`), join(work, 'plugin-copy'));
	runNode(peak, [join(work, 'cli.js'), '--vault', folder, '--json', 'compile', '--approve', 'passed']);
	const { answer } = runNode(peak, [join(work, 'lint.mjs'), folder, '5']);
	const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : [Number(value)]);
	const pages = String(Number(answer['pages']));
	record(`lint, whole, ${pages} pages`, 1500, numbers(answer['whole']));
	record(`lint after one page changed, ${pages} pages`, 30, numbers(answer['page']));
	record(`lint after one source changed, ${pages} pages`, 30, numbers(answer['source']));
}

const executablePath = findChromium();
if (executablePath === null) throw new Error(NO_CHROMIUM);
mkdirSync(work, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
await loading(browser);
await compiling(browser);
const version = browser.version();
await browser.close();
linting();

const note = `# Bench of the plugin, ${new Date().toISOString().slice(0, 10)}

${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${String(cpus().length)} cores, Chromium ${version}, in the host of \`test/host\`.

| What | Limit | Median | Lowest to highest | Runs | |
| --- | --- | --- | --- | --- | --- |
${rows.map(({ what, limit, ms }) => `| ${what} | ${time(limit)} | ${time(median(ms))} | ${time(Math.min(...ms))} to ${time(Math.max(...ms))} | ${String(ms.length)} | ${median(ms) <= limit ? 'passed' : '**missed**'} |`).join('\n')}

${faults.length === 0 ? 'Loading did not start the engine, and so read no note.' : `**${faults.join('; ')}.**`}
`;
if (!quick) {
	writeFileSync(join(root, 'bench/results-plugin.md'), note);
	writeFileSync(join(root, 'bench/results-plugin.json'), `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), rows, faults }, null, '\t')}\n`);
}
process.stdout.write(note);
