import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { builtCli, type Finished } from './built-cli.js';

const cli = await builtCli();
const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function vaultWith(notes: Readonly<Record<string, string>>): string {
	const root = mkdtempSync(join(tmpdir(), 'commonplace-vault-'));
	folders.push(root);
	for (const [path, text] of Object.entries(notes)) {
		mkdirSync(join(root, path, '..'), { recursive: true });
		writeFileSync(join(root, path), text);
	}
	return root;
}

/** Every file below a folder with its bytes. */
function filesOf(root: string, folder = ''): Record<string, string> {
	const top = join(root, folder);
	if (!existsSync(top)) return {};
	return Object.fromEntries(
		readdirSync(top, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name))
			.sort()
			.map((path) => [relative(root, path), readFileSync(path, 'utf8')]),
	);
}

const NOW = { COMMONPLACE_NOW: '2026-11-22T09:00:00Z' };

const NOTES = {
	'raw/Spaced repetition.md': '# Spaced repetition\n\nSpaced repetition is reviewing material at growing intervals. Spaced repetition counters the forgetting curve.\n\nHermann Ebbinghaus described the forgetting curve in 1885.\n',
	'raw/Forgetting curve.md': '# Forgetting curve\n\nThe forgetting curve is the decline of memory over time. Hermann Ebbinghaus measured the forgetting curve on himself.\n\nSpaced repetition flattens the forgetting curve.\n',
	'raw/Tagebuch.md': '# Vergessenskurve\n\nDie Vergessenskurve zeigt, wie schnell Gelerntes verblasst. Die Vergessenskurve stammt von Hermann Ebbinghaus.\n',
};

interface CompileAnswer {
	readonly run: string;
	readonly sources: Readonly<Record<string, number>>;
	readonly claims: number;
	readonly proposals: readonly { readonly id: string; readonly path: string; readonly kind: string; readonly disposition: string; readonly rules: readonly unknown[] }[];
	readonly committed: readonly string[];
	readonly worker_calls: number;
	readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** The one object on stdout. */
function answer<T>({ stdout, stderr, code }: Finished): T {
	expect(stdout.endsWith('\n') && !stdout.slice(0, -1).includes('\n'), `code ${String(code)}, stdout ${stdout}, stderr ${stderr}`).toBe(true);
	return JSON.parse(stdout) as T;
}

const json = async <T>(vault: string, ...args: string[]): Promise<T> => answer<T>(await cli.run(['--vault', vault, '--json', ...args], NOW));

describe('a vault of its own', () => {
	it('is compiled, reviewed, verified and undone', async () => {
		const vault = vaultWith(NOTES);
		const raw = filesOf(vault, 'raw');

		const first = await json<CompileAnswer>(vault, 'compile');
		expect(first).toMatchObject({ sources: { total: 3, new: 3, failed: 0 }, committed: [], problems: [] });
		expect(first.claims).toBeGreaterThan(3);
		expect(first.proposals.map(({ path }) => path)).toContain('wiki/concepts/Spaced repetition.md');
		expect(Object.keys(filesOf(vault, 'wiki'))).toEqual([]);

		const list = await json<{ proposals: { id: string; disposition: string }[] }>(vault, 'review', 'list');
		expect(list.proposals.map(({ id }) => id).sort()).toEqual(first.proposals.map(({ id }) => id).sort());
		const one = first.proposals.find(({ path }) => path.endsWith('Spaced repetition.md'));
		const shown = await cli.run(['--vault', vault, 'review', 'show', one?.id.slice(0, 8) ?? ''], NOW);
		expect(shown).toMatchObject({ code: 0 });
		expect(shown.stdout).toMatch(/^\+.*Spaced repetition is reviewing material at growing intervals\./m);

		const approved = await json<{ committed: string[]; refused: unknown[] }>(vault, 'review', 'approve', '--passed');
		expect(approved.committed).toContain('wiki/concepts/Spaced repetition.md');
		expect(approved.refused).toEqual([]);
		expect(filesOf(vault, 'wiki')['wiki/concepts/Spaced repetition.md']).toContain('“Spaced repetition is reviewing material at growing intervals.”');

		const verified = await cli.run(['--vault', vault, 'verify'], NOW);
		expect(verified.stdout).toContain('Everything holds.');
		expect(verified.code).toBe(0);

		const undone = await json<{ run: string | null; restored: string[] }>(vault, 'undo');
		expect(undone.run).not.toBeNull();
		expect(existsSync(join(vault, 'wiki/concepts/Spaced repetition.md'))).toBe(false);
		expect(filesOf(vault, 'raw')).toEqual(raw);
	});

	it('calls no worker and writes nothing when there is nothing to do', async () => {
		const vault = vaultWith(NOTES);
		await json(vault, 'compile', '--approve', 'passed');
		const stats = (): string[] => Object.keys(filesOf(vault)).map((path) => `${path} ${String(statSync(join(vault, path)).mtimeMs)}`);
		// A file as young as its listing is read once more, for its time cannot be trusted yet.
		await new Promise((resolve) => setTimeout(resolve, 2100));
		await cli.run(['--vault', vault, 'compile', '--approve', 'passed']);
		const before = stats();
		const again = answer<CompileAnswer>(await cli.run(['--vault', vault, '--json', 'compile', '--approve', 'passed']));
		expect(again).toMatchObject({ sources: { total: 3, unchanged: 3 }, proposals: [], committed: [], worker_calls: 0 });
		expect(stats()).toEqual(before);
	});

	it('gives the same bytes from the same notes at the same time', async () => {
		const one = vaultWith(NOTES);
		const other = vaultWith({});
		for (const path of Object.keys(NOTES).reverse()) {
			mkdirSync(join(other, 'raw'), { recursive: true });
			cpSync(join(one, path), join(other, path));
		}
		for (const vault of [one, other]) await json(vault, 'compile', '--approve', 'passed');
		expect(filesOf(one, 'wiki')).toEqual(filesOf(other, 'wiki'));
		expect(Object.keys(filesOf(one, 'wiki')).length).toBeGreaterThan(4);
	});
});

describe('what cannot be done', () => {
	it('no raw folder', async () => {
		const vault = vaultWith({ 'note.md': 'A note.\n' });
		const { code, stderr } = await cli.run(['--vault', vault, 'compile']);
		expect(code).toBe(3);
		expect(stderr).toContain('raw');
		expect(Object.keys(filesOf(vault))).toEqual(['note.md']);
	});

	it('no vault', async () => {
		const { code, stderr } = await cli.run(['compile', '--vault', 'nowhere']);
		expect(code).toBe(3);
		expect(stderr).toContain('nowhere');
	});

	it('a proposal that does not exist', async () => {
		const vault = vaultWith(NOTES);
		expect(await cli.run(['--vault', vault, 'review', 'show', 'p-nothing'])).toMatchObject({ code: 3, stdout: '' });
	});
});

it('an empty raw folder is no error', async () => {
	const vault = vaultWith({});
	mkdirSync(join(vault, 'raw'));
	expect(await json(vault, 'compile')).toMatchObject({ sources: { total: 0 }, proposals: [] });
});

it('runs from any folder, in the vault that it stands in', async () => {
	const vault = vaultWith(NOTES);
	expect((await cli.run(['status'], NOW, vault)).stdout).toContain('3 sources: 3 new');
});

it('an emergency stop outlives the command, and is lifted by another', async () => {
	const vault = vaultWith(NOTES);
	expect((await cli.run(['--vault', vault, 'stop', '--why', 'smoke'])).code).toBe(0);
	const stopped = await cli.run(['--vault', vault, 'compile', '--approve', 'passed']);
	expect(stopped.code).toBe(3);
	expect(stopped.stderr).toContain('emergency stop');
	expect(Object.keys(filesOf(vault, 'wiki'))).toEqual([]);
	await cli.run(['--vault', vault, 'resume']);
	expect((await json<CompileAnswer>(vault, 'compile', '--approve', 'passed')).committed.length).toBeGreaterThan(0);
});
