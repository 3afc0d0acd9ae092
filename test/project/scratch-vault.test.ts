import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { freshVault, seal } from '../../scripts/scratch-vault.mjs';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function places(): { source: string; parent: string } {
	const root = mkdtempSync(join(tmpdir(), 'commonplace-'));
	folders.push(root);
	mkdirSync(join(root, 'source/raw'), { recursive: true });
	writeFileSync(join(root, 'source/raw/Tea.md'), 'Tea.\n');
	return { source: join(root, 'source'), parent: join(root, 'demo') };
}

it('a scratch vault that nobody changed is replaced', () => {
	const { source, parent } = places();
	const first = freshVault(source, parent);
	writeFileSync(join(first, 'made-by-the-demo.md'), '');
	seal(first);
	mkdirSync(join(first, '.obsidian'));
	writeFileSync(join(first, '.obsidian/workspace.json'), '{}');
	expect(freshVault(source, parent)).toBe(first);
	expect(() => readFileSync(join(first, 'made-by-the-demo.md'))).toThrow('ENOENT');
	expect(readFileSync(join(first, 'raw/Tea.md'), 'utf8')).toBe('Tea.\n');
});

it('one that a person changed stays, and the next gets a number', () => {
	const { source, parent } = places();
	const first = freshVault(source, parent);
	seal(first);
	writeFileSync(join(first, 'raw/Tea.md'), 'Tea, with milk.\n');
	const second = freshVault(source, parent);
	expect(basename(second)).toBe('vault-2');
	expect(readFileSync(join(first, 'raw/Tea.md'), 'utf8')).toBe('Tea, with milk.\n');
});

it('one that a demo left half-made stays, too: nobody can tell whose it is', () => {
	const { source, parent } = places();
	freshVault(source, parent);
	expect(basename(freshVault(source, parent))).toBe('vault-2');
});
