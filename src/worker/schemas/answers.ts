import type { Order } from '../clerk.js';
import type { TaskKind } from '../port.js';
import { adjudicateAnswer } from './adjudicate.js';
import type { AnswerKind } from './answer-kind.js';
import { extractAnswer } from './extract.js';
import { identifyAnswer } from './identify.js';
import { reviewEditAnswer } from './review-edit.js';
import { weaveAnswer } from './weave.js';
import { writePolicyAnswer } from './write-policy.js';

export type { AnswerKind } from './answer-kind.js';

/** What an answer to each kind of task looks like. */
export const ANSWERS: { readonly [K in TaskKind]: AnswerKind<K> } = { extract: extractAnswer, identify: identifyAnswer, weave: weaveAnswer, adjudicate: adjudicateAnswer, 'review-edit': reviewEditAnswer, 'write-policy': writePolicyAnswer };

/** What is wrong with the answer to an order; empty where nothing is. */
export const checkAnswer = ({ kind, numbered }: Pick<Order, 'kind' | 'numbered'>, text: string): readonly string[] => ANSWERS[kind].problemsIn(text, numbered);
