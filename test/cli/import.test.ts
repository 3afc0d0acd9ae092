import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { claudeChat, claudeCodeLog, zip } from '../conversations/exports.js';
import { builtCli } from './built-cli.js';

const cli = await builtCli();
const folders: string[] = [];
const folder = (): string => {
	const made = mkdtempSync(join(tmpdir(), 'commonplace-import-'));
	folders.push(made);
	return made;
};
afterEach(() => {
	for (const made of folders.splice(0)) rmSync(made, { recursive: true });
});

const chat = claudeChat('c-9', 'Coffee', [['m1', 'human', 'How long does caffeine last?'], ['m2', 'assistant', 'About five hours.']]);

it('shows what an archive and a folder of logs hold, then writes what is asked for', async () => {
	const [vault, home] = [folder(), folder()];
	writeFileSync(join(home, 'export.zip'), zip('', { 'conversations.json': JSON.stringify([chat]) }).bytes);
	mkdirSync(join(home, 'projects/queue'), { recursive: true });
	writeFileSync(join(home, 'projects/queue/s-1.jsonl'), claudeCodeLog());
	const files = ['export.zip', 'projects'];

	const shown = await cli.run(['import', ...files, '--vault', vault], {}, home);
	expect(shown).toMatchObject({ code: 0, stderr: '' });
	expect(shown.stdout).toContain('2 notes would be written, 0 conversations are there already.');
	expect(shown.stdout).toContain('raw/transcripts/Claude/2025-03-01 Coffee.md');
	expect(existsSync(join(vault, 'raw'))).toBe(false);

	const some = await cli.run(['import', ...files, '--write', 'claude/c-9', '--json', '--vault', vault], {}, home);
	expect(JSON.parse(some.stdout)).toMatchObject({ committed: ['raw/transcripts/Claude/2025-03-01 Coffee.md'], refused: [] });
	const all = await cli.run(['import', ...files, '--write', 'all', '--json', '--vault', vault], {}, home);
	expect(JSON.parse(all.stdout)).toMatchObject({ committed: ['raw/transcripts/Claude Code/2025-05-02 Why does the queue lose jobs.md'] });
	expect(readFileSync(join(vault, 'raw/transcripts/Claude/2025-03-01 Coffee.md'), 'utf8')).toContain('About five hours.');
});

it('names what is no export and goes on', async () => {
	const [vault, home] = [folder(), folder()];
	writeFileSync(join(home, 'notes.txt'), 'plain');
	const { code, stdout } = await cli.run(['import', 'notes.txt', 'missing.zip', '--vault', vault], {}, home);
	expect(code).toBe(1);
	expect(stdout).toContain('notes.txt  It is not known as an export.');
	expect(stdout).toContain('missing.zip  It could not be read');
	expect(await cli.run(['import', '--vault', vault])).toMatchObject({ code: 2 });
});
