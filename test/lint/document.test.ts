import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rulesDocument } from '../../src/lint/document.js';
import { RULES } from '../../src/lint/rules.js';

it('the page about the rules is up to date: npm run docs makes it anew', () => {
	expect(readFileSync(new URL('../../docs/lint.md', import.meta.url), 'utf8')).toBe(rulesDocument(RULES));
});
