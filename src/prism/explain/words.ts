import { knownFunction } from '../expression/functions.js';
import type { Expression, ExpressionOf } from '../expression/tree.js';
import { printExpression } from '../expression/print.js';

/** What a path means, where more is known of it than its name: a noun, or for truths a clause. */
export type Meaning = (path: readonly string[]) => { readonly says: string; readonly clause: boolean } | null;

/** Plain text on one line, without backticks, so that what stands in code marks is always what the flow says. */
export const plainText = (text: string): string => text.replace(/`/g, '’').replace(/[\s\p{C}]+/gu, ' ').trim();

/** A name that stands between “ and ”. */
export const quotable = (text: string): string => plainText(text).replace(/[“”]/g, '"');

const spaced = (name: string): string => name.replace(/_/g, ' ');

const COMPARED: Readonly<Record<ExpressionOf<'compare'>['op'], string>> = { '==': 'is', '!=': 'is not', '<': 'is less than', '<=': 'is at most', '>': 'is more than', '>=': 'is at least' };
const COMPUTED: Readonly<Record<ExpressionOf<'arithmetic'>['op'], string>> = { '+': 'plus', '-': 'minus', '*': 'times', '/': 'divided by', '%': 'modulo' };

function pathWords(parts: readonly string[], meaning: Meaning): string {
	const known = meaning(parts);
	if (known !== null) return known.clause ? `whether ${known.says}` : known.says;
	const [root = '', ...rest] = parts;
	if (rest.length === 0) return `the ${spaced(root)}`;
	const names = [...rest].reverse().map(spaced);
	return root === 'params' ? `the parameter ${names.join(' of ')}` : root === 'entity' ? `the ${names.join(' of the ')}` : `the ${names.join(' of the ')} of the ${spaced(root)}`;
}

const listed = (items: readonly string[], last: string): string => (items.length < 2 ? (items[0] ?? 'nothing') : `${items.slice(0, -1).join(', ')} ${last} ${items[items.length - 1] ?? ''}`);

/** The expression as a value, in English. */
export function valueWords(expression: Expression, meaning: Meaning): string {
	const inner = (part: Expression): string => (part.kind === 'arithmetic' || part.kind === 'compare' || part.kind === 'logic' || part.kind === 'member' ? `(${valueWords(part, meaning)})` : valueWords(part, meaning));
	switch (expression.kind) {
		case 'null':
			return 'nothing';
		case 'boolean':
		case 'number':
		case 'duration':
			return printExpression(expression);
		case 'string':
			return `“${quotable(expression.value)}”`;
		case 'list':
			return `the list of ${listed(expression.items.map(inner), 'and')}`;
		case 'path':
			return pathWords(expression.parts, meaning);
		case 'negative':
			return `minus ${inner(expression.of)}`;
		case 'arithmetic':
			return `${inner(expression.left)} ${COMPUTED[expression.op]} ${inner(expression.right)}`;
		case 'call': {
			const says = knownFunction(expression.name)?.says ?? `the function ${expression.name} of`;
			const [first, ...rest] = expression.args.map(inner);
			return rest.length === 0 ? `${says} ${first ?? 'nothing'}` : `${says} ${first ?? ''}, with ${rest.join(' and ')}`;
		}
		case 'not':
		case 'logic':
		case 'compare':
		case 'member':
			return `whether ${truthWords(expression, meaning)}`;
	}
}

/** The expression as a truth, in English: a clause that can stand after “if”. */
export function truthWords(expression: Expression, meaning: Meaning): string {
	const nested = (part: Expression): string => (part.kind === 'logic' ? `(${truthWords(part, meaning)})` : truthWords(part, meaning));
	switch (expression.kind) {
		case 'boolean':
			return expression.value ? 'in every case' : 'in no case';
		case 'path': {
			const known = meaning(expression.parts);
			return known?.clause === true ? known.says : `${pathWords(expression.parts, meaning)} is true`;
		}
		case 'not':
			return expression.of.kind === 'path' || expression.of.kind === 'logic' ? `it is not so that ${nested(expression.of)}` : `it is not so that (${truthWords(expression.of, meaning)})`;
		case 'logic':
			return expression.parts.map(nested).join(` ${expression.op} `);
		case 'compare': {
			const { op, left, right } = expression;
			return right.kind === 'null' && (op === '==' || op === '!=') ? `${valueWords(left, meaning)} is ${op === '==' ? 'empty' : 'not empty'}` : `${valueWords(left, meaning)} ${COMPARED[op]} ${valueWords(right, meaning)}`;
		}
		case 'member': {
			const { negated, left, right } = expression;
			const is = negated ? 'is not' : 'is';
			return right.kind === 'list' && right.items.length > 0
				? `${valueWords(left, meaning)} ${is} ${right.items.length > 1 ? 'one of ' : ''}${listed(right.items.map((item) => valueWords(item, meaning)), 'or')}`
				: `${valueWords(left, meaning)} ${is} in ${valueWords(right, meaning)}`;
		}
		case 'call': {
			const [collection, test] = expression.args;
			const of: Readonly<Record<string, string>> = { any: 'at least one of', all: 'every one of', none: 'none of' };
			const quantity = Object.prototype.hasOwnProperty.call(of, expression.name) ? of[expression.name] : undefined;
			if (quantity === undefined || collection === undefined) return `${valueWords(expression, meaning)} is so`;
			return `${quantity} ${valueWords(collection, meaning)} is such that ${test === undefined ? 'it is true' : nested(test)}`;
		}
		case 'null':
		case 'number':
		case 'string':
		case 'duration':
		case 'list':
		case 'negative':
		case 'arithmetic':
			return `${valueWords(expression, meaning)} is true`;
	}
}
