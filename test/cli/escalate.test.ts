import { describe, expect, it } from 'vitest';
import { builtCli } from './built-cli.js';
import { ENV, modelVault } from './model-vault.js';
import { AT, type Compiled, eventsOf, NOTES, PAGE, pageOf, reviews, type Row, run, type Shown, vaultWith } from './review-service.js';

const cli = await builtCli();

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
