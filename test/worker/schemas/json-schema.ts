import fc from 'fast-check';
import type { JsonSchema } from '../../../src/worker/clerk.js';

type Node = JsonSchema;

const nodes = (value: unknown): readonly Node[] => value as readonly Node[];
const members = (node: Node): readonly (readonly [string, Node])[] => Object.entries((node['properties'] ?? {}) as Record<string, Node>);

/** Every keyword that stands anywhere in a schema. */
export function keywordsOf(node: Node): Set<string> {
	const found = new Set(Object.keys(node));
	const below = [...members(node).map(([, member]) => member), ...(node['items'] === undefined ? [] : [node['items'] as Node]), ...nodes(node['anyOf'] ?? [])];
	for (const child of below) for (const keyword of keywordsOf(child)) found.add(keyword);
	return found;
}

/** Whether a value follows a schema, by the specification's words for the keywords that are used here; any other is an error. */
export function follows(node: Node, value: unknown): boolean {
	for (const keyword of Object.keys(node)) if (!['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'anyOf', 'description'].includes(keyword)) throw new Error(`no test for ${keyword}`);
	if (node['anyOf'] !== undefined && !nodes(node['anyOf']).some((each) => follows(each, value))) return false;
	if (node['enum'] !== undefined && !(node['enum'] as unknown[]).includes(value)) return false;
	switch (node['type']) {
		case 'object': {
			if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
			const known = new Map(members(node));
			const given = Object.entries(value);
			if (!(node['required'] as string[]).every((name) => Object.hasOwn(value, name))) return false;
			return given.every(([name, member]) => {
				const schema = known.get(name);
				return schema === undefined ? node['additionalProperties'] !== false : follows(schema, member);
			});
		}
		case 'array':
			return Array.isArray(value) && value.every((item) => follows(node['items'] as Node, item));
		case 'string':
			return typeof value === 'string';
		case 'number':
			return typeof value === 'number';
		case 'integer':
			return Number.isInteger(value);
		case 'null':
			return value === null;
		default:
			return true;
	}
}

/** Values that follow a schema. */
export function valuesOf(node: Node): fc.Arbitrary<unknown> {
	if (node['anyOf'] !== undefined) return fc.oneof(...nodes(node['anyOf']).map(valuesOf));
	if (node['enum'] !== undefined) return fc.constantFrom(...(node['enum'] as unknown[]));
	switch (node['type']) {
		case 'object':
			return fc.record(Object.fromEntries(members(node).map(([name, member]) => [name, valuesOf(member)])));
		case 'array':
			return fc.array(valuesOf(node['items'] as Node), { maxLength: 3 });
		case 'string':
			return fc.string({ unit: 'grapheme', maxLength: 12 });
		case 'integer':
			return fc.integer();
		case 'null':
			return fc.constant(null);
		default:
			throw new Error(`no values for ${String(node['type'])}`);
	}
}

/** Values that are like `value` but for one part, which is taken out, put in or replaced. */
export function nearlyOf(value: unknown): fc.Arbitrary<unknown> {
	const odd = fc.constantFrom<unknown>(null, 'odd', 1, 1.5, true, [], {}, [null], { odd: 1 });
	const choices: fc.Arbitrary<unknown>[] = [odd];
	if (Array.isArray(value)) {
		choices.push(odd.map((item) => [...(value as unknown[]), item]));
		(value as unknown[]).forEach((item, index) => choices.push(nearlyOf(item).map((changed) => (value as unknown[]).map((other, at) => (at === index ? changed : other)))));
	} else if (typeof value === 'object' && value !== null) {
		choices.push(fc.constant({ ...value, added: 1 }));
		for (const [name, member] of Object.entries(value)) {
			choices.push(fc.constant(Object.fromEntries(Object.entries(value).filter(([other]) => other !== name))));
			choices.push(nearlyOf(member).map((changed) => ({ ...value, [name]: changed })));
		}
	}
	return fc.oneof(...choices);
}
