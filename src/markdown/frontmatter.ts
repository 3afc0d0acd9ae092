import { parseDocument } from 'yaml';
import { isRecord } from '../model/json.js';
import type { Frontmatter, NoteProblem, Span } from './note.js';
import { plainProperties } from './plain-properties.js';

// Properties of a note are short; a larger block is no property list, or an attack on the parser.
const YAML_LIMIT = 256 * 1024;
// Aliases that expand each other may grow without bound; properties hardly ever use one.
const ALIAS_LIMIT = 100;

// Tools that each put their own block on top leave two or three; more is text that looks like it.
const MORE_BLOCKS = 8;

export interface FrontmatterRead {
	readonly frontmatter: Frontmatter | null;
	/** After the last frontmatter block's line. */
	readonly bodyStart: number;
	readonly problems: readonly NoteProblem[];
}

interface Fenced extends Span {
	readonly yaml: Span;
	readonly next: number;
}

/**
 * Reads the properties at the start of a note, without custom types. Never throws: what cannot be read is reported with
 * its line. A second block directly under the first is reported, and the first one's properties win.
 */
export function readFrontmatter(text: string): FrontmatterRead {
	const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
	const problems: NoteProblem[] = [];
	const first = fencedAt(text, start);
	if (first === null) {
		if (opensUnclosed(text, start)) problems.push({ line: 1, message: 'The properties are never closed, so they are read as text. End them with a line `---`.' });
		return { frontmatter: null, bodyStart: start, problems };
	}
	let data = readYaml(text, first.yaml, problems);
	let bodyStart = first.next;
	for (let more = 0; more < MORE_BLOCKS; more += 1) {
		const second = fencedAt(text, text.charCodeAt(bodyStart) === 0xfeff ? bodyStart + 1 : bodyStart);
		if (second === null || !looksLikeProperties(text.slice(second.yaml.start, second.yaml.end))) break;
		problems.push({
			line: lineAt(text, second.start),
			message: 'A second block of properties stands under the first. Where both name a property, the first counts; put them into one block.',
		});
		const lower = readYaml(text, second.yaml, problems);
		// The upper block's values win; a property that only the lower one has is taken over.
		if (lower !== null) data = { ...lower, ...data };
		bodyStart = second.next;
	}
	return { frontmatter: { start: first.start, end: first.end, yaml: first.yaml, data }, bodyStart, problems };
}

/** A list, a comma-separated string or one string, as the strings it holds, trimmed; anything else is left out. */
export function stringList(value: unknown): string[] {
	const values: readonly unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [value];
	const strings: string[] = [];
	for (const item of values) {
		const string = typeof item === 'string' ? item.trim() : typeof item === 'number' || typeof item === 'boolean' ? String(item) : '';
		if (string !== '') strings.push(string);
	}
	return strings;
}

function isFence(text: string, start: number, end: number): boolean {
	if (!text.startsWith('---', start)) return false;
	for (let at = start + 3; at < end; at += 1) {
		const code = text.charCodeAt(at);
		if (code !== 32 && code !== 9 && code !== 13) return false;
	}
	return true;
}

function lineEnd(text: string, at: number): number {
	const end = text.indexOf('\n', at);
	return end < 0 ? text.length : end;
}

function fencedAt(text: string, start: number): Fenced | null {
	const open = lineEnd(text, start);
	if (open === text.length || !isFence(text, start, open)) return null;
	const from = open + 1;
	for (let at = from; at < text.length; ) {
		const end = lineEnd(text, at);
		if (isFence(text, at, end)) {
			const last = text.charCodeAt(end - 1) === 13 ? end - 1 : end;
			return { start, end: last, yaml: { start: from, end: at }, next: Math.min(end + 1, text.length) };
		}
		at = end + 1;
	}
	return null;
}

function opensUnclosed(text: string, start: number): boolean {
	const open = lineEnd(text, start);
	return open < text.length && isFence(text, start, open) && /^[A-Za-z_][\w -]{0,60}:(?:\s|$)/.test(text.slice(open + 1, open + 100));
}

/** Text between two rules is not taken for properties unless every line could be YAML's. */
function looksLikeProperties(yaml: string): boolean {
	let keys = 0;
	for (const line of yaml.split('\n')) {
		if (/^[\w"'][^:]{0,80}:(?:\s|$)/.test(line)) keys += 1;
		else if (!/^(?:\s|#|-\s|-$|$)/.test(line)) return false;
	}
	return keys > 0;
}

function lineAt(text: string, offset: number): number {
	let line = 1;
	for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
	return line;
}

function readYaml(text: string, yaml: Span, problems: NoteProblem[]): Record<string, unknown> | null {
	const broken = (offset: number, message: string): null => {
		problems.push({ line: lineAt(text, yaml.start + offset), message });
		return null;
	};
	if (yaml.end - yaml.start > YAML_LIMIT) return broken(0, `The properties are longer than ${String(YAML_LIMIT / 1024)} KB and were not read. Make them shorter.`);
	const source = text.slice(yaml.start, yaml.end);
	const plain = plainProperties(source);
	if (plain !== null) return plain;
	try {
		const document = parseDocument(source, { schema: 'core', customTags: [], merge: false, logLevel: 'silent', prettyErrors: false });
		const error = document.errors[0];
		if (error !== undefined) return broken(error.pos[0], `The properties are not valid YAML: ${error.message.replace(/[.:]?$/, '.')} Mend this line; until then the note counts as without properties.`);
		const data: unknown = document.toJS({ maxAliasCount: ALIAS_LIMIT });
		if (data === null || data === undefined) return {};
		return isRecord(data) ? data : broken(0, 'The properties are not a list of `name: value` lines, so they were not read.');
	} catch (error) {
		return broken(0, `The properties could not be read: ${error instanceof Error ? error.message : 'unknown error'}. Make them simpler.`);
	}
}
