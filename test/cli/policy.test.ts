import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.js';
import { performPolicy, type PolicyCommand } from '../../src/cli/policy.js';
import type { PolicyAnswer } from '../../src/cli/policy-deeds.js';
import { PLAIN } from '../../src/cli/style.js';
import { nodeVault } from '../../src/vault/node-disk/node-vault.js';
import { ASK_ALL, BROKEN, noteOf, PASS_ALL, rulesNote } from '../compile/policies/fixture.js';
import { compile, NOTES, open } from '../promises/vault-fixture.js';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
	const root = realpathSync(mkdtempSync(join(tmpdir(), 'commonplace-policy-')));
	folders.push(root);
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(join(root, path, '..'), { recursive: true });
		writeFileSync(join(root, path), text);
	}
	return root;
}

function commandOf(...words: string[]): PolicyCommand {
	const parsed = parseArguments(['policy', ...words]);
	if (!parsed.ok || !parsed.value.command.name.startsWith('policy ')) throw new Error(parsed.ok ? parsed.value.command.name : parsed.error);
	return parsed.value.command as PolicyCommand;
}

/** A vault in which everything is proposed under a policy that passes it. */
async function vaultWith(files: Readonly<Record<string, string>>): Promise<(...words: string[]) => Promise<PolicyAnswer>> {
	const root = folderWith({ ...NOTES, ...files });
	const { app } = open(nodeVault(root));
	await compile(app, 'none');
	return (...words) => performPolicy(commandOf(...words), { app, root, cwd: root, who: 'person:cli', signal: new AbortController().signal });
}

describe('the command line', () => {
	it.each([
		[['check'], { name: 'policy check', files: [] }],
		[['check', 'a', 'b'], { name: 'policy check', files: ['a', 'b'] }],
		[['explain', 'a'], { name: 'policy explain', files: ['a'] }],
		[['simulate', 'a'], { name: 'policy simulate', file: 'a' }],
		[['diff', 'a', 'b'], { name: 'policy diff', first: 'a', second: 'b' }],
	])('reads policy %j', (words, command) => {
		expect(parseArguments(['policy', ...words])).toMatchObject({ ok: true, value: { command } });
	});

	it.each([[[]], [['write']], [['simulate']], [['simulate', 'a', 'b']], [['diff', 'a']], [['diff', 'a', 'b', 'c']], [['check', '--why', 'x']]])('refuses policy %j and says what to type', (words) => {
		const parsed = parseArguments(['policy', ...words]);
		expect(parsed.ok ? '' : parsed.error).toMatch(/[.?]$/);
	});
});

describe('policy check', () => {
	it('finds nothing in the policy that is put there', async () => {
		const ask = await vaultWith({});
		const { code, json } = await ask('check');
		expect({ code, json }).toMatchObject({ code: 0, json: { policies: [{ path: noteOf('default'), state: 'active', faults: [], warnings: [] }], built_in: false, problems: [] } });
	});

	it('tells errors and warnings with line and column', async () => {
		const ask = await vaultWith({ [noteOf('a')]: BROKEN, [noteOf('b')]: rulesNote(['never', "entity.kind == 'delete'", 'BLOCK']) });
		const { code, json, text } = await ask('check');
		expect({ code, json }).toMatchObject({ code: 1, json: { built_in: true, problems: [], policies: [{ state: 'broken', faults: [{ code: 'MISSING_INTENTION' }] }, { state: 'active', warnings: [{ code: 'UNREACHABLE_END' }, { code: 'NEVER_HOLDS' }] }] } });
		expect(text(PLAIN)).toMatch(/a\.prism\.md:\d+:\d+ {2}error MISSING_INTENTION/);
		expect(text(PLAIN)).toMatch(/b\.prism\.md:\d+:\d+ {2}warning NEVER_HOLDS/);
		expect(text(PLAIN)).toContain('The built-in default holds.');
		expect((await ask('check', 'b')).json).toMatchObject({ policies: [{ path: noteOf('b') }] });
	});

	it('fails by name where there is no such policy', async () => {
		const { code, json } = await (await vaultWith({}))('check', 'mine');
		expect({ code, json }).toMatchObject({ code: 3, json: { error: { kind: 'failed', message: expect.stringContaining('mine: There is no such policy') as unknown } } });
	});
});

describe('policy explain', () => {
	it('tells in plain English what a policy means', async () => {
		const ask = await vaultWith({ [noteOf('a')]: rulesNote(['asked', 'entity.person_text', 'REQUIRE_HUMAN']) });
		const { code, json, text } = await ask('explain', 'a');
		expect({ code, json }).toMatchObject({ code: 0, json: { policies: [{ explanation: expect.stringContaining('REQUIRE_HUMAN') as unknown, natural_language: 'Test.' }] } });
		expect(text(PLAIN)).toContain('the file holds text that the machine did not write');
	});
});

describe('policy simulate and diff', () => {
	const concept = rulesNote(['concepts', "entity.page_type == 'concept'", 'REQUIRE_HUMAN']);

	it('tell what would change against the recorded verdicts, with paths and rules', async () => {
		const ask = await vaultWith({ [noteOf('a')]: PASS_ALL });
		const draft = join(folderWith({ 'draft.prism.md': concept }), 'draft.prism.md');
		const { code, json, text } = await ask('simulate', draft);
		expect(code).toBe(0);
		const { rows, cases, stricter, same } = json as { rows: { path: string; before: string; after: string; change: string }[]; cases: number; stricter: number; same: number };
		expect(rows.map(({ before, after, change }) => `${before} ${after} ${change}`)).toEqual(rows.map(() => 'PASS REQUIRE_HUMAN stricter'));
		expect(rows.every(({ path }) => path.startsWith('wiki/concepts/'))).toBe(true);
		expect(rows.length).toBe(stricter);
		expect(cases).toBe(stricter + same);
		expect(stricter * same).toBeGreaterThan(0);
		expect(text(PLAIN)).toContain('REQUIRE_HUMAN (was PASS)  wiki/concepts/');
	});

	it('put a note in its own place, and keep the others that hold', async () => {
		const ask = await vaultWith({ [noteOf('a')]: PASS_ALL, [noteOf('b')]: concept });
		expect((await ask('simulate', 'b')).json).toMatchObject({ stricter: 0, milder: 0, rows: [], missing: [] });
		expect((await ask('simulate', 'a')).json).toMatchObject({ stricter: 0, milder: 0, rows: [], missing: [] });
		expect((await ask('diff', 'a', 'b')).json).toMatchObject({ path: noteOf('b'), against: noteOf('a'), milder: 0 });
	});

	it('change nothing in the vault', async () => {
		const root = folderWith({ ...NOTES, [noteOf('a')]: PASS_ALL, [noteOf('b')]: ASK_ALL });
		const { app } = open(nodeVault(root));
		await compile(app, 'none');
		const ledger = (): string => readFileSync(join(root, '_commonplace/ledger/desk/2026-11-22.jsonl'), 'utf8');
		const before = ledger();
		for (const words of [['check'], ['explain'], ['simulate', 'a'], ['diff', 'a', 'b']]) await performPolicy(commandOf(...words), { app, root, cwd: root, who: 'person:cli', signal: new AbortController().signal });
		expect(ledger()).toBe(before);
	});

	it('refuse a policy with errors, and say the first one with its place', async () => {
		const ask = await vaultWith({ [noteOf('a')]: BROKEN });
		const { code, json } = await ask('simulate', 'a');
		expect({ code, json }).toMatchObject({ code: 3, json: { error: { message: expect.stringMatching(/a\.prism\.md:\d+: .*MISSING_INTENTION/) as unknown } } });
	});
});
