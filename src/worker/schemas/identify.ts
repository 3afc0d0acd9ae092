import { answerKind } from './answer-kind.js';
import { inOrder, pairAnswers } from './pair-answers.js';

const schema = pairAnswers(['same', 'different', 'unknown']);

export const identifyAnswer = answerKind<'identify', typeof schema>(schema, ({ answers }, { pairs }) => ({ answers: inOrder(answers, pairs.length) }));
