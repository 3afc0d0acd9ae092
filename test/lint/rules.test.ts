import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/lint/rules.js';
import { runRules } from '../../src/lint/run-rules.js';
import { exampleInput } from './example-input.js';

describe.each(RULES.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
	it.each(rule.examples.map((example) => [example.name, example] as const))('%s', (_name, example) => {
		const found = runRules([rule], exampleInput(example)).map(({ path, line, message }) => [path, line, message] as const);
		const byPlace = (a: readonly unknown[], b: readonly unknown[]): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
		expect([...found].sort(byPlace)).toEqual([...example.finds].sort(byPlace));
	});

	it('shows what it finds and what it leaves alone', () => {
		expect(rule.examples.some(({ finds }) => finds.length > 0)).toBe(true);
		expect(rule.examples.some(({ finds }) => finds.length === 0)).toBe(true);
	});

	it('says nothing of an empty vault', () => {
		expect(rule.check(exampleInput({ name: '', files: {}, finds: [] }))).toEqual([]);
	});
});

it('every file of a rule is in the list, under its name', () => {
	const files = readdirSync(new URL('../../src/lint/rules', import.meta.url)).map((file) => file.replace(/\.ts$/, '')).sort();
	expect(RULES.map(({ name }) => name)).toEqual(files);
});

it('only what can be fixed says so', () => {
	for (const rule of RULES) {
		for (const example of rule.examples) for (const found of rule.check(exampleInput(example))) if (found.fixable === true) expect(rule.fix, rule.name).not.toBeNull();
	}
});
