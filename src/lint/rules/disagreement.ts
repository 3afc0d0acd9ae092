import { examplePage } from '../example-page.js';
import type { LintDisagreement, LintNote, LintSide } from '../input.js';
import type { Found, Rule } from '../rule.js';

const HEIGHT: LintDisagreement = {
	id: 'd-1',
	topic: 'Height of the tower',
	about: 'number',
	left: { source: 'raw/A.md', quote: 'The tower is 30 m tall.', line: 1 },
	right: { source: 'raw/B.md', quote: 'The tower is 40 m tall.', line: 3 },
	subjects: ['c-tower'],
};

const at = ({ source, line }: LintSide): string => (line === null ? source : `${source}:${String(line)}`);

/** The page that shows it, and the line of its callout; where no page does yet, the first of its two sides. */
function placeOf(pages: ReadonlyMap<string, LintNote>, { topic, subjects, left }: LintDisagreement): Pick<Found, 'path' | 'line'> {
	for (const subject of subjects) {
		const note = pages.get(subject);
		const callout = note?.facts.warnings.find(({ title }) => title === topic);
		if (note !== undefined && callout !== undefined) return { path: note.path, line: callout.line };
	}
	return { path: left.source, line: left.line };
}

export const disagreement: Rule = {
	name: 'disagreement',
	severity: 'notice',
	documentation:
		'Two sources say what cannot both be so: another number, another date, the opposite. Both sides are shown with their places; which one holds is for you to tell. It goes away when one of the sources is mended and compiled.',
	fix: null,
	examples: [
		{
			name: 'two heights of one tower, with and without a page that shows them',
			files: {
				'wiki/concepts/Tower.md': examplePage('Tower', '## Disagreements\n> [!warning] Height of the tower\n> - “30 m”\n> - “40 m”'),
				'raw/A.md': 'The tower is 30 m tall.\n',
				'raw/B.md': '# B\n\nThe tower is 40 m tall.\n',
			},
			disagreements: [HEIGHT, { ...HEIGHT, id: 'd-2', topic: 'Age', subjects: [] }],
			finds: [
				['raw/A.md', 1, 'Age: “The tower is 30 m tall.” (raw/A.md:1), but “The tower is 40 m tall.” (raw/B.md:3).'],
				['wiki/concepts/Tower.md', 9, 'Height of the tower: “The tower is 30 m tall.” (raw/A.md:1), but “The tower is 40 m tall.” (raw/B.md:3).'],
			],
		},
		{ name: 'sources that agree', files: { 'raw/A.md': 'The tower is 30 m tall.\n', 'raw/B.md': 'The tower is 30 m tall.\n' }, finds: [] },
	],
	check({ notes, disagreements }) {
		if (disagreements.length === 0) return [];
		const wanted = new Set(disagreements.flatMap(({ subjects }) => subjects));
		const pages = new Map<string, LintNote>();
		for (const note of notes) if (note.page !== null && wanted.has(note.page.id)) pages.set(note.page.id, note);
		return disagreements.map((entry): Found => {
			const { id, topic, left, right } = entry;
			return {
				...placeOf(pages, entry),
				message: `${topic}: “${left.quote}” (${at(left)}), but “${right.quote}” (${at(right)}).`,
				advice: 'Look both up. If one is wrong, mend that source and compile.',
				what: id,
				related: [left.source, right.source],
			};
		});
	},
};
