import { writeFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_FLOW } from '../../src/prism/new-policy.js';
import { approved } from '../compile/learning/approved.js';
import { off, rulesNote } from '../compile/policies/fixture.js';
import { openHost, type HostPage } from './host-page.js';
import { cardOf, commandLine, compiledSamples, gate, groupOf, lint, notice, seriousViolations } from './steps.js';

const FOLDER = '_commonplace/policies';
const MINE = `${FOLDER}/mine.prism.md`;
/** Asks a person before any page of a source is made. */
const ASK_SOURCES = rulesNote(['sources', "entity.page_type == 'source'", 'REQUIRE_HUMAN']);

const policy = (page: Page): Locator => page.locator('.commonplace-policy');
const detail = (page: Page): Locator => policy(page).locator('.commonplace-policy-detail');
const waiting = compiledSamples('none');

async function openNote(host: HostPage, path: string): Promise<void> {
	await host.page.evaluate(async (wanted) => {
		const app = window.host?.app;
		const file = app?.vault.getFileByPath(wanted);
		if (app === undefined || file === null || file === undefined) throw new Error(`There is no ${wanted}`);
		await app.workspace.getLeaf(false).openFile(file, { active: true });
	}, path);
}

/** Events of the ledger of this type, of all devices. */
const told = (host: HostPage, type: string): Record<string, unknown>[] =>
	host
		.files()
		.filter((path) => /^_commonplace\/ledger\/.*\.jsonl$/.test(path))
		.flatMap((path) => host.read(path).trim().split('\n'))
		.map((line) => JSON.parse(line) as Record<string, unknown>)
		.filter((event) => event['type'] === type);

async function outcome(page: Page, text: string | RegExp): Promise<void> {
	await policy(page).locator('.commonplace-policy-outcome').filter({ hasText: text }).waitFor();
}

describe('what a person decided', () => {
	it('speaks for a change, which is shown with its diff and simulation, made a draft, and refused for good', async () => {
		const decided = await approved(25);
		const host = await openHost({ files: decided.files() });
		const { page } = host;
		await host.command('commonplace-wiki:open-policies');
		await policy(page).getByRole('button', { name: 'Look at my decisions' }).click();
		const lesson = policy(page).locator('.commonplace-policy-lesson');
		await lesson.getByText('In 25 of 25 decisions people approved new pages').waitFor();
		await lesson.locator('.commonplace-line.mod-added').filter({ hasText: "(entity.kind != 'create' or entity.person_text)" }).waitFor();
		expect(await lesson.locator('.commonplace-policy-simulation tbody tr').count()).toBeGreaterThan(20);
		expect(await seriousViolations(page, '.commonplace-policy')).toEqual([]);

		await lesson.getByRole('button', { name: 'Make a draft' }).click();
		await outcome(page, 'It does not hold until you activate it');
		await lesson.getByRole('button', { name: 'Open the draft' }).waitFor();
		expect(host.read(`${FOLDER}/mine-learned.prism.md`)).toContain('\nactive: false\n');

		await lesson.getByRole('button', { name: 'Refuse for good' }).click();
		await lesson.getByLabel('Why is it refused?').fill('I like to see new pages.');
		await lesson.getByRole('button', { name: 'Refuse for good' }).click();
		await outcome(page, 'It is not proposed again');
		await policy(page).getByText('The numbers speak for no change.').waitFor();
		expect(host.read('_commonplace/refused-lessons.yml')).toContain('I like to see new pages.');
		expect(told(host, 'policy')).toContainEqual(expect.objectContaining({ deed: 'refused', actor: 'person:app' }));
	});
});

describe('a policy in a note', () => {
	it('is explained and simulated, and once a person activates it the panel changes', async () => {
		const host = await openHost({ files: { ...waiting, [MINE]: off(ASK_SOURCES) } });
		const { page } = host;
		await openNote(host, MINE);
		await host.command('commonplace-wiki:check-policy');
		await detail(page).getByRole('heading', { name: 'Test' }).waitFor();
		await detail(page).getByText('No errors and no warnings.').waitFor();
		await detail(page).locator('.commonplace-policy-explanation').getByText('the type of page is “source”').waitFor();

		await detail(page).getByRole('button', { name: 'Simulate on the past' }).click();
		const rows = detail(page).locator('.commonplace-policy-simulation tbody tr');
		await rows.first().waitFor();
		expect(await rows.first().innerText()).toMatch(/wiki\/sources\/.*\.md[^]*Passed[^]*Only you decide/);
		const row = rows.first();
		const path = await row.locator('button.commonplace-link').innerText();
		await row.getByRole('button', { name: 'Review' }).click();
		const title = path.slice('wiki/sources/'.length, -'.md'.length).replace(' (source)', '');
		await gate(page).locator('.commonplace-card.is-open').filter({ hasText: title }).filter({ hasText: 'wiki/sources' }).waitFor();
		expect(await groupOf(page, 'Only you decide').count()).toBe(0);

		await host.command('commonplace-wiki:open-policies');
		await detail(page).getByRole('button', { name: 'Compare' }).click();
		await detail(page).locator('.commonplace-policy-simulation').getByText('In the place of the built-in default').waitFor();

		await detail(page).getByRole('button', { name: 'Activate' }).click();
		await outcome(page, 'Test holds from now on');
		expect(host.read(MINE)).toContain('\nactive: true\n');
		expect(told(host, 'policy')).toContainEqual(expect.objectContaining({ deed: 'activated', actor: 'person:app', path: MINE }));
		await host.command('commonplace-wiki:open-gate');
		await gate(page).locator('.commonplace-virtual').evaluate((el) => { el.scrollTop = 0; });
		await groupOf(page, 'Only you decide').waitFor();
		expect(commandLine(host.vaultDir, 'review', 'list')).toContain('REQUIRE_HUMAN');
	});

	it('that breaks is refused in the view, the panel and lint, and the default holds until it is mended', async () => {
		const host = await openHost({ files: { ...waiting, [MINE]: ASK_SOURCES } });
		const { page } = host;
		commandLine(host.vaultDir, 'compile');
		await host.command('commonplace-wiki:open-policies');
		await policy(page).getByRole('button', { name: /Test/ }).click();
		await detail(page).getByText('No errors and no warnings.').waitFor();

		host.write(MINE, ASK_SOURCES.replace('intention: "Test rules"\n', ''));
		await detail(page).getByRole('button', { name: 'Line 11, column 1' }).waitFor();
		await detail(page).getByText('MISSING_INTENTION').waitFor();
		await detail(page).getByText('Its last version without errors and the built-in default hold until it is mended.').waitFor();
		await policy(page).getByText('the built-in default holds as well').waitFor();
		expect(await detail(page).locator('.commonplace-policy-explanation').count()).toBe(0);
		await detail(page).getByRole('button', { name: 'Line 11, column 1' }).click();
		await expect.poll(() => page.evaluate(() => window.host?.app.workspace.getActiveFile()?.path)).toBe(MINE);

		await host.command('commonplace-wiki:open-gate');
		const problems = gate(page).locator('.commonplace-gate-problems');
		await problems.locator('summary').click();
		await problems.getByText('the built-in default hold').waitFor();
		await problems.getByRole('button', { name: `${MINE}:11` }).click();
		await detail(page).getByText('MISSING_INTENTION').waitFor();

		await host.command('commonplace-wiki:lint');
		await lint(page).getByText('MISSING_INTENTION').first().waitFor();

		host.write(MINE, ASK_SOURCES);
		await host.command('commonplace-wiki:open-policies');
		await detail(page).getByText('No errors and no warnings.').waitFor();
		expect(await policy(page).getByText('the built-in default holds as well').count()).toBe(0);
	});

	it('that was changed by hand is said to be, until what waits is judged anew', async () => {
		const host = await openHost({ files: waiting });
		const { page } = host;
		await host.command('commonplace-wiki:open-policies');
		await policy(page).getByRole('button', { name: /Default policy/ }).waitFor();
		writeFileSync(`${host.vaultDir}/${MINE}`, ASK_SOURCES);
		await policy(page).getByText('What waits in the gate was judged by other rules.').waitFor();
		await policy(page).getByRole('button', { name: 'Judge anew' }).click();
		await outcome(page, 'What waits was judged anew.');
		await host.command('commonplace-wiki:open-gate');
		await groupOf(page, 'Only you decide').waitFor();
	});
});

describe('a policy from words', () => {
	it('with only the offline worker says that nobody can write it, and the template can be mended and accepted', async () => {
		const host = await openHost({ files: waiting });
		const { page } = host;
		await host.command('commonplace-wiki:open-policies');
		await policy(page).getByRole('tab', { name: 'From words' }).click();
		await policy(page).getByLabel('What should the rule do?').fill('Ask me before a page is renamed.');
		await policy(page).getByRole('button', { name: 'Write it' }).click();
		await policy(page).getByRole('alert').getByText('Only a model, or whoever answers the mailbox').waitFor();
		await policy(page).getByRole('button', { name: 'Begin from the template' }).click();
		await detail(page).locator('blockquote').getByText('Ask me before a page is renamed.').waitFor();
		await detail(page).locator('.commonplace-policy-explanation').getByText('the kind of change is “rename”').waitFor();

		await detail(page).getByText('The note', { exact: true }).click();
		const field = detail(page).getByLabel('Text of the policy');
		const text = await field.inputValue();
		await field.fill(text.replace('t: start }', 't: begin }'));
		await detail(page).getByText('INVALID_NODE_TYPE').waitFor();
		expect(await detail(page).getByRole('button', { name: 'Accept and activate' }).getAttribute('aria-disabled')).toBe('true');
		await field.fill(text);
		await detail(page).getByText('No errors and no warnings.').waitFor();
		expect(host.files().filter((path) => path.startsWith(FOLDER))).toEqual([`${FOLDER}/default.prism.md`]);
		await detail(page).getByRole('button', { name: 'Accept, keep it off' }).click();
		await outcome(page, `Accepted as ${FOLDER}/my-rule.prism.md. It does not hold until you activate it.`);
		expect(host.read(`${FOLDER}/my-rule.prism.md`)).toContain('\nactive: false\n');
		await detail(page).getByRole('heading', { name: 'My rule' }).waitFor();
	});
});

describe('a policy that somebody writes', () => {
	const ASK = 'Ask me before a page is renamed.';
	const ANSWER = { name: 'Ask before renaming', yaml: EXAMPLE_FLOW, assumptions: ['Merging is no renaming.'] };

	it('by way of the mailbox is shown beside what was asked, simulated, accepted and activated', async () => {
		const host = await openHost({ files: { ...waiting, '_commonplace/operators.yml': 'workers:\n  people: { use: mailbox, tier: 4 }\n', '_commonplace/rules/mailbox.yml': 'inherit: default\n' } });
		const { page } = host;
		await host.command('commonplace-wiki:open-policies');
		await policy(page).getByRole('tab', { name: 'From words' }).click();
		await policy(page).getByLabel('What should the rule do?').fill(ASK);
		await policy(page).getByRole('button', { name: 'Write it' }).click();
		await policy(page).getByRole('alert').getByText('Tasks wait in _commonplace/tasks/open/').waitFor();
		const task = host.files().find((path) => path.startsWith('_commonplace/tasks/open/')) ?? '';
		expect(host.read(task)).toContain('# Write a policy');
		const response = task.replace(/\.md$/, '.response.md');
		host.write(response, `---\nby: Ada\n---\n\`\`\`json\n${JSON.stringify(ANSWER)}\n\`\`\`\n`);
		// A press before the app has noticed the file would say so, and to try again.
		await page.waitForFunction((path) => window.host?.app.vault.getFileByPath(path) instanceof Object, response);
		await policy(page).getByRole('button', { name: 'Write it' }).click();

		await detail(page).locator('blockquote').getByText(ASK).waitFor();
		await detail(page).getByText('Written by Ada.').waitFor();
		await detail(page).getByText('Merging is no renaming.').waitFor();
		await detail(page).locator('.commonplace-policy-explanation').getByText('the kind of change is “rename”').waitFor();
		await detail(page).getByRole('button', { name: 'Simulate on the past' }).click();
		await detail(page).locator('.commonplace-policy-simulation').getByText('16 as before').waitFor();
		expect(host.files().filter((path) => path.startsWith(FOLDER))).toEqual([`${FOLDER}/default.prism.md`]);
		await detail(page).getByRole('button', { name: 'Accept and activate' }).click();
		await outcome(page, 'It holds from now on.');
		expect(host.read(`${FOLDER}/my-rule.prism.md`)).toMatch(/\nactive: true\n[^]*## Natural Language\n\nAsk me before a page is renamed\./);
		expect(told(host, 'policy')).toContainEqual(expect.objectContaining({ deed: 'accepted', actor: 'person:app', active: true }));
	});
});

describe('exceptions', () => {
	it('are granted, told and revoked; a worker is stopped and lifted', async () => {
		const host = await openHost({ files: waiting });
		const { page } = host;
		await host.command('commonplace-wiki:open-policies');
		await policy(page).getByRole('tab', { name: 'Exceptions' }).click();
		await policy(page).getByText('No worker is stopped.').waitFor();

		const stops = policy(page).getByRole('region', { name: 'Stopped workers' });
		await stops.locator('summary').click();
		await stops.getByLabel('Worker').fill('offline');
		await stops.getByRole('button', { name: 'Stop this worker' }).click();
		await outcome(page, 'The worker offline is stopped.');
		expect(host.files()).toContain('_commonplace/stops/offline.md');
		await stops.getByRole('button', { name: 'Lift the stop of offline' }).click();
		await policy(page).getByText('No worker is stopped.').waitFor();
		expect(host.files()).not.toContain('_commonplace/stops/offline.md');

		const exemptions = policy(page).getByRole('region', { name: 'Exemptions' });
		await exemptions.locator('summary').click();
		await exemptions.getByRole('button', { name: 'Grant' }).click();
		await outcome(page, 'Fill in “Worker”.');
		await exemptions.getByLabel('Worker').fill('offline');
		await exemptions.getByLabel('Page or pages').fill('wiki/concepts/*.md');
		await exemptions.getByLabel('Until').fill('2099-12-01');
		await exemptions.getByLabel('Why').fill('I asked for it');
		await exemptions.getByRole('button', { name: 'Grant' }).click();
		await exemptions.getByText('offline may update wiki/concepts/*.md despite forbidden-target').waitFor();
		await exemptions.getByText('1 of 1 left, until 2099-12-01').waitFor();
		await exemptions.getByRole('button', { name: /^Revoke x-/ }).click();
		await exemptions.getByText('There are none.').waitFor();
		expect(told(host, 'exemption').map(({ deed }) => deed)).toEqual(['granted', 'revoked']);
	});

	it('of the emergency stop: it is raised in the panel, told here, and lifted', async () => {
		const host = await openHost({ files: waiting });
		const { page } = host;
		await host.command('commonplace-wiki:open-gate');
		await cardOf(page, 'Flashcard').waitFor();
		await gate(page).getByRole('button', { name: 'Emergency stop' }).click();
		await notice(page, 'Emergency stop is on');
		await host.command('commonplace-wiki:open-policies');
		await policy(page).getByRole('tab', { name: 'Exceptions' }).click();
		await policy(page).getByText('The emergency stop is on').waitFor();
		await host.command('commonplace-wiki:open-gate');
		await gate(page).getByRole('button', { name: 'Lift the stop' }).click();
		await notice(page, 'The emergency stop is lifted.');
		expect(host.files()).not.toContain('_commonplace/STOP.md');
	});
});

describe('the view', () => {
	it.each([['light', false], ['dark', true]] as const)('keeps nobody out, in %s and on a phone: %s', async (theme, mobile) => {
		const host = await openHost({ files: { ...waiting, [MINE]: ASK_SOURCES.replace('intention: "Test rules"\n', '') }, theme, mobile });
		const { page } = host;
		await host.command('commonplace-wiki:open-policies');
		await policy(page).getByRole('button', { name: /Default policy/ }).click();
		await detail(page).getByRole('button', { name: 'Simulate on the past' }).click();
		await detail(page).locator('.commonplace-policy-simulation').waitFor();
		expect(await seriousViolations(page, '.commonplace-policy')).toEqual([]);
		const [width, room] = await policy(page).locator('.commonplace-policy-panel').evaluate((el) => [el.scrollWidth, el.clientWidth]);
		expect(width).toBeLessThanOrEqual(room ?? 0);
		await policy(page).getByRole('tab', { name: 'Policies' }).focus();
		await page.keyboard.press('ArrowRight');
		expect(await policy(page).getByRole('tab', { name: 'From words' }).getAttribute('aria-selected')).toBe('true');
		expect(await seriousViolations(page, '.commonplace-policy')).toEqual([]);
		await page.keyboard.press('End');
		await policy(page).getByText('No worker is stopped.').waitFor();
		expect(await seriousViolations(page, '.commonplace-policy')).toEqual([]);
	});
});
