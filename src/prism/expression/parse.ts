import { err, ok, type Result } from '../../model/result.js';
import { type Token, tokenize, type Word } from './tokens.js';
import type { ArithmeticOp, CompareOp, Expression, ExpressionError } from './tree.js';

/** A condition that a person can read is far shorter. */
export const MOST_CHARACTERS = 4000;
/** Levels of a tree, so that nothing that walks one can run out of stack. */
export const MOST_LEVELS = 64;

const COMPARE: readonly CompareOp[] = ['==', '!=', '<', '<=', '>', '>='];

/** Carries the first error out of the recursion; it never leaves this file. */
class Stop extends Error {
	readonly error: ExpressionError;
	constructor(error: ExpressionError) {
		super(error.message);
		this.error = error;
	}
}

interface Deep {
	readonly expression: Expression;
	/** Levels of the tree below and with this node. */
	readonly levels: number;
}

/** Reads an expression. Total: whatever the text holds, the answer is a tree or an error with its offset. Linear. */
export function parseExpression(text: string): Result<Expression, ExpressionError> {
	if (text.length > MOST_CHARACTERS) return err({ offset: MOST_CHARACTERS, message: `An expression may have ${MOST_CHARACTERS} characters; this one has ${text.length}.` });
	const tokens = tokenize(text);
	if ('offset' in tokens) return err(tokens);
	try {
		return ok(parseTokens(tokens));
	} catch (error) {
		if (error instanceof Stop) return err(error.error);
		throw error;
	}
}

function parseTokens(tokens: readonly Token[]): Expression {
	let at = 0;
	let open = 0;
	const END: Token = { kind: 'end', text: '', start: 0, end: 0 };
	const peek = (ahead = 0): Token => tokens[Math.min(at + ahead, tokens.length - 1)] ?? END;
	const next = (): Token => {
		const token = peek();
		at += 1;
		return token;
	};
	const fail = (offset: number, message: string): never => {
		throw new Stop({ offset, message });
	};
	const isSign = (token: Token, text: string): boolean => token.kind === 'sign' && token.text === text;
	const isKeyword = (token: Token, text: Word): boolean => token.kind === 'word' && token.text === text;
	const found = (token: Token): string => (token.kind === 'end' ? 'the expression ends' : `“${token.kind === 'string' ? `'${token.text}'` : token.text}” stands here`);

	const above = (start: number, below: readonly Deep[], expression: Expression): Deep => {
		let levels = 0;
		for (const part of below) levels = Math.max(levels, part.levels);
		if (levels + 1 > MOST_LEVELS) fail(start, `An expression may be nested ${MOST_LEVELS} levels deep; this one is deeper.`);
		return { expression, levels: levels + 1 };
	};
	const enter = (token: Token): void => {
		open += 1;
		if (open > MOST_LEVELS) fail(token.start, `An expression may be nested ${MOST_LEVELS} levels deep; this one is deeper.`);
	};
	const leave = (): void => {
		open -= 1;
	};

	const logic = (op: 'and' | 'or', part: () => Deep): Deep => {
		const first = part();
		const parts = [first];
		let last = first;
		while (isKeyword(peek(), op)) {
			next();
			last = part();
			parts.push(last);
		}
		if (parts.length === 1) return first;
		const { start } = first.expression;
		return above(start, parts, { kind: 'logic', op, parts: parts.map(({ expression }) => expression), start, end: last.expression.end });
	};
	const either = (): Deep => logic('or', both);
	const both = (): Deep => logic('and', negation);

	const negation = (): Deep => {
		const token = peek();
		if (!isKeyword(token, 'not')) return comparison();
		next();
		enter(token);
		const of = negation();
		leave();
		return above(token.start, [of], { kind: 'not', of: of.expression, start: token.start, end: of.expression.end });
	};

	const compareOp = (): CompareOp | 'in' | 'not in' | null => {
		const token = peek();
		if (isKeyword(token, 'in')) return 'in';
		if (isKeyword(token, 'not') && isKeyword(peek(1), 'in')) return 'not in';
		return token.kind === 'sign' ? (COMPARE.find((op) => op === token.text) ?? null) : null;
	};

	const comparison = (): Deep => {
		const left = sum();
		const op = compareOp();
		if (op === null) return left;
		next();
		if (op === 'not in') next();
		const right = sum();
		if (compareOp() !== null) fail(peek().start, 'Comparisons cannot be chained: write two of them with and between.');
		const { start } = left.expression;
		const { end } = right.expression;
		const sides = { left: left.expression, right: right.expression, start, end };
		return above(start, [left, right], op === 'in' || op === 'not in' ? { kind: 'member', negated: op === 'not in', ...sides } : { kind: 'compare', op, ...sides });
	};

	const chain = (ops: readonly ArithmeticOp[], part: () => Deep): Deep => {
		let left = part();
		for (;;) {
			const token = peek();
			const op = token.kind === 'sign' ? ops.find((candidate) => candidate === token.text) : undefined;
			if (op === undefined) return left;
			next();
			const right = part();
			const { start } = left.expression;
			left = above(start, [left, right], { kind: 'arithmetic', op, left: left.expression, right: right.expression, start, end: right.expression.end });
		}
	};
	const sum = (): Deep => chain(['+', '-'], product);
	const product = (): Deep => chain(['*', '/', '%'], negative);

	const negative = (): Deep => {
		const token = peek();
		if (!isSign(token, '-')) return atom();
		next();
		enter(token);
		const of = negative();
		leave();
		return above(token.start, [of], { kind: 'negative', of: of.expression, start: token.start, end: of.expression.end });
	};

	/** Comma-separated expressions up to the closing sign, whose end is returned. */
	const items = (close: ')' | ']', opened: Token): { readonly list: readonly Deep[]; readonly end: number } => {
		const list: Deep[] = [];
		enter(opened);
		while (!isSign(peek(), close)) {
			if (list.length > 0) {
				if (!isSign(peek(), ',')) fail(peek().start, `A comma or “${close}” should stand here, but ${found(peek())}.`);
				next();
			}
			list.push(either());
		}
		leave();
		return { list, end: next().end };
	};

	const path = (first: Token): Deep => {
		const parts: [string, ...string[]] = [first.text];
		let { end } = first;
		while (isSign(peek(), '.')) {
			next();
			const part = next();
			if (part.kind !== 'name' && part.kind !== 'word') fail(part.start, `A name should stand after the point, but ${found(part)}.`);
			parts.push(part.text);
			({ end } = part);
		}
		if (isSign(peek(), '[')) fail(peek().start, 'Brackets do not reach into a value: write a point and the name, as in entity.amount.');
		if (isSign(peek(), '(')) fail(peek().start, `“${parts.join('.')}” is no function.`);
		return { expression: { kind: 'path', parts, start: first.start, end }, levels: 1 };
	};

	const atom = (): Deep => {
		const token = next();
		const { start, end } = token;
		switch (token.kind) {
			case 'number':
				return { expression: { kind: 'number', value: token.value, text: token.text, start, end }, levels: 1 };
			case 'duration':
				return { expression: { kind: 'duration', ms: token.ms, text: token.text, start, end }, levels: 1 };
			case 'string':
				return { expression: { kind: 'string', value: token.text, start, end }, levels: 1 };
			case 'name': {
				if (!isSign(peek(), '(')) return path(token);
				const { list, end: closed } = items(')', next());
				return above(start, list, { kind: 'call', name: token.text, args: list.map(({ expression }) => expression), start, end: closed });
			}
			case 'word':
				if (token.text === 'null') return { expression: { kind: 'null', start, end }, levels: 1 };
				if (token.text === 'true' || token.text === 'false') return { expression: { kind: 'boolean', value: token.text === 'true', start, end }, levels: 1 };
				break;
			case 'sign':
				if (token.text === '(') {
					enter(token);
					const inner = either();
					leave();
					if (!isSign(peek(), ')')) fail(peek().start, `A closing parenthesis should stand here, but ${found(peek())}.`);
					next();
					return inner;
				}
				if (token.text === '[') {
					const { list, end: closed } = items(']', token);
					return above(start, list, { kind: 'list', items: list.map(({ expression }) => expression), start, end: closed });
				}
				break;
			case 'end':
				break;
		}
		return fail(start, `A value should stand here, but ${found(token)}.`);
	};

	const whole = either();
	const rest = peek();
	if (rest.kind !== 'end') {
		const hint = rest.kind === 'name' && rest.text === 'contains' ? ' There is no contains in this language: write the part, then in, then the whole.' : '';
		fail(rest.start, `The expression should end here or go on with and, or, or a comparison, but ${found(rest)}.${hint}`);
	}
	return whole.expression;
}
