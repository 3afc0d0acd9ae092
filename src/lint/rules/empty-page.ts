import { examplePage } from '../example-page.js';
import type { Found, Rule } from '../rule.js';

export const emptyPage: Rule = {
	name: 'empty-page',
	severity: 'warning',
	documentation: 'The page holds properties and headings at most: whoever follows a link to it finds nothing.',
	fix: 'A page that the machine wrote is proposed to be retired. Only a person can approve that, and undo brings it back.',
	examples: [
		{
			name: 'a page with a heading only, and a note without anything',
			files: { 'wiki/concepts/Tea.md': examplePage('Tea', '## Mechanism\n\n---\n%% later %%'), 'wiki/Cup.md': '', 'wiki/Links.md': '[[Tea]] [[Cup]] [[Links]]\n' },
			finds: [
				['wiki/concepts/Tea.md', null, 'This page is empty.'],
				['wiki/Cup.md', null, 'This page is empty.'],
			],
		},
		{ name: 'a page with one sentence', files: { 'wiki/concepts/Tea.md': examplePage('Tea', 'Tea is a drink.') }, finds: [] },
	],
	check({ notes }) {
		const found: Found[] = [];
		for (const { path, facts, page, isCatalogue } of notes) {
			if (!facts.empty || isCatalogue) continue;
			const ours = page !== null;
			found.push({
				path,
				line: null,
				message: 'This page is empty.',
				advice: ours ? 'Undo what emptied it, or have it retired.' : 'Write it, or delete it.',
				what: '',
				fixable: ours,
			});
		}
		return found;
	},
};
