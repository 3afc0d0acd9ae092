import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lint/finding.js';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, NOTES, open, recording, shuffled, textAt, type Opened } from '../promises/vault-fixture.js';

const told = (findings: readonly Finding[]): string[] => findings.map(({ rule, path, line }) => `${rule} ${path}:${String(line)}`);

async function compiled(notes: Readonly<Record<string, string>> = NOTES): Promise<Opened & { readonly vault: MemoryVault }> {
	const vault = memoryVault(notes);
	const opened = open(vault);
	await compileAndApproveAll(opened.app);
	return { ...opened, vault };
}

function exampleNotes(): Record<string, string> {
	const root = fileURLToPath(new URL('../../examples/vault/', import.meta.url));
	const files = readdirSync(join(root, 'raw'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.md'));
	return Object.fromEntries(files.map((entry) => join(entry.parentPath, entry.name)).map((path) => [path.slice(root.length).replaceAll('\\', '/'), readFileSync(path, 'utf8')]));
}

describe('the example vault', () => {
	it('has no error and no warning once it is compiled, and tells both sides of its disagreements', async () => {
		const { app } = await compiled(exampleNotes());
		const report = await app.lint();
		expect(report.findings.filter(({ severity }) => severity !== 'notice')).toEqual([]);
		expect(report.problems).toEqual([]);
		expect(report.checked).toBeGreaterThan(200);
		const disagreements = report.findings.filter(({ rule }) => rule === 'disagreement');
		expect(disagreements.map(({ message }) => message).join('\n')).toMatch(/75 %.*Saturday loaf\.md:7.*but.*68 %/);
		// On when a book came out, of which there is no page, the pages of the two notes tell.
		expect(disagreements.filter(({ path, line }) => !path.startsWith('wiki/concepts/') || line === null).map(({ path, message }) => [path, /188[57].*but.*188[57]/.test(message)])).toEqual([[expect.stringMatching(/^wiki\/sources\//), true]]);
		expect(report.findings.length).toBeLessThan(15);
	});
});

describe('lint', () => {
	it('writes nothing, not even the first time', async () => {
		const { vault } = await compiled();
		vault.edit(CONCEPT_PAGE, `${textAt(vault, CONCEPT_PAGE)}\n[[Nowhere]]\n`);
		vault.edit('raw/New.md', 'Milk is white.\n');
		const watched = recording(vault);
		const { app } = open(watched.vault);
		expect((await app.lint()).findings.length).toBeGreaterThan(1);
		await app.lint();
		expect(watched.writes).toEqual([]);
	});

	it('says what waits in a vault that was only proposed', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		expect(told((await app.lint()).findings)).toEqual(Object.keys(NOTES).sort().map((path) => `uncompiled-source ${path}:null`));
		await compile(app, 'none');
		expect((await app.lint()).findings).toEqual([]);
	});

	it('finds what a person broke, tells it under the same ids until it is mended, and then no more', async () => {
		const { vault, app } = await compiled();
		const page = textAt(vault, CONCEPT_PAGE);
		const source = textAt(vault, 'raw/Spaced repetition.md');
		vault.edit(CONCEPT_PAGE, page.replace('“Spaced repetition is reviewing material at growing intervals.”[', '[[Nowhere]] [').replace(/^created: .*\n/m, ''));
		vault.edit('wiki/index.md', null);
		vault.edit('wiki/Mine.md', '---\nbroken: [\n---\n');
		const first = (await app.lint()).findings;
		expect(told(first)).toEqual(expect.arrayContaining([expect.stringMatching(`broken-link ${CONCEPT_PAGE}:`), `invalid-properties ${CONCEPT_PAGE}:null`, 'index-out-of-step wiki/index.md:null', 'empty-page wiki/Mine.md:null', 'invalid-properties wiki/Mine.md:3', 'orphan-page wiki/Mine.md:null']));
		vault.edit(CONCEPT_PAGE, `${textAt(vault, CONCEPT_PAGE)}\nOne line more.\n`);
		expect((await app.lint()).findings).toEqual(first);
		vault.edit(CONCEPT_PAGE, page);
		vault.edit('wiki/Mine.md', null);
		expect(told((await app.lint()).findings)).toEqual(['index-out-of-step wiki/index.md:null']);

		vault.edit('raw/Spaced repetition.md', source.replace('growing', 'shrinking'));
		const drift = (await app.lint()).findings;
		expect(drift.find(({ rule }) => rule === 'missing-quote')).toMatchObject({ path: CONCEPT_PAGE, severity: 'warning', related: ['raw/Spaced repetition.md'] });
		expect(told(drift)).toEqual(expect.arrayContaining([`stale-page ${CONCEPT_PAGE}:null`, 'uncompiled-source raw/Spaced repetition.md:null']));
		await compileAndApproveAll(app);
		expect((await app.lint()).findings).toEqual([]);
	});

	it('tells of a quote that was changed on the page as an error', async () => {
		const { vault, app } = await compiled();
		const page = textAt(vault, CONCEPT_PAGE);
		vault.edit(CONCEPT_PAGE, page.replace(/(\n\[\^[^\]]+\]: .*“[^”]*)(”)/, '$1, surely$2'));
		expect((await app.lint()).findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['missing-quote error']);
	});

	it('takes a page that a person renamed for the page that it was, and a copy of one for a note', async () => {
		const { vault, app } = await compiled();
		const renamed = 'wiki/concepts/How we repeat.md';
		const page = textAt(vault, CONCEPT_PAGE).replace(/^created: .*\n/m, '');
		const faults = async (): Promise<string[]> => told((await app.lint()).findings).filter((each) => each.startsWith('invalid-properties'));
		vault.edit('wiki/concepts/Copy.md', page);
		expect(await faults()).toEqual([]);
		vault.edit('wiki/concepts/Copy.md', null);
		vault.edit(renamed, page);
		vault.edit(CONCEPT_PAGE, null);
		expect(await faults()).toEqual([`invalid-properties ${renamed}:null`]);
		vault.edit(renamed, `${page}\nOne line more.\n`);
		expect(await faults()).toEqual([`invalid-properties ${renamed}:null`]);
		expect(await open(vault).app.lint()).toMatchObject({ findings: (await app.lint()).findings });
	});

	it('names a note that cannot be read and goes on', async () => {
		const { vault } = await compiled();
		const { app } = open({ ...vault, read: (path) => (path === 'raw/Forgetting curve.md' ? vault.read('nowhere.md') : vault.read(path)) });
		const report = await app.lint();
		expect(report.problems.map(({ path }) => path)).toEqual(['raw/Forgetting curve.md']);
		expect(report.findings.some(({ message }) => message.includes('raw/Forgetting curve.md') && message.includes('cannot be read'))).toBe(true);
	});

	it('gives the same whatever the order of the listing, and the same after edits as a fresh look', async () => {
		const { vault } = await compiled();
		const paths = Object.keys(vault.files()).filter((path) => path.startsWith('wiki/') || path.startsWith('raw/')).sort();
		const before = vault.files();
		const EDIT = fc.record({
			path: fc.constantFrom(...paths, 'wiki/New.md', 'raw/New.md', 'Elsewhere.md'),
			how: fc.constantFrom('append', 'cut', 'remove', 'restore', 'empty'),
			text: fc.constantFrom('[[Nowhere]]', '[[Spaced repetition]]', '[[wiki/New]]', '\n[^zz]: [[raw/New]] “Milk.”', 'Milk.', '---\n', '[[New]]'),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(EDIT, { maxLength: 6 }), fc.integer({ min: 0, max: 99 }), async (edits, turn) => {
				for (const path of new Set([...Object.keys(vault.files()), ...paths])) vault.edit(path, before[path] ?? null);
				const { app } = open(vault);
				await app.lint();
				for (const { path, how, text } of edits) {
					const current = vault.files()[path] ?? '';
					if (how === 'remove') vault.edit(path, null);
					else if (how === 'restore') vault.edit(path, before[path] ?? null);
					else vault.edit(path, how === 'append' ? `${current}\n${text}\n` : how === 'cut' ? current.slice(0, current.length / 2) : '');
					const kept = (await app.lint()).findings;
					const fresh = open(shuffled(vault, (all) => all.map((_, index) => (index * 37 + turn) % 101)));
					expect(kept).toEqual((await fresh.app.lint()).findings);
				}
			}),
			{ numRuns: 20 },
		);
	});
});

describe('fixes', () => {
	it('a link to an alias is proposed to lead to its page, shows what it showed, and is closed by the next lint', async () => {
		const { vault, app } = await compiled();
		const page = textAt(vault, 'wiki/concepts/Forgetting curve.md');
		vault.edit('wiki/concepts/Forgetting curve.md', page.replace('\ntype:', '\naliases: [Ebbinghaus curve]\ntype:'));
		vault.edit(CONCEPT_PAGE, `${textAt(vault, CONCEPT_PAGE)}\nMine: [[Ebbinghaus curve#Shape]], [[ebbinghaus curve|that]], [so](Ebbinghaus%20curve.md).\n`);
		const wanted = (await app.lint()).findings.filter(({ rule }) => rule === 'broken-link');
		expect(wanted.map(({ fixable }) => fixable)).toEqual([true, true, true]);

		const { proposals, problems } = await app.proposeFixes(wanted.map(({ id }) => id));
		expect(problems).toEqual([]);
		expect(proposals.map(({ proposal, verdict }) => [proposal.path, proposal.personText, verdict.disposition])).toEqual([[CONCEPT_PAGE, true, 'REQUIRE_HUMAN']]);
		const text = proposals[0]?.proposal.text ?? '';
		expect(text).toContain('Mine: [[wiki/concepts/Forgetting curve#Shape|Ebbinghaus curve]], [[wiki/concepts/Forgetting curve|that]], [so](wiki/concepts/Forgetting%20curve.md).');
		expect(textAt(vault, CONCEPT_PAGE)).not.toBe(text);

		expect((await app.proposeFixes(wanted.map(({ id }) => id))).problems.map(({ message }) => message)).toEqual(['A proposal for this file waits already. Decide that one first.']);
		const decided = await app.approve(proposals.map(({ proposal }) => proposal.id), 'person:test');
		expect(decided).toMatchObject({ committed: [CONCEPT_PAGE], refused: [] });
		expect(textAt(vault, CONCEPT_PAGE)).toBe(text);
		expect((await app.lint()).findings.filter(({ rule }) => rule === 'broken-link')).toEqual([]);
		expect((await compile(app)).problems).toEqual([]);
		expect(textAt(vault, CONCEPT_PAGE)).toContain('Mine: [[wiki/concepts/Forgetting curve#Shape|');
	});

	it('an empty page is proposed to be retired, and a missing index to be written again', async () => {
		const { vault, app } = await compiled();
		const index = textAt(vault, 'wiki/index.md');
		vault.edit('wiki/index.md', null);
		vault.edit(CONCEPT_PAGE, textAt(vault, CONCEPT_PAGE).replace(/(\n---\n)[\s\S]*/, '$1'));
		const { findings } = await app.lint();
		const { proposals } = await app.proposeFixes(findings.filter(({ fixable }) => fixable).map(({ id }) => id));
		expect(proposals.map(({ proposal, verdict }) => [proposal.kind, proposal.path, verdict.disposition])).toEqual([
			['retire', CONCEPT_PAGE, 'REQUIRE_HUMAN'],
			['create', 'wiki/index.md', 'PASS'],
		]);
		await app.approve('passed', 'person:test');
		expect(textAt(vault, 'wiki/index.md')).toBe(index);
	});

	it('what only a person can mend, what is gone, and a stopped vault are told', async () => {
		const { vault, app } = await compiled();
		vault.edit('wiki/Mine.md', '[[Nowhere]]\n');
		const ids = (await app.lint()).findings.map(({ id }) => id);
		const { proposals, problems } = await app.proposeFixes([...ids, 'f-nothing']);
		expect(proposals).toEqual([]);
		expect(problems.map(({ message }) => message).join('\n')).toMatch(/Only you can mend this[\s\S]*Nothing is found any more under f-nothing/);
		await app.raiseStop('person:test', 'test');
		const watched = vault.files();
		expect((await app.proposeFixes(ids)).problems[0]?.message).toMatch(/emergency stop/);
		expect(vault.files()).toEqual(watched);
	});
});

it('the report is a note under the system’s own folder', async () => {
	const { vault, app } = await compiled();
	vault.edit(CONCEPT_PAGE, `${textAt(vault, CONCEPT_PAGE)}\n[[Nowhere]] at all.\n`);
	const before = Object.keys(vault.files());
	expect(await app.writeLintReport()).toEqual({ path: '_commonplace/reports/lint-2026-11-22.md' });
	expect(Object.keys(vault.files()).filter((path) => !before.includes(path))).toEqual(['_commonplace/reports/lint-2026-11-22.md']);
	const note = textAt(vault, '_commonplace/reports/lint-2026-11-22.md');
	expect(note).toContain('## Warnings (1)\n\n### broken-link (1)\n- [[wiki/concepts/Spaced repetition]], line ');
	expect(note).toContain(String.raw`\[\[Nowhere\]\] leads to no file.`);
});
