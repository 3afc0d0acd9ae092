import * as v from 'valibot';
import { err, ok, type Result } from '../../model/result.js';
import type { JsonSchema } from '../clerk.js';
import type { TaskKind, TaskShapes } from '../port.js';
import { unwrapJson } from './unwrap-json.js';
import { wireSchema } from './wire-schema.js';

/** What an answer to one kind of task looks like, and how it becomes the task's output. */
export interface AnswerKind<K extends TaskKind> {
	/** For the wire: every key required, no others, optional values as null, no bounds. */
	readonly json: JsonSchema;
	/** What is wrong with an answer, in words that a model can act on; empty where nothing is. `numbered` is how many pages or pairs were asked for, where that counts. */
	problemsIn(text: string, numbered?: number): readonly string[];
	read(text: string, input: TaskShapes[K]['input']): Result<TaskShapes[K]['output'], readonly string[]>;
}

// Longer than any answer that a model may give, and short enough to parse at once.
const LONGEST = 4_000_000;
const MOST_PROBLEMS = 8;

const describe = (issue: v.BaseIssue<unknown>): string => {
	const where = (issue.path ?? []).map(({ key }) => String(key)).join('.');
	if (issue.expected === 'never') return `“${where}” must not be there.`;
	if (where !== '' && issue.input === undefined) return `“${where}” is missing.`;
	return `${where === '' ? 'The answer' : `“${where}”`}: expected ${issue.expected ?? 'something else'}, received ${issue.received}.`;
};

function parse<S extends v.GenericSchema>(schema: S, text: string): Result<v.InferOutput<S>, readonly string[]> {
	if (text.trim() === '') return err(['The answer is empty.']);
	if (text.length > LONGEST) return err([`The answer is longer than ${LONGEST} characters.`]);
	let value: unknown;
	try {
		value = JSON.parse(unwrapJson(text));
	} catch (error) {
		return err([`The answer is not one JSON object: ${error instanceof Error ? error.message : String(error)}.`]);
	}
	const parsed = v.safeParse(schema, value);
	return parsed.success ? ok(parsed.output) : err(parsed.issues.slice(0, MOST_PROBLEMS).map(describe));
}

/** Type, validator and JSON Schema from one definition. */
export function answerKind<K extends TaskKind, S extends v.GenericSchema>(schema: S, toOutput: (answer: v.InferOutput<S>, input: TaskShapes[K]['input']) => TaskShapes[K]['output'], lacks: (answer: v.InferOutput<S>, numbered: number) => readonly string[] = () => []): AnswerKind<K> {
	return {
		json: wireSchema(schema),
		problemsIn(text, numbered = 0) {
			const parsed = parse(schema, text);
			return parsed.ok ? lacks(parsed.value, numbered) : parsed.error;
		},
		read(text, input) {
			const parsed = parse(schema, text);
			return parsed.ok ? ok(toOutput(parsed.value, input)) : parsed;
		},
	};
}
