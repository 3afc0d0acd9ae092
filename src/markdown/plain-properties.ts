// Words that YAML takes for something else than text are left to it.
const KEYWORD = /^(?:null|true|false)$/i;
const TEXT = /^[A-Za-z\u00a1-\u1fff\u3041-\ud7ff](?:[\w ,./()+\u00a1-\u1fff\u2010-\u2027\u3041-\ud7ff-]*[\w./()+\u00a1-\u1fff\u2010-\u2027\u3041-\ud7ff-])?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const NUMBER = /^(?:0|[1-9]\d{0,8})$/;
const QUOTED = /^"([ !#-[\]-~\u00a1-\u1fff\u2010-\u2027\u3041-\ud7ff]*)"$|^'([ -&(-~\u00a1-\u1fff\u2010-\u2027\u3041-\ud7ff]*)'$/;
const PROPERTY = /^([A-Za-z][\w-]{0,59}):(?: (\S.*))?$/;
const ITEM = /^( *)- (\S.*)$/;

type Plain = string | number;

/** Null for what only YAML can tell. */
function plainValue(written: string): Plain | null {
	const quoted = QUOTED.exec(written);
	if (quoted !== null) return quoted[1] ?? quoted[2] ?? '';
	if (NUMBER.test(written)) return Number(written);
	return DATE.test(written) || (TEXT.test(written) && !KEYWORD.test(written)) ? written : null;
}

function plainList(items: readonly string[]): readonly Plain[] | null {
	const values: Plain[] = [];
	for (const item of items) {
		const value = plainValue(item);
		if (value === null) return null;
		values.push(value);
	}
	return values;
}

function flowList(inside: string): readonly Plain[] | null {
	if (inside.trim() === '') return [];
	// A comma inside quotation marks parts nothing.
	if (/["'].*,/.test(inside)) return null;
	return plainList(inside.split(',').map((item) => item.trim()));
}

/**
 * Reads properties as nearly all notes write them: one `name: value` a line, plain text, dates, whole numbers, and lists of these. Null for
 * anything else, for YAML to read, which says the same of all that is read here and takes fifty times as long.
 */
export function plainProperties(source: string): Record<string, unknown> | null {
	const properties: Record<string, unknown> = {};
	const lines = source.split('\n');
	if (lines.at(-1) === '') lines.pop();
	for (let at = 0; at < lines.length; at += 1) {
		const [, name, written] = PROPERTY.exec(lines[at] ?? '') ?? [];
		if (name === undefined || KEYWORD.test(name) || Object.hasOwn(properties, name)) return null;
		let value: unknown = null;
		if (written === undefined) {
			const items: string[] = [];
			const indent = ITEM.exec(lines[at + 1] ?? '')?.[1];
			for (let item = ITEM.exec(lines[at + 1] ?? ''); item !== null; item = ITEM.exec(lines[at + 1] ?? '')) {
				if (item[1] !== indent) return null;
				items.push(item[2] ?? '');
				at += 1;
			}
			if (items.length > 0) {
				value = plainList(items);
				if (value === null) return null;
			}
		} else {
			value = written.startsWith('[') && written.endsWith(']') ? flowList(written.slice(1, -1)) : plainValue(written);
			if (value === null) return null;
		}
		properties[name] = value;
	}
	return properties;
}
