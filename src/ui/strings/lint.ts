import type { Severity } from '../../lint/finding.js';

const count = (n: number, one: string, many: string): string => `${n.toLocaleString()} ${n === 1 ? one : many}`;

const ONE: Readonly<Record<Severity, string>> = { error: 'Error', warning: 'Warning', notice: 'Notice' };
const MANY: Readonly<Record<Severity, string>> = { error: 'Errors', warning: 'Warnings', notice: 'Notices' };

/** Every word of the lint view. */
export const LINT = {
	title: 'Lint',
	findings: 'Findings',
	notRun: 'The wiki has not been linted yet',
	notRunHint: 'Lint only reads. It looks for broken links, orphan pages, quotes that left their source, and more.',
	run: 'Lint vault',
	again: 'Lint again',
	running: 'Linting…',
	runningCount: (done: number, total: number): string => `Linting: ${done.toLocaleString()} of ${total.toLocaleString()}`,
	stop: 'Stop',
	failed: 'Lint could not finish.',
	nothing: 'Nothing to mend',
	nothingHint: (checked: number): string => `${count(checked, 'file', 'files')} checked, no finding.`,
	checked: (files: number, clock: string, at: string | null): string => `${count(files, 'file', 'files')} checked in ${clock}${at === null ? '' : ` at ${at}`}`,
	clockUnknown: 'unknown time',
	severity: ONE,
	severities: MANY,
	severityCount: (severity: Severity, n: number): string => `${n.toLocaleString()} ${(n === 1 ? ONE : MANY)[severity].toLowerCase()}`,
	filterSeverity: 'Filter by severity',
	allRules: 'All rules',
	rule: 'Rule',
	rules: (rule: string, n: number): string => `${rule} (${n.toLocaleString()})`,
	ruleName: (rule: string): string => {
		const words = rule.replaceAll('-', ' ');
		return words.slice(0, 1).toUpperCase() + words.slice(1);
	},
	search: 'Search findings',
	clearSearch: 'Clear search',
	groupByFile: 'Group by file',
	groupByRule: 'Group by rule',
	nothingMatches: 'No finding matches.',
	showEverything: 'Show all findings',
	shown: (n: number): string => count(n, 'finding', 'findings'),
	place: (path: string, line: number | null): string => (line === null ? path : `${path}:${line}`),
	related: 'See also',
	fix: 'Propose fix',
	fixAll: (n: number): string => (n === 1 ? 'Propose 1 fix' : `Propose ${n.toLocaleString()} fixes`),
	proposing: 'Proposing fixes…',
	fixAsked: 'Asked for. What could be proposed waits for you in the gate panel.',
	fixFailed: (why: string): string => `The fix could not be proposed: ${why}`,
	asked: 'Asked for',
	review: 'Review',
	report: 'Write report note',
	problems: (n: number): string => count(n, 'problem', 'problems'),
	dismiss: 'Dismiss',
	keys: 'Arrow keys move, enter jumps to the place, F proposes the fix.',
} as const;
