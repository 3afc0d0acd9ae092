import { beforeAll, expect, test } from 'vitest';
import { proposalId, type Proposal } from '../../src/model/proposal.js';
import { openHost } from './host-page.js';
import { cardOf, commandLine, compiledSamples, decide, gate, groupOf, notice, openCard, told } from './steps.js';

let waiting: Record<string, string>;
let tended: Record<string, string>;
beforeAll(() => {
	waiting = compiledSamples('none');
	tended = compiledSamples('passed');
});

const isPage = (path: string): boolean => /^wiki\/(?:concepts|entities|sources)\//.test(path);

/** Puts a proposal into the queue as another agent would: the file's own format, and a verdict of its own. */
function queued(files: Record<string, string>, disposition: 'PASS' | 'BLOCK', title: string): Record<string, string> {
	const [path] = Object.keys(files).filter((name) => /^_commonplace\/state\/queue\/[^/]+\.jsonl$/.test(name) && !name.includes('.closed.'));
	const lines = (files[path ?? ''] ?? '').trim().split('\n');
	const { proposal: like } = JSON.parse(lines[0] ?? '{}') as { proposal: Proposal };
	const { run } = like;
	const content = { ...like, title, path: `wiki/concepts/${title}.md`, subject: `c-${title.toLowerCase()}`, text: `${like.text ?? ''}\n<script>alert(1)</script>\n`, machineText: null, who: 'agent' };
	const id = proposalId(content);
	const rules = disposition === 'BLOCK' ? [{ rule: 'constitution:executable', disposition, reason: 'The text adds a script.', line: 20 }] : [];
	const line = JSON.stringify({ id, proposal: { ...content, id, run: `${run}-agent` }, verdict: { proposalId: id, disposition, rules, decider: disposition === 'BLOCK' ? null : 0, policyHash: 'x' } });
	return { ...files, [`_commonplace/state/queue/${run}-agent.jsonl`]: `${line}\n` };
}

test('what the command line proposes on the same vault appears by itself', async () => {
	const { page, vaultDir, command } = await openHost({ files: { 'raw/Tea.md': '# Tea\n\nTea is a drink made from leaves. Tea is drunk hot.\n' } });
	await command('commonplace-wiki:open-gate');
	await gate(page).getByText('Nothing waits for you').waitFor();
	commandLine(vaultDir, 'compile');
	await cardOf(page, 'Tea', 'wiki/concepts').waitFor();
	// Decided over there, it goes from here.
	commandLine(vaultDir, 'review', 'approve', '--passed');
	await gate(page).getByText('Nothing waits for you').waitFor();
});

test('says of a page that changed behind it that the decision is void, and judges anew', async () => {
	const { page, write, read, command } = await openHost({ files: tended });
	const path = 'wiki/concepts/Memory consolidation.md';
	write('raw/Sleep and memory.md', read('raw/Sleep and memory.md').replace('mostly during deep sleep', 'only during deep sleep'));
	await page.locator('.status-bar').getByText('1 new note').waitFor();
	await command('commonplace-wiki:compile');
	await notice(page, 'To review');
	await command('commonplace-wiki:open-gate');
	const card = await openCard(page, 'Memory consolidation', 'wiki/concepts');
	const mine = `${read(path)}\nWritten meanwhile.\n`;
	write(path, mine);
	await card.getByText('The note changed since the gate decided').waitFor();
	expect(await card.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0);
	await card.getByRole('button', { name: 'Judge anew' }).click();
	await groupOf(page, 'Only you decide').waitFor();
	await card.getByText('The note changed since the gate decided').waitFor({ state: 'detached' });
	await decide(page, card.getByRole('button', { name: 'Approve', exact: true }), '1 edit written.');
	expect(read(path)).toContain('only during deep sleep');
	expect(read(path)).toContain('Written meanwhile.');
});

test('what is blocked cannot be approved, one by one, in bulk, or by a verdict that somebody else wrote', async () => {
	const { page, files, command } = await openHost({ files: queued(waiting, 'BLOCK', 'Evil') });
	await command('commonplace-wiki:open-gate');
	await groupOf(page, 'Blocked').waitFor();
	const card = await openCard(page, 'Evil');
	expect(await card.getByRole('button', { name: /Approve/ }).count()).toBe(0);
	await card.locator('.commonplace-card-head').focus();
	await page.keyboard.press('a');
	await gate(page).getByText('It is blocked. Nobody can approve it here.').first().waitFor();
	await gate(page).getByRole('button', { name: 'Approve all…' }).click();
	await gate(page).getByText('1 blocked: nobody can approve it.').waitFor();
	await decide(page, gate(page).getByRole('button', { name: 'Approve 16' }), '16 edits written.');
	expect(files().filter(isPage)).toHaveLength(16);
	expect(files()).not.toContain('wiki/concepts/Evil.md');
});

test('a proposal that claims to have passed is judged by the gate before it is written', async () => {
	const { page, files, command } = await openHost({ files: queued(waiting, 'PASS', 'Sly') });
	await command('commonplace-wiki:open-gate');
	await gate(page).getByRole('button', { name: 'Commit all passed (14)' }).click();
	await gate(page).locator('.commonplace-notice', { hasText: '1 edit was not moved on' }).waitFor();
	expect(files().filter(isPage)).toHaveLength(13);
	expect(files()).not.toContain('wiki/concepts/Sly.md');
});

test('an edited text is written as it was edited, and not when it holds what must not be', async () => {
	// High enough for the card to be drawn: a list draws what is in sight.
	const { page, read, files, command } = await openHost({ files: waiting, size: { width: 1280, height: 1200 } });
	await command('commonplace-wiki:open-gate');
	const path = 'wiki/concepts/Spaced repetition.md';
	let card = await openCard(page, 'Spaced repetition', 'wiki/concepts');
	await card.getByRole('button', { name: 'Edit before approving' }).click();
	const field = card.getByRole('textbox');
	const text = await field.inputValue();
	await field.fill(`${text}\n<script>alert(1)</script>\n`);
	await decide(page, card.getByRole('button', { name: 'Approve edited text' }), /script/);
	expect(files()).not.toContain(path);
	card = await openCard(page, 'Spaced repetition', 'wiki/concepts');
	await card.getByRole('button', { name: 'Edit before approving' }).click();
	await field.fill(`${text}\nA remark of mine.\n`);
	await decide(page, card.getByRole('button', { name: 'Approve edited text' }), '1 edit written.');
	expect(read(path)).toBe(`${text}\nA remark of mine.\n`);
});

test('denies what a filter leaves in sight, at once, with one reason', async () => {
	const { page, files, command, read } = await openHost({ files: waiting });
	await command('commonplace-wiki:open-gate');
	await gate(page).getByRole('button', { name: 'Filter by folder' }).click();
	await gate(page).getByRole('combobox', { name: 'Folder' }).selectOption('wiki/sources');
	await gate(page).getByText('9 of 16 shown').waitFor();
	await gate(page).getByRole('button', { name: 'Deny all…' }).click();
	await gate(page).getByRole('textbox', { name: /Deny 9 edits/ }).fill('No pages of sources, please.');
	await decide(page, gate(page).getByRole('button', { name: 'Deny 9' }), '9 edits denied.');
	expect(files().filter((name) => name.startsWith('_commonplace/ledger/')).map(read).join('').split('No pages of sources, please.')).toHaveLength(10);
	await gate(page).getByRole('button', { name: 'Clear the filter' }).first().click();
	await gate(page).getByText('7 waiting').waitFor();
	await command('commonplace-wiki:compile');
	await notice(page, 'Nothing to compile');
	await gate(page).getByText('7 waiting').waitFor();
});

test('everything by keyboard, the focus never lost', async () => {
	const { page, read, files, command } = await openHost({ files: waiting });
	await command('commonplace-wiki:open-gate');
	await cardOf(page, 'Flashcard').waitFor();
	const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
	await page.keyboard.press('?');
	await gate(page).getByText('Take or leave the change').waitFor();
	await page.keyboard.press('Escape');
	await expect.poll(focused).toMatch(/Escalated|Flashcard/);
	while (!(await focused()).startsWith('Flashcard')) await page.keyboard.press('j');
	await page.keyboard.press('j');
	await expect.poll(focused).toBe('Flashcards that work');
	await page.keyboard.press('k');
	await expect.poll(focused).toBe('Flashcard');
	await page.keyboard.press('Enter');
	await cardOf(page, 'Flashcard').locator('.commonplace-decide').waitFor();
	await page.keyboard.press('a');
	await told(page, '1 edit written.');
	expect(read('wiki/concepts/Flashcard.md')).toContain('Disagreements');
	await expect.poll(focused).toBe('Flashcards that work');

	await page.keyboard.press('d');
	await page.keyboard.type('Not this one.');
	await page.keyboard.press('Enter');
	await told(page, '1 edit denied.');
	expect(files().filter((name) => name.startsWith('_commonplace/ledger/')).map(read).join('')).toContain('Not this one.');
	await expect.poll(focused).toBe('Starting with spaced repetition');

	await page.keyboard.press('e');
	await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
	await page.keyboard.press('Control+End');
	await page.keyboard.type('\nBy keyboard.\n');
	await page.keyboard.press('Escape');
	await expect.poll(focused).toBe('Starting with spaced repetition');
	await page.keyboard.press('a');
	await told(page, '1 edit written.');
	expect(read('wiki/sources/Starting with spaced repetition (source).md')).toContain('\nBy keyboard.\n');

	await page.keyboard.press('/');
	await page.keyboard.type('Hermann');
	await page.keyboard.press('ArrowDown');
	await expect.poll(focused).toMatch(/Passed|Hermann/);
	expect(await page.evaluate(() => document.activeElement?.closest('.commonplace-gate') !== null)).toBe(true);
});

test('hunks by keyboard: taken and left with x', async () => {
	const { page, read, write, command } = await openHost({ files: tended });
	write('raw/Retrieval practice.md', read('raw/Retrieval practice.md').replace('\nRetrieval practice and the spacing', '\nRetrieval practice needs no equipment at all.\n\nRetrieval practice and the spacing'));
	await page.locator('.status-bar').getByText('1 new note').waitFor();
	await command('commonplace-wiki:compile');
	await notice(page, 'To review');
	await command('commonplace-wiki:open-gate');
	const path = 'wiki/sources/Retrieval practice (source).md';
	const before = read(path);
	const card = await openCard(page, 'Retrieval practice', 'wiki/sources');
	const hunks = await card.locator('.commonplace-hunk').allTextContents();
	await card.locator('.commonplace-card-head').focus();
	for (const text of hunks) {
		await page.keyboard.press('n');
		if (!text.includes('named in six passages')) await page.keyboard.press('x');
	}
	await card.getByRole('button', { name: `Approve 1 of ${hunks.length} changes` }).waitFor();
	await page.keyboard.press('a');
	await told(page, '1 edit written.');
	expect(read(path)).toBe(before.replace('named in five passages', 'named in six passages'));
});
