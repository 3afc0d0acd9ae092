import { beforeAll, expect, test } from 'vitest';
import { openHost } from './host-page.js';
import { compiledSamples, lint, openCard, seriousViolations, wiki } from './steps.js';

let files: Record<string, string>;
beforeAll(() => {
	files = compiledSamples('passed');
});

test.each(['light', 'dark'] as const)('axe has nothing serious to say of the three views, %s', async (theme) => {
	const { page, command } = await openHost({ files, theme });
	await command('commonplace-wiki:open-gate');
	await openCard(page, 'Flashcard');
	expect(await seriousViolations(page, '.commonplace-gate')).toEqual([]);
	await command('commonplace-wiki:open-wiki');
	await wiki(page).getByText('Spaced repetition', { exact: true }).first().click();
	await wiki(page).getByRole('button', { name: 'Open page' }).waitFor();
	expect(await seriousViolations(page, '.commonplace-wiki')).toEqual([]);
	await command('commonplace-wiki:lint');
	await lint(page).locator('.commonplace-lint-jump').first().waitFor();
	expect(await seriousViolations(page, '.commonplace-lint')).toEqual([]);
});
