import { describe, expect, it } from 'vitest';
import { withActive } from '../../../src/compile/policies/change-policies.js';
import type { Commonplace } from '../../../src/compile/port.js';
import { EXAMPLE_FLOW, policyTemplate } from '../../../src/prism/new-policy.js';
import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import type { Response, Task, TaskKind, Worker, WritePolicyInput, WritePolicyOutput } from '../../../src/worker/port.js';
import { compile, failuresOf, fixtureHost, NOTES, open, recording, textAt } from '../../promises/vault-fixture.js';
import { ASK_ALL, BROKEN, eventsOf, FOLDER, noteOf, off, PASS_ALL, rulesNote } from './fixture.js';

const host = fixtureHost();
const appOf = (vault: MemoryVault, worker?: Worker): Commonplace => open(vault, worker === undefined ? { host } : { host, worker }).app;
const ME = 'person:test';

const dispositions = async (vault: MemoryVault): Promise<string[]> => [...new Set((await appOf(vault).list()).open.map(({ verdict }) => verdict.disposition))].sort();
const told = (vault: MemoryVault) => eventsOf(vault).filter(({ type, actor }) => type === 'policy' && actor === ME);

async function proposed(policies: Readonly<Record<string, string>>): Promise<MemoryVault> {
	const vault = memoryVault({ ...NOTES, ...policies });
	await compile(appOf(vault), 'none');
	return vault;
}

describe('switching a policy', () => {
	it('on or off is told in the ledger as a person’s deed, and what waits is judged anew', async () => {
		const vault = await proposed({ [noteOf('base')]: PASS_ALL, [noteOf('ask')]: off(ASK_ALL) });
		expect(await dispositions(vault)).toEqual(['PASS']);
		expect(await appOf(vault).switchPolicy(noteOf('ask'), true, ME)).toBeNull();
		expect(textAt(vault, noteOf('ask'))).toBe(off(ASK_ALL).replace('active: false', 'active: true'));
		expect(await dispositions(vault)).toEqual(['REQUIRE_HUMAN']);
		expect(await appOf(vault).switchPolicy(noteOf('ask'), false, ME)).toBeNull();
		expect(await dispositions(vault)).toEqual(['PASS']);
		expect(told(vault).map(({ deed, path }) => [deed, path])).toEqual([['activated', noteOf('ask')], ['deactivated', noteOf('ask')]]);
		expect(failuresOf(await appOf(vault).verify())).toEqual([]);
	});

	it('that has errors is refused, with the line', async () => {
		const vault = await proposed({ [noteOf('bad')]: off(BROKEN) });
		const before = vault.files();
		expect(await appOf(vault).switchPolicy(noteOf('bad'), true, ME)).toMatchObject({ path: noteOf('bad'), line: 12, message: expect.stringContaining('cannot be activated') as unknown });
		expect([textAt(vault, noteOf('bad')), told(vault)]).toEqual([before[noteOf('bad')], []]);
	});

	it.each([['raw/Spaced repetition.md'], [`${FOLDER}/drafts/a.prism.md`], [`${FOLDER}/../rules/x.prism.md`], [`${FOLDER}/a.md`], [noteOf('none')]])('%s is refused', async (path) => {
		const vault = await proposed({ [`${FOLDER}/drafts/a.prism.md`]: PASS_ALL });
		expect(await appOf(vault).switchPolicy(path, false, ME)).not.toBeNull();
		expect(told(vault)).toEqual([]);
	});

	it('leaves a note alone that a person changes meanwhile', async () => {
		const vault = await proposed({ [noteOf('ask')]: off(ASK_ALL) });
		const typing = { ...recording(vault).vault, append: async (path: string, text: string) => {
			await vault.append(path, text);
			vault.edit(noteOf('ask'), `${off(ASK_ALL)}Typed.\n`);
		} };
		expect((await open(typing, { host }).app.switchPolicy(noteOf('ask'), true, ME))?.message).toContain('changed meanwhile');
		expect(textAt(vault, noteOf('ask'))).toBe(`${off(ASK_ALL)}Typed.\n`);
	});
});

describe('the property “active”', () => {
	it.each([
		['---\nprism: a\n---\nText', '---\nprism: a\nactive: false\n---\nText'],
		['---\nactive: true # for now\nprism: a\n---\n', '---\nactive: false\nprism: a\n---\n'],
		['---\r\nprism: a\r\n---\r\nText', '---\r\nprism: a\r\nactive: false\r\n---\r\nText'],
		['Text', '---\nactive: false\n---\nText'],
	])('is set in %j', (text, wanted) => {
		expect(withActive(text, false)).toBe(wanted);
	});

	it('is not set where that would not hold', () => {
		expect(withActive('---\nactive: |\n  several\n  lines\n---\n', true)).toBeNull();
	});
});

describe('accepting a policy', () => {
	it('writes a new note that does not hold, and never over another', async () => {
		const vault = await proposed({ [noteOf('mine')]: PASS_ALL });
		const first = await appOf(vault).acceptPolicy('Mine!', ASK_ALL, false, ME);
		expect(first).toEqual({ path: noteOf('mine-2'), problems: [] });
		expect(textAt(vault, noteOf('mine-2'))).toBe(ASK_ALL.replace('version: 1.0.0\n', 'version: 1.0.0\nactive: false\n'));
		expect(textAt(vault, noteOf('mine'))).toBe(PASS_ALL);
		expect(await dispositions(vault)).toEqual(['PASS']);
		expect(told(vault)).toMatchObject([{ deed: 'accepted', path: noteOf('mine-2'), active: false }]);
	});

	it('active has it hold at once; with errors it can only be put there inactive', async () => {
		const vault = await proposed({ [noteOf('base')]: PASS_ALL });
		expect(await appOf(vault).acceptPolicy('bad', BROKEN, true, ME)).toMatchObject({ problem: { message: expect.stringContaining('cannot be activated') as unknown } });
		expect(vault.files()[noteOf('bad')]).toBeUndefined();
		expect(await appOf(vault).acceptPolicy('ask', ASK_ALL, true, ME)).toMatchObject({ path: noteOf('ask') });
		expect(await dispositions(vault)).toEqual(['REQUIRE_HUMAN']);
		expect(await appOf(vault).acceptPolicy('bad', BROKEN, false, ME)).toMatchObject({ path: noteOf('bad') });
		expect(await appOf(vault).policies()).toMatchObject({ builtIn: false, lapsed: false });
	});
});

describe('a policy that was edited', () => {
	it('is told of as lapsed until what waits is judged anew, which a person can ask for', async () => {
		const vault = await proposed({ [noteOf('a')]: PASS_ALL });
		vault.edit(noteOf('a'), ASK_ALL);
		expect((await appOf(vault).policies()).lapsed).toBe(true);
		expect(await dispositions(vault)).toEqual(['PASS']);
		expect(await appOf(vault).applyPolicies()).toEqual([]);
		expect([(await appOf(vault).policies()).lapsed, await dispositions(vault)]).toEqual([false, ['REQUIRE_HUMAN']]);
	});

	it('and has errors now is told of with the queue, at its line', async () => {
		const vault = await proposed({ [noteOf('a')]: PASS_ALL });
		vault.edit(noteOf('a'), BROKEN);
		expect((await appOf(vault).cards()).problems).toMatchObject([{ path: noteOf('a'), line: 11, message: expect.stringContaining('its last version without errors and the built-in default hold') as unknown }]);
	});

	it('can be compared with the built-in default', async () => {
		const vault = await proposed({ [noteOf('a')]: ASK_ALL });
		const compared = await appOf(vault).comparePolicies({ path: 'built-in' }, { path: noteOf('a') });
		expect(compared).toMatchObject({ path: noteOf('a'), against: 'built-in', stricter: 8 });
	});
});

type Answers = readonly (WritePolicyOutput | 'unavailable')[];

/** A worker that writes policies, one answer after the other. */
function writer(answers: Answers): Worker & { readonly inputs: WritePolicyInput[] } {
	const inputs: WritePolicyInput[] = [];
	return {
		id: 'scripted', tier: 2, inputs,
		async perform<K extends TaskKind>(task: Task<K>): Promise<Response<K>> {
			const envelope = { clock_ms: 5, coin_usd: 0.25, carbon_g: null, model: 'scripted-1', tokens: null, transcripts: [] };
			const answer = answers[inputs.length];
			if (task.kind !== 'write-policy' || answer === undefined) throw new Error(`${task.kind} was not expected`);
			inputs.push(task.input as WritePolicyInput);
			if (answer === 'unavailable') return { ...envelope, ok: false, failure: { reason: 'unavailable', message: 'Nobody is there.' } };
			return { ...envelope, ok: true, output: answer };
		},
	};
}

const sound: WritePolicyOutput = { name: 'Ask before renaming', yaml: EXAMPLE_FLOW, assumptions: ['Merging counts as no renaming.'] };
const faulty: WritePolicyOutput = { ...sound, yaml: EXAMPLE_FLOW.replace(/^intention.*\n/m, '') };
const ASK = 'Ask me before a page is renamed.';

describe('a policy from words', () => {
	it('comes back with what was asked, what code reads in it and what was taken for granted, and stands nowhere', async () => {
		const vault = await proposed({});
		const before = vault.files();
		const worker = writer([sound]);
		const written = await appOf(vault, worker).writePolicy(` ${ASK}\n`);
		expect(written).toMatchObject({ asked: ASK, repaired: false, by: 'scripted-1', coin_usd: 0.25, carbon_g: null, assumptions: sound.assumptions, check: { path: noteOf('ask-before-renaming'), state: 'off', faults: [], warnings: [], naturalLanguage: expect.stringContaining(ASK) as unknown } });
		expect('check' in written ? written.check.explanation : '').toContain('If the kind of change is “rename” (`entity.kind == \'rename\'`), it goes on to `renamed`.');
		expect('note' in written ? written.note : '').toContain('- Merging counts as no renaming.');
		expect(vault.files()).toEqual(before);
		expect(worker.inputs[0]).toMatchObject({ ask: ASK, attempt: null });
		expect(worker.inputs[0]?.fields.map(({ name }) => name)).toContain('person_text');
	});

	it('with errors goes back once with them, by the lines of the flow', async () => {
		const worker = writer([faulty, sound]);
		const written = await appOf(await proposed({}), worker).writePolicy(ASK);
		expect(written).toMatchObject({ repaired: true, coin_usd: 0.5, check: { faults: [] } });
		expect(worker.inputs[1]?.attempt).toEqual({ yaml: faulty.yaml, problems: [expect.stringMatching(/^Line 1, column 1: .*\(MISSING_INTENTION\)$/)] });
	});

	it('that still has errors is shown with them, and so is one whose repair failed', async () => {
		const vault = await proposed({});
		expect(await appOf(vault, writer([faulty, faulty])).writePolicy(ASK)).toMatchObject({ repaired: true, check: { explanation: null, faults: [{ code: 'MISSING_INTENTION' }] } });
		expect(await appOf(vault, writer([faulty, 'unavailable'])).writePolicy(ASK)).toMatchObject({ repaired: false, note: expect.stringContaining('## PRISM-IR') as unknown, check: { faults: [{ code: 'MISSING_INTENTION' }] } });
	});

	it('needs somebody who can write it: else a person is told so and given a template', async () => {
		const vault = await proposed({});
		const none = await appOf(vault).writePolicy(ASK);
		expect(none).toEqual({ problem: { path: '_commonplace/operators.yml', line: null, message: expect.stringContaining('Only a model, or whoever answers the mailbox') as unknown }, template: policyTemplate(ASK) });
		expect(await appOf(vault, writer(['unavailable'])).writePolicy(ASK)).toEqual({ problem: { path: '_commonplace/operators.yml', line: null, message: 'Nobody is there.' }, template: policyTemplate(ASK) });
	});

	it.each([[''], ['x'.repeat(5000)]])('asks nobody for %j', async (ask) => {
		expect(await appOf(memoryVault(NOTES), writer([])).writePolicy(ask)).toHaveProperty('problem');
	});

	it('asks nobody under the emergency stop, or whose worker is stopped', async () => {
		const vault = memoryVault(NOTES);
		await appOf(vault).raiseStop(ME, 'test');
		expect(await appOf(vault, writer([])).writePolicy(ASK)).toMatchObject({ problem: { message: expect.stringContaining('emergency stop') as unknown } });
		await appOf(vault).liftStop(ME);
		await appOf(vault).stopWorker('scripted', ME, 'test');
		expect(await appOf(vault, writer([])).writePolicy(ASK)).toMatchObject({ problem: { message: expect.stringContaining('scripted is stopped') as unknown } });
	});

	it('cannot switch itself on, whatever the worker wrote', async () => {
		const vault = await proposed({ [noteOf('base')]: rulesNote() });
		const written = await appOf(vault, writer([{ ...sound, name: 'x\nactive: true', yaml: `${EXAMPLE_FLOW}# active: true\n` }])).writePolicy(ASK);
		expect(written).toMatchObject({ check: { state: 'off' } });
	});
});
