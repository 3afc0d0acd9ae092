import { examplePage } from '../example-page.js';
import type { LintNote } from '../input.js';
import type { Properties } from '../properties.js';
import { eachNote, type Found, type Rule } from '../rule.js';

type Kind = 'text' | 'date' | 'id' | 'list';

/** What stands at the head of every page; lists may be missing. */
const EXPECTED: readonly (readonly [name: string, kind: Kind])[] = [
	['title', 'text'],
	['type', 'text'],
	['aliases', 'list'],
	['tags', 'list'],
	['sources', 'list'],
	['created', 'date'],
	['updated', 'date'],
	['commonplace-id', 'id'],
];

const FORMS: Readonly<Record<Kind, { readonly says: string; readonly holds: (value: unknown) => boolean }>> = {
	text: { says: 'a text', holds: (value) => typeof value === 'string' && value.trim() !== '' },
	date: { says: 'a date like 2026-11-22', holds: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) },
	id: { says: 'the id that the page was given', holds: (value) => typeof value === 'string' && /^[a-z]-[0-9a-z]+$/.test(value) },
	list: { says: 'a list of texts', holds: (value) => value === null || (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number')) },
};

function wrong(path: string, data: Properties): Found[] {
	const found: Found[] = [];
	for (const [name, kind] of EXPECTED) {
		const value = data[name];
		const { says, holds } = FORMS[kind];
		if (value === undefined && kind === 'list') continue;
		if (value === undefined) found.push({ path, line: null, message: `The property “${name}” is missing.`, advice: `Add it: it is ${says}.`, what: name });
		else if (!holds(value)) found.push({ path, line: null, message: `The property “${name}” is not ${says}.`, advice: 'Mend it.', what: name });
	}
	return found;
}

/** What is wrong with one note: it stays so for as long as the note does. */
const faults = eachNote(({ path, facts, page, isCatalogue }: LintNote) => {
	const { properties, problems } = facts;
	const found: Found[] = problems.map(({ line, message }) => ({
		path,
		line,
		message,
		advice: properties === null ? 'Until then the page has neither title nor aliases for the app.' : null,
		what: message,
	}));
	if (page === null || properties === null || isCatalogue) return found;
	if (properties === 'none') {
		found.push({ path, line: null, message: 'The page lost its properties.', advice: 'Bring them back from its last version, or compile to have them proposed.', what: '' });
		return found;
	}
	found.push(...wrong(path, properties));
	const id = properties['commonplace-id'];
	if (FORMS.id.holds(id) && id !== page.id)
		found.push({ path, line: null, message: `The property “commonplace-id” says ${String(id)}, but the page is ${page.id}.`, advice: `Write ${page.id}, or the page is taken for another.`, what: 'id' });
	return found;
});

export const invalidProperties: Rule = {
	name: 'invalid-properties',
	severity: 'warning',
	documentation:
		'The properties of a note in the wiki cannot be read, or a page that the machine wrote lost one that it needs, or has one of another kind. Tables, search and the next compile rely on them; a page without its `commonplace-id` is taken for a note of your own. Properties that you add are left alone.',
	fix: null,
	examples: [
		{
			name: 'broken YAML, a missing date, an alias that is no list',
			files: {
				'wiki/concepts/Tea.md': '---\ntitle: Tea\naliases: [a\n---\nTea.\n',
				'wiki/concepts/Cup.md': '---\ntitle: Cup\ntype: concept\naliases: mug\nupdated: soon\ncommonplace-id: c-cup\n---\nFor [[Tea]].\n',
			},
			finds: [
				['wiki/concepts/Cup.md', null, 'The property “aliases” is not a list of texts.'],
				['wiki/concepts/Cup.md', null, 'The property “created” is missing.'],
				['wiki/concepts/Cup.md', null, 'The property “updated” is not a date like 2026-11-22.'],
				['wiki/concepts/Tea.md', 4, 'The properties are not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. Mend this line; until then the note counts as without properties.'],
			],
		},
		{
			name: 'properties of your own, and a note of yours without any',
			files: { 'wiki/concepts/Tea.md': examplePage('Tea', 'Tea.').replace('---\ntitle', '---\nrating: 5\ntitle'), 'wiki/Mine.md': 'About [[Tea]].\n' },
			finds: [],
		},
	],
	check: faults,
};
