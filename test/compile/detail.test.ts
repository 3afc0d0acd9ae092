import { describe, expect, it } from 'vitest';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import { hashText } from '../../src/model/hash.js';
import { proposalId, type Proposal } from '../../src/model/proposal.js';
import { writeQueue, type QueuedProposal } from '../../src/gate/queue.js';
import { recordStore } from '../../src/vault/commit/record.js';
import { DEFAULT_LAYOUT as layout } from '../../src/vault/layout.js';
import type { ProposalDetail } from '../../src/compile/proposal-views.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, NOTES, open, proposalAt, recording, textAt, type Opened } from '../promises/vault-fixture.js';
import { processorTime } from '../processor-time.js';

async function proposed(notes = NOTES, passageChars = 12_000): Promise<{ vault: MemoryVault; id: string } & Opened> {
	const vault = memoryVault(notes);
	const opened = open(vault, { settings: { passageChars } });
	const { proposals } = await compile(opened.app, 'none');
	return { vault, ...opened, id: proposalAt(proposals, CONCEPT_PAGE).proposal.id };
}

async function detail({ app }: Opened, id: string): Promise<ProposalDetail> {
	const found = await app.detail(id);
	if ('problem' in found) throw new Error(found.problem.message);
	return found;
}

describe('the cards', () => {
	it('tell all of a proposal but its texts, strictest first', async () => {
		const { vault, app } = await proposed();
		await compileAndApproveAll(app);
		vault.edit(CONCEPT_PAGE, `${textAt(vault, CONCEPT_PAGE)}\nMine.\n`);
		vault.edit('raw/New.md', '# New\n\nSpaced repetition is used in schools. Retrieval practice is used in schools, too.\n');
		await compile(app, 'none');
		const { cards, problems } = await app.cards();
		expect(problems).toEqual([]);
		expect(cards[0]).toMatchObject({ path: CONCEPT_PAGE, kind: 'update', title: 'Spaced repetition', pageType: 'concept', who: 'offline', tier: 0, personText: true, conflicts: 0, disagreements: 0, disposition: 'REQUIRE_HUMAN', decider: 4 });
		expect(cards[0]?.rules[0]).toMatchObject({ rule: expect.stringMatching(/^policies\/default\.prism\.md:\d+ human-text$/) as unknown });
		expect(cards.at(-1)?.disposition).toBe('PASS');
		expect(cards.map(({ id }) => id)).toEqual((await app.list()).open.map(({ proposal }) => proposal.id));
		expect(JSON.stringify(cards)).not.toContain('footnote');
		expect(JSON.stringify(cards)).not.toContain('Mine.');
	});

	it('of a thousand long proposals come quickly', async () => {
		const vault = memoryVault(NOTES);
		const text = 'A line of a page that is as long as lines are, and says little.\n'.repeat(80);
		const items = Array.from({ length: 1_000 }, (_, index): QueuedProposal => {
			const content: Omit<Proposal, 'id' | 'run'> = {
				kind: 'create', path: `wiki/concepts/${index}.md`, to: null, subject: `c-${index}`, title: `Page ${index}`, pageType: 'concept', baseHash: null, text, machineText: text,
				why: 'Test.', who: 'offline', tier: 0, evidence: { claims: [], sources: [], verified: 0, unverified: 0, disagreements: [] }, personText: false, conflicts: [], created: '2026-11-22', updated: '2026-11-22',
			};
			const id = proposalId(content);
			return { proposal: { ...content, id, run: 'r-1' }, verdict: { proposalId: id, disposition: 'HOLD', rules: [], decider: 4, policyHash: hashText('') } };
		});
		await writeQueue(recordStore(vault, layout), layout, 'r-1', items);
		const { app } = open(vault);
		const started = processorTime();
		const { cards } = await app.cards();
		expect(cards).toHaveLength(1_000);
		expect(processorTime() - started).toBeLessThan(1_000);
	});
});

describe('one proposal', () => {
	it('comes with the place of every quote in its source, also from an earlier run', async () => {
		const { vault, app, host, id } = await proposed();
		vault.edit('raw/New.md', '# New\n\nSleep is rest.\n');
		await compile(app, 'none');
		const { card, current, text, stale, evidence } = await detail({ app: open(vault, { host }).app, host }, id.slice(0, 9));
		expect({ id: card.id, current, stale, path: card.path }).toEqual({ id, current: null, stale: false, path: CONCEPT_PAGE });
		expect(evidence.length).toBeGreaterThan(2);
		for (const { claim, quote, source, place } of evidence) {
			expect(text).toContain(`“${quote}”`);
			expect(claim).toMatch(/^k-/);
			const note = textAt(vault, source.path);
			expect(note.slice(place?.start, place?.end).replace(/\s+/g, ' ')).toBe(quote);
			expect(note.split('\n')[(place?.line ?? 0) - 1]).toContain(quote.slice(0, 20));
		}
		expect(evidence.find(({ source }) => source.path === 'raw/Spaced repetition.md')).toMatchObject({ source: { title: 'Spaced repetition' }, anchor: expect.any(String) as string });
	});

	it('follows quotes to where they stand now, and says where they stand no more', async () => {
		const { vault, app, host, id } = await proposed();
		const path = 'raw/Spaced repetition.md';
		const before = (await detail({ app, host }, id)).evidence.filter(({ source }) => source.path === path);
		vault.edit(path, `# Before\n\nTwo lines more.\n\n${textAt(vault, path)}`);
		const after = (await detail({ app, host }, id)).evidence.filter(({ source }) => source.path === path);
		expect(after.map(({ place }) => place?.line)).toEqual(before.map(({ place }) => (place?.line ?? 0) + 4));
		vault.edit(path, 'Nothing of it.\n');
		expect((await detail({ app, host }, id)).evidence.filter(({ source }) => source.path === path).map(({ place }) => place)).toEqual(before.map(() => null));
		vault.edit(path, null);
		expect((await detail({ app, host }, id)).evidence.filter(({ source }) => source.path === path).map(({ place }) => place)).toEqual(before.map(() => null));
	});

	it('tells a quote by its place where it stands twice', async () => {
		const sentence = 'Spaced repetition counters the forgetting curve.';
		const { vault, app, host, id } = await proposed({ ...NOTES, 'raw/Spaced repetition.md': `# Spaced repetition\n\nSpaced repetition is reviewing material at growing intervals.\n\n%%${sentence}%%\n\n${'One word after another. '.repeat(60)}\n\n## Again\n\n${sentence}\n` }, 1_000);
		const item = (await detail({ app, host }, id)).evidence.find(({ quote }) => quote === sentence);
		expect(textAt(vault, item?.source.path ?? '').split('\n')[(item?.place?.line ?? 0) - 1]).toBe(sentence);
	});

	it('is retold from its own footnotes where the state has lost the claims', async () => {
		const { vault, app, host, id } = await proposed();
		const before = (await detail({ app, host }, id)).evidence;
		for (const path of Object.keys(vault.files())) if (path.startsWith('_commonplace/state/claims/')) vault.edit(path, null);
		const after = (await detail({ app: open(vault, { host }).app, host }, id)).evidence;
		expect(after.map(({ claim, quote, place }) => ({ claim, quote, line: place?.line }))).toEqual(before.map(({ claim, quote, place }) => ({ claim, quote, line: place?.line })));
	});

	it('is stale once something else stands there, and judged as things stand', async () => {
		const { vault, app, host, id } = await proposed();
		vault.edit(CONCEPT_PAGE, 'Mine.\n');
		expect(await detail({ app, host }, id)).toMatchObject({ stale: true, current: 'Mine.\n' });
		vault.edit(CONCEPT_PAGE, null);
		expect((await detail({ app, host }, id)).card.disposition).toBe('PASS');
		vault.edit('raw/Spaced repetition.md', null);
		expect((await detail({ app, host }, id)).card.disposition).toBe('HOLD');
		await app.raiseStop('person:test', 'test');
		expect((await detail({ app, host }, id)).card).toMatchObject({ disposition: 'BLOCK', decider: null });
	});

	it('that is not there is a problem, and looking writes nothing', async () => {
		const { vault, id } = await proposed();
		const watched = recording(vault);
		const { app } = open(watched.vault);
		expect(await app.detail('p-none')).toHaveProperty('problem');
		expect(await app.detail('p-')).toHaveProperty('problem');
		await app.detail(id);
		await app.cards();
		await app.catalogue();
		await app.emergency();
		expect(await app.recover()).toEqual([]);
		expect(watched.writes).toEqual([]);
	});
});

describe('the emergency stop', () => {
	it('is raised and lifted while another process holds the vault', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		expect(await app.emergency()).toEqual({ stopped: false, why: null });
		vault.edit('_commonplace/state/desk/lease/x-9-1.json', JSON.stringify({ token: 'x-9-1', pid: 9, run: 'r', expires: 9e15 }));
		await app.raiseStop('person:test', 'smoke');
		const { stopped, why } = await app.emergency();
		expect(stopped).toBe(true);
		expect(why).toContain('smoke');
		await app.liftStop('person:test');
		expect(await app.emergency()).toEqual({ stopped: false, why: null });
	});
});
