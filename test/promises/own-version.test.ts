import { describe, expect, it } from 'vitest';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, failuresOf, NOTES, open, proposalAt, recording, textAt, wikiOf, type Opened } from './vault-fixture.js';

const VOCABULARY = 'Spaced repetition suits vocabulary better than proofs.';
const MUSIC = 'Spaced repetition helps musicians to keep their repertoire.';
const CARDS = 'Spaced repetition is often done with paper cards.';
const note = (title: string, sentence: string): string => `# ${title}\n\n${sentence}\n`;

/** A compiled vault in which one page's change waits, with the text as it stands. */
async function waiting(): Promise<{ vault: MemoryVault; current: string; proposed: string; id: string } & Opened> {
	const vault = memoryVault(NOTES);
	const opened = open(vault);
	await compileAndApproveAll(opened.app);
	opened.host.date = '2026-11-23';
	vault.edit('raw/Vocabulary.md', note('Vocabulary', VOCABULARY));
	vault.edit('raw/Music.md', note('Music', MUSIC));
	const { proposals } = await compile(opened.app, 'none');
	const { proposal } = proposalAt(proposals, CONCEPT_PAGE);
	const proposed = proposal.text ?? '';
	expect(proposed).toContain(VOCABULARY);
	expect(proposed).toContain(MUSIC);
	return { vault, ...opened, current: textAt(vault, CONCEPT_PAGE), proposed, id: proposal.id };
}

const without = (text: string, sentence: string): string => text.split('\n').filter((line) => !line.includes(sentence.replace(/\.$/, ''))).join('\n');
const openAt = async ({ app }: Opened, path: string): Promise<string[]> => (await app.cards()).cards.filter((card) => card.path === path).map(({ id }) => id);

describe('a person’s own version of a proposal', () => {
	it('is committed as it is, closes the proposal, and is told in the ledger before', async () => {
		const { vault, app, host, proposed, id } = await waiting();
		const mine = `${without(proposed, MUSIC).replace('## Related', 'My own words, without a footnote.\n\n## Related')}`;
		const { vault: watched, writes } = recording(vault);
		const report = await open(watched, { host }).app.approveText(id, mine, 'person:test');
		expect(report).toMatchObject({ committed: [CONCEPT_PAGE], denied: [], refused: [], problems: [] });
		expect(textAt(vault, CONCEPT_PAGE)).toBe(mine);
		expect(await openAt({ app, host }, CONCEPT_PAGE)).toEqual([]);
		const place = (pattern: RegExp): number => writes.findIndex(({ path, text }) => path.startsWith('_commonplace/ledger/') && pattern.test(text));
		const written = writes.findIndex(({ path }) => path === CONCEPT_PAGE);
		expect(place(/"type":"verdict"/)).toBeGreaterThanOrEqual(0);
		expect(place(/"type":"verdict"/)).toBeLessThan(place(/"actor":"person:test".*"type":"approve"/));
		expect(place(/"type":"approve"/)).toBeLessThan(written);
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('keeps what was left out away, while the machine’s text changes elsewhere', async () => {
		const { vault, app, host, proposed, id } = await waiting();
		const mine = without(proposed, MUSIC);
		await app.approveText(id, mine, 'person:test');
		await app.approve('passed', 'person:test');
		expect(await compile(app)).toMatchObject({ proposals: [] });
		expect(textAt(vault, CONCEPT_PAGE)).toBe(mine);

		host.date = '2026-11-24';
		vault.edit('raw/Cards.md', note('Cards', CARDS));
		const { proposals } = await compile(app);
		const { proposal, verdict } = proposalAt(proposals, CONCEPT_PAGE);
		expect(proposal.conflicts).toEqual([]);
		expect(verdict.disposition).toBe('REQUIRE_HUMAN');
		await app.approve([proposal.id], 'person:test');
		expect(textAt(vault, CONCEPT_PAGE)).toContain(CARDS);
		expect(textAt(vault, CONCEPT_PAGE)).toContain(VOCABULARY);
		expect(textAt(vault, CONCEPT_PAGE)).not.toContain(MUSIC);
	});

	it('of which all was left out is a denial that writes no page, and holds when the machine’s text changes elsewhere', async () => {
		const { vault, app, host, current, id } = await waiting();
		const wiki = wikiOf(vault);
		expect(await app.approveText(id, current, 'person:test')).toMatchObject({ committed: [], denied: [CONCEPT_PAGE], refused: [] });
		expect(wikiOf(vault)).toEqual(wiki);
		expect(await openAt({ app, host }, CONCEPT_PAGE)).toEqual([]);
		await app.approve('passed', 'person:test');
		expect(await compile(app)).toMatchObject({ proposals: [] });

		vault.edit('raw/Cards.md', note('Cards', CARDS));
		await compile(app);
		await app.approve(await openAt({ app, host }, CONCEPT_PAGE), 'person:test');
		expect(textAt(vault, CONCEPT_PAGE)).toContain(CARDS);
		expect(textAt(vault, CONCEPT_PAGE)).not.toContain(MUSIC);
		expect(textAt(vault, CONCEPT_PAGE)).not.toContain(VOCABULARY);
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('that keeps the date as it stood gets the machine’s, so that later dates do not overlap', async () => {
		const { vault, app, host, current, proposed, id } = await waiting();
		const stood = /^updated: .*$/m.exec(current)?.[0] ?? '';
		await app.approveText(id, without(proposed, MUSIC).replace(/^updated: .*$/m, stood), 'person:test');
		expect(textAt(vault, CONCEPT_PAGE)).toContain('\nupdated: 2026-11-23\n');
		host.date = '2026-11-25';
		vault.edit('raw/Cards.md', note('Cards', CARDS));
		expect(proposalAt((await compile(app)).proposals, CONCEPT_PAGE).proposal.conflicts).toEqual([]);
	});

	it('that says what the proposal says is an approval of it', async () => {
		const { vault, app, proposed, id } = await waiting();
		expect(await app.approveText(id.slice(0, 8), proposed, 'person:test')).toMatchObject({ committed: [CONCEPT_PAGE] });
		expect(textAt(vault, CONCEPT_PAGE)).toBe(proposed);
	});

	it('resolves an overlap', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		await compileAndApproveAll(app);
		vault.edit(CONCEPT_PAGE, textAt(vault, CONCEPT_PAGE).replace(/^“Spaced repetition is .*$/m, 'Spaced repetition is what I do every morning.'));
		vault.edit('raw/Spaced repetition.md', (NOTES['raw/Spaced repetition.md'] ?? '').replace('Spaced repetition is reviewing material at growing intervals.', 'Spaced repetition is reading material again at ever longer intervals.'));
		const { proposal } = proposalAt((await compile(app)).proposals, CONCEPT_PAGE);
		expect(proposal.conflicts).not.toEqual([]);
		const mine = (proposal.text ?? '').replace('what I do every morning.', 'what I do every morning, at ever longer intervals.');
		expect(await app.approveText(proposal.id, mine, 'person:test')).toMatchObject({ committed: [CONCEPT_PAGE] });
		expect(textAt(vault, CONCEPT_PAGE)).toContain('what I do every morning, at ever longer intervals.');
		expect((await compile(app)).proposals.filter(({ proposal: { path } }) => path === CONCEPT_PAGE)).toEqual([]);
		expect(textAt(vault, 'wiki/index.md')).toContain('what I do every morning, at ever longer intervals.');
	});

	it.each([
		['runs code', '\n```dataviewjs\napp.vault.delete()\n```\n'],
		['is active markup', '\n<script>alert(1)</script>\n'],
		['drives the app', '\n[go](obsidian://open?vault=x)\n'],
		['is a secret', `\nkey: sk-ant-api03-${'a1B2'.repeat(24)}AA\n`],
	])('is refused where it %s, and the proposal waits on', async (_, text) => {
		const { vault, app, host, current, proposed, id } = await waiting();
		const report = await app.approveText(id, proposed + text, 'person:test');
		expect(report.committed).toEqual([]);
		expect(report.refused).toMatchObject([{ id, path: CONCEPT_PAGE }]);
		expect(report.refused[0]?.reason).toContain('blocked');
		expect(textAt(vault, CONCEPT_PAGE)).toBe(current);
		expect(await openAt({ app, host }, CONCEPT_PAGE)).toEqual([id]);
	});

	it('of a file that changed since is void, and the gate decides anew about the machine’s text', async () => {
		const { vault, app, host, current, proposed, id } = await waiting();
		const late = current.replace('\n## Related', '\nA late thought of mine.\n\n## Related');
		vault.edit(CONCEPT_PAGE, late);
		expect(await app.approveText(id, without(proposed, MUSIC), 'person:test')).toMatchObject({ committed: [], refused: [{ id, path: CONCEPT_PAGE }] });
		expect(textAt(vault, CONCEPT_PAGE)).toBe(late);
		const [anew = ''] = await openAt({ app, host }, CONCEPT_PAGE);
		expect(anew).not.toBe(id);
		const detail = await app.detail(anew);
		expect('text' in detail ? detail.text : '').toContain(MUSIC);
		expect('text' in detail ? detail.text : '').toContain('A late thought of mine.');
	});

	it('waits for the emergency stop like any decision', async () => {
		const { vault, app, current, proposed, id } = await waiting();
		await app.raiseStop('person:test', 'test');
		for (const text of [without(proposed, MUSIC), proposed, current]) expect(await app.approveText(id, text, 'person:test')).toMatchObject({ committed: [], denied: [], refused: [{ id }] });
		expect(textAt(vault, CONCEPT_PAGE)).toBe(current);
		await app.liftStop('person:test');
		expect(await app.approveText(id, without(proposed, MUSIC), 'person:test')).toMatchObject({ committed: [CONCEPT_PAGE] });
	});

	it('cannot be made of a page’s removal', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		await compileAndApproveAll(app);
		vault.edit('raw/journal/2024-03-01.md', null);
		const { proposals } = await compile(app, 'none');
		const retired = proposals.find(({ proposal }) => proposal.kind === 'retire')?.proposal;
		expect(await app.approveText(retired?.id ?? '', '# Kept\n', 'person:test')).toMatchObject({ committed: [], refused: [{ path: retired?.path }] });
	});

	it('can be taken back with its run', async () => {
		const { vault, app, current, proposed, id } = await waiting();
		await app.approveText(id, without(proposed, MUSIC), 'person:test');
		expect((await app.undo(null, 'person:test')).restored).toEqual([CONCEPT_PAGE]);
		expect(textAt(vault, CONCEPT_PAGE)).toBe(current);
	});
});
