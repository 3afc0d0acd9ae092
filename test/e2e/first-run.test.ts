import { expect, test } from 'vitest';
import { openHost } from './host-page.js';
import { cardOf, compile, decide, gate, groupOf, lint, openCard, wiki } from './steps.js';

test('from a fresh vault to a wiki that somebody tends', async () => {
	const host = await openHost({ fresh: true });
	const { page, read, write, files } = host;

	// Whoever has just switched it on is told what to do, and one press does it.
	await wiki(page).getByRole('button', { name: 'Add sample notes and compile' }).click();
	await wiki(page).getByText('16 pages wait for you').waitFor();
	expect(files().filter((path) => path.startsWith('wiki/'))).toEqual([]);
	await wiki(page).getByRole('button', { name: 'Review' }).click();

	// Strictest first, and the disagreement between two samples is not for the machine to settle.
	await gate(page).waitFor();
	await expect.poll(() => gate(page).locator('.commonplace-group-name').allTextContents()).toEqual(['Escalated', 'Passed']);
	expect(await groupOf(page, 'Escalated').locator('.commonplace-group-count').textContent()).toBe('3');
	await cardOf(page, 'Flashcard').locator('.commonplace-rule-text').filter({ hasText: /disagreements? between sources/ }).waitFor();

	// Both sides stand in the new page, each quote a way to its place.
	let card = await openCard(page, 'Flashcard');
	expect(await card.locator('.commonplace-lines').textContent()).toContain('after three days');
	expect(await card.locator('.commonplace-lines').textContent()).toContain('after one day');
	await card.locator('.commonplace-quote', { hasText: 'after three days' }).click();
	await page.locator('.markdown-preview-view .is-flashing', { hasText: 'after three days' }).waitFor();

	// Approved: on disk, with both sides.
	await decide(page, card.getByRole('button', { name: 'Approve', exact: true }), '1 edit written.');
	expect(read('wiki/concepts/Flashcard.md')).toMatch(/> \[!warning\][\s\S]*after three days[\s\S]*after one day/);

	// Denied: no page, and the reason stands in the ledger.
	card = await openCard(page, 'Flashcards that work');
	await card.getByRole('button', { name: 'Deny' }).click();
	await card.getByRole('textbox').fill('I know this note by heart.');
	await decide(page, card.getByRole('button', { name: 'Deny' }), '1 edit denied.');
	const ledger = files().filter((path) => path.startsWith('_commonplace/ledger/')).map(read).join('');
	expect(ledger).toContain('I know this note by heart.');
	expect(files()).not.toContain('wiki/sources/Flashcards that work (source).md');

	// The rest at once; the wiki is there to be read.
	await decide(page, gate(page).getByRole('button', { name: 'Commit all passed (13)' }), '13 edits written.');
	const written = files().filter((path) => /^wiki\/(?:concepts|entities|sources)\//.test(path));
	expect(written).toHaveLength(14);
	await page.locator('[data-path="wiki"]').click();
	await page.locator('[data-path="wiki/concepts"]').click();
	await page.locator('[data-path="wiki/concepts/Spaced repetition.md"]').click();
	await page.locator('.markdown-preview-view').getByText('Spaced repetition is reviewing what you have learned at growing intervals').first().waitFor();

	// Sources change; of what that would change on a page, one change is taken and the rest is left.
	const note = read('raw/Retrieval practice.md');
	write('raw/Retrieval practice.md', note.replace('The effort is the point', 'The effort is the whole point').replace('\nRetrieval practice and the spacing', '\nRetrieval practice needs no equipment at all.\n\nRetrieval practice and the spacing'));
	await page.locator('.status-bar').getByText('1 new note').waitFor();
	await compile(host);
	await expect.poll(() => gate(page).locator('.commonplace-card').count()).toBeGreaterThanOrEqual(3);
	const sourcePage = 'wiki/sources/Retrieval practice (source).md';
	const before = read(sourcePage);
	card = await openCard(page, 'Retrieval practice', 'wiki/sources');
	const boxes = card.locator('input[data-hunk]');
	const hunks = await card.locator('.commonplace-hunk').allTextContents();
	expect(hunks.length).toBeGreaterThan(2);
	const wanted = hunks.findIndex((text) => text.includes('named in six passages'));
	for (let at = 0; at < hunks.length; at += 1) if (at !== wanted) await boxes.nth(at).uncheck();
	await decide(page, card.getByRole('button', { name: `Approve 1 of ${hunks.length} changes` }), '1 edit written.');
	expect(read(sourcePage)).toBe(before.replace('named in five passages', 'named in six passages'));
	await decide(page, gate(page).getByRole('button', { name: /Commit all passed/ }), /edits? written/);

	// A person writes on one page behind the plugin's back, and on another in the app's editor.
	const behind = 'wiki/concepts/Retrieval practice.md';
	const inEditor = 'wiki/concepts/Forgetting curve.md';
	write(behind, read(behind).replace('\n## Related', '\nMy own remark, behind the back.\n\n## Related'));
	await page.locator(`[data-path="${inEditor}"]`).click();
	await page.getByRole('button', { name: 'Edit', exact: true }).click();
	const editor = page.getByRole('textbox', { name: 'Note' });
	await editor.fill((await editor.inputValue()).replace('\n## Referenced by', '\nMy own remark, in the editor.\n\n## Referenced by'));
	await expect.poll(() => read(inEditor)).toContain('in the editor');
	const tended = read(behind);

	// What comes next is merged around that.
	write('raw/The forgetting curve.md', read('raw/The forgetting curve.md').replace('about a third of a list', 'about a quarter of a list'));
	write('raw/Retrieval practice.md', read('raw/Retrieval practice.md').replace('It is also called the testing effect.', 'It is also known as the testing effect.'));
	await page.locator('.status-bar').getByText('2 new notes').waitFor();
	await compile(host);
	await gate(page).locator('.commonplace-card').first().waitFor();
	expect(await groupOf(page, 'Only you decide').locator('.commonplace-group-count').textContent()).toBe('3');
	for (const title of ['Forgetting curve', 'Retrieval practice']) {
		card = await openCard(page, title, 'wiki/concepts');
		expect(await card.locator('.commonplace-rule-text').first().textContent()).toContain('The file holds text that the machine did not write.');
		await decide(page, card.getByRole('button', { name: 'Approve', exact: true }), '1 edit written.');
	}
	expect(read(behind)).toContain('My own remark, behind the back.');
	expect(read(behind)).toContain('also known as the testing effect');
	expect(read(inEditor)).toContain('My own remark, in the editor.');
	expect(read(inEditor)).toContain('about a quarter of a list');
	expect(await editor.inputValue()).toContain('about a quarter of a list');

	// The last decision taken back: what the machine wrote is gone, the person's words are not, and other decisions stand.
	const decided = read(inEditor);
	await gate(page).getByRole('button', { name: 'Undo the last run' }).click();
	await decide(page, gate(page).getByRole('button', { name: /^Undo: / }), /is taken back: 1 page restored/);
	expect(read(behind)).toBe(tended);
	expect(read(inEditor)).toBe(decided);

	// Lint says where the sources disagree, and a press leads to the line.
	await page.locator('.side-dock-actions').getByRole('button', { name: 'Lint vault' }).click();
	await lint(page).getByRole('searchbox').fill('three days');
	const finding = lint(page).locator('.commonplace-lint-jump', { hasText: 'three days' });
	await finding.waitFor();
	const line = read('wiki/concepts/Flashcard.md').split('\n').findIndex((text) => text.startsWith('> [!warning]')) + 1;
	expect(await finding.locator('.commonplace-lint-place').textContent()).toBe(`wiki/concepts/Flashcard.md:${line}`);
	await finding.click();
	await expect.poll(() => editor.evaluate((el: HTMLTextAreaElement) => el.value.slice(el.selectionStart, el.selectionEnd))).toMatch(/^> \[!warning\]/);
	expect(files().filter((path) => path.startsWith('raw/'))).toHaveLength(9);
});
