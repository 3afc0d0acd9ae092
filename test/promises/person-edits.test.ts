import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, failuresOf, NOTES, open, proposalAt, textAt, wikiOf, type Opened } from './vault-fixture.js';

/** A note whose one new statement about the subject is sure to reach the subject's page. */
const MORE = '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n';
const MORE_QUOTE = 'Spaced repetition suits vocabulary better than proofs.';

async function compiled(notes = NOTES): Promise<{ vault: MemoryVault } & Opened> {
	const vault = memoryVault(notes);
	const opened = open(vault);
	await compileAndApproveAll(opened.app);
	return { vault, ...opened };
}

/** Lines of `wanted` in `lines`, in this order. */
function holdsInOrder(lines: readonly string[], wanted: readonly string[]): boolean {
	let at = 0;
	for (const line of lines) if (at < wanted.length && line === wanted[at]) at++;
	return at === wanted.length;
}

/** What a person does to a page: puts lines in, changes the ends of lines, takes lines out. */
type Edit = { readonly kind: 'insert' | 'append' | 'delete'; readonly at: number; readonly text: string };

const words = fc.stringMatching(/^[a-z]{3,9}( [a-z]{3,9}){1,5}\.$/);
const edits: fc.Arbitrary<readonly Edit[]> = fc.array(fc.record({ kind: fc.constantFrom<Edit['kind']>('insert', 'insert', 'append', 'delete'), at: fc.nat({ max: 1_000 }), text: words }), { minLength: 1, maxLength: 4 });

interface Edited {
	readonly text: string;
	/** Every whole line that the person wrote, in order. */
	readonly own: readonly string[];
	readonly removed: readonly string[];
}

function edited(page: string, changes: readonly Edit[]): Edited {
	const lines = page.split('\n').map((text) => ({ text, own: false }));
	const removed: string[] = [];
	// Properties are the machine's own; a person's edit of them is another test.
	const body = page.split('\n').indexOf('---', 1) + 1;
	changes.forEach(({ kind, at, text }, index) => {
		const place = body + (at % Math.max(1, lines.length - body));
		const line = lines[place];
		if (kind === 'insert' || line === undefined) lines.splice(place, 0, { text: `Mine ${index}: ${text}`, own: true });
		else if (kind === 'append') lines[place] = { text: `${line.text} Mine ${index}: ${text}`, own: true };
		else if (!line.own && line.text !== '') {
			lines.splice(place, 1);
			removed.push(line.text);
		}
	});
	return { text: lines.map(({ text }) => text).join('\n'), own: lines.filter(({ own }) => own).map(({ text }) => text), removed };
}

describe("a person's edits", () => {
	it('survive the next compile and its approval, wherever on the page they are', async () => {
		const base = await compiled();
		const state = base.vault.files();
		const page = textAt(base.vault, CONCEPT_PAGE);
		await fc.assert(
			fc.asyncProperty(edits, async (changes) => {
				const vault = memoryVault(state);
				const { app } = open(vault, { host: base.host });
				const mine = edited(page, changes);
				fc.pre(mine.text !== page);
				vault.edit(CONCEPT_PAGE, mine.text);
				vault.edit('raw/More.md', MORE);
				await compile(app);
				expect(textAt(vault, CONCEPT_PAGE)).toBe(mine.text);
				const { open: waiting } = await app.list();
				await app.approve(waiting.filter(({ verdict }) => verdict.disposition !== 'BLOCK').map(({ proposal }) => proposal.id), 'person:test');
				const lines = textAt(vault, CONCEPT_PAGE).split('\n');
				expect(holdsInOrder(lines, mine.own), `${mine.own.join('\n')}\n--- not in order in ---\n${lines.join('\n')}`).toBe(true);
				for (const line of mine.removed) if (!mine.text.split('\n').includes(line)) expect(lines, 'a line that the person removed is back').not.toContain(line);
			}),
			{ numRuns: 60 },
		);
	});

	it('elsewhere on the page than the machine’s change are merged, and a person is asked', async () => {
		const { vault, app } = await compiled();
		vault.edit(CONCEPT_PAGE, textAt(vault, CONCEPT_PAGE).replace('\n## Related', '\nI doubt this. It worked for me with Spanish.\n\n## Related'));
		vault.edit('raw/More.md', MORE);
		const { proposals } = await compile(app);
		const item = proposalAt(proposals, CONCEPT_PAGE);
		expect(item.verdict.disposition).toBe('REQUIRE_HUMAN');
		expect(item.verdict.rules.map(({ rule }) => rule)).toContainEqual(expect.stringMatching(/^policies\/default\.prism\.md:\d+ human-text$/));
		expect(item.proposal.conflicts).toEqual([]);
		await app.approve([item.proposal.id], 'person:test');
		expect(textAt(vault, CONCEPT_PAGE)).toContain('I doubt this. It worked for me with Spanish.');
		expect(textAt(vault, CONCEPT_PAGE)).toContain(MORE_QUOTE);
	});

	it('that overlap the machine’s change are held with both sides shown, and approving keeps the person’s', async () => {
		const { vault, app } = await compiled();
		const mine = textAt(vault, CONCEPT_PAGE).replace(/^“Spaced repetition is .*$/m, 'Spaced repetition is what I do every morning with my cards.');
		vault.edit(CONCEPT_PAGE, mine);
		vault.edit('raw/Spaced repetition.md', (NOTES['raw/Spaced repetition.md'] ?? '').replace('Spaced repetition is reviewing material at growing intervals.', 'Spaced repetition is reading material again at ever longer intervals.'));
		const { proposals } = await compile(app);
		const { proposal, verdict } = proposalAt(proposals, CONCEPT_PAGE);
		expect(verdict.disposition).toBe('REQUIRE_HUMAN');
		expect(verdict.rules.map(({ rule, disposition }) => `${rule} ${disposition}`)).toContain('constitution:conflict HOLD');
		const [conflict] = proposal.conflicts;
		expect(conflict?.base).toContain('Spaced repetition is reviewing material at growing intervals.');
		expect(conflict?.yours).toContain('every morning with my cards');
		expect(conflict?.machine).toMatch(/\[\^\w+\]$/);
		expect(proposal.machineText).toContain(conflict?.machine);
		expect(textAt(vault, CONCEPT_PAGE)).toBe(mine);
		expect(await app.approve([proposal.id], 'person:test')).toMatchObject({ committed: [CONCEPT_PAGE] });
		expect(textAt(vault, CONCEPT_PAGE)).toContain('Spaced repetition is what I do every morning with my cards.');
		expect((await compile(app)).committed).toEqual([]);
		expect(textAt(vault, CONCEPT_PAGE)).toContain('Spaced repetition is what I do every morning with my cards.');
	});

	it('made between proposal and commit void the approval; nothing is lost and the gate decides anew', async () => {
		const { vault, app } = await compiled();
		vault.edit('raw/More.md', MORE);
		const { proposals } = await compile(app, 'none');
		const first = proposalAt(proposals, CONCEPT_PAGE);
		expect(first.verdict.disposition).toBe('PASS');
		const mine = textAt(vault, CONCEPT_PAGE).replace('\n## Related', '\nA late thought of mine.\n\n## Related');
		vault.edit(CONCEPT_PAGE, mine);

		const decided = await app.approve([first.proposal.id], 'person:test');
		expect(decided.committed).toEqual([]);
		expect(decided.refused).toMatchObject([{ id: first.proposal.id, path: CONCEPT_PAGE }]);
		expect(textAt(vault, CONCEPT_PAGE)).toBe(mine);

		const again = proposalAt((await app.list()).open, CONCEPT_PAGE);
		expect(again.proposal.id).not.toBe(first.proposal.id);
		expect(again.verdict.disposition).toBe('REQUIRE_HUMAN');
		await app.approve([again.proposal.id], 'person:test');
		expect(textAt(vault, CONCEPT_PAGE)).toContain('A late thought of mine.');
		expect(textAt(vault, CONCEPT_PAGE)).toContain(MORE_QUOTE);
		expect((await app.list()).open.filter(({ proposal }) => proposal.path === CONCEPT_PAGE)).toEqual([]);
	});

	it('made in the instant of the commit, on any page, are not written over', async () => {
		const base = await compiled();
		const state = base.vault.files();
		const late = (text: string): string => text.replace('\n## Related', '\nIn the very last instant.\n\n## Related');
		// The n-th operation on the page, of any kind, meets an editor that saves just before it.
		for (let n = 1; n <= 12; n++) {
			let seen = 0;
			const vault: MemoryVault = memoryVault(state, {
				before(_, path) {
					if (path !== CONCEPT_PAGE || vault.files()['raw/More.md'] === undefined) return;
					if (++seen === n) vault.edit(path, late(textAt(vault, path)));
				},
			});
			const { app } = open(vault, { host: base.host });
			vault.edit('raw/More.md', MORE);
			await compile(app);
			if (seen < n) break;
			expect(textAt(vault, CONCEPT_PAGE), `saved before operation ${n}`).toContain('In the very last instant.');
			await compileAndApproveAll(app);
			expect(textAt(vault, CONCEPT_PAGE), `saved before operation ${n}`).toContain('In the very last instant.');
			expect(failuresOf(await app.verify())).toEqual([]);
			expect(n).toBeLessThan(12);
		}
	});

	it('to the properties stay as well', async () => {
		const { vault, app } = await compiled();
		vault.edit(CONCEPT_PAGE, textAt(vault, CONCEPT_PAGE).replace('tags: [wiki/concept]', 'tags: [wiki/concept, learning]\nrating: 5'));
		vault.edit('raw/More.md', MORE);
		await compileAndApproveAll(app);
		expect(textAt(vault, CONCEPT_PAGE)).toContain('rating: 5');
		expect(textAt(vault, CONCEPT_PAGE)).toContain('learning');
	});

	it('to index and log stay where they are', async () => {
		const { vault, app } = await compiled();
		vault.edit('wiki/index.md', textAt(vault, 'wiki/index.md').replace('## Concepts', 'My favourites come first.\n\n## Concepts'));
		vault.edit('wiki/log.md', `${textAt(vault, 'wiki/log.md')}\nI checked all of this on Sunday.\n`);
		vault.edit('raw/More.md', MORE);
		await compileAndApproveAll(app);
		expect(textAt(vault, 'wiki/index.md')).toContain('My favourites come first.');
		expect(textAt(vault, 'wiki/index.md')).toContain('More on spaced repetition');
		expect(textAt(vault, 'wiki/log.md')).toContain('I checked all of this on Sunday.');
		expect(textAt(vault, 'wiki/log.md')).toContain('1 new');
	});
});

describe('a page that a person', () => {
	it('deleted is not made again', async () => {
		const { vault, app } = await compiled();
		vault.edit(CONCEPT_PAGE, null);
		vault.edit('raw/More.md', MORE);
		const report = await compile(app);
		expect(report.proposals.map(({ proposal }) => proposal.path)).not.toContain(CONCEPT_PAGE);
		expect(report.problems).toMatchObject([{ path: CONCEPT_PAGE }]);
		await compileAndApproveAll(app);
		expect(vault.files()[CONCEPT_PAGE]).toBeUndefined();
	});

	it('moved is followed to its new place, with its edits', async () => {
		const { vault, app } = await compiled();
		const moved = 'wiki/learning/Spacing.md';
		vault.edit(moved, `${textAt(vault, CONCEPT_PAGE)}\nMoved, and mine.\n`);
		vault.edit(CONCEPT_PAGE, null);
		vault.edit('raw/More.md', MORE);
		const report = await compile(app);
		expect(proposalAt(report.proposals, moved).verdict.disposition).toBe('REQUIRE_HUMAN');
		await compileAndApproveAll(app);
		expect(vault.files()[CONCEPT_PAGE]).toBeUndefined();
		expect(textAt(vault, moved)).toContain(MORE_QUOTE);
		expect(textAt(vault, moved)).toContain('Moved, and mine.');
		expect(failuresOf(await app.verify())).toEqual([]);

		vault.edit('raw/Yet more.md', '# Cards\n\nSpaced repetition is often done with cards.\n');
		await compileAndApproveAll(app);
		expect(vault.files()[CONCEPT_PAGE]).toBeUndefined();
		expect(textAt(vault, moved)).toContain('Spaced repetition is often done with cards.');
	});

	it('wrote before, where a page would go, is left alone', async () => {
		const own = '# Spaced repetition\n\nMy own page, older than the wiki.\n';
		const vault = memoryVault({ ...NOTES, [CONCEPT_PAGE]: own, 'wiki/sources/SPACED REPETITION (source).md': own });
		const { app } = open(vault);
		const report = await compileAndApproveAll(app);
		expect(textAt(vault, CONCEPT_PAGE)).toBe(own);
		expect(textAt(vault, 'wiki/sources/SPACED REPETITION (source).md')).toBe(own);
		// The machine's page stands beside it under another name.
		expect(Object.entries(wikiOf(vault)).filter(([, text]) => text.includes('\ntitle: Spaced repetition\ntype: concept\n')).map(([path]) => path)).toHaveLength(1);
		expect(report.problems).toEqual([]);
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('put where a page was about to go, after it was proposed, is left alone', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		const { proposals } = await compile(app, 'none');
		const own = '# Mine\n\nWritten while the proposal waited.\n';
		vault.edit(CONCEPT_PAGE, own);
		const decided = await app.approve([proposalAt(proposals, CONCEPT_PAGE).proposal.id], 'person:test');
		expect(decided.committed).toEqual([]);
		expect(textAt(vault, CONCEPT_PAGE)).toBe(own);
		const next = await compileAndApproveAll(app);
		expect(next.problems).toMatchObject([{ path: CONCEPT_PAGE }]);
		expect(textAt(vault, CONCEPT_PAGE)).toBe(own);

		vault.edit('My own page.md', own);
		vault.edit(CONCEPT_PAGE, null);
		vault.edit('raw/More.md', MORE);
		await compileAndApproveAll(app);
		expect(textAt(vault, CONCEPT_PAGE)).toContain(MORE_QUOTE);
	});

	it('wrote as index or map is left alone, and a log is only added to', async () => {
		const own = '# Mine\n\nMy own list of pages.\n';
		const vault = memoryVault({ ...NOTES, 'wiki/index.md': own, 'wiki/log.md': own, 'wiki/Map.canvas': '{"nodes":[],"edges":[]}' });
		const { app } = open(vault);
		const report = await compile(app);
		expect(report.problems.map(({ path }) => path).sort()).toEqual(['wiki/Map.canvas', 'wiki/index.md']);
		expect(textAt(vault, 'wiki/index.md')).toBe(own);
		expect(textAt(vault, 'wiki/Map.canvas')).toBe('{"nodes":[],"edges":[]}');
		expect(textAt(vault, 'wiki/log.md').startsWith(own)).toBe(true);
	});

	it('moved while a proposal for it waited gets the change at its new place', async () => {
		const { vault, app } = await compiled();
		vault.edit('raw/More.md', MORE);
		const { proposals } = await compile(app, 'none');
		vault.edit('wiki/Spacing.md', textAt(vault, CONCEPT_PAGE));
		vault.edit(CONCEPT_PAGE, null);
		const decided = await app.approve([proposalAt(proposals, CONCEPT_PAGE).proposal.id], 'person:test');
		expect(decided.committed).toEqual([]);
		await compileAndApproveAll(app);
		expect(vault.files()[CONCEPT_PAGE]).toBeUndefined();
		expect(textAt(vault, 'wiki/Spacing.md')).toContain(MORE_QUOTE);
	});
});
