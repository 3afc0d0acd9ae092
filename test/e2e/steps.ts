import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe, { type AxeResults, type NodeResult } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { filesIn, type HostPage } from './host-page.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The notes that the plugin offers as samples, by path. */
export const SAMPLES: Readonly<Record<string, string>> = Object.fromEntries(
	readdirSync(here('../../src/ui/plugin/sample')).map((name) => [`raw/${name}`, readFileSync(here(`../../src/ui/plugin/sample/${name}`), 'utf8')]),
);

/** The real command line on the same vault, as somebody would run it beside the app. It says 1 where something waits; throws where it fails. */
export function commandLine(vaultDir: string, ...words: readonly string[]): string {
	const { status, stdout, stderr } = spawnSync(process.execPath, [here('../../dist/cli.js'), ...words, '--vault', vaultDir], { encoding: 'utf8', env: { ...process.env, COMMONPLACE_DEVICE: 'terminal' } });
	if (status !== 0 && status !== 1) throw new Error(`commonplace ${words.join(' ')}: ${stderr}`);
	return stdout;
}

export const gate = (page: Page): Locator => page.locator('.commonplace-gate');
export const wiki = (page: Page): Locator => page.locator('.commonplace-wiki');
export const lint = (page: Page): Locator => page.locator('.commonplace-lint');

/** The card of the proposal with exactly this title, of a page in this folder. */
export const cardOf = (page: Page, title: string, folder = ''): Locator =>
	gate(page)
		.locator('.commonplace-card')
		.filter({ has: page.locator('.commonplace-card-title').getByText(title, { exact: true }) })
		.filter({ has: page.locator('.commonplace-card-path').getByText(folder) });

/** The heading of a group of cards, such as `Passed`. */
export const groupOf = (page: Page, name: string): Locator => gate(page).locator('.commonplace-group').filter({ hasText: name });

/** Opens a card and waits until what it takes to decide it is there. */
export async function openCard(page: Page, title: string, folder = ''): Promise<Locator> {
	const card = cardOf(page, title, folder);
	await card.locator('.commonplace-card-head').click();
	await card.locator('.commonplace-decide').waitFor();
	return card;
}

/** Presses a button of the panel that decides something, and waits until the panel tells what came of it. */
export async function decide(page: Page, button: Locator, outcome: string | RegExp): Promise<void> {
	const before = gate(page).locator('.commonplace-notice').getByRole('button', { name: 'Dismiss' });
	if ((await before.count()) > 0) await before.click();
	await button.click();
	await told(page, outcome);
}

export const told = (page: Page, outcome: string | RegExp): Promise<void> => gate(page).locator('.commonplace-notice').filter({ hasText: outcome }).first().waitFor();

export const notice = (page: Page, text: string | RegExp): Promise<void> => page.locator('.notice').filter({ hasText: text }).first().waitFor();

/** Runs a compile by its command, from the gate panel's sight, and waits for its summary. */
export async function compile(host: HostPage): Promise<void> {
	const { page } = host;
	await page.evaluate(() => document.querySelectorAll<HTMLElement>('.notice').forEach((el) => { el.click(); }));
	await host.command('commonplace-wiki:compile');
	await notice(page, /To review|Nothing to compile|created|updated|stopped/i);
}

/** The app's accent and what stands on it: its own choice or the user's, and too pale for axe in the app's default theme. */
const accents = (page: Page): Promise<string[]> =>
	page.evaluate(() =>
		['--interactive-accent', '--text-accent', '--link-color'].map((name) => {
			const probe = document.body.createDiv();
			probe.setCssProps({ color: `var(${name})` });
			const parts = getComputedStyle(probe).color.match(/\d+/g) ?? [];
			probe.remove();
			return `#${parts.slice(0, 3).map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
		}),
	);

/** What axe finds that keeps somebody from using what is in sight, each with where it stands. */
export async function seriousViolations(page: Page, within: string): Promise<readonly string[]> {
	await page.addScriptTag({ content: axe.source });
	const theirs = new Set(await accents(page));
	const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(within)})`);
	const colours = ({ any }: NodeResult): string[] => any.flatMap(({ data }: { data: unknown }) => (typeof data === 'object' && data !== null && 'fgColor' in data && 'bgColor' in data ? [String(data.fgColor), String(data.bgColor)] : []));
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.flatMap(({ id, nodes }) => nodes.filter((node) => id !== 'color-contrast' || !colours(node).some((colour) => theirs.has(colour))).map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
}

/** Notes enough for a compile that takes a while, each with sentences of its own. */
export function manyNotes(count: number): Record<string, string> {
	const note = (index: number): string => {
		const sentences = Array.from({ length: 30 }, (_, at) => `The Kestrel engine ${index} drives pump ${at} at ${index + at} bar. Pump ${at} is a machine that moves water number ${index * 30 + at}.`);
		return `# Kestrel engine ${index}\n\nThe Kestrel engine ${index} is a machine of series ${index % 7}.\n\n${sentences.join('\n\n')}\n`;
	};
	return Object.fromEntries(Array.from({ length: count }, (_, index) => [`raw/Kestrel engine ${index}.md`, note(index)]));
}

/** What a vault holds after the command line compiled the samples in it. */
export function compiledSamples(approve: 'none' | 'passed'): Record<string, string> {
	const vaultDir = mkdtempSync(join(tmpdir(), 'commonplace-samples-'));
	try {
		mkdirSync(join(vaultDir, 'raw'));
		for (const [path, text] of Object.entries(SAMPLES)) writeFileSync(join(vaultDir, path), text);
		commandLine(vaultDir, 'compile', '--approve', approve);
		return Object.fromEntries(filesIn(vaultDir).map((path) => [path, readFileSync(join(vaultDir, path), 'utf8')]));
	} finally {
		rmSync(vaultDir, { recursive: true });
	}
}
