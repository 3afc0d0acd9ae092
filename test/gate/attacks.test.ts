import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGate } from '../../src/gate/decide.js';
import { DISPOSITIONS, strictest, strictness } from '../../src/model/verdict.js';
import { ATTACKS, CONTROLS } from './attacks.js';
import { context, gate, proposal } from './fixture.js';

describe('an attack', () => {
	// Without any policy: what stops it here, nobody can switch off.
	it.each(ATTACKS.map(([row, name, changes, around = {}]) => ({ row, name, changes, around })))('$row: $name', ({ row, changes, around }) => {
		const { disposition, rules } = makeGate([]).decide(proposal(changes), context(around));
		expect(disposition).not.toBe('PASS');
		const stopping = rules.filter((rule) => rule.disposition === disposition).map(({ rule }) => rule);
		expect(CONTROLS[row]?.map((control) => `constitution:${control}`), JSON.stringify(rules).slice(0, 400)).toEqual(expect.arrayContaining([stopping[0]]));
		expect(strictness(gate.decide(proposal(changes), context(around)).disposition)).toBeGreaterThanOrEqual(strictness(disposition));
	});
});

it('the verdict does not depend on the order of rules', () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...DISPOSITIONS), { maxLength: 6 }).chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some.keys()], { minLength: some.length }))), ([some, order]) => {
			const policies = some.map((disposition, index) => ({ hash: `${index}`, evaluate: () => [{ rule: `test:${index}`, disposition, reason: 'x', line: null }] }));
			const one = makeGate(policies).decide(proposal(), context());
			const other = makeGate(order.flatMap((index) => policies[index] ?? [])).decide(proposal(), context());
			expect(other.disposition).toBe(one.disposition);
			expect(one.disposition).toBe(strictest(some));
			expect(other.rules.map(({ rule }) => rule).sort()).toEqual(one.rules.map(({ rule }) => rule).sort());
		}),
	);
});
