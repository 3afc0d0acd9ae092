import { OFFLINE_OPERATORS } from '../../src/worker/operators/read-operators.js';
import type { ModelQuestions } from '../../src/worker/operators/model-questions.js';
import { viewOf } from '../../src/worker/operators/view.js';

/** Who is asked where nobody set up a model. */
export const NO_MODELS = viewOf('_commonplace/operators.yml', OFFLINE_OPERATORS, []);

const NO_ANSWER = 'Nobody set up a model.';

export const NO_MODEL_QUESTIONS: ModelQuestions = {
	operators: () => Promise.resolve(NO_MODELS),
	changeOperators: () => Promise.resolve([]),
	listModels: () => Promise.resolve({ ok: false, error: NO_ANSWER }),
	testConnection: () => Promise.resolve({ ok: false, message: NO_ANSWER }),
};
