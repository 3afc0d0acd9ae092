import { expect, test } from 'vitest';
import { openHost } from './host-page.js';
import { cardOf, compile, decide, gate, manyNotes, notice, SAMPLES } from './steps.js';

const NOTES = { 'raw/Tea.md': '# Tea\n\nTea is a drink made from the leaves of the tea plant. Tea is drunk hot.\n', 'raw/Milk.md': '# Milk\n\nMilk is a drink that cows give. Milk is drunk cold.\n' };

test('starts from the ribbon, and from the menu of raw notes and folders alone', async () => {
	const { page, files } = await openHost({ files: { ...NOTES, 'Other.md': 'Not a source.\n' } });
	await page.locator('[data-path="Other.md"]').click({ button: 'right' });
	await page.getByRole('menuitem', { name: 'Delete' }).waitFor();
	expect(await page.getByRole('menuitem', { name: 'Compile raw notes' }).count()).toBe(0);
	await page.keyboard.press('Escape');
	await page.locator('[data-path="raw"]').click({ button: 'right' });
	await page.getByRole('menuitem', { name: 'Compile raw notes' }).click();
	await notice(page, 'To review');
	await page.locator('.notice').first().click();
	await page.locator('.side-dock-actions').getByRole('button', { name: 'Compile raw notes' }).click();
	await notice(page, 'Nothing to compile');
	expect(files().filter((path) => path.startsWith('wiki/'))).toEqual([]);
});

test('shows an estimate above the limit, and does nothing when it is declined', async () => {
	const { page, files, command } = await openHost({ files: NOTES, settings: { askAboveSources: 1 } });
	await command('commonplace-wiki:compile');
	const dialog = page.getByRole('dialog');
	await dialog.getByText('2 notes will be read').waitFor();
	expect(await dialog.locator('dt').allTextContents()).toEqual(['Time', 'Cost', 'Carbon', 'Worker calls']);
	expect(await dialog.locator('dd').allTextContents()).not.toContain('');
	await dialog.getByRole('button', { name: 'Not now' }).click();
	await page.locator('.status-bar').getByText('2 new notes').waitFor();
	expect(files().some((path) => path.startsWith('_commonplace/state/queue'))).toBe(false);
	await command('commonplace-wiki:compile');
	await dialog.getByRole('button', { name: 'Compile' }).click();
	await notice(page, 'To review');
});

test('stops within a second, and goes on as if nothing had been', async () => {
	const host = await openHost({ files: { ...manyNotes(120), ...NOTES }, settings: { askAboveSources: 1000 } });
	const { page, command, files } = host;
	await command('commonplace-wiki:open-gate');
	await command('commonplace-wiki:compile');
	await gate(page).locator('.commonplace-progress').getByText(/Reading sources|extract/).waitFor();
	// Measured in the page: how long the way of the click to the browser takes is not what is asked.
	const took = await page.evaluate(async () => {
		const bar = (): Element | null => document.querySelector('.commonplace-gate .commonplace-progress');
		const began = performance.now();
		bar()?.querySelector('button')?.click();
		await new Promise<void>((resolve) => {
			const check = (): void => {
				if (bar() === null) resolve();
				else requestAnimationFrame(check);
			};
			check();
		});
		return performance.now() - began;
	});
	expect(took).toBeLessThan(1000);
	await notice(page, /stopped/i);
	expect(files().filter((path) => path.startsWith('wiki/'))).toEqual([]);
	expect(await gate(page).locator('.commonplace-card').count()).toBe(0);
	await compile(host);
	await gate(page).getByRole('button', { name: /Commit all passed/ }).waitFor();
	await gate(page).getByRole('searchbox').fill('wiki/concepts Milk');
	await cardOf(page, 'Milk').first().waitFor();
});

test('an emergency stop survives a restart, says how to lift it, and lets nothing through until then', async () => {
	const host = await openHost({ files: SAMPLES });
	const { page, command, files } = host;
	await command('commonplace-wiki:compile');
	await notice(page, 'To review');
	await command('commonplace-wiki:open-gate');
	await gate(page).getByRole('button', { name: 'Emergency stop' }).click();
	await gate(page).locator('.commonplace-notice.mod-stop', { hasText: 'Emergency stop is on' }).waitFor();
	expect(files()).toContain('_commonplace/STOP.md');

	await host.reload();
	await command('commonplace-wiki:open-gate');
	await gate(page).locator('.commonplace-notice.mod-stop', { hasText: 'Emergency stop is on' }).waitFor();
	await gate(page).locator('.commonplace-notice.mod-stop', { hasText: 'STOP.md' }).waitFor();
	await gate(page).locator('.commonplace-card').first().waitFor();
	expect(await gate(page).getByRole('button', { name: /Commit all passed/ }).getAttribute('aria-disabled')).toBe('true');
	await command('commonplace-wiki:compile');
	await notice(page, /emergency stop/i);
	await command('commonplace-wiki:commit-passed');
	await notice(page, '13 edits were not committed');
	expect(files().filter((path) => path.startsWith('wiki/'))).toEqual([]);

	await gate(page).getByRole('button', { name: 'Lift the stop' }).click();
	await gate(page).locator('.commonplace-notice.mod-stop').waitFor({ state: 'detached' });
	expect(files()).not.toContain('_commonplace/STOP.md');
	await decide(page, gate(page).getByRole('button', { name: /Commit all passed/ }), /\d+ edits written/);
	expect(files()).toContain('wiki/concepts/Spaced repetition.md');
});
