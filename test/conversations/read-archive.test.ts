import { describe, expect, it } from 'vitest';
import { readArchives } from '../../src/conversations/read-archive.js';
import { chatGptChat, claudeChat, claudeCodeLog, json, text, zip } from './exports.js';

const COFFEE = claudeChat('c-9', 'Coffee', [
	['m1', 'human', 'How long does caffeine last?'],
	['m2', 'assistant', 'Its half-life is about five hours.'],
]);

describe('an export of Claude', () => {
	it('gives what was said, without thoughts, and names files that it does not hold', () => {
		const { conversations, problems } = readArchives([zip('data.zip', { 'users.json': '[]', 'conversations.json': JSON.stringify([COFFEE]) })]);
		expect(problems).toEqual([]);
		expect(conversations).toEqual([
			{
				id: 'claude/c-9',
				title: 'Coffee',
				created: Date.UTC(2025, 2, 1, 10, 4),
				messages: [
					{ id: 'm1', who: 'you', at: Date.UTC(2025, 2, 1, 10, 4), text: 'How long does caffeine last?\n\n(With the file beans.pdf, which the export does not hold.)' },
					{ id: 'm2', who: 'Claude', at: Date.UTC(2025, 2, 1, 10, 5), text: 'Its half-life is about five hours.' },
				],
			},
		]);
	});

	it('names a conversation that it cannot read, and reads the others', () => {
		const { conversations, problems } = readArchives([json('conversations.json', [COFFEE, { uuid: 'x', chat_messages: 'none' }])]);
		expect(conversations).toHaveLength(1);
		expect(problems).toMatchObject([{ path: 'conversations.json' }]);
		expect(problems[0]?.message).toContain('Conversation 2');
		expect(problems[0]?.message).toContain('chat_messages');
	});
});

describe('an export of ChatGPT', () => {
	it('follows the branch that was in sight, without tools and hidden instructions', () => {
		const { conversations, problems } = readArchives([zip('export.zip', { 'conversations-000.json': JSON.stringify([chatGptChat()]), 'chat.html': '<html>' })]);
		expect(problems).toEqual([]);
		expect(conversations).toMatchObject([
			{
				id: 'chatgpt/c-1',
				title: 'Brewing green tea',
				messages: [
					{ id: 'n1', who: 'you', text: '(With an image or a file, which is not imported.)\n\nHow hot must the water be?' },
					{ id: 'n5', who: 'ChatGPT', text: 'Green tea is brewed at eighty degrees.' },
				],
			},
		]);
	});

	it('ends on a tree that runs in a circle', () => {
		const ring = { id: 'r', title: 'Ring', current_node: 'a', mapping: { a: { parent: 'b', children: ['b'] }, b: { parent: 'a', children: ['a'] } } };
		expect(readArchives([json('conversations.json', [ring])]).conversations).toEqual([]);
	});
});

describe('a session log of Claude Code', () => {
	it('gives what both said, and nothing of tools, side tasks and the program', () => {
		const { conversations, problems } = readArchives([text('logs/s-1.jsonl', claudeCodeLog({ type: 'summary', summary: 'Queue loses jobs', leafUuid: 'a3' }))]);
		expect(problems).toEqual([]);
		expect(conversations).toMatchObject([{ id: 'claude-code/s-1', title: 'Queue loses jobs', messages: [{ id: 'u1' }, { id: 'a1', text: 'Let me look.' }, { id: 'a3' }] }]);
	});

	it('is read up to half a line at its end', () => {
		const { conversations, problems } = readArchives([text('s-1.jsonl', `${claudeCodeLog()}\n{"type":"assis`)]);
		expect(conversations).toHaveLength(1);
		expect(conversations[0]?.title).toBe('Why does the queue lose jobs?');
		expect(problems[0]?.message).toContain('Line 8');
	});
});

describe('files that are no export', () => {
	it.each([
		['other.json', '{"a": 1}', 'not known as an export'],
		['conversations.json', '[{"title": 1}]', 'not known as an export'],
		['conversations.json', '[{"uuid": "a"', 'no whole JSON'],
		['broken.zip', 'PK\u0003\u0004 and no more', 'cannot be unpacked'],
		['log.jsonl', 'plain text', 'not known as an export'],
	])('%s is told by name: %s', (name, content, message) => {
		const { conversations, problems } = readArchives([text(name, content), json('conversations.json', [COFFEE])]);
		expect(conversations).toHaveLength(1);
		expect(problems).toMatchObject([{ path: name }]);
		expect(problems[0]?.message).toContain(message);
	});

	it('a conversation that two exports hold is taken once, the longer one', () => {
		const longer = claudeChat('c-9', 'Coffee', [['m1', 'human', 'a'], ['m2', 'assistant', 'b'], ['m3', 'human', 'c']]);
		const { conversations } = readArchives([json('conversations.json', [longer]), json('old/conversations.json', [COFFEE])]);
		expect(conversations).toMatchObject([{ messages: { length: 3 } }]);
	});
});
