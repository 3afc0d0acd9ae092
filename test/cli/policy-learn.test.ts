import { beforeAll, describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.js';
import { isPolicyCommand, performPolicy } from '../../src/cli/policy.js';
import type { PolicyAnswer } from '../../src/cli/policy-deeds.js';
import { PLAIN } from '../../src/cli/style.js';
import type { Commonplace } from '../../src/compile/port.js';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import { approved, RULE } from '../compile/learning/approved.js';
import { eventsOf, noteOf } from '../compile/policies/fixture.js';
import { failuresOf, fixtureHost, open, textAt } from '../promises/vault-fixture.js';

const WHO = 'person:cli';
const REFUSED = '_commonplace/refused-lessons.yml';
const host = fixtureHost();
const appOf = (vault: MemoryVault): Commonplace => open(vault, { host }).app;

async function ask(vault: MemoryVault, ...words: string[]): Promise<PolicyAnswer> {
	const parsed = parseArguments(['policy', ...words]);
	if (!parsed.ok || !isPolicyCommand(parsed.value.command)) throw new Error(parsed.ok ? parsed.value.command.name : parsed.error);
	return performPolicy(parsed.value.command, { app: appOf(vault), root: '/', cwd: '/', who: WHO, signal: new AbortController().signal });
}

const copyOf = (vault: MemoryVault): MemoryVault => memoryVault(vault.files());
const lessonsIn = ({ json }: PolicyAnswer): readonly { readonly id: string; readonly diff: string; readonly simulation: { readonly rows: readonly { readonly id: string; readonly after: string }[] } }[] => json['lessons'] as never;

let vault: MemoryVault;
beforeAll(async () => {
	vault = await approved(25, host);
});

describe('policy learn', () => {
	it('shows what was decided and proposes a change with its numbers, diff and simulation, and writes nothing', async () => {
		const before = vault.files();
		const answer = await ask(vault, 'learn');
		const text = answer.text(PLAIN);
		expect(answer.code).toBe(1);
		expect(text).toContain('policies/mine.prism.md fresh: 25 approved, 0 denied, 0 undone, about 25 edits; approved 86 to 100 %');
		expect(text).toContain('In 25 of 25 decisions people approved new pages to which nothing but “fresh” of _commonplace/policies/mine.prism.md objected. With 95 % confidence they approve at least 86 % of these.');
		expect(text).toContain(`+  - { s: rules, t: fresh, c: "(entity.kind != 'create' or entity.person_text) and (entity.kind == 'create')" }`);
		expect(text).toMatch(/HOLD → PASS +\d/);
		expect(lessonsIn(answer)).toMatchObject([{ deed: 'loosen', simulation: { stricter: 0 }, taken: null }]);
		expect(vault.files()).toEqual(before);
	});

	it('--take makes a draft that does not hold; what a person then activates changes what waits as was said', async () => {
		const mine = copyOf(vault);
		const [lesson] = lessonsIn(await ask(mine, 'learn'));
		const waiting = (await appOf(mine).list()).open.map(({ proposal }) => proposal.id).sort();
		const taken = await ask(mine, 'learn', '--take', lesson?.id ?? '');
		const path = noteOf('mine-learned');
		expect(taken.json).toMatchObject({ path, active: false });
		expect(taken.text(PLAIN)).toContain('commonplace policy activate mine-learned, and commonplace policy deactivate mine');
		expect([...new Set((await appOf(mine).list()).open.map(({ verdict }) => verdict.disposition))]).toEqual(['HOLD']);
		expect(lessonsIn(await ask(mine, 'learn'))).toMatchObject([{ taken: path }]);
		expect((await ask(mine, 'learn', '--take', lesson?.id ?? '')).json).toMatchObject({ path });

		await ask(mine, 'activate', 'mine-learned');
		await ask(mine, 'deactivate', 'mine');
		const { open: now } = await appOf(mine).list();
		expect(now.map(({ proposal }) => proposal.id).sort()).toEqual(waiting);
		expect([...new Set(now.map(({ verdict }) => verdict.disposition))]).toEqual(['PASS']);
		const said = new Map(lesson?.simulation.rows.map(({ id, after }) => [id, after]));
		expect([...new Set(waiting.map((id) => said.get(id)))]).toEqual(['PASS']);
		expect(lessonsIn(await ask(mine, 'learn'))).toEqual([]);
		expect(eventsOf(mine).filter(({ type, actor }) => type === 'policy' && actor === WHO).map(({ deed }) => deed)).toEqual(['accepted', 'activated', 'deactivated']);
		expect(failuresOf(await appOf(mine).verify())).toEqual([]);
	});

	it('counts what was denied, taken back and rewritten', async () => {
		const mine = copyOf(vault);
		await appOf(mine).undo(null, WHO);
		const [denied, rewritten] = (await appOf(mine).list()).open.filter(({ proposal }) => proposal.pageType === 'source');
		await appOf(mine).deny([denied?.proposal.id ?? ''], 'No.', WHO);
		expect((await appOf(mine).approveText(rewritten?.proposal.id ?? '', `${rewritten?.proposal.text ?? ''}\nMine.\n`, WHO)).refused).toEqual([]);
		const { statistics } = await appOf(mine).learnPolicies();
		expect(statistics).toMatchObject({ rules: [{ rule: 'policies/mine.prism.md fresh', approved: 24, denied: 1, undone: 1 }], kinds: [{ kind: 'create', approved: 24, denied: 1, undone: 1 }], rewritten: 1, unknown: 0 });
	});

	it('says nothing of a rule that a person made narrower by hand', async () => {
		const mine = copyOf(vault);
		mine.edit(noteOf('mine'), RULE.replace("entity.kind == 'create'", 'entity.claims > 90'));
		expect(lessonsIn(await ask(mine, 'learn'))).toEqual([]);
	});

	it('--refuse is told in the ledger and kept in a file that a person can mend; the lesson never comes back', async () => {
		const mine = copyOf(vault);
		const [lesson] = lessonsIn(await ask(mine, 'learn'));
		const id = lesson?.id ?? '';
		expect((await ask(mine, 'learn', '--refuse', id, '--why', 'I like to see new pages.')).code).toBe(0);
		expect(textAt(mine, REFUSED)).toContain(`id: ${id}`);
		expect(eventsOf(mine).filter(({ deed }) => deed === 'refused')).toMatchObject([{ type: 'policy', actor: WHO, lesson: id, why: 'I like to see new pages.' }]);
		const after = await ask(mine, 'learn');
		expect([lessonsIn(after), after.code, after.text(PLAIN).includes(`Refused for good: ${id}.`)]).toEqual([[], 0, true]);
		expect((await ask(mine, 'learn', '--take', id)).json).toMatchObject({ error: { message: expect.stringContaining('refused for good') as unknown } });
		expect(failuresOf(await appOf(mine).verify())).toEqual([]);

		mine.edit(REFUSED, textAt(mine, REFUSED).replace(/^refused:[\s\S]*/m, 'refused: []\n'));
		expect(lessonsIn(await ask(mine, 'learn'))).toMatchObject([{ id }]);
	});

	it.each([['refused: 3\n'], ['refused: [\n'], ['refused:\n  - why: no id\n']])('proposes nothing while the file of refusals says %j', async (text) => {
		const mine = copyOf(vault);
		mine.edit(REFUSED, text);
		const answer = await ask(mine, 'learn');
		expect([lessonsIn(answer), answer.code]).toEqual([[], 1]);
		expect(answer.text(PLAIN)).toContain('Until this file is mended, nothing is proposed');
	});

	it('proposes nothing while the built-in default holds', async () => {
		const mine = copyOf(vault);
		mine.edit(noteOf('bad'), 'no policy');
		const answer = await ask(mine, 'learn');
		expect([lessonsIn(answer), answer.text(PLAIN).includes('The built-in default holds here, so nothing is proposed.')]).toEqual([[], true]);
	});

	it.each([[['--take']], [['--refuse', 'l-1']], [['--take', 'l-1', '--refuse', 'l-1', '--why', 'x']], [['--why', 'x']], [['more']]])('refuses policy learn %j and says what to type', (words) => {
		const parsed = parseArguments(['policy', 'learn', ...words]);
		expect(parsed.ok ? '' : parsed.error).not.toBe('');
	});
});

describe('nineteen approvals', () => {
	it('teach nothing', async () => {
		expect(lessonsIn(await ask(await approved(19, host), 'learn'))).toEqual([]);
	});
});
