import { shortHash } from '../model/hash.js';
import type { Finding, Severity } from './finding.js';
import type { LintInput } from './input.js';
import type { Rule } from './rule.js';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'notice'];
const weight = (severity: Severity): number => SEVERITIES.indexOf(severity);

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Worst first, then by path, line, rule and id; what is about a whole file comes before its lines. */
const inOrder = (a: Finding, b: Finding): number =>
	weight(a.severity) - weight(b.severity) || text(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || text(a.rule, b.rule) || text(a.id, b.id);

const keyOf = (rule: string, path: string, what: string): string => `${rule}\0${path}\0${what}`;
const idOf = (key: string): string => `f-${shortHash(key, 10)}`;

/** The id of what a rule met at a path. */
export const findingId = (rule: string, path: string, what: string): string => idOf(keyOf(rule, path, what));

/** What all rules find. `ids` keeps the ids that were worked out before, by what they are made of. */
export function runRules(rules: readonly Rule[], input: LintInput, ids: Map<string, string> = new Map()): Finding[] {
	const findings: Finding[] = [];
	for (const rule of rules) {
		for (const { path, line, message, advice, what, severity, fixable, related } of rule.check(input)) {
			const key = keyOf(rule.name, path, what);
			let id = ids.get(key);
			if (id === undefined) {
				id = idOf(key);
				ids.set(key, id);
			}
			findings.push({ id, rule: rule.name, severity: severity ?? rule.severity, path, line, message, advice, fixable: fixable ?? false, related: related ?? [] });
		}
	}
	return findings.sort(inOrder);
}

export function countFindings(findings: readonly Finding[]): Record<Severity, number> {
	const counts: Record<Severity, number> = { error: 0, warning: 0, notice: 0 };
	for (const { severity } of findings) counts[severity] += 1;
	return counts;
}
