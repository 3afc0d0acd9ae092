import type { Problem } from '../model/result.js';
import type { Severity } from './finding.js';
import type { LintDisagreement, LintInput, LintNote, SourceState } from './input.js';

/** What a rule met. */
export interface Found {
	readonly path: string;
	/** Counted from 1; null where it is about the whole file. */
	readonly line: number | null;
	readonly message: string;
	readonly advice: string | null;
	/** What was met, in words that stay the same while the finding does: line numbers do not. */
	readonly what: string;
	/** Where it weighs less than the rule says. */
	readonly severity?: Severity;
	readonly fixable?: boolean;
	readonly related?: readonly string[];
}

/** A small vault that shows a rule, and is its test. */
export interface Example {
	readonly name: string;
	/** Texts by path. Notes of the wiki with a `commonplace-id` count as pages that the machine wrote. */
	readonly files: Readonly<Record<string, string>>;
	/** What the last compile left. Sources are settled unless it is told. */
	readonly sources?: Readonly<Record<string, SourceState>>;
	readonly planned?: readonly string[];
	readonly waiting?: readonly string[];
	readonly disagreements?: readonly LintDisagreement[];
	readonly gateFaults?: readonly Problem[];
	readonly workerFaults?: readonly Problem[];
	/** All that the rule finds: path, line and message. Empty for a good example. */
	readonly finds: readonly (readonly [path: string, line: number | null, message: string])[];
}

export interface Rule {
	/** Kebab case; the name of its file. */
	readonly name: string;
	readonly severity: Severity;
	/** What it finds, why that matters, and what it leaves alone. */
	readonly documentation: string;
	/** What can be proposed for it; null where only a person can mend it. */
	readonly fix: string | null;
	readonly examples: readonly Example[];
	/** Pure, and at most linear in the size of its input. */
	check(input: LintInput): readonly Found[];
}

/** A check that looks at one note alone: what it says of a note is kept for as long as the note stays the same. */
export function eachNote(check: (note: LintNote) => readonly Found[]): (input: LintInput) => readonly Found[] {
	const said = new WeakMap<LintNote, readonly Found[]>();
	return ({ notes }) => {
		const all: Found[] = [];
		for (const note of notes) {
			let found = said.get(note);
			if (found === undefined) {
				found = check(note);
				said.set(note, found);
			}
			for (const each of found) all.push(each);
		}
		return all;
	};
}

/** `1 page`, `3 pages`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${String(count)} ${count === 1 ? one : many}`;

const MOST_NAMED = 5;

/** Paths in a sentence: the first few by name, the rest as a number. */
export function listed(paths: readonly string[]): string {
	const rest = paths.length - MOST_NAMED;
	const named = paths.slice(0, MOST_NAMED).join(', ');
	return rest > 0 ? `${named} and ${String(rest)} more` : named;
}
