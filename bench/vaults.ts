import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateNotes } from './generate.js';

/** The essays and notes of the example vault, in the order of their paths. */
export function realNotes(root: string): string[] {
	const raw = join(root, 'examples/vault/raw');
	return readdirSync(raw, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort()
		.map((path) => readFileSync(path, 'utf8'));
}

/** A generated vault of so many notes, written anew; returns its folder and the bytes of its notes. */
export function writeVault(root: string, work: string, count: number): { readonly folder: string; readonly bytes: number } {
	const folder = join(work, `vault-${String(count)}`);
	rmSync(folder, { recursive: true, force: true });
	let bytes = 0;
	for (const { path, text } of generateNotes(realNotes(root), count)) {
		const file = join(folder, 'raw', path);
		if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
		bytes += Buffer.byteLength(text);
	}
	return { folder, bytes };
}

/** A copy to work on, so that the generated vault stays as it is. Times of files are kept. */
export function copyVault(folder: string, to: string): string {
	rmSync(to, { recursive: true, force: true });
	cpSync(folder, to, { recursive: true, preserveTimestamps: true });
	return to;
}

/** Path, size and time of every file: two equal answers mean that nothing was written in between. */
export function footprint(folder: string, stat: (path: string) => { readonly mtimeMs: number; readonly size: number }): string {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort()
		.map((path) => `${path} ${String(stat(path).size)} ${String(stat(path).mtimeMs)}`)
		.join('\n');
}
