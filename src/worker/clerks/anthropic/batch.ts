import * as v from 'valibot';
import { err, ok } from '../../../model/result.js';
import type { Answer, CallFailure } from '../../clerk.js';
import { attempted } from '../attempted.js';
import { batchName, CLOCKS_APART, isBatchId, namedOrders, NEWEST, NOT_ANSWERED, NO_SUCH_BATCH, type BatchService } from '../batch.js';
import { failureOf, whoIs } from '../call-failure.js';
import { answerFrom, failedAnswer, type Endpoint } from '../endpoint.js';
import { byName } from '../json-lines.js';
import { anthropicSdk } from './clerk.js';
import { messageParams, readMessage } from './message.js';

const batch = v.object({
	id: v.string(),
	processing_status: v.string(),
	request_counts: v.object({ processing: v.number(), succeeded: v.number(), errored: v.number(), canceled: v.number(), expired: v.number() }),
});
const batches = v.object({ data: v.array(v.object({ ...batch.entries, created_at: v.string() })) });
const line = v.object({ result: v.object({ type: v.string(), message: v.optional(v.unknown()), error: v.optional(v.unknown()) }) });
const refusal = v.object({ error: v.object({ type: v.string(), message: v.string() }) });

/** HTTP status by the type of an error, as Anthropic's own answers pair them. */
const STATUS: Readonly<Record<string, number>> = { authentication_error: 401, permission_error: 403, not_found_error: 404, request_too_large: 413, rate_limit_error: 429, overloaded_error: 529, api_error: 500 };

/** Message Batches. */
export function anthropicBatch(endpoint: Endpoint): BatchService {
	const { entry } = endpoint;
	const sdk = anthropicSdk(endpoint);
	const odd: CallFailure = { kind: 'malformed', message: `${whoIs(endpoint)} did not answer with a batch. Check whether it offers batches.` };

	const failureIn = (error: unknown): CallFailure => {
		const parsed = v.safeParse(refusal, error);
		return parsed.success ? failureOf(endpoint, STATUS[parsed.output.error.type] ?? 400, parsed.output.error.message, new Headers()) : NOT_ANSWERED;
	};

	return {
		submit: (orders, _, signal) =>
			attempted(endpoint, signal, async (own) => {
				const requests = [...namedOrders(orders)].map(([custom_id, order]) => ({ custom_id, params: messageParams(order, entry) }));
				const made = v.safeParse(batch, await (await sdk()).post('/v1/messages/batches', { body: { requests }, signal: own }));
				return made.success ? ok(made.output.id) : err(odd);
			}),
		// A batch here bears no name: the first one after that moment, with as many orders, that is not known otherwise.
		find: (mark, signal) =>
			attempted(endpoint, signal, async (own) => {
				const found = v.safeParse(batches, await (await sdk()).get('/v1/messages/batches', { query: { limit: NEWEST }, signal: own }));
				if (!found.success) return err(odd);
				const fits = found.output.data
					.filter(({ id, created_at, request_counts }) => !mark.others.has(id) && Date.parse(created_at) >= mark.at - CLOCKS_APART && Object.values(request_counts).reduce((sum, count) => sum + count, 0) === mark.orders)
					.sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
				return ok(fits[0]?.id ?? null);
			}),
		// Paths are put together here, and not by the SDK, whose way to do it needs a newer engine than some phones have.
		poll: (id, signal) =>
			attempted(endpoint, signal, async (own) => {
				if (!isBatchId(id)) return err(NO_SUCH_BATCH);
				const found = v.safeParse(batch, await (await sdk()).get(`/v1/messages/batches/${id}`, { signal: own }));
				if (!found.success) return err(odd);
				const { processing, succeeded, errored, canceled, expired } = found.output.request_counts;
				return ok({ ended: found.output.processing_status === 'ended', waiting: processing, answered: succeeded, failed: errored + canceled + expired });
			}),
		collect: (id, tasks, signal) =>
			attempted(endpoint, signal, async (own) => {
				if (!isBatchId(id)) return err(NO_SUCH_BATCH);
				const response = await (await sdk()).get(`/v1/messages/batches/${id}/results`, { signal: own }).asResponse();
				const lines = byName(await response.text());
				const answers = new Map<string, Answer>();
				for (const task of tasks) {
					const found = v.safeParse(line, lines.get(batchName(task.task)));
					if (found.success && found.output.result.type === 'succeeded') answers.set(task.task, answerFrom(endpoint, readMessage(found.output.result.message, task), null, true));
					else answers.set(task.task, failedAnswer(endpoint, failureIn(found.success ? found.output.result.error : null), null, true));
				}
				return ok(answers);
			}),
	};
}
