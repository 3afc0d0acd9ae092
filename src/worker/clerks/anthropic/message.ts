import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages/messages';
import * as v from 'valibot';
import { err, ok } from '../../../model/result.js';
import type { Order } from '../../clerk.js';
import type { WorkerEntry } from '../../operators/operators.js';
import { TOO_LONG_ADVICE, withoutKey } from '../call-failure.js';
import { turnsOf } from '../conversation.js';
import type { Reading } from '../endpoint.js';

/** An order as the Messages API takes it. The instructions come first and are marked, so that a run pays for them once. */
export const messageParams = (order: Order, entry: WorkerEntry): MessageCreateParamsNonStreaming => ({
	model: entry.model ?? '',
	max_tokens: Math.min(order.maxTokens, entry.maxTokens),
	system: [{ type: 'text', text: order.instructions, cache_control: { type: 'ephemeral' } }],
	messages: turnsOf(order),
	output_config: { format: { type: 'json_schema', schema: { ...order.schema } } },
});

const count = v.nullish(v.number(), 0);
const message = v.object({
	model: v.nullish(v.string(), null),
	content: v.array(v.object({ type: v.string(), text: v.optional(v.string()) })),
	stop_reason: v.nullish(v.string(), null),
	stop_details: v.nullish(v.object({ explanation: v.nullish(v.string(), null) }), null),
	usage: v.nullish(v.object({ input_tokens: v.number(), output_tokens: v.number(), cache_read_input_tokens: count, cache_creation_input_tokens: count }), null),
});

/** What a message says; whoever stands behind the address, its shape is looked at and not believed. */
export function readMessage(body: unknown, { maxTokens }: Pick<Order, 'maxTokens'>): Reading {
	const parsed = v.safeParse(message, body);
	if (!parsed.success) {
		const got = typeof body === 'string' ? (/<!doctype|<html/i.test(body) ? 'a web page' : 'plain text') : 'something else';
		return { tokens: null, model: null, said: err({ kind: 'malformed', message: `The answer is no message of Anthropic's protocol, but ${got}. Check the address.` }) };
	}
	const { content, usage, model, stop_reason: stopped, stop_details: details } = parsed.output;
	const tokens = usage === null ? null : { in: usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens, cached: usage.cache_read_input_tokens, written: usage.cache_creation_input_tokens, out: usage.output_tokens };
	const why = details?.explanation ?? '';
	const text = content.flatMap((block) => (block.type === 'text' ? [block.text ?? ''] : [])).join('');
	const reading = (said: Reading['said']): Reading => ({ tokens, model, said });
	switch (stopped ?? '') {
		case 'max_tokens':
			return reading(err({ kind: 'length', message: `The answer was cut off at ${maxTokens} tokens. Raise “max_tokens”, or set a shorter “longest passage”.` }));
		case 'model_context_window_exceeded':
			return reading(err({ kind: 'too-long', message: `Input and answer together are longer than the model takes. ${TOO_LONG_ADVICE}` }));
		case 'refusal':
			return reading(err({ kind: 'refused', message: `The model refused to answer${why === '' ? '' : `: ${withoutKey(why, null)}`}.` }));
		case 'tool_use':
		case 'pause_turn':
			return reading(err({ kind: 'malformed', message: 'The model asked for a tool, which it has none of.' }));
		default:
			return reading(text.trim() === '' ? err({ kind: 'malformed', message: 'The answer is empty.' }) : ok(text));
	}
}
