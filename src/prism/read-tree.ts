import type { Condition, Content, Template } from './flow.js';
import { parseExpression } from './expression/parse.js';
import { templatePieces } from './expression/template.js';
import { type Fault, fault } from './fault.js';
import type { Place, Spot } from './place.js';
import { plain, type PlainData, type Tree } from './yaml-tree.js';

/** Members of a map, each asked for once by name; what nobody asked for can be listed. */
export interface Fields extends Place {
	/** The text of a member; a number or boolean counts as its spelling. Null where there is none. */
	text(key: string): Spot<string> | null;
	/** As `text`, but a fault where it is missing or empty. */
	needed(key: string): Spot<string> | null;
	data(key: string): Spot<PlainData> | null;
	yes(key: string): boolean;
	map(key: string): Fields | null;
	list(key: string): readonly Tree[];
	maps(key: string): readonly Fields[];
	texts(key: string): readonly Spot<string>[];
	condition(key: string): Condition | null;
	/** Every member of a map-valued member, in the order of the note. */
	members(key: string): readonly (readonly [string, Tree])[];
	tree(key: string): Tree | null;
	/** Names of members that were never asked for. */
	others(): readonly Spot<string>[];
}

const spot = <T>(value: T, { line, column }: Place): Spot<T> => ({ value, line, column });

const nothing = (tree: Tree): boolean => tree.kind === 'scalar' && tree.value === null;

/** Reads a map; anything else is a fault and reads as an empty one. `what` names it in messages. */
export function fieldsOf(tree: Tree, what: string, faults: Fault[]): Fields {
	if (tree.kind !== 'map') faults.push(fault('READ_SHAPE', tree, `${what} must be a map of keys and values.`));
	const entries = tree.kind === 'map' ? tree.entries : new Map<string, never>();
	const asked = new Set<string>();
	const shape = (place: Place, key: string, should: string): null => {
		faults.push(fault('READ_SHAPE', place, `“${key}” of ${what} must be ${should}.`));
		return null;
	};
	const get = (key: string): Tree | null => {
		asked.add(key);
		const value = entries.get(key)?.value;
		return value === undefined || nothing(value) ? null : value;
	};
	const textOf = (value: Tree, key: string): Spot<string> | null => (value.kind === 'scalar' ? spot(String(value.value ?? ''), value) : shape(value, key, 'a text'));
	const list = (key: string): readonly Tree[] => {
		const value = get(key);
		if (value === null) return [];
		if (value.kind === 'list') return value.items;
		shape(value, key, 'a list');
		return [];
	};
	const fields: Fields = {
		line: tree.line,
		column: tree.column,
		text: (key) => {
			const value = get(key);
			return value === null ? null : textOf(value, key);
		},
		needed: (key) => {
			const value = get(key);
			const text = value === null ? null : textOf(value, key);
			if (value === null || text?.value.trim() === '') return shape(entries.get(key)?.key ?? tree, key, 'given');
			return text;
		},
		data: (key) => {
			const value = get(key);
			return value === null ? null : spot(plain(value), value);
		},
		yes: (key) => {
			const value = get(key);
			if (value === null) return false;
			if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value;
			shape(value, key, 'true or false');
			return false;
		},
		map: (key) => {
			const value = get(key);
			return value === null ? null : fieldsOf(value, `“${key}” of ${what}`, faults);
		},
		list,
		maps: (key) => list(key).map((item) => fieldsOf(item, `An entry of “${key}” of ${what}`, faults)),
		texts: (key) => list(key).flatMap((item) => textOf(item, key) ?? []),
		condition: (key) => {
			const value = get(key);
			if (value === null) return null;
			return value.kind === 'scalar' ? readCondition(String(value.value), value, typeof value.value === 'string' ? value.placeOf : () => value) : shape(value, key, 'an expression');
		},
		members: (key) => {
			const value = get(key);
			if (value === null) return [];
			if (value.kind === 'map') return [...value.entries].map(([name, entry]) => [name, entry.value] as const);
			shape(value, key, 'a map');
			return [];
		},
		tree: get,
		others: () => [...entries].filter(([key]) => !asked.has(key)).map(([key, entry]) => spot(key, entry.key)),
	};
	return fields;
}

/** An expression with its place; `placeOf` gives the place of one of its characters. */
export function readCondition(text: string, { line, column }: Place, placeOf: (offset: number) => Place): Condition {
	const parsed = parseExpression(text);
	return { text, expression: parsed.ok ? parsed.value : null, error: parsed.ok ? null : parsed.error, placeOf, line, column };
}

/** A value of an action, with the expressions in its texts. */
export function readContent(tree: Tree): Content {
	switch (tree.kind) {
		case 'list':
			return { kind: 'list', items: tree.items.map(readContent) };
		case 'map':
			return { kind: 'map', entries: [...tree.entries].map(([key, { value }]) => [key, readContent(value)] as const) };
		case 'scalar':
			return typeof tree.value === 'string' && tree.value.includes('${') ? { kind: 'template', template: readTemplate(tree.value, tree, tree.placeOf) } : { kind: 'data', data: tree.value };
	}
}

function readTemplate(text: string, { line, column }: Place, placeOf: (offset: number) => Place): Template {
	const pieces = templatePieces(text);
	if ('unclosed' in pieces) return { pieces: [text], unclosed: placeOf(pieces.unclosed), line, column };
	return {
		pieces: pieces.map((piece) => (piece.kind === 'text' ? piece.text : readCondition(piece.source, placeOf(piece.offset), (offset) => placeOf(piece.offset + offset)))),
		unclosed: null,
		line,
		column,
	};
}
