import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { builtCli, type Finished } from '../cli/built-cli.js';
import { CONCEPT_PAGE, NOTES } from './vault-fixture.js';

// The command line as it ships, killed by the system, on a real disk.

const cli = await builtCli();
const scratch = mkdtempSync(join(tmpdir(), 'commonplace-kill-'));
afterAll(() => {
	rmSync(scratch, { recursive: true, force: true });
});

const NOW = { COMMONPLACE_NOW: '2026-11-22T09:00:00Z' };

type Files = Readonly<Record<string, string>>;

function vaultWith(files: Files): string {
	const root = mkdtempSync(join(scratch, 'vault-'));
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	}
	return root;
}

function filesOf(root: string): Record<string, string> {
	const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	return Object.fromEntries(entries.map((entry) => relative(root, join(entry.parentPath, entry.name))).sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

const wikiOf = (root: string): Record<string, string> => Object.fromEntries(Object.entries(filesOf(root)).filter(([path]) => path.startsWith('wiki/')));
const pagesOf = (files: Files): Record<string, string> => Object.fromEntries(Object.entries(files).filter(([path]) => path !== 'wiki/log.md'));

const run = (root: string, ...args: readonly string[]): Promise<Finished> => cli.run(['--vault', root, '--json', ...args], NOW);

interface Verified {
	readonly ok: boolean;
	readonly checks: readonly { readonly name: string; readonly failures: readonly unknown[] }[];
}

async function expectWhole(root: string, when: string): Promise<void> {
	const verified = JSON.parse((await run(root, 'verify')).stdout) as Verified;
	expect(verified.checks.flatMap(({ failures }) => failures), when).toEqual([]);
	expect(Object.keys(filesOf(root)).filter((path) => path.includes('.tmp')), when).toEqual([]);
	expect(Object.keys(filesOf(root)).filter((path) => path.includes('/lease/')), when).toEqual([]);
}

const leases = (root: string): number => {
	const folder = join(root, '_commonplace/state/test/lease');
	return existsSync(folder) ? readdirSync(folder).length : 0;
};

interface Watched {
	readonly signal: NodeJS.Signals | null;
	/** Milliseconds from the moment at which it took the right to write to its end. */
	readonly writing: number;
}

/** Starts the command and, if asked to, kills it so many milliseconds after it took the right to write. */
async function watch(root: string, args: readonly string[], killAfter: number | null): Promise<Watched> {
	const child = cli.start(['--vault', root, ...args], NOW);
	let open = true;
	const ended = new Promise<NodeJS.Signals | null>((resolve) =>
		child.on('close', (_, signal) => {
			open = false;
			resolve(signal);
		}),
	);
	while (open && leases(root) === 0) await sleep(1);
	const start = performance.now();
	if (killAfter !== null) {
		await sleep(killAfter);
		child.kill('SIGKILL');
	}
	return { signal: await ended, writing: performance.now() - start };
}

/** The middle one of three, because the first run of a process is slow. */
async function writingTime(before: Files, args: readonly string[]): Promise<number> {
	const times: number[] = [];
	for (let turn = 0; turn < 3; turn += 1) times.push((await watch(vaultWith(before), args, null)).writing);
	return times.sort((a, b) => a - b)[1] ?? 0;
}

interface Scene {
	readonly name: string;
	prepare(): Promise<Files>;
	readonly command: readonly string[];
	/** Commands that bring an interrupted one to the same end. */
	readonly finish: readonly (readonly string[])[];
	readonly kills: number;
}

const COMPILE = ['compile', '--approve', 'passed'] as const;

async function compiled(): Promise<Files> {
	const root = vaultWith(NOTES);
	await run(root, ...COMPILE);
	return filesOf(root);
}

const scenes: readonly Scene[] = [
	{ name: 'a compile', prepare: () => Promise.resolve(NOTES), command: COMPILE, finish: [COMPILE], kills: 20 },
	{
		name: 'a review',
		async prepare() {
			const root = vaultWith(NOTES);
			await run(root, 'compile');
			return filesOf(root);
		},
		command: ['review', 'approve', '--passed'],
		finish: [['review', 'approve', '--passed'], COMPILE],
		kills: 12,
	},
];

describe.each(scenes)('$name of the real program', ({ prepare, command, finish, kills }) => {
	it('may be killed at any instant: every file is before or after, and the next command ends it', async () => {
		const before = await prepare();
		const whole = vaultWith(before);
		await run(whole, ...command);
		const time = await writingTime(before, command);
		const after = wikiOf(whole);
		let hits = 0;
		let amid = 0;
		for (let kill = 0; kill < kills; kill += 1) {
			const root = vaultWith(before);
			if ((await watch(root, command, (time * kill) / kills)).signal === 'SIGKILL') hits += 1;
			const when = `kill ${kill}`;
			const left = wikiOf(root);
			for (const [path, text] of Object.entries(left).filter(([path]) => !path.includes('.tmp'))) expect([before[path], after[path]], `${path}, ${when}`).toContain(text);
			if (Object.keys(filesOf(root)).some((path) => path.startsWith('_commonplace/')) && JSON.stringify(left) !== JSON.stringify(after)) amid += 1;
			for (const args of finish) await run(root, ...args);
			expect(pagesOf(wikiOf(root)), when).toEqual(pagesOf(after));
			expect(wikiOf(root)['wiki/log.md']?.match(/^- created \[\[wiki\/concepts\/Spaced repetition/gm), when).toHaveLength(1);
			await expectWhole(root, when);
			rmSync(root, { recursive: true });
		}
		expect(hits).toBeGreaterThan(kills / 2);
		expect(amid).toBeGreaterThan(0);
	}, 180_000);
});

describe('an undo of the real program', () => {
	it('may be killed at any instant: every file is before or after, and undoing again ends it', async () => {
		const before = await compiled();
		const whole = vaultWith(before);
		const { run: name } = JSON.parse((await run(whole, 'undo')).stdout) as { run: string };
		const time = await writingTime(before, ['undo', name]);
		const after = wikiOf(whole);
		expect(after[CONCEPT_PAGE]).toBeUndefined();
		let hits = 0;
		for (let kill = 0; kill < 10; kill += 1) {
			const root = vaultWith(before);
			if ((await watch(root, ['undo', name], (time * kill) / 10)).signal === 'SIGKILL') hits += 1;
			for (const [path, text] of Object.entries(wikiOf(root)).filter(([path]) => !path.includes('.tmp'))) expect([before[path], after[path]], `${path}, kill ${kill}`).toContain(text);
			await run(root, 'undo', name);
			expect(pagesOf(wikiOf(root)), `kill ${kill}`).toEqual(pagesOf(after));
			await expectWhole(root, `kill ${kill}`);
			rmSync(root, { recursive: true });
		}
		expect(hits).toBeGreaterThan(4);
	}, 180_000);
});

describe('two of the program at once on one vault', () => {
	it('do not harm each other: each works or says who is at work, and the wiki is whole', async () => {
		const whole = vaultWith(NOTES);
		await run(whole, ...COMPILE);
		for (let round = 0; round < 4; round += 1) {
			const root = vaultWith(NOTES);
			const both = await Promise.all([run(root, ...COMPILE), sleep(round * 30).then(() => run(root, ...COMPILE))]);
			for (const { code, stdout } of both) {
				const answer = JSON.parse(stdout) as { error?: { message: string } };
				if (code === 3) expect(answer.error?.message).toMatch(/Another process \(\d+\) is writing to this vault/);
				else expect(code).toBe(0);
			}
			expect(both.some(({ code }) => code === 0)).toBe(true);
			expect(pagesOf(wikiOf(root))).toEqual(pagesOf(wikiOf(whole)));
			expect(wikiOf(root)['wiki/log.md']?.match(/^- created \[\[wiki\/concepts\/Spaced repetition/gm)).toHaveLength(1);
			await expectWhole(root, `round ${round}`);
		}
	});
});
