import { describe, expect, it } from 'vitest';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import { VaultError } from '../../src/vault/port.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, failuresOf, NOTES, open, pagesOf, proposalAt, SCRIPTED_NOTES, scriptedWorker, textAt, wikiOf, type Opened } from '../promises/vault-fixture.js';

async function compiled(notes: Readonly<Record<string, string>> = NOTES): Promise<{ vault: MemoryVault } & Opened> {
	const vault = memoryVault(notes);
	const opened = open(vault);
	await compileAndApproveAll(opened.app);
	return { vault, ...opened };
}

/** Footnotes of all pages, as `label quote`, without where they stand. */
const footnotes = (vault: MemoryVault): Set<string> => new Set(Object.values(pagesOf(vault)).flatMap((text) => text.match(/^\[\^.*$/gm) ?? []));
const labels = (text: string): string[] => (text.match(/^\[\^\w+\]/gm) ?? []).sort();

const DIGGING = '# Double digging\n\nDouble digging is loosening the soil two spades deep. Double digging tires the gardener.\n\nDouble digging is rarely needed in sandy soil.\n';

describe('claims belong to their source', () => {
	it('so that one sentence that changes moves only its own footnotes', async () => {
		const { vault, app } = await compiled();
		const before = footnotes(vault);
		const edited = (NOTES['raw/Forgetting curve.md'] ?? '').replace('Spaced repetition flattens the forgetting curve.', 'Spaced repetition bends the forgetting curve.');
		vault.edit('raw/Forgetting curve.md', edited);
		const report = await compileAndApproveAll(app);
		expect(report.sources).toMatchObject({ changed: 1, unchanged: 3 });
		const after = footnotes(vault);
		const gone = [...before].filter((line) => !after.has(line));
		const come = [...after].filter((line) => !before.has(line));
		expect(gone.every((line) => line.includes('flattens the forgetting curve'))).toBe(true);
		expect(gone.length).toBeGreaterThan(0);
		expect(come.some((line) => line.includes('Spaced repetition bends the forgetting curve.'))).toBe(true);
		expect([...after].join('\n')).not.toContain('flattens');
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('so that a source that is taken away takes its citations with it', async () => {
		const { vault, app } = await compiled();
		expect([...footnotes(vault)].some((line) => line.includes('[[raw/journal/2024-03-01]]'))).toBe(true);
		vault.edit('raw/journal/2024-03-01.md', null);
		const report = await compileAndApproveAll(app);
		expect(report.sources).toMatchObject({ removed: 1, unchanged: 3 });
		expect(Object.values(pagesOf(vault)).join('\n')).not.toContain('2024-03-01]]');
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('and a page that nobody supports any more is proposed to be retired, never just removed', async () => {
		const { vault, app } = await compiled({ ...NOTES, 'raw/Soil.md': DIGGING });
		const page = 'wiki/concepts/Double digging.md';
		const text = textAt(vault, page);
		vault.edit('raw/Soil.md', null);
		const report = await compile(app);
		const item = proposalAt(report.proposals, page);
		expect(item.proposal).toMatchObject({ kind: 'retire', text: null });
		expect(item.verdict.disposition).toBe('REQUIRE_HUMAN');
		expect(textAt(vault, page)).toBe(text);
		expect((await compile(app)).proposals).toEqual([]);
		expect((await app.list()).open.map(({ proposal }) => proposal.path)).toContain(page);

		await app.approve([item.proposal.id], 'person:test');
		expect(vault.files()[page]).toBeUndefined();
		expect(Object.entries(vault.files()).filter(([path, each]) => path.startsWith('_commonplace/trash/') && each === text)).toHaveLength(1);
		expect(textAt(vault, 'wiki/index.md')).not.toContain('wiki/concepts/Double digging');
		await app.undo(null, 'person:test');
		expect(textAt(vault, page)).toBe(text);
		expect(proposalAt((await compile(app)).proposals, page).proposal.kind).toBe('retire');
	});

	it('and a page whose source comes back before the review is not retired', async () => {
		const { vault, app } = await compiled({ ...NOTES, 'raw/Soil.md': DIGGING });
		const page = 'wiki/concepts/Double digging.md';
		vault.edit('raw/Soil.md', null);
		await compile(app);
		vault.edit('raw/Soil.md', DIGGING);
		await compile(app);
		expect((await app.list()).open.filter(({ proposal }) => proposal.kind === 'retire')).toEqual([]);
		expect(textAt(vault, page)).toContain('two spades deep');
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('and keep their ids when the source is renamed; its citations follow', async () => {
		const { vault, app } = await compiled();
		const before = pagesOf(vault);
		vault.edit('raw/library/Peter Brown.md', NOTES['raw/books/Make It Stick.md'] ?? '');
		vault.edit('raw/books/Make It Stick.md', null);
		const report = await compileAndApproveAll(app);
		expect(report.sources).toMatchObject({ renamed: 1, new: 0, removed: 0, changed: 0 });
		const page = textAt(vault, CONCEPT_PAGE);
		expect(page).toContain('[[raw/library/Peter Brown');
		expect(Object.values(pagesOf(vault)).join('\n')).not.toContain('raw/books/Make It Stick');
		expect(labels(page)).toEqual(labels(before[CONCEPT_PAGE] ?? ''));
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('and a source that cannot be read for once keeps them', async () => {
		let broken = false;
		const vault: MemoryVault = memoryVault(NOTES, {
			before(operation, path) {
				if (broken && operation === 'read' && path === 'raw/journal/2024-03-01.md') throw new VaultError('not-text', path, `${path}: the bytes are not UTF-8.`);
			},
		});
		const { app } = open(vault);
		await compile(app);
		broken = true;
		vault.edit('raw/journal/2024-03-01.md', 'Another text.\n');
		vault.edit('raw/More.md', '# More\n\nSpaced repetition suits vocabulary.\n');
		const report = await compileAndApproveAll(app);
		expect(report.sources).toMatchObject({ total: 5, failed: 1, new: 1, removed: 0 });
		expect(report.problems).toMatchObject([{ path: 'raw/journal/2024-03-01.md' }]);
		expect(textAt(vault, CONCEPT_PAGE)).toContain('[[raw/journal/2024-03-01]] “Today I read about spaced repetition again.”');
		broken = false;
		expect((await compileAndApproveAll(app)).sources).toMatchObject({ changed: 1 });
		expect(textAt(vault, CONCEPT_PAGE)).not.toContain('Today I read');
		expect(failuresOf(await app.verify())).toEqual([]);
	});
});

describe('a worker', () => {
	it('is asked once for each passage that is new, and never for one that is known', async () => {
		const vault = memoryVault({ ...SCRIPTED_NOTES, 'raw/Empty.md': '' });
		const worker = scriptedWorker();
		const { app } = open(vault, { worker });
		await compile(app);
		vault.edit('raw/More.md', '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n');
		await compile(app);
		const extracts = worker.calls.filter((id) => id.startsWith('extract:'));
		expect(new Set(extracts).size).toBe(extracts.length);
	});
});

describe('a denial', () => {
	it('is remembered: the same text is not proposed again, and nothing links to a page that was not wanted', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		const { proposals } = await compile(app, 'none');
		const unwanted = proposalAt(proposals, 'wiki/concepts/Forgetting curve.md');
		expect(await app.deny([unwanted.proposal.id], 'I have my own.', 'person:test')).toMatchObject({ denied: [unwanted.proposal.path] });
		vault.edit('raw/More.md', '# More on spaced repetition\n\nSpaced repetition beats the forgetting curve and Hermann Ebbinghaus knew it.\n');
		const report = await compileAndApproveAll(app);
		expect(report.proposals.map(({ proposal }) => proposal.path)).not.toContain(unwanted.proposal.path);
		expect(vault.files()[unwanted.proposal.path]).toBeUndefined();
		expect(Object.values(wikiOf(vault)).join('\n')).not.toContain('wiki/concepts/Forgetting curve');
		expect((await app.list()).open).toEqual([]);
	});

	it('of a change leaves the page as it is until its sources say something else', async () => {
		const { vault, app } = await compiled();
		const page = textAt(vault, CONCEPT_PAGE);
		vault.edit('raw/More.md', '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n');
		const { proposals } = await compile(app, 'none');
		await app.deny([proposalAt(proposals, CONCEPT_PAGE).proposal.id], 'Not this.', 'person:test');
		vault.edit('raw/Unrelated.md', DIGGING);
		await compile(app);
		expect(textAt(vault, CONCEPT_PAGE)).toBe(page);
		expect((await app.list()).open.map(({ proposal }) => proposal.path)).not.toContain(CONCEPT_PAGE);
		vault.edit('raw/More.md', '# More on spaced repetition\n\nSpaced repetition suits vocabulary and music.\n');
		await compile(app);
		expect(textAt(vault, CONCEPT_PAGE)).toContain('suits vocabulary and music');
	});
});

describe('a proposal that waits', () => {
	it('cannot be approved once its source says something else', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		await compile(app, 'none');
		const { proposal } = proposalAt((await app.list()).open, 'wiki/sources/Spaced repetition (source).md');
		vault.edit('raw/Spaced repetition.md', '# Spaced repetition\n\nEverything that stood here was rewritten by its author.\n');
		const decided = await app.approve([proposal.id], 'person');
		expect(decided.committed).toEqual([]);
		expect(decided.refused[0]?.reason).toContain('Compile to have it proposed anew.');
		expect(pagesOf(vault)).toEqual({});
	});

	it('is closed by the one that takes its place', async () => {
		const { vault, app } = await compiled();
		vault.edit('raw/More.md', '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n');
		const first = proposalAt((await compile(app, 'none')).proposals, CONCEPT_PAGE);
		vault.edit('raw/More.md', '# More on spaced repetition\n\nSpaced repetition suits music better than proofs.\n');
		const second = proposalAt((await compile(app, 'none')).proposals, CONCEPT_PAGE);
		const waiting = (await app.list()).open.filter(({ proposal }) => proposal.path === CONCEPT_PAGE);
		expect(waiting.map(({ proposal }) => proposal.id)).toEqual([second.proposal.id]);
		expect((await app.approve([first.proposal.id], 'person:test')).refused).toHaveLength(1);
		expect(textAt(vault, CONCEPT_PAGE)).not.toContain('vocabulary');
	});

	it('is closed when its reason is gone', async () => {
		const { vault, app } = await compiled();
		vault.edit('raw/More.md', '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n');
		await compile(app, 'none');
		vault.edit('raw/More.md', null);
		await compile(app, 'none');
		expect((await app.list()).open).toEqual([]);
	});
});

describe('an index that the gate holds back', () => {
	it('waits once, however often pages are committed', async () => {
		const vault = memoryVault({ ...NOTES, 'wiki/Index.md': 'My own list of pages.\n' });
		const { app } = open(vault);
		await compile(app, 'none');
		const [first, second] = (await app.list()).open.filter(({ verdict }) => verdict.disposition === 'PASS');
		for (const item of [first, second]) expect((await app.approve([item?.proposal.id ?? ''], 'person')).committed).toHaveLength(1);
		const { open: waiting } = await app.list();
		expect(waiting.filter(({ proposal }) => proposal.subject === 'index')).toHaveLength(1);
		expect(textAt(vault, 'wiki/Index.md')).toBe('My own list of pages.\n');
	});
});

describe('sources that contradict each other', () => {
	it('escalate every page that shows it, with both quotes; nothing else is held up', async () => {
		const vault = memoryVault({
			...NOTES,
			'raw/Bridge A.md': '# Old Bridge\n\nThe Old Bridge was opened in 1894. The Old Bridge spans the river.\n',
			'raw/Bridge B.md': '# The Old Bridge\n\nThe Old Bridge was opened in 1901. The Old Bridge carries trams.\n',
		});
		const { app } = open(vault);
		const report = await compile(app);
		expect(report.disagreements).toBe(1);
		const held = report.proposals.filter(({ verdict }) => verdict.disposition !== 'PASS');
		expect(held.length).toBeGreaterThan(1);
		for (const { proposal, verdict } of held) {
			expect(verdict.disposition, proposal.path).toBe('ESCALATE');
			expect(proposal.text, proposal.path).toContain('## Disagreements');
			expect(proposal.text, proposal.path).toContain('opened in 1894');
			expect(proposal.text, proposal.path).toContain('opened in 1901');
		}
		expect(vault.files()[CONCEPT_PAGE]).toBeDefined();
		await app.approve(held.map(({ proposal }) => proposal.id), 'person:test');
		expect(failuresOf(await app.verify())).toEqual([]);

		vault.edit('raw/Bridge B.md', '# The Old Bridge\n\nThe Old Bridge was opened in 1894. The Old Bridge carries trams.\n');
		expect((await compileAndApproveAll(app)).disagreements).toBe(0);
		expect(Object.values(pagesOf(vault)).join('\n')).not.toContain('## Disagreements');
	});
});

describe('a source in a disagreement that is renamed', () => {
	it('is cited under its new path on the page of the other side as well', async () => {
		const { vault, app } = await compiled({
			...NOTES,
			'raw/Bridge A.md': '# Old Bridge\n\nThe Old Bridge was opened in 1894. The Old Bridge spans the river.\n',
			'raw/Bridge B.md': '# The Old Bridge\n\nThe Old Bridge was opened in 1901. The Old Bridge carries trams.\n',
		});
		vault.edit('raw/towns/Bridge A.md', textAt(vault, 'raw/Bridge A.md'));
		vault.edit('raw/Bridge A.md', null);
		await compileAndApproveAll(app);
		expect(Object.values(pagesOf(vault)).filter((text) => text.includes('[[raw/towns/Bridge A')).length).toBeGreaterThan(1);
		expect(Object.values(pagesOf(vault)).join('\n')).not.toContain('[[raw/Bridge A');
		expect(failuresOf(await app.verify())).toEqual([]);
	});
});

describe('a half-synced vault', () => {
	const many = (count: number): Record<string, string> => Object.fromEntries(Array.from({ length: count }, (_, index) => [`raw/Note ${index}.md`, `# Note ${index}\n\nNote ${index} speaks of spaced repetition. Spaced repetition is reviewing at intervals, says note ${index}.\n`]));

	it('stops the run, changes nothing, and goes on when the person says that the notes are gone on purpose', async () => {
		const { vault, app } = await compiled(many(40));
		const before = vault.files();
		for (let index = 0; index < 30; index++) vault.edit(`raw/Note ${index}.md`, null);
		const report = await compile(app);
		expect(report.stopped).toContain('30 of 40 sources are gone');
		expect(report.stopped).toContain('--accept-removals');
		expect(report.proposals).toEqual([]);
		for (const [path, text] of Object.entries(before)) if (!path.startsWith('raw/')) expect(vault.files()[path], path).toBe(text);

		const accepted = await app.compile({ approve: 'passed', acceptRemovals: true });
		expect(accepted.stopped).toBeNull();
		expect(accepted.sources.removed).toBe(30);
		expect(accepted.proposals.filter(({ proposal }) => proposal.kind === 'retire').every(({ verdict }) => verdict.disposition === 'REQUIRE_HUMAN')).toBe(true);
	});

	it('without any note, or without raw/, stops as well', async () => {
		const { vault, app } = await compiled();
		for (const path of Object.keys(NOTES)) vault.edit(path, null);
		expect((await compile(app)).stopped).toMatch(/raw\/.*4 sources/);
		vault.edit('raw/Only.md', 'Only this.\n');
		expect((await compile(app)).stopped).toContain('4 of 4 sources are gone');
		expect(vault.files()[CONCEPT_PAGE]).toBeDefined();
	});
});

describe('the emergency stop', () => {
	it('lets nothing be compiled, approved or undone, and nothing is lost by it', async () => {
		const { vault, app } = await compiled();
		vault.edit('raw/More.md', '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n');
		const { proposals } = await compile(app, 'none');
		vault.edit('_commonplace/STOP.md', 'stop\n');
		const before = wikiOf(vault);
		expect((await compile(app)).stopped).toContain('emergency stop');
		const decided = await app.approve([proposalAt(proposals, CONCEPT_PAGE).proposal.id], 'person:test');
		expect(decided.committed).toEqual([]);
		expect(decided.refused).toHaveLength(1);
		await app.approve('passed', 'person:test');
		expect(wikiOf(vault)).toEqual(before);
		expect((await app.status()).stopped).toBe(true);

		vault.edit('_commonplace/STOP.md', null);
		await compile(app);
		expect(textAt(vault, CONCEPT_PAGE)).toContain('suits vocabulary');
		expect(failuresOf(await app.verify())).toEqual([]);
	});
});

describe('the languages of a user', () => {
	it.each<readonly [readonly string[], string]>([[[], 'und'], [['de'], 'de']])('%j settle what a short note is written in', async (languages, expected) => {
		const asked: string[] = [];
		const worker = scriptedWorker({
			extract: ({ language }, output) => {
				asked.push(language);
				return output;
			},
		});
		await compile(open(memoryVault({ ...SCRIPTED_NOTES, 'raw/Brot.md': 'Roggen, Wasser, Salz.\n' }), { worker, settings: { languages } }).app);
		expect(asked).toContain(expected);
	});
});
