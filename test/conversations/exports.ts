import { strToU8, zipSync } from 'fflate';
import type { ExportFile } from '../../src/conversations/read-archive.js';

const CREATED = '2025-03-01T10:04:00.000000Z';

/** A chat as Claude's export holds it: every text twice, as a whole and as parts. */
export const claudeChat = (uuid: string, name: string, said: readonly (readonly [id: string, sender: string, text: string])[]): object => ({
	uuid,
	name,
	created_at: CREATED,
	updated_at: CREATED,
	account: { uuid: 'a' },
	chat_messages: said.map(([id, sender, text], index) => ({
		uuid: id,
		text,
		content: [...(sender === 'assistant' ? [{ type: 'thinking', thinking: 'Secret thoughts.' }] : []), { type: 'text', text }],
		sender,
		created_at: `2025-03-01T10:0${4 + index}:00.000000Z`,
		attachments: [],
		files: index === 0 ? [{ file_name: 'beans.pdf' }] : [],
	})),
});

/** A chat as ChatGPT's export holds it: a tree, with hidden instructions, a tool, and an answer that was asked for anew. */
export const chatGptChat = (): object => ({
	id: 'c-1',
	conversation_id: 'c-1',
	title: 'Brewing green tea',
	create_time: 1_740_823_440.5,
	current_node: 'n5',
	mapping: {
		root: { id: 'root', message: null, parent: null, children: ['n0'] },
		n0: { id: 'n0', parent: 'root', children: ['n1'], message: { id: 'n0', author: { role: 'system' }, create_time: null, content: { content_type: 'text', parts: [''] }, metadata: { is_visually_hidden_from_conversation: true } } },
		n1: { id: 'n1', parent: 'n0', children: ['n2', 'n3'], message: { id: 'n1', author: { role: 'user' }, create_time: 1_740_823_440.5, content: { content_type: 'multimodal_text', parts: [{ content_type: 'image_asset_pointer' }, 'How hot must the water be?'] } } },
		n2: { id: 'n2', parent: 'n1', children: [], message: { id: 'n2', author: { role: 'assistant' }, create_time: 1_740_823_450, content: { content_type: 'text', parts: ['An answer that was thrown away.'] } } },
		n3: { id: 'n3', parent: 'n1', children: ['n4'], message: { id: 'n3', author: { role: 'assistant' }, recipient: 'web.run', create_time: 1_740_823_455, content: { content_type: 'code', text: 'search("tea")' } } },
		n4: { id: 'n4', parent: 'n3', children: ['n5'], message: { id: 'n4', author: { role: 'tool', name: 'web.run' }, create_time: 1_740_823_456, content: { content_type: 'text', parts: ['A page on tea.'] } } },
		n5: { id: 'n5', parent: 'n4', children: [], message: { id: 'n5', author: { role: 'assistant' }, recipient: 'all', create_time: 1_740_823_460, content: { content_type: 'text', parts: ['Green tea is brewed at eighty degrees.'] } } },
	},
});

/** A session log of Claude Code. */
export const claudeCodeLog = (...more: readonly object[]): string =>
	[
		{ type: 'file-history-snapshot', messageId: 'x' },
		{ type: 'user', uuid: 'u1', sessionId: 's-1', timestamp: '2025-05-02T08:00:00Z', message: { role: 'user', content: 'Why does the queue lose jobs?' } },
		{ type: 'user', uuid: 'u2', sessionId: 's-1', isMeta: true, timestamp: '2025-05-02T08:00:01Z', message: { role: 'user', content: 'Caveat: generated.' } },
		{ type: 'assistant', uuid: 'a1', sessionId: 's-1', timestamp: '2025-05-02T08:00:05Z', message: { role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm.' }, { type: 'text', text: 'Let me look.' }, { type: 'tool_use', name: 'Read', input: {} }] } },
		{ type: 'user', uuid: 'u3', sessionId: 's-1', timestamp: '2025-05-02T08:00:06Z', message: { role: 'user', content: [{ type: 'tool_result', content: 'file text' }] } },
		{ type: 'assistant', uuid: 'a2', sessionId: 's-1', isSidechain: true, timestamp: '2025-05-02T08:00:07Z', message: { role: 'assistant', content: [{ type: 'text', text: 'A side task.' }] } },
		{ type: 'assistant', uuid: 'a3', sessionId: 's-1', timestamp: '2025-05-02T08:00:09Z', message: { role: 'assistant', content: [{ type: 'text', text: 'The queue drops a job when its lease ends:\n\n```ts\nlease.end();' }] } },
		...more,
	]
		.map((line) => JSON.stringify(line))
		.join('\n');

export const json = (name: string, value: unknown): ExportFile => ({ name, bytes: strToU8(JSON.stringify(value)) });
export const text = (name: string, value: string): ExportFile => ({ name, bytes: strToU8(value) });
export const zip = (name: string, files: Readonly<Record<string, string>>): ExportFile => ({ name, bytes: zipSync(Object.fromEntries(Object.entries(files).map(([path, value]) => [path, strToU8(value)]))) });
