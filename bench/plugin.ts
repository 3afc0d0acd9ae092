import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium, NO_CHROMIUM } from '../scripts/chromium.mjs';
import { startServer } from '../test/host/server/server.js';
import { watchTasks, type Task } from './long-tasks.js';
import { median, runNode } from './measure.js';
import { time } from './report.js';
import { copyVault, writeVault } from './vaults.js';

// The plugin in the browser host: what a person waits for, and what would make the app stutter.
const [, , root = '.', ...options] = process.argv;
const work = join(root, 'bench/work');
const peak = resolve(root, 'bench/peak.cjs');
const quick = options.includes('--quick');

interface Row {
	readonly what: string;
	/** Milliseconds; null where none is set. */
	readonly limit: number | null;
	readonly ms: readonly number[];
}

const rows: Row[] = [];
const faults: string[] = [];
function record(what: string, limit: number | null, ms: readonly number[]): void {
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
	/** Microseconds of a clock that never goes back. */
	readonly startTime: number;
	readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string; readonly url: string }; readonly children?: readonly number[] }[];
	/** Ids of nodes, and microseconds since the one before. */
	readonly samples?: readonly number[];
	readonly timeDeltas?: readonly number[];
}

/** A task of the main thread that took 50 ms or more, as the browser tells it: milliseconds of the page's clock. */
interface LongTask {
	readonly start: number;
	readonly ms: number;
}

/**
 * The most milliseconds of one long task whose samples are in the plugin's code; what the host does in the same task, such as its index and its file
 * tree, would be the app's. Tasks of less than 50 ms are not told, so that 0 means that no task of the plugin was so long. `origin` is
 * where the page's clock began, in microseconds of the profile's.
 */
function longestOwn({ startTime, nodes, samples = [], timeDeltas = [] }: Profile, tasks: readonly LongTask[], origin: number): number {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child): [number, number] => [child, id])));
	const isPlugin = (id: number): boolean => {
		for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
			const url = byId.get(at)?.callFrame.url ?? '';
			if (url !== '') return url.endsWith('plugin/main.js');
		}
		return false;
	};
	const own = tasks.map(() => 0);
	let at = startTime;
	samples.forEach((id, index) => {
		const delta = timeDeltas[index] ?? 0;
		at += delta;
		const now = (at - origin) / 1000;
		const task = tasks.findIndex(({ start, ms }) => now >= start && now <= start + ms);
		if (task !== -1 && isPlugin(id)) own[task] = (own[task] ?? 0) + delta / 1000;
	});
	tasks.forEach(({ start, ms }, index) => process.stderr.write(`  a task of ${time(ms)} after ${time(start)}, ${time(own[index] ?? 0)} of it the plugin's own\n`));
	return Math.max(0, ...own);
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
		await devtools.send('Performance.enable');
		await page.evaluate(() => {
			const tasks: { start: number; ms: number }[] = [];
			Object.assign(window, { longTasks: tasks });
			new PerformanceObserver((list) => {
				for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, ms: duration });
			}).observe({ type: 'longtask' });
		});
		const { metrics } = await devtools.send('Performance.getMetrics');
		const pageNow = await page.evaluate(() => performance.now());
		const origin = (metrics.find(({ name }) => name === 'Timestamp')?.value ?? Number.NaN) * 1e6 - pageNow * 1000;
		await devtools.send('Profiler.start');
		await command(page, 'compile');
		await page.locator('.commonplace-gate .commonplace-progress').waitFor();
		await page.locator('.commonplace-gate .commonplace-card').first().waitFor();
		await page.locator('.commonplace-gate .commonplace-progress').waitFor({ state: 'detached' });
		const { profile } = await devtools.send('Profiler.stop');
		const tasks = await page.evaluate((): LongTask[] => ('longTasks' in window && Array.isArray(window.longTasks) ? (window.longTasks as LongTask[]) : []));
		record(`the plugin's own part of the longest task, compiling ${String(notes)} notes`, 50, [longestOwn(profile, tasks, origin)]);

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

// Generated notes that make a wiki of 10,000 pages, as near as it comes.
const NOTES_OF_WIKI = 8_530;
/** Milliseconds. */
const AFTER_FIRST_ROW = 3_000;

/**
 * The plugin's own part of the longest task while a view opens, in milliseconds of processor time: so many times, each in a page of its own, whose code
 * is as cold as in an app that was just started.
 */
async function longestWhileOpening(browser: Browser, folder: string, runs: number, open: (page: Page) => Promise<void>, firstRow: string): Promise<number[]> {
	const longest: Task[] = [];
	while (longest.length < runs) {
		await withHost(browser, folder, async (page) => {
			const watch = await watchTasks(browser, page);
			await open(page);
			await page.locator(firstRow).first().waitFor();
			// The rows below the first come in turns of their own, and with them what is got ready for a search.
			await page.waitForTimeout(AFTER_FIRST_ROW);
			const [task = { ms: 0, own: 0, where: 'nowhere' }] = [...(await watch.stop(0))].sort((a, b) => b.own - a.own);
			process.stderr.write(`  a task of ${time(task.ms)} by the clock, ${time(task.own)} of the processor in the plugin: ${task.where}\n`);
			longest.push(task);
		});
	}
	return longest.map(({ own }) => own);
}

async function linting(browser: Browser): Promise<void> {
	const folder = copyVault(writeVault(root, work, quick ? 1000 : NOTES_OF_WIKI).folder, join(work, 'plugin-copy'));
	runNode(peak, [join(work, 'cli.js'), '--vault', folder, '--json', 'compile', '--approve', 'passed']);
	const lint = join(work, 'lint.mjs');
	const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : [Number(value)]);
	// Each in a process of its own: that an engine is cold is part of what a person waits.
	const wholes = Array.from({ length: 3 }, () => runNode(peak, [lint, folder, '0']).answer);
	const { answer } = runNode(peak, [lint, folder, '15']);
	const pages = Number(answer['pages']).toLocaleString('en');
	record(`lint, whole, ${pages} pages, by the clock`, 1500, wholes.map(({ clock }) => Number(clock)));
	record(`lint, whole, ${pages} pages, processor time of all threads`, null, wholes.map(({ whole }) => Number(whole)));
	record(`lint after one page changed, ${pages} pages`, 30, numbers(answer['page']));
	record(`lint after one source changed, ${pages} pages`, 30, numbers(answer['source']));
	const pressLint = (page: Page): Promise<void> => page.locator('.side-dock-actions').getByRole('button', { name: 'Lint vault' }).click();
	record(`the plugin's own part of the longest task, linting ${pages} pages, processor time`, 16, await longestWhileOpening(browser, folder, 3, pressLint, '.commonplace-lint-jump'));
	record(`the plugin's own part of the longest task, opening the wiki of ${pages} pages, processor time`, 16, await longestWhileOpening(browser, folder, 3, (page) => command(page, 'open-wiki'), '.commonplace-wiki-row'));
}

const executablePath = findChromium();
if (executablePath === null) throw new Error(NO_CHROMIUM);
mkdirSync(work, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
await loading(browser);
await compiling(browser);
await linting(browser);
const version = browser.version();
await browser.close();

const note = `# Bench of the plugin, ${new Date().toISOString().slice(0, 10)}

${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${String(cpus().length)} cores, Chromium ${version}, in the host of \`test/host\`.

| What | Limit | Median | Lowest to highest | Runs | |
| --- | --- | --- | --- | --- | --- |
${rows.map(({ what, limit, ms }) => `| ${what} | ${limit === null ? '' : time(limit)} | ${time(median(ms))} | ${time(Math.min(...ms))} to ${time(Math.max(...ms))} | ${String(ms.length)} | ${limit === null ? '' : median(ms) <= limit ? 'passed' : '**missed**'} |`).join('\n')}

${faults.length === 0 ? 'Loading did not start the engine, and so read no note.' : `**${faults.join('; ')}.**`}
`;
if (!quick) {
	writeFileSync(join(root, 'bench/results-plugin.md'), note);
	writeFileSync(join(root, 'bench/results-plugin.json'), `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), rows, faults }, null, '\t')}\n`);
}
process.stdout.write(note);
