import { describe, expect, it } from 'vitest';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import { VaultError } from '../../src/vault/port.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, failuresOf, NOTES, open, pagesOf, startingWith, textAt, wikiOf, type Opened } from './vault-fixture.js';

const MORE = '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n';
const MORE_QUOTE = 'Spaced repetition suits vocabulary better than proofs.';

async function compiled(): Promise<{ vault: MemoryVault } & Opened> {
	const vault = memoryVault(NOTES);
	const opened = open(vault);
	await compileAndApproveAll(opened.app);
	return { vault, ...opened };
}

const withoutLog = (files: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(files).filter(([path]) => path !== 'wiki/log.md'));

describe('undo', () => {
	it('takes a first run back: no page is left, the notes are untouched, the log tells of both', async () => {
		const { vault, app } = await compiled();
		const log = textAt(vault, 'wiki/log.md');
		const pages = Object.keys(pagesOf(vault)).sort();
		const last = await app.lastRun();
		expect(last).toMatchObject({ operation: 'compile', paths: pages });
		const report = await app.undo(null, 'person:test');
		expect(report.run).toBe(last?.run);
		expect(report.problems).toEqual([]);
		expect(report.kept).toEqual([]);
		expect(pagesOf(vault)).toEqual({});
		expect(await app.lastRun()).toMatchObject({ operation: 'undo', paths: pages });
		expect(startingWith(vault.files(), 'raw/')).toEqual(startingWith(memoryVault(NOTES).files(), 'raw/'));
		expect(textAt(vault, 'wiki/log.md').startsWith(log)).toBe(true);
		expect(textAt(vault, 'wiki/log.md').slice(log.length)).toContain('] undo |');
		expect(textAt(vault, 'wiki/index.md')).not.toContain('Spaced repetition');
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('takes a later run back, byte for byte', async () => {
		const { vault, app } = await compiled();
		const before = wikiOf(vault);
		vault.edit('raw/More.md', MORE);
		const { run } = await compile(app);
		expect(withoutLog(wikiOf(vault))).not.toEqual(withoutLog(before));
		expect(await app.undo(null, 'person:test')).toMatchObject({ run, kept: [], problems: [] });
		expect(withoutLog(wikiOf(vault))).toEqual(withoutLog(before));
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('keeps what a person wrote on the page since, and says so where it cannot', async () => {
		const { vault, app } = await compiled();
		vault.edit('raw/More.md', MORE);
		await compile(app);
		vault.edit(CONCEPT_PAGE, textAt(vault, CONCEPT_PAGE).replace('\n## Related', '\nI agree with this.\n\n## Related'));
		const made = 'wiki/sources/More on spaced repetition.md';
		vault.edit(made, `${textAt(vault, made)}\nMy note on this source.\n`);
		const report = await app.undo(null, 'person:test');
		expect(textAt(vault, CONCEPT_PAGE)).toContain('I agree with this.');
		expect(textAt(vault, CONCEPT_PAGE)).not.toContain(MORE_QUOTE);
		expect(textAt(vault, made)).toContain('My note on this source.');
		expect(report.kept).toMatchObject([{ path: made }]);
		expect(report.kept[0]?.reason).toMatch(/edited/);
	});

	it('can be undone', async () => {
		const { vault, app } = await compiled();
		const before = withoutLog(wikiOf(vault));
		await app.undo(null, 'person:test');
		expect(pagesOf(vault)).toEqual({});
		const again = await app.undo(null, 'person:test');
		expect(again.problems).toEqual([]);
		expect(withoutLog(wikiOf(vault))).toEqual(before);
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('is followed by a compile that proposes the same again', async () => {
		const { vault, app } = await compiled();
		const before = withoutLog(wikiOf(vault));
		await app.undo(null, 'person:test');
		const report = await compile(app);
		expect(report.proposals.length).toBe(Object.keys(before).filter((path) => path.split('/').length > 2).length);
		expect(withoutLog(wikiOf(vault))).toEqual(before);
		expect((await compile(app)).proposals).toEqual([]);
	});

	it('of a later run is followed by a compile that proposes only that again', async () => {
		const { vault, app } = await compiled();
		vault.edit('raw/More.md', MORE);
		await compile(app);
		const after = withoutLog(wikiOf(vault));
		await app.undo(null, 'person:test');
		await compile(app);
		expect(withoutLog(wikiOf(vault))).toEqual(after);
	});

	it('takes back a named older run, and keeps what later runs wrote', async () => {
		const { vault, app } = await compiled();
		vault.edit('raw/More.md', MORE);
		const older = await compile(app);
		vault.edit('raw/Cards.md', '# Paper cards\n\nPaper cards are slips with a question and an answer. Paper cards wear out. Paper cards are cheap.\n');
		await compile(app);
		const report = await app.undo(older.run, 'person:test');
		expect(report.run).toBe(older.run);
		expect(vault.files()['wiki/sources/More on spaced repetition.md']).toBeUndefined();
		expect(textAt(vault, CONCEPT_PAGE)).not.toContain(MORE_QUOTE);
		expect(Object.values(pagesOf(vault)).join('\n')).toContain('Paper cards wear out.');
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('of the same run twice, or of one that never was, harms nothing and says so', async () => {
		const { vault, app } = await compiled();
		const { run } = await app.undo(null, 'person:test');
		const before = withoutLog(wikiOf(vault));
		const twice = await app.undo(run, 'person:test');
		expect(twice.restored).toEqual([]);
		expect(withoutLog(wikiOf(vault))).toEqual(before);
		const never = await app.undo('r-never', 'person:test');
		expect(never.restored).toEqual([]);
		expect(never.problems[0]?.message).toContain('r-never');
	});

	it('with nothing to undo says so and writes no page', async () => {
		const vault = memoryVault(NOTES);
		const report = await open(vault).app.undo(null, 'person:test');
		expect(report).toMatchObject({ run: null, restored: [] });
		expect(report.problems).toHaveLength(1);
		expect(wikiOf(vault)).toEqual({});
	});

	it('keeps a page that was taken away in the trash of its run', async () => {
		const { vault, app } = await compiled();
		const page = textAt(vault, CONCEPT_PAGE);
		await app.undo(null, 'person:test');
		expect(Object.entries(startingWith(vault.files(), '_commonplace/trash/')).filter(([path, text]) => path.endsWith(`/${CONCEPT_PAGE}`) && text === page)).toHaveLength(1);
	});
});

describe('the log', () => {
	it('tells of exactly the pages that hold the new text, one entry a run', async () => {
		const missing = 'wiki/entities/Hermann Ebbinghaus.md';
		const vault = memoryVault(NOTES, {
			before(operation, path) {
				if (operation === 'create' && path === missing) throw new VaultError('io', path, `${path}: the disk failed.`);
			},
		});
		const { app } = open(vault);
		const report = await compile(app);
		const log = textAt(vault, 'wiki/log.md');
		const told = [...log.matchAll(/^- created \[\[([^\]]+)\]\]$/gm)].map((match) => `${match[1] ?? ''}.md`);
		expect(report.committed).not.toContain(missing);
		expect(told.sort()).toEqual([...report.committed].sort());
		expect(told.every((path) => vault.files()[path] !== undefined)).toBe(true);
		expect(log.match(/^## \[2026-11-22\] compile \| /gm)).toHaveLength(1);
	});
});
