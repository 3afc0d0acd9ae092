import { examplePage } from '../example-page.js';
import { counted, type Found, type Rule } from '../rule.js';

export const missingQuote: Rule = {
	name: 'missing-quote',
	severity: 'error',
	documentation:
		'A footnote’s quote no longer stands in the source that it names, or that source cannot be read: the sentence above it has lost its proof. White space and Unicode forms are folded before they are compared, and […] may skip text. While the source waits to be compiled it is a warning, because the next compile mends it; else somebody changed the quote or the page’s footnote, and it is an error.',
	fix: null,
	examples: [
		{
			name: 'a quote that was changed, and a source that is gone',
			files: {
				'wiki/concepts/Tea.md': examplePage('Tea', 'Tea is hot.[^a1] It is old.[^b2][^c3]\n\n[^a1]: [[raw/Tea]] “Tea is hot.”\n[^b2]: [[raw/Old]] “Tea is old.”\n[^c3]: [[raw/Old]] “Very old.”'),
				'raw/Tea.md': 'Tea is a drink.\n',
			},
			finds: [
				['wiki/concepts/Tea.md', 10, 'The quote of footnote a1 does not stand in raw/Tea.md.'],
				['wiki/concepts/Tea.md', 11, 'raw/Old.md, which 2 footnotes cite, cannot be read.'],
			],
		},
		{
			name: 'quotes over two lines, with a gap, and a footnote of your own',
			files: {
				'wiki/concepts/Tea.md': examplePage('Tea', 'Tea is a drink.[^a1] Hot.[^b2] Mine.[^x]\n\n[^a1]: [[raw/Tea#Hot|Tea]] “Tea is a drink.”\n[^b2]: [Tea](raw/Tea.md) “Tea is […] hot.”\n[^x]: I remember this.'),
				'raw/Tea.md': '# Hot\nTea is\na drink. It is hot.\n',
			},
			finds: [],
		},
	],
	check({ notes, sources }) {
		const found: Found[] = [];
		for (const { path, brokenQuotes } of notes) {
			if (brokenQuotes.length === 0) continue;
			const unread = new Map<string, { line: number; count: number }>();
			const weight = (source: string): Pick<Found, 'severity' | 'advice'> => {
				const state = sources.get(source);
				return state === 'changed' || state === 'gone'
					? { severity: 'warning', advice: 'Compile, to have the page follow its source.' }
					: { advice: 'Bring back what was quoted, or take the footnote and what rests on it away.' };
			};
			for (const { label, source, line, fault } of brokenQuotes) {
				if (fault === 'not-there') {
					found.push({ path, line, message: `The quote of footnote ${label} does not stand in ${source}.`, ...weight(source), what: `${label} ${source}`, related: [source] });
					continue;
				}
				const known = unread.get(source);
				if (known) known.count += 1;
				else unread.set(source, { line, count: 1 });
			}
			for (const [source, { line, count }] of unread) {
				const cite = count === 1 ? 'a footnote cites' : `${counted(count, 'footnote')} cite`;
				found.push({ path, line, message: `${source}, which ${cite}, cannot be read.`, ...weight(source), what: source, related: [source] });
			}
		}
		return found;
	},
};
