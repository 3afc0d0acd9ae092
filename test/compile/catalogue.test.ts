import { describe, expect, it } from 'vitest';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import type { WikiPage } from '../../src/compile/wiki-views.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, NOTES, open, recording, textAt, type Opened } from '../promises/vault-fixture.js';

async function compiled(): Promise<{ vault: MemoryVault } & Opened> {
	const vault = memoryVault(NOTES);
	const opened = open(vault);
	await compileAndApproveAll(opened.app);
	return { vault, ...opened };
}

const pageAt = (pages: readonly WikiPage[], path: string): WikiPage => {
	const found = pages.find((page) => page.path === path);
	if (!found) throw new Error(`no ${path} in ${pages.map((page) => page.path).join(', ')}`);
	return found;
};

describe('the catalogue', () => {
	it('lists the pages with their links, and reads no page', async () => {
		const { vault, host } = await compiled();
		const read: string[] = [];
		const watched = { ...vault, read: (path: string) => (read.push(path), vault.read(path)) };
		const { pages, health, uncompiled, problems } = await open(watched, { host }).app.catalogue();
		expect(problems).toEqual([]);
		expect(uncompiled).toBe(0);
		const page = pageAt(pages, CONCEPT_PAGE);
		expect(page).toMatchObject({ type: 'concept', title: 'Spaced repetition', created: '2026-11-22', stale: false });
		expect(page.summary).toContain('reviewing material at growing intervals');
		expect(page.sources).toBeGreaterThan(1);
		for (const target of page.linksTo) {
			const title = pageAt(pages, target).title;
			expect(textAt(vault, CONCEPT_PAGE).split('\n## Related')[0]?.toLowerCase()).toContain(title.toLowerCase());
			expect(pageAt(pages, target).linkedFrom).toContain(CONCEPT_PAGE);
		}
		expect(page.linksTo.length).toBeGreaterThan(0);
		expect(pages.filter(({ type }) => type === 'source')).toHaveLength(4);
		expect(pages.map(({ path }) => path)).not.toContain('wiki/index.md');
		expect(health.orphans).toBe(pages.filter(({ type, linkedFrom }) => type !== 'source' && linkedFrom.length === 0).length);
		expect(health).toMatchObject({ brokenLinks: 0, disagreements: 0, stale: 0 });
		expect(read.filter((path) => path.startsWith('wiki/') || path.startsWith('raw/'))).toEqual([]);
	});

	it('tells pages whose sources changed, are gone, or wait after an undo', async () => {
		const { vault, app } = await compiled();
		vault.edit('raw/Forgetting curve.md', '# Forgetting curve\n\nThe forgetting curve is steep.\n');
		vault.edit('raw/New.md', '# New\n\nNothing of the kind.\n');
		const { pages, health, uncompiled } = await app.catalogue();
		expect(uncompiled).toBe(2);
		expect(pageAt(pages, 'wiki/concepts/Forgetting curve.md').stale).toBe(true);
		expect(pages.filter(({ type, stale }) => type === 'source' && stale).map(({ title }) => title)).toEqual(['Forgetting curve']);
		expect(health.stale).toBe(pages.filter(({ stale }) => stale).length);
	});

	it('counts links to concepts whose page is not there, and leaves out pages that are gone', async () => {
		const { vault, app } = await compiled();
		const before = (await app.catalogue()).pages;
		const page = before.find(({ linkedFrom }) => linkedFrom.length > 0);
		vault.edit(page?.path ?? '', null);
		const { pages, health } = await app.catalogue();
		expect(pages.map(({ path }) => path)).not.toContain(page?.path);
		expect(health.brokenLinks).toBe(page?.linkedFrom.length);
		for (const { linksTo } of pages) expect(linksTo).not.toContain(page?.path);
	});

	it('follows a page that a person renamed, with what links to it', async () => {
		const { vault, app } = await compiled();
		const before = (await app.catalogue()).pages;
		const page = pageAt(before, 'wiki/concepts/Forgetting curve.md');
		const renamed = 'wiki/concepts/old/How we forget.md';
		vault.edit('wiki/Mine.md', 'About [[How we forget]].\n');
		vault.edit(renamed, textAt(vault, page.path));
		vault.edit(page.path, null);
		const { pages, health } = await app.catalogue();
		expect(pageAt(pages, renamed)).toEqual({ ...page, path: renamed });
		expect(pages).toHaveLength(before.length);
		expect(page.linkedFrom.length).toBeGreaterThan(0);
		for (const from of page.linkedFrom) expect(pageAt(pages, from).linksTo).toContain(renamed);
		expect(health.brokenLinks).toBe(0);
	});

	it('shows aliases and disagreements', async () => {
		const vault = memoryVault({
			...NOTES,
			'raw/Spaced repetition.md': `---\naliases: [SRS]\n---\n${NOTES['raw/Spaced repetition.md'] ?? ''}\nSRS is old. The forgetting curve was measured in 1885. Hermann Ebbinghaus was born in 1850.\n`,
			'raw/Other.md': '# Other\n\nThe forgetting curve was measured in 1879. Hermann Ebbinghaus was born in 1860.\n',
		});
		const { app } = open(vault);
		await compileAndApproveAll(app);
		const { pages, health } = await app.catalogue();
		expect(pages.filter(({ title, aliases }) => title === 'Spaced repetition' && aliases.includes('SRS')).map(({ type }) => type).sort()).toEqual(['concept', 'source']);
		expect(health.disagreements).toBeGreaterThan(0);
		expect(pages.filter(({ disagreements }) => disagreements > 0).map(({ type }) => type)).toContain('source');
	});

	it('tells runs with what they cost, newest first', async () => {
		const { vault, app, host } = await compiled();
		host.date = '2026-11-23';
		host.time += 86_400_000;
		vault.edit('raw/New.md', '# New\n\nSpaced repetition is also used in schools.\n');
		await compile(app);
		const { runs } = await app.catalogue();
		expect(runs).toHaveLength(2);
		expect((runs[0]?.at ?? '') > (runs[1]?.at ?? '')).toBe(true);
		for (const run of runs) {
			expect(run).toMatchObject({ operation: 'compile', coin_usd: 0, carbon_g: 0 });
			expect(run.worker_calls).toBeGreaterThan(0);
			expect(run.clock_ms).toBeGreaterThan(0);
		}
	});

	it('of an empty vault is empty', async () => {
		expect(await open(memoryVault({})).app.catalogue()).toEqual({ pages: [], runs: [], health: { orphans: 0, brokenLinks: 0, disagreements: 0, stale: 0 }, uncompiled: 0, problems: [] });
	});
});

describe('the estimate', () => {
	it('counts what is to be read, and knows no time before a first run', async () => {
		const { vault, writes } = recording(memoryVault({ ...NOTES, 'raw/data.csv': 'a,b\n', 'raw/Long.md': 'Word. '.repeat(5_000) }));
		const { app } = open(vault);
		const bytes = Object.values(NOTES).reduce((sum, text) => sum + text.length, 30_000);
		expect(await app.estimate()).toEqual({
			sources: { total: 5, new: 5, changed: 0, renamed: 0, removed: 0, unchanged: 0, failed: 0 },
			toRead: 5, bytes, worker_calls: 7, clock_ms: null, coin_usd: 0, carbon_g: 0, carbon_range: null,
		});
		expect(writes).toEqual([]);
	});

	it('is nothing once all is compiled, and goes by the pace of the last run', async () => {
		const { vault, app } = await compiled();
		expect(await app.estimate()).toMatchObject({ toRead: 0, bytes: 0, worker_calls: 0, clock_ms: 0, coin_usd: 0, carbon_g: 0 });
		const [last] = (await app.catalogue()).runs;
		const all = Object.values(NOTES).reduce((sum, text) => sum + text.length, 0);
		vault.edit('raw/New.md', 'x'.repeat(all / 2));
		const { clock_ms, sources } = await app.estimate();
		expect(sources).toMatchObject({ new: 1, unchanged: 4 });
		expect(clock_ms).toBeGreaterThan((last?.clock_ms ?? 0) * 0.4);
		expect(clock_ms).toBeLessThan((last?.clock_ms ?? 0) * 0.6);
	});

	it('counts no note as changed that a copy or a sync only gave another time', async () => {
		const { vault, app } = await compiled();
		for (const [path, text] of Object.entries(NOTES)) vault.edit(path, text);
		expect(await app.estimate()).toMatchObject({ sources: { changed: 0, unchanged: 4 }, toRead: 0, worker_calls: 0 });
		expect(await app.catalogue()).toMatchObject({ uncompiled: 0, health: { stale: 0 } });
		const [path = '', text = ''] = Object.entries(NOTES)[0] ?? [];
		vault.edit(path, text.replace(/\S/, '?'));
		expect(await app.estimate()).toMatchObject({ sources: { changed: 1, unchanged: 3 }, toRead: 1 });
	});

	it('does not know what removals and undone pages take', async () => {
		const { vault, app } = await compiled();
		vault.edit('raw/New.md', '# New\n\nSpaced repetition is also used in schools.\n');
		await compile(app);
		await app.undo(null, 'person:test');
		expect(await app.estimate()).toMatchObject({ toRead: 0, worker_calls: null, clock_ms: null, coin_usd: 0 });
	});
});
