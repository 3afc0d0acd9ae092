import { answerKind } from './answer-kind.js';
import { inOrder, pairAnswers } from './pair-answers.js';

const schema = pairAnswers(['contradict', 'compatible', 'unknown']);

export const adjudicateAnswer = answerKind<'adjudicate', typeof schema>(schema, ({ answers }, { pairs }) => ({ answers: inOrder(answers, pairs.length) }));
