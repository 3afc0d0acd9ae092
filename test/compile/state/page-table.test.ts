import { describe, expect, it } from 'vitest';
import { loadPages } from '../../../src/compile/state/page-table.js';
import { loadSieves } from '../../../src/compile/state/sieve-files.js';
import type { PageRecord } from '../../../src/model/page.js';
import type { Problem } from '../../../src/model/result.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, failuresOf, NOTES, open, textAt, wikiOf } from '../../promises/vault-fixture.js';

const STATE = '_commonplace/state';
const MINE = 'Mine, and to stay.';
const DENIED = 'wiki/entities/Hermann Ebbinghaus.md';

const pagesIn = async (vault: MemoryVault): Promise<readonly PageRecord[]> => {
	const { pages } = await loadPages(vault, DEFAULT_LAYOUT, []);
	return [...pages.values()].map((page) => ({ ...page })).sort((a, b) => (a.path < b.path ? -1 : 1));
};

const shardsOf = (vault: MemoryVault, folder: string): string[] => Object.keys(vault.files()).filter((path) => path.startsWith(`${STATE}/${folder}/`));

/** A vault with a page that a person denied, one that they wrote on, and an update that kept their words. */
async function lived(): Promise<{ readonly vault: MemoryVault; readonly app: ReturnType<typeof open>['app'] }> {
	const vault = memoryVault(NOTES);
	const { app } = open(vault);
	const { proposals } = await compile(app, 'none');
	const denied = proposals.filter(({ proposal }) => proposal.path === DENIED).map(({ proposal }) => proposal.id);
	expect(denied).toHaveLength(1);
	expect((await app.deny(denied, 'I want no page of people.', 'person:test')).denied).toEqual([DENIED]);
	await compileAndApproveAll(app);
	vault.edit(CONCEPT_PAGE, textAt(vault, CONCEPT_PAGE).replace('\n## Related', `\n${MINE}\n\n## Related`));
	vault.edit('raw/More.md', '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n');
	await compileAndApproveAll(app);
	expect(textAt(vault, CONCEPT_PAGE)).toContain(MINE);
	return { vault, app };
}

/** Puts pages and sieves as earlier versions wrote them in the place of what stands there. */
async function asBefore(vault: MemoryVault): Promise<void> {
	const { pages, journal } = await loadPages(vault, DEFAULT_LAYOUT, []);
	const sieves = await loadSieves(vault, DEFAULT_LAYOUT, []);
	vault.edit(`${STATE}/pages.json`, JSON.stringify({ journal: Object.fromEntries(journal), pages: [...pages.values()] }));
	vault.edit(`${STATE}/sieves.json`, JSON.stringify({ words: Object.fromEntries(sieves?.words.filters ?? []), keys: Object.fromEntries(sieves?.keys.filters ?? []) }));
	for (const path of [...shardsOf(vault, 'pages'), ...shardsOf(vault, 'sieves')]) await vault.remove(path);
}

describe('the records of pages', () => {
	it('are taken over from the one file of earlier versions, with what a person edited and denied', async () => {
		const { vault } = await lived();
		const pages = await pagesIn(vault);
		await asBefore(vault);
		const wiki = wikiOf(vault);
		expect(await pagesIn(vault)).toEqual(pages);
		const { app } = open(vault);
		expect(await compile(app)).toMatchObject({ proposals: [], problems: [], stopped: null });
		expect(failuresOf(await app.verify())).toEqual([]);
		vault.edit('raw/Third.md', '# Third\n\nSpaced repetition was praised for languages.\n');
		const report = await compileAndApproveAll(app);
		expect(report.problems).toEqual([]);
		expect(report.proposals.map(({ proposal }) => proposal.path)).not.toContain(DENIED);
		expect(textAt(vault, CONCEPT_PAGE)).toContain(MINE);
		for (const path of Object.keys(wiki)) expect(vault.files()[path], path).toBeDefined();
		expect(shardsOf(vault, 'pages').length).toBeGreaterThan(0);
		expect(shardsOf(vault, 'sieves').length).toBeGreaterThan(0);
		expect(textAt(vault, `${STATE}/pages.json`)).not.toContain('Spaced repetition');
		const after = await pagesIn(vault);
		expect(after.find(({ path }) => path === CONCEPT_PAGE)?.created).toBe(pages.find(({ path }) => path === CONCEPT_PAGE)?.created);
		expect(failuresOf(await app.verify())).toEqual([]);
		expect(await compile(app)).toMatchObject({ proposals: [] });
	});

	it('are written in the files that change alone', async () => {
		const { vault, app } = await lived();
		const before = vault.files();
		vault.edit('raw/Apart.md', '# Apart\n\nNothing of this meets the rest.\n');
		await compileAndApproveAll(app);
		const changed = shardsOf(vault, 'pages').filter((path) => vault.files()[path] !== before[path]);
		expect(changed.length).toBeGreaterThan(0);
		expect(shardsOf(vault, 'pages').filter((path) => vault.files()[path] === before[path]).length).toBeGreaterThan(0);
	});

	it.each(['missing', 'damaged'] as const)('that were lost with a %s file come back from the journal, and the others stay', async (how) => {
		const { vault } = await lived();
		const pages = await pagesIn(vault);
		for (const path of shardsOf(vault, 'pages')) {
			if (how === 'missing') await vault.remove(path);
			else vault.edit(path, '[[');
			const problems: Problem[] = [];
			const { pages: left } = await loadPages(vault, DEFAULT_LAYOUT, problems);
			expect(problems.map((told) => told.path)).toEqual([path]);
			expect(left.size).toBeLessThan(pages.length);
			// Whatever takes the lease brings the records up to the journal.
			await open(vault).app.approve([], 'person:test');
			expect(await pagesIn(vault)).toEqual(pages);
		}
		const { app } = open(vault);
		expect(textAt(vault, CONCEPT_PAGE)).toContain(MINE);
		expect(failuresOf(await app.verify())).toEqual([]);
		expect(await compile(app)).toMatchObject({ proposals: [], problems: [] });
	});
});
