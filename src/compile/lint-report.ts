import type { Finding, LintReport, Severity } from '../lint/finding.js';
import { escapeProse } from './render/escape.js';
import { noteLink } from './render/link.js';

const HEADINGS: readonly (readonly [Severity, string])[] = [
	['error', 'Errors'],
	['warning', 'Warnings'],
	['notice', 'Notices'],
];

// More of one rule than this in a note helps nobody; the rest is counted, and told by the command line.
const MOST_OF_A_RULE = 200;

const entry = ({ path, line, message, advice }: Finding): string => {
	const place = line === null ? noteLink(path) : `${noteLink(path)}, line ${line}`;
	return `- ${place}: ${escapeProse(message)}${advice === null ? '' : ` ${escapeProse(advice)}`}`;
};

function section(heading: string, findings: readonly Finding[]): string[] {
	if (findings.length === 0) return [];
	const byRule = new Map<string, Finding[]>();
	for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
	const rules = [...byRule].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, those]) => {
		const more = those.length - MOST_OF_A_RULE;
		return `### ${rule} (${those.length})\n${those.slice(0, MOST_OF_A_RULE).map(entry).join('\n')}${more > 0 ? `\n- … and ${more} more; \`commonplace lint\` has them all` : ''}`;
	});
	return [`## ${heading} (${findings.length})`, ...rules];
}

/** The findings as a note. */
export function reportNote({ findings, checked }: LintReport, date: string): string {
	const found = findings.length === 0 ? 'Nothing was found.' : HEADINGS.flatMap(([severity, heading]) => section(heading, findings.filter((finding) => finding.severity === severity))).join('\n\n');
	return `---\ntitle: Lint of ${date}\ntags: [commonplace/report]\n---\n${checked} notes were looked at. This note tells how they were; lint again to see how they are.\n\n${found}\n`;
}
