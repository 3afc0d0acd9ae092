import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseKey, type Gold } from './key.js';

/** Folder of the gold set's notes: copy it to a vault's `raw/` to judge a compile. */
export const NOTES_FOLDER = fileURLToPath(new URL('notes', import.meta.url));

/** The key and all notes, read from disk; notes in code-unit order of their paths. */
export function loadGold(): Gold {
	const paths = readdirSync(NOTES_FOLDER, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.md'))
		.map((path) => path.replaceAll('\\', '/'))
		.sort();
	return {
		key: parseKey(readFileSync(fileURLToPath(new URL('key.json', import.meta.url)), 'utf8')),
		notes: new Map(paths.map((path) => [path, readFileSync(join(NOTES_FOLDER, path), 'utf8')])),
	};
}
