import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { wireSchema } from '../../../src/worker/schemas/wire-schema.js';

const all = v.strictObject({
	text: v.pipe(v.string(), v.description('A text.')),
	pair: v.pipe(v.number(), v.integer(), v.description('A number.')),
	amount: v.number(),
	sure: v.boolean(),
	kind: v.pipe(v.nullable(v.picklist(['concept', 'entity'])), v.description('Or none.')),
	items: v.pipe(v.array(v.strictObject({ words: v.array(v.string()) })), v.description('Items.')),
});

it('says of an answer what the maintained converter says, to the letter', () => {
	const json = Object.fromEntries(Object.entries(toJsonSchema(all)).filter(([name]) => name !== '$schema'));
	expect(JSON.stringify(wireSchema(all))).toBe(JSON.stringify(json));
});

it.each([['a text with a bound', v.pipe(v.string(), v.minLength(2))], ['a loose object', v.object({})], ['anything', v.unknown()]])('refuses %s, which it does not know', (_what, schema) => {
	expect(() => wireSchema(schema)).toThrow('cannot hold');
});
