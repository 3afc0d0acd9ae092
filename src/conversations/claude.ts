import * as v from 'valibot';
import { instant, joinParts, type Conversation, type Message, type ReadExport } from './conversation.js';

const Attachment = v.looseObject({ file_name: v.optional(v.nullable(v.string()), '') });
const Content = v.looseObject({ type: v.string(), text: v.optional(v.nullable(v.string())) });
const ChatMessage = v.looseObject({
	uuid: v.string(),
	sender: v.string(),
	text: v.optional(v.nullable(v.string()), ''),
	content: v.optional(v.nullable(v.array(Content)), []),
	created_at: v.optional(v.unknown()),
	attachments: v.optional(v.nullable(v.array(Attachment)), []),
	files: v.optional(v.nullable(v.array(Attachment)), []),
});
const Chat = v.looseObject({
	uuid: v.string(),
	name: v.optional(v.nullable(v.string()), ''),
	created_at: v.optional(v.unknown()),
	chat_messages: v.array(ChatMessage),
});

/** Whether a conversation of a JSON list looks like one of Claude's export. */
export const isClaude = (value: unknown): boolean => v.is(v.looseObject({ uuid: v.string(), chat_messages: v.array(v.unknown()) }), value);

function message(said: v.InferOutput<typeof ChatMessage>): Message {
	// Newer exports repeat the text as parts, among them thoughts and uses of tools, which are no part of what was said.
	const parts = (said.content ?? []).flatMap(({ type, text }) => (type === 'text' && typeof text === 'string' ? [text] : []));
	const files = [...(said.attachments ?? []), ...(said.files ?? [])].flatMap(({ file_name: name }) => (name ? [`(With the file ${name}, which the export does not hold.)`] : []));
	return {
		id: said.uuid,
		who: said.sender === 'human' ? 'you' : 'Claude',
		at: instant(said.created_at),
		text: joinParts([...(parts.length > 0 ? parts : [said.text ?? '']), ...files]),
	};
}

/** `conversations.json` of an export of Claude's apps: a list of chats, each with its messages in order. */
export function readClaude(list: readonly unknown[]): ReadExport {
	const conversations: Conversation[] = [];
	const faults: string[] = [];
	for (const [index, value] of list.entries()) {
		const read = v.safeParse(Chat, value);
		if (!read.success) {
			faults.push(`Conversation ${index + 1} is not as Claude’s exports are: ${v.getDotPath(read.issues[0]) ?? 'the whole'}: ${read.issues[0].message}.`);
			continue;
		}
		const { uuid, name, created_at, chat_messages } = read.output;
		const messages = chat_messages.map(message).filter(({ text }) => text !== '');
		if (messages.length > 0) conversations.push({ id: `claude/${uuid}`, title: (name ?? '').trim(), created: instant(created_at) ?? messages[0]?.at ?? null, messages });
	}
	return { conversations, faults };
}
