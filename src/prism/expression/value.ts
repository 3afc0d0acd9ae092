import { isRecord } from '../../model/json.js';
/** What an expression works on: plain JSON. A duration is a record with the one key `ms`. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** The third truth value, and what a path gives that leads nowhere. */
export const UNKNOWN = Symbol('unknown');
export type Unknown = typeof UNKNOWN;
export type Maybe = Value | Unknown;

export interface Duration {
	readonly [key: string]: Value;
	readonly ms: number;
}

export const duration = (ms: number): Duration => ({ ms });

export function isDuration(value: Maybe): value is Duration {
	if (!isRecord(value) || typeof value.ms !== 'number') return false;
	for (const key in value) if (key !== 'ms') return false;
	return true;
}

const isList = (value: unknown): value is readonly Value[] => Array.isArray(value);
export const listOf = (value: Maybe): readonly Value[] | null => (isList(value) ? value : null);

/** A value from outside: what JSON cannot hold is unknown. Lists and records are checked when they are entered. */
export function take(value: unknown): Maybe {
	if (typeof value === 'string' || typeof value === 'boolean') return value;
	if (typeof value === 'number') return Number.isFinite(value) ? value : UNKNOWN;
	return typeof value === 'object' && isValueObject(value) ? value : UNKNOWN;
}

// The members are taken one by one as they are reached.
const isValueObject = (value: object | null): value is null | readonly Value[] | { readonly [key: string]: Value } => {
	if (value === null || Array.isArray(value)) return true;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
};

/** The record's own member; unknown where it has none or the value is no record. */
export const member = (value: unknown, key: string): Maybe => (isRecord(value) && Object.prototype.hasOwnProperty.call(value, key) ? take(value[key]) : UNKNOWN);

/** Work that one evaluation may still do, in steps of about equal cost. */
export interface Fuel {
	left: number;
}

/** False when the work is used up: what remains to be known stays unknown. */
export function burn(fuel: Fuel, steps = 1): boolean {
	fuel.left -= steps;
	return fuel.left >= 0;
}

/** Long texts cost more than short ones. */
export const textCost = (text: string): number => 1 + (text.length >>> 6);

/** Whether two values are the same. Values of different types are not; an unknown part makes the answer unknown unless another part differs. */
export function equal(left: Maybe, right: Maybe, fuel: Fuel, depth = 0): boolean | Unknown {
	if (left === UNKNOWN || right === UNKNOWN || depth > 32 || !burn(fuel)) return UNKNOWN;
	if (typeof left === 'string' && typeof right === 'string') return burn(fuel, textCost(left)) ? left === right : UNKNOWN;
	if (isList(left) && isList(right)) {
		if (left.length !== right.length) return false;
		return both(left.length, (index) => equal(take(left[index]), take(right[index]), fuel, depth + 1));
	}
	if (isRecord(left) && isRecord(right)) {
		const keys = Object.keys(left);
		if (keys.length !== Object.keys(right).length) return false;
		for (const key of keys) if (!Object.prototype.hasOwnProperty.call(right, key)) return false;
		return both(keys.length, (index) => equal(member(left, keys[index] ?? ''), member(right, keys[index] ?? ''), fuel, depth + 1));
	}
	return left === right;
}

function both(count: number, test: (index: number) => boolean | Unknown): boolean | Unknown {
	let answer: boolean | Unknown = true;
	for (let index = 0; index < count; index += 1) {
		const one = test(index);
		if (one === false) return false;
		if (one === UNKNOWN) answer = UNKNOWN;
	}
	return answer;
}

/** Negative, zero or positive for two numbers, two durations or two texts by code unit; unknown for anything else. */
export function order(left: Maybe, right: Maybe): number | Unknown {
	if (typeof left === 'number' && typeof right === 'number') return left - right;
	if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
	if (isDuration(left) && isDuration(right)) return left.ms - right.ms;
	return UNKNOWN;
}

const finite = (value: number): Maybe => (Number.isFinite(value) ? value : UNKNOWN);
const lasting = (ms: number): Maybe => (Number.isFinite(ms) ? duration(ms) : UNKNOWN);

/** Longest text that joining may give. */
const MOST_TEXT = 10_000;

/** As in Python, `%` has the sign of its right side. Anything that is no number or no duration, and a division by zero, is unknown. */
export function compute(op: '+' | '-' | '*' | '/' | '%', left: Maybe, right: Maybe): Maybe {
	if (typeof left === 'number' && typeof right === 'number') {
		switch (op) {
			case '+':
				return finite(left + right);
			case '-':
				return finite(left - right);
			case '*':
				return finite(left * right);
			case '/':
				return right === 0 ? UNKNOWN : finite(left / right);
			case '%':
				return right === 0 ? UNKNOWN : finite(left - right * Math.floor(left / right));
		}
	}
	if (op === '+' && typeof left === 'string' && typeof right === 'string') return left.length + right.length > MOST_TEXT ? UNKNOWN : left + right;
	const a = isDuration(left) ? left.ms : null;
	const b = isDuration(right) ? right.ms : null;
	if (a !== null && b !== null) {
		if (op === '+' || op === '-') return lasting(op === '+' ? a + b : a - b);
		return op === '/' ? compute('/', a, b) : UNKNOWN;
	}
	if (a !== null && typeof right === 'number' && (op === '*' || (op === '/' && right !== 0))) return lasting(op === '*' ? a * right : a / right);
	if (b !== null && typeof left === 'number' && op === '*') return lasting(left * b);
	return UNKNOWN;
}
