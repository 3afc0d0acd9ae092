import { describe, expect, it } from 'vitest';
import { memoryVault } from '../../../src/vault/memory.js';
import type { Problem } from '../../../src/model/result.js';
import { readPattern, readPatterns } from '../../../src/worker/patterns/read-patterns.js';

const note = (properties: string, body = '# Quotes\n\n## Problem\n\nIt mends spelling.\n\n## Solution\n\nCopy quotes letter by letter.\n\n## Evidence\n\nNone yet.\n'): string => `---\n${properties}\n---\n${body}`;

describe('a pattern', () => {
	it('adds what stands under its solution, to the tasks and models that it names', () => {
		expect(readPattern('p/exact-quotes.md', note('kind: shim\nlicence: CC0-1.0\napplies_to:\n  models: [llama]\n  tasks: [extract, weave]'))).toEqual({
			pattern: { name: 'exact-quotes', tasks: ['extract', 'weave'], models: ['llama'], text: 'Copy quotes letter by letter.' },
			problems: [],
		});
		expect(readPattern('p/a.md', note('kind: injection')).pattern).toMatchObject({ tasks: null, models: null });
	});

	it('of another kind is for people, and adds nothing', () => {
		expect(readPattern('p/a.md', note('kind: recovery'))).toEqual({ pattern: null, problems: [] });
	});

	it.each<[string, string, number, RegExp]>([
		['no properties', '# A\n\n## Solution\n\nx\n', 1, /begins with properties/],
		['no kind', note('licence: MIT'), 1, /“kind” is missing/],
		['a kind that there is not', note('licence: MIT\nkind: magic'), 3, /“kind” is one of orchestration, injection/],
		['a task that there is not', note('kind: injection\napplies_to:\n  models: [a]\n  tasks: [dream]'), 5, /“applies_to\.tasks\.0” is one of extract/],
		['a setting that there is not', note('kind: injection\napplies_to:\n  checks: none'), 4, /“applies_to\.checks”/],
		['a shim for everybody', note('kind: shim\napplies_to:\n  tasks: [weave]'), 3, /Name them under “applies_to”/],
		['no solution', note('kind: injection', '# A\n\nText.\n'), 1, /heading “Solution”/],
		['too much', note('kind: injection', `# A\n\n## Solution\n\n${'x'.repeat(4_001)}\n`), 6, /4001 characters/],
	])('with a fault is not used, and the fault is named with its line: %s', (_, text, line, message) => {
		const { pattern, problems } = readPattern('p/a.md', text);
		expect(pattern).toBeNull();
		expect(problems).toMatchObject([{ path: 'p/a.md', line, message: expect.stringMatching(message) as unknown }]);
	});

	it('of a vault is found wherever it lies in the folder, and none is none', async () => {
		const told: Problem[] = [];
		const vault = memoryVault({ '_commonplace/patterns/b.md': note('kind: injection'), '_commonplace/patterns/sub/a.md': note('kind: injection'), '_commonplace/patterns/bad.md': 'x', '_commonplace/patterns/list.txt': 'x' });
		expect((await readPatterns(vault, '_commonplace', (problem) => void told.push(problem))).map(({ name }) => name)).toEqual(['b', 'a']);
		expect(told).toMatchObject([{ path: '_commonplace/patterns/bad.md', line: 1 }]);
		expect(await readPatterns(memoryVault({}), '_commonplace', (problem) => void told.push(problem))).toEqual([]);
	});
});
