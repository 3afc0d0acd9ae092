import { describe, expect, it } from 'vitest';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import { compile, CONCEPT_PAGE, NOTES, open } from '../promises/vault-fixture.js';

const SOURCE = 'raw/Spaced repetition.md';

/** A vault in which `change` happens once: after the verdicts were told to the ledger, before anything is committed. */
function changedAfterVerdicts(change: (vault: MemoryVault) => void): { readonly vault: MemoryVault; readonly sourceReads: () => number } {
	let done = false;
	let reads = 0;
	const vault: MemoryVault = memoryVault(NOTES, {
		after(operation, path) {
			if (done || operation !== 'append' || !path.includes('/state/queue/')) return;
			done = true;
			change(vault);
		},
		before(operation, path) {
			if (done && operation === 'read' && path.startsWith('raw/')) reads += 1;
		},
	});
	return { vault, sourceReads: () => reads };
}

describe('a verdict that was given just now', () => {
	it('is not worked out a second time while nothing that it rests on changes', async () => {
		const { vault, sourceReads } = changedAfterVerdicts(() => undefined);
		const { committed } = await compile(open(vault).app);
		expect(committed).toContain(CONCEPT_PAGE);
		expect(sourceReads()).toBe(0);
	});

	it('falls where a source changes before the commit, and only for the pages that cite it', async () => {
		const { vault } = changedAfterVerdicts((changing) => {
			changing.edit(SOURCE, '# Spaced repetition\n\nThere is nothing here any more.\n');
		});
		const { committed, proposals } = await compile(open(vault).app);
		const citing = (path: string): boolean => proposals.some(({ proposal }) => proposal.path === path && proposal.evidence.sources.includes(SOURCE));
		expect(proposals.some(({ proposal, verdict }) => verdict.disposition === 'PASS' && citing(proposal.path))).toBe(true);
		expect(committed.length).toBeGreaterThan(0);
		expect(committed.filter(citing)).toEqual([]);
	});

	it('falls where somebody takes the place of a new page before the commit', async () => {
		const { vault } = changedAfterVerdicts((changing) => {
			changing.edit(CONCEPT_PAGE, 'My own words.\n');
		});
		const { committed } = await compile(open(vault).app);
		expect(committed).not.toContain(CONCEPT_PAGE);
		expect(vault.files()[CONCEPT_PAGE]).toBe('My own words.\n');
	});
});
