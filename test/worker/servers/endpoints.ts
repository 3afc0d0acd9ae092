import type { Order } from '../../../src/worker/clerk.js';
import type { Endpoint } from '../../../src/worker/clerks/endpoint.js';
import type { WorkerEntry } from '../../../src/worker/operators/operators.js';

export const KEY = 'sk-ant-secret-0123456789abcdefghijklmnop';

export const entryOf = (use: 'anthropic' | 'openai', baseUrl: string, changes: Partial<WorkerEntry> = {}): WorkerEntry => ({
	name: 'model',
	use,
	tier: 2,
	model: use === 'anthropic' ? 'claude-sonnet-5' : 'gpt-5-mini',
	baseUrl,
	key: 'my-key',
	maxTokens: 8_000,
	parallel: 4,
	batch: null,
	price: { input: 2, cacheRead: 0.2, cacheWrite: 2.5, output: 10, upTo: null },
	size: null,
	...changes,
});

/** An endpoint whose clock moves on by a millisecond a look. */
export function endpointOf(use: 'anthropic' | 'openai', baseUrl: string, changes: Partial<WorkerEntry> = {}, key: string | null = KEY): Endpoint {
	let time = 1_795_338_000_000;
	return { entry: entryOf(use, baseUrl, changes), key, fetch, now: () => (time += 1), grid: 400 };
}

export const order: Order = {
	task: 'identify:a|b',
	kind: 'identify',
	instructions: 'Answer in JSON.',
	input: 'The pairs.',
	schema: { type: 'object', properties: { answers: { type: 'array', items: { type: 'string' } } }, required: ['answers'], additionalProperties: false },
	maxTokens: 4_000,
	numbered: 0,
	moved: null,
	repair: null,
	promptHash: 'h',
	patterns: [],
};

export const never = (): AbortSignal => new AbortController().signal;

export const messageOf = (text: string, changes: object = {}): object => ({
	id: 'msg_1',
	type: 'message',
	role: 'assistant',
	model: 'claude-sonnet-5-20260801',
	content: [{ type: 'text', text }],
	stop_reason: 'end_turn',
	stop_sequence: null,
	usage: { input_tokens: 100, output_tokens: 20, cache_read_input_tokens: 30, cache_creation_input_tokens: 7 },
	...changes,
});

export const completionOf = (content: string | null, changes: object = {}, choice: object = {}): object => ({
	id: 'chatcmpl-1',
	object: 'chat.completion',
	created: 1,
	model: 'gpt-5-mini-2026-01-01',
	choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal: null }, ...choice }],
	usage: { prompt_tokens: 130, completion_tokens: 20, total_tokens: 150, prompt_tokens_details: { cached_tokens: 30 } },
	...changes,
});
