import { examplePage } from '../example-page.js';
import type { SourceState } from '../input.js';
import { counted, listed, type Found, type Rule } from '../rule.js';

const citing = (quote: string): string => `Tea is a drink.[^a1]\n\n[^a1]: [[raw/Tea]] “${quote}”`;

export const stalePage: Rule = {
	name: 'stale-page',
	severity: 'warning',
	documentation:
		'A source that the page cites changed or was removed since the last compile, or the page waits to be written again, such as after an undo. What it says may no longer be what the sources say.',
	fix: null,
	examples: [
		{
			name: 'a source that changed, and one that is gone',
			files: {
				'wiki/concepts/Tea.md': examplePage('Tea', `${citing('Tea is a drink.')}\n[^b2]: [[raw/Old]] “Tea is old.”`),
				'raw/Tea.md': 'Tea is a drink. It is hot.\n',
			},
			sources: { 'raw/Tea.md': 'changed', 'raw/Old.md': 'gone' },
			finds: [['wiki/concepts/Tea.md', null, 'A source of this page changed since the last compile: raw/Tea.md. A source of this page was removed: raw/Old.md.']],
		},
		{
			name: 'a page that waits to be written again',
			files: { 'wiki/concepts/Tea.md': examplePage('Tea', citing('Tea is a drink.')), 'raw/Tea.md': 'Tea is a drink.\n' },
			waiting: ['c-tea'],
			finds: [['wiki/concepts/Tea.md', null, 'This page waits to be written again.']],
		},
		{
			name: 'a page whose sources are as they were compiled, and a note of your own',
			files: { 'wiki/concepts/Tea.md': examplePage('Tea', citing('Tea is a drink.')), 'raw/Tea.md': 'Tea is a drink.\n', 'raw/New.md': 'Milk.\n', 'wiki/Mine.md': 'About [[Tea]].\n' },
			sources: { 'raw/New.md': 'new' },
			finds: [],
		},
	],
	check({ notes, sources, waiting }) {
		const moved = new Map<string, SourceState>();
		for (const [path, state] of sources) if (state === 'changed' || state === 'gone') moved.set(path, state);
		const found: Found[] = [];
		if (moved.size === 0 && waiting.size === 0) return found;
		for (const { path, page, facts: { sources: cited } } of notes) {
			if (page === null) continue;
			if (!waiting.has(page.id) && !cited.some((source) => moved.has(source))) continue;
			const those = cited.filter((source) => moved.has(source)).sort();
			const changed = those.filter((source) => moved.get(source) === 'changed');
			const gone = those.filter((source) => moved.get(source) === 'gone');
			const tell = (some: readonly string[], what: string): string[] =>
				some.length === 0 ? [] : [`${some.length === 1 ? 'A source' : counted(some.length, 'source')} of this page ${what.replace('was', some.length === 1 ? 'was' : 'were')}: ${listed(some)}.`];
			const reasons = [...tell(changed, 'changed since the last compile'), ...tell(gone, 'was removed')];
			found.push({
				path,
				line: null,
				message: reasons.length === 0 ? 'This page waits to be written again.' : reasons.join(' '),
				advice: 'Compile, and review what is proposed.',
				what: '',
				related: [...changed, ...gone],
			});
		}
		return found;
	},
};
