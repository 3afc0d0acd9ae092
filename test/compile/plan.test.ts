import { describe, expect, it } from 'vitest';
import { looksHalfSynced, outlook, planSources, type ReadNote } from '../../src/compile/plan.js';
import { decodeManifest, EMPTY_MANIFEST, encodeManifest, type Manifest, type SourceEntry } from '../../src/compile/state/manifest.js';

const entry = (path: string, hash = `hash of ${path}`): SourceEntry => ({
	id: `s-${path}`,
	path,
	title: path,
	aliases: [],
	hash,
	language: 'en',
	mtime: 1_001,
	size: 10,
	claims: 3,
	page: `wiki/sources/${path}`,
});
const manifestOf = (...entries: SourceEntry[]): Manifest => ({ ...EMPTY_MANIFEST, listedAt: 10_000, sources: new Map(entries.map((each) => [each.path, each])) });
const note = (path: string, hash = `hash of ${path}`): ReadNote => ({ file: { path, mtime: 5_000, size: 10 }, hash });

describe('outlook', () => {
	it('reads only what is new or was touched', () => {
		const view = outlook(
			[
				{ path: 'raw/same.md', mtime: 1_001, size: 10 },
				{ path: 'raw/touched.md', mtime: 1_002, size: 10 },
				{ path: 'raw/new.md', mtime: 1_001, size: 10 },
			],
			manifestOf(entry('raw/same.md'), entry('raw/touched.md'), entry('raw/gone.md')),
		);
		expect(view.settled.map(({ path }) => path)).toEqual(['raw/same.md']);
		expect(view.toRead.map(({ path }) => path)).toEqual(['raw/new.md', 'raw/touched.md']);
		expect(view.gone.map(({ path }) => path)).toEqual(['raw/gone.md']);
	});

	it.each([
		['within the clock step of a fine file system', 9_970, true],
		['well before', 9_901, false],
		['within two seconds, where the time is a whole second', 8_000, true],
		['more than two seconds, where the time is a whole second', 7_000, false],
	])('reads again a note written %s of the listing', (_, mtime, read) => {
		const known = { ...entry('raw/a.md'), mtime };
		expect(outlook([{ path: 'raw/a.md', mtime, size: 10 }], manifestOf(known)).toRead).toHaveLength(read ? 1 : 0);
	});
});

describe('planSources', () => {
	const plan = (manifest: Manifest, read: ReadNote[], listed: string[]): ReturnType<typeof planSources> =>
		planSources(outlook(listed.map((path) => ({ path, mtime: 5_000, size: 10 })), manifest), read, manifest);

	it('tells new, changed, renamed, removed and merely touched notes apart', () => {
		const manifest = manifestOf(entry('raw/kept.md'), entry('raw/edited.md'), entry('raw/old name.md'), entry('raw/gone.md'));
		const result = plan(
			manifest,
			[note('raw/kept.md'), note('raw/edited.md', 'other'), note('raw/new name.md', 'hash of raw/old name.md'), note('raw/new.md')],
			['raw/kept.md', 'raw/edited.md', 'raw/new name.md', 'raw/new.md'],
		);
		expect(result.unchanged.map(({ path }) => path)).toEqual(['raw/kept.md']);
		expect(result.changed.map((each) => each.entry.path)).toEqual(['raw/edited.md']);
		expect(result.renamed.map((each) => [each.entry.path, each.note.file.path])).toEqual([['raw/old name.md', 'raw/new name.md']]);
		expect(result.added.map(({ file }) => file.path)).toEqual(['raw/new.md']);
		expect(result.removed.map(({ path }) => path)).toEqual(['raw/gone.md']);
	});

	it('pairs several equal notes in the order of their paths, whatever the order of the listing', () => {
		const manifest = manifestOf(entry('raw/a.md', 'h'), entry('raw/b.md', 'h'));
		const pairs = (read: ReadNote[]): string[][] => plan(manifest, read, ['raw/x.md', 'raw/y.md']).renamed.map((each) => [each.entry.path, each.note.file.path]);
		expect(pairs([note('raw/y.md', 'h'), note('raw/x.md', 'h')])).toEqual(pairs([note('raw/x.md', 'h'), note('raw/y.md', 'h')]));
		expect(pairs([note('raw/y.md', 'h'), note('raw/x.md', 'h')])).toEqual([['raw/a.md', 'raw/x.md'], ['raw/b.md', 'raw/y.md']]);
	});

	it('takes a copy of a note that still stands for a new source', () => {
		const manifest = manifestOf(entry('raw/a.md', 'h'));
		const result = plan(manifest, [note('raw/a.md', 'h'), note('raw/copy.md', 'h')], ['raw/a.md', 'raw/copy.md']);
		expect(result.renamed).toEqual([]);
		expect(result.added.map(({ file }) => file.path)).toEqual(['raw/copy.md']);
	});
});

describe('looksHalfSynced', () => {
	const limits = { removedSources: 20, removedShare: 0.05 };
	it.each([
		[0, 0, false],
		[1, 1, false],
		[2, 2, false],
		[3, 3, true],
		[12, 12, true],
		[20, 100, false],
		[21, 100, true],
		[500, 10_000, false],
		[501, 10_000, true],
	])('%i of %i sources gone: %s', (removed, known, stops) => {
		expect(looksHalfSynced(removed, known, limits)).toBe(stops);
	});
});

describe('manifest', () => {
	it('reads back what it wrote, and nothing from damaged text', () => {
		const manifest: Manifest = { ...manifestOf(entry('raw/a.md'), entry('raw/ä 日本.md')), stale: ['c-1'], lastRun: { run: 'r-1', at: 'then' }, concepts: 4, disagreements: 1, settings: 'x' };
		expect(decodeManifest(encodeManifest(manifest))).toMatchObject(manifest);
		expect(decodeManifest(encodeManifest(manifest).slice(0, -4))).toBeNull();
		expect(decodeManifest('[]')).toBeNull();
	});
});
