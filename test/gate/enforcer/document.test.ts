import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONDITION_NAMES, CONDITIONS } from '../../../src/gate/enforcer/conditions.js';
import { COOLING, LIFTABLE } from '../../../src/gate/enforcer/violation.js';
import { book, judge } from './fixture.js';

const document = readFileSync(new URL('../../../docs/gate.md', import.meta.url), 'utf8');

describe('docs/gate.md', () => {
	it('tells every condition in the words of the gate', () => {
		for (const name of CONDITION_NAMES) expect(document).toContain(`| \`${name}\` | ${CONDITIONS[name].says} |`);
	});
	it('names what makes a worker cool down, and what an exemption lifts', () => {
		for (const name of [...COOLING, ...LIFTABLE]) expect(document).toContain(`\`${name}\``);
	});
	it('shows rules that can be read', () => {
		const examples = [...document.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
		expect(examples).toHaveLength(2);
		for (const text of examples) expect(book({ 'anthropic.yml': text }).problems).toEqual([]);
		expect(judge({ 'anthropic.yml': examples[0] ?? '' }, { who: 'anthropic:model', tier: 2, path: 'wiki/concepts/health/Sleep.md' }).disposition).toBe('BLOCK');
	});
});
