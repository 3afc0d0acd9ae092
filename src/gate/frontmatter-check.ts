import type { FiredRule } from '../model/verdict.js';
import { type Check, fired, shown } from './rule.js';

/** The properties that pages have. */
const KNOWN = new Set(['title', 'type', 'aliases', 'tags', 'sources', 'created', 'updated', 'commonplace-id', 'summary', 'related', 'language', 'licence', 'license']);

// Properties by which a note changes how the app or a plugin treats it: its looks, its publication, code that is run from it.
const ACTS = /^(?:css-?class(?:es)?|publish|permalink|cover|image|banner.*|tq_.*|kanban-plugin|excalidraw.*|dg-.*|obsidian.*|plugin.*|script.*|js.*|templater.*|dataview.*|on-?load|startup|render_.*|meta-bind.*|cssclass.*|tags?-link.*|home|sticker|icon|alias|tag)$/i;

interface Entry {
	readonly name: string;
	readonly value: string;
	readonly line: number;
}

interface Properties {
	readonly entries: readonly Entry[];
	readonly odd: readonly { readonly text: string; readonly line: number }[];
	readonly closed: boolean;
}

/** Properties line by line, in the plain form in which pages are written. Null where the text starts with none. */
function propertiesOf(text: string): Properties | null {
	if (!/^\ufeff?---[ \t]*\r?\n/.test(text)) return null;
	const entries: Entry[] = [];
	const odd: { text: string; line: number }[] = [];
	let line = 1;
	for (let start = text.indexOf('\n') + 1; start < text.length; line++) {
		const found = text.indexOf('\n', start);
		const end = found === -1 ? text.length : found;
		const content = text.slice(start, end).replace(/\r$/, '');
		if (/^(?:---|\.\.\.)[ \t]*$/.test(content)) return { entries, odd, closed: true };
		const entry = /^("?)([\p{L}_][\p{L}\p{N}_ -]*)\1:(?:[ \t]+(.*))?$/u.exec(content);
		const item = /^[ \t]*-[ \t]+(.*)$/.exec(content);
		if (entry) entries.push({ name: entry[2] ?? '', value: (entry[3] ?? '').trim(), line: line + 1 });
		else if (item && entries.length > 0) entries.push({ name: '', value: (item[1] ?? '').trim(), line: line + 1 });
		else if (content.trim() !== '') odd.push({ text: content, line: line + 1 });
		start = end + 1;
	}
	return { entries, odd, closed: false };
}

/** Whether any value in the line, or any item of its inline list, starts as YAML's anchors, aliases, tags or merge keys do. */
function startsWithSyntax(value: string): boolean {
	let quote = '';
	let fresh = true;
	for (let at = 0; at < value.length; at++) {
		const char = value.charAt(at);
		if (quote !== '') {
			if (char === '\\' && quote === '"') at++;
			else if (char === quote) quote = '';
			continue;
		}
		if (fresh && /[&*!<|>%@`{?]/.test(char)) return true;
		if (fresh && (char === '"' || char === "'")) quote = char;
		if (char === '[' || char === ',' || char === '{') fresh = true;
		else if (!/\s/.test(char)) fresh = false;
	}
	return false;
}

/** Properties that are added must be plain data under known names. */
export const frontmatterCheck: Check = ({ text, path }, { current }) => {
	if (text === null || !path.endsWith('.md')) return [];
	const properties = propertiesOf(text);
	if (properties === null) return [];
	if (!properties.closed) return [fired('constitution:properties', 'HOLD', 'The properties at the top have no end.', 1)];
	const earlier = current === null ? null : propertiesOf(current);
	const stood = new Set(earlier?.entries.map(({ name, value }) => `${name}: ${value}`));
	const stoodOdd = new Set(earlier?.odd.map((line) => line.text));
	const stoodNames = new Map<string, number>();
	for (const { name } of earlier?.entries ?? []) stoodNames.set(name.toLowerCase(), (stoodNames.get(name.toLowerCase()) ?? 0) + 1);
	const names = new Map<string, number>();
	const rules: FiredRule[] = [];
	for (const { name, value, line } of properties.entries) {
		const folded = name.toLowerCase();
		if (name !== '') {
			const count = (names.get(folded) ?? 0) + 1;
			names.set(folded, count);
			if (count > Math.max(1, stoodNames.get(folded) ?? 0)) rules.push(fired('constitution:properties', 'BLOCK', `The property “${shown(name)}” stands twice.`, line));
		}
		if (stood.has(`${name}: ${value}`)) continue;
		if (name !== '' && ACTS.test(name)) rules.push(fired('constitution:properties', 'BLOCK', `The property “${shown(name)}” changes how the app treats the note; pages have no such property.`, line));
		else if (name !== '' && !KNOWN.has(folded)) rules.push(fired('constitution:properties', 'HOLD', `The property “${shown(name)}” is none that pages have.`, line));
		if (startsWithSyntax(value)) rules.push(fired('constitution:properties', 'BLOCK', 'A property is not plain data: it starts as an anchor, an alias, a tag or a block of YAML does.', line));
	}
	for (const { text: content, line } of properties.odd) {
		if (!stoodOdd.has(content)) rules.push(fired('constitution:properties', 'BLOCK', `A line among the properties is not plain data: “${shown(content)}”.`, line));
	}
	return rules;
};
