import { examplePage } from '../example-page.js';
import { counted, listed, type Found, type Rule } from '../rule.js';

export const ambiguousLink: Rule = {
	name: 'ambiguous-link',
	severity: 'warning',
	documentation:
		'A link names a file without its folder, and files of that name stand in several folders. The app opens one of them without asking. Files below the system’s own folder do not count.',
	fix: null,
	examples: [
		{
			name: 'a name in two folders',
			files: {
				'wiki/concepts/Cup.md': examplePage('Cup', 'A cup holds [[Tea]].'),
				'wiki/concepts/Tea.md': examplePage('Tea', 'In a [[Cup]].'),
				'raw/Tea.md': 'Tea is a drink.\n',
			},
			finds: [['wiki/concepts/Cup.md', 8, '[[Tea]] may mean 2 files: raw/Tea.md, wiki/concepts/Tea.md.']],
		},
		{
			name: 'a path, and a name that also stands in the trash',
			files: {
				'wiki/concepts/Cup.md': examplePage('Cup', 'A cup holds [[wiki/concepts/Tea|tea]] and [[Milk]].'),
				'wiki/concepts/Tea.md': examplePage('Tea', 'In a [[Cup]].'),
				'wiki/concepts/Milk.md': examplePage('Milk', 'In a [[Cup]].'),
				'raw/Tea.md': 'Tea is a drink.\n',
				'_commonplace/trash/r-1/wiki/concepts/Milk.md': 'Milk.\n',
			},
			finds: [],
		},
	],
	check({ links, notes }) {
		const found: Found[] = [];
		for (const { path, links: own, isCatalogue } of notes) {
			if (own.ambiguous.length === 0 || isCatalogue) continue;
			for (const { link, files } of own.ambiguous) {
				const paths = files.map((place) => links.files[place] ?? '');
				found.push({
					path,
					line: link.line,
					message: `[[${link.target}]] may mean ${counted(paths.length, 'file')}: ${listed(paths)}.`,
					advice: 'Write the folder in front of the name.',
					what: link.target,
					related: paths,
				});
			}
		}
		return found;
	},
};
