import { NO_COST } from '../model/currencies.js';
import type { CallFailure, Clerk } from './clerk.js';
import { coarse, type Response, type Task, type TaskKind, type Worker, type WorkerFailure } from './port.js';
import { composeOrder, type Addressee, type PromptContext } from './prompts/compose-order.js';
import { ANSWERS, type AnswerKind } from './schemas/answers.js';

const REASONS: Readonly<Record<CallFailure['kind'], WorkerFailure['reason']>> = {
	'rate-limited': 'unavailable',
	overloaded: 'unavailable',
	auth: 'unavailable',
	network: 'unavailable',
	unavailable: 'unavailable',
	'over-budget': 'unavailable',
	refused: 'refused',
	'too-long': 'length',
	length: 'length',
	malformed: 'malformed',
	stopped: 'stopped',
	waiting: 'waiting',
	unsupported: 'unsupported',
};

/** A worker whose tasks are put into words and answered by a clerk. It keeps nothing from one task to the next. */
export function modelWorker(parts: { readonly clerk: Clerk; readonly context: PromptContext; /** Calls that may be under way at once; 1 where nothing is said. */ readonly atOnce?: number } & Addressee): Worker {
	const { clerk, context, atOnce = 1 } = parts;

	async function perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Promise<Response<K>> {
		if (signal.aborted) return { ...NO_COST, model: clerk.id, tokens: null, transcripts: [], ok: false, failure: { reason: 'stopped', message: 'The run was stopped.' } };
		const answer = await clerk.answer(composeOrder(task, context, parts), signal);
		const { clock_ms, coin_usd, carbon_g, model, tokens, transcript } = answer;
		const envelope = { clock_ms, coin_usd, carbon_g, model, tokens, transcripts: transcript === null ? [] : [transcript] };
		if (!answer.ok) return { ...envelope, ok: false, failure: { reason: REASONS[answer.failure.kind], message: answer.failure.message } };
		const kind: AnswerKind<K> = ANSWERS[task.kind];
		const read = kind.read(answer.text, task.input);
		if (!read.ok) return { ...envelope, ok: false, failure: { reason: 'malformed', message: `The answer does not have the form that was asked for. ${read.error.join(' ')}` } };
		return { ...envelope, ok: true, output: read.value };
	}

	return { id: clerk.id, tier: clerk.tier, perform, grainOf: () => coarse(atOnce) };
}
