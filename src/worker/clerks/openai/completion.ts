import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import * as v from 'valibot';
import { estimateTokens } from '../../../budget/tokens.js';
import { err, ok } from '../../../model/result.js';
import type { CallFailure, Order } from '../../clerk.js';
import type { WorkerEntry } from '../../operators/operators.js';
import { TOO_LONG_ADVICE, withoutKey } from '../call-failure.js';
import { turnsOf } from '../conversation.js';
import type { Reading } from '../endpoint.js';
import type { Shape } from './shape.js';

/** An order as Chat Completions takes it. Where the endpoint cannot be held to the schema, the model is told it. */
export function completionParams(order: Order, entry: WorkerEntry, { format, limit }: Shape): ChatCompletionCreateParamsNonStreaming {
	const told = format === 'schema' ? '' : `\n\nAnswer with one JSON object, and nothing before or after it. It follows this JSON Schema:\n${JSON.stringify(order.schema)}`;
	const most = Math.min(order.maxTokens, entry.maxTokens);
	return {
		model: entry.model ?? '',
		[limit]: most,
		messages: [{ role: 'system', content: order.instructions + told }, ...turnsOf(order)],
		...(format === 'schema' ? { response_format: { type: 'json_schema', json_schema: { name: order.kind, strict: true, schema: { ...order.schema } } } } : {}),
		...(format === 'object' ? { response_format: { type: 'json_object' } } : {}),
	};
}

const count = v.nullish(v.number(), 0);
const completion = v.object({
	model: v.nullish(v.string(), null),
	choices: v.tupleWithRest([v.object({ finish_reason: v.nullish(v.string(), null), message: v.object({ content: v.nullish(v.string(), null), refusal: v.nullish(v.string(), null) }) })], v.unknown()),
	usage: v.nullish(v.object({ prompt_tokens: v.number(), completion_tokens: count, prompt_tokens_details: v.nullish(v.object({ cached_tokens: count }), null) }), null),
});

// A local server with a small window drops the beginning of what it is given and says nothing. Estimates are off by a quarter at the
// most once their own safety is taken off; a count of less than this share means that a part was not read.
const LEAST_SHARE = 0.45;

/** What a completion says; whoever stands behind the address, its shape is looked at and not believed. */
export function readCompletion(body: unknown, order: Pick<Order, 'input' | 'maxTokens'>, own: boolean): Reading {
	const parsed = v.safeParse(completion, body);
	if (!parsed.success) {
		const got = typeof body === 'string' ? (/<!doctype|<html/i.test(body) ? 'a web page' : 'plain text') : 'something else';
		return { tokens: null, model: null, said: err({ kind: 'malformed', message: `The answer is no completion of OpenAI's protocol, but ${got}. Check the address; most end in “/v1”.` }) };
	}
	const { choices, usage, model } = parsed.output;
	const [{ finish_reason: finished, message }] = choices;
	const tokens = usage === null ? null : { in: usage.prompt_tokens, cached: usage.prompt_tokens_details?.cached_tokens ?? 0, written: 0, out: usage.completion_tokens };
	const failed = (failure: CallFailure): Reading => ({ tokens, model, said: err(failure) });
	if (message.refusal !== null && message.refusal !== '') return failed({ kind: 'refused', message: `The model refused to answer: ${withoutKey(message.refusal, null)}` });
	if (finished === 'content_filter') return failed({ kind: 'refused', message: 'The provider held the answer back: its content filter was set off.' });
	if (finished === 'length') return failed({ kind: 'length', message: `The answer was cut off at ${order.maxTokens} tokens, or at what the model takes. Raise “max_tokens”, or set a shorter “longest passage”.` });
	if (!own && tokens !== null && tokens.in > 0 && tokens.in < estimateTokens(order.input) * LEAST_SHARE) {
		return failed({ kind: 'too-long', message: `The model read only ${tokens.in} tokens of the input, which has far more. Give it a larger context (“num_ctx” in Ollama). ${TOO_LONG_ADVICE}` });
	}
	const text = message.content ?? '';
	if (text.trim() === '') return failed({ kind: 'malformed', message: finished === 'tool_calls' ? 'The model asked for a tool, which it has none of.' : 'The answer is empty.' });
	return { tokens, model, said: ok(text) };
}
