import type { GenericSchema } from 'valibot';
import type { JsonSchema } from '../clerk.js';

/** A definition of valibot as it can be looked into; which members there are depends on its type. */
interface Definition {
	readonly type: string;
	readonly kind?: string;
	readonly description?: string;
	readonly entries?: Readonly<Record<string, Definition>>;
	readonly item?: Definition;
	readonly wrapped?: Definition;
	readonly options?: readonly string[];
	readonly pipe?: readonly Definition[];
}

function plain(definition: Definition): JsonSchema {
	const { type, entries = {}, item, wrapped, options } = definition;
	switch (type) {
		case 'string':
		case 'number':
		case 'boolean':
			return { type };
		case 'picklist':
			return { enum: options, type: 'string' };
		case 'array':
			return { type, items: item === undefined ? {} : converted(item) };
		case 'nullable':
			return { anyOf: [...(wrapped === undefined ? [] : [converted(wrapped)]), { type: 'null' }] };
		case 'strict_object':
			return { type: 'object', properties: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, converted(entry)])), required: Object.keys(entries), additionalProperties: false };
		default:
			throw new Error(`An answer’s schema cannot hold “${type}”.`);
	}
}

function converted(definition: Definition): JsonSchema {
	const [first, ...rest] = definition.pipe ?? [definition];
	let json = first === undefined ? {} : plain(first);
	for (const { type, description } of rest) {
		if (type === 'description') json = { ...json, description };
		else if (type === 'integer') json = { ...json, type };
		else throw new Error(`An answer’s schema cannot hold “${type}”.`);
	}
	return json;
}

/**
 * The JSON Schema of an answer, of the parts that answers are made of: objects with every key required, lists, texts, numbers, choices, null
 * for a value that is not there. Throws for any other. The maintained converter does all of valibot and is as large as a tenth of an SDK;
 * a test holds the two to the same result.
 */
export const wireSchema = (schema: GenericSchema): JsonSchema => converted(schema);
