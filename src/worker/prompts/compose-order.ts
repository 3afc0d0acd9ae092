import { canonicalJson, hashText } from '../../model/hash.js';
import type { Order } from '../clerk.js';
import type { Task, TaskKind } from '../port.js';
import { ANSWERS, type AnswerKind } from '../schemas/answers.js';
import { adjudicatePrompt } from './adjudicate.js';
import { extractPrompt } from './extract.js';
import { identifyPrompt } from './identify.js';
import { UNTRUSTED, type Prompt } from './prompt.js';
import { reviewEditPrompt } from './review-edit.js';
import { weavePrompt } from './weave.js';
import { writePolicyPrompt } from './write-policy.js';

/** Advice that was learned for some models or tasks, and is given with every prompt that it fits. */
export interface Pattern {
	readonly name: string;
	/** Null for all kinds of task. */
	readonly tasks: readonly TaskKind[] | null;
	/** Beginnings of the names of the models that it is for; null for all. */
	readonly models: readonly string[] | null;
	readonly text: string;
}

/** What the vault adds to every prompt. */
export interface PromptContext {
	/** The vault's `schema.md`: how this wiki should be written; empty where there is none. */
	readonly schemaNote: string;
	readonly patterns: readonly Pattern[];
}

export const NO_CONTEXT: PromptContext = { schemaNote: '', patterns: [] };

/** Whom an order is for. */
export interface Addressee {
	/** The provider's name of the model; null where it has none. */
	readonly model: string | null;
	/** The most tokens that one answer may take. */
	readonly maxTokens: number;
}

const PROMPTS: { readonly [K in TaskKind]: Prompt<K> } = { extract: extractPrompt, identify: identifyPrompt, weave: weavePrompt, adjudicate: adjudicatePrompt, 'review-edit': reviewEditPrompt, 'write-policy': writePolicyPrompt };

const fits = ({ tasks, models }: Pattern, kind: TaskKind, model: string | null): boolean =>
	(tasks === null || tasks.includes(kind)) && (models === null || (model !== null && models.some((name) => model.startsWith(name))));

/** A task put into words. Equal tasks give equal orders. */
export function composeOrder<K extends TaskKind>(task: Task<K>, context: PromptContext, { model, maxTokens }: Addressee): Order {
	const prompt: Prompt<K> = PROMPTS[task.kind];
	const answer: AnswerKind<K> = ANSWERS[task.kind];
	const patterns = context.patterns.filter((pattern) => fits(pattern, task.kind, model)).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
	const parts = [prompt.instructions];
	// What the user wrote about the wiki is theirs to say, and still no way to change what an answer looks like.
	if (context.schemaNote.trim() !== '') parts.push(`How the owner of this wiki wants it written, as far as the rules above leave it open:\n\n${context.schemaNote.trim()}`);
	for (const { name, text } of patterns) parts.push(`Advice (${name}):\n\n${text.trim()}`);
	parts.push(UNTRUSTED);
	const instructions = parts.join('\n\n---\n\n');
	return {
		task: task.id,
		kind: task.kind,
		instructions,
		input: prompt.input(task.input),
		schema: answer.json,
		maxTokens,
		numbered: prompt.numbered?.(task.input) ?? 0,
		moved: task.moved ?? null,
		repair: null,
		promptHash: hashText(canonicalJson({ instructions, schema: answer.json, specimen: prompt.input(prompt.specimen) })),
		patterns: patterns.map(({ name }) => name),
	};
}

/** An order with next to nothing in it: what every order of the kind begins with. */
export function bareOrder(kind: TaskKind, context: PromptContext, whom: Addressee): Order {
	const bare = <K extends TaskKind>(of: K): Order => {
		const prompt: Prompt<K> = PROMPTS[of];
		return composeOrder({ id: of, kind: of, input: prompt.specimen }, context, whom);
	};
	return bare(kind);
}
