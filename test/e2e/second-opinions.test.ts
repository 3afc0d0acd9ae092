import { afterEach, expect, test } from 'vitest';
import { bareServer, json, type BareServer } from '../worker/servers/bare-server.js';
import { completionOf } from '../worker/servers/endpoints.js';
import { askedIn } from '../worker/servers/scripted-model.js';
import { openHost } from './host-page.js';
import { cardOf, decide, gate, groupOf, openCard, seriousViolations } from './steps.js';

let server: BareServer | null = null;
afterEach(async () => {
	await server?.close();
	server = null;
});

/** Each two of these contradict each other, so that the page of what they are about is escalated. */
const NOTES = {
	'raw/Make It Stick.md': '# Make It Stick\n\nSpaced repetition is reviewing material at growing intervals. The first interval of spaced repetition is one day.\n',
	'raw/Ebbinghaus.md': '# Ebbinghaus\n\nSpaced repetition is a method of learning. The first interval of spaced repetition is twenty minutes.\n',
	'raw/Bridges.md': '# Bridges\n\nThe Old Bridge is a bridge of stone. The Old Bridge was opened in 1894.\n',
	'raw/Town history.md': '# Town history\n\nThe Old Bridge is the pride of the town. The Old Bridge was opened in 1901.\n',
};

interface Body {
	readonly model: string;
	readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
}

/** A service whose models know the one edit to be right, and of the other nothing. */
const reviews = (): Promise<BareServer> =>
	bareServer(({ body }, response) => {
		const { model, messages } = body as Body;
		const { kind, part } = askedIn(messages);
		if (kind !== 'review-edit') throw new Error(`Nobody is trusted with ${kind}.`);
		const said = part('The edit').includes('Old Bridge') ? { opinion: 'unsure', reason: `${model} cannot tell which year is right.` } : { opinion: 'approve', reason: 'Both intervals stand with their quotes.' };
		json(response, 200, completionOf(JSON.stringify(said), { model, usage: { prompt_tokens: 2_000, completion_tokens: 20, total_tokens: 2_020 } }));
	});

const operators = (url: string): string =>
	`workers:\n${[['small', 1], ['large', 2]].map(([name, tier]) => `  ${String(name)}: { use: openai, tier: ${String(tier)}, model: ${String(name)}-model, base_url: "${url}/v1" }\n`).join('')}trust: { review-edit: 1 }\n`;

test('an escalated edit is reviewed by the next tier up: who said what and why stands in its card, with the call', async () => {
	server = await reviews();
	const { page, command, files } = await openHost({ files: { ...NOTES, '_commonplace/operators.yml': operators(server.url), '_commonplace/rules/openai.yml': 'inherit: default\n' } });
	page.setDefaultTimeout(30_000);
	await command('commonplace-wiki:open-gate');
	await command('commonplace-wiki:compile');
	await page.getByRole('dialog').getByText(`${server.url}/v1`).waitFor();
	await page.getByRole('dialog').locator('button.mod-cta').click();
	await groupOf(page, 'Passed').waitFor();

	// Approved: it passes, and the card says who let it pass and why.
	const approved = await openCard(page, 'Spaced repetition', 'wiki/concepts');
	const opinions = approved.locator('.commonplace-opinions li');
	await opinions.getByText('Both intervals stand with their quotes.').waitFor();
	expect(await opinions.allInnerTexts()).toEqual([expect.stringMatching(/^\s*Approves\. Both intervals[^]*openai:small-model, tier 1/) as string]);
	expect(await seriousViolations(page, '.commonplace-gate')).toEqual([]);
	await opinions.getByRole('button', { name: 'Open the call' }).click();
	await page.locator('.markdown-preview-view').getByText('Both intervals stand with their quotes.').first().waitFor();

	// Unsure at both tiers: a person decides.
	const unsure = await openCard(page, 'Old Bridge', 'wiki/');
	await groupOf(page, 'Escalated').waitFor();
	await unsure.locator('.commonplace-opinions li').nth(1).waitFor();
	expect(await unsure.locator('.commonplace-opinions li').allInnerTexts()).toEqual([
		expect.stringMatching(/Is unsure\. small-model cannot tell[^]*openai:small-model, tier 1/) as string,
		expect.stringMatching(/Is unsure\. large-model cannot tell[^]*openai:large-model, tier 2/) as string,
	]);
	await decide(page, gate(page).getByRole('button', { name: /Commit all passed/ }), /edits? written/);
	expect(files()).toContain('wiki/concepts/Spaced repetition.md');
	const bridge = files().filter((path) => path.endsWith('/Old Bridge.md'));
	expect(bridge).toEqual([]);
	await unsure.getByRole('button', { name: 'Approve', exact: true }).click();
	await cardOf(page, 'Old Bridge').waitFor({ state: 'detached' });
	await expect.poll(() => files().filter((path) => path.endsWith('/Old Bridge.md')).length, { timeout: 30_000 }).toBe(1);
}, 180_000);
