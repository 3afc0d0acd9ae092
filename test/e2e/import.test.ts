import { expect, test } from 'vitest';
import { claudeChat, claudeCodeLog, zip } from '../conversations/exports.js';
import { openHost } from './host-page.js';
import { seriousViolations, notice } from './steps.js';

const chats = [
	claudeChat('c-1', 'Caffeine', [['m1', 'human', 'How long does caffeine last?'], ['m2', 'assistant', 'The half-life of caffeine is about five hours.']]),
	claudeChat('c-2', 'Taxes', [['m3', 'human', 'When are they due?'], ['m4', 'assistant', 'At the end of July.']]),
];
const archive = { name: 'data-2026-11-22.zip', mimeType: 'application/zip', buffer: Buffer.from(zip('', { 'conversations.json': JSON.stringify(chats) }).bytes) };
const log = { name: 's-1.jsonl', mimeType: 'application/json', buffer: Buffer.from(claudeCodeLog()) };

test.each([false, true])('imports the conversations that a person picks, on a phone: %s', async (mobile) => {
	const { page, files, read, command } = await openHost({ mobile });
	await command('commonplace-wiki:import');
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Choose files').setInputFiles([archive, log]);
	await dialog.getByText('3 notes will be written.').waitFor();
	// Newest first.
	expect(await dialog.getByRole('listitem').allTextContents()).toEqual(['Why does the queue lose jobs?Claude Code · 2025-05-02 · 3 messages', 'TaxesClaude · 2025-03-01 · 2 messages', 'CaffeineClaude · 2025-03-01 · 2 messages']);
	expect(await seriousViolations(page, '.commonplace-import')).toEqual([]);
	await dialog.getByRole('checkbox', { name: /Taxes/ }).uncheck();
	await dialog.getByText('2 notes will be written.').waitFor();
	await dialog.getByRole('button', { name: 'Import' }).click();
	await notice(page, '2 conversations imported.');
	expect(files().filter((path) => path.startsWith('raw/'))).toEqual(['raw/transcripts/Claude Code/2025-05-02 Why does the queue lose jobs.md', 'raw/transcripts/Claude/2025-03-01 Caffeine.md']);
	expect(read('raw/transcripts/Claude/2025-03-01 Caffeine.md')).toContain('The half-life of caffeine is about five hours.');

	await command('commonplace-wiki:import');
	await dialog.getByLabel('Choose files').setInputFiles([archive]);
	await dialog.getByText('1 note will be written. 1 conversation is in the vault already.').waitFor();
	await page.keyboard.press('Escape');
	await dialog.waitFor({ state: 'detached' });
});

test('says what is wrong with a file that is no export', async () => {
	const { page, files, command } = await openHost();
	await command('commonplace-wiki:import');
	await page.getByRole('dialog').getByLabel('Choose files').setInputFiles([{ name: 'photo.zip', mimeType: 'application/zip', buffer: Buffer.from('PK nothing') }]);
	await page.getByRole('alert').getByText('photo.zip: The archive cannot be unpacked').waitFor();
	expect(files().filter((path) => path.startsWith('raw/'))).toEqual([]);
});
