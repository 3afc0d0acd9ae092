import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SPECIFIED_CODES } from '../../../src/prism/fault.js';
import { parseFlow, parsePrism } from '../../../src/prism/parse.js';
import { validate } from '../../../src/prism/validate.js';

const here = new URL('.', import.meta.url);
const { tests } = v.parse(
	v.object({ tests: v.array(v.object({ id: v.string(), expect: v.picklist(['valid', 'invalid']), error: v.optional(v.string()), flow: v.string() })) }),
	parse(readFileSync(new URL('tests.yaml', here), 'utf8')),
);

/** Codes that the validator gives, each once; a text that is no flow gives its reading codes. */
function codesOf(yaml: string): readonly string[] {
	const flow = parseFlow(yaml);
	return [...new Set((flow.ok ? validate(flow.value) : flow.error).map(({ code }) => code))];
}

/** T-020 wants seven nodes without any edge to be valid; T-052 wants a node without any edge to be UNREACHABLE_NODE. */
const CONTRADICTED = 'T-020';

describe('the public suite', () => {
	it('has forty tests and twenty codes', () => {
		expect(tests).toHaveLength(40);
		expect(new Set(tests.flatMap(({ error }) => error ?? []))).toEqual(new Set(SPECIFIED_CODES));
	});

	it.each(tests.filter(({ id }) => id !== CONTRADICTED))('$id is $expect', ({ expect: verdict, error, flow }) => {
		const codes = codesOf(flow);
		expect(codes).toEqual(verdict === 'valid' ? [] : [error]);
	});

	it('contradicts itself: what T-052 refuses, T-020 accepts', () => {
		const contradicted = tests.find(({ id }) => id === CONTRADICTED);
		const unreachable = tests.find(({ id }) => id === 'T-052');
		expect(contradicted?.expect).toBe('valid');
		expect(unreachable).toMatchObject({ expect: 'invalid', error: 'UNREACHABLE_NODE' });
		const flow = parseFlow(contradicted?.flow ?? '');
		expect(flow.ok && validate(flow.value).map(({ code, message }) => [code, /“(\w+)”/.exec(message)?.[1]])).toEqual(['branch', 'split', 'merge', 'approval', 'gate', 'wait', 'abort'].map((id) => ['UNREACHABLE_NODE', id]));
		expect(codesOf(unreachable?.flow ?? '')).toEqual(['UNREACHABLE_NODE']);
		// Joined to the rest, the same nodes are valid: nothing else in T-020 is refused.
		const joined = `${contradicted?.flow ?? ''}${['branch', 'split', 'merge', 'approval', 'gate', 'wait', 'abort'].map((id) => `  - { s: work, t: ${id} }\n`).join('')}`;
		expect(codesOf(joined)).toEqual([]);
	});
});

describe('the public examples', () => {
	it.each(readdirSync(new URL('examples/', here)))('%s is read and valid', (name) => {
		const source = parsePrism(readFileSync(new URL(`examples/${name}`, here), 'utf8'));
		expect(source.ok && source.value.naturalLanguage.length).toBeGreaterThan(100);
		expect(source.ok && source.value.slug).toBe(name.replace('.prism.md', ''));
		expect(source.ok && validate(source.value.flow)).toEqual([]);
	});
});
