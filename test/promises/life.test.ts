import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryVault } from '../../src/vault/memory.js';
import { compile, compileAndApproveAll, failuresOf, NOTES, open, pagesOf, startingWith } from './vault-fixture.js';

const SENTENCES = [
	'Spaced repetition suits vocabulary better than proofs.',
	'The forgetting curve is steep at first.',
	'Retrieval practice is recalling facts without looking.',
	'Hermann Ebbinghaus was patient.',
	'Interleaving is mixing kinds of exercise.',
	'Interleaving helps spaced repetition.',
	'The Old Bridge was opened in 1894.',
	'The Old Bridge was opened in 1901.',
	'The Old Bridge spans the river.',
];

type Step =
	| { readonly kind: 'write'; readonly note: number; readonly sentences: readonly number[] }
	| { readonly kind: 'remove' | 'move'; readonly note: number }
	| { readonly kind: 'edit page' | 'move page'; readonly page: number }
	| { readonly kind: 'compile' | 'propose' | 'approve all' | 'deny one' | 'undo' };

const note = fc.nat({ max: 7 });
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), note, sentences: fc.array(fc.nat({ max: SENTENCES.length - 1 }), { minLength: 1, maxLength: 4 }) }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('remove' as const, 'move' as const), note }) },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('edit page' as const, 'move page' as const), page: fc.nat() }) },
	{ weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('compile' as const, 'propose' as const, 'approve all' as const, 'deny one' as const, 'undo' as const) }) },
);

describe('a vault', () => {
	it('waits no longer with a new page of which its source says nothing any more', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		await compile(app);
		vault.edit('raw/Note.md', '# Note\n\nSpaced repetition suits vocabulary better than proofs.\n');
		await compile(app, 'none');
		expect((await app.list()).open.map(({ proposal }) => proposal.path)).toContain('wiki/sources/Note (source).md');

		vault.edit('raw/Note.md', '# Note\n\nInterleaving helps spaced repetition.\n');
		const { problems } = await compile(app);

		expect(problems).toEqual([]);
		expect((await app.list()).open).toEqual([]);
		await compileAndApproveAll(app);
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('knows one place of a page that a person moved, after an undo was undone', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		await compile(app);
		const page = 'wiki/sources/2024-03-01 (source).md';
		vault.edit('wiki/mine/Day.md', vault.files()[page] ?? '');
		vault.edit(page, null);
		vault.edit('raw/journal/2024-03-01.md', 'Today I read about spaced repetition again. Retrieval practice feels slow.\n');
		expect((await compile(app)).committed).toContain('wiki/mine/Day.md');
		await app.undo(null, 'person:test');
		await app.undo(null, 'person:test');

		vault.edit('raw/journal/2024-03-01.md', null);
		await app.compile({ approve: 'passed', acceptRemovals: true });
		await compileAndApproveAll(app);

		expect(vault.files()['wiki/mine/Day.md']).toBeUndefined();
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('stays sound whatever people and runs do to it, in any order', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
				const vault = memoryVault(NOTES);
				const { app } = open(vault);
				const notes = (): string[] => Object.keys(startingWith(vault.files(), 'raw/'));
				const pages = (): string[] => Object.keys(pagesOf(vault));
				const mine: string[] = [];
				const denied: string[] = [];
				let raw = startingWith(vault.files(), 'raw/');
				await compile(app);
				for (const [index, each] of steps.entries()) {
					if (each.kind === 'write') vault.edit(`raw/Note ${each.note}.md`, `# Note ${each.note}\n\n${each.sentences.map((at) => SENTENCES[at]).join(' ')}\n`);
					else if (each.kind === 'remove' || each.kind === 'move') {
						const path = notes()[each.note % Math.max(1, notes().length)];
						const text = path === undefined ? undefined : vault.files()[path];
						if (path === undefined || text === undefined) continue;
						vault.edit(path, null);
						if (each.kind === 'move') vault.edit(`raw/moved/${index} ${path.split('/').at(-1) ?? ''}`, text);
					} else if (each.kind === 'edit page' || each.kind === 'move page') {
						const path = pages()[each.page % Math.max(1, pages().length)];
						const text = path === undefined ? undefined : vault.files()[path];
						if (path === undefined || text === undefined) continue;
						if (each.kind === 'edit page') {
							const line = `My own line ${index}.`;
							mine.push(line);
							const lines = text.split('\n');
							const body = lines.indexOf('---', 1) + 1;
							lines.splice(body + (each.page % (lines.length - body)), 0, '', line, '');
							vault.edit(path, lines.join('\n'));
						} else {
							vault.edit(path, null);
							vault.edit(`wiki/mine/${index}.md`, text);
						}
					}
					raw = ['write', 'remove', 'move'].includes(each.kind) ? startingWith(vault.files(), 'raw/') : raw;
					if (each.kind === 'compile') await app.compile({ approve: 'passed', acceptRemovals: true });
					else if (each.kind === 'propose') await app.compile({ approve: 'none', acceptRemovals: true });
					else if (each.kind === 'approve all') await compileAndApproveAll(app);
					else if (each.kind === 'undo') await app.undo(null, 'person:test');
					else if (each.kind === 'deny one') {
						const unwanted = (await app.list()).open.slice(0, 1).map(({ proposal }) => proposal);
						denied.push(...unwanted.map(({ path }) => path));
						await app.deny(unwanted.map(({ id }) => id), 'no', 'person:test');
					}
					expect(startingWith(vault.files(), 'raw/')).toEqual(raw);
					const kept = Object.entries(vault.files()).filter(([path]) => /^(?:wiki|_commonplace\/trash)\//.test(path)).map(([, text]) => text).join('\n');
					for (const line of mine) expect(kept, `after step ${index}, ${each.kind}`).toContain(line);
				}
				await app.compile({ approve: 'passed', acceptRemovals: true });
				await compileAndApproveAll(app);
				await compileAndApproveAll(app);
				const found = failuresOf(await app.verify());
				// A person's move leaves the old place empty until the page is next proposed. Where a person refused a change, or a person's line
				// and the machine's overlapped and the person's side was kept, footnotes may be out of date; verify is right to name them.
				const told = [...denied, ...Object.entries(pagesOf(vault)).flatMap(([path, text]) => (text.includes('My own line') ? [path] : []))];
				expect(found.filter((failure) => !/^pages .*This page is gone/.test(failure) && !told.some((path) => failure.startsWith(`quotes ${path}:`)))).toEqual([]);
				expect((await compile(app)).proposals).toEqual([]);
			}),
			{ seed: 20261122, numRuns: 100 },
		);
	});
});
