import { compileExpression, type Terms } from '../expression/evaluate.js';
import { printExpression } from '../expression/print.js';
import { type Expression, walk } from '../expression/tree.js';
import { equal, type Fuel, order, UNKNOWN, type Value } from '../expression/value.js';

/** What is known of the data before any is seen. */
export interface Knowledge {
	readonly terms: Terms;
	/** All values that a path can have; null where that is not known. */
	readonly values: (path: string) => readonly Value[] | null;
}

/** A condition that is asked to be true or to be false. */
export interface Claimed {
	readonly expression: Expression;
	readonly holds: boolean;
}

type Atom =
	| { readonly kind: 'one of' | 'none of'; readonly path: string; readonly values: readonly Value[] }
	| { readonly kind: 'bound'; readonly path: string; readonly op: '<' | '<=' | '>' | '>='; readonly value: Value }
	/** Something that is not looked into. */
	| { readonly kind: 'said'; readonly text: string; readonly holds: boolean };

type Cases = readonly (readonly Atom[])[];

/** Beyond so many cases nothing is proven. */
const MOST_CASES = 256;
const MOST_TERMS = 8;

/**
 * False only where it is certain that the conditions can never be so at once, whatever the data. True says no more than that this was not
 * proven: arithmetic and functions are not looked into.
 */
export function canBe(claims: readonly Claimed[], knowledge: Knowledge): boolean {
	let cases: Cases = [[]];
	for (const { expression, holds } of claims) {
		const more = casesOf(expression, holds, knowledge, 0);
		const product = cases.length * more.length <= MOST_CASES ? cases.flatMap((left) => more.map((right) => [...left, ...right])) : null;
		if (product === null) return true;
		cases = product;
	}
	return cases.some((atoms) => consistent(atoms, knowledge));
}

/** The value of a literal; undefined for anything else. */
function literalOf(expression: Expression): Value | undefined {
	const { kind } = expression;
	if (kind === 'null') return null;
	if (kind === 'boolean' || kind === 'number' || kind === 'string') return expression.value;
	if (kind === 'duration') return { ms: expression.ms };
	return kind === 'negative' && expression.of.kind === 'number' ? -expression.of.value : undefined;
}

const FLIPPED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' } as const;
const DENIED = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

/** Ways in which the expression can be true (or false), as a choice of cases. None where it can never be. */
function casesOf(expression: Expression, holds: boolean, knowledge: Knowledge, terms: number): Cases {
	const said: Cases = [[opaque(expression, holds)]];
	if (![...walk(expression)].some(({ kind }) => kind === 'path')) return compileExpression(expression).truth({}) === holds ? [[]] : [];
	switch (expression.kind) {
		case 'path': {
			const name = expression.parts.join('.');
			const meaning = expression.parts.length === 1 ? knowledge.terms.get(name) : undefined;
			if (meaning !== undefined) return terms < MOST_TERMS ? casesOf(meaning, holds, knowledge, terms + 1) : said;
			return [[{ kind: 'one of', path: name, values: [holds] }]];
		}
		case 'not':
			return casesOf(expression.of, !holds, knowledge, terms);
		case 'logic': {
			const parts = expression.parts.map((part) => casesOf(part, holds, knowledge, terms));
			if ((expression.op === 'or') === holds) {
				const all = parts.flat();
				return all.length <= MOST_CASES ? all : said;
			}
			let cases: Cases = [[]];
			for (const part of parts) {
				if (cases.length * part.length > MOST_CASES) return said;
				cases = cases.flatMap((left) => part.map((right) => [...left, ...right]));
			}
			return cases;
		}
		case 'compare': {
			const swapped = expression.right.kind === 'path';
			const path = swapped ? expression.right : expression.left;
			const value = literalOf(swapped ? expression.left : expression.right);
			if (path.kind !== 'path' || value === undefined || knowledge.terms.has(path.parts.join('.'))) return said;
			const name = path.parts.join('.');
			const op = swapped ? FLIPPED[expression.op] : expression.op;
			if (op === '==' || op === '!=') return [[{ kind: (op === '==') === holds ? 'one of' : 'none of', path: name, values: [value] }]];
			return [[{ kind: 'bound', path: name, op: holds ? op : DENIED[op], value }]];
		}
		case 'member': {
			const { left, right, negated } = expression;
			if (left.kind !== 'path' || right.kind !== 'list') return said;
			const values = right.items.map(literalOf);
			const known = values.flatMap((value) => (value === undefined ? [] : [value]));
			return known.length === values.length ? [[{ kind: holds === negated ? 'none of' : 'one of', path: left.parts.join('.'), values: known }]] : said;
		}
		case 'null':
		case 'boolean':
		case 'number':
		case 'string':
		case 'duration':
		case 'list':
		case 'call':
		case 'negative':
		case 'arithmetic':
			return said;
	}
}

/** The expression as one thing that is so or not so; what says the same, or the opposite, of two sides has the same text. */
function opaque(expression: Expression, holds: boolean): Atom {
	if (expression.kind === 'member') return { kind: 'said', text: `${printExpression(expression.left)} in ${printExpression(expression.right)}`, holds: holds !== expression.negated };
	if (expression.kind !== 'compare') return { kind: 'said', text: printExpression(expression), holds };
	const left = printExpression(expression.left);
	const right = printExpression(expression.right);
	switch (expression.op) {
		case '==':
		case '!=':
			return { kind: 'said', text: left < right ? `${left} == ${right}` : `${right} == ${left}`, holds: holds === (expression.op === '==') };
		case '<':
		case '>=':
			return { kind: 'said', text: `${left} < ${right}`, holds: holds === (expression.op === '<') };
		case '>':
		case '<=':
			return { kind: 'said', text: `${right} < ${left}`, holds: holds === (expression.op === '>') };
	}
}

const same = (a: Value, b: Value): boolean => equal(a, b, fuel()) === true;
const fuel = (): Fuel => ({ left: 1000 });

function within(value: Value, { op, value: bound }: Extract<Atom, { readonly kind: 'bound' }>): boolean {
	const compared = order(value, bound);
	if (compared === UNKNOWN) return false;
	return op === '<' ? compared < 0 : op === '<=' ? compared <= 0 : op === '>' ? compared > 0 : compared >= 0;
}

function consistent(atoms: readonly Atom[], knowledge: Knowledge): boolean {
	const said = new Map<string, boolean>();
	const paths = new Map<string, Exclude<Atom, { readonly kind: 'said' }>[]>();
	for (const atom of atoms) {
		if (atom.kind !== 'said') {
			paths.set(atom.path, [...(paths.get(atom.path) ?? []), atom]);
			continue;
		}
		if (said.get(atom.text) === !atom.holds) return false;
		said.set(atom.text, atom.holds);
	}
	for (const [path, about] of paths) {
		let candidates = knowledge.values(path);
		for (const atom of about) if (atom.kind === 'one of') candidates = candidates === null ? atom.values : candidates.filter((value) => atom.values.some((other) => same(value, other)));
		const bounds = about.flatMap((atom) => (atom.kind === 'bound' ? [atom] : []));
		if (candidates !== null) {
			const left = candidates.filter((value) => about.every((atom) => (atom.kind === 'bound' ? within(value, atom) : atom.kind === 'one of' || !atom.values.some((other) => same(value, other)))));
			if (left.length === 0) return false;
			continue;
		}
		// No value lies between two bounds that exclude each other, or that are of different types.
		for (const low of bounds.filter(({ op }) => op.startsWith('>'))) {
			for (const high of bounds.filter(({ op }) => op.startsWith('<'))) {
				const compared = order(low.value, high.value);
				if (compared === UNKNOWN || compared > 0 || (compared === 0 && (low.op === '>' || high.op === '<'))) return false;
			}
		}
	}
	return true;
}
