import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { type Problem, problem } from '../../model/result.js';

type Plain = string | number | boolean | null;

/** A YAML value with the line on which it begins, counted from 1. */
export type Lined =
	| { readonly kind: 'plain'; readonly value: Plain; readonly line: number }
	| { readonly kind: 'list'; readonly items: readonly Lined[]; readonly line: number }
	| { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Entry>; readonly line: number };

/** A member of a map; `line` is that of its key. */
export interface Entry {
	readonly line: number;
	readonly value: Lined;
}

export type LinedMap = Extract<Lined, { readonly kind: 'map' }>;

/** A file of rules is a page of text. What is larger is an accident or an attack on the parser. UTF-16 code units. */
export const MOST_YAML = 64 * 1024;
const MOST_LEVELS = 8;
const MOST_PROBLEMS = 10;

class Faulty extends Error {
	constructor(
		readonly line: number,
		message: string,
	) {
		super(message);
	}
}

/** Offset at which lists or maps are nested deeper than any file of rules needs; null where they nowhere are. */
function tooDeep(text: string): number | null {
	let open = 0;
	let marks = 0;
	let blank = true;
	for (let at = 0; at < text.length; at++) {
		const char = text.charAt(at);
		if (char === '\n') {
			marks = 0;
			blank = true;
		} else if (char === '[' || char === '{') open++;
		else if ((char === ']' || char === '}') && open > 0) open--;
		if (blank && (char === '-' || char === '?' || char === ':')) marks++;
		else if (char !== ' ' && char !== '\n') blank = false;
		if (open > MOST_LEVELS * 8 || marks > MOST_LEVELS * 8) return at;
	}
	return null;
}

/** Reads a YAML file that is a map, without aliases, tags and doubled keys. Never throws. */
export function readLined(path: string, source: string): { readonly ok: true; readonly value: LinedMap } | { readonly ok: false; readonly problems: readonly Problem[] } {
	const text = source.replace(/^\ufeff/, '');
	if (text.length > MOST_YAML) return { ok: false, problems: [problem(path, `The file has more than ${MOST_YAML / 1024} KiB, which no file of this kind needs. Make it shorter.`)] };
	const deep = tooDeep(text);
	if (deep !== null) return { ok: false, problems: [problem(path, 'Here the file is nested far too deep.', text.slice(0, deep).split('\n').length)] };
	const lines = new LineCounter();
	const lineAt = (offset: number): number => lines.linePos(offset).line;
	try {
		const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: false, merge: false, version: '1.2' });
		const broken = [...document.errors, ...document.warnings];
		if (broken.length > 0) return { ok: false, problems: broken.slice(0, MOST_PROBLEMS).map(({ message, pos }) => problem(path, `This is not valid YAML: ${message}`, lineAt(pos[0]))) };
		const value = convert(document.contents, 1, 0, lineAt);
		if (value.kind !== 'map') return { ok: false, problems: [problem(path, value.kind === 'plain' && value.value === null ? 'The file is empty. If the vault is still syncing, wait for it.' : 'The file must hold settings by name.', value.line)] };
		return { ok: true, value };
	} catch (error) {
		if (error instanceof Faulty) return { ok: false, problems: [problem(path, error.message, error.line)] };
		return { ok: false, problems: [problem(path, 'The file cannot be read as YAML.')] };
	}
}

function convert(node: unknown, line: number, level: number, lineAt: (offset: number) => number): Lined {
	if (node === null || node === undefined) return { kind: 'plain', value: null, line };
	if (level > MOST_LEVELS) throw new Faulty(line, 'Here the file is nested far too deep.');
	if (isMap(node)) {
		const here = node.range ? lineAt(node.range[0]) : line;
		const entries = new Map<string, Entry>();
		for (const { key, value } of node.items) {
			if (!isScalar(key) || typeof key.value !== 'string') throw new Faulty(here, 'A name must be a plain word.');
			const keyLine = key.range ? lineAt(key.range[0]) : here;
			// Of two that differ, one would silently not hold.
			if (entries.has(key.value)) throw new Faulty(keyLine, `“${key.value}” stands twice. Only one may stay.`);
			entries.set(key.value, { line: keyLine, value: convert(value, keyLine, level + 1, lineAt) });
		}
		return { kind: 'map', entries, line: here };
	}
	if (isSeq(node)) {
		const here = node.range ? lineAt(node.range[0]) : line;
		return { kind: 'list', items: node.items.map((item) => convert(item, here, level + 1, lineAt)), line: here };
	}
	if (!isScalar(node)) throw new Faulty(line, 'Anchors and aliases are not used here: write the value out, so that a reader sees it where it counts.');
	const here = node.range ? lineAt(node.range[0]) : line;
	const { value } = node;
	if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:')) throw new Faulty(here, 'Tags are not used here.');
	if (value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return { kind: 'plain', value, line: here };
	throw new Faulty(here, 'A value must be a text, a number, true, false, a list or a map.');
}
