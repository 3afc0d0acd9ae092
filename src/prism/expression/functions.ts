import { burn, compute, equal, type Fuel, isDuration, listOf, type Maybe, order, textCost, UNKNOWN, type Value, take } from './value.js';

/** A function's view of its call: the value of each argument, and the second argument as asked of one element. */
export interface Call {
	readonly count: number;
	readonly fuel: Fuel;
	value(index: number): Maybe;
	/** The argument evaluated inside one element, whose own members come before everything around it. */
	of(index: number, element: Value): Maybe;
}

interface Known {
	readonly least: number;
	readonly most: number;
	/** In words, for explanations and refusals. */
	readonly says: string;
	run(call: Call): Maybe;
}

/** The collection, or null: it is unknown, no list, or the work is used up. */
function collection(call: Call): readonly Value[] | null {
	const list = listOf(call.value(0));
	return list !== null && burn(call.fuel, list.length) ? list : null;
}

/** What the second argument says of each element; the element itself where there is none. Null as soon as one is unknown. */
function picked(call: Call): readonly Value[] | null {
	const list = collection(call);
	if (list === null) return null;
	const values: Value[] = [];
	for (const element of list) {
		const value = call.count < 2 ? take(element) : call.of(1, element);
		if (value === UNKNOWN) return null;
		values.push(value);
	}
	return values;
}

/** Elements for which the second argument is true; null as soon as it is neither true nor false. */
function matching(call: Call): readonly Value[] | null {
	const list = collection(call);
	if (list === null) return null;
	const matches: Value[] = [];
	for (const element of list) {
		const holds = call.count < 2 ? take(element) : call.of(1, element);
		if (holds === true) matches.push(element);
		else if (holds !== false) return null;
	}
	return matches;
}

/** `decisive` at the first element that says so; its opposite when every element says that; else unknown. */
function quantify(call: Call, decisive: boolean): boolean | typeof UNKNOWN {
	const list = collection(call);
	if (list === null) return UNKNOWN;
	let answer: boolean | typeof UNKNOWN = !decisive;
	for (const element of list) {
		const holds = call.count < 2 ? take(element) : call.of(1, element);
		if (holds === decisive) return decisive;
		if (holds !== !decisive) answer = UNKNOWN;
	}
	return answer;
}

function fold(call: Call, step: (sum: Maybe, value: Value) => Maybe): Maybe {
	const values = picked(call);
	const [first, ...rest] = values ?? [];
	if (first === undefined || (typeof first !== 'number' && !isDuration(first) && typeof first !== 'string')) return UNKNOWN;
	let result: Maybe = first;
	for (const value of rest) result = step(result, value);
	return result;
}

const extreme =
	(sign: 1 | -1) =>
	(best: Maybe, value: Value): Maybe => {
		const compared = order(value, best);
		return compared === UNKNOWN ? UNKNOWN : compared * sign > 0 ? value : best;
	};

function sum(call: Call): Maybe {
	const values = picked(call);
	if (values?.length === 0) return 0;
	return fold(call, (total, value) => (typeof value === 'string' ? UNKNOWN : compute('+', total, value)));
}

function percentile(call: Call): Maybe {
	const values = picked(call);
	const share = call.value(2);
	if (values === null || values.length === 0 || typeof share !== 'number' || share < 0 || share > 100) return UNKNOWN;
	for (const value of values) if (order(value, values[0] ?? null) === UNKNOWN) return UNKNOWN;
	const sorted = [...values].sort((a, b) => {
		const compared = order(a, b);
		return compared === UNKNOWN ? 0 : compared;
	});
	return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? UNKNOWN;
}

function distinct(call: Call): Maybe {
	const values = picked(call);
	if (values === null) return UNKNOWN;
	const seen: Value[] = [];
	const texts = new Set<string | number | boolean | null>();
	for (const value of values) {
		if (typeof value !== 'object' || value === null) {
			if (texts.has(value)) continue;
			texts.add(value);
			seen.push(value);
			continue;
		}
		let known = false;
		for (const other of seen) {
			const same = equal(value, other, call.fuel);
			if (same === UNKNOWN) return UNKNOWN;
			if (same) known = true;
			if (known) break;
		}
		if (!known) seen.push(value);
	}
	return seen;
}

const affix =
	(test: (text: string, part: string) => boolean) =>
	(call: Call): Maybe => {
		const text = call.value(0);
		const part = call.value(1);
		return typeof text === 'string' && typeof part === 'string' && burn(call.fuel, textCost(part)) ? test(text, part) : UNKNOWN;
	};

const orUnknown = <T extends Value>(value: T | null): T | typeof UNKNOWN => value ?? UNKNOWN;

const FUNCTIONS: ReadonlyMap<string, Known> = new Map<string, Known>([
	['where', { least: 2, most: 2, says: 'the elements for which', run: (call) => orUnknown(matching(call)) }],
	['distinct', { least: 1, most: 2, says: 'the different values of', run: distinct }],
	['len', { least: 1, most: 1, says: 'the number of elements in', run: (call) => { const value = call.value(0); return typeof value === 'string' ? value.length : (listOf(value)?.length ?? UNKNOWN); } }],
	['count', { least: 2, most: 2, says: 'how many elements have', run: (call) => matching(call)?.length ?? UNKNOWN }],
	['any', { least: 1, most: 2, says: 'at least one element has', run: (call) => quantify(call, true) }],
	['all', { least: 1, most: 2, says: 'every element has', run: (call) => quantify(call, false) }],
	['none', { least: 1, most: 2, says: 'no element has', run: (call) => { const some = quantify(call, true); return some === UNKNOWN ? UNKNOWN : !some; } }],
	['sum', { least: 1, most: 2, says: 'the sum of', run: sum }],
	['avg', { least: 1, most: 2, says: 'the average of', run: (call) => { const values = picked(call); return values === null || values.length === 0 ? UNKNOWN : compute('/', sum(call), values.length); } }],
	['min', { least: 1, most: 2, says: 'the least of', run: (call) => fold(call, extreme(-1)) }],
	['max', { least: 1, most: 2, says: 'the greatest of', run: (call) => fold(call, extreme(1)) }],
	['percentile', { least: 3, most: 3, says: 'the percentile of', run: percentile }],
	['starts_with', { least: 2, most: 2, says: 'whether the text begins with', run: affix((text, part) => text.startsWith(part)) }],
	['ends_with', { least: 2, most: 2, says: 'whether the text ends with', run: affix((text, part) => text.endsWith(part)) }],
]);

/** Functions of the specification that need a recorded series, which nothing here has: they are always unknown. */
export const SERIES_FUNCTIONS: ReadonlySet<string> = new Set(['rate', 'moving_avg', 'delta', 'trend']);

export const knownFunction = (name: string): Known | undefined => FUNCTIONS.get(name);
export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys()];

/** What is wrong with calling the function with so many arguments; null where nothing is. */
export function callFault(name: string, count: number): string | null {
	const known = FUNCTIONS.get(name);
	if (known === undefined) {
		return SERIES_FUNCTIONS.has(name)
			? `${name}() needs a recorded series of measurements, which is not supported`
			: `${name}() is not a function of this language. It has ${FUNCTION_NAMES.join(', ')}`;
	}
	if (count >= known.least && count <= known.most) return null;
	const asks = known.least === known.most ? String(known.least) : `${known.least} or ${known.most}`;
	return `${name}() takes ${asks} argument${asks === '1' ? '' : 's'}, not ${count}`;
}
