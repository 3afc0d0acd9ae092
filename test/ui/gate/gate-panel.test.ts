import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import type { EvidenceItem } from '../../../src/compile/proposal-views.js';
import { CONCEPT_PAGE, NOTES } from '../../promises/vault-fixture.js';
import { startBench, type Bench } from './harness.js';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => {
	await bench.close();
});

const QUOTE: EvidenceItem = { claim: 'c-1', text: 'A claim.', quote: 'A quote.', source: { path: 'raw/A.md', title: 'A' }, anchor: null, place: { start: 10, end: 18, line: 2 } };

const row = (page: Page, id: string) => page.locator(`[data-row="${id}"]`);
const focused = (page: Page): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.getAttribute('data-row'));
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const text = (page: Page): Promise<string> => page.locator('.commonplace-gate').innerText();

/** The panel over these cards, the list having the focus. */
async function withCards(...args: Parameters<Window['gate']['cards']>): Promise<Page> {
	const page = await bench.page();
	await page.evaluate((given) => { window.gate.cards(...given); }, args);
	await row(page, 'p-0').focus();
	return page;
}

const asked = (page: Page, name: string): Promise<unknown[][]> => page.evaluate((key) => window.gate.asked[key] ?? [], name);

describe('the gate panel over the real core', () => {
	async function live(files: Readonly<Record<string, string>> = NOTES): Promise<Page> {
		const page = await bench.page();
		await page.evaluate((notes) => window.gate.live(notes), files);
		await page.locator('[data-row^="p-"]').first().waitFor();
		return page;
	}
	const fileAt = (page: Page, path: string): Promise<string | undefined> => page.evaluate((at) => window.gate.files()[at], path);
	const find = async (page: Page, words: string): Promise<void> => {
		await page.getByRole('searchbox').fill(words);
		await page.getByText(/^\d+ of \d+ shown/).waitFor();
	};

	it('commits what passed with one press, and says how many', async () => {
		const page = await live();
		await button(page, /^Commit all passed/).click();
		await page.getByText('Nothing waits for you').waitFor();
		expect(await fileAt(page, CONCEPT_PAGE)).toContain('Spaced repetition');
		expect(await text(page)).toMatch(/\d+ edits written\./);
	});

	it('takes one change of two, by keyboard alone, and writes just that', async () => {
		const page = await live();
		await button(page, /^Commit all passed/).click();
		await page.getByText('Nothing waits for you').waitFor();
		await page.evaluate(async (path) => {
			const own = window.gate.files()[path] ?? '';
			window.gate.edit(path, own.replace('\n---\n', '\nmine: yes\n---\n'));
			window.gate.edit('raw/More.md', '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n');
			await window.gate.compile();
		}, CONCEPT_PAGE);
		await find(page, 'concepts/Spaced');
		const before = (await fileAt(page, CONCEPT_PAGE)) ?? '';
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('j');
		await page.keyboard.press('Enter');
		await page.locator('input[data-hunk="1"]').waitFor();
		const hunks = await page.locator('input[data-hunk]').count();
		for (let at = 1; at < hunks; at += 1) {
			await page.keyboard.press('n');
			if (at === 1) await page.keyboard.press('n');
			await page.keyboard.press('x');
		}
		await button(page, `Approve 1 of ${hunks} changes`).waitFor();
		await page.keyboard.press('a');
		await page.getByText('1 edit written.').first().waitFor();
		const after = (await fileAt(page, CONCEPT_PAGE)) ?? '';
		expect(after).not.toBe(before);
		expect(after).toContain('mine: yes');
		expect(after.split('\n').length).toBeLessThan(before.split('\n').length + 5);
	});

	it('denies with the reason that was given, and keeps the reason', async () => {
		const page = await live();
		await find(page, 'concepts/Spaced');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('j');
		await page.keyboard.press('d');
		const field = page.getByLabel(/^Why not/);
		await field.press('Enter');
		await page.getByText('Write a reason first.').waitFor();
		await field.fill('Too short');
		await field.press('Enter');
		await page.getByText('1 edit denied.').first().waitFor();
		const ledger = await page.evaluate(() => Object.entries(window.gate.files()).filter(([path]) => path.includes('/ledger/')).map(([, lines]) => lines).join(''));
		expect(ledger).toContain('Too short');
		expect(await fileAt(page, CONCEPT_PAGE)).toBeUndefined();
	});

	it('writes the text that a person made of it', async () => {
		const page = await live();
		await find(page, 'concepts/Spaced');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('j');
		await page.keyboard.press('e');
		const field = page.getByRole('textbox', { name: /^Text of/ });
		await field.fill(`${await field.inputValue()}\nMy own line.\n`);
		await button(page, 'Approve edited text').click();
		await page.getByText('1 edit written.').first().waitFor();
		expect(await fileAt(page, CONCEPT_PAGE)).toMatch(/\nMy own line\.\n$/);
	});

	it('raises the emergency stop at once, says how to lift it, and lifts it', async () => {
		const page = await live();
		await button(page, 'Emergency stop').click();
		await page.getByText('Emergency stop is on.').waitFor();
		expect(Object.keys(await page.evaluate(() => window.gate.files()))).toContain('_commonplace/STOP.md');
		await button(page, 'Lift the stop').click();
		await button(page, 'Emergency stop').waitFor();
		expect(Object.keys(await page.evaluate(() => window.gate.files()))).not.toContain('_commonplace/STOP.md');
	});

	it('takes back the last run when asked twice', async () => {
		const page = await live();
		await button(page, /^Commit all passed/).click();
		await page.getByText('Nothing waits for you').waitFor();
		await button(page, 'Undo the last run').click();
		await page.getByText('Take back what you decided last: ').waitFor();
		await button(page, /^Undo: approved \d+ pages$/).click();
		await page.getByText(/is taken back/).first().waitFor();
		expect(await fileAt(page, CONCEPT_PAGE)).toBeUndefined();
	});
});

describe('keys', () => {
	it('move through headings and cards, open and close them, and show themselves', async () => {
		const page = await withCards([{}, {}, {}].map(() => ({ disposition: 'HOLD' as const })));
		await page.keyboard.press('j');
		expect(await focused(page)).toBe('p-1');
		await page.keyboard.press('ArrowUp');
		expect(await focused(page)).toBe('p-0');
		await page.keyboard.press('Enter');
		await button(page, /^Approve$/).waitFor();
		expect(await row(page, 'p-0').getAttribute('aria-expanded')).toBe('true');
		await page.keyboard.press('Escape');
		expect(await row(page, 'p-0').getAttribute('aria-expanded')).toBe('false');
		expect(await focused(page)).toBe('p-0');
		await page.keyboard.press('k');
		await page.keyboard.press('Enter');
		expect(await page.locator('[data-row^="p-"]').count()).toBe(0);
		await page.keyboard.press('?');
		await page.getByText('Take or leave the change').waitFor();
	});

	it('work in another window that the panel was moved to', async () => {
		const page = await withCards([{}, {}, {}].map(() => ({ disposition: 'PASS' as const })));
		const opened = page.waitForEvent('popup');
		await page.evaluate(() => {
			const own = window.open('about:blank');
			const panel = document.querySelector('#panel');
			if (own === null || panel === null) throw new Error('There is no window or no panel.');
			for (const style of document.querySelectorAll('style')) own.document.head.append(own.document.importNode(style, true));
			own.document.body.className = document.body.className;
			own.document.body.append(panel);
		});
		const own = await opened;
		await row(own, 'p-0').focus();
		await own.keyboard.press('j');
		await expect.poll(() => focused(own)).toBe('p-1');
		await own.keyboard.press('Enter');
		await row(own, 'p-1').and(own.locator('[aria-expanded="true"]')).waitFor();
		await own.keyboard.press('a');
		await expect.poll(() => asked(page, 'approve')).toHaveLength(1);
	});

	it('are letters where somebody types', async () => {
		const page = await withCards([{ disposition: 'PASS' }]);
		await page.keyboard.press('/');
		await page.keyboard.type('adexnj?');
		expect(await page.getByRole('searchbox').inputValue()).toBe('adexnj?');
		expect(await asked(page, 'approve')).toEqual([]);
	});

	it('approve one after the other, the focus going on to the next', async () => {
		const page = await withCards([{}, {}, {}].map(() => ({ disposition: 'PASS' as const })));
		await page.keyboard.press('a');
		expect(await focused(page)).toBe('p-1');
		await page.keyboard.press('a');
		expect(await focused(page)).toBe('p-2');
		expect(await asked(page, 'approve')).toEqual([[['p-0']], [['p-1']]]);
	});

	it('open what only a person decides before they approve it', async () => {
		const page = await withCards([{ disposition: 'REQUIRE_HUMAN' }]);
		await page.keyboard.press('a');
		await button(page, /^Approve$/).waitFor();
		expect(await asked(page, 'approve')).toEqual([]);
		await page.keyboard.press('a');
		expect(await asked(page, 'approve')).toEqual([[['p-0']]]);
	});
});

describe('what waits', () => {
	it('has no approval where it is blocked, by no way', async () => {
		const page = await withCards([{ disposition: 'BLOCK', decider: null }]);
		await page.keyboard.press('Enter');
		await button(page, /^Deny$/).waitFor();
		expect(await button(page, /^Approve/).count()).toBe(0);
		await page.keyboard.press('a');
		await page.keyboard.press('e');
		expect(await page.locator('textarea').count()).toBe(0);
		expect([...(await asked(page, 'approve')), ...(await asked(page, 'approveText'))]).toEqual([]);
	});

	it('gives the focus to the neighbour of a card that somebody else decided', async () => {
		const page = await withCards([{ disposition: 'HOLD' }, { disposition: 'HOLD' }, { disposition: 'HOLD' }]);
		await page.keyboard.press('j');
		await page.keyboard.press('Enter');
		await button(page, /^Deny$/).focus();
		await page.evaluate(() => { window.gate.drop('p-1'); });
		await expect.poll(() => focused(page)).toBe('p-2');
	});

	it('is narrowed by words and by rule, and decided in bulk as far as it may be', async () => {
		const page = await withCards([{ disposition: 'BLOCK' }, { disposition: 'REQUIRE_HUMAN' }, { disposition: 'HOLD' }, { disposition: 'PASS' }, { disposition: 'PASS', title: 'Other', path: 'wiki/x.md', why: '' }]);
		await page.getByRole('searchbox').fill('concept');
		await page.getByText('4 of 5 shown').waitFor();
		await button(page, 'Approve all…').click();
		expect(await text(page)).toContain('1 blocked: nobody can approve it. 1 must be opened and decided one by one.');
		await button(page, 'Approve 2').click();
		expect(await asked(page, 'approve')).toEqual([[['p-2', 'p-3']]]);
		await button(page, 'Deny all…').click();
		await page.getByLabel(/^Deny 3 edits\?/).fill('Not now');
		await button(page, 'Deny 3').click();
		expect(await asked(page, 'deny')).toEqual([[['p-0', 'p-2', 'p-3'], 'Not now']]);
		await page.getByRole('searchbox').fill('nowhere');
		await page.getByText('Nothing matches the filter').waitFor();
		await page.locator('.commonplace-empty').getByRole('button', { name: 'Clear the filter' }).click();
		await page.getByText('5 waiting').waitFor();
	});

	it('says so when it is stale, is not approved then, and can be judged anew', async () => {
		const page = await withCards([{ disposition: 'PASS' }], { stale: true });
		await page.keyboard.press('Enter');
		await page.getByText('This decision is void.').waitFor();
		expect(await button(page, /^Approve/).count()).toBe(0);
		await page.keyboard.press('a');
		expect(await asked(page, 'approve')).toEqual([]);
		await button(page, 'Judge anew').click();
		await expect.poll(() => asked(page, 'judgeAnew')).toEqual([[['p-0']]]);
	});

	it('opens a quote at its place, and says which quote stands in its source no more', async () => {
		const page = await withCards([{ disposition: 'HOLD' }], { evidence: [QUOTE, { ...QUOTE, claim: 'c-2', place: null }] });
		await page.keyboard.press('Enter');
		await page.getByText('A quote.').first().click();
		expect(await page.evaluate(() => window.gate.opened)).toEqual([{ path: 'raw/A.md', at: { start: 10, end: 18 } }]);
		expect(await text(page)).toContain('This quote stands in its source no more.');
	});

	it('shows both sides of an overlap, and puts the other side in the place of a person’s on request', async () => {
		const page = await withCards([{ disposition: 'HOLD', conflicts: 1 }], { text: 'Before\nMine.\nAfter\n', conflicts: [{ base: 'Old.', yours: 'Mine.', machine: 'Theirs.' }] });
		await page.keyboard.press('Enter');
		await button(page, 'Use this instead').click();
		expect(await page.getByRole('textbox', { name: /^Text of/ }).inputValue()).toBe('Before\nTheirs.\nAfter\n');
		await button(page, 'Approve edited text').click();
		expect(await asked(page, 'approveText')).toEqual([['p-0', 'Before\nTheirs.\nAfter\n']]);
	});

	it('keeps an unfinished text when the card is closed by accident', async () => {
		const page = await withCards([{ disposition: 'HOLD' }]);
		await page.keyboard.press('e');
		await page.getByRole('textbox', { name: /^Text of/ }).fill('Mine.');
		await page.keyboard.press('Escape');
		await page.keyboard.press('Escape');
		await page.keyboard.press('Enter');
		expect(await page.locator('.commonplace-line.mod-added').innerText()).toContain('Mine.');
		await button(page, 'Approve edited text').click();
		expect(await asked(page, 'approveText')).toEqual([['p-0', 'Mine.']]);
	});

	it('is told apart from a queue that is being read and from one that cannot be', async () => {
		const page = await bench.page();
		await page.evaluate(() => { window.gate.queue({ state: 'loading' }); });
		expect(await text(page)).toContain('Reading what waits');
		await page.evaluate(() => { window.gate.queue({ state: 'failed', message: 'The disk is away.' }); });
		expect(await text(page)).toContain('The disk is away.');
		await button(page, 'Try again').click();
		expect(await asked(page, 'refresh')).toHaveLength(1);
		await page.evaluate(() => { window.gate.queue({ state: 'ready', value: { cards: [], problems: [{ path: '_commonplace/state/queue/a.jsonl', line: 1, message: 'Not JSON.' }] } }); });
		expect(await text(page)).toContain('Nothing waits for you');
		expect(await text(page)).toContain('1 problem');
	});
});

describe('everybody can use it', () => {
	const violations = async (page: Page): Promise<string[]> => {
		const results = await page.evaluate<AxeResults>('axe.run()');
		return results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
	};

	it.each([false, true])('without a serious finding of axe (dark: %s)', async (dark) => {
		const page = await bench.page({ dark });
		await page.evaluate((evidence) => { window.gate.cards([{ disposition: 'BLOCK' }, { disposition: 'REQUIRE_HUMAN' }, { disposition: 'ESCALATE' }, { disposition: 'HOLD', conflicts: 1 }, { disposition: 'PASS' }], { evidence, conflicts: [{ base: '', yours: 'a', machine: 'b' }] }); }, [QUOTE]);
		await page.keyboard.press('Tab');
		expect(await violations(page)).toEqual([]);
		await row(page, 'p-1').click();
		await page.locator('input[data-hunk="0"]').uncheck();
		expect(await violations(page)).toEqual([]);
		await button(page, /^Deny$/).click();
		expect(await violations(page)).toEqual([]);
	});

	it('on a phone: nothing reaches over the edge, every target can be hit, the decision is in sight', async () => {
		const page = await bench.page({ width: 360, height: 640, touch: true });
		await page.evaluate(() => { window.gate.cards([{ disposition: 'REQUIRE_HUMAN', title: 'A very long title of a page that cannot stand in one line of a phone', path: `wiki/${'deep/'.repeat(20)}x.md` }, { disposition: 'PASS' }]); });
		await row(page, 'p-0').tap();
		await page.locator('input[data-hunk="0"]').waitFor();
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
		const approve = await button(page, /^Approve$/).boundingBox();
		expect((approve?.y ?? 1000) + (approve?.height ?? 0)).toBeLessThanOrEqual(640);
		const small = await page.evaluate(() => [...document.querySelectorAll('.commonplace-gate button, .commonplace-gate label, .commonplace-gate input[type=search]')].filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 36).map(({ outerHTML }) => outerHTML));
		expect(small).toEqual([]);
	});
});

it('draws a thousand edits in under 100 ms, and only those in sight', async () => {
	const page = await bench.page();
	const times: number[] = [];
	for (let round = 0; round < 5; round += 1) times.push(await page.evaluate(() => window.gate.many(1000)));
	// The best of several, for what else the machine does meanwhile is not the panel's.
	expect(Math.min(...times)).toBeLessThan(100);
	expect(await page.locator('.commonplace-card').count()).toBeLessThan(40);
	expect(await text(page)).toContain('1,000 waiting');
});
