import { OpenAI } from 'openai/client';
import { addressOf } from '../../operators/address.js';
import { CALL_MILLISECONDS, NO_TELEMETRY, type Endpoint } from '../endpoint.js';

export type { OpenAI };

/** Everything that the SDK would else take from the environment is given, so that no key or address but the worker's own is used. */
export const openaiClient = ({ entry, key, fetch }: Endpoint): OpenAI =>
	new OpenAI({
		apiKey: key ?? 'none',
		organization: null,
		project: null,
		adminAPIKey: null,
		webhookSecret: null,
		baseURL: addressOf(entry),
		...(fetch === null ? {} : { fetch }),
		// Waiting and asking again is for the wrappers, which show it and count it.
		maxRetries: 0,
		timeout: CALL_MILLISECONDS,
		dangerouslyAllowBrowser: true,
		defaultHeaders: { ...NO_TELEMETRY, ...(key === null ? { authorization: null } : {}) },
		logLevel: 'off',
	});
