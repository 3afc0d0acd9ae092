import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OBSIDIAN_NAMES } from './ui/names.js';

const typings = readFileSync(new URL('../../node_modules/obsidian/obsidian.d.ts', import.meta.url), 'utf8');

test('the host knows every value that the app exports, so that a missing one throws by name', () => {
	const exported = [...typings.matchAll(/^export (?:declare )?(?:abstract )?(?:class|function|const|let|enum) (\w+)/gm)].map(([, name]) => name);
	expect([...OBSIDIAN_NAMES]).toEqual([...new Set(exported)].sort());
});
