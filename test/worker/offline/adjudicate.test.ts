import { describe, expect, it } from 'vitest';
import type { Claim, Stance } from '../../../src/model/claim.js';
import { adjudicate } from '../../../src/worker/offline/adjudicate.js';

const claim = (text: string, stance: Stance = 'asserted'): Claim => ({
	id: `k-${text}`, sourceId: `s-${text}`, text, quote: text, start: 0, end: text.length, headings: [], anchor: null, stance, form: 'statement', qualifiers: [], about: [], weight: 0.5,
});

describe('adjudicate', () => {
	it('answers each pair in order, in whatever language it is written', () => {
		const pairs = [
			['The committee has twelve members.', 'The committee consists of nine members.', 'committee'],
			['Der Akku hält 10 Stunden.', 'Der Akku hält nur 4,5 Stunden.', 'Akku'],
			['北京大学成立于1898年。', '北京大学创建于1912年。', '北京大学'],
			['تزيد القهوة ضغط الدم.', 'لا تزيد القهوة ضغط الدم.', 'القهوة'],
			['The committee has twelve members.', 'The committee meets at noon.', 'committee'],
		] as const;
		const { answers } = adjudicate({ pairs: pairs.map(([left, right, subject]) => ({ left: claim(left), right: claim(right), subject })) });
		expect(answers.slice(0, 4)).toEqual(['contradict', 'contradict', 'contradict', 'contradict']);
		expect(answers[4]).not.toBe('contradict');
	});

	it('lets a reported claim stand beside anything', () => {
		expect(adjudicate({ pairs: [{ left: claim('Bats are blind.', 'reported'), right: claim('Bats are not blind.'), subject: 'bats' }] }).answers).toEqual(['compatible']);
	});
});
