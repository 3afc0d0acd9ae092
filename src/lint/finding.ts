import type { Problem } from '../model/result.js';

/** `error`: a promise is broken. `warning`: a reader is misled or stuck. `notice`: worth a look. */
export type Severity = 'error' | 'warning' | 'notice';

/** One thing that a rule found. Only the rule itself, run again, closes it. */
export interface Finding {
	/** `f-` and ten base-32 characters, from the rule, the path and what was met there: the same finding has the same id on every run. */
	readonly id: string;
	readonly rule: string;
	readonly severity: Severity;
	readonly path: string;
	/** Counted from 1; null where it is about the whole file. */
	readonly line: number | null;
	/** What is wrong, in a sentence. */
	readonly message: string;
	/** What would mend it; null where only a person can tell. */
	readonly advice: string | null;
	/** True where `proposeFixes` can propose an edit for it. */
	readonly fixable: boolean;
	/** Other files that it is about. */
	readonly related: readonly string[];
}

/** Everything that one lint found: worst first, then by path and line. */
export interface LintReport {
	readonly findings: readonly Finding[];
	readonly counts: Readonly<Record<Severity, number>>;
	/** Files that were looked at. */
	readonly checked: number;
	readonly clock_ms: number;
	readonly problems: readonly Problem[];
}
