import { describe, expect, it } from 'vitest';
import { builtCli } from './built-cli.js';
import { modelVault, type ModelVault } from './model-vault.js';
import { AT, type Compiled, eventsOf, NOTES, PAGE, pageOf, reviews, type Row, run, type Shown, vaultWith } from './review-service.js';

const cli = await builtCli();
const POLICY = '_commonplace/policies/mine.prism.md';

const end = (id: string, disposition: string): string => `  - { id: ${id}, t: end, a: [{ type: emit, event: disposition, payload: { disposition: ${disposition} } }] }\n`;

/** A policy that has the pages of concepts looked at by a worker of tier 2, and after an approval goes on to `then`. */
const asking = (then = 'pass', more = ''): string => `---
prism: mine
version: 1.0.0
---

## Natural Language

A worker looks at every concept.

\`\`\`yaml
v: "1.0"
id: mine
name: Mine
intention: "Have concepts looked at"
events: [{ id: disposition, type: persistent }]
nodes:
  - { id: start, t: start }
  - { id: which, t: decision, mode: exclusive }
  - { id: ask, t: decision, mode: exclusive, o: { op: llm, tier: 2 }, intention: "Is every sentence borne out", failure_policy: { retry: 1, then: escalate } }
${more}${end('pass', 'PASS')}${end('hold', 'HOLD')}${end('never', 'BLOCK')}edges:
  - { s: start, t: which }
  - { s: which, t: ask, c: "entity.page_type == 'concept'" }
  - { s: which, t: pass }
  - { s: ask, t: ${then}, c: "outcome == 'approve'" }
  - { s: ask, t: never, c: "outcome == 'deny'" }
  - { s: ask, t: hold }
${then === 'pass' ? '' : `  - { s: ${then}, t: pass }\n`}\`\`\`
`;

const WORKERS = { small: 1, middle: 2, large: 3 };

function vaultAsking(url: string, policy: string): ModelVault {
	const vault = vaultWith(url, WORKERS);
	vault.put(POLICY, policy);
	return vault;
}

const opinionsOn = (vault: ModelVault): readonly (readonly unknown[])[] => eventsOf(vault).filter(({ type, path }) => type === 'opinion' && path === PAGE).map(({ tier, opinion, question, failed }) => [tier, opinion, question, failed === true]);
const waysOf = (vault: ModelVault): readonly unknown[] => eventsOf(vault).filter(({ type, path }) => type === 'verdict' && path === PAGE).map(({ flows }) => (flows as Readonly<Record<string, unknown>>)['policies/mine.prism.md']);

describe('a policy that asks a worker', () => {
	it.each([
		['approve', 'PASS', 'pass'],
		['deny', 'BLOCK', 'never'],
		['unsure', 'HOLD', 'hold'],
	])('goes its way on from “%s”, and every step stands in the ledger', async (answer, disposition, last) => {
		const { server, questions } = await reviews(() => [answer, 'I looked at all of it.']);
		const vault = vaultAsking(server.url, asking());
		const { proposals, committed } = await run<Compiled>(vault, 'compile', '--approve', 'passed');
		expect(pageOf(proposals)).toMatchObject({ disposition });
		expect(committed.includes(PAGE)).toBe(disposition === 'PASS');
		const mine = questions.filter(({ asked }) => asked.part('The edit').includes(PAGE));
		expect(mine.map(({ model }) => model)).toEqual(['middle']);
		expect(mine[0]?.asked.part('What the rules object to')).toContain('Is every sentence borne out');
		expect(opinionsOn(vault)).toEqual([[2, answer, 1, false]]);
		expect(waysOf(vault)).toEqual([['start', 'which', 'ask'], ['start', 'which', 'ask', last]]);
		const [opinion] = eventsOf(vault).filter(({ type, path }) => type === 'opinion' && path === PAGE);
		expect(opinion).toMatchObject({ coin_usd: expect.any(Number) as number, rules: [expect.stringMatching(/^policies\/mine\.prism\.md:\d+ ask$/) as string] });

		const before = questions.length;
		await run(vault, 'compile');
		expect(questions).toHaveLength(before);
		expect(await cli.run(['--vault', vault.root, 'verify'], AT)).toMatchObject({ code: 0 });
		if (disposition !== 'BLOCK') return;
		const shown = await run<Shown>(vault, 'review', 'show', pageOf(proposals).id);
		expect(shown.verdict.rules.map(({ reason }) => reason).join()).toContain('openai:middle (tier 2) says no: I looked at all of it. That answers: Is every sentence borne out');
		expect((await run<{ committed: string[] }>(vault, 'review', 'approve', pageOf(proposals).id)).committed).toEqual([]);
	});

	it('asks again and then one tier up, as its failure policy says, where no answer can be used', async () => {
		const { server } = await reviews((model) => (model === 'large' ? ['approve', 'It is borne out.'] : ['perhaps', '']));
		const vault = vaultAsking(server.url, asking());
		const { proposals } = await run<Compiled>(vault, 'compile');
		expect(pageOf(proposals).disposition).toBe('PASS');
		expect(opinionsOn(vault)).toEqual([[2, 'unsure', 1, true], [2, 'unsure', 2, true], [3, 'approve', 3, false]]);
	});

	it('waits for the person behind the worker in another process too, and asks the worker no more', async () => {
		const { server, questions } = await reviews(() => ['approve', 'It is borne out.']);
		const vault = vaultAsking(server.url, asking('me', '  - { id: me, t: task, o: { op: human }, intention: "Look at it yourself" }\n'));
		const compiled = await run<Compiled>(vault, 'compile', '--approve', 'passed');
		expect(pageOf(compiled.proposals).disposition).toBe('REQUIRE_HUMAN');
		expect(compiled.committed).not.toContain(PAGE);
		const before = questions.length;
		const row = pageOf((await run<{ proposals: Row[] }>(vault, 'review', 'list')).proposals);
		expect((await run<Shown>(vault, 'review', 'show', row.id)).verdict.rules.map(({ disposition, reason }) => `${disposition} ${reason}`)).toContain('REQUIRE_HUMAN A person is asked: Look at it yourself');
		expect((await run<{ committed: string[] }>(vault, 'review', 'approve', row.id)).committed).toEqual([PAGE]);
		expect(questions).toHaveLength(before);
	});

	it('has each of three who vote answer for themselves, though all are asked the same, and asks none of them twice', async () => {
		const vault = modelVault(NOTES);
		vault.operators('workers:\n  expert: { use: mailbox, tier: 3 }\ntrust: { review-edit: 1 }\n');
		const seats = ['a', 'b', 'c'];
		const nodes = ['fork, t: fork', ...seats.map((id) => `${id}, t: task, o: { op: llm, tier: 3 }, intention: "Is it borne out"`), "vote, t: vote, mode: majority, verdict_expr: \"outcome == 'approve'\""].map((node) => `  - { id: ${node} }\n`).join('');
		const edges = [...seats.flatMap((id) => [`fork, t: ${id}`, `${id}, t: vote`]), "vote, t: pass, c: \"outcome == 'approved'\"", 'vote, t: hold'].map((edge) => `  - { s: ${edge} }\n`).join('');
		vault.put(POLICY, asking().replace(/  - \{ id: ask,.*\n/, nodes).replace(/.*id: never.*\n/, '').replace(/  - \{ s: ask,[^]*(?=```)/, edges).replace('t: ask,', 't: fork,'));
		const open = (): string[] => Object.entries(vault.files()).filter(([path, text]) => /\/tasks\/open\/review-edit-[0-9a-f]+\.md$/.test(path) && text.includes(PAGE)).map(([path]) => path);
		const answer = (opinion: string): void => vault.put((open()[0] ?? '').replace(/\.md$/, '.response.md'), `{"opinion": "${opinion}", "reason": "I looked."}\n`);

		expect(pageOf((await run<Compiled>(vault, 'compile')).proposals).disposition).toBe('ESCALATE');
		expect(open()).toHaveLength(3);
		for (const opinion of ['approve', 'deny']) {
			answer(opinion);
			await run<Compiled>(vault, 'compile', '--approve', 'passed');
			expect(pageOf((await run<{ proposals: Row[] }>(vault, 'review', 'list')).proposals).disposition).toBe('ESCALATE');
		}
		expect(open()).toHaveLength(1);
		answer('approve');
		expect((await run<Compiled>(vault, 'compile', '--approve', 'passed')).committed).toContain(PAGE);
		expect(opinionsOn(vault)).toEqual([[3, 'approve', 1, false], [3, 'deny', 1, false], [3, 'approve', 1, false]]);
	});

	it('goes to a person where nobody of that tier can be asked', async () => {
		const { server, questions } = await reviews(() => ['approve', 'Yes.']);
		const vault = vaultWith(server.url, { small: 1 });
		vault.put(POLICY, asking());
		const row = pageOf((await run<Compiled>(vault, 'compile')).proposals);
		expect(row.rules.map(({ reason }) => reason)).toContain('No tier above 1 is there to review it, so it goes to a person.');
		expect(await run<Shown>(vault, 'review', 'show', row.id)).toMatchObject({ verdict: { disposition: 'ESCALATE', decider: 4 } });
		expect(questions).toEqual([]);
	});
});
