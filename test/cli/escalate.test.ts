import { describe, expect, it } from 'vitest';
import type { OpinionView } from '../../src/compile/proposal-views.js';
import { json as reply } from '../worker/servers/bare-server.js';
import { completionOf } from '../worker/servers/endpoints.js';
import type { Asked } from '../worker/servers/scripted-model.js';
import { builtCli } from './built-cli.js';
import { ENV, modelServer, modelVault, type ModelServer, type ModelVault } from './model-vault.js';

const cli = await builtCli();
const AT = { ...ENV, COMMONPLACE_NOW: '2026-11-22T09:00:00Z' };

/** Two notes that contradict each other, so that the default policy escalates the page of what they are about. */
const NOTES = {
	'raw/Make It Stick.md': '# Make It Stick\n\nSpaced repetition is reviewing material at growing intervals. The first interval of spaced repetition is one day.\n',
	'raw/Ebbinghaus.md': '# Ebbinghaus\n\nSpaced repetition is a method of learning. The first interval of spaced repetition is twenty minutes.\n',
};
const PAGE = 'wiki/concepts/Spaced repetition.md';

interface Row {
	readonly id: string;
	readonly path: string;
	readonly disposition: string;
	readonly rules: readonly { readonly rule: string; readonly reason: string; readonly disposition: string }[];
}
interface Compiled {
	readonly run: string;
	readonly proposals: readonly Row[];
	readonly committed: readonly string[];
	readonly worker_calls: number;
	readonly problems: readonly { readonly message: string }[];
}
interface Shown {
	readonly verdict: { readonly disposition: string; readonly decider: number | null; readonly rules: Row['rules'] };
	readonly opinions: readonly OpinionView[];
	readonly stakes: { readonly level: string };
}
type Event = Readonly<Record<string, unknown>> & { readonly type: string };

async function run<T>(vault: ModelVault, ...args: string[]): Promise<T> {
	const { stdout, stderr } = await cli.run(['--vault', vault.root, '--json', ...args], AT);
	if (stdout === '') throw new Error(stderr);
	return JSON.parse(stdout) as T;
}

const eventsOf = (vault: ModelVault): Event[] =>
	Object.entries(vault.files()).filter(([path]) => /\/ledger\/.*\.jsonl$/.test(path)).flatMap(([, text]) => Buffer.from(text, 'latin1').toString('utf8').trim().split('\n').map((line) => JSON.parse(line) as Event));

interface Question {
	readonly model: string;
	readonly asked: Asked;
	/** As the model sees it: all of the order's input. */
	readonly input: string;
}

interface Reviews {
	readonly server: ModelServer;
	readonly questions: Question[];
}

/** A service whose models give these opinions on edits; a status is a failure. */
async function reviews(opinionOf: (model: string, question: Question) => readonly [opinion: string, reason: string] | number): Promise<Reviews> {
	const questions: Question[] = [];
	const server = await modelServer(({ body }, response, asked) => {
		if (asked.kind !== 'review-edit') throw new Error(`Nobody but the offline worker is trusted with ${asked.kind}.`);
		const { model, messages } = body as { readonly model: string; readonly messages: readonly { readonly role: string; readonly content: string }[] };
		const question = { model, asked, input: messages.find(({ role }) => role === 'user')?.content ?? '' };
		questions.push(question);
		const said = opinionOf(model, question);
		if (typeof said === 'number') reply(response, said, { error: { message: 'no' } });
		else reply(response, 200, completionOf(JSON.stringify({ opinion: said[0], reason: said[1] }), { usage: { prompt_tokens: 2_000, completion_tokens: 20, total_tokens: 2_020 } }));
		return true;
	});
	return { server, questions };
}

const worker = (url: string, name: string, tier: number): string => `  ${name}: { use: openai, tier: ${tier}, model: ${name}, base_url: "${url}/v1", key: my-key, price: { input: 1, output: 4 }, size: { total: 20, active: 20 } }\n`;

function vaultWith(url: string, workers: Readonly<Record<string, number>>, more = ''): ModelVault {
	const vault = modelVault(NOTES);
	vault.operators(`workers:\n${Object.entries(workers).map(([name, tier]) => worker(url, name, tier)).join('')}trust: { review-edit: 1 }\n${more}`);
	return vault;
}

const pageOf = (rows: readonly Row[]): Row => {
	const row = rows.find(({ path }) => path === PAGE);
	if (row === undefined) throw new Error('The page is not proposed.');
	return row;
};

describe('an escalated edit', () => {
	it('is reviewed by the next tier up, which sees the change, the claims and the objections, and passes where it approves', async () => {
		const { server, questions } = await reviews(() => ['approve', 'Both intervals stand with their quotes.']);
		const vault = vaultWith(server.url, { small: 1, large: 3 });
		const compiled = await run<Compiled>(vault, 'compile', '--approve', 'passed');
		expect(pageOf(compiled.proposals)).toMatchObject({ disposition: 'PASS' });
		expect(compiled.committed).toContain(PAGE);
		expect(new Set(questions.map(({ model }) => model))).toEqual(new Set(['small']));
		const question = questions.find(({ asked }) => asked.part('The edit').includes(PAGE));
		expect(question?.asked.part('What changes')).toMatch(/^\+.*twenty minutes/m);
		expect(question?.asked.part('The claims')).toContain('"found":true');
		expect(question?.asked.part('What the rules object to')).toContain('disagreements between sources');

		const events = eventsOf(vault).filter(({ path }) => path === PAGE);
		expect(events.map(({ type }) => type)).toEqual(['verdict', 'escalation', 'opinion', 'verdict', 'approve', 'commit']);
		const [, escalation, opinion, verdict] = events;
		expect(escalation).toMatchObject({ from: 0, to: 1, actor: 'system' });
		expect(opinion).toMatchObject({ actor: 'openai:small', tier: 1, opinion: 'approve', reason: 'Both intervals stand with their quotes.', policy: verdict?.['policy'], after: verdict?.['after'], coin_usd: expect.any(Number) as number });
		expect(Object.keys(vault.files())).toContain(opinion?.['transcript']);
		expect(await cli.run(['--vault', vault.root, 'verify'], AT)).toMatchObject({ code: 0 });
		// What follows from an opinion is taken back with the run that it belongs to.
		await run(vault, 'undo', compiled.run);
		expect(Object.keys(vault.files())).not.toContain(PAGE);
	});

	it('stays held with the reason where it is denied, and is asked of nobody again', async () => {
		const { server, questions } = await reviews(() => ['deny', 'Twenty minutes stands in no quote.']);
		const vault = vaultWith(server.url, { small: 1, large: 3 });
		const { proposals, committed } = await run<Compiled>(vault, 'compile', '--approve', 'passed');
		expect(committed).not.toContain(PAGE);
		const { id, rules } = pageOf(proposals);
		expect(rules.map(({ reason }) => reason).join()).toContain('openai:small (tier 1) says no: Twenty minutes stands in no quote.');
		const before = questions.length;
		await run(vault, 'compile', '--approve', 'passed');
		expect(questions.length).toBe(before);
		const shown = await run<Shown>(vault, 'review', 'show', id);
		expect(shown).toMatchObject({ verdict: { disposition: 'ESCALATE', decider: 4 }, stakes: { level: 'low' }, opinions: [{ who: 'openai:small', opinion: 'deny', binds: true, reason: 'Twenty minutes stands in no quote.' }] });
		const text = (await cli.run(['--vault', vault.root, 'review', 'show', id], AT)).stdout;
		expect(text).toContain('openai:small (tier 1) says no: Twenty minutes stands in no quote.');
		expect(text).toContain(shown.opinions[0]?.transcript ?? 'a transcript');
		expect((await run<{ committed: string[] }>(vault, 'review', 'approve', id)).committed).toEqual([PAGE]);
	});

	it('goes up tier by tier while they are unsure, and at the top waits for a person', async () => {
		const { server, questions } = await reviews((model) => ['unsure', `${model} cannot tell.`]);
		const vault = vaultWith(server.url, { small: 1, middle: 2, large: 3 });
		const { proposals } = await run<Compiled>(vault, 'compile');
		const mine = questions.filter(({ asked }) => asked.part('The edit').includes(PAGE)).map(({ model }) => model);
		expect(mine).toEqual(['small', 'middle', 'large']);
		const row = pageOf(proposals);
		expect(row.disposition).toBe('ESCALATE');
		expect(row.rules.map(({ reason }) => reason).join()).toMatch(/small cannot tell.*middle cannot tell.*large cannot tell/);
		expect(await run<Shown>(vault, 'review', 'show', row.id)).toMatchObject({ verdict: { decider: 4 } });
	});

	it.each([
		['passes where two of three approve', ['approve', 'deny', 'approve'], 'PASS'],
		['waits where only one does', ['approve', 'deny', 'unsure'], 'ESCALATE'],
	])('before a tribunal %s', async (_, votes, disposition) => {
		const { server, questions } = await reviews((model, { input }) => [votes[Number(/reviewer (\d) of 3/.exec(input)?.[1] ?? 0) - 1] ?? 'unsure', `${model} says so.`]);
		const vault = vaultWith(server.url, { one: 3, two: 3 }, 'tribunal: true\n');
		const row = pageOf((await run<Compiled>(vault, 'compile')).proposals);
		expect(row.disposition).toBe(disposition);
		const mine = questions.filter(({ asked }) => asked.part('The edit').includes(PAGE));
		expect(mine).toHaveLength(3);
		expect(new Set(mine.map(({ model }) => model))).toEqual(new Set(['one', 'two']));
		expect((await run<Shown>(vault, 'review', 'show', row.id)).opinions.map(({ seat, opinion }) => [seat, opinion])).toEqual(votes.map((vote, index) => [index + 1, vote]));
	});

	it('goes to a person at once, who is told why, where there is nobody to ask', async () => {
		const vault = modelVault(NOTES);
		const row = pageOf((await run<Compiled>(vault, 'compile')).proposals);
		expect(row.rules.map(({ rule }) => rule)).toContain('gate:reviewers');
		expect(await run<Shown>(vault, 'review', 'show', row.id)).toMatchObject({ verdict: { disposition: 'ESCALATE', decider: 4 } });
		expect(eventsOf(vault).find(({ type, path }) => type === 'escalation' && path === PAGE)).toMatchObject({ to: 4, why: ['No model is set up to review it, so it goes to a person.'] });
	});

	it('is asked again once somebody can answer, and not of who is stopped or has no rules', async () => {
		let down = true;
		const { server, questions } = await reviews(() => (down ? 401 : ['approve', 'It is right.']));
		const vault = vaultWith(server.url, { large: 3 });
		await run(vault, 'stop', '--worker', 'openai', '--why', 'test');
		expect(pageOf((await run<Compiled>(vault, 'compile')).proposals).rules.map(({ rule }) => rule)).toContain('gate:reviewers');
		expect(questions).toEqual([]);
		await run(vault, 'resume', '--worker', 'openai');

		const failed = await run<Compiled>(vault, 'compile');
		expect(questions.length).toBeGreaterThan(0);
		expect(failed.problems.map(({ message }) => message).join()).toContain('No second opinion came');
		down = false;
		// A worker that failed rests for a while.
		await cli.run(['--vault', vault.root, 'compile'], { ...ENV, COMMONPLACE_NOW: '2026-11-22T12:00:00Z' });
		const { proposals } = await run<{ proposals: Row[] }>(vault, 'review', 'list');
		expect(pageOf(proposals).disposition).toBe('PASS');
	});

	it('is reviewed anew where the policies changed since, for the approval is void', async () => {
		const { server } = await reviews(() => ['approve', 'It is right.']);
		const vault = vaultWith(server.url, { large: 3 });
		const row = pageOf((await run<Compiled>(vault, 'compile')).proposals);
		expect(row.disposition).toBe('PASS');
		vault.put('_commonplace/rules/default.yml', 'require_human: [disagreement]\n');
		expect(await run<Shown>(vault, 'review', 'show', row.id)).toMatchObject({ verdict: { disposition: 'REQUIRE_HUMAN' } });
		vault.put('_commonplace/rules/default.yml', 'escalation_triggers: [interval]\n');
		expect(await run<Shown>(vault, 'review', 'show', row.id)).toMatchObject({ verdict: { disposition: 'ESCALATE' }, opinions: [{ opinion: 'approve', binds: false }] });
		expect((await run<{ committed: string[] }>(vault, 'review', 'approve', '--passed')).committed).not.toContain(PAGE);
	});
});
