import { describe, expect, it } from 'vitest';
import type { Commonplace } from '../../src/compile/port.js';
import { memoryVault, type MemoryVault, type PortOperation } from '../../src/vault/memory.js';
import { VaultError } from '../../src/vault/port.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, failuresOf, fixtureHost, NOTES, open, textAt, wikiOf } from './vault-fixture.js';

const WRITES: readonly PortOperation[] = ['create', 'process', 'append', 'replace', 'rename', 'remove'];

interface Crash {
	readonly vault: MemoryVault;
	/** Whether the work ended before the crash could fall. */
	readonly survived: boolean;
}

/** Does the work until the n-th write, at which the machine loses its power: no later operation does anything. */
async function crashAt(n: number, tears: boolean, files: Readonly<Record<string, string>>, work: (app: Commonplace) => Promise<unknown>): Promise<Crash> {
	let writes = 0;
	let dead = false;
	const die = (path: string): never => {
		dead = true;
		throw new VaultError('io', path, `${path}: the power is gone.`);
	};
	const vault = memoryVault(files, {
		before(operation, path) {
			if (dead) die(path);
			if (!WRITES.includes(operation)) return;
			writes += 1;
			// Only an append can be cut in the middle: every other write replaces a file as a whole.
			if (writes === n && !(tears && operation === 'append')) die(path);
		},
		tear: (operation, _, text) => (tears && writes === n && operation === 'append' ? text.slice(0, -20) : text),
		after(operation, path) {
			if (tears && writes === n && operation === 'append') die(path);
		},
	});
	await work(open(vault).app).catch(() => undefined);
	return { vault: memoryVault(vault.files()), survived: !dead };
}

/** A later start of the program on the same device. */
const restart = (vault: MemoryVault): Commonplace => {
	const host = fixtureHost({ pid: 2 });
	host.time += 600_000;
	return open(vault, { host }).app;
};

const withoutLog = (files: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(files).filter(([path]) => path !== 'wiki/log.md'));

/** How often the log says that each page was made or changed. */
function toldInLog(vault: MemoryVault): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const [, verb, path] of (vault.files()['wiki/log.md'] ?? '').matchAll(/^- (\w+) \[\[([^\]|]+)/gm)) counts[`${verb ?? ''} ${path ?? ''}`] = (counts[`${verb ?? ''} ${path ?? ''}`] ?? 0) + 1;
	return counts;
}

const MORE = { 'raw/More.md': '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n' };

interface Scene {
	readonly name: string;
	prepare(): Promise<Readonly<Record<string, string>>>;
	work(app: Commonplace): Promise<unknown>;
	/** What brings an interrupted one to the same end. */
	finish(app: Commonplace): Promise<unknown>;
}

async function compiledFiles(): Promise<Record<string, string>> {
	const vault = memoryVault(NOTES);
	await compileAndApproveAll(open(vault).app);
	return vault.files();
}

const SCENES: readonly Scene[] = [
	{ name: 'a first compile', prepare: () => Promise.resolve(NOTES), work: compile, finish: compile },
	{ name: 'a later compile', prepare: async () => ({ ...(await compiledFiles()), ...MORE }), work: compile, finish: compile },
	{
		name: 'a review',
		async prepare() {
			const vault = memoryVault({ ...(await compiledFiles()), ...MORE });
			vault.edit(CONCEPT_PAGE, `${textAt(vault, CONCEPT_PAGE)}\nMine.\n`);
			await open(vault).app.compile({ approve: 'none' });
			return vault.files();
		},
		work: async (app) => app.approve((await app.list()).open.map(({ proposal }) => proposal.id), 'person:test'),
		finish: compileAndApproveAll,
	},
];

describe.each(SCENES)('$name that is cut off', ({ prepare, work, finish }) => {
	it.each([
		{ how: 'before a write', tears: false },
		{ how: 'in the middle of an append', tears: true },
	])('$how, at every write in turn, is brought to its end by the next run', async ({ tears }) => {
		const before = await prepare();
		const whole = memoryVault(before);
		await work(open(whole).app);
		const after = wikiOf(whole);
		const told = toldInLog(whole);

		let crashes = 0;
		for (let n = 1; n < 400; n += 1) {
			const { vault, survived } = await crashAt(n, tears, before, work);
			if (survived) break;
			crashes += 1;
			for (const [path, text] of Object.entries(wikiOf(vault))) expect([before[path], after[path]], `${path} after a crash at write ${n}`).toContain(text);
			const app = restart(vault);
			await finish(app);
			expect(withoutLog(wikiOf(vault)), `pages after a crash at write ${n}`).toEqual(withoutLog(after));
			expect(toldInLog(vault), `log after a crash at write ${n}`).toEqual(told);
			expect(failuresOf(await app.verify()), `after a crash at write ${n}`).toEqual([]);
			const quiet = await compile(app);
			expect({ proposals: quiet.proposals.length, committed: quiet.committed, problems: quiet.problems }, `second run after a crash at write ${n}`).toEqual({ proposals: 0, committed: [], problems: [] });
			expect((await app.list()).open, `queue after a crash at write ${n}`).toEqual([]);
		}
		expect(crashes).toBeGreaterThan(tears ? 5 : 20);
	});
});

describe('an undo that is cut off', () => {
	it('at every write in turn, is brought to its end by undoing the run again', async () => {
		const before = await compiledFiles();
		const first = memoryVault(before);
		const { run } = await open(first).app.undo(null, 'person:test');
		const after = wikiOf(first);
		let crashes = 0;
		for (let n = 1; n < 400; n += 1) {
			const { vault, survived } = await crashAt(n, false, before, (app) => app.undo(run, 'person:test'));
			if (survived) break;
			crashes += 1;
			for (const [path, text] of Object.entries(wikiOf(vault))) expect([before[path], after[path]], `${path} after a crash at write ${n}`).toContain(text);
			const app = restart(vault);
			await app.undo(run, 'person:test');
			expect(withoutLog(wikiOf(vault)), `pages after a crash at write ${n}`).toEqual(withoutLog(after));
			expect(failuresOf(await app.verify()), `after a crash at write ${n}`).toEqual([]);
		}
		expect(crashes).toBeGreaterThan(15);
	});
});
