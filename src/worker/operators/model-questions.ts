import type { Problem, Result } from '../../model/result.js';
import type { ConnectionTest } from '../clerks/endpoint.js';
import type { OperatorsChange } from './edit-operators.js';
import type { Provider } from './operators.js';
import type { OperatorsView } from './view.js';

/** A model that a person thinks of asking: enough to try whether it can be reached. */
export interface ModelDraft {
	readonly use: Extract<Provider, 'anthropic' | 'openai'>;
	/** Null for the provider's own. */
	readonly baseUrl: string | null;
	/** Null where none is chosen yet. */
	readonly model: string | null;
	/** Name of the secret; null where none is needed. */
	readonly key: string | null;
}

/** What a person asks and changes of who is asked. No worker reaches any of it. */
export interface ModelQuestions {
	operators(): Promise<OperatorsView>;
	/** Changes `operators.yml`, and says what kept it from that; nothing where it is done. */
	changeOperators(change: OperatorsChange): Promise<readonly Problem[]>;
	/** Names of models, or why there are none, in a sentence. Costs nothing. */
	listModels(draft: ModelDraft): Promise<Result<readonly string[], string>>;
	/** Whether the address answers, takes the key and has the model. Costs nothing. */
	testConnection(draft: ModelDraft): Promise<ConnectionTest>;
}
