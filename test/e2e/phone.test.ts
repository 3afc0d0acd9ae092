import { expect, test } from 'vitest';
import { openHost } from './host-page.js';
import { cardOf, gate, lint, told, wiki } from './steps.js';

test('the first run by touch, on a phone', async () => {
	const { page, read, files, command } = await openHost({ mobile: true, fresh: true });
	const inSight = async (): Promise<void> => expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	await wiki(page).getByRole('button', { name: 'Add sample notes and compile' }).tap();
	await wiki(page).getByText('16 pages wait for you').waitFor();
	await inSight();
	await wiki(page).getByRole('button', { name: 'Review' }).tap();
	await cardOf(page, 'Flashcard').locator('.commonplace-card-head').tap();
	const card = cardOf(page, 'Flashcard');
	await card.locator('.commonplace-decide').waitFor();
	await inSight();
	const approve = card.getByRole('button', { name: 'Approve', exact: true });
	expect((await approve.boundingBox())?.height).toBeGreaterThanOrEqual(36);
	await approve.tap();
	await told(page, '1 edit written.');
	expect(read('wiki/concepts/Flashcard.md')).toContain('Disagreements');

	await cardOf(page, 'Flashcards that work').locator('.commonplace-card-head').tap();
	const other = cardOf(page, 'Flashcards that work');
	await other.getByRole('button', { name: 'Deny' }).tap();
	await other.getByRole('textbox').fill('Not needed.');
	await other.getByRole('button', { name: 'Deny' }).tap();
	await told(page, '1 edit denied.');
	await gate(page).getByRole('button', { name: 'Commit all passed (13)' }).tap();
	await told(page, '13 edits written.');
	expect(files().filter((path) => /^wiki\/(?:concepts|sources)\//.test(path))).toHaveLength(14);

	await command('commonplace-wiki:open-wiki');
	await wiki(page).getByText('Spaced repetition', { exact: true }).first().tap();
	await wiki(page).getByRole('button', { name: 'Open page' }).tap();
	await page.locator('.markdown-preview-view').getByText('Spaced repetition is reviewing').first().waitFor();
	await inSight();
	await command('commonplace-wiki:lint');
	await lint(page).locator('.commonplace-lint-jump', { hasText: 'three days' }).first().tap();
	await page.locator('.is-flashing').waitFor({ state: 'attached' });
});
