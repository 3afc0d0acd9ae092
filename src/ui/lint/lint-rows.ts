import type { Finding, Severity } from '../../lint/finding.js';
import { foldLater, type FoldedTexts } from '../shared/fold-later.js';
import { searchKey } from '../../model/search-key.js';

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'notice'];

export type Grouping = 'rule' | 'file';

export interface FindingQuery {
	readonly severity: Severity | null;
	readonly rule: string | null;
	readonly text: string;
}

/** A line of the view. `key` is the same on every lint as long as the group or the finding is there. */
export type LintRow =
	| { readonly kind: 'severity'; readonly key: string; readonly level: 1; readonly severity: Severity; readonly count: number; readonly open: boolean }
	| { readonly kind: 'rule'; readonly key: string; readonly level: 2; readonly rule: string; readonly severity: Severity; readonly count: number; readonly open: boolean }
	| { readonly kind: 'file'; readonly key: string; readonly level: 1; readonly path: string; readonly worst: Severity; readonly count: number; readonly open: boolean }
	| { readonly kind: 'finding'; readonly key: string; readonly level: 2 | 3; readonly finding: Finding };

/** What a search looks through, of each finding. */
export const findingTexts = (findings: readonly Finding[]): FoldedTexts =>
	foldLater(findings.length, (index) => {
		const finding = findings[index];
		return finding === undefined ? '' : [finding.message, finding.path, finding.rule, finding.advice ?? '', ...finding.related].join('\n');
	});

/** The findings that a query leaves, in the order of the report. Every word of the text must occur. */
export function filterFindings(findings: readonly Finding[], texts: FoldedTexts, { severity, rule, text }: FindingQuery): readonly Finding[] {
	const words = searchKey(text).split(/\s+/).filter((word) => word !== '');
	if (severity === null && rule === null && words.length === 0) return findings;
	return findings.filter((finding, index) => {
		if ((severity !== null && finding.severity !== severity) || (rule !== null && finding.rule !== rule)) return false;
		return words.length === 0 || words.every((word) => texts.at(index).includes(word));
	});
}

const compareUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function groupBy<K>(findings: readonly Finding[], keyOf: (finding: Finding) => K): Map<K, Finding[]> {
	const groups = new Map<K, Finding[]>();
	for (const finding of findings) {
		const key = keyOf(finding);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [finding]);
		else group.push(finding);
	}
	return groups;
}

const findingRows = (findings: readonly Finding[], level: 2 | 3): readonly LintRow[] => findings.map((finding) => ({ kind: 'finding', key: finding.id, level, finding }));

function bySeverityAndRule(findings: readonly Finding[], closed: ReadonlySet<string>): readonly LintRow[] {
	const severities = groupBy(findings, ({ severity }) => severity);
	return SEVERITIES.flatMap((severity): readonly LintRow[] => {
		const met = severities.get(severity);
		if (met === undefined) return [];
		const key = `severity:${severity}`;
		const open = !closed.has(key);
		const rules = [...groupBy(met, ({ rule }) => rule)].sort(([a], [b]) => compareUnits(a, b));
		const inside = rules.flatMap(([rule, group]): readonly LintRow[] => {
			const ruleKey = `${key}:${rule}`;
			const ruleOpen = !closed.has(ruleKey);
			return [{ kind: 'rule', key: ruleKey, level: 2, rule, severity, count: group.length, open: ruleOpen }, ...(ruleOpen ? findingRows(group, 3) : [])];
		});
		return [{ kind: 'severity', key, level: 1, severity, count: met.length, open }, ...(open ? inside : [])];
	});
}

const worstOf = (findings: readonly Finding[]): Severity => SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'notice';

function byFile(findings: readonly Finding[], closed: ReadonlySet<string>): readonly LintRow[] {
	return [...groupBy(findings, ({ path }) => path)]
		.sort(([a], [b]) => compareUnits(a, b))
		.flatMap(([path, group]): readonly LintRow[] => {
			const key = `file:${path}`;
			const open = !closed.has(key);
			const inOrder = [...group].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
			return [{ kind: 'file', key, level: 1, path, worst: worstOf(group), count: group.length, open }, ...(open ? findingRows(inOrder, 2) : [])];
		});
}

/** The lines of the view: groups with their counts, and what is in those that are open. */
export const lintRows = (findings: readonly Finding[], grouping: Grouping, closed: ReadonlySet<string>): readonly LintRow[] =>
	grouping === 'rule' ? bySeverityAndRule(findings, closed) : byFile(findings, closed);
