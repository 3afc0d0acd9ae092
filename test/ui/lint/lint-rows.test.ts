import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../../../src/lint/finding.js';
import { filterFindings, findingTexts, lintRows, type FindingQuery, type LintRow } from '../../../src/ui/lint/lint-rows.js';
import { FIRST_LINT_STATE, readLintState } from '../../../src/ui/lint/lint-state.js';
import { FIRST_WIKI_STATE, readWikiState } from '../../../src/ui/wiki/wiki-state.js';

const finding = (id: string, severity: Severity, rule: string, path: string, line: number | null = null, more: Partial<Finding> = {}): Finding => ({ id, severity, rule, path, line, message: `Message of ${id}.`, advice: null, fixable: false, related: [], ...more });

const FINDINGS = [
	finding('1', 'error', 'broken-link', 'wiki/b.md', 9),
	finding('2', 'error', 'broken-link', 'wiki/a.md', 30),
	finding('3', 'error', 'quote-drift', 'wiki/a.md', 4, { message: 'The quote “Café” is gone.', advice: 'Compile anew.' }),
	finding('4', 'notice', 'orphan-page', 'wiki/a.md', null, { related: ['raw/Old letter.md'] }),
];

const shown = (row: LintRow): string => {
	switch (row.kind) {
		case 'severity':
			return `${row.severity} ${row.count}`;
		case 'rule':
			return `  ${row.rule} ${row.count}`;
		case 'file':
			return `${row.path} ${row.count} ${row.worst}`;
		case 'finding':
			return `${'  '.repeat(row.level - 1)}${row.finding.id}`;
	}
};

describe('the lines of the lint view', () => {
	it('stand under their severity, worst first, and their rule', () => {
		expect(lintRows(FINDINGS, 'rule', new Set()).map(shown)).toEqual(['error 3', '  broken-link 2', '    1', '    2', '  quote-drift 1', '    3', 'notice 1', '  orphan-page 1', '    4']);
	});

	it('stand under their file in the order of its lines, with the worst severity', () => {
		expect(lintRows(FINDINGS, 'file', new Set()).map(shown)).toEqual(['wiki/a.md 3 error', '  4', '  3', '  2', 'wiki/b.md 1 error', '  1']);
	});

	it('leave out what is in a closed group, and keep its count', () => {
		expect(lintRows(FINDINGS, 'rule', new Set(['severity:error:broken-link', 'severity:notice'])).map(shown)).toEqual(['error 3', '  broken-link 2', '  quote-drift 1', '    3', 'notice 1']);
	});

	it('have keys of their own', () => {
		for (const grouping of ['rule', 'file'] as const) {
			const keys = lintRows(FINDINGS, grouping, new Set()).map(({ key }) => key);
			expect(new Set(keys).size).toBe(keys.length);
		}
	});
});

describe('the filter of findings', () => {
	const query = (patch: Partial<FindingQuery>): readonly string[] => filterFindings(FINDINGS, findingTexts(FINDINGS), { severity: null, rule: null, text: '', ...patch }).map(({ id }) => id);

	it.each<[string, Partial<FindingQuery>, readonly string[]]>([
		['severity', { severity: 'notice' }, ['4']],
		['rule', { rule: 'broken-link' }, ['1', '2']],
		['a path', { text: 'wiki/b' }, ['1']],
		['a message without its diacritics', { text: 'cafe' }, ['3']],
		['advice', { text: 'compile' }, ['3']],
		['a related file', { text: 'old letter' }, ['4']],
		['words in any order', { text: 'link a.md' }, ['2']],
		['all of it at once', { severity: 'error', rule: 'broken-link', text: 'a.md' }, ['2']],
		['nothing', { text: '  ' }, ['1', '2', '3', '4']],
	])('takes %s', (_, patch, ids) => {
		expect(query(patch)).toEqual(ids);
	});
});

describe('what the app kept of a view', () => {
	it('comes back as it was', () => {
		const wiki = { tab: 'entity', sort: 'links', search: 'x', health: 'stale', selected: 'a.md', pane: 'detail' } as const;
		expect(readWikiState(JSON.parse(JSON.stringify(wiki)), FIRST_WIKI_STATE)).toEqual(wiki);
		const lint = { severity: 'error', rule: 'broken-link', text: 'x', grouping: 'file', selected: 'f-1' } as const;
		expect(readLintState(JSON.parse(JSON.stringify(lint)), FIRST_LINT_STATE)).toEqual(lint);
	});

	it.each([null, 3, 'x', {}, { tab: 3, sort: 'colour', pane: [], health: {}, severity: 'fatal', grouping: 0, text: 1, rule: 1, selected: 1 }])('does no harm when it is %j', (kept) => {
		expect(readWikiState(kept, FIRST_WIKI_STATE)).toEqual(FIRST_WIKI_STATE);
		expect(readLintState(kept, FIRST_LINT_STATE)).toEqual(FIRST_LINT_STATE);
	});
});
