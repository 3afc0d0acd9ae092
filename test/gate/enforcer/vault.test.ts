import { describe, expect, it } from 'vitest';
import { countExemptions, emptyRecord } from '../../../src/gate/enforcer/past.js';
import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import { VaultError } from '../../../src/vault/port.js';
import { compile, CONCEPT_PAGE, fixtureHost, NOTES, open, proposalAt, recording, scriptedWorker, startingWith, wikiOf, type FixtureHost } from '../../promises/vault-fixture.js';

const FORBIDDING = '_commonplace/rules/default.yml';
const FORBIDDEN = 'forbidden_targets: ["wiki/concepts/**"]\n';
const EXEMPTION = { worker: 'offline', action: 'create', target: CONCEPT_PAGE, lifts: 'forbidden-target', uses: 1, expires: '2026-12-31', reason: 'once' };

const ledger = (vault: MemoryVault): Record<string, unknown>[] =>
	Object.values(startingWith(vault.files(), '_commonplace/ledger/')).flatMap((text) => text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>));
const used = (vault: MemoryVault): number => {
	const record = emptyRecord();
	for (const text of Object.values(startingWith(vault.files(), '_commonplace/ledger/'))) countExemptions(text, record);
	return [...record.used.values()].reduce((sum, each) => sum + each, 0);
};
const later = (host: FixtureHost): void => void (host.time += 86_400_000);

describe('rules in the vault', () => {
	it('keep a worker from where it may not write, and say where that is written', async () => {
		const vault = memoryVault({ ...NOTES, [FORBIDDING]: FORBIDDEN });
		const { app } = open(vault);
		await compile(app);
		const item = proposalAt((await app.list()).open, CONCEPT_PAGE);
		expect(item.verdict).toMatchObject({ disposition: 'BLOCK', decider: null });
		expect(item.verdict.rules.map(({ rule }) => rule)).toContain('rules/default.yml:1:forbidden-target');
		expect((await app.approve([item.proposal.id], 'person:test')).refused[0]?.reason).toContain('blocked');
		expect((await app.approveText(item.proposal.id, `${item.proposal.text ?? ''}\nMine.\n`, 'person:test')).refused[0]?.reason).toContain('whatever the text');
		expect(Object.keys(wikiOf(vault)).filter((path) => path.startsWith('wiki/concepts/'))).toEqual([]);
		expect(Object.keys(wikiOf(vault)).some((path) => path.startsWith('wiki/sources/'))).toBe(true);
	});

	it('are read anew at every decision, by the program that is open', async () => {
		const vault = memoryVault(NOTES);
		const { app, host } = open(vault);
		await compile(app, 'none');
		const { id } = proposalAt((await app.list()).open, CONCEPT_PAGE).proposal;
		vault.edit(FORBIDDING, FORBIDDEN);
		expect((await app.approve([id], 'person:test')).committed).toEqual([]);
		later(host);
		vault.edit(FORBIDDING, null);
		const { proposal } = proposalAt((await app.list()).open, CONCEPT_PAGE);
		await app.approve([proposal.id], 'person:test');
		const again = (await app.list()).open.find(({ proposal: each }) => each.path === CONCEPT_PAGE);
		if (again) await app.approve([again.proposal.id], 'person:test');
		expect(wikiOf(vault)[CONCEPT_PAGE]).toBeDefined();
	});

	it('block a worker that has none, and everything where they cannot be read', async () => {
		const vault = memoryVault(NOTES);
		const stranger = open(vault, { worker: scriptedWorker() });
		const report = await compile(stranger.app);
		expect(report).toMatchObject({ worker_calls: 0, proposals: [], committed: [] });
		expect(report.stopped).toContain('rules/scripted.yml');
		for (const broken of [{ [FORBIDDING]: 'max_tier: nine\n' }, { '_commonplace/rules': 'a file' }]) {
			const other = memoryVault({ ...NOTES, ...broken });
			const { app } = open(other);
			expect((await compile(app)).stopped).toContain('_commonplace/rules');
			expect((await app.status()).problems.some(({ path }) => path.startsWith('_commonplace/rules'))).toBe(true);
			expect(wikiOf(other)).toEqual({});
		}
	});

	it('block everything where the folder cannot be looked at', async () => {
		const vault = memoryVault({ ...NOTES, '_commonplace/rules/README.md': '' }, {
			before: (operation, path) => {
				if (operation === 'list' && path === '_commonplace/rules') throw new VaultError('io', path, 'unreadable');
			},
		});
		expect((await compile(open(vault).app)).committed).toEqual([]);
		expect(wikiOf(vault)).toEqual({});
	});
});

describe('cooling down in the vault', () => {
	it('holds the same work for a while after the rule is gone, over restarts, and not for ever', async () => {
		const vault = memoryVault({ ...NOTES, [FORBIDDING]: `${FORBIDDEN}grace: 1h\n` });
		const first = open(vault);
		await compile(first.app);
		expect(ledger(vault).find(({ path, type }) => type === 'verdict' && path === CONCEPT_PAGE)).toMatchObject({ violations: ['forbidden-target'], disposition: 'BLOCK' });
		vault.edit(FORBIDDING, 'grace: 1h\n');
		const second = open(vault, { host: first.host });
		const { id } = proposalAt((await second.app.list()).open, CONCEPT_PAGE).proposal;
		const held = await second.app.show(id);
		if (!('open' in held)) throw new Error(held.problem.message);
		expect(held.open.verdict).toMatchObject({ disposition: 'HOLD' });
		expect(held.open.verdict.rules[0]?.rule).toBe('grace:forbidden-target');
		later(second.host);
		const free = await second.app.show(id);
		expect('open' in free && free.open.verdict.disposition).toBe('PASS');
	});
});

describe('an exemption in the vault', () => {
	async function blocked(files: Readonly<Record<string, string>> = {}) {
		const vault = memoryVault({ ...NOTES, [FORBIDDING]: FORBIDDEN, ...files });
		const opened = open(vault);
		await compile(opened.app);
		later(opened.host);
		const ids = (await opened.app.list()).open.filter(({ proposal }) => proposal.path.startsWith('wiki/concepts/')).map(({ proposal }) => proposal.id);
		return { vault, ids, ...opened };
	}

	it('is used once, told in the ledger before the page is written, and gone then', async () => {
		const { vault, app } = await blocked();
		const granted = await app.grantExemption(EXEMPTION, 'person:test');
		expect(granted).toMatchObject({ id: expect.stringMatching(/^x-[a-z0-9]{8}$/) as string });
		const { proposal } = proposalAt((await app.list()).open, CONCEPT_PAGE);
		const { vault: told, writes } = recording(vault);
		const report = await open(told).app.approve([proposal.id], 'person:test');
		expect(report.committed).toEqual([CONCEPT_PAGE]);
		const use = writes.findIndex(({ path, text }) => path.includes('/ledger/') && text.includes('"deed":"used"'));
		const page = writes.findIndex(({ path }) => path === CONCEPT_PAGE);
		expect(use).toBeGreaterThanOrEqual(0);
		expect(use).toBeLessThan(page);
		expect((await app.exemptions()).exemptions).toMatchObject([{ left: 0, state: 'used up' }]);
		expect(ledger(vault).filter(({ type }) => type === 'exemption').map(({ deed, actor }) => [deed, actor])).toEqual([['granted', 'person:test'], ['used', 'offline']]);
		expect((await app.verify()).checks.find(({ name }) => name === 'ledger')?.failures).toEqual([]);
	});

	it('with one use left lets one of many through, whoever asks first', async () => {
		const { vault, app, ids } = await blocked();
		expect(ids.length).toBeGreaterThan(2);
		await app.grantExemption({ ...EXEMPTION, target: 'wiki/concepts/**' }, 'person:test');
		const reports = await Promise.all([app.approve(ids, 'person:test'), app.approve(ids, 'person:test')]);
		expect(reports.flatMap(({ committed }) => committed).filter((path) => path.startsWith('wiki/concepts/'))).toHaveLength(1);
		expect(Object.keys(wikiOf(vault)).filter((path) => path.startsWith('wiki/concepts/'))).toHaveLength(1);
		expect(used(vault)).toBe(1);
	});

	it('counts what another device used', async () => {
		const { vault, app, ids, host } = await blocked();
		await app.grantExemption({ ...EXEMPTION, target: 'wiki/concepts/**', uses: 2 }, 'person:test');
		const phone = open(vault, { host: Object.assign(fixtureHost({ device: 'phone' }), { time: host.time }) });
		await phone.app.approve(ids.slice(0, 1), 'person:test');
		await app.approve(ids, 'person:test');
		expect(Object.keys(wikiOf(vault)).filter((path) => path.startsWith('wiki/concepts/'))).toHaveLength(2);
	});

	it('is revoked for good, also where sync brings the old file back', async () => {
		const { vault, app, ids } = await blocked();
		const granted = await app.grantExemption({ ...EXEMPTION, target: 'wiki/concepts/**', uses: 9 }, 'person:test');
		const file = vault.files()['_commonplace/exemptions.yml'] ?? '';
		expect(await app.revokeExemption('id' in granted ? granted.id : '', 'person:test')).toBeNull();
		expect((await app.exemptions()).exemptions).toEqual([]);
		vault.edit('_commonplace/exemptions.yml', file);
		expect((await app.exemptions()).exemptions).toMatchObject([{ state: 'revoked', left: 0 }]);
		expect((await app.approve(ids, 'person:test')).committed).toEqual([]);
		expect(await app.revokeExemption('x-nobody', 'person:test')).toMatchObject({ path: '_commonplace/exemptions.yml' });
	});

	it('opens nothing after it expired, or with a file that has a fault, which is told and never written over', async () => {
		const { vault, app, ids, host } = await blocked();
		await app.grantExemption({ ...EXEMPTION, target: 'wiki/concepts/**', expires: new Date(host.time + 3_600_000).toISOString() }, 'person:test');
		later(host);
		expect((await app.exemptions()).exemptions).toMatchObject([{ state: 'expired', left: 0 }]);
		expect((await app.approve(ids, 'person:test')).committed).toEqual([]);
		vault.edit('_commonplace/exemptions.yml', 'exemptions: [oops\n');
		expect(await app.grantExemption(EXEMPTION, 'person:test')).toHaveProperty('problem');
		expect(vault.files()['_commonplace/exemptions.yml']).toBe('exemptions: [oops\n');
		expect((await app.exemptions()).problems.length).toBeGreaterThan(0);
		expect((await app.approve(ids, 'person:test')).committed).toEqual([]);
	});

	it.each([
		['a worker that is none', { worker: '../offline' }], ['an action that is none', { action: 'delete' }], ['a glob that is refused', { target: '!x' }], ['the constitution', { lifts: 'constitution:path' }],
		['a person’s decision', { lifts: 'require-human' }], ['uses without end', { uses: 1e9 }], ['a time that is over', { expires: '2026-01-01' }], ['a time without its zone', { expires: '2026-12-31T10:00' }], ['no reason', { reason: ' ' }],
	])('is not granted for %s', async (_, changes) => {
		const vault = memoryVault(NOTES);
		expect(await open(vault).app.grantExemption({ ...EXEMPTION, ...changes }, 'person:test')).toHaveProperty('problem');
		expect(vault.files()['_commonplace/exemptions.yml']).toBeUndefined();
	});
});

describe('the stop of one worker', () => {
	it('has it asked nothing and its proposals blocked, over restarts, until it is lifted', async () => {
		const vault = memoryVault(NOTES);
		const { app, host } = open(vault);
		await compile(app, 'none');
		const { id } = proposalAt((await app.list()).open, CONCEPT_PAGE).proposal;
		expect(await app.stopWorker('offline', 'person:test', 'odd\nthings')).toBeNull();
		vault.edit('raw/New.md', '# Interleaving\n\nInterleaving is mixing kinds of exercise.\n');
		const again = open(vault, { host }).app;
		const report = await compile(again);
		expect(report).toMatchObject({ worker_calls: 0, proposals: [], committed: [] });
		expect(report.stopped).toContain('resume --worker offline');
		expect((await again.approve([id], 'person:test')).refused[0]?.reason).toContain('stopped');
		expect(wikiOf(vault)).toEqual({});
		expect((await again.stoppedWorkers()).workers).toMatchObject([{ worker: 'offline', why: expect.stringContaining('odd things') as string }]);
		await again.liftWorkerStop('offline', 'person:test');
		expect((await again.approve([id], 'person:test')).committed).toEqual([CONCEPT_PAGE]);
	});
	it.each(['offline.md', 'Offline.md', 'OFFLINE', 'offline.txt', 'offline (copy).md'.replace(' (copy)', ''), 'ｏffline.md', 'offline/why.md'])('is any file %s, even an empty one', async (name) => {
		const vault = memoryVault({ ...NOTES, [`_commonplace/stops/${name}`]: '' });
		expect((await compile(open(vault).app)).stopped).not.toBeNull();
		await open(vault).app.liftWorkerStop('offline', 'person:test');
		expect((await compile(open(vault).app)).stopped).toBeNull();
	});
	it('is of that worker alone', async () => {
		const vault = memoryVault({ ...NOTES, '_commonplace/stops/lint.md': '' });
		expect((await compile(open(vault).app)).committed).toContain(CONCEPT_PAGE);
	});
	it('is of all where nobody can look', async () => {
		const vault = memoryVault(NOTES, {
			before: (operation, path) => {
				if (operation === 'list' && path === '_commonplace/stops') throw new VaultError('io', path, 'unreadable');
			},
		});
		const report = await compile(open(vault).app);
		expect(report).toMatchObject({ worker_calls: 0, committed: [] });
		expect(report.stopped).toContain('cannot be read');
	});
	it.each(['../x', 'Offline', '', 'default', 'a/b'])('is not raised for %j, which is no worker', async (name) => {
		const vault = memoryVault(NOTES);
		expect(await open(vault).app.stopWorker(name, 'person:test', 'x')).not.toBeNull();
		expect(startingWith(vault.files(), '_commonplace/')).toEqual({});
	});
});
