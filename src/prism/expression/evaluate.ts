import { isRecord } from '../../model/json.js';
import { callFault, knownFunction } from './functions.js';
import type { Expression, ExpressionOf } from './tree.js';
import { burn, compute, duration, equal, type Fuel, isDuration, listOf, type Maybe, member, order, take, textCost, UNKNOWN, type Unknown, type Value } from './value.js';

/** What an expression sees: the roots by name, such as `entity` and `params`. */
export type Roots = Readonly<Record<string, unknown>>;

/** Terms of the vocabulary that conditions may use as one word. */
export type Terms = ReadonlyMap<string, Expression>;

/** An expression made ready once and asked often. Total: it never throws; what cannot be known is unknown. */
export interface Evaluator {
	value(roots: Roots): Maybe;
	/** True, false, or unknown; a value that is neither true nor false is unknown. */
	truth(roots: Roots): boolean | Unknown;
}

/** Steps of one evaluation: some milliseconds at most. */
export const MOST_STEPS = 200_000;

interface Scope {
	readonly roots: Roots;
	readonly fuel: Fuel;
	/** The element that a collection function looks at, and what lies around it. */
	readonly element: Value | Unknown;
	readonly around: Scope | null;
}

type Run = (scope: Scope) => Maybe;

/** Words that always name the element itself inside a collection function. */
const ELEMENT = 'item';

/** Makes closures of the tree; no code is ever made from text. */
export function compileExpression(expression: Expression, terms: Terms = new Map()): Evaluator {
	const run = compile(expression, termsReady(terms));
	const value = (roots: Roots): Maybe => {
		const fuel: Fuel = { left: MOST_STEPS };
		try {
			const answer = run({ roots, fuel, element: UNKNOWN, around: null });
			return fuel.left < 0 ? UNKNOWN : answer;
		} catch {
			return UNKNOWN;
		}
	};
	return {
		value,
		truth: (roots) => {
			const answer = value(roots);
			return typeof answer === 'boolean' ? answer : UNKNOWN;
		},
	};
}

/** What a term stands for; null for a word that is none. */
type TermsReady = (name: string) => Run | null;

/** Terms compiled when first met. A term inside its own meaning is unknown. */
function termsReady(terms: Terms): TermsReady {
	const ready = new Map<string, Run>();
	const get: TermsReady = (name) => {
		const known = ready.get(name);
		if (known !== undefined) return known;
		const meaning = terms.get(name);
		if (meaning === undefined) return null;
		ready.set(name, () => UNKNOWN);
		const run = compile(meaning, get);
		// Every use counts, so that terms made of terms cannot grow without bound.
		const counted: Run = (scope) => (burn(scope.fuel) ? run({ roots: scope.roots, fuel: scope.fuel, element: UNKNOWN, around: null }) : UNKNOWN);
		ready.set(name, counted);
		return counted;
	};
	return get;
}

function compile(expression: Expression, terms: TermsReady): Run {
	switch (expression.kind) {
		case 'null':
			return () => null;
		case 'boolean':
		case 'string': {
			const { value } = expression;
			return () => value;
		}
		case 'number': {
			const { value } = expression;
			return () => value;
		}
		case 'duration': {
			const value = duration(expression.ms);
			return () => value;
		}
		case 'list':
			return list(expression, terms);
		case 'path':
			return path(expression, terms);
		case 'call':
			return call(expression, terms);
		case 'not': {
			const of = compile(expression.of, terms);
			return (scope) => {
				const value = of(scope);
				return typeof value === 'boolean' ? !value : UNKNOWN;
			};
		}
		case 'negative': {
			const of = compile(expression.of, terms);
			return (scope) => {
				const value = of(scope);
				return typeof value === 'number' ? -value : isDuration(value) ? duration(-value.ms) : UNKNOWN;
			};
		}
		case 'logic':
			return logic(expression, terms);
		case 'compare':
			return compare(expression, terms);
		case 'member':
			return membership(expression, terms);
		case 'arithmetic': {
			const left = compile(expression.left, terms);
			const right = compile(expression.right, terms);
			const { op } = expression;
			return (scope) => (burn(scope.fuel) ? compute(op, left(scope), right(scope)) : UNKNOWN);
		}
	}
}

function list({ items }: ExpressionOf<'list'>, terms: TermsReady): Run {
	const runs = items.map((item) => compile(item, terms));
	return (scope) => {
		if (!burn(scope.fuel, runs.length)) return UNKNOWN;
		const values: Value[] = [];
		for (const run of runs) {
			const value = run(scope);
			if (value === UNKNOWN) return UNKNOWN;
			values.push(value);
		}
		return values;
	};
}

function path({ parts }: ExpressionOf<'path'>, terms: TermsReady): Run {
	const [first, ...rest] = parts;
	const term = rest.length === 0 ? terms(first) : null;
	return (scope) => {
		if (!burn(scope.fuel)) return UNKNOWN;
		let value: Maybe = UNKNOWN;
		let at: Scope | null = scope;
		for (; at !== null; at = at.around) {
			if (at.element !== UNKNOWN) {
				if (first === ELEMENT) value = at.element;
				else if (isRecord(at.element) && Object.prototype.hasOwnProperty.call(at.element, first)) value = member(at.element, first);
				else continue;
				break;
			}
			if (Object.prototype.hasOwnProperty.call(at.roots, first)) value = take(at.roots[first]);
			else if (term !== null) value = term(scope);
		}
		for (const part of rest) value = member(value, part);
		return value;
	};
}

function call({ name, args }: ExpressionOf<'call'>, terms: TermsReady): Run {
	const known = knownFunction(name);
	if (known === undefined || callFault(name, args.length) !== null) return () => UNKNOWN;
	const runs = args.map((arg) => compile(arg, terms));
	const none: Run = () => UNKNOWN;
	return (scope) =>
		burn(scope.fuel)
			? known.run({
					count: runs.length,
					fuel: scope.fuel,
					value: (index) => (runs[index] ?? none)(scope),
					of: (index, element) => (burn(scope.fuel) ? (runs[index] ?? none)({ roots: scope.roots, fuel: scope.fuel, element: take(element), around: scope }) : UNKNOWN),
				})
			: UNKNOWN;
}

/** Kleene's logic: one part can decide, else one unknown part leaves the whole unknown. */
function logic({ op, parts }: ExpressionOf<'logic'>, terms: TermsReady): Run {
	const runs = parts.map((part) => compile(part, terms));
	const decisive = op === 'or';
	return (scope) => {
		let answer: boolean | Unknown = !decisive;
		for (const run of runs) {
			const value = run(scope);
			if (value === decisive) return decisive;
			if (value !== !decisive) answer = UNKNOWN;
		}
		return answer;
	};
}

function compare(expression: ExpressionOf<'compare'>, terms: TermsReady): Run {
	const left = compile(expression.left, terms);
	const right = compile(expression.right, terms);
	const { op } = expression;
	if (op === '==') return (scope) => equal(left(scope), right(scope), scope.fuel);
	if (op === '!=') {
		return (scope) => {
			const same = equal(left(scope), right(scope), scope.fuel);
			return same === UNKNOWN ? UNKNOWN : !same;
		};
	}
	return (scope) => {
		const ordered = order(left(scope), right(scope));
		if (ordered === UNKNOWN) return UNKNOWN;
		switch (op) {
			case '<':
				return ordered < 0;
			case '<=':
				return ordered <= 0;
			case '>':
				return ordered > 0;
			case '>=':
				return ordered >= 0;
		}
	};
}

/** A value in a list, or a text in a text. */
function contains(part: Maybe, whole: Maybe, fuel: Fuel): boolean | Unknown {
	if (typeof part === 'string' && typeof whole === 'string') return burn(fuel, textCost(whole)) ? whole.includes(part) : UNKNOWN;
	const elements = listOf(whole);
	if (elements === null || part === UNKNOWN) return UNKNOWN;
	let answer: boolean | Unknown = false;
	for (const element of elements) {
		const same = equal(part, take(element), fuel);
		if (same === true) return true;
		if (same === UNKNOWN) answer = UNKNOWN;
		if (fuel.left < 0) return UNKNOWN;
	}
	return answer;
}

function membership(expression: ExpressionOf<'member'>, terms: TermsReady): Run {
	const left = compile(expression.left, terms);
	const right = compile(expression.right, terms);
	const { negated } = expression;
	return (scope) => {
		const inside = contains(left(scope), right(scope), scope.fuel);
		return inside === UNKNOWN ? UNKNOWN : inside !== negated;
	};
}
