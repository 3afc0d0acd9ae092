import * as v from 'valibot';
import { instant, joinParts, type Message, type ReadExport } from './conversation.js';

const Part = v.looseObject({ type: v.string(), text: v.optional(v.unknown()) });
const Line = v.looseObject({
	type: v.string(),
	uuid: v.optional(v.nullable(v.string())),
	parentUuid: v.optional(v.nullable(v.string())),
	sessionId: v.optional(v.nullable(v.string())),
	timestamp: v.optional(v.unknown()),
	isSidechain: v.optional(v.nullable(v.boolean()), false),
	isMeta: v.optional(v.nullable(v.boolean()), false),
	summary: v.optional(v.nullable(v.string())),
	customTitle: v.optional(v.nullable(v.string())),
	aiTitle: v.optional(v.nullable(v.string())),
	message: v.optional(v.nullable(v.looseObject({ role: v.optional(v.string()), content: v.union([v.string(), v.array(Part)]) }))),
});
type Line = v.InferOutput<typeof Line>;

const TITLE_LENGTH = 80;

/** Whether the first line of a JSONL file looks like one of a session log of Claude Code. */
export const isClaudeCode = (value: unknown): boolean => v.is(v.looseObject({ type: v.string() }), value);

// What the program itself puts into a person's turn, such as the output of a command.
const PROGRAM = /^<(?:command-|local-command|system-reminder|bash-|user-memory|task-)/;

function message(line: Line, index: number): Message | null {
	if ((line.type !== 'user' && line.type !== 'assistant') || line.isSidechain === true || line.isMeta === true || !line.message) return null;
	const { content } = line.message;
	const parts = typeof content === 'string' ? [content] : content.flatMap(({ type, text }) => (type === 'text' && typeof text === 'string' ? [text] : []));
	const text = joinParts(parts.filter((part) => !PROGRAM.test(part.trimStart())));
	return text === '' ? null : { id: line.uuid ?? `line-${index + 1}`, who: line.type === 'user' ? 'you' : 'Claude', at: instant(line.timestamp), text };
}

/** A session log of Claude Code: one JSON object a line. What tools were asked and answered is left out. `name` is the file's, without its extension. */
export function readClaudeCode(text: string, name: string): ReadExport {
	const faults: string[] = [];
	const lines: { readonly line: Line; readonly index: number }[] = [];
	for (const [index, raw] of text.split('\n').entries()) {
		if (raw.trim() === '') continue;
		let value: unknown = null;
		try {
			value = JSON.parse(raw);
		} catch {
			faults.push(`Line ${index + 1} is no JSON; a session that still runs may end in half a line.`);
			continue;
		}
		const read = v.safeParse(Line, value);
		if (read.success) lines.push({ line: read.output, index });
	}
	// A resumed session repeats what it goes on from.
	const seen = new Set<string>();
	const messages = lines.flatMap(({ line, index }) => {
		const said = message(line, index);
		if (said === null || seen.has(said.id)) return [];
		seen.add(said.id);
		return [said];
	});
	const [first] = messages;
	if (first === undefined) return { conversations: [], faults };
	const named = (pick: (line: Line) => string | null | undefined): string | undefined => lines.map(({ line }) => pick(line)?.trim()).filter((each) => each !== undefined && each !== '').at(-1);
	const asked = (messages.find(({ who }) => who === 'you') ?? first).text.split('\n', 1)[0] ?? '';
	const title = named(({ customTitle }) => customTitle) ?? named(({ aiTitle }) => aiTitle) ?? named(({ type, summary }) => (type === 'summary' ? summary : null)) ?? (asked.length > TITLE_LENGTH ? `${asked.slice(0, TITLE_LENGTH).trimEnd()}…` : asked);
	const session = lines.find(({ line }) => line.sessionId)?.line.sessionId ?? name;
	return { conversations: [{ id: `claude-code/${session}`, title, created: first.at, messages }], faults };
}
