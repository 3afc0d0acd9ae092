import { examplePage } from '../example-page.js';
import type { LintInput } from '../input.js';
import type { LinkIndex } from '../link-index.js';
import type { Piece } from '../own-string.js';
import type { Found, Rule } from '../rule.js';

type Mentions = LintInput['mentions'];

const told = new WeakMap<LinkIndex, { readonly mentions: Mentions; readonly counts: Uint32Array }>();

/** How many notes outside the wiki link to each file, by its place. As long as the files are the same, only notes that changed are counted anew. */
function mentionCounts(links: LinkIndex, mentions: Mentions): Uint32Array {
	const known = told.get(links) ?? { mentions: new Map<string, readonly Piece[]>(), counts: new Uint32Array(links.files.length) };
	const before = known.mentions;
	if (before === mentions) return known.counts;
	const counts = known.counts.slice();
	const add = (path: string, targets: readonly Piece[], by: number): void => {
		for (const target of targets) for (const place of links.resolve(target, path)) counts[place] = (counts[place] ?? 0) + by;
	};
	for (const [path, targets] of mentions) {
		const those = before.get(path);
		if (those === targets) continue;
		if (those !== undefined) add(path, those, -1);
		add(path, targets, 1);
	}
	for (const [path, targets] of before) if (!mentions.has(path)) add(path, targets, -1);
	told.set(links, { mentions, counts });
	return counts;
}

/** How many links lead to each file from pages and notes, by its place. */
function inbound({ links, notes, mentions }: LintInput): Uint32Array {
	const counts = mentionCounts(links, mentions).slice();
	for (const note of notes) {
		if (note.isCatalogue || note.isSourcePage) continue;
		for (const place of note.links.files) if (place !== note.place) counts[place] = (counts[place] ?? 0) + 1;
	}
	return counts;
}

export const orphanPage: Rule = {
	name: 'orphan-page',
	severity: 'notice',
	documentation:
		'Nothing leads to the page: no other page links to it, and no note of yours. It can still be found by search and in the index, but nobody comes upon it. Links from index, log, map and pages of sources do not count, because those link to everything. Pages of sources are left alone: footnotes lead to the sources themselves.',
	fix: null,
	examples: [
		{
			name: 'a page that only the index names',
			files: { 'wiki/index.md': '- [[wiki/concepts/Tea]]\n', 'wiki/concepts/Tea.md': examplePage('Tea', 'Tea is a drink. See also [[Tea]].') },
			finds: [['wiki/concepts/Tea.md', null, 'No page and no note links here.']],
		},
		{
			name: 'a page that another page links to, and one that a note links to',
			files: {
				'wiki/concepts/Tea.md': examplePage('Tea', 'Tea is a drink.'),
				'wiki/concepts/Cup.md': examplePage('Cup', 'A cup holds [[Tea]].'),
				'raw/Kitchen.md': 'Three of [[Cup|these]].\n',
			},
			finds: [],
		},
	],
	check(input) {
		const counts = inbound(input);
		const found: Found[] = [];
		for (const { path, place, isCatalogue, isSourcePage } of input.notes) {
			if (counts[place] !== 0 || isCatalogue || isSourcePage) continue;
			found.push({
				path,
				line: null,
				message: 'No page and no note links here.',
				advice: 'Link to it from a page that it belongs to, or add an alias under which other pages name it.',
				what: '',
			});
		}
		return found;
	},
};
