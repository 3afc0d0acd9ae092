import type { Remote } from 'comlink';
import { operatorsOf } from '../../compile/vault-workers.js';
import { changeOperators } from '../../compile/change-operators.js';
import { err, type Result } from '../../model/result.js';
import type { Layout } from '../../vault/layout.js';
import type { Host, VaultPort } from '../../vault/port.js';
import { anthropicClerk } from '../../worker/clerks/anthropic/clerk.js';
import type { Endpoint, ProviderClerk } from '../../worker/clerks/endpoint.js';
import { openaiClerk } from '../../worker/clerks/openai/clerk.js';
import type { ModelDraft, ModelQuestions } from '../../worker/operators/model-questions.js';
import { operatorsPath, type WorkerEntry } from '../../worker/operators/operators.js';
import { viewOf } from '../../worker/operators/view.js';
import { fetchThrough } from './fetch-through.js';
import type { HostCalls } from './protocol.js';
import { keysFrom } from './thread-models.js';

const entryOf = ({ use, baseUrl, model, key }: ModelDraft): WorkerEntry => ({ name: 'this worker', use, tier: 1, model, baseUrl, key, maxTokens: 8_000, parallel: 1, batch: null, price: null, size: null });

/** What a person asks of models from the settings, in the thread that holds the SDKs. */
export function modelCalls(parts: { readonly vault: VaultPort; readonly layout: Layout; readonly host: Host; readonly calls: Remote<HostCalls> }): ModelQuestions {
	const { vault, layout, host, calls } = parts;

	async function clerkOf(draft: ModelDraft): Promise<Result<ProviderClerk, string>> {
		const entry = entryOf(draft);
		const key = (await keysFrom(calls, [entry]))(entry);
		if (entry.key !== null && key === null) return err(`The secret “${entry.key}” holds no key.`);
		const endpoint: Endpoint = { entry, key, fetch: fetchThrough((request) => calls.request(request), host), now: () => host.now(), grid: 0 };
		return { ok: true, value: draft.use === 'anthropic' ? anthropicClerk(endpoint) : openaiClerk(endpoint) };
	}
	const never = (): AbortSignal => new AbortController().signal;

	return {
		async operators() {
			const { operators, problems } = await operatorsOf(vault, layout);
			return viewOf(operatorsPath(layout.home), operators, problems);
		},
		changeOperators: (change) => changeOperators(vault, layout, change),
		async listModels(draft) {
			const clerk = await clerkOf(draft);
			if (!clerk.ok) return clerk;
			const models = await clerk.value.listModels(never());
			return models.ok ? models : err(models.error.message);
		},
		async testConnection(draft) {
			const clerk = await clerkOf(draft);
			return clerk.ok ? clerk.value.testConnection(never()) : { ok: false, message: clerk.error };
		},
	};
}
