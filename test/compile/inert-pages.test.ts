import { describe, expect, it } from 'vitest';
import { memoryVault } from '../../src/vault/memory.js';
import { compile, failuresOf, open } from '../promises/vault-fixture.js';

/** What would act on a page, as notes about such things really speak of it. */
const ACTING = {
	element: 'the <details> element',
	'element in code': 'the `<video>` element',
	generic: 'Array<object> types',
	'escaped generic': 'List\\<object> types',
	comparison: 'a<b comparisons',
	comment: 'text <!-- hidden --> more',
	'template command': '<% tp.date.now() %> templates',
	'template command in code': '`<% tp.file.title %>` templates',
	'query in code': '`$= dv.current()` scripts',
	button: '`BUTTON[go]` buttons',
	'link to a heading with an element': '[[Other#The <object> part|objects]] parts',
	'link to a program': '[open](obsidian://open?vault=x) links',
	'address of a host and none': '`https://`/`http://` and (http://example.org) addresses',
	'comment mark in code': '`%%` marks, see [it](https://example.org/it),',
	'address of a file': 'file:///etc/passwd files',
	frame: '<iframe src="https://x.org"></iframe> frames',
	comments: '100 %% of cases',
	entities: '&lt;object&gt; entities',
	tilde: 'about ~5 and 20%ab',
};

const PLACES: Readonly<Record<string, (text: string) => string>> = {
	title: (text) => `# ${text}\n\nA **glass pane** is a sheet of glass. The glass pane is flat.\n`,
	'title in the properties': (text) => `---\ntitle: ${JSON.stringify(text)}\n---\nA **glass pane** is a sheet of glass. The glass pane is flat.\n`,
	alias: (text) => `---\naliases: [${JSON.stringify(text)}]\n---\n# Glass pane\n\nA **glass pane** is a sheet of glass. The glass pane is flat.\n`,
	heading: (text) => `# Glass\n\n## ${text}\n\nA **glass pane** is a sheet of glass. The glass pane is flat.\n`,
	term: (text) => `# Glass\n\nThe **${text}** is a sheet of glass. A **${text}** is flat. Some ${text} are flat.\n`,
	prose: (text) => `# Glass\n\nA **glass pane** is a sheet like ${text} of sand. A glass pane and ${text} are flat.\n`,
	label: (text) => `# Glass\n\n- ${text}: a glass pane is a sheet of glass.\n- **Glass pane**: a sheet of ${text}.\n\nThe glass pane is flat.\n`,
};

describe.each(Object.entries(PLACES))('a note that only speaks of it, as its %s,', (_place, note) => {
	it.each(Object.entries(ACTING))('does not block the pages that cite it: %s', async (_what, text) => {
		const vault = memoryVault({ 'raw/One.md': note(text), 'raw/Two.md': '# Windows\n\nA window holds a glass pane. A glass pane is cut to size.\n' });
		const { app } = open(vault);
		const report = await compile(app, 'passed');
		expect(report.proposals.filter(({ verdict }) => verdict.disposition !== 'PASS').map(({ proposal, verdict }) => [proposal.path, ...verdict.rules])).toEqual([]);
		expect(report.proposals.length).toBeGreaterThan(1);
		expect(failuresOf(await app.verify())).toEqual([]);
	});
});
