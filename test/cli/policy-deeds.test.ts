import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import type { LLMock } from '@copilotkit/aimock';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.js';
import { openVault } from '../../src/cli/open.js';
import { isPolicyCommand, performPolicy } from '../../src/cli/policy.js';
import type { PolicyAnswer } from '../../src/cli/policy-deeds.js';
import { PLAIN } from '../../src/cli/style.js';
import { EXAMPLE_FLOW } from '../../src/prism/new-policy.js';
import { noteOf, PASS_ALL } from '../compile/policies/fixture.js';
import { compile, fixtureHost, NOTES } from '../promises/vault-fixture.js';
import { KEY } from '../worker/servers/endpoints.js';
import { scriptedModel } from '../worker/servers/mock-model.js';
import type { Asked } from '../worker/servers/scripted-model.js';

let root = '';
let mock: LLMock | null = null;
beforeEach(() => {
	root = realpathSync(mkdtempSync(join(tmpdir(), 'commonplace-write-')));
	for (const [path, text] of Object.entries({ ...NOTES, [noteOf('base')]: PASS_ALL })) put(path, text);
	// A worker without rules is asked nothing.
	for (const worker of ['anthropic', 'mailbox']) put(`_commonplace/rules/${worker}.yml`, 'inherit: default\n');
});
afterEach(async () => {
	rmSync(root, { recursive: true, force: true });
	await mock?.stop();
	mock = null;
});

function put(path: string, text: string): void {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), text);
}
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const policies = (): string[] => readdirSync(join(root, '_commonplace/policies')).sort();

const host = fixtureHost();
async function ask(...words: string[]): Promise<PolicyAnswer> {
	const parsed = parseArguments(['policy', ...words]);
	if (!parsed.ok || !isPolicyCommand(parsed.value.command)) throw new Error(parsed.ok ? parsed.value.command.name : parsed.error);
	const { app } = await openVault(root, host, { env: { COMMONPLACE_KEY_MY_KEY: KEY }, worker: null, tell: () => undefined });
	return performPolicy(parsed.value.command, { app, root, cwd: root, who: 'person:cli', signal: new AbortController().signal });
}

async function model(script: (asked: Asked) => unknown): Promise<LLMock> {
	mock = await scriptedModel(script);
	put('_commonplace/operators.yml', `workers:\n  writer: { use: anthropic, tier: 2, model: claude-sonnet-5, base_url: "${mock.url}", key: my-key }\ntrust: { extract: 0, identify: 0, weave: 0, adjudicate: 0, write-policy: 1 }\n`);
	return mock;
}

const ASK = 'Ask me before a page is renamed.';
const ANSWER = { name: 'Ask before renaming', yaml: EXAMPLE_FLOW, assumptions: ['Merging is no renaming.'] };

describe('the command line', () => {
	it.each([
		[['write', 'a', '--out', 'f', '--worker', 'w'], { name: 'policy write', ask: 'a', out: 'f', worker: 'w' }],
		[['write', 'two', 'words'], { name: 'policy write', ask: 'two words', out: null, worker: null }],
		[['accept', 'f', '--active'], { name: 'policy accept', file: 'f', active: true }],
		[['activate', 'a'], { name: 'policy activate', policy: 'a' }],
		[['deactivate', 'a'], { name: 'policy deactivate', policy: 'a' }],
	])('reads policy %j', (words, command) => {
		expect(parseArguments(['policy', ...words])).toMatchObject({ ok: true, value: { command } });
	});

	it.each([[['write']], [['accept']], [['accept', 'a', 'b']], [['activate']], [['activate', 'a', '--active']], [['write', 'a', '--active']]])('refuses policy %j and says what to type', (words) => {
		const parsed = parseArguments(['policy', ...words]);
		expect(parsed.ok ? '' : parsed.error).toMatch(/[.?]$/);
	});
});

describe('policy write', () => {
	it('asks a model, puts the draft where it is told, and lets a person simulate, accept and activate it', async () => {
		const server = await model(({ kind, part }) => {
			expect([kind, part('What the owner asks for')]).toEqual(['write-policy', ASK]);
			return ANSWER;
		});
		const written = await ask('write', ASK, '--out', 'draft.prism.md');
		expect(written).toMatchObject({ code: 0, json: { asked: ASK, faults: [], warnings: [], assumptions: ANSWER.assumptions, repaired: false, by: expect.stringContaining('claude') as unknown, file: 'draft.prism.md', note: read('draft.prism.md') } });
		expect(written.text(PLAIN)).toMatch(/You asked for\nAsk me before a page is renamed\.\n\nIn English, as code reads it\nPolicy “My rule”/);
		expect(server.getRequests()).toHaveLength(1);
		expect(policies()).toEqual(['base.prism.md']);
		expect((await ask('simulate', 'draft.prism.md')).code).toBe(0);
		const accepted = await ask('accept', 'draft.prism.md');
		expect(accepted).toMatchObject({ code: 0, json: { path: noteOf('draft'), active: false } });
		expect(accepted.text(PLAIN)).toContain('does not hold yet');
		expect((await ask('activate', 'draft')).json).toEqual({ path: noteOf('draft'), active: true });
		expect((await ask('check', 'draft')).json).toMatchObject({ policies: [{ path: noteOf('draft'), state: 'active' }] });
		expect((await ask('deactivate', 'draft')).code).toBe(0);
		expect(read(noteOf('draft'))).toContain('\nactive: false\n');
	});

	it('tells what the call cost', async () => {
		await model(() => ANSWER);
		await ask('write', ASK);
		const { app } = await openVault(root, host);
		expect((await app.costs()).by_run.map(({ name, calls }) => [name.includes('-policy-'), calls])).toEqual([[true, 1]]);
	});

	it('sends a draft with errors back once, and then shows it with them', async () => {
		const server = await model(() => ({ ...ANSWER, yaml: EXAMPLE_FLOW.replace('t: start', 't: begin') }));
		const { code, json, text } = await ask('write', ASK);
		expect({ code, json }).toMatchObject({ code: 1, json: { repaired: true, explanation: null, faults: [{ code: 'MISSING_START_NODE' }, { code: 'INVALID_NODE_TYPE', line: expect.any(Number) as unknown }] } });
		expect(server.getRequests()).toHaveLength(2);
		expect(JSON.stringify(server.getRequests()[1]?.body)).toContain('INVALID_NODE_TYPE');
		expect(text(PLAIN)).toContain('also after it was sent back once');
	});

	it('waits for the mailbox, and finds the answer when it is asked again', async () => {
		put('_commonplace/operators.yml', 'workers:\n  people: { use: mailbox, tier: 4 }\n');
		const waits = await ask('write', ASK);
		expect(waits.code).toBe(3);
		expect(waits.text(PLAIN)).toContain('Tasks wait in _commonplace/tasks/open/');
		const open = join(root, '_commonplace/tasks/open');
		const [task = ''] = readdirSync(open);
		expect(readFileSync(join(open, task), 'utf8')).toContain('# Write a policy');
		writeFileSync(join(open, task.replace(/\.md$/, '.response.md')), `---\nby: Ada\n---\n\`\`\`json\n${JSON.stringify(ANSWER)}\n\`\`\`\n`);
		expect(await ask('write', ASK)).toMatchObject({ code: 0, json: { by: 'Ada', faults: [] } });
	});

	it('with only the offline worker says that nobody can, and offers a template', async () => {
		const shown = await ask('write', ASK);
		expect(shown).toMatchObject({ code: 3, json: { error: { kind: 'failed', message: expect.stringContaining('Only a model, or whoever answers the mailbox') as unknown }, template: expect.stringContaining('active: false') as unknown, file: null } });
		expect(shown.text(PLAIN)).toContain('A template to fill in by hand:\n\n---\nprism: my-rule');
		await ask('write', ASK, '--out', 'mine.prism.md');
		expect(await ask('check', 'mine.prism.md')).toMatchObject({ code: 0, json: { policies: [{ state: 'off', faults: [], warnings: [] }] } });
		expect((await ask('write', ASK, '--out', 'mine.prism.md')).text(PLAIN)).toContain('mine.prism.md: It is there already.');
	});
});

describe('policy accept', () => {
	it('names what cannot be read or activated, with the line', async () => {
		expect((await ask('accept', 'none.md')).code).toBe(3);
		put('bad.prism.md', 'No policy.\n');
		expect((await ask('accept', 'bad.prism.md', '--active')).text(PLAIN)).toMatch(/bad\.prism\.md:\d+: It has errors/);
		expect(policies()).toEqual(['base.prism.md']);
	});

	it('--active has what waits judged by it', async () => {
		const { app } = await openVault(root, host);
		await compile(app, 'none');
		put('draft.md', EXAMPLE_FLOW.replace(/^/, '---\nprism: a\nversion: 1.0.0\n---\n\n```yaml\n').replace("entity.kind == 'rename'", "entity.kind == 'create'") + '```\n');
		expect((await ask('accept', 'draft.md', '--active')).code).toBe(0);
		expect([...new Set((await app.list()).open.map(({ verdict }) => verdict.disposition))]).toEqual(['REQUIRE_HUMAN']);
	});
});
