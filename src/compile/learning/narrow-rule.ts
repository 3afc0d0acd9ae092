import { isMap, isScalar, isSeq, parseDocument, Scalar } from 'yaml';
import { readNote } from '../../prism/note.js';

interface Change {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** One-line texts have an end that is theirs alone; of a block, the line break belongs to it too. */
const isOneLine = ({ type }: Scalar): boolean => type === Scalar.PLAIN || type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE;

/** The conditions on all ways to the node, each to be put under another one; null where a way has none, or cannot be changed in its place. */
function changesOf(yaml: string, node: string, guard: string): readonly Change[] | null {
	const document = parseDocument(yaml, { prettyErrors: false, uniqueKeys: false, version: '1.2' });
	const edges = isMap(document.contents) ? document.contents.get('edges', true) : null;
	if (document.errors.length > 0 || !isSeq(edges)) return null;
	const changes: Change[] = [];
	for (const edge of edges.items) {
		if (!isMap(edge) || edge.get('t') !== node) continue;
		const condition = edge.get('c', true);
		if (!isScalar(condition) || typeof condition.value !== 'string' || !isOneLine(condition) || !condition.range) return null;
		changes.push({ start: condition.range[0], end: condition.range[1], text: JSON.stringify(`(${guard}) and (${condition.value})`) });
	}
	return changes.length === 0 ? null : changes;
}

/**
 * The policy's note with a guard before each condition that leads to the node, and a sentence under its natural language. Every other byte stays. Null where the
 * flow is written so that this cannot be done by position.
 */
export function narrowed(note: string, node: string, guard: string, sentence: string): string | null {
	const read = readNote(note);
	if (!read.ok) return null;
	const { yaml, yamlStart, naturalLanguage } = read.value;
	const changes = changesOf(yaml, node, guard);
	if (changes === null) return null;
	let text = note;
	for (const { start, end, text: condition } of [...changes].sort((a, b) => b.start - a.start)) text = text.slice(0, yamlStart + start) + condition + text.slice(yamlStart + end);
	const told = naturalLanguage === '' ? -1 : text.lastIndexOf(naturalLanguage, yamlStart - naturalLanguage.length);
	if (told < 0) return text;
	const after = told + naturalLanguage.length;
	const feed = note.includes('\r\n') ? '\r\n' : '\n';
	return `${text.slice(0, after)}${feed}${feed}${sentence}${text.slice(after)}`;
}
