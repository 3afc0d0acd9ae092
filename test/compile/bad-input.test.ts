import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import { nodeVault } from '../../src/vault/node-disk/node-vault.js';
import type { VaultPort } from '../../src/vault/port.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, failuresOf, NOTES, open, pagesOf, textAt, wikiOf } from '../promises/vault-fixture.js';

const MORE = '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n';
const MORE_QUOTE = 'Spaced repetition suits vocabulary better than proofs.';

async function compiled(notes: Readonly<Record<string, string>> = NOTES): Promise<MemoryVault> {
	const vault = memoryVault(notes);
	await compileAndApproveAll(open(vault).app);
	return vault;
}

describe('a vault', () => {
	it('without raw/ is told what to do', async () => {
		const report = await compile(open(memoryVault({ 'note.md': 'A note.\n' })).app);
		expect(report.stopped).toContain('There is no folder raw/');
		expect(report.committed).toEqual([]);
	});

	it('without notes has nothing to do', async () => {
		const vault = memoryVault({ 'raw/picture.png': '' });
		expect(await compile(open(vault).app)).toMatchObject({ stopped: null, proposals: [], problems: [], sources: { total: 0 } });
		expect(Object.keys(vault.files())).toEqual(['raw/picture.png']);
	});

	it('with empty and wordless notes makes no page that says nothing', async () => {
		const vault = memoryVault({ ...NOTES, 'raw/Empty.md': '', 'raw/Blank.md': ' \n\n\t\n', 'raw/Only a title.md': '# Only a title\n', 'raw/Picture.md': '![[picture.png]]\n', 'raw/Properties.md': '---\ntags: [a]\n---\n' });
		const { app } = open(vault);
		const report = await compileAndApproveAll(app);
		expect(report.sources).toMatchObject({ total: 9, failed: 0 });
		expect(Object.keys(wikiOf(vault)).filter((path) => /Empty|Blank|Only a title|Picture|Properties/.test(path))).toEqual([]);
		expect(failuresOf(await app.verify())).toEqual([]);
	});
});

describe('names', () => {
	it('two sources of one title get two pages', async () => {
		const vault = await compiled({ 'raw/a/Notes.md': '# Notes\n\nThe red kite is a bird of prey. The red kite eats carrion.\n', 'raw/b/Notes.md': '# Notes\n\nThe red kite nests in tall trees. The red kite returns in spring.\n' });
		const pages = Object.entries(pagesOf(vault)).filter(([path]) => path.startsWith('wiki/sources/'));
		expect(pages).toHaveLength(2);
		expect(pages.filter(([, text]) => text.includes('[[raw/a/Notes'))).toHaveLength(1);
		expect(pages.filter(([, text]) => text.includes('[[raw/b/Notes'))).toHaveLength(1);
	});

	it.each(['What? A: "B" <C> | D*', 'AC/DC\\Live', 'con', '..', '.hidden', 'trailing dot.', 'a#b^c[d]', '🦊 emoji', 'x'.repeat(300), '語'.repeat(300), 'é'.normalize('NFD'), '%2e%2e%2fetc'])('a title such as %j gets a page that every file system can hold', async (title) => {
		const vault = memoryVault({ ...NOTES, 'raw/Titled.md': `---\ntitle: ${JSON.stringify(title)}\n---\n\nSpaced repetition is praised in this note. The forgetting curve is named in this note.\n` });
		const { app } = open(vault);
		await compileAndApproveAll(app);
		const page = Object.entries(pagesOf(vault)).find(([, text]) => text.includes('praised in this note') && text.includes('type: source'));
		expect(page?.[0]).toMatch(/^wiki\/sources\/[^/\\:*?"<>|#^[\]]+\.md$/);
		expect(new TextEncoder().encode(page?.[0].split('/').at(-1)).length).toBeLessThanOrEqual(200);
		expect(failuresOf(await app.verify())).toEqual([]);
		expect(await compile(app)).toMatchObject({ proposals: [] });
	});

	it('file names that a wikilink cannot hold are cited all the same', async () => {
		const vault = memoryVault({ ...NOTES, 'raw/C# [draft] 1^2 (50%).md': '# Tuning\n\nSpaced repetition is what C sharp has nothing to do with. Spaced repetition is old.\n' });
		const { app } = open(vault);
		await compileAndApproveAll(app);
		expect(textAt(vault, CONCEPT_PAGE)).toContain('Spaced repetition is old.');
		expect(failuresOf(await app.verify())).toEqual([]);
	});
});

describe('a place that is taken', () => {
	it('by a folder: that page is told of, the rest is made', async () => {
		const vault = memoryVault({ ...NOTES, [`${CONCEPT_PAGE}/inside.md`]: 'Mine.\n' });
		const { app } = open(vault);
		const report = await compileAndApproveAll(app);
		expect(report.committed.length).toBeGreaterThan(3);
		expect(textAt(vault, `${CONCEPT_PAGE}/inside.md`)).toBe('Mine.\n');
		expect(vault.files()['wiki/concepts/Forgetting curve.md']).toBeDefined();
		expect(report.problems.map(({ path }) => path)).toContain(CONCEPT_PAGE);
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('by a folder where the index would be: the pages are made', async () => {
		const vault = memoryVault({ ...NOTES, 'wiki/index.md/inside.md': 'Mine.\n' });
		const report = await compile(open(vault).app);
		expect(report.committed.length).toBeGreaterThan(5);
		expect(report.problems.map(({ path }) => path)).toEqual(['wiki/index.md']);
		expect(vault.files()['wiki/log.md']).toBeDefined();
	});

	it('by a file where wiki/ would be: nothing is lost and the message says so', async () => {
		const vault = memoryVault({ ...NOTES, wiki: 'I am a file.\n' });
		const { app } = open(vault);
		const report = await compile(app);
		expect(report.committed).toEqual([]);
		expect(report.problems.length).toBeGreaterThan(0);
		expect(report.problems[0]?.message).toMatch(/wiki/);
		expect(textAt(vault, 'wiki')).toBe('I am a file.\n');
	});
});

describe('notes in every form', () => {
	it('with byte-order mark, CRLF, doubled or broken properties and unusual line ends are read, and quoted as they stand', async () => {
		const vault = memoryVault({
			'raw/Windows.md': '\ufeff# Crop rotation\r\n\r\nCrop rotation is growing other plants each year.\r\nCrop rotation feeds the soil.\r\n',
			'raw/Broken.md': '---\ntitle: [unclosed\naliases: : :\n---\n\nCrop rotation starves the pests. The nematode fears crop rotation.\n',
			'raw/Doubled.md': '---\ntitle: One\n---\n---\ntitle: Two\n---\n\nCrop rotation needs a plan of four beds.\n',
			'raw/Old Mac.md': 'Crop rotation is older than Rome.\rCrop rotation was law once.\r',
			'raw/Nul.md': 'Crop rotation\u0000 is odd here. Crop rotation stays.\n',
		});
		const { app } = open(vault);
		const report = await compileAndApproveAll(app);
		expect(report.sources).toMatchObject({ total: 5, failed: 0 });
		expect(report.problems.some(({ path, line }) => path === 'raw/Broken.md' && line !== null)).toBe(true);
		const page = textAt(vault, 'wiki/concepts/Crop rotation.md');
		expect(page).toContain('Crop rotation feeds the soil.');
		expect(page).toContain('Crop rotation starves the pests.');
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('of 5 MB, and with one line of 2 MB, are read in reasonable time', async () => {
		const sentences = (count: number, word: string): string => Array.from({ length: count }, (_, index) => `${word} number ${index} is about spaced repetition and the weather of the day.`).join(' ');
		const paragraphs = Array.from({ length: 700 }, (_, index) => `## Part ${index}\n\n${sentences(100, `Entry ${index}`)}\n`).join('\n');
		const big = `# Big\n\n${paragraphs}`;
		const line = `# Line\n\n${sentences(29_000, 'Item')}\n`;
		expect(big.length).toBeGreaterThan(5_000_000);
		expect(line.length).toBeGreaterThan(2_000_000);
		const vault = memoryVault({ ...NOTES, 'raw/Big.md': big, 'raw/Line.md': line });
		const { app } = open(vault);
		const before = process.cpuUsage();
		const report = await compile(app);
		const { user } = process.cpuUsage(before);
		expect(report.sources).toMatchObject({ total: 6, failed: 0 });
		expect(vault.files()[CONCEPT_PAGE]).toBeDefined();
		// A quarter of this on an idle machine; anything that is not linear takes hours. Processor time, because others may use the cores too.
		expect(user / 1_000_000).toBeLessThan(60);
		expect(failuresOf(await app.verify())).toEqual([]);
	}, 400_000);

	it('that change while they are read are read as they end, or named and read the next time', async () => {
		const busy = { path: 'raw/Forgetting curve.md', times: 1 };
		const vault: MemoryVault = memoryVault(NOTES, {
			before(operation, path) {
				if (operation === 'stat' && path === busy.path && busy.times-- > 0) vault.edit(path, `# Forgetting curve\n\nThe forgetting curve is a draft. The forgetting curve has ${busy.times} words left.\n`);
			},
		});
		const { app } = open(vault);
		expect((await compile(app)).sources).toMatchObject({ new: 4, failed: 0 });
		expect(textAt(vault, 'wiki/sources/Forgetting curve (source).md')).toContain('The forgetting curve is a draft.');
		busy.times = 9;
		vault.edit(busy.path, '# Forgetting curve\n\nThe forgetting curve is the final text.\n');
		const report = await compile(app);
		expect(report.problems).toMatchObject([{ path: busy.path }]);
		expect(report.problems[0]?.message).toContain('changed while it was read');
		busy.times = 0;
		vault.edit(busy.path, '# Forgetting curve\n\nThe forgetting curve is the final text.\n');
		await compile(app);
		expect(textAt(vault, 'wiki/sources/Forgetting curve (source).md')).toContain('the final text');
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('that a sync program left as conflict copies are named and not compiled', async () => {
		const vault = memoryVault({ ...NOTES, 'raw/Forgetting curve (conflicted copy 2026-11-20).md': '# Forgetting curve\n\nThe forgetting curve is the losing side.\n' });
		const report = await compile(open(vault).app);
		expect(report.sources.total).toBe(4);
		expect(report.problems.map(({ path }) => path)).toEqual(['raw/Forgetting curve (conflicted copy 2026-11-20).md']);
		expect(Object.values(wikiOf(vault)).join('\n')).not.toContain('losing side');
	});
});

const roots: string[] = [];
afterEach(() => {
	for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function diskVault(files: Readonly<Record<string, string | Uint8Array>>): { readonly root: string; readonly vault: VaultPort } {
	const root = mkdtempSync(join(tmpdir(), 'commonplace-bad-'));
	roots.push(root);
	for (const [path, content] of Object.entries(files)) {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), content);
	}
	return { root, vault: nodeVault(root) };
}

describe('on a real disk', () => {
	it('notes that are not UTF-8 are named, kept as they are, and the rest goes on', async () => {
		const latin1 = Buffer.from('# Café\n\nSpaced repetition is caf\u00e9 talk.\n', 'latin1');
		const { root, vault } = diskVault({ ...NOTES, 'raw/Latin.md': latin1, 'wiki/Mine.md': latin1 });
		const { app } = open(vault);
		const report = await compile(app);
		expect(report.problems).toMatchObject([{ path: 'raw/Latin.md' }]);
		expect(report.problems[0]?.message).toContain('UTF-8');
		expect(report.sources).toMatchObject({ new: 4, failed: 1 });
		expect(report.committed).toContain(CONCEPT_PAGE);
		expect(readFileSync(join(root, 'raw/Latin.md')).equals(latin1)).toBe(true);
		expect(readFileSync(join(root, 'wiki/Mine.md')).equals(latin1)).toBe(true);
	});

	it('links that leave the vault are neither read nor written through', async () => {
		const outside = mkdtempSync(join(tmpdir(), 'commonplace-outside-'));
		roots.push(outside);
		writeFileSync(join(outside, 'Private.md'), '# Private\n\nSpaced repetition is my private matter.\n');
		const { root, vault } = diskVault(NOTES);
		symlinkSync(join(outside, 'Private.md'), join(root, 'raw/Link.md'));
		mkdirSync(join(root, 'wiki'));
		symlinkSync(outside, join(root, 'wiki/concepts'));
		const { app } = open(vault);
		const report = await compile(app).catch(() => null);
		expect(readFileSync(join(outside, 'Private.md'), 'utf8')).toContain('private matter');
		expect(readdirNames(outside)).toEqual(['Private.md']);
		expect(report?.committed.filter((path) => path.startsWith('wiki/concepts/'))).toEqual([]);
		expect(report?.committed.length).toBeGreaterThan(2);
		expect(JSON.stringify(report?.proposals)).not.toContain('private matter');
	});

	it.skipIf(process.getuid?.() === 0)('a read-only vault is told of, and nothing changes', async () => {
		const { root, vault } = diskVault(NOTES);
		chmodSync(root, 0o555);
		const report = await compile(open(vault).app);
		chmodSync(root, 0o755);
		expect(report.stopped).toContain('Nothing can be written to this vault');
	});
});

const readdirNames = (folder: string): string[] => readdirSync(folder).sort();

describe('a damaged file of the system itself', () => {
	const STATE = '_commonplace/state';
	const damages: readonly { readonly name: string; readonly damage: (text: string) => string }[] = [
		{ name: 'cut off', damage: (text) => text.slice(0, Math.floor(text.length / 2)) },
		{ name: 'emptied', damage: () => '' },
		{ name: 'another text', damage: () => '{"hello": [1, 2' },
		{ name: 'other JSON', damage: () => '{"version":99}' },
	];

	it.each(['manifest.json', 'about', 'names.json', 'usage.json', 'sieves.json', 'sieves', 'concepts.json', 'findings.json', 'pages.json', 'pages'].flatMap((file) => damages.map((each) => ({ file, ...each }))))('$file ($name): it is told of, pages and edits stay, and the next compile works', async ({ file: named, damage }) => {
		const vault = await compiled();
		const file = named.includes('.') ? named : (Object.keys(vault.files()).find((path) => path.startsWith(`${STATE}/${named}/`)) ?? '').slice(STATE.length + 1);
		vault.edit(CONCEPT_PAGE, textAt(vault, CONCEPT_PAGE).replace('\n## Related', '\nMine, and to stay.\n\n## Related'));
		const before = pagesOf(vault);
		vault.edit(`${STATE}/${file}`, damage(textAt(vault, `${STATE}/${file}`)));
		const { app } = open(vault);
		vault.edit('raw/More.md', MORE);
		const report = await compile(app);
		expect(report.stopped).toBeNull();
		expect(report.problems.map(({ path }) => path)).toContain(`${STATE}/${file}`);
		for (const path of Object.keys(before)) expect(vault.files()[path], path).toBeDefined();
		expect(textAt(vault, CONCEPT_PAGE)).toContain('Mine, and to stay.');
		await compileAndApproveAll(app);
		expect(textAt(vault, CONCEPT_PAGE)).toContain('Mine, and to stay.');
		expect(Object.keys(pagesOf(vault)).sort()).toEqual([...Object.keys(before), 'wiki/sources/More on spaced repetition.md'].sort());
		const index = textAt(vault, 'wiki/index.md');
		for (const title of ['Forgetting curve', 'Spaced repetition', 'Hermann Ebbinghaus', 'Make It Stick', 'More on spaced repetition']) expect(index).toContain(`|${title}]]`);
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it('shards of claims and base texts: told of, no page or edit is lost', async () => {
		const vault = await compiled();
		vault.edit(CONCEPT_PAGE, textAt(vault, CONCEPT_PAGE).replace('\n## Related', '\nMine, and to stay.\n\n## Related'));
		const before = pagesOf(vault);
		for (const path of Object.keys(vault.files())) if (/state\/(?:claims|facts|bases)\//.test(path)) vault.edit(path, '{"x":');
		const { app } = open(vault);
		vault.edit('raw/More.md', MORE);
		const report = await compileAndApproveAll(app);
		expect(report.problems.some(({ path }) => path.startsWith(`${STATE}/claims/`))).toBe(true);
		for (const path of Object.keys(before)) expect(vault.files()[path], path).toBeDefined();
		expect(textAt(vault, CONCEPT_PAGE)).toContain('Mine, and to stay.');
		expect(textAt(vault, 'wiki/concepts/Forgetting curve.md')).toContain('the decline of memory over time');
		expect(textAt(vault, 'wiki/sources/Make It Stick (source).md')).toBe(before['wiki/sources/Make It Stick (source).md']);
		expect((await compileAndApproveAll(app)).proposals).toEqual([]);
	});

	it('a line of the queue: that proposal is named and can be proposed anew, the others wait on', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		const { proposals } = await compile(app, 'none');
		const [queue] = Object.keys(vault.files()).filter((path) => path.startsWith(`${STATE}/queue/`));
		const lines = textAt(vault, queue ?? '').split('\n');
		vault.edit(queue ?? '', lines.map((line, index) => (index === 1 ? line.slice(0, -30) : line)).join('\n'));
		const list = await app.list();
		expect(list.open).toHaveLength(proposals.length - 1);
		expect(list.problems).toMatchObject([{ path: queue, line: 2 }]);
		expect((await app.approve('passed', 'person:test')).committed).toHaveLength(proposals.length - 1);
	});

	it('a line of the ledger: verify names it, and the work goes on', async () => {
		const vault = await compiled();
		const [ledger] = Object.keys(vault.files()).filter((path) => path.startsWith('_commonplace/ledger/') && path.endsWith('.jsonl'));
		const lines = textAt(vault, ledger ?? '').split('\n');
		vault.edit(ledger ?? '', lines.map((line, index) => (index === 3 ? line.replace('PASS', 'BLOCK') : line)).join('\n'));
		const { app } = open(vault);
		const found = failuresOf(await app.verify());
		expect(found.length).toBeGreaterThan(0);
		expect(found.every((failure) => failure.startsWith(`ledger ${ledger ?? ''}:4 `))).toBe(true);
		vault.edit('raw/More.md', MORE);
		await compile(app);
		expect(textAt(vault, CONCEPT_PAGE)).toContain(MORE_QUOTE);
		expect(failuresOf(await app.verify())).toEqual(found);
	});
});
