import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { err, ok, type Result } from '../model/result.js';
import { type Fault, fault } from './fault.js';
import type { Place } from './place.js';

/** A YAML value with its place in the note. */
export type Tree = Place &
	(
		| { readonly kind: 'scalar'; readonly value: string | number | boolean | null; /** Place in the note of one character of a text value. */ readonly placeOf: (index: number) => Place }
		| { readonly kind: 'list'; readonly items: readonly Tree[] }
		| { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Entry> }
	);

export interface Entry {
	readonly key: Place;
	readonly value: Tree;
}

/** A policy is a page or two of text; a larger block is an attack on the parser or on the reader. */
export const MOST_YAML = 256 * 1024;
const MOST_LEVELS = 40;
const MOST_FAULTS = 20;

/** Reads a stretch of a note as YAML 1.2. `place` gives places for offsets in the whole note, of which the stretch begins at `start`. Never throws. */
export function readYaml(yaml: string, start: number, place: (offset: number) => Place): Result<Tree, readonly Fault[]> {
	const at = (offset: number): Place => place(start + offset);
	if (yaml.length > MOST_YAML) return err([fault('READ_YAML', at(0), `The YAML block may have ${MOST_YAML / 1024} KiB; this one is larger.`)]);
	const deep = tooDeep(yaml);
	if (deep !== null) return err([fault('READ_YAML', at(deep), `The YAML block may be nested ${MOST_LEVELS} levels deep; here it is deeper.`)]);
	try {
		const document = parseDocument(yaml, { prettyErrors: false, strict: true, uniqueKeys: false, version: '1.2' });
		const broken = [...document.errors, ...document.warnings].slice(0, MOST_FAULTS).map(({ pos, message }) => fault('READ_YAML', at(pos[0]), `This is not valid YAML: ${message}`));
		if (broken.length > 0) return err(broken);
		const faults: Fault[] = [];
		const tree = convert(document.contents, { yaml, at, faults });
		return faults.length > 0 ? err(faults.slice(0, MOST_FAULTS)) : ok(tree);
	} catch {
		return err([fault('READ_YAML', at(0), 'The YAML block could not be read.')]);
	}
}

/** Offset at which brackets or indentation go deeper than the parser should follow; null where they never do. */
function tooDeep(yaml: string): number | null {
	let open = 0;
	for (let at = 0; at < yaml.length; at += 1) {
		const char = yaml.charAt(at);
		if (char === '[' || char === '{') open += 1;
		else if ((char === ']' || char === '}') && open > 0) open -= 1;
		else if (char === '\n') {
			// Brackets in texts are seldom closed on other lines; only a long run of open ones is suspicious.
			let indent = 0;
			let marks = 0;
			for (let ahead = at + 1; ahead < yaml.length; ahead += 1) {
				const next = yaml.charAt(ahead);
				if (next === ' ') indent += 1;
				else if (next === '-' || next === '?' || next === ':') marks += 1;
				else break;
			}
			if (indent > 400 || marks > MOST_LEVELS) return at + 1;
		}
		if (open > MOST_LEVELS * 4) return at;
	}
	return null;
}

interface Reading {
	readonly yaml: string;
	readonly at: (offset: number) => Place;
	readonly faults: Fault[];
}

function convert(node: unknown, reading: Reading, level = 0, fallback = 0): Tree {
	const { at, faults } = reading;
	const from = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? (node.range?.[0] ?? fallback) : fallback;
	const here = at(from);
	const empty = (): Tree => ({ kind: 'scalar', value: null, placeOf: () => here, ...here });
	if (level > MOST_LEVELS) {
		faults.push(fault('READ_YAML', here, `The YAML block may be nested ${MOST_LEVELS} levels deep; here it is deeper.`));
		return empty();
	}
	if (isAlias(node)) {
		faults.push(fault('READ_YAML', here, 'Aliases are not used in policies: write the value out, so that a reader sees it where it counts.'));
		return empty();
	}
	if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => convert(item, reading, level + 1, from)), ...here };
	if (isMap(node)) {
		const entries = new Map<string, Entry>();
		for (const { key, value } of node.items) {
			const keyAt = isScalar(key) ? (key.range?.[0] ?? from) : from;
			const name = isScalar(key) && (typeof key.value === 'string' || typeof key.value === 'number' || typeof key.value === 'boolean') ? String(key.value) : null;
			if (name === null) {
				faults.push(fault('READ_YAML', at(keyAt), 'A key must be a plain word.'));
				continue;
			}
			// The parser's own check compares every key with every other one.
			if (entries.has(name)) faults.push(fault('READ_YAML', at(keyAt), `The key “${name}” stands twice in one map; only one may stay.`));
			entries.set(name, { key: at(keyAt), value: convert(value, reading, level + 1, keyAt) });
		}
		return { kind: 'map', entries, ...here };
	}
	if (!isScalar(node)) return empty();
	const { value } = node;
	if (typeof value === 'string') {
		const raw = reading.yaml.slice(from, node.range?.[1] ?? from);
		const offsets = sourceOffsets(raw, value);
		return { kind: 'scalar', value, placeOf: (index) => at(from + offsets(index)), ...here };
	}
	if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return { kind: 'scalar', value, placeOf: () => here, ...here };
	faults.push(fault('READ_YAML', here, 'A value must be a text, a number, true, false, null, a list or a map.'));
	return empty();
}

const ESCAPES: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** Where each character of the value stands in its quoted or plain spelling; folded and block texts point at their first character. */
function sourceOffsets(raw: string, value: string): (index: number) => number {
	const quote = raw.charAt(0);
	if (raw === value) return (index) => index;
	if (raw.includes('\n') || (quote !== '"' && quote !== "'")) return () => 0;
	return (index) => {
		let at = 1;
		for (let passed = 0; passed < index && at < raw.length - 1; passed += 1) {
			if (quote === "'") at += raw.startsWith("''", at) ? 2 : 1;
			else at += raw.charAt(at) === '\\' ? (ESCAPES[raw.charAt(at + 1)] ?? 2) : 1;
		}
		return Math.min(at, raw.length - 1);
	};
}

/** The tree as plain data. */
export function plain(tree: Tree): PlainData {
	switch (tree.kind) {
		case 'scalar':
			return tree.value;
		case 'list':
			return tree.items.map(plain);
		case 'map':
			return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, plain(value)]));
	}
}

export type PlainData = null | boolean | number | string | readonly PlainData[] | { readonly [key: string]: PlainData };
