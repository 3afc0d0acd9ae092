import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_CHARACTERS, MOST_LEVELS, parseExpression } from '../../../src/prism/expression/parse.js';
import { printExpression } from '../../../src/prism/expression/print.js';
import { expressions, shape, soup } from './arbitrary.js';

const printed = (text: string): string => {
	const parsed = parseExpression(text);
	return parsed.ok ? printExpression(parsed.value) : `error at ${parsed.error.offset}: ${parsed.error.message}`;
};

describe('reading an expression', () => {
	it.each([
		['a or b and not c == d', 'a or b and not c == d'],
		['(a or b) and c', '(a or b) and c'],
		['a and b and c', 'a and b and c'],
		['a and (b and c)', 'a and (b and c)'],
		['1+2*3', '1 + 2 * 3'],
		['(1 + 2) * 3', '(1 + 2) * 3'],
		['1 - (2 - 3)', '1 - (2 - 3)'],
		['- -1', '--1'],
		['not (a == b)', 'not a == b'],
		['(not a) == b', '(not a) == b'],
		['x not in [\'a\' , \'b\']', "x not in ['a', 'b']"],
		['entity.in.not.x', 'entity.in.not.x'],
		['token.elapsed<4h', 'token.elapsed < 4h'],
		['count(tokens, entity.risk > 0.70) >= 2', 'count(tokens, entity.risk > 0.70) >= 2'],
		['f()', 'f()'],
		['[]', '[]'],
		["'“double” and \"plain\"'", "'“double” and \"plain\"'"],
	])('prints %s in its canonical spelling', (text, spelling) => {
		expect(printed(text)).toBe(spelling);
	});

	it.each([
		['', 0, 'ends'],
		['entity.status == "approved"', 17, 'single quotes'],
		["a = 'b'", 2, '=='],
		['a && b', 2, 'and'],
		['a < b < c', 6, 'chained'],
		['a == b == c', 7, 'chained'],
		["entity['x']", 6, 'Brackets'],
		["entity.skills contains 'x'", 14, 'contains'],
		['a ? 1 : 0', 2, 'two edges'],
		['(a', 2, 'closing parenthesis'],
		['a)', 1, 'end here'],
		["'open", 0, 'never closed'],
		['3x', 0, 'duration'],
		['5 min', 2, 'end here'],
		['entity.', 7, 'name'],
		['a.b(c)', 3, 'no function'],
		['[1,]', 3, 'value'],
		['[1 2]', 3, 'comma'],
		['and', 0, 'value'],
		['${a}', 0, '${ }'],
		['a\u00a0b', 1, 'no meaning'],
		["'a\nb'", 2, 'line break'],
		['1234567890123456', 0, 'fifteen'],
	])('refuses %j at offset %i', (text, offset, words) => {
		const parsed = parseExpression(text);
		expect(parsed.ok).toBe(false);
		if (parsed.ok) return;
		expect(parsed.error.offset).toBe(offset);
		expect(parsed.error.message).toContain(words);
	});

	it('bounds length and depth', () => {
		expect(parseExpression('1'.repeat(MOST_CHARACTERS + 1)).ok).toBe(false);
		for (const [open, close] of [['(', ')'], ['[', ']'], ['f(', ')'], ['not ', ''], ['-', '']] as const) {
			const nested = (levels: number): string => `${open.repeat(levels)}a${close.repeat(levels)}`;
			expect(parseExpression(nested(MOST_LEVELS - 1)).ok).toBe(true);
			expect(parseExpression(nested(MOST_LEVELS + 1)).ok).toBe(false);
		}
		expect(parseExpression(`a${' + a'.repeat(MOST_LEVELS)}`).ok).toBe(false);
		expect(parseExpression(`a${' and a'.repeat(500)}`).ok).toBe(true);
	});

	it('gives the same tree when a printed tree is read again', () => {
		fc.assert(
			fc.property(expressions, (tree) => {
				const text = printExpression(tree);
				const again = parseExpression(text);
				expect(again.ok, text).toBe(true);
				if (again.ok) expect(shape(again.value)).toEqual(shape(tree));
			}),
			{ numRuns: 500 },
		);
	});

	it('never throws, whatever it is given, and points into the text', () => {
		fc.assert(
			fc.property(soup, (text) => {
				const parsed = parseExpression(text);
				if (!parsed.ok) {
					expect(parsed.error.offset).toBeGreaterThanOrEqual(0);
					expect(parsed.error.offset).toBeLessThanOrEqual(text.length);
					return;
				}
				expect(shape(parsed.value)).toEqual(shape(parseOrThrow(printExpression(parsed.value))));
			}),
			{ numRuns: 1000 },
		);
	});
});

function parseOrThrow(text: string): Parameters<typeof shape>[0] {
	const parsed = parseExpression(text);
	if (!parsed.ok) throw new Error(parsed.error.message);
	return parsed.value;
}
