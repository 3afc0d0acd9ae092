import { SEVERITIES, type FindingQuery, type Grouping } from './lint-rows.js';

/** What the app keeps of the view over a restart. */
export interface LintState extends FindingQuery {
	readonly grouping: Grouping;
	/** Key of the row that has, or last had, the focus. */
	readonly selected: string | null;
}

export const FIRST_LINT_STATE: LintState = { severity: null, rule: null, text: '', grouping: 'rule', selected: null };

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Reads what an earlier session, or an earlier version, left; what it does not know it leaves as it was. */
export function readLintState(value: unknown, before: LintState): LintState {
	if (typeof value !== 'object' || value === null) return before;
	const kept = value as Readonly<Record<string, unknown>>;
	return {
		severity: 'severity' in kept ? (SEVERITIES.find((severity) => severity === kept.severity) ?? null) : before.severity,
		rule: 'rule' in kept ? textOrNull(kept.rule) : before.rule,
		text: typeof kept.text === 'string' ? kept.text : before.text,
		grouping: kept.grouping === 'file' || kept.grouping === 'rule' ? kept.grouping : before.grouping,
		selected: 'selected' in kept ? textOrNull(kept.selected) : before.selected,
	};
}
