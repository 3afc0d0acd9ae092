import { describe, expect, it } from 'vitest';
import type { Disposition } from '../../../src/model/verdict.js';
import type { PolicyData } from '../../../src/prism/profile/policy-data.js';
import { type Case, compare, simulate } from '../../../src/prism/simulate/simulate.js';
import { data, policy } from '../profile/fixture.js';
import { processorTime } from '../../processor-time.js';

const strict = policy([['big', 'entity.claims > 2', 'HOLD'], ['person', 'entity.person_text', 'REQUIRE_HUMAN'], ['ok', null, 'PASS']]);
const mild = policy([['big', 'entity.claims > 4', 'HOLD'], ['ok', null, 'PASS']]);
const one = (id: string, recorded: Disposition | null, changes: Partial<PolicyData>): Case => ({ id, path: `wiki/${id}.md`, data: data(changes), recorded });
const cases: readonly Case[] = [
	one('p-1', 'PASS', { claims: 3 }),
	one('p-2', 'PASS', { claims: 5 }),
	one('p-3', 'REQUIRE_HUMAN', { claims: 5, person_text: true }),
	one('p-4', 'BLOCK', { claims: 1 }),
	one('p-5', null, { claims: 0 }),
];

describe('a simulation', () => {
	it('says what would become of each proposal, and how often', () => {
		const result = simulate(strict, cases);
		expect(result.rows.map(({ id, before, after, change }) => `${id} ${before ?? '-'} → ${after} ${change}`)).toEqual(['p-1 PASS → HOLD stricter', 'p-2 PASS → HOLD stricter', 'p-3 REQUIRE_HUMAN → REQUIRE_HUMAN same', 'p-4 BLOCK → PASS milder', 'p-5 - → PASS new']);
		expect(result).toMatchObject({ same: 1, stricter: 2, milder: 1, new: 1, after: { PASS: 2, HOLD: 2, ESCALATE: 0, REQUIRE_HUMAN: 1, BLOCK: 0 } });
		expect(result.moves).toEqual([{ from: 'PASS', to: 'HOLD', count: 2 }, { from: 'BLOCK', to: 'PASS', count: 1 }]);
		expect(result.rules.map(({ rule, count }) => `${rule} ${count}`)).toEqual(['test:big 3', 'test:person 1']);
		expect(result.rows[2]?.rulesAfter.map(({ rule }) => rule)).toEqual(['test:person', 'test:big']);
	});

	it('compares two policies, whatever was recorded', () => {
		const result = compare(strict, mild, cases);
		expect(result.rows.filter(({ change }) => change !== 'same').map(({ id, before, after }) => `${id} ${before ?? '-'} → ${after}`)).toEqual(['p-1 HOLD → PASS', 'p-3 REQUIRE_HUMAN → HOLD']);
		expect(compare(strict, strict, cases)).toMatchObject({ same: 5, stricter: 0, milder: 0, moves: [] });
		expect(simulate(strict, [])).toMatchObject({ rows: [], same: 0, rules: [] });
	});

	it('takes ten thousand proposals in seconds', () => {
		const began = processorTime();
		simulate(strict, Array.from({ length: 10_000 }, (_, index) => one(`p-${index}`, 'PASS', { claims: index % 7 })));
		expect(processorTime() - began).toBeLessThan(5000);
	});
});
