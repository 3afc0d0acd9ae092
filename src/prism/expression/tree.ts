/** What an expression is made of. `start` and `end` are UTF-16 offsets in the expression's own text. */
export interface Placed {
	readonly start: number;
	readonly end: number;
}

export type CompareOp = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type ArithmeticOp = '+' | '-' | '*' | '/' | '%';
export type DurationUnit = 'ms' | 's' | 'min' | 'h' | 'd';

export type Expression = Placed &
	(
		| { readonly kind: 'null' }
		| { readonly kind: 'boolean'; readonly value: boolean }
		/** `text` is the literal as written, so that printing loses no digit. */
		| { readonly kind: 'number'; readonly value: number; readonly text: string }
		| { readonly kind: 'string'; readonly value: string }
		| { readonly kind: 'duration'; readonly ms: number; readonly text: string }
		| { readonly kind: 'list'; readonly items: readonly Expression[] }
		| { readonly kind: 'path'; readonly parts: readonly [string, ...string[]] }
		| { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
		| { readonly kind: 'not'; readonly of: Expression }
		| { readonly kind: 'negative'; readonly of: Expression }
		/** Two parts or more; a chain of one operator is one node. */
		| { readonly kind: 'logic'; readonly op: 'and' | 'or'; readonly parts: readonly Expression[] }
		| { readonly kind: 'compare'; readonly op: CompareOp; readonly left: Expression; readonly right: Expression }
		| { readonly kind: 'member'; readonly negated: boolean; readonly left: Expression; readonly right: Expression }
		| { readonly kind: 'arithmetic'; readonly op: ArithmeticOp; readonly left: Expression; readonly right: Expression }
	);

export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** Why a text is no expression, with the offset in it of the first character that is wrong. */
export interface ExpressionError {
	readonly offset: number;
	readonly message: string;
}

/** An expression's direct parts, in the order in which they are written. */
export function partsOf(expression: Expression): readonly Expression[] {
	switch (expression.kind) {
		case 'null':
		case 'boolean':
		case 'number':
		case 'string':
		case 'duration':
		case 'path':
			return [];
		case 'list':
			return expression.items;
		case 'call':
			return expression.args;
		case 'not':
		case 'negative':
			return [expression.of];
		case 'logic':
			return expression.parts;
		case 'compare':
		case 'member':
		case 'arithmetic':
			return [expression.left, expression.right];
	}
}

/** The expression and everything in it, outermost first. Expressions are never deep, so this recurses. */
export function* walk(expression: Expression): Generator<Expression> {
	yield expression;
	for (const part of partsOf(expression)) yield* walk(part);
}
