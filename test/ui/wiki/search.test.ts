import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WikiPage } from '../../../src/compile/wiki-views.js';
import { searchKey, sortedByName, sortKey } from '../../../src/model/search-key.js';
import { indexPages, SORT_KEYS } from '../../../src/ui/wiki/page-index.js';
import { listPages, type PageQuery } from '../../../src/ui/wiki/page-list.js';

const page = (title: string, more: Partial<WikiPage> = {}): WikiPage => ({
	path: `wiki/concepts/${title}.md`,
	id: title,
	type: 'concept',
	title,
	aliases: [],
	summary: '',
	created: '2026-01-01',
	updated: '2026-01-01',
	sources: 0,
	linksTo: [],
	linkedFrom: ['wiki/index.md'],
	disagreements: 0,
	stale: false,
	...more,
});

const QUERY: PageQuery = { type: 'concept', search: '', sort: 'name', health: null };
const titles = (pages: readonly WikiPage[], query: Partial<PageQuery> = {}): readonly string[] => listPages(indexPages(sortedByName(pages)), { ...QUERY, ...query }).pages.map(({ title }) => title);

describe('the key of a search', () => {
	it.each([
		['Café', 'cafe'],
		['NAÏVE', 'naive'],
		['Straße', 'strasse'],
		['Łódź', 'lodz'],
		['Søren', 'soren'],
		['İstanbul', 'istanbul'],
		['D’Alembert', "d'alembert"],
		['post‑war', 'post-war'],
		['Ёлка', 'елка'],
		['記憶', '記憶'],
	])('of %s is %s', (typed, key) => {
		expect(searchKey(typed)).toBe(key);
	});

	it('is the same for composed and decomposed text, and for the key itself', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(searchKey(text.normalize('NFD'))).toBe(searchKey(text.normalize('NFC')));
			}),
		);
		expect(searchKey(searchKey('Ærøskøbing – Łódź'))).toBe(searchKey('Ærøskøbing – Łódź'));
	});

	it('sorts numbers by their value', () => {
		expect(['No. 10', 'No. 9', 'Élan', 'Elbow'].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))).toEqual(['Élan', 'Elbow', 'No. 9', 'No. 10']);
	});
});

describe('a search of the wiki', () => {
	const wiki = [
		page('Curve of forgetting'),
		page('Learning', { summary: 'How memory grows and what forgetting does to it.' }),
		page('Decay', { aliases: ['Forgetting curve'] }),
		page('Forgetting'),
		page('Café culture', { summary: 'Coffee.' }),
		page('Ebbinghaus', { type: 'entity', aliases: ['The man of forgetting'] }),
	];

	it('ranks a title that begins with it before a title, an alias, and the summary', () => {
		expect(titles(wiki, { search: 'forget' })).toEqual(['Forgetting', 'Curve of forgetting', 'Decay', 'Learning']);
	});

	it('takes no notice of case, diacritics and blanks around', () => {
		expect(titles(wiki, { search: '  CAFÉ ' })).toEqual(['Café culture']);
		expect(titles(wiki, { search: 'cafe' })).toEqual(['Café culture']);
	});

	it('finds words that stand apart, last of all', () => {
		expect(titles(wiki, { search: 'memory learning' })).toEqual(['Learning']);
		expect(titles(wiki, { search: 'memory zebra' })).toEqual([]);
	});

	it('does not match over the end of a title', () => {
		expect(titles([page('Spaced', { aliases: ['repetition'] })], { search: 'spacedrep' })).toEqual([]);
	});

	it('counts what matches under the other types too', () => {
		expect(Object.fromEntries(listPages(indexPages(sortedByName(wiki)), { ...QUERY, search: 'forgetting' }).counts)).toEqual({ concept: 4, entity: 1 });
	});

	it('keeps every page when nothing is searched, in any order', () => {
		const pages = fc.array(
			fc.record({ n: fc.nat(99), links: fc.nat(3), sources: fc.nat(5) }).map(({ n, links, sources }) => page(`Page ${n}`, { sources, linksTo: Array.from({ length: links }, (_, to) => `${to}`) })),
		);
		fc.assert(
			fc.property(pages, fc.constantFrom(...SORT_KEYS), (some, sort) => {
				expect([...titles(some, { sort })].sort()).toEqual(some.map(({ title }) => title).sort());
			}),
		);
	});
});

describe('the list', () => {
	const wiki = [
		page('B', { sources: 1, linksTo: ['x'], updated: '2026-03-01' }),
		page('A', { sources: 1, updated: '2026-01-05' }),
		page('C', { sources: 4, linksTo: ['x', 'y'], updated: '2026-02-01' }),
	];

	it.each([
		['name', ['A', 'B', 'C']],
		['links', ['C', 'B', 'A']],
		['sources', ['C', 'A', 'B']],
		['updated', ['B', 'C', 'A']],
	] as const)('sorts by %s', (sort, order) => {
		expect(titles(wiki, { sort })).toEqual(order);
	});

	it('sorts the matches of one rank in the order that was asked for', () => {
		expect(titles([page('Note 1', { sources: 1 }), page('Note 2', { sources: 9 }), page('A note', { sources: 20 })], { search: 'note', sort: 'sources' })).toEqual(['Note 2', 'Note 1', 'A note']);
	});

	it.each([
		['orphans', 'Alone'],
		['disagreements', 'Disputed'],
		['stale', 'Old'],
	] as const)('leaves only %s', (health, title) => {
		const pages = [page('Well'), page('Alone', { linkedFrom: [] }), page('Disputed', { disagreements: 1 }), page('Old', { stale: true })];
		expect(titles(pages, { health })).toEqual([title]);
	});

	it('does not call a source that nothing links to an orphan', () => {
		expect(titles([page('Source', { type: 'source', linkedFrom: [] })], { type: 'source', health: 'orphans' })).toEqual([]);
	});

	it('gives types that the vault adds a tab behind the known ones', () => {
		expect(indexPages([page('x', { type: 'recipe' }), page('y', { type: 'synthesis' }), page('z', { type: 'address' })]).types).toEqual(['concept', 'entity', 'source', 'answer', 'synthesis', 'address', 'recipe']);
	});
});
