import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { builtCli } from './built-cli.js';

const cli = await builtCli();
const NOW = '2026-11-22T09:00:00Z';
const roots: string[] = [];
afterEach(() => {
	for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

interface Vault {
	put(path: string, text: string): void;
	remove(path: string): void;
	run(...args: string[]): Promise<Readonly<Record<string, unknown>>>;
	/** What the ledger was told since it was last asked. */
	told(): Event[];
	/** Ids of what waits, by path. */
	waiting(): Promise<Map<string, string>>;
}

function vaultWith(files: Readonly<Record<string, string>>): Vault {
	const root = mkdtempSync(join(tmpdir(), 'commonplace-deeds-'));
	roots.push(root);
	const put: Vault['put'] = (path, text) => {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	};
	for (const [path, text] of Object.entries(files)) put(path, text);
	let heard = 0;
	const run: Vault['run'] = async (...args) => {
		const { stdout, stderr } = await cli.run(['--vault', root, '--json', ...args], { COMMONPLACE_NOW: NOW });
		if (stdout === '') throw new Error(stderr);
		return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
	};
	return {
		put,
		run,
		remove: (path) => {
			rmSync(join(root, path));
		},
		told() {
			const folder = join(root, '_commonplace/ledger/test');
			const events = readdirSync(folder).sort().flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Event));
			return events.splice(heard, (heard = events.length));
		},
		async waiting() {
			const { proposals } = await run('review', 'list');
			if (!Array.isArray(proposals)) throw new Error('no list of proposals');
			return new Map(proposals.map(({ id, path }: { readonly id: string; readonly path: string }) => [path, id]));
		},
	};
}

const NOTES = {
	'raw/Tea.md': '# Tea\n\nTea is a drink of leaves. Tea calms people.\n',
	'raw/Coffee.md': '# Coffee\n\nCoffee is a drink of beans. Coffee wakes people.\n',
};
/** Two notes whose disagreement the default policy escalates. */
const DISAGREEING = {
	'raw/A.md': '# A\n\nSpaced repetition is reviewing material at growing intervals. The first interval of spaced repetition is one day.\n',
	'raw/B.md': '# B\n\nSpaced repetition is a method of learning. The first interval of spaced repetition is twenty minutes.\n',
};
const TEA = 'wiki/sources/Tea (source).md';
const FORBIDDING = { '_commonplace/rules/default.yml': 'forbidden_targets: ["wiki/sources/Tea*"]\ngrace: 0s\n' };

const hash = expect.stringMatching(/^[0-9a-f]{64}$/) as string;
const PERSON = { actor: 'person:cli', clock_ms: null, coin_usd: null, carbon_g: null };
const CODE = { coin_usd: 0, carbon_g: 0, clock_ms: null };
const text = expect.stringMatching(/./) as string;

/** The deed, done on a vault that was compiled once, and what the ledger is told of it. */
const DEEDS: readonly (readonly [name: string, files: Readonly<Record<string, string>>, deed: (vault: Vault) => Promise<unknown>, told: Readonly<Record<string, unknown>>])[] = [
	['a disposition', NOTES, (vault) => { vault.put('raw/Tea.md', `${NOTES['raw/Tea.md']}\nTea is picked by hand.\n`); return vault.run('compile'); }, { ...CODE, type: 'verdict', actor: 'offline', disposition: 'PASS', rules: [], reasons: [], policy: hash, before: null, after: hash }],
	['a disposition with its reasons', DISAGREEING, (vault) => { vault.put('raw/A.md', `${DISAGREEING['raw/A.md']}\nSpaced repetition tires people.\n`); return vault.run('compile'); }, { ...CODE, type: 'verdict', disposition: 'ESCALATE', rules: expect.arrayContaining(['gate:reviewers']) as string[], reasons: expect.arrayContaining([text]) as string[], policy: hash }],
	['an escalation', DISAGREEING, (vault) => { vault.put('raw/A.md', `${DISAGREEING['raw/A.md']}\nSpaced repetition tires people.\n`); return vault.run('compile'); }, { ...CODE, type: 'escalation', actor: 'system', from: 0, to: 4, why: [text], policy: hash, before: null, after: hash }],
	['an approval', NOTES, async (vault) => vault.run('review', 'approve', (await vault.waiting()).get(TEA) ?? ''), { ...PERSON, type: 'approve', path: TEA, disposition: 'PASS', policy: hash, before: null, after: hash }],
	['an approval of all that passed', NOTES, (vault) => vault.run('review', 'approve', '--passed'), { ...PERSON, type: 'approve', path: TEA, policy: hash }],
	['a commit', NOTES, (vault) => vault.run('review', 'approve', '--passed'), { ...CODE, type: 'commit', actor: 'system', path: TEA, policy: hash, before: null, after: hash, hash }],
	['a denial', NOTES, async (vault) => vault.run('review', 'deny', (await vault.waiting()).get(TEA) ?? '', '--why', 'I know it.'), { ...PERSON, type: 'deny', path: TEA, why: 'I know it.', policy: hash, before: null, after: hash }],
	['an exemption', { ...NOTES, ...FORBIDDING }, (vault) => vault.run('exempt', 'grant', '--worker', 'offline', '--action', 'create', '--target', TEA, '--lifts', 'forbidden-target', '--uses', '1', '--expires', '2026-12-01', '--why', 'I asked for it.'), { ...PERSON, type: 'exemption', deed: 'granted', reason: 'I asked for it.', policy: hash }],
	['the use of an exemption', { ...NOTES, ...FORBIDDING }, async (vault) => {
		await vault.run('exempt', 'grant', '--worker', 'offline', '--action', 'create', '--target', TEA, '--lifts', 'forbidden-target', '--uses', '1', '--expires', '2026-12-01', '--why', 'I asked for it.');
		return vault.run('review', 'approve', (await vault.waiting()).get(TEA) ?? '');
	}, { ...CODE, type: 'exemption', deed: 'used', actor: 'offline', path: TEA, policy: hash, before: null, after: hash }],
	['the end of an exemption', { ...NOTES, ...FORBIDDING }, async (vault) => {
		const { exemption } = await vault.run('exempt', 'grant', '--worker', 'offline', '--action', 'create', '--target', TEA, '--lifts', 'forbidden-target', '--uses', '1', '--expires', '2026-12-01', '--why', 'I asked for it.');
		return vault.run('exempt', 'revoke', String(exemption));
	}, { ...PERSON, type: 'exemption', deed: 'revoked', policy: hash }],
	['a change of policies', NOTES, (vault) => { vault.put('_commonplace/rules/default.yml', 'require_human: [new-page]\n'); return vault.run('compile'); }, { ...CODE, type: 'policy', actor: 'system', why: text, policy: hash, before: hash, after: hash }],
	['an emergency stop', NOTES, (vault) => vault.run('stop', '--why', 'Look first.'), { ...PERSON, type: 'stop', worker: null, why: 'Look first.' }],
	['the end of it', NOTES, async (vault) => { await vault.run('stop'); return vault.run('resume'); }, { ...PERSON, type: 'lift', worker: null }],
	['a stop of one worker', NOTES, (vault) => vault.run('stop', '--worker', 'offline', '--why', 'It errs.'), { ...PERSON, type: 'stop', worker: 'offline', why: 'It errs.' }],
	['the end of that', NOTES, async (vault) => { await vault.run('stop', '--worker', 'offline'); return vault.run('resume', '--worker', 'offline'); }, { ...PERSON, type: 'lift', worker: 'offline' }],
	['a stop that a person made by hand', NOTES, (vault) => { vault.put('_commonplace/stop.md', 'Wait.\n'); return vault.run('review', 'approve', '--passed'); }, { type: 'stop', actor: 'unknown', worker: null, why: 'Wait.', found: true }],
	['a worker that a person stopped by hand', NOTES, (vault) => { vault.put('_commonplace/stops/Offline.md', ''); return vault.run('review', 'approve', '--passed'); }, { type: 'stop', actor: 'unknown', worker: 'offline', found: true }],
	['a stop that a person lifted by hand', NOTES, async (vault) => { await vault.run('stop'); vault.remove('_commonplace/STOP.md'); return vault.run('compile', '--approve', 'passed'); }, { type: 'lift', actor: 'unknown', worker: null, found: true }],
	['an undo', NOTES, async (vault) => { await vault.run('review', 'approve', '--passed'); return vault.run('undo'); }, { ...PERSON, type: 'undo', undoes: text, why: text, policy: hash }],
	['what an undo writes', NOTES, async (vault) => { await vault.run('review', 'approve', '--passed'); vault.told(); return vault.run('undo'); }, { ...CODE, type: 'commit', path: TEA, undoes: text, before: hash, after: null, policy: hash }],
];

describe('the ledger is told of', () => {
	it.each(DEEDS)('%s', async (_, files, deed, told) => {
		const vault = vaultWith(files);
		await vault.run('compile');
		vault.told();
		await deed(vault);
		const events = vault.told();
		expect(events, JSON.stringify(events.filter(({ type }) => type === told['type']), null, 1)).toContainEqual(expect.objectContaining(told));
		// Once is enough.
		if (told['type'] === 'stop' || told['type'] === 'lift') expect(events.filter((event) => event.type === told['type'])).toHaveLength(1);
		expect(await vault.run('verify')).toMatchObject({ ok: true });
	});
});

describe('a stop while another process has the vault', () => {
	it('holds at once, and the ledger is told at the next chance', async () => {
		const vault = vaultWith(NOTES);
		await vault.run('compile');
		vault.told();
		const token = `0-${String(process.pid)}-1`;
		const lease = `_commonplace/state/test/lease/${token}.json`;
		vault.put(lease, `${JSON.stringify({ token, pid: process.pid, run: 'r-other', expires: Date.parse(NOW) + 60_000 })}\n`);
		await vault.run('stop', '--why', 'Now.');
		expect(await vault.run('status')).toMatchObject({ stopped: true });
		expect(vault.told()).toEqual([]);
		await vault.run('resume');
		expect(vault.told()).toEqual([]);
		vault.remove(lease);
		await vault.run('review', 'approve', '--passed');
		const events = vault.told();
		expect(events.slice(0, 2)).toMatchObject([{ type: 'stop', actor: 'person:cli', why: 'Now.' }, { type: 'lift', actor: 'person:cli' }]);
		expect(events.filter(({ type }) => type === 'stop' || type === 'lift')).toHaveLength(2);
	});
});
