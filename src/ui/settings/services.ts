import type { ModelDraft } from '../../worker/operators/model-questions.js';

/** A service that a person may choose; the file knows it by protocol and address alone. */
export interface Service {
	readonly id: string;
	readonly name: string;
	readonly use: ModelDraft['use'];
	/** Null for the provider's own address. */
	readonly baseUrl: string | null;
	/** The name that a secret for it has at first; null where none is needed. */
	readonly key: string | null;
	/** It runs on a machine of the user's own, so that a call costs no money. */
	readonly free: boolean;
}

/** Addresses are those that each service documents for OpenAI's protocol. */
export const SERVICES: readonly [Service, ...Service[]] = [
	{ id: 'anthropic', name: 'Anthropic', use: 'anthropic', baseUrl: null, key: 'anthropic-key', free: false },
	{ id: 'openai', name: 'OpenAI', use: 'openai', baseUrl: null, key: 'openai-key', free: false },
	{ id: 'gemini', name: 'Google Gemini', use: 'openai', baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai', key: 'gemini-key', free: false },
	{ id: 'openrouter', name: 'OpenRouter', use: 'openai', baseUrl: 'https://openrouter.ai/api/v1', key: 'openrouter-key', free: false },
	{ id: 'ollama', name: 'Ollama', use: 'openai', baseUrl: 'http://localhost:11434/v1', key: null, free: true },
	{ id: 'lm-studio', name: 'LM Studio', use: 'openai', baseUrl: 'http://localhost:1234/v1', key: null, free: true },
	{ id: 'llama-cpp', name: 'llama.cpp', use: 'openai', baseUrl: 'http://localhost:8080/v1', key: null, free: true },
	{ id: 'vllm', name: 'vLLM', use: 'openai', baseUrl: 'http://localhost:8000/v1', key: null, free: true },
	{ id: 'other', name: 'Another endpoint', use: 'openai', baseUrl: '', key: null, free: false },
];

const OTHER: Service = { id: 'other', name: 'Another endpoint', use: 'openai', baseUrl: '', key: null, free: false };

/** The service that a worker of the file is; another endpoint where none has its address. */
export function serviceOf({ use, baseUrl }: Pick<ModelDraft, 'use' | 'baseUrl'>): Service {
	return SERVICES.find((service) => service.use === use && service.baseUrl === baseUrl) ?? { ...OTHER, use, baseUrl };
}

/** A name for a worker that no other has. */
export function freeName(service: Service, taken: readonly string[]): string {
	for (let count = 1; ; count += 1) {
		const name = count === 1 ? service.id : `${service.id}-${String(count)}`;
		if (!taken.includes(name)) return name;
	}
}
