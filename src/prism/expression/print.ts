import type { Expression } from './tree.js';

// How tightly each kind binds; a part that binds less tightly than its place asks for stands in parentheses.
const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARE = 4;
const SUM = 5;
const PRODUCT = 6;
const NEGATIVE = 7;
const ATOM = 8;

function tightness(expression: Expression): number {
	switch (expression.kind) {
		case 'logic':
			return expression.op === 'or' ? OR : AND;
		case 'not':
			return NOT;
		case 'compare':
		case 'member':
			return COMPARE;
		case 'arithmetic':
			return expression.op === '+' || expression.op === '-' ? SUM : PRODUCT;
		case 'negative':
			return NEGATIVE;
		case 'null':
		case 'boolean':
		case 'number':
		case 'string':
		case 'duration':
		case 'list':
		case 'path':
		case 'call':
			return ATOM;
	}
}

/** The expression in its one canonical spelling: reading it again gives the same tree. */
export function printExpression(expression: Expression): string {
	return at(expression, OR);
}

function at(expression: Expression, least: number): string {
	const text = plain(expression);
	return tightness(expression) < least ? `(${text})` : text;
}

function plain(expression: Expression): string {
	const own = tightness(expression);
	switch (expression.kind) {
		case 'null':
			return 'null';
		case 'boolean':
			return String(expression.value);
		case 'number':
		case 'duration':
			return expression.text;
		case 'string':
			return `'${expression.value}'`;
		case 'path':
			return expression.parts.join('.');
		case 'list':
			return `[${expression.items.map((item) => at(item, OR)).join(', ')}]`;
		case 'call':
			return `${expression.name}(${expression.args.map((arg) => at(arg, OR)).join(', ')})`;
		case 'not':
			return `not ${at(expression.of, NOT)}`;
		case 'negative':
			return `-${at(expression.of, NEGATIVE)}`;
		// A part with the same operator was written in parentheses, and stays so.
		case 'logic':
			return expression.parts.map((part) => at(part, own + 1)).join(` ${expression.op} `);
		case 'compare':
			return `${at(expression.left, SUM)} ${expression.op} ${at(expression.right, SUM)}`;
		case 'member':
			return `${at(expression.left, SUM)} ${expression.negated ? 'not in' : 'in'} ${at(expression.right, SUM)}`;
		case 'arithmetic':
			return `${at(expression.left, own)} ${expression.op} ${at(expression.right, own + 1)}`;
	}
}
