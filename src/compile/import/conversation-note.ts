import type { Conversation, Message } from '../../conversations/conversation.js';
import { readFrontmatter } from '../../markdown/frontmatter.js';
import { properties } from '../render/properties.js';

/** What a note says of the conversation that it was imported from. */
export interface ImportedNote {
	readonly path: string;
	readonly conversation: string;
	/** Id of the last message that it holds. */
	readonly last: string;
	readonly part: number;
	readonly text: string;
}

/** Reads an imported note's properties; null for any other note. */
export function readImported(path: string, text: string): ImportedNote | null {
	const data = readFrontmatter(text).frontmatter?.data ?? {};
	const { conversation, last, part } = data;
	if (typeof conversation !== 'string' || (typeof last !== 'string' && typeof last !== 'number')) return null;
	return { path, conversation, last: String(last), part: typeof part === 'string' || typeof part === 'number' ? Number(part) || 1 : 1, text };
}

/** `2026-03-01`, UTC. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const minuteOf = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ');

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/** Closes a code block that a message left open, which would swallow the messages after it. */
export function closeFence(text: string): string {
	let open: string | null = null;
	for (const line of text.split('\n')) {
		const [, fence, rest = ''] = FENCE.exec(line) ?? [];
		if (fence === undefined) continue;
		if (open === null) open = fence.startsWith('`') && rest.includes('`') ? null : fence;
		else if (fence.startsWith(open.charAt(0)) && fence.length >= open.length && rest.trim() === '') open = null;
	}
	return open === null ? text : `${text}\n${open}`;
}

const NAMES: Readonly<Record<string, string>> = { claude: 'Claude', chatgpt: 'ChatGPT', 'claude-code': 'Claude Code' };

/** The service's own name, such as `Claude`. */
export const serviceOf = (conversation: string): string => NAMES[conversation.split('/', 1)[0] ?? ''] ?? conversation;

/** How a message stands in the note: who and when as the title of an empty callout, which no reader takes for something said, and then the text as it was. */
function said({ who, at, text }: Message, before: Message | undefined): string {
	const head = who === before?.who ? '' : `> [!quote] ${who === 'you' ? 'You' : who}${at === null ? '' : `, ${minuteOf(at)} UTC`}\n\n`;
	return `${head}${closeFence(text)}\n`;
}

/** The note of a conversation, or of its messages since an earlier part. */
export function conversationNote(conversation: Conversation, title: string, messages: readonly Message[], part: number): string {
	const shown = part === 1 ? title : `${title} (part ${part})`;
	const head = properties([
		['title', shown],
		['conversation', conversation.id],
		['from', serviceOf(conversation.id)],
		...(conversation.created === null ? [] : [['created', dayOf(conversation.created)] as const]),
		...(part === 1 ? [] : [['part', String(part)] as const]),
		['last', messages.at(-1)?.id ?? ''],
	]);
	return `${head}\n# ${shown}\n\n${messages.map((message, index) => said(message, messages[index - 1])).join('\n')}`;
}
