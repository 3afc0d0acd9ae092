import * as v from 'valibot';
import { err, ok, type Result } from '../../../model/result.js';
import type { CallFailure } from '../../clerk.js';
import { attempted } from '../attempted.js';
import { failedCall, whoIs } from '../call-failure.js';
import { connectionTest } from '../connection-test.js';
import { answerFrom, failedAnswer, type Endpoint, type ProviderClerk } from '../endpoint.js';
import { withOwnSignal } from '../own-signal.js';
import type { Client } from './client.js';
import { messageParams, readMessage } from './message.js';

const list = v.object({ data: v.array(v.object({ id: v.string() })) });
const MOST_MODELS = 1000;

/** The SDK is loaded with the first call, so that starting up costs nothing. */
export function anthropicSdk(endpoint: Endpoint): () => Promise<Client> {
	let client: Promise<Client> | null = null;
	return () => (client ??= import('./client.js').then(({ anthropicClient }) => anthropicClient(endpoint)));
}

/** A model of Anthropic, or of whoever speaks its protocol. */
export function anthropicClerk(endpoint: Endpoint): ProviderClerk {
	const { entry, now } = endpoint;
	const sdk = anthropicSdk(endpoint);

	const listModels = (signal: AbortSignal): Promise<Result<readonly string[], CallFailure>> =>
		attempted(endpoint, signal, async (own) => {
			// The SDK's own list takes any body for an empty page.
			const parsed = v.safeParse(list, await (await sdk()).get('/v1/models', { query: { limit: MOST_MODELS }, signal: own }));
			return parsed.success ? ok(parsed.output.data.map(({ id }) => id).sort()) : err({ kind: 'malformed', message: `${whoIs(endpoint)} did not answer with a list of models. Check the address.` });
		});

	return {
		id: `anthropic:${entry.model ?? ''}`,
		tier: entry.tier,
		async answer(order, signal) {
			const started = now();
			try {
				const body = await withOwnSignal<unknown>(signal, async (own) => (await sdk()).post('/v1/messages', { body: messageParams(order, entry), signal: own }));
				return answerFrom(endpoint, readMessage(body, order), now() - started);
			} catch (error) {
				const { failure, free } = failedCall(endpoint, error, signal);
				return failedAnswer(endpoint, failure, now() - started, free);
			}
		},
		listModels,
		testConnection: async (signal) => connectionTest(endpoint, await listModels(signal)),
	};
}
