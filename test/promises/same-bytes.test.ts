import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryVault } from '../../src/vault/memory.js';
import { nodeVault } from '../../src/vault/node-disk/node-vault.js';
import type { VaultPort } from '../../src/vault/port.js';
import { compile, compileAndApproveAll, fixtureHost, NOTES, open, pagesOf, shuffled, textAt, wikiOf } from './vault-fixture.js';

const scratch = mkdtempSync(join(tmpdir(), 'commonplace-bytes-'));
afterAll(() => {
	rmSync(scratch, { recursive: true, force: true });
});

const MANY: Readonly<Record<string, string>> = {
	...NOTES,
	'raw/Interleaving.md': '# Interleaving\n\nInterleaving is mixing kinds of exercise. Interleaving helps spaced repetition. Hermann Ebbinghaus never wrote of interleaving.\n',
	'raw/Same.md': '# Notes\n\nRetrieval practice needs effort. The forgetting curve is steep at first.\n',
	'raw/Other/Same.md': '# Notes\n\nInterleaving feels harder than blocked practice.\n',
	'raw/Ebbinghaus.md': '# Hermann Ebbinghaus\n\nHermann Ebbinghaus was a German psychologist. The forgetting curve made Hermann Ebbinghaus known.\n',
};

async function filesOf(vault: VaultPort): Promise<Record<string, string>> {
	const files: Record<string, string> = {};
	for (const { path } of (await vault.list('')).sort((a, b) => (a.path < b.path ? -1 : 1))) files[path] = await vault.read(path);
	return files;
}

const machineFiles = (files: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(files).filter(([path]) => /^(?:wiki\/|_commonplace\/(?:ledger|state\/(?:bases|claims|queue)|state\/(?:concepts|facts|findings|pages)\.json))/.test(path)));

describe('the same notes', () => {
	it('give the same bytes, whatever the order of every listing and of the notes', async () => {
		const straight = memoryVault(MANY);
		await compile(open(straight).app);
		const expected = wikiOf(straight);
		expect(Object.keys(expected).length).toBeGreaterThan(12);
		await fc.assert(
			fc.asyncProperty(fc.shuffledSubarray(Object.keys(MANY), { minLength: Object.keys(MANY).length }), fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), async (paths, keys) => {
				const vault = memoryVault(Object.fromEntries(paths.map((path) => [path, MANY[path] ?? ''])));
				await compile(open(shuffled(vault, (list) => list.map((_, index) => keys[index % keys.length] ?? 0))).app);
				expect(wikiOf(vault)).toEqual(expected);
			}),
			{ numRuns: 25 },
		);
	});

	it('give the same bytes on a real disk as in memory, pages, ledger and state alike', async () => {
		for (const [path, text] of Object.entries(MANY)) {
			mkdirSync(dirname(join(scratch, path)), { recursive: true });
			writeFileSync(join(scratch, path), text);
		}
		const memory = memoryVault(MANY);
		const disk = nodeVault(scratch);
		for (const vault of [memory, disk]) {
			const fixed = fixtureHost();
			await compile(open(vault, { host: { ...fixed, time: fixed.time, date: fixed.date, now: () => 1_795_338_000_000 } }).app);
		}
		expect(machineFiles(await filesOf(disk))).toEqual(machineFiles(memory.files()));
	});

	it('give the same pages when they come in two steps as in one, whichever come first', async () => {
		const once = memoryVault(MANY);
		await compileAndApproveAll(open(once).app);
		const expected = pagesOf(once);
		// An id comes from the name under which a thing was first met, and a page stays in the folder where it was first made.
		const withoutHistory = (files: Readonly<Record<string, string>>): string[] =>
			Object.values(files)
				.map((text) => text.replace(/^commonplace-id: .*$/m, '').replace(/wiki\/(?:concepts|entities)\//g, 'wiki/'))
				.sort();
		await fc.assert(
			fc.asyncProperty(fc.subarray(Object.keys(MANY), { minLength: 1 }), async (first) => {
				const vault = memoryVault(Object.fromEntries(first.map((path) => [path, MANY[path] ?? ''])));
				const { app } = open(vault);
				await compileAndApproveAll(app);
				for (const [path, text] of Object.entries(MANY)) if (!first.includes(path)) vault.edit(path, text);
				await compileAndApproveAll(app);
				expect(withoutHistory(pagesOf(vault))).toEqual(withoutHistory(expected));
			}),
			{ numRuns: 25 },
		);
	});

	it('give the same pages when they were written sentence by sentence as when they were so from the start', async () => {
		// A page that was retired meanwhile is kept under its name, so that links to the one that came after it say the path.
		const withoutIds = (files: Readonly<Record<string, string>>): string[] =>
			Object.values(files)
				.map((text) => text.replace(/^commonplace-id: .*$/m, '').replace(/wiki\/(?:concepts|entities)\//g, '').replace(/\[\[([^\]|]+)\|\1\]\]/g, '[[$1]]'))
				.sort();
		const said = [
			'Interleaving is never easy.',
			'The forgetting curve was drawn in 1885.',
			'The forgetting curve was drawn in 1913.',
			'Blocked practice is doing one thing at a time. Blocked practice feels easy.',
			'Spaced repetition does not need effort.',
			'Hermann Ebbinghaus read of retrieval practice.',
		];
		const edit = fc.record({ path: fc.constantFrom(...Object.keys(MANY)), add: fc.option(fc.constantFrom(...said), { nil: null }) });
		await fc.assert(
			fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
				const vault = memoryVault(MANY);
				const { app } = open(vault);
				await compileAndApproveAll(app);
				const notes = { ...MANY };
				for (const { path, add } of edits) {
					const text = notes[path] ?? '';
					notes[path] = add === null ? text.replace(/[^.]+\.\s*$/, '\n') : `${text}\n${add}\n`;
					vault.edit(path, notes[path]);
					await compileAndApproveAll(app);
				}
				const once = memoryVault(notes);
				await compileAndApproveAll(open(once).app);
				// A page that nothing supports any more is proposed to be retired, and stays until a person says so.
				expect(withoutIds(pagesOf(vault))).toEqual(withoutIds(pagesOf(once)));
			}),
			{ numRuns: 25 },
		);
	});

	it('give back the same pages after a note was added and taken away again', async () => {
		const vault = memoryVault(MANY);
		const { app } = open(vault);
		await compileAndApproveAll(app);
		const before = pagesOf(vault);
		vault.edit('raw/Passing.md', '# Passing\n\nSpaced repetition passes. Interleaving passes. The forgetting curve passes by Hermann Ebbinghaus.\n');
		await compileAndApproveAll(app);
		expect(pagesOf(vault)).not.toEqual(before);
		vault.edit('raw/Passing.md', null);
		await compileAndApproveAll(app);
		expect(pagesOf(vault)).toEqual(before);
	});
});

describe('the dates of a page', () => {
	it('change only when the page does', async () => {
		const vault = memoryVault(NOTES);
		const { app, host } = open(vault);
		await compile(app);
		const before = pagesOf(vault);
		host.date = '2026-12-24';
		vault.edit('raw/More.md', '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n');
		await compile(app);
		const changed = Object.entries(pagesOf(vault)).filter(([path, text]) => before[path] !== undefined && before[path] !== text);
		expect(changed.map(([path]) => path)).toContain('wiki/concepts/Spaced repetition.md');
		for (const [path, text] of changed) {
			expect(text, path).toContain('\nupdated: 2026-12-24\n');
			expect(text, path).toContain('\ncreated: 2026-11-22\n');
			const old = before[path] ?? '';
			expect(text.replace('updated: 2026-12-24', 'updated: 2026-11-22'), `${path} changed by more than its date`).not.toBe(old);
		}
		expect(textAt(vault, 'wiki/entities/Hermann Ebbinghaus.md')).toContain('updated: 2026-11-22');
		expect(textAt(vault, 'wiki/sources/More on spaced repetition.md')).toContain('created: 2026-12-24');
	});
});
