import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { Finding, LintReport, Severity } from '../../../src/lint/finding.js';
import { LINT } from '../../../src/ui/strings/lint.js';
import { bundle, openBrowser, openStage, seriousViolations, type Look } from '../wiki/browser.js';
import type { Stage } from '../wiki/page.js';

let browser: Browser;
let built: Awaited<ReturnType<typeof bundle>>;
let page: Page;

const PHONE: Look = { width: 360, height: 700 };
const RULES: readonly (readonly [string, Severity])[] = [
	['broken-link', 'error'],
	['quote-drift', 'error'],
	['stale-page', 'warning'],
	['orphan-page', 'notice'],
];

const findingsOf = (size: number): readonly Finding[] =>
	Array.from({ length: size }, (_, n): Finding => {
		const [rule, severity] = RULES[Math.floor((n * RULES.length) / size)] ?? ['broken-link', 'error'];
		return {
			id: `f-${n}`,
			rule,
			severity,
			path: `wiki/concepts/Page ${n % 50}.md`,
			line: n % 5 === 4 ? null : n + 1,
			message: `The link “Café ${n}” leads to no note.`,
			advice: n % 2 === 0 ? 'Make the page, or take the brackets away.' : null,
			fixable: n % 3 === 0,
			related: n % 7 === 6 ? ['raw/Old letter.md'] : [],
		};
	});

function reportOf(findings: readonly Finding[]): LintReport {
	const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
	return { findings, counts: { error: count('error'), warning: count('warning'), notice: count('notice') }, checked: 812, clock_ms: 640, problems: [] };
}

type Values = Parameters<Stage['mount']>[1];
const ready = (size: number): Values => ({ lint: { state: 'ready', value: reportOf(findingsOf(size)) } });

async function mount(values: Values, look: Look = { height: 1600 }): Promise<number> {
	page = await openStage(browser, built, look);
	return page.evaluate((sent) => window.stage.mount('lint', sent), values);
}
const set = (values: Values): Promise<void> =>
	page.evaluate((sent) => {
		window.stage.set(sent);
	}, values);
const calls = (): Promise<readonly unknown[]> => page.evaluate(() => window.stage.calls());
const state = (): Promise<unknown> => page.evaluate(() => window.stage.state());
const messages = (): Promise<readonly string[]> => page.locator('.commonplace-lint-message').allTextContents();
const groups = (): Promise<readonly string[]> => page.locator('.commonplace-lint-group').evaluateAll((all) => all.map((one) => (one.textContent ?? '').trim()));
const focused = (): Promise<string> => page.evaluate(() => (document.activeElement?.textContent ?? '').trim());
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
	[browser, built] = await Promise.all([openBrowser(), bundle()]);
});
afterEach(() => page.close());
afterAll(() => browser.close());

describe('before there are findings', () => {
	it('offers to lint, shows that it runs, and stops it', async () => {
		await mount({ lint: null });
		await button(LINT.run).click();
		await set({ lint: { state: 'loading' }, work: { kind: 'busy', what: 'lint', stage: 'lint', done: 40, total: 90, stopping: false } });
		expect(await page.getByRole('status').textContent()).toBe(LINT.runningCount(40, 90));
		expect(await button(LINT.run).count()).toBe(0);
		await button(LINT.stop).click();
		expect(await calls()).toEqual([['runLint'], ['stopWork']]);
	});

	it('says that nothing was found, and when', async () => {
		await mount({ lint: { state: 'loading' } });
		await set(ready(0));
		expect(await page.getByRole('heading', { name: LINT.nothing }).isVisible()).toBe(true);
		expect(await page.locator('.commonplace-lint-head').textContent()).toMatch(/812 files checked in 0\.6 secs? at \d/);
		await button(LINT.again).click();
		expect(await calls()).toEqual([['runLint']]);
	});

	it('claims no time for a report that was there before it', async () => {
		await mount(ready(3));
		expect(await page.locator('.commonplace-lint-head p').textContent()).not.toContain(' at ');
	});

	it('says why it failed', async () => {
		await mount({ lint: { state: 'failed', message: 'state/pages.json line 3 is damaged.' } });
		expect(await page.getByText('state/pages.json line 3 is damaged.').isVisible()).toBe(true);
		await button(LINT.again).click();
		expect(await calls()).toEqual([['runLint']]);
	});
});

describe('findings', () => {
	it('stand under severity and rule with counts, and under their file when that is asked for', async () => {
		await mount(ready(12));
		await expect.poll(groups).toEqual(['Errors6', 'Broken link3', 'Quote drift3', 'Warnings3', 'Stale page3', 'Notices3', 'Orphan page3']);
		await button(LINT.groupByFile).click();
		expect((await groups())[0]).toBe('wiki/concepts/Page 0.md1');
		expect(await state()).toMatchObject({ grouping: 'file' });
	});

	it('jump to their line, with the message, advice and severity said', async () => {
		await mount(ready(12));
		const jump = page.locator('.commonplace-lint-jump').first();
		expect(await jump.textContent()).toBe('Error: The link “Café 0” leads to no note.wiki/concepts/Page 0.md:1');
		expect(await page.getByText('Make the page, or take the brackets away.').first().isVisible()).toBe(true);
		await jump.click();
		await page.locator('.commonplace-lint-related').first().click();
		expect(await calls()).toEqual([
			['open', 'wiki/concepts/Page 0.md', { line: 1 }, 'here'],
			['open', 'raw/Old letter.md', null, 'here'],
		]);
	});

	it('are filtered by severity, rule and text', async () => {
		await mount(ready(12));
		await button('3 warnings').click();
		await expect.poll(groups).toEqual(['Warnings3', 'Stale page3']);
		await button('3 warnings').click();
		await page.getByRole('combobox', { name: LINT.rule }).selectOption('orphan-page');
		await expect.poll(groups).toEqual(['Notices3', 'Orphan page3']);
		await page.getByRole('combobox', { name: LINT.rule }).selectOption('');
		await page.getByRole('searchbox').fill('cafe 11');
		await expect.poll(messages).toEqual(['The link “Café 11” leads to no note.']);
		await page.getByRole('searchbox').fill('zebra');
		await button(LINT.showEverything).click();
		await expect.poll(async () => (await messages()).length).toBe(12);
	});

	it('propose a fix, one or all in sight, and lead to the gate panel', async () => {
		await mount(ready(12));
		await button(LINT.fix).first().click();
		await page.getByText(LINT.fixAsked).waitFor();
		expect(await button(LINT.fix).count()).toBe(3);
		await button(LINT.fixAll(3)).click();
		await button(LINT.review).click();
		expect(await calls()).toEqual([['proposeFixes', 'f-0'], ['proposeFixes', 'f-3', 'f-6', 'f-9'], ['show', 'gate']]);
		await set(ready(12));
		expect(await button(LINT.fix).count()).toBe(4);
	});

	it('say why a fix could not be proposed, and offer it still', async () => {
		await mount(ready(12));
		await page.evaluate(() => {
			window.stage.fail('proposeFixes', 'The page changed.');
		});
		await button(LINT.fix).first().click();
		await expect.poll(() => page.getByRole('alert').textContent()).toContain('The page changed.');
		expect(await button(LINT.fix).count()).toBe(4);
	});

	it('are walked by keyboard: arrows move and fold, Enter jumps, F proposes the fix', async () => {
		await mount(ready(12));
		await page.locator('[data-lint-focus]').first().focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		expect(await focused()).toContain('Café 0');
		await page.keyboard.press('f');
		await page.keyboard.press('Enter');
		expect(await calls()).toEqual([
			['proposeFixes', 'f-0'],
			['open', 'wiki/concepts/Page 0.md', { line: 1 }, 'here'],
		]);
		await page.keyboard.press('ArrowLeft');
		expect(await focused()).toBe('Broken link3');
		await page.keyboard.press('ArrowLeft');
		expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-expanded'))).toBe('false');
		expect(await messages()).toHaveLength(9);
		await page.keyboard.press('ArrowRight');
		expect(await messages()).toHaveLength(12);
		await page.keyboard.press('End');
		await expect.poll(focused).toContain('Café 11');
	});

	it('keep the focus when lint runs again, and pass it on when the finding is gone', async () => {
		await mount(ready(12));
		await page.locator('.commonplace-lint-jump').nth(1).focus();
		await page.keyboard.press('ArrowDown');
		expect(await focused()).toContain('Café 2');
		const shorter = (gone: string): Values => ({ lint: { state: 'ready', value: reportOf(findingsOf(12).filter(({ id }) => id !== gone)) } });
		await set(shorter('f-0'));
		await expect.poll(focused).toContain('Café 2');
		await set({ lint: { state: 'ready', value: reportOf(findingsOf(12).slice(3)) } });
		await expect.poll(() => page.evaluate(() => document.activeElement?.hasAttribute('data-lint-focus'))).toBe(true);
	});

	it('write a report note on demand', async () => {
		await mount(ready(12));
		await button(LINT.report).click();
		expect(await calls()).toEqual([['writeLintReport']]);
	});

	it('are drawn at once when there are ten thousand, and only those in sight', async () => {
		await mount(ready(10_000));
		const times = await page.evaluate(() =>
			Array.from({ length: 5 }, () => {
				window.stage.unmount();
				return window.stage.mount('lint', {});
			}),
		);
		// The quickest of a few, for the machine may be busy with something else.
		expect(Math.min(...times)).toBeLessThan(200);
		expect(await page.locator('.commonplace-virtual-row').count()).toBeLessThan(60);
		await page.locator('[data-lint-focus]').first().focus();
		await page.keyboard.press('End');
		await expect.poll(focused).toContain('Café 9999');
	});

	it.each([
		['moved to', false],
		['opened in', true],
	])('are drawn and walked in a window of their own that they are %s', async (_, anew) => {
		await mount(ready(500));
		await page.locator('.commonplace-lint-jump').first().waitFor();
		const opened = page.waitForEvent('popup');
		await page.evaluate((again) => {
			const own = window.open('about:blank');
			const view = document.querySelector('main');
			if (own === null || view === null) throw new Error('There is no window or no view.');
			for (const style of document.querySelectorAll('style')) own.document.head.append(own.document.importNode(style, true));
			own.document.body.className = document.body.className;
			if (again) window.stage.unmount();
			own.document.body.append(view);
			if (again) window.stage.mount('lint', {});
		}, anew);
		const own = await opened;
		const focusedThere = (): Promise<string> => own.evaluate(() => document.activeElement?.textContent ?? '');
		await own.locator('[data-lint-focus]').first().focus();
		await own.keyboard.press('ArrowDown');
		await own.keyboard.press('ArrowDown');
		await expect.poll(focusedThere).toContain('Café 0');
		await own.keyboard.press('End');
		await expect.poll(focusedThere).toContain('Café 499');
		await own.close();
	});

	it.each<[string, Look]>([
		['in light', {}],
		['in dark', { theme: 'dark' }],
		['on a phone', PHONE],
	])('have no serious fault for a screen reader %s', async (_, look) => {
		await mount(ready(40), look);
		expect(await seriousViolations(page)).toEqual([]);
	});

	it('have targets that a finger hits, and room, on a phone', async () => {
		await mount(ready(40), PHONE);
		await page.locator('.commonplace-lint-jump').first().waitFor();
		const tooSmall = (): Promise<readonly string[]> => page.locator('button:not(.commonplace-lint-related), select, input').evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 36).map((one) => one.outerHTML));
		// A row that leaves while it is looked at has no height.
		await expect.poll(tooSmall).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
	});
});
