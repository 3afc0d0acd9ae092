import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeFence } from '../../../src/compile/import/conversation-note.js';
import { verifyLedger } from '../../../src/gate/ledger-verify.js';
import { memoryVault } from '../../../src/vault/memory.js';
import { claudeChat, claudeCodeLog, json, text } from '../../conversations/exports.js';
import { compile, open, textAt } from '../../promises/vault-fixture.js';

const TALK = [
	['m1', 'human', 'How long does caffeine last?'],
	['m2', 'assistant', 'The half-life of caffeine is about five hours.\n\n```text\nhalf-life = 5 h'],
] as const;
const MORE = [...TALK, ['m3', 'human', 'And in smokers?'], ['m4', 'assistant', 'In smokers the half-life of caffeine is about three hours.']] as const;
const exported = (said: readonly (readonly [string, string, string])[], name = 'Caffeine: how long?') => [json('conversations.json', [claudeChat('c-9', name, said)])];
const PATH = 'raw/transcripts/Claude/2025-03-01 Caffeine - how long.md';
const PART = 'raw/transcripts/Claude/2025-03-01 Caffeine - how long (part 2).md';

describe('an import of conversations', () => {
	it('says what it would write, and writes nothing by saying so', async () => {
		const vault = memoryVault({});
		const { app } = open(vault);
		expect(await app.planImport(exported(TALK))).toEqual({
			items: [{ id: 'claude/c-9', from: 'Claude', title: 'Caffeine: how long?', created: '2025-03-01', messages: 2, state: 'new', path: PATH }],
			problems: [],
		});
		expect(await vault.list('')).toEqual([]);
	});

	it('writes one note a conversation, told in the ledger, and a compile reads it', async () => {
		const vault = memoryVault({});
		const { app } = open(vault);
		expect(await app.importConversations(exported(TALK), 'all', 'person:test')).toMatchObject({ committed: [PATH], refused: [], problems: [] });
		expect(textAt(vault, PATH)).toBe(
			'---\ntitle: "Caffeine: how long?"\nconversation: claude/c-9\nfrom: Claude\ncreated: 2025-03-01\nlast: m2\n---\n\n# Caffeine: how long?\n\n' +
				'> [!quote] You, 2025-03-01 10:04 UTC\n\nHow long does caffeine last?\n\n(With the file beans.pdf, which the export does not hold.)\n\n' +
				'> [!quote] Claude, 2025-03-01 10:05 UTC\n\nThe half-life of caffeine is about five hours.\n\n```text\nhalf-life = 5 h\n```\n',
		);
		const report = await compile(app);
		expect(report.sources).toMatchObject({ total: 1, new: 1, failed: 0 });
		expect(report.proposals.some(({ proposal }) => proposal.text?.includes('half-life of caffeine') === true)).toBe(true);
		expect(report.proposals.map(({ proposal }) => proposal.title)).not.toContain('You');
	});

	it('takes only what was picked', async () => {
		const vault = memoryVault({});
		const { app } = open(vault);
		const files = [...exported(TALK), text('s-1.jsonl', claudeCodeLog())];
		expect(await app.importConversations(files, ['claude-code/s-1'], 'person:test')).toMatchObject({ committed: ['raw/transcripts/Claude Code/2025-05-02 Why does the queue lose jobs.md'] });
	});

	it('writes what a conversation has more, beside the note that is there, and nothing twice', async () => {
		const vault = memoryVault({});
		const { app } = open(vault);
		await app.importConversations(exported(TALK), 'all', 'person:test');
		const before = textAt(vault, PATH);
		expect((await app.planImport(exported(TALK))).items).toMatchObject([{ state: 'known', path: PATH, messages: 0 }]);
		expect(await app.importConversations(exported(TALK), 'all', 'person:test')).toMatchObject({ committed: [], refused: [] });

		expect(await app.importConversations(exported(MORE), 'all', 'person:test')).toMatchObject({ committed: [PART] });
		expect(textAt(vault, PATH)).toBe(before);
		const part = textAt(vault, PART);
		expect(part).toContain('In smokers the half-life');
		expect(part).not.toContain('about five hours');
		expect((await app.planImport(exported(MORE, 'Another name'))).items).toMatchObject([{ state: 'known', path: PART }]);
	});

	it('finds a note again that a person moved or renamed, and writes no message that it holds', async () => {
		const vault = memoryVault({});
		const { app } = open(vault);
		await app.importConversations(exported(TALK), 'all', 'person:test');
		await vault.rename(PATH, 'raw/transcripts/Health/Coffee and sleep.md');
		expect((await app.planImport(exported(TALK))).items).toMatchObject([{ state: 'known', path: 'raw/transcripts/Health/Coffee and sleep.md' }]);
		// Another branch, under other ids: the first question is the same one.
		const branch = [['x1', 'human', TALK[0][2]], ['x2', 'assistant', 'Between three and seven hours.']] as const;
		expect((await app.planImport(exported(branch))).items).toMatchObject([{ state: 'continued', messages: 1 }]);
	});

	it('keeps to its names: two conversations of one day and title have two notes', async () => {
		const vault = memoryVault({});
		const { app } = open(vault);
		const both = [json('conversations.json', [claudeChat('c-1', 'Tea', TALK), claudeChat('c-2', 'Tea', MORE)])];
		const first = (await app.planImport(both)).items.map(({ path }) => path);
		expect(new Set(first).size).toBe(2);
		await app.importConversations(both, 'all', 'person:test');
		expect((await app.planImport(both)).items.map(({ path, state }) => [path, state])).toEqual(first.map((path) => [path, 'known']));
		expect((await verifyLedger(vault, { raw: 'raw', wiki: 'wiki', output: 'output', home: '_commonplace' })).problems).toEqual([]);
	});
});

describe('code that a message leaves open', () => {
	it('is closed, and what is closed stays', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('```', '~~~', '````ts', '``` no `fence', 'text', '    ```', '')), (lines) => {
				const closed = closeFence(lines.join('\n'));
				expect(closeFence(closed)).toBe(closed);
				expect(closed.startsWith(lines.join('\n'))).toBe(true);
			}),
		);
	});
});
