import * as v from 'valibot';
import { err, ok, type Result } from '../../../model/result.js';
import type { Answer, CallFailure } from '../../clerk.js';
import { attempted } from '../attempted.js';
import { batchName, isBatchId, namedOrders, NEWEST, NOT_ANSWERED, NO_SUCH_BATCH, type BatchService } from '../batch.js';
import { failureOf, whoIs } from '../call-failure.js';
import { answerFrom, failedAnswer, type Endpoint } from '../endpoint.js';
import { byName } from '../json-lines.js';
import { openaiSdk } from './clerk.js';
import { completionParams, readCompletion } from './completion.js';
import { firstShape } from './shape.js';

const URL = '/v1/chat/completions';
const OUR_NAME = 'commonplace';
const ENDED = ['completed', 'failed', 'expired', 'cancelled'];

const batch = v.object({
	id: v.string(),
	status: v.string(),
	output_file_id: v.nullish(v.string(), null),
	error_file_id: v.nullish(v.string(), null),
	request_counts: v.nullish(v.object({ total: v.number(), completed: v.number(), failed: v.number() }), { total: 0, completed: 0, failed: 0 }),
});
const batches = v.object({ data: v.array(v.object({ id: v.string(), metadata: v.nullish(v.record(v.string(), v.unknown()), null) })) });
const line = v.object({ response: v.nullish(v.object({ status_code: v.number(), body: v.optional(v.unknown()) }), null), error: v.nullish(v.object({ message: v.nullish(v.string(), '') }), null) });
const upload = v.object({ id: v.string() });
const refusal = v.object({ error: v.object({ message: v.string() }) });

/** Batches of OpenAI, which travel as files. */
export function openaiBatch(endpoint: Endpoint): BatchService {
	const { entry } = endpoint;
	const sdk = openaiSdk(endpoint);
	const odd: CallFailure = { kind: 'malformed', message: `${whoIs(endpoint)} did not answer with a batch. Check whether it offers batches.` };

	async function find(id: string, signal: AbortSignal): Promise<Result<v.InferOutput<typeof batch>, CallFailure>> {
		if (!isBatchId(id)) return err(NO_SUCH_BATCH);
		const found = v.safeParse(batch, await (await sdk()).get(`/batches/${id}`, { signal }));
		return found.success ? ok(found.output) : err(odd);
	}

	async function linesOf(file: string | null, signal: AbortSignal): Promise<Map<string, unknown>> {
		if (file === null || !isBatchId(file)) return new Map();
		const response = await (await sdk()).get(`/files/${file}/content`, { signal }).asResponse();
		return byName(await response.text());
	}

	function answerIn(value: unknown, task: Parameters<BatchService['collect']>[1][number]): Answer {
		const found = v.safeParse(line, value);
		const response = found.success ? found.output.response : null;
		if (response?.status_code === 200) return answerFrom(endpoint, readCompletion(response.body, task, entry.baseUrl === null), null, true);
		const said = v.safeParse(refusal, response?.body);
		if (response !== null && said.success) return failedAnswer(endpoint, failureOf(endpoint, response.status_code, said.output.error.message, new Headers()), null, true);
		return failedAnswer(endpoint, NOT_ANSWERED, null, true);
	}

	return {
		submit: (orders, name, signal) =>
			attempted(endpoint, signal, async (own) => {
				const client = await sdk();
				const lines = [...namedOrders(orders)].map(([custom_id, order]) => JSON.stringify({ custom_id, method: 'POST', url: URL, body: completionParams(order, entry, firstShape(entry.baseUrl)) }));
				const form = new FormData();
				form.append('purpose', 'batch');
				form.append('file', new File([`${lines.join('\n')}\n`], 'orders.jsonl', { type: 'application/jsonl' }));
				const file = v.safeParse(upload, await client.post('/files', { body: form, signal: own }));
				if (!file.success) return err(odd);
				const made = v.safeParse(batch, await client.batches.create({ input_file_id: file.output.id, endpoint: URL, completion_window: '24h', metadata: { [OUR_NAME]: name } }, { signal: own }));
				return made.success ? ok(made.output.id) : err(odd);
			}),
		find: (mark, signal) =>
			attempted(endpoint, signal, async (own) => {
				const found = v.safeParse(batches, await (await sdk()).get('/batches', { query: { limit: NEWEST }, signal: own }));
				return found.success ? ok(found.output.data.find(({ metadata }) => metadata?.[OUR_NAME] === mark.name)?.id ?? null) : err(odd);
			}),
		// Paths are put together here, and not by the SDK, whose way to do it needs a newer engine than some phones have.
		poll: (id, signal) =>
			attempted(endpoint, signal, async (own) => {
				const found = await find(id, own);
				if (!found.ok) return found;
				const { total, completed, failed } = found.value.request_counts;
				return ok({ ended: ENDED.includes(found.value.status), waiting: Math.max(0, total - completed - failed), answered: completed, failed });
			}),
		collect: (id, tasks, signal) =>
			attempted(endpoint, signal, async (own) => {
				const found = await find(id, own);
				if (!found.ok) return found;
				const lines = new Map([...(await linesOf(found.value.error_file_id, own)), ...(await linesOf(found.value.output_file_id, own))]);
				return ok(new Map(tasks.map((task) => [task.task, answerIn(lines.get(batchName(task.task)), task)])));
			}),
	};
}
