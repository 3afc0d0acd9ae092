import { pathKey } from '../../vault/vault-path.js';
import { examplePage } from '../example-page.js';
import type { LintInput } from '../input.js';
import { pageMeant } from '../names.js';
import { counted, type Found, type Rule } from '../rule.js';

const MOST_RELATED = 20;

const linkKey = (path: string): string => pathKey(path).replace(/\.md$/, '');

/** Pages that are worked out and not in the vault, by the names under which links may mean them. */
const plannedNames = ({ planned }: LintInput): ReadonlyMap<string, string> =>
	new Map([...planned].sort().flatMap((path) => [path, path.slice(path.lastIndexOf('/') + 1)].map((name) => [linkKey(name), path] as const)));

const times = (count: number): string => (count === 1 ? '' : ` It stands here ${counted(count, 'time')}.`);

/** Links to one page that is not there yet: told once, however many there are. */
interface Awaited {
	readonly path: string;
	readonly line: number;
	readonly from: string[];
}

const waits = (page: string, { path, line, from }: Awaited): Found => ({
	path,
	line,
	severity: 'notice',
	message: `${counted(from.length, 'page links', 'pages link')} to ${page}, which is not in the vault: it waits for review, or was denied.`,
	advice: 'Review what waits. A denied page is not proposed again as it was.',
	what: page,
	related: [page, ...from.slice(0, MOST_RELATED)],
});

export const brokenLink: Rule = {
	name: 'broken-link',
	severity: 'warning',
	documentation:
		'A link on a page leads to no file. Index and log are left alone, and so is what a quoted source links to. Where a compile worked the page out and it is not in the vault, because it waits for review or was denied, this is one notice for all links to it.',
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
			files: { 'wiki/concepts/Cup.md': examplePage('Cup', 'A cup holds [[wiki/concepts/Tea|tea]], [[Tea]].'), 'wiki/concepts/Pot.md': examplePage('Pot', 'A pot of [[tea]].') },
			planned: ['wiki/concepts/Tea.md'],
			finds: [['wiki/concepts/Cup.md', 8, '2 pages link to wiki/concepts/Tea.md, which is not in the vault: it waits for review, or was denied.']],
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
		const awaited = new Map<string, Awaited>();
		let planned: ReadonlyMap<string, string> | null = null;
		for (const { path, links, page: own, isCatalogue } of input.notes) {
			if (links.broken.length === 0 || isCatalogue) continue;
			planned ??= plannedNames(input);
			for (const { target, line, count } of links.broken) {
				const page = planned.get(linkKey(target));
				if (page !== undefined) {
					const known = awaited.get(page);
					if (known === undefined) awaited.set(page, { path, line, from: [path] });
					else if (known.from.at(-1) !== path) known.from.push(path);
					continue;
				}
				const meant = pageMeant(input, target);
				found.push({
					path,
					line,
					what: target,
					message: `[[${target}]] leads to no file.${times(count)}`,
					advice: meant === null ? 'Make the note, or take the link away.' : `${meant} goes by this name: let the link lead there.`,
					fixable: meant !== null && own !== null,
					related: meant === null ? [] : [meant],
				});
			}
		}
		for (const [page, links] of awaited) found.push(waits(page, links));
		return found;
	},
};
