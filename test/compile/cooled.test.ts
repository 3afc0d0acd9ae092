import { describe, expect, it } from 'vitest';
import { memoryVault } from '../../src/vault/memory.js';
import { compile, CONCEPT_PAGE, fixtureHost, NOTES, open, proposalAt, wikiOf } from '../promises/vault-fixture.js';

const RULES = '_commonplace/rules/default.yml';

/** A page that was forbidden until just now: nothing objects any more but the time that its worker cools down. */
async function cooling() {
	const vault = memoryVault({ ...NOTES, [RULES]: 'forbidden_targets: ["wiki/concepts/Spaced*"]\ngrace: 10m\n' });
	const host = fixtureHost();
	const { app } = open(vault, { host });
	expect(proposalAt((await compile(app, 'none')).proposals, CONCEPT_PAGE).verdict.disposition).toBe('BLOCK');
	vault.edit(RULES, 'grace: 10m\n');
	await compile(app, 'none');
	const waiting = proposalAt((await app.list()).open, CONCEPT_PAGE);
	expect(waiting.verdict).toMatchObject({ disposition: 'HOLD', rules: [{ rule: 'grace:forbidden-target' }] });
	return { vault, host, app };
}

describe('what was held only while its worker cooled down', () => {
	it('is shown as what it is once that time is over, though nobody did anything', async () => {
		const { host, app, vault } = await cooling();
		const before = vault.files();
		host.time += 11 * 60_000;
		expect(proposalAt((await app.list()).open, CONCEPT_PAGE).verdict.disposition).toBe('PASS');
		expect((await app.cards()).cards.find(({ path }) => path === CONCEPT_PAGE)?.disposition).toBe('PASS');
		expect(vault.files()).toEqual(before);
	});

	it('is judged anew by the next compile, which commits it where the user wants that', async () => {
		const { host, app, vault } = await cooling();
		await compile(app, 'passed');
		expect(wikiOf(vault)[CONCEPT_PAGE]).toBeUndefined();
		host.time += 11 * 60_000;
		expect((await compile(app, 'passed')).committed).toContain(CONCEPT_PAGE);
		expect((await app.verify()).checks.flatMap(({ failures }) => failures)).toEqual([]);
	});

	it('goes with all that passed', async () => {
		const { host, app } = await cooling();
		host.time += 11 * 60_000;
		expect((await app.approve('passed', 'person:test')).committed).toContain(CONCEPT_PAGE);
	});

	it('stays held under a stop, and before its time is over', async () => {
		const { host, app } = await cooling();
		expect((await app.approve('passed', 'person:test')).committed).not.toContain(CONCEPT_PAGE);
		host.time += 11 * 60_000;
		await app.raiseStop('person:test', 'wait');
		expect(proposalAt((await app.list()).open, CONCEPT_PAGE).verdict.disposition).toBe('HOLD');
		expect((await app.approve('passed', 'person:test')).committed).toEqual([]);
		await app.liftStop('person:test');
		expect(proposalAt((await app.list()).open, CONCEPT_PAGE).verdict.disposition).toBe('PASS');
	});
});

describe('faults in what workers go by', () => {
	it.each([
		['_commonplace/rules/offline.yml', 'forbidden_action: [create]\n'],
		['_commonplace/rules/Default.yaml', 'grace: 5m\n'],
		['_commonplace/exemptions.yml', 'exemptions: 3\n'],
		['_commonplace/operators.yml', 'workers:\n  large: { use: anthropic }\n'],
	])('of %s are found by lint and shown with the queue', async (path, text) => {
		const { app } = open(memoryVault({ ...NOTES, [path]: text }));
		const { findings } = await app.lint();
		expect(findings.filter(({ rule }) => rule === 'invalid-rules').map((finding) => finding.path)).toContain(path);
		expect((await app.cards()).problems.map((problem) => problem.path)).toContain(path);
	});
});
