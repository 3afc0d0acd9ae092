import { pathKey } from '../../vault/vault-path.js';
import { isCatalogue } from '../catalogue.js';
import { examplePage } from '../example-page.js';
import type { LintInput } from '../input.js';
import { pageMeant } from '../names.js';
import { counted, type Found, type Rule } from '../rule.js';

const linkKey = (path: string): string => pathKey(path).replace(/\.md$/, '');

/** Names under which links may mean pages that are worked out and not in the vault. */
function plannedNames({ planned }: LintInput): ReadonlySet<string> {
	return new Set([...planned].flatMap((path) => [linkKey(path), linkKey(path.slice(path.lastIndexOf('/') + 1))]));
}

const times = (count: number): string => (count === 1 ? '' : ` It stands here ${counted(count, 'time')}.`);

export const brokenLink: Rule = {
	name: 'broken-link',
	severity: 'warning',
	documentation:
		'A link on a page leads to no file. Index and log are left alone, and so is what a quoted source links to. Where a compile worked the page out and it is not in the vault, because it waits for review or was denied, this is only a notice.',
	fix: 'Where exactly one page has the name as its title or alias, the link is proposed to lead there, and shows what it showed before.',
	examples: [
		{
			name: 'a target that is not there, and one that was renamed',
			files: {
				'wiki/concepts/Cup.md': examplePage('Cup', 'A cup holds [[Coffee]].\n\nOr [[wiki/concepts/Chai|chai]].\nMore [[Coffee]].'),
				'wiki/concepts/Tea.md': examplePage('Tea', 'A [[Cup]] of it. `[[Code]]` is no link.', { aliases: ['Chai'] }),
			},
			finds: [
				['wiki/concepts/Cup.md', 8, '[[Coffee]] leads to no file. It stands here 2 times.'],
				['wiki/concepts/Cup.md', 10, '[[wiki/concepts/Chai]] leads to no file.'],
			],
		},
		{
			name: 'a target that waits for review',
			files: { 'wiki/concepts/Cup.md': examplePage('Cup', 'A cup holds [[wiki/concepts/Tea|tea]].') },
			planned: ['wiki/concepts/Tea.md'],
			finds: [['wiki/concepts/Cup.md', 8, '[[wiki/concepts/Tea]] leads to a page that is not in the vault: it waits for review, or was denied.']],
		},
		{
			name: 'links by name, path, relative path, in another case, to a file that is no note, and out of the vault',
			files: {
				'wiki/concepts/Cup.md': examplePage('Cup', '[[tea]], [[wiki/concepts/Tea#Green|tea]], [tea](../concepts/Tea.md), ![[Leaf.png]], [[Wiki.base]], <https://example.org>, [there](https://example.org/x).'),
				'wiki/concepts/Tea.md': examplePage('Tea', 'In a [[Cup]].'),
				'wiki/Wiki.base': 'views: []\n',
				'raw/Leaf.png': '',
			},
			finds: [],
		},
	],
	check(input) {
		const found: Found[] = [];
		let planned: ReadonlySet<string> | null = null;
		for (const { path, facts } of input.notes) {
			const { broken } = input.links.resolved(path, facts);
			if (broken.length === 0 || isCatalogue(input.layout, path)) continue;
			planned ??= plannedNames(input);
			for (const { target, line, count } of broken) {
				const place = { path, line, what: target };
				if (planned.has(linkKey(target))) {
					found.push({
						...place,
						severity: 'notice',
						message: `[[${target}]] leads to a page that is not in the vault: it waits for review, or was denied.${times(count)}`,
						advice: 'Review what waits. A denied page is not proposed again as it was.',
					});
					continue;
				}
				const meant = pageMeant(input, target);
				found.push({
					...place,
					message: `[[${target}]] leads to no file.${times(count)}`,
					advice: meant === null ? 'Make the note, or take the link away.' : `${meant} goes by this name: let the link lead there.`,
					fixable: meant !== null && input.pages.has(path),
					related: meant === null ? [] : [meant],
				});
			}
		}
		return found;
	},
};
