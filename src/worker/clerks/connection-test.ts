import type { Result } from '../../model/result.js';
import type { CallFailure } from '../clerk.js';
import { whoIs } from './call-failure.js';
import type { ConnectionTest, Endpoint } from './endpoint.js';

const MOST_NAMED = 5;

/** What a list of models tells of a connection. */
export function connectionTest(endpoint: Endpoint, models: Result<readonly string[], CallFailure>): ConnectionTest {
	const who = whoIs(endpoint);
	const { model } = endpoint.entry;
	if (!models.ok) return { ok: false, message: models.error.message };
	if (model === null) return { ok: true, message: `${who} answers.` };
	if (models.value.includes(model) || models.value.includes(`models/${model}`)) return { ok: true, message: `${who} answers and has ${model}.` };
	if (models.value.length === 0) return { ok: true, message: `${who} answers, but lists no models: whether it has ${model} shows with the first call.` };
	// An alias such as “claude-sonnet-5” stands for a dated release in the list.
	if (models.value.some((name) => name.startsWith(`${model}-2`) || name === `${model}:latest`)) return { ok: true, message: `${who} answers and has ${model}.` };
	return { ok: false, message: `${who} answers, but has no model “${model}”. It has ${models.value.slice(0, MOST_NAMED).join(', ')}${models.value.length > MOST_NAMED ? ` and ${models.value.length - MOST_NAMED} more` : ''}.` };
}
