import { examplePage } from '../example-page.js';
import { pagesByName } from '../names.js';
import { listed, type Found, type Rule } from '../rule.js';

export const collidingNames: Rule = {
	name: 'colliding-names',
	severity: 'warning',
	documentation:
		'Two pages go by one name: a title, an alias or a file name, compared without case. A reader who follows the name finds one of them and misses the other. Pages of sources are left out, because a source is often called what it is about.',
	fix: null,
	examples: [
		{
			name: 'an alias that is another page’s title',
			files: {
				'wiki/concepts/Tea.md': examplePage('Tea', 'A drink, like [[Chai]].', { aliases: ['chai', 'Cha'] }),
				'wiki/concepts/Chai.md': examplePage('Chai', 'Spiced [[Tea]].', { aliases: ['cha'] }),
			},
			finds: [['wiki/concepts/Chai.md', null, '“Chai”, “cha” also name wiki/concepts/Tea.md.']],
		},
		{
			name: 'a source that is called like the concept',
			files: {
				'wiki/concepts/Tea.md': examplePage('Tea', 'In a [[Cup]].', { aliases: ['tea'] }),
				'wiki/concepts/Cup.md': examplePage('Cup', 'For [[Tea]].'),
				'wiki/sources/Tea (source).md': examplePage('Tea', 'Of [[wiki/concepts/Tea]].', { type: 'source', id: 's-tea' }),
			},
			finds: [],
		},
	],
	check(input) {
		const groups = new Map<string, { paths: readonly string[]; names: string[] }>();
		for (const same of pagesByName(input).values()) {
			const [first] = same;
			if (first === undefined || same.length < 2) continue;
			const paths = same.map(({ path }) => path);
			const key = paths.join('\n');
			const group = groups.get(key);
			if (group) group.names.push(first.name);
			else groups.set(key, { paths, names: [first.name] });
		}
		return [...groups].map(([what, { paths: [path = '', ...others], names }]): Found => ({
			path,
			line: null,
			message: `${names.map((name) => `“${name}”`).join(', ')} also ${names.length === 1 ? 'names' : 'name'} ${listed(others)}.`,
			advice: 'If they are one thing, bring them together on one page. If not, give each a name of its own.',
			what,
			related: others,
		}));
	},
};
