import { readFrontmatter } from '../markdown/frontmatter.js';
import type { NoteProblem } from '../markdown/note.js';
import { ownString } from './own-string.js';

export type Properties = Readonly<Record<string, unknown>>;

export interface PropertiesRead {
	/** `none` where the note has no properties, null where they cannot be read. */
	readonly data: Properties | 'none' | null;
	readonly problems: readonly NoteProblem[];
	/** Where the body starts. */
	readonly end: number;
}

const LINE = /^([a-z][a-z-]*): (.+)$/;
const PLAIN = /^\p{L}[\p{L}\p{M}\p{N} ()'./-]*$/u;
const RESERVED = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const QUOTED = /^"(?:[^"\\]|\\["\\/bfnrt])*"$/;
const ITEM = /"(?:[^"\\]|\\["\\/bfnrt])*"|[^",[\]]+/y;

const isPlain = (value: string): boolean => PLAIN.test(value) && !(value.length <= 5 && RESERVED.has(value.toLowerCase())) && !value.endsWith(' ');

/** The string that a scalar stands for, if it is one of the kinds in which pages are written. */
function scalar(value: string): string | null {
	if (value.startsWith('"')) return QUOTED.test(value) ? String(JSON.parse(value)) : null;
	return isPlain(value) ? value : null;
}

function flowList(value: string): string[] | null {
	const items: string[] = [];
	let at = 1;
	while (at < value.length) {
		ITEM.lastIndex = at;
		const item = scalar(ITEM.exec(value)?.[0] ?? '');
		if (item === null) return null;
		items.push(item);
		at = ITEM.lastIndex;
		if (value.startsWith(', ', at)) at += 2;
		else return value.startsWith(']', at) && at === value.length - 1 ? items : null;
	}
	return null;
}

/** Properties in the few forms in which code writes them; null for anything else, which is left to the YAML parser. */
function rendered(text: string): PropertiesRead | null {
	const close = text.startsWith('---\n') ? text.indexOf('\n---\n', 3) : -1;
	if (close < 0 || text.startsWith('---', close + 5)) return null;
	const data: Record<string, unknown> = {};
	for (const line of ownString(text.slice(4, close)).split('\n')) {
		const [, name = '', value = ''] = LINE.exec(line) ?? [];
		const read = value.startsWith('[') ? flowList(value) : DATE.test(value) ? value : scalar(value);
		if (name === '' || read === null || Object.hasOwn(data, name)) return null;
		data[name] = read;
	}
	return { data, problems: [], end: close + 5 };
}

/** A note's properties. Those of an untouched page are read without the YAML parser, which would take most of a lint's time. */
export function readProperties(text: string): PropertiesRead {
	const quick = rendered(text);
	if (quick !== null) return quick;
	const { frontmatter, bodyStart, problems } = readFrontmatter(text);
	return { data: frontmatter === null ? 'none' : frontmatter.data, problems, end: bodyStart };
}
