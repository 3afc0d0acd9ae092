import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's root, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Source files by path below the root. A planted file stands beside the real ones or in the place of one. */
export type Sources = ReadonlyMap<string, string>;

/** Everything under `src/`, with the planted files laid over it. */
export function readSources(planted: Readonly<Record<string, string>> = {}): Sources {
	const sources = new Map<string, string>();
	for (const entry of readdirSync(`${ROOT}src`, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
		const path = `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(ROOT.length);
		sources.set(path, readFileSync(`${ROOT}${path}`, 'utf8'));
	}
	for (const [path, text] of Object.entries(planted)) sources.set(path, text);
	return new Map([...sources].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Files that only ever run under Node: the headless hosts and the adapter to Node's disk. */
export const isHeadless = (path: string): boolean => /^src\/(?:cli|mcp|vault\/node-disk)\//.test(path);

/** Files that only ever run inside Obsidian. */
export const isInApp = (path: string): boolean => /^src\/(?:obsidian|ui)\//.test(path) || path === 'src/main.ts';

/** All the rest: what must run anywhere and knows neither clock nor network. */
export const isCore = (path: string): boolean => !isHeadless(path) && !isInApp(path);
