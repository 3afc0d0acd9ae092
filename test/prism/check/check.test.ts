import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFlow, checkNote } from '../../../src/prism/check/check.js';
import { canBe } from '../../../src/prism/check/reason.js';
import { DEFAULT_POLICY_NOTE } from '../../../src/prism/default-policy.js';
import { compileExpression } from '../../../src/prism/expression/evaluate.js';
import { parseExpression } from '../../../src/prism/expression/parse.js';
import { parsePrism } from '../../../src/prism/parse.js';
import { expressions } from '../expression/arbitrary.js';
import { policyNote, type RuleText } from '../profile/fixture.js';

const warnings = (rules: readonly RuleText[], options = {}): readonly string[] => {
	const source = parsePrism(policyNote(rules, options));
	if (!source.ok) throw new Error(JSON.stringify(source.error));
	return checkFlow(source.value.flow).map(({ code, message }) => `${code} ${/“([^”]*)”/.exec(message)?.[1] ?? ''}`);
};
const OK: RuleText = ['ok', null, 'PASS'];
const rule = (condition: string, id = 'a'): RuleText => [id, condition, 'HOLD'];

describe('the check', () => {
	it('finds nothing in the default policy', () => {
		const source = parsePrism(DEFAULT_POLICY_NOTE);
		expect(source.ok && checkNote(source.value)).toEqual([]);
	});

	it.each([
		"entity.kind == 'crate'",
		"entity.kind == 'create' and entity.kind == 'update'",
		"entity.kind in ['create', 'merge'] and entity.kind not in ['merge', 'create']",
		'entity.claims > 5 and entity.claims < 3',
		'entity.claims > 5 and not entity.claims > 3',
		'entity.claims >= 5 and 5 > entity.claims',
		'entity.person_text and not entity.person_text',
		"entity.title == 'a' and entity.title == 'b'",
		'entity.claims == 3 and entity.claims > 3',
		'entity.claims == entity.sources and not entity.claims == entity.sources',
		'1 > 2',
		'false',
		'(entity.new_file or entity.claims > 2) and not entity.new_file and entity.claims < 1',
		"entity.claims == '3' and entity.claims > 2",
		'entity.claims > entity.sources and entity.sources >= entity.claims',
		'entity.claims != entity.sources and entity.sources == entity.claims',
		"entity.path in entity.source_paths and entity.path not in entity.source_paths",
	])('knows that “%s” can never hold', (condition) => {
		expect(warnings([rule(condition), OK])).toEqual(['UNREACHABLE_END a', `NEVER_HOLDS ${condition}`]);
	});

	it.each(["entity.kind == 'create'", 'entity.claims > 5 and entity.sources < 3', 'entity.claims >= 5 and entity.claims <= 5', 'entity.claims + 1 > entity.claims', "starts_with(entity.path, 'wiki/')", "any(entity.source_paths, item == 'raw/a.md')"])('has nothing against “%s”', (condition) => {
		expect(warnings([rule(condition), OK])).toEqual([]);
	});

	it('knows what whoever is asked can answer', () => {
		const asked = (condition: string): readonly string[] => {
			const source = parsePrism(policyNote([rule(condition), OK]).replace('mode: multi', 'mode: exclusive, o: { op: llm, tier: 2 }'));
			return source.ok ? checkFlow(source.value.flow).map(({ code, message }) => `${code} ${message}`) : [];
		};
		expect(asked("outcome == 'approved'")[1]).toBe("NEVER_HOLDS “outcome == 'approved'” can never hold, so this way is never taken. Who is asked says approve, deny or unsure.");
		expect(asked("outcome == 'deny'")).toEqual([]);
	});

	it('finds ways that shadow or overlap each other in a choice of one', () => {
		const exclusive = { mode: 'exclusive' };
		expect(warnings([rule('entity.claims > 3'), rule('entity.claims > 5', 'b'), OK], exclusive)).toEqual(['SHADOWED entity.claims > 5']);
		expect(warnings([rule('entity.claims > 3'), rule('entity.new_file', 'b'), OK], exclusive)).toEqual(['OVERLAP entity.new_file']);
		expect(warnings([rule('entity.claims > 3'), rule('entity.claims <= 3', 'b')], exclusive)).toEqual([]);
		expect(warnings([rule('entity.claims > 3'), rule('entity.new_file', 'b'), OK])).toEqual([]);
		expect(warnings([rule('entity.claims > params.most'), rule('entity.claims <= params.most', 'b')], { mode: 'exclusive', head: 'params: { most: 3 }\n' })).toEqual([]);
	});

	it('finds choices without a way for otherwise, and an otherwise that is never taken', () => {
		expect(warnings([rule('entity.claims > 3')])).toEqual(['NO_DEFAULT rules']);
		expect(warnings([rule('entity.claims > 3'), rule('entity.claims <= 3', 'b'), OK])).toEqual(['UNREACHABLE_END ok', 'ALWAYS_HOLDS rules']);
		expect(warnings([rule("entity.kind in ['create', 'update', 'merge']"), rule("entity.kind in ['retire', 'rename']", 'b')])).toEqual([]);
		expect(warnings([rule("entity.kind != 'ghost'"), OK])).toEqual(['UNREACHABLE_END ok', "ALWAYS_HOLDS entity.kind != 'ghost'", 'ALWAYS_HOLDS rules']);
	});

	it('finds names that lead nowhere', () => {
		expect(warnings([rule('entity.ghost or entity.claims > params.most'), rule('outcom == 1', 'b'), rule('any(entity.source_paths, title == 1)', 'c'), OK], { head: 'params: { least: 1 }\n' })).toEqual(['UNKNOWN_NAME entity.ghost', 'UNKNOWN_NAME params.most', 'UNKNOWN_NAME outcom']);
	});

	it('looks through the vocabulary', () => {
		expect(warnings([rule('big and entity.claims < 2'), OK], { head: 'vocabulary: [{ term: big, maps_to: "entity.claims > 5" }]\n' })).toEqual(['UNREACHABLE_END a', 'NEVER_HOLDS big and entity.claims < 2']);
	});

	it('asks for plain words', () => {
		const source = parsePrism(policyNote([OK]).replace('## Natural Language', '## Other'));
		expect(source.ok && checkNote(source.value).map(({ code }) => code)).toEqual(['NO_NATURAL_LANGUAGE']);
	});
});

describe('the reasoning', () => {
	const knowledge = { terms: new Map(), values: () => null };
	const simple = fc.constantFrom('entity.a', 'not entity.a', 'entity.b > 1', 'entity.b <= 1', 'entity.b == 2', 'entity.b in [0, 2]', 'entity.b not in [2]', "entity.a == 'x'", 'entity.a != true', 'entity.b != entity.a', 'true', 'null == null');
	const value = fc.constantFrom<unknown>(true, false, 0, 1, 2, 3, 'x', null, undefined, { ms: 1 });
	it('never denies what some data make true', () => {
		const tree = fc.oneof(fc.tuple(fc.constantFrom(' and ', ' or '), fc.array(simple, { minLength: 1, maxLength: 4 })).map(([op, parts]) => parts.join(op)), fc.tuple(simple, simple, simple).map(([a, b, c]) => `not (${a} and (${b} or ${c}))`)).map((text) => parseExpression(text));
		fc.assert(
			fc.property(fc.oneof(tree.map((parsed) => (parsed.ok ? parsed.value : null)), expressions), value, value, fc.boolean(), (expression, a, b, holds) => {
				if (expression === null) return;
				if (compileExpression(expression).truth({ entity: { a, b } }) === holds) expect(canBe([{ expression, holds }], knowledge)).toBe(true);
			}),
			{ numRuns: 3000 },
		);
	});
});
