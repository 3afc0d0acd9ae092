import type { OpenAI } from 'openai';
import * as v from 'valibot';
import { err, ok, type Result } from '../../../model/result.js';
import type { CallFailure } from '../../clerk.js';
import { attempted } from '../attempted.js';
import { failedCall, whoIs } from '../call-failure.js';
import { connectionTest } from '../connection-test.js';
import { answerFrom, failedAnswer, type Endpoint, type ProviderClerk } from '../endpoint.js';
import { withOwnSignal } from '../own-signal.js';
import { completionParams, readCompletion } from './completion.js';
import { firstShape, nextShape, type Shape } from './shape.js';

const list = v.object({ data: v.array(v.object({ id: v.string() })) });

/** The SDK is loaded with the first call, so that starting up costs nothing. */
export function openaiSdk(endpoint: Endpoint): () => Promise<OpenAI> {
	let client: Promise<OpenAI> | null = null;
	return () => (client ??= import('./client.js').then(({ openaiClient }) => openaiClient(endpoint)));
}

/** A model of OpenAI, or of whoever speaks its protocol: Gemini, Ollama, LM Studio, OpenRouter, vLLM, llama.cpp. */
export function openaiClerk(endpoint: Endpoint): ProviderClerk {
	const { entry, now } = endpoint;
	const sdk = openaiSdk(endpoint);
	const first = firstShape(entry.baseUrl);
	let known: Shape = first;

	const listModels = (signal: AbortSignal): Promise<Result<readonly string[], CallFailure>> =>
		attempted(endpoint, signal, async (own) => {
			// The SDK's own list takes any body for an empty page.
			const parsed = v.safeParse(list, await (await sdk()).get('/models', { signal: own }));
			return parsed.success ? ok(parsed.output.data.map(({ id }) => id).sort()) : err({ kind: 'malformed', message: `${whoIs(endpoint)} did not answer with a list of models. Check the address; most end in “/v1”.` });
		});

	return {
		id: `openai:${entry.model ?? ''}`,
		tier: entry.tier,
		async answer(order, signal) {
			const started = now();
			let shape = known;
			for (;;) {
				try {
					const params = completionParams(order, entry, shape);
					const body = await withOwnSignal<unknown>(signal, async (own) => (await sdk()).chat.completions.create(params, { signal: own }));
					// Remembered for the session, so that an endpoint is asked once only for what it does not do.
					known = shape;
					return answerFrom(endpoint, readCompletion(body, order, entry.baseUrl === null), now() - started);
				} catch (error) {
					const failed = failedCall(endpoint, error, signal);
					const next = failed.failure.kind === 'unsupported' || failed.status === 501 ? nextShape(shape, failed.said, first) : null;
					if (next === null) return failedAnswer(endpoint, failed.failure, now() - started, failed.free);
					shape = next;
				}
			}
		},
		listModels,
		testConnection: async (signal) => connectionTest(endpoint, await listModels(signal)),
	};
}
