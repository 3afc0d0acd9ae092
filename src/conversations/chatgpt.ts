import * as v from 'valibot';
import { joinParts, type Conversation, type Message, type ReadExport } from './conversation.js';

const Time = v.optional(v.nullable(v.number()), null);
const Said = v.looseObject({
	id: v.string(),
	author: v.looseObject({ role: v.string() }),
	create_time: Time,
	content: v.looseObject({ content_type: v.string(), parts: v.optional(v.array(v.unknown()), []), text: v.optional(v.unknown()) }),
	recipient: v.optional(v.nullable(v.string()), 'all'),
	metadata: v.optional(v.nullable(v.looseObject({ is_visually_hidden_from_conversation: v.optional(v.unknown()) })), {}),
});
// A node that cannot be read still tells where it hangs, so that what is around it is not lost.
const Node = v.looseObject({ parent: v.optional(v.nullable(v.string()), null), children: v.optional(v.array(v.string()), []), message: v.optional(v.unknown(), null) });
const Chat = v.looseObject({
	id: v.optional(v.nullable(v.string())),
	conversation_id: v.optional(v.nullable(v.string())),
	title: v.optional(v.nullable(v.string()), ''),
	create_time: Time,
	current_node: v.optional(v.nullable(v.string()), null),
	mapping: v.record(v.string(), Node),
});
type Nodes = v.InferOutput<typeof Chat>['mapping'];

/** Whether a conversation of a JSON list looks like one of ChatGPT's export. */
export const isChatGpt = (value: unknown): boolean => v.is(v.looseObject({ mapping: v.looseObject({}) }), value);

/** Seconds, as ChatGPT counts them, to milliseconds. */
const milliseconds = (seconds: number | null): number | null => (seconds === null || seconds <= 0 ? null : Math.round(seconds * 1000));

/** The node at the end of the branch that was in sight: the one the export names, else the last child of each last child. */
function leaf(nodes: Nodes, current: string | null): string | null {
	if (current !== null && nodes[current] !== undefined) return current;
	let at = Object.keys(nodes).find((id) => nodes[nodes[id]?.parent ?? ''] === undefined) ?? null;
	for (const seen = new Set<string>(); at !== null && !seen.has(at); ) {
		seen.add(at);
		const next: string | undefined = nodes[at]?.children.at(-1);
		if (next === undefined || nodes[next] === undefined) break;
		at = next;
	}
	return at;
}

/** A message that a person would have seen; null for instructions, tools and thoughts. */
function message(value: unknown): Message | null {
	const read = v.safeParse(Said, value);
	if (!read.success) return null;
	const { id, author, create_time, content, recipient, metadata } = read.output;
	if (metadata?.is_visually_hidden_from_conversation === true || (author.role !== 'user' && author.role !== 'assistant')) return null;
	if (author.role === 'assistant' && recipient !== null && recipient !== 'all') return null;
	if (content.content_type !== 'text' && content.content_type !== 'multimodal_text') return null;
	const parts = content.parts.map((part) => (typeof part === 'string' ? part : '(With an image or a file, which is not imported.)'));
	const text = joinParts(parts);
	return text === '' ? null : { id, who: author.role === 'user' ? 'you' : 'ChatGPT', at: milliseconds(create_time), text };
}

/** `conversations.json` of an export of ChatGPT: each chat a tree of messages, of which the branch last in sight is read. */
export function readChatGpt(list: readonly unknown[]): ReadExport {
	const conversations: Conversation[] = [];
	const faults: string[] = [];
	for (const [index, value] of list.entries()) {
		const read = v.safeParse(Chat, value);
		const id = read.success ? (read.output.conversation_id ?? read.output.id) : null;
		if (!read.success || !id) {
			faults.push(`Conversation ${index + 1} is not as ChatGPT’s exports are: ${read.success ? 'it has no id' : `${v.getDotPath(read.issues[0]) ?? 'the whole'}: ${read.issues[0].message}`}.`);
			continue;
		}
		const { title, create_time, mapping, current_node } = read.output;
		const messages: Message[] = [];
		const seen = new Set<string>();
		for (let at = leaf(mapping, current_node); at !== null && !seen.has(at); at = mapping[at]?.parent ?? null) {
			seen.add(at);
			const said = message(mapping[at]?.message);
			if (said !== null) messages.push(said);
		}
		messages.reverse();
		if (messages.length > 0) conversations.push({ id: `chatgpt/${id}`, title: (title ?? '').trim(), created: milliseconds(create_time) ?? messages[0]?.at ?? null, messages });
	}
	return { conversations, faults };
}
