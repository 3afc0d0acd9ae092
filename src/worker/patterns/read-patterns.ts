import * as v from 'valibot';
import { readFrontmatter } from '../../markdown/frontmatter.js';
import { scanNote } from '../../markdown/scan.js';
import { problem, type Problem } from '../../model/result.js';
import { VaultError, type VaultReader } from '../../vault/port.js';
import type { TaskKind } from '../port.js';
import type { Pattern } from '../prompts/compose-order.js';
import { ANSWERS } from '../schemas/answers.js';

export const patternsFolder = (home: string): string => `${home}/patterns`;

/** Kinds of pattern that there are; of these, injections and shims are composed into tasks. */
const KINDS = ['orchestration', 'injection', 'anti-pattern', 'recovery', 'shim', 'policy'] as const;

// Every order pays for it: what is longer is no advice but a note of its own.
const MOST_CHARS = 4_000;

const isTask = (name: unknown): name is TaskKind => typeof name === 'string' && Object.keys(ANSWERS).includes(name);
const texts = v.array(v.pipe(v.string('is a list of texts'), v.nonEmpty('is a list of texts')), 'is a list of texts');

const properties = v.object({
	kind: v.picklist(KINDS, `is one of ${KINDS.join(', ')}`),
	applies_to: v.optional(
		v.strictObject(
			{
				models: v.optional(v.pipe(texts, v.minLength(1, 'names at least one model, by the beginning of its name'))),
				tasks: v.optional(v.array(v.custom<TaskKind>(isTask, `is one of ${Object.keys(ANSWERS).join(', ')}`), 'is a list of kinds of task')),
			},
			'has “models” and “tasks” and nothing else',
		),
		{},
	),
	confidence: v.optional(v.picklist(['experimental', 'validated', 'proven'], 'is one of experimental, validated, proven')),
});

/** The line on which a property stands, from 1. */
function lineOf(lines: readonly string[], keys: readonly PropertyKey[]): number {
	for (const key of [...keys].reverse()) {
		const at = lines.findIndex((line) => line.trimStart().startsWith(`${String(key)}:`));
		if (at >= 0) return at + 1;
	}
	return 1;
}

/** What stands under a heading, whichever its level, up to the next one. */
function sectionOf(note: string, heading: string): string | null {
	const { headings } = scanNote(note);
	const index = headings.findIndex(({ text }) => text.trim().toLowerCase() === heading);
	const found = headings[index];
	if (found === undefined) return null;
	const lineEnd = note.indexOf('\n', found.start);
	return lineEnd < 0 ? '' : note.slice(lineEnd + 1, headings[index + 1]?.start ?? note.length).trim();
}

/** A pattern from its note: null where it is one that is not composed into tasks, or has a fault, which is then told with its line. */
export function readPattern(path: string, note: string): { readonly pattern: Pattern | null; readonly problems: readonly Problem[] } {
	const lines = note.split(/\r?\n/);
	const unused = (message: string, line: number): ReturnType<typeof readPattern> => ({ pattern: null, problems: [problem(path, `${message} Until it is mended this pattern is not used.`, line)] });
	const data = readFrontmatter(note).frontmatter?.data;
	if (data === null || data === undefined) return unused('A pattern begins with properties between two lines of ---, such as “kind: injection”. Write them.', 1);
	const parsed = v.safeParse(properties, data);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		const keys = (issue.path ?? []).map(({ key }) => key as PropertyKey);
		const where = keys.map(String).join('.');
		return unused(issue.received === 'undefined' ? `“${where}” is missing.` : issue.expected === 'never' ? `There is no “${where}” in a pattern.` : `“${where}” ${issue.message}.`, lineOf(lines, keys));
	}
	const { kind, applies_to: { models, tasks } } = parsed.output;
	if (kind !== 'injection' && kind !== 'shim') return { pattern: null, problems: [] };
	if (kind === 'shim' && models === undefined) return unused('A shim makes up for what certain models do badly. Name them under “applies_to”, as “models: [name]”.', lineOf(lines, ['kind', 'applies_to']));
	const text = sectionOf(note, 'solution');
	if (text === null || text === '') return unused('What a pattern adds to a task stands under a heading “Solution”, which this one has not.', 1);
	if (text.length > MOST_CHARS) return unused(`What it adds is ${String(text.length)} characters long, and every task would carry it. Keep it below ${String(MOST_CHARS)}.`, lines.findIndex((line) => /^#+\s+solution\s*$/i.test(line)) + 1);
	const name = (path.split('/').at(-1) ?? path).replace(/\.md$/i, '');
	return { pattern: { name, tasks: tasks ?? null, models: models ?? null, text }, problems: [] };
}

/** The patterns of a vault that are composed into tasks, by path. One that cannot be read is told and left out. */
export async function readPatterns(reader: VaultReader, home: string, tell: (problem: Problem) => void): Promise<readonly Pattern[]> {
	const patterns: Pattern[] = [];
	const paths = (await reader.list(patternsFolder(home))).map(({ path }) => path).filter((path) => /\.md$/i.test(path));
	for (const path of paths.sort()) {
		try {
			const { pattern, problems } = readPattern(path, await reader.read(path));
			problems.forEach(tell);
			if (pattern !== null) patterns.push(pattern);
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			tell(problem(path, `This pattern cannot be read and is not used: ${error.message}`));
		}
	}
	return patterns;
}
