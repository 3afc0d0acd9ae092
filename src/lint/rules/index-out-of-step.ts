import { cataloguePaths } from '../catalogue.js';
import { exampleCatalogue, examplePage } from '../example-page.js';
import type { LintInput } from '../input.js';
import { counted, listed, type Found, type Rule } from '../rule.js';

/** Of a kind with more pages than this the index names only the most important ones. */
const MOST_OF_A_KIND = 1_000;

const FOLLOWS = 'It is written anew with the next commit of a page.';

/** Pages in the vault that the index should name and does not, and what it names that is gone. */
function indexGaps({ links, notes }: LintInput, index: string): { readonly unnamed: readonly string[]; readonly gone: readonly string[] } | null {
	const note = notes.find(({ path }) => path === index);
	if (note === undefined) return null;
	const { files, broken } = note.links;
	const counts = new Map<string, number>();
	for (const { page } of notes) if (page !== null) counts.set(page.type, (counts.get(page.type) ?? 0) + 1);
	const isNamed = (type: string): boolean => type !== 'catalogue' && (counts.get(type) ?? 0) <= MOST_OF_A_KIND;
	const named = new Set(files);
	const unnamed = notes.flatMap(({ path, page, place }) => (page !== null && isNamed(page.type) && !named.has(place) ? [path] : []));
	return { unnamed: unnamed.sort(), gone: broken.map(({ target }) => target) };
}

export const indexOutOfStep: Rule = {
	name: 'index-out-of-step',
	severity: 'warning',
	documentation:
		'A file that code keeps for the whole wiki is missing, does not name every page, or names pages that are gone: `index.md`, `log.md`, `Wiki.base`, `Map.canvas`. Of a kind with more than 1,000 pages the index names only some. A wiki without pages needs none of them.',
	fix: 'The file is rendered again from the pages that there are. The log is not: what it told is not known elsewhere, and it goes on with the next run.',
	examples: [
		{
			name: 'an index that misses a page and names one that is gone, and no map',
			files: {
				...exampleCatalogue('wiki/concepts/Milk.md', 'wiki/concepts/Cup.md'),
				'wiki/Map.canvas': '{"nodes": [{"type": "file", "file": "wiki/concepts/Milk.md"}]}\n',
				'wiki/concepts/Tea.md': examplePage('Tea', 'In a [[Cup]].'),
				'wiki/concepts/Cup.md': examplePage('Cup', 'For [[Tea]].'),
			},
			finds: [
				['wiki/Map.canvas', null, 'The map shows 1 page that is not there: wiki/concepts/Milk.md.'],
				['wiki/index.md', null, 'The index does not name 1 page: wiki/concepts/Tea.md.'],
				['wiki/index.md', null, 'The index names 1 page that is not there: wiki/concepts/Milk.'],
			],
		},
		{
			name: 'no catalogue at all',
			files: { 'wiki/concepts/Tea.md': examplePage('Tea', 'A drink.') },
			finds: [
				['wiki/Map.canvas', null, 'wiki/Map.canvas is missing.'],
				['wiki/Wiki.base', null, 'wiki/Wiki.base is missing.'],
				['wiki/index.md', null, 'wiki/index.md is missing.'],
				['wiki/log.md', null, 'wiki/log.md is missing.'],
			],
		},
		{
			name: 'a catalogue that names every page',
			files: { ...exampleCatalogue('wiki/concepts/Tea.md'), 'wiki/concepts/Tea.md': examplePage('Tea', 'A drink.') },
			finds: [],
		},
		{ name: 'a wiki without pages', files: { 'raw/Tea.md': 'Tea.\n' }, finds: [] },
	],
	check(input) {
		const { layout, links, notes, map } = input;
		const found: Found[] = [];
		if (!notes.some(({ page }) => page !== null && page.type !== 'catalogue')) return found;
		const paths = cataloguePaths(layout);
		for (const [id, path] of Object.entries(paths)) {
			if (links.place(path) === null) found.push({ path, line: null, message: `${path} is missing.`, advice: FOLLOWS, what: 'missing', fixable: id !== 'log' });
		}
		const gaps = indexGaps(input, paths.index);
		const tell = (path: string, what: string, message: string, those: readonly string[]): void => {
			if (those.length > 0) found.push({ path, line: null, message: `${message}: ${listed(those)}.`, advice: FOLLOWS, what, fixable: true, related: those });
		};
		if (gaps !== null) {
			tell(paths.index, 'unnamed', `The index does not name ${counted(gaps.unnamed.length, 'page')}`, gaps.unnamed);
			tell(paths.index, 'gone', `The index names ${counted(gaps.gone.length, 'page that is', 'pages that are')} not there`, gaps.gone);
		}
		const lost = (map ?? []).filter((path) => links.place(path) === null).sort();
		tell(paths.map, 'gone', `The map shows ${counted(lost.length, 'page that is', 'pages that are')} not there`, lost);
		return found;
	},
};
