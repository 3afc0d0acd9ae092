import fc from 'fast-check';
import { durationMs, isWord } from '../../../src/prism/expression/tokens.js';
import type { Expression } from '../../../src/prism/expression/tree.js';

const NOWHERE = { start: 0, end: 0 };
const name = fc.stringMatching(/^[a-z_][a-zA-Z0-9_]{0,6}$/).filter((text) => !isWord(text));
const digits = fc.stringMatching(/^(?:0|[1-9]\d{0,8})(?:\.\d{1,4})?$/);
const ROOTS = ['entity', 'params', 'item', 'tokens', 'outcome'];

/** Every kind of expression, a few levels deep. */
export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression; leaf: Expression }>((tie) => {
	const tree = tie('tree');
	const pair = fc.tuple(tree, tree);
	return {
		leaf: fc.oneof(
			fc.constant<Expression>({ kind: 'null', ...NOWHERE }),
			fc.boolean().map((value): Expression => ({ kind: 'boolean', value, ...NOWHERE })),
			digits.map((text): Expression => ({ kind: 'number', text, value: Number(text), ...NOWHERE })),
			fc.tuple(digits, fc.constantFrom('ms', 's', 'min', 'h', 'd')).map(([amount, unit]): Expression => ({ kind: 'duration', text: amount + unit, ms: durationMs(amount + unit) ?? Number.NaN, ...NOWHERE })),
			fc.string({ unit: 'grapheme', maxLength: 6 }).filter((text) => !/['\p{Cc}\u2028\u2029]/u.test(text)).map((value): Expression => ({ kind: 'string', value, ...NOWHERE })),
			fc.tuple(fc.oneof(fc.constantFrom(...ROOTS), name), fc.array(fc.oneof(name, fc.constantFrom('a', 'b', 'not', 'in')), { maxLength: 3 })).map(([first, rest]): Expression => ({ kind: 'path', parts: [first, ...rest], ...NOWHERE })),
		),
		tree: fc.oneof(
			{ maxDepth: 5, withCrossShrink: true },
			tie('leaf'),
			fc.array(tree, { maxLength: 3 }).map((items): Expression => ({ kind: 'list', items, ...NOWHERE })),
			fc.tuple(fc.oneof(fc.constantFrom('any', 'all', 'where', 'sum', 'len', 'percentile', 'min', 'rate'), name), fc.array(tree, { maxLength: 3 })).map(([called, args]): Expression => ({ kind: 'call', name: called, args, ...NOWHERE })),
			tree.map((of): Expression => ({ kind: 'not', of, ...NOWHERE })),
			tree.map((of): Expression => ({ kind: 'negative', of, ...NOWHERE })),
			fc.tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tree, { minLength: 2, maxLength: 4 })).map(([op, parts]): Expression => ({ kind: 'logic', op, parts, ...NOWHERE })),
			fc.tuple(fc.constantFrom('==' as const, '!=' as const, '<' as const, '<=' as const, '>' as const, '>=' as const), pair).map(([op, [left, right]]): Expression => ({ kind: 'compare', op, left, right, ...NOWHERE })),
			fc.tuple(fc.boolean(), pair).map(([negated, [left, right]]): Expression => ({ kind: 'member', negated, left, right, ...NOWHERE })),
			fc.tuple(fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const, '%' as const), pair).map(([op, [left, right]]): Expression => ({ kind: 'arithmetic', op, left, right, ...NOWHERE })),
		),
	};
}).tree;

/** The tree without its places. */
export const shape = (expression: Expression): unknown => JSON.parse(JSON.stringify(expression, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value)));

const PIECES = ['and', 'or', 'not', 'in', 'true', 'null', '(', ')', '[', ']', ',', '.', '==', '!=', '<', '>=', '+', '-', '*', '/', '%', "'", "'a'", '4h', '0.5', 'entity.a', 'any(', 'x', ' ', '\n', '"', '$', '{', '💥', '\u0000'];

/** Texts that are nearly expressions, and texts that are nothing of the kind. */
export const soup: fc.Arbitrary<string> = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join('')), fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(' ')));

/** Data of any JSON shape, with the names that the expressions use. */
export const data: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		fc.constantFrom<unknown>(null, true, false, 0, 1, -2.5, 'a', '', { ms: 4 }, undefined, Number.NaN),
		fc.array(tie('value'), { maxLength: 4 }),
		fc.dictionary(fc.constantFrom('a', 'b', 'not', 'in', '__proto__', 'entity'), tie('value'), { maxKeys: 3 }),
	),
})).value;
