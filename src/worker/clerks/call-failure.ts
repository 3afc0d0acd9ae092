import type { CallFailure } from '../clerk.js';
import type { Endpoint } from './endpoint.js';
import { retryAfter } from './retry-after.js';

/** A call that gave no answer. */
export interface FailedCall {
	readonly failure: CallFailure;
	/** The provider answered with an error, and does not charge for those. */
	readonly free: boolean;
	/** What the provider wrote about it; empty where it wrote nothing. */
	readonly said: string;
	/** HTTP status; null where there was no answer. */
	readonly status: number | null;
}

const LONGEST_MESSAGE = 300;
const TOO_LONG = /too long|too many tokens|too large|context[_ ]?(?:length|window|size)|maximum context|exceed\w* (?:the )?(?:available )?context|prompt is longer/i;
const NO_CREDIT = /insufficient_quota|credit balance|billing|payment required/i;
const NO_MODEL = /model/i;

const field = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null && name in value ? (value as Readonly<Record<string, unknown>>)[name] : undefined);
const textField = (value: unknown, name: string): string => {
	const found = field(value, name);
	return typeof found === 'string' ? found : '';
};

/** The innermost of the errors that caused one another says most: "fetch failed" because of "ECONNREFUSED". */
function causeOf(error: unknown): string {
	let current = error;
	let said = '';
	for (let depth = 0; depth < 5 && current !== undefined && current !== null; depth += 1) {
		said = textField(current, 'code') || textField(current, 'message') || said;
		current = field(current, 'cause');
	}
	return said;
}

/** What a body says went wrong. Providers nest it differently, some write plain text, and a proxy writes a page. */
function saidIn(error: unknown): string {
	const body = field(error, 'error');
	const inner = field(body, 'error');
	const message = textField(inner, 'message') || textField(body, 'message') || (typeof inner === 'string' ? inner : '') || textField(error, 'message');
	if (/<!doctype|<html/i.test(message)) return 'a web page instead of an answer';
	const codes = [textField(inner, 'code'), textField(body, 'code'), textField(inner, 'type')].filter((code) => code !== '' && !message.includes(code));
	return [message, ...codes.slice(0, 1)].join(' ');
}

/** Words of a provider that may be shown and kept: without the key, without line breaks, not too long. */
export function withoutKey(text: string, key: string | null): string {
	const bare = key === null || key === '' ? text : text.split(key).join('[key]');
	const line = bare.replace(/\s+/gu, ' ').trim();
	return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line;
}

export const whoIs = ({ entry }: Pick<Endpoint, 'entry'>): string => entry.baseUrl ?? (entry.use === 'anthropic' ? 'Anthropic' : 'OpenAI');

/** Advice for an input that a model cannot take whole. It is never cut: what a page leaves out must be somebody's choice. */
export const TOO_LONG_ADVICE = 'Nothing was cut off. Set a shorter “longest passage” in the settings, or use a model that takes more at once.';

/** What an error of a provider means, by its HTTP status and its words. */
export function failureOf(endpoint: Endpoint, status: number, said: string, headers: Pick<Headers, 'get'>): CallFailure {
	const who = whoIs(endpoint);
	const { entry } = endpoint;
	const words = said === '' ? `status ${status}` : withoutKey(said, endpoint.key);
	if (status === 401 || (status === 403 && !NO_CREDIT.test(said))) {
		const which = entry.key === null ? `“${entry.name}” has no key. Name the secret that holds it.` : `Check the secret “${entry.key}”.`;
		return { kind: 'auth', message: `${who} ${status === 401 ? 'did not take the key' : 'does not allow this key to do it'}: ${words}. ${which}` };
	}
	if (status === 402 || (NO_CREDIT.test(said) && status < 500)) return { kind: 'unavailable', message: `The account at ${who} has no credit left, or its limit is reached: ${words}.` };
	if (status === 429) return { kind: 'rate-limited', message: `${who} takes no more calls for now: ${words}.`, retryAfter: retryAfter(headers, endpoint.now()) };
	if (status === 413 || (status < 500 && TOO_LONG.test(said))) return { kind: 'too-long', message: `The input is longer than ${entry.model ?? entry.name} takes: ${words}. ${TOO_LONG_ADVICE}` };
	if (status === 408 || status === 409 || status >= 500) return { kind: 'overloaded', message: `${who} could not answer: ${words}.`, retryAfter: retryAfter(headers, endpoint.now()) };
	if (status === 404) {
		const missing = NO_MODEL.test(said) ? `${who} has no model “${entry.model ?? ''}”: ${words}. Choose one of its models.` : `There is nothing to ask at ${who}: ${words}. Check the address; most end in “/v1”.`;
		return { kind: 'unavailable', message: missing };
	}
	return { kind: 'unsupported', message: `${who} did not accept the request: ${words}.` };
}

/** What a thrown error means. The SDKs' classes have other names in a bundle, so that only what they carry is looked at. */
export function failedCall(endpoint: Endpoint, error: unknown, signal: AbortSignal): FailedCall {
	if (signal.aborted) return { failure: { kind: 'stopped', message: 'The run was stopped. What the call cost until then is not known.' }, free: false, said: '', status: null };
	const status = field(error, 'status');
	if (typeof status !== 'number') {
		const said = withoutKey(causeOf(error), endpoint.key);
		const unread = error instanceof SyntaxError;
		const failure: CallFailure = unread
			? { kind: 'malformed', message: `${whoIs(endpoint)} answered with something that is not whole JSON: ${said}.` }
			: { kind: 'network', message: `${whoIs(endpoint)} cannot be reached: ${said}. Check the address and the connection.` };
		return { failure, free: false, said, status: null };
	}
	const given = field(error, 'headers');
	const said = withoutKey(saidIn(error), endpoint.key).replace(new RegExp(`^${status} `), '');
	return { failure: failureOf(endpoint, status, said.replace(/\.$/, ''), given instanceof Headers ? given : new Headers()), free: true, said, status };
}
