import { describe, expect, it } from 'vitest';
import type { Commonplace } from '../../../src/compile/port.js';
import { DEFAULT_POLICY_NOTE } from '../../../src/prism/default-policy.js';
import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import { VaultError, type VaultPort } from '../../../src/vault/port.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, failuresOf, fixtureHost, NOTES, open, pagesOf, proposalAt, recording, startingWith, textAt, wikiOf } from '../../promises/vault-fixture.js';
import { ASK_ALL, BLOCK_ALL, BROKEN, DEFAULT_FILE, eventsOf, FOLDER, HOLD_ALL, noteOf, off, PASS_ALL, rulesNote, STATE_FILE } from './fixture.js';

// One clock for all, as runs are named by it.
const host = fixtureHost();
const appOf = (vault: VaultPort): Commonplace => open(vault, { host }).app;

const dispositions = async (vault: MemoryVault): Promise<string[]> => [...new Set((await appOf(vault).list()).open.map(({ verdict }) => verdict.disposition))].sort();
const policyNotes = (vault: MemoryVault): string[] => Object.keys(startingWith(vault.files(), `${FOLDER}/`));

/** A vault with these policies, compiled once and nothing committed. */
async function proposed(policies: Readonly<Record<string, string>>): Promise<MemoryVault> {
	const vault = memoryVault({ ...NOTES, ...policies });
	await compile(appOf(vault), 'none');
	return vault;
}

describe('the default policy', () => {
	it('is put there by the first run that writes, and decides', async () => {
		const vault = memoryVault(NOTES);
		const app = appOf(vault);
		const { policies: before, builtIn } = await app.policies();
		expect([before, builtIn]).toEqual([[], true]);
		await compile(app);
		expect(textAt(vault, DEFAULT_FILE)).toBe(DEFAULT_POLICY_NOTE);
		expect(await app.policies()).toMatchObject({ builtIn: false, policies: [{ path: DEFAULT_FILE, id: 'default', state: 'active', faults: [], warnings: [] }], problems: [] });
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('is not put there by a compile that has nothing to do, which writes nothing', async () => {
		const { vault, writes } = recording(memoryVault());
		const report = await compile(appOf(vault));
		expect(report.proposals).toEqual([]);
		expect(writes).toEqual([]);
	});

	it.each([
		['deleted', null],
		['changed', ASK_ALL],
	])('that a person %s stays so', async (_, text) => {
		const vault = memoryVault(NOTES);
		await compile(appOf(vault));
		vault.edit(DEFAULT_FILE, text);
		vault.edit('raw/New.md', '# Sleep\n\nSleep is rest for body and mind. Sleep strengthens memory.\n');
		await compile(appOf(vault));
		await appOf(vault).undo(null, 'person:test');
		expect(vault.files()[DEFAULT_FILE] ?? null).toBe(text);
		expect((await appOf(vault).policies()).builtIn).toBe(text === null);
	});

	it('does not join the policies that a vault brings along', async () => {
		const vault = await proposed({ [noteOf('mine')]: ASK_ALL });
		expect(policyNotes(vault)).toEqual([noteOf('mine')]);
		vault.edit(noteOf('mine'), null);
		await compileAndApproveAll(appOf(vault));
		expect(policyNotes(vault)).toEqual([]);
	});

	it('is not put there under the emergency stop', async () => {
		const vault = memoryVault(NOTES);
		const app = appOf(vault);
		await app.raiseStop('person:test', 'test');
		await app.undo(null, 'person:test');
		expect(policyNotes(vault)).toEqual([]);
	});
});

describe('the gate of a vault', () => {
	it.each([
		['holds by all active notes together', { [noteOf('a')]: PASS_ALL, [noteOf('b')]: ASK_ALL }, 'REQUIRE_HUMAN'],
		['leaves out what says active: false', { [noteOf('a')]: PASS_ALL, [noteOf('b')]: off(BLOCK_ALL) }, 'PASS'],
		['passes what no rule of a vault’s own policy objects to', { [noteOf('a')]: PASS_ALL }, 'PASS'],
		['takes no note from a folder below', { [noteOf('a')]: PASS_ALL, [`${FOLDER}/drafts/b.prism.md`]: BLOCK_ALL }, 'PASS'],
		['takes no note that is no policy', { [noteOf('a')]: PASS_ALL, [`${FOLDER}/README.md`]: BLOCK_ALL }, 'PASS'],
		['reads the ending whatever its case', { [noteOf('a')]: PASS_ALL, [`${FOLDER}/B.PRISM.MD`]: BLOCK_ALL }, 'BLOCK'],
	])('%s', async (_, policies, expected) => {
		expect(await dispositions(await proposed(policies))).toEqual([expected]);
	});

	it('names the note and the line of each rule that fires', async () => {
		const vault = await proposed({ [noteOf('mine')]: rulesNote(['asked', "entity.page_type == 'concept'", 'REQUIRE_HUMAN']) });
		const { verdict } = proposalAt((await appOf(vault).list()).open, CONCEPT_PAGE);
		const line = textAt(vault, noteOf('mine')).split('\n').findIndex((each) => each.includes('id: asked')) + 1;
		expect(verdict.rules).toMatchObject([{ rule: `policies/mine.prism.md:${line} asked`, disposition: 'REQUIRE_HUMAN', line: null }]);
	});

	it('is stricter than any policy where the constitution is', async () => {
		const vault = memoryVault({ ...NOTES, [noteOf('mine')]: PASS_ALL });
		const app = appOf(vault);
		await compileAndApproveAll(app);
		vault.edit(CONCEPT_PAGE, '');
		vault.edit('raw/Forgetting curve.md', null);
		vault.edit('raw/Spaced repetition.md', null);
		const { proposals } = await app.compile({ approve: 'none', acceptRemovals: true });
		const rules = proposals.filter(({ proposal }) => proposal.kind === 'retire').flatMap(({ verdict }) => verdict.rules.map(({ disposition }) => disposition));
		expect(rules).toContain('REQUIRE_HUMAN');
	});
});

describe('a policy with errors', () => {
	it('is told of with its place, and the built-in default holds', async () => {
		const vault = await proposed({ [noteOf('a')]: BROKEN });
		const app = appOf(vault);
		const report = await app.policies();
		expect(report).toMatchObject({ builtIn: true, policies: [{ state: 'broken', before: false, hash: null, faults: [{ code: 'MISSING_INTENTION' }] }] });
		const line = report.policies[0]?.faults[0]?.line;
		for (const problems of [report.problems, (await app.status()).problems, (await compile(app, 'none')).problems]) {
			expect(problems).toMatchObject([{ path: noteOf('a'), line, message: expect.stringMatching(/^Column \d+: .*\(MISSING_INTENTION\).*built-in default/) as unknown }]);
		}
	});

	it('goes on in its last sound version, so that a slip of the pen opens nothing', async () => {
		const vault = await proposed({ [noteOf('a')]: ASK_ALL });
		vault.edit(noteOf('a'), BROKEN);
		vault.edit('raw/New.md', '# Sleep\n\nSleep is rest for body and mind. Sleep strengthens memory.\n');
		const { committed, problems } = await compile(appOf(vault));
		expect(committed).toEqual([]);
		expect(problems.map(({ path }) => path)).toContain(noteOf('a'));
		expect(await dispositions(vault)).toEqual(['REQUIRE_HUMAN']);
		expect((await appOf(vault).policies()).policies).toMatchObject([{ state: 'broken', before: true }]);
		vault.edit(noteOf('a'), PASS_ALL);
		await compile(appOf(vault), 'none');
		expect(await dispositions(vault)).toEqual(['PASS']);
	});

	it('never makes the gate milder, whatever stands beside it', async () => {
		const vault = await proposed({ [noteOf('a')]: BROKEN, [noteOf('b')]: BLOCK_ALL });
		expect(await dispositions(vault)).toEqual(['BLOCK']);
	});

	it.each(['active: no', 'active: "false"', 'active: 0', 'active:'])('has one where “%s” does not say whether it holds', async (property) => {
		const vault = await proposed({ [noteOf('a')]: PASS_ALL.replace('prism: test\n', `prism: test\n${property}\n`) });
		expect(await appOf(vault).policies()).toMatchObject({ builtIn: true, policies: [{ state: 'broken' }] });
	});

	it.each(['read', 'list'] as const)('is one that the disk does not %s', async (operation) => {
		let broken = false;
		const vault = memoryVault({ ...NOTES, [noteOf('a')]: BLOCK_ALL }, {
			before(what, path) {
				if (broken && what === operation && path.startsWith(FOLDER)) throw new VaultError('io', path, 'The disk is bad.');
			},
		});
		await compile(appOf(vault), 'none');
		broken = true;
		const { builtIn, problems } = await appOf(vault).policies();
		expect(builtIn).toBe(true);
		expect(problems.map(({ message }) => message).join()).toContain('The disk is bad.');
		const [item] = (await appOf(vault).list()).open;
		expect(await appOf(vault).detail(item?.proposal.id ?? '')).toMatchObject({ card: { disposition: 'BLOCK' } });
	});

	it('holds nobody up where it is left out', async () => {
		const vault = await proposed({ [noteOf('a')]: PASS_ALL, [noteOf('b')]: off(BROKEN) });
		expect(await appOf(vault).policies()).toMatchObject({ builtIn: false, problems: [] });
	});
});

describe('a change of policy', () => {
	it('voids the approval of what was shown before, and the gate decides anew', async () => {
		const vault = await proposed({ [noteOf('a')]: PASS_ALL });
		const app = appOf(vault);
		const { proposal } = proposalAt((await app.list()).open, CONCEPT_PAGE);
		vault.edit(noteOf('a'), ASK_ALL);
		const first = await app.approve([proposal.id], 'person:test');
		expect(first.committed).toEqual([]);
		expect(first.refused).toMatchObject([{ id: proposal.id, reason: expect.stringContaining('policies changed') as unknown }]);
		expect(wikiOf(vault)).toEqual({});
		expect(await dispositions(vault)).toEqual(['REQUIRE_HUMAN']);
		expect((await app.approve([proposal.id], 'person:test')).committed).toEqual([CONCEPT_PAGE]);
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('voids the approval of a person’s own text as well', async () => {
		const vault = await proposed({ [noteOf('a')]: PASS_ALL });
		const app = appOf(vault);
		const { proposal } = proposalAt((await app.list()).open, CONCEPT_PAGE);
		vault.edit(noteOf('a'), ASK_ALL);
		expect(await app.approveText(proposal.id, `${proposal.text ?? ''}\nMine.\n`, 'person:test')).toMatchObject({ committed: [], refused: [{ id: proposal.id }] });
		expect(wikiOf(vault)).toEqual({});
	});

	it('keeps what passed from being committed, where it does not pass any more', async () => {
		const vault = await proposed({ [noteOf('a')]: PASS_ALL });
		vault.edit(noteOf('a'), HOLD_ALL);
		const { committed, refused } = await appOf(vault).approve('passed', 'person:test');
		expect(committed).toEqual([]);
		expect(refused.length).toBeGreaterThan(0);
		expect(wikiOf(vault)).toEqual({});
	});

	it('has the next compile judge all that waits anew, once', async () => {
		const vault = await proposed({ [noteOf('a')]: ASK_ALL });
		const ids = (await appOf(vault).list()).open.map(({ proposal }) => proposal.id).sort();
		vault.edit(noteOf('a'), PASS_ALL);
		await compile(appOf(vault), 'none');
		expect(await dispositions(vault)).toEqual(['PASS']);
		expect((await appOf(vault).list()).open.map(({ proposal }) => proposal.id).sort()).toEqual(ids);
		const files = vault.files();
		await compile(appOf(vault), 'none');
		expect(vault.files()).toEqual(files);
		expect((await appOf(vault).approve('passed', 'person:test')).committed.length).toBeGreaterThan(ids.length - 1);
	});

	it('that changes nothing but the words around it voids nothing', async () => {
		const vault = await proposed({ [noteOf('a')]: ASK_ALL });
		const app = appOf(vault);
		const { proposal } = proposalAt((await app.list()).open, CONCEPT_PAGE);
		vault.edit(noteOf('a'), ASK_ALL.replace('Test.', 'Ask me about everything.'));
		expect((await app.approve([proposal.id], 'person:test')).committed).toEqual([CONCEPT_PAGE]);
	});

	it('is told in the ledger, with the notes and their hashes, before anything is judged by it', async () => {
		const vault = await proposed({ [noteOf('a')]: ASK_ALL });
		const [first] = eventsOf(vault);
		expect(first).toMatchObject({ type: 'policy', actor: 'system', before: null, built_in: false, policies: [{ path: noteOf('a'), state: 'active' }] });
		vault.edit(noteOf('a'), BROKEN);
		await compile(appOf(vault), 'none');
		await compile(appOf(vault), 'none');
		const events = eventsOf(vault);
		const changes = events.filter(({ type }) => type === 'policy');
		expect(changes).toHaveLength(2);
		expect(changes[1]).toMatchObject({ before: first?.['policy'], built_in: true, policies: [{ path: noteOf('a'), state: 'broken' }] });
		const at = events.findIndex((event) => event === changes[1]);
		for (const [index, event] of events.entries()) if (event.type === 'verdict') expect(event['policy']).toBe(index < at ? first?.['policy'] : changes[1]?.['policy']);
		expect(failuresOf(await appOf(vault).verify())).toEqual([]);
	});

	it('is not missed where what was remembered is lost: each approval still binds to its policy', async () => {
		const vault = await proposed({ [noteOf('a')]: PASS_ALL });
		const { proposal } = proposalAt((await appOf(vault).list()).open, CONCEPT_PAGE);
		vault.edit(STATE_FILE, null);
		vault.edit(noteOf('a'), ASK_ALL);
		expect((await appOf(vault).approve([proposal.id], 'person:test')).committed).toEqual([]);
		expect(pagesOf(vault)).toEqual({});
	});
});
