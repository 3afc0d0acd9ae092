import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { addressOf } from '../../operators/address.js';
import { CALL_MILLISECONDS, NO_TELEMETRY, type Endpoint } from '../endpoint.js';

// The SDK's full client is three times as large, for resources that nobody asks for here; its requests are made by their paths.
export type Client = BaseAnthropic;

/** Everything that the SDK would else take from the environment is given, so that no key or address but the worker's own is used. */
export const anthropicClient = ({ entry, key, fetch }: Endpoint): Client =>
	new BaseAnthropic({
		apiKey: key ?? 'none',
		baseURL: addressOf(entry),
		...(fetch === null ? {} : { fetch }),
		// Waiting and asking again is for the wrappers, which show it and count it.
		maxRetries: 0,
		timeout: CALL_MILLISECONDS,
		dangerouslyAllowBrowser: true,
		defaultHeaders: NO_TELEMETRY,
		openTelemetry: false,
		logLevel: 'off',
	});
