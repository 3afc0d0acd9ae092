import { expect, it } from 'vitest';
import { memoryVault } from '../../src/vault/memory.js';
import { compile, open } from '../promises/vault-fixture.js';

const note = (years: number): string => `# Honey\n\nHoney keeps for ${years} years. Honey is made by bees.\n`;

it('several sources that each say something else stand in one callout, each of them once', async () => {
	const vault = memoryVault({ 'raw/a.md': note(2), 'raw/b.md': note(7), 'raw/c.md': note(90) });
	const { proposals } = await compile(open(vault).app);
	const page = proposals.find(({ proposal }) => proposal.path === 'wiki/concepts/Honey.md');
	const text = page?.proposal.text ?? '';
	expect(page?.verdict.disposition).toBe('ESCALATE');
	expect(text.match(/^> \[!warning\] .+$/gm)).toHaveLength(1);
	for (const years of [2, 7, 90]) expect(text.match(new RegExp(`^> - “Honey keeps for ${years} years\\.”`, 'gm'))).toHaveLength(1);
});
