import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression, type Terms } from '../../../src/prism/expression/evaluate.js';
import { parseExpression } from '../../../src/prism/expression/parse.js';
import { UNKNOWN } from '../../../src/prism/expression/value.js';
import { data, expressions } from './arbitrary.js';
import { processorTime } from '../../processor-time.js';

const parse = (text: string): Parameters<typeof compileExpression>[0] => {
	const parsed = parseExpression(text);
	if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
	return parsed.value;
};
const roots = {
	entity: { amount: 5, name: 'Spaced repetition', empty: null, on: true, tags: ['a', 'b', 'a'], wait: { ms: 60_000 }, bad: Number.NaN },
	params: { least: 3, list: ['a', 'z'] },
	tokens: [
		{ entity: { risk: 0.9, ok: true, who: 'ann' } },
		{ entity: { risk: 0.1, ok: false, who: 'bob' } },
		{ entity: { risk: 0.5, ok: true, who: 'ann' } },
	],
	now: 1000,
};
const value = (text: string, terms?: Terms): unknown => {
	const answer = compileExpression(parse(text), terms).value(roots);
	return answer === UNKNOWN ? 'unknown' : answer;
};

describe('values', () => {
	it.each<readonly [string, unknown]>([
		['entity.amount > params.least and entity.on', true],
		["entity.name == 'Spaced repetition'", true],
		['entity.empty == null', true],
		["entity.amount == '5'", false],
		['entity.tags == [\'a\', \'b\', \'a\']', true],
		["'b' in entity.tags", true],
		["'z' not in entity.tags", true],
		["'Spaced' in entity.name", true],
		['entity.amount in [1, 2 + 3]', true],
		['entity.wait == 1min', true],
		['entity.wait < 4h', true],
		['1h + 30min == 90min', true],
		['2 * 30s == 1min', true],
		['1h / 30min', 2],
		['7 % 3', 1],
		['-7 % 3', 2],
		['10 - 2 - 3', 5],
		['2 + 3 * 4', 14],
		['-entity.amount', -5],
		["'a' + 'b'", 'ab'],
		['not entity.on or entity.amount == 5', true],
		['now + 1', 1001],
		["'b' < 'c'", true],
	])('%s', (text, expected) => {
		expect(value(text)).toEqual(expected);
	});

	it.each<readonly [string, unknown]>([
		['len(tokens)', 3],
		['len(where(tokens, entity.ok))', 2],
		['distinct(tokens, entity.who)', ['ann', 'bob']],
		['distinct(entity.tags)', ['a', 'b']],
		['count(tokens, entity.risk > 0.3)', 2],
		['any(tokens, entity.risk > 0.8)', true],
		['all(tokens, entity.ok)', false],
		['none(tokens, entity.risk > 1)', true],
		['sum(tokens, entity.risk)', 1.5],
		['avg(tokens, entity.risk)', 0.5],
		['min(tokens, entity.risk)', 0.1],
		['max(tokens, entity.risk)', 0.9],
		['percentile(tokens, entity.risk, 50)', 0.5],
		['percentile(tokens, entity.risk, 100)', 0.9],
		["any(entity.tags, item == 'b')", true],
		['any(tokens, entity.risk > params.least)', false],
		['sum([])', 0],
		['all([], item)', true],
		['any([], item)', false],
		['max([])', 'unknown'],
		["starts_with(entity.name, 'Spa')", true],
		["ends_with(entity.name, 'Spa')", false],
		['len(entity.name)', 17],
	])('%s', (text, expected) => {
		expect(value(text)).toEqual(expected);
	});
});

describe('what is not known', () => {
	it.each([
		'entity.missing',
		'entity.missing == null',
		'entity.name.length',
		'entity.tags.length',
		'entity.constructor',
		'entity.__proto__',
		'nothing.at.all',
		'entity.bad',
		'not entity.missing',
		'not entity.amount',
		'entity.missing and entity.on',
		'entity.missing or entity.amount == 4',
		'entity.missing in [1]',
		'entity.amount in [entity.missing, 6]',
		"entity.amount < '6'",
		'entity.amount < 4h',
		'entity.on < true',
		'1 / 0',
		'5 % 0',
		'1h * 1h',
		"'a' - 'b'",
		"1 + 'a'",
		'any(entity.missing, item)',
		'all(tokens, entity.missing)',
		'count(tokens, entity.who)',
		'len(entity.amount)',
		'min(tokens, entity.ok)',
		'rate(metrics.x, 1h)',
		'random()',
		'len(tokens, 1)',
		'-entity.name',
	])('%s is unknown', (text) => {
		expect(value(text)).toBe('unknown');
	});

	it('lets one known part decide', () => {
		expect(value('entity.missing and false')).toBe(false);
		expect(value('entity.missing or true')).toBe(true);
		expect(value('any(tokens, entity.risk > 0.8 or entity.missing)')).toBe(true);
	});

	it('is never a truth', () => {
		expect(compileExpression(parse('entity.amount')).truth(roots)).toBe(UNKNOWN);
		expect(compileExpression(parse('entity.missing')).truth(roots)).toBe(UNKNOWN);
	});
});

describe('terms of the vocabulary', () => {
	const terms: Terms = new Map([
		['large', parse('entity.amount > params.least')],
		['loop', parse('not loop')],
		['a', parse('b')],
		['b', parse('a')],
	]);
	it('stand for their meaning, and never for themselves', () => {
		expect(value('large and entity.on', terms)).toBe(true);
		expect(value('loop', terms)).toBe('unknown');
		expect(value('a', terms)).toBe('unknown');
	});
	it('cannot grow without bound', () => {
		const doubling = new Map(Array.from({ length: 60 }, (_, index) => [`t${index}`, parse(index === 59 ? '1' : `t${index + 1} + t${index + 1}`)] as const));
		const before = processorTime();
		expect(value('t0', doubling)).toBe('unknown');
		expect(processorTime() - before).toBeLessThan(1000);
	});
});

describe('evaluation', () => {
	it('never throws, and gives the same answer twice', () => {
		fc.assert(
			fc.property(expressions, data, data, (tree, entity, tokens) => {
				const run = compileExpression(tree);
				const all = { entity, tokens, params: entity };
				expect(run.value(all)).toEqual(run.value(all));
			}),
			{ numRuns: 500 },
		);
	});

	it('ends in bounded time on collections inside collections', () => {
		const list = Array.from({ length: 2000 }, (_, index) => ({ n: index, text: 'x'.repeat(1000) }));
		const before = processorTime();
		expect(compileExpression(parse('all(l, all(l, all(l, n >= 0 or text in text)))')).value({ l: list })).toBe(UNKNOWN);
		expect(processorTime() - before).toBeLessThan(1000);
	});

	it('keeps what is known when more becomes known', () => {
		fc.assert(
			fc.property(expressions, fc.dictionary(fc.constantFrom('a', 'b', 'not', 'in'), fc.constantFrom<unknown>(true, false, 1, 'a'), { maxKeys: 4 }), (tree, more) => {
				const run = compileExpression(tree);
				const before = run.truth({ entity: {}, params: {} });
				if (before !== UNKNOWN) expect(run.truth({ entity: more, params: more })).toBe(before);
			}),
			{ numRuns: 1000 },
		);
	});
});
