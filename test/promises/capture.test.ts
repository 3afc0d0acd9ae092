import fc from 'fast-check';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryVault } from '../../src/vault/memory.js';
import { nodeVault } from '../../src/vault/node-disk/node-vault.js';
import { compile, failuresOf, fixtureHost, NOTES, open, recording, startingWith, textAt } from './vault-fixture.js';

const root = mkdtempSync(join(tmpdir(), 'commonplace-capture-'));
afterAll(() => {
	rmSync(root, { recursive: true, force: true });
});

const NEW = { path: 'raw/clippings/Sleep.md', text: '# Sleep\n\nSleep strengthens memory. <script>alert(1)</script>\n' };
const own = (files: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('_commonplace/')));

describe('a capture', () => {
	it('makes new notes as they were given, told in the ledger before, and compiled like any other', async () => {
		const { vault, writes } = recording(memoryVault(NOTES));
		const { app } = open(vault);
		const report = await app.capture([NEW, { path: 'raw/Empty.md', text: '' }], 'person:test');
		expect(report).toEqual({ committed: [NEW.path, 'raw/Empty.md'], denied: [], refused: [], problems: [] });
		expect(await vault.read(NEW.path)).toBe(NEW.text);
		const told = writes.findIndex(({ path, text }) => path.startsWith('_commonplace/ledger/') && text.includes('"type":"capture"'));
		const intent = writes.findIndex(({ path }) => path.endsWith('.intent'));
		const made = writes.findIndex(({ path }) => path === NEW.path);
		expect(told).toBeGreaterThanOrEqual(0);
		expect(intent).toBeGreaterThan(told);
		expect(made).toBeGreaterThan(intent);
		expect(writes.filter(({ path }) => path.startsWith('raw/')).map(({ operation }) => operation)).toEqual(['create', 'create']);
		expect((await compile(app)).sources).toMatchObject({ total: 6, new: 6 });
		expect(failuresOf(await app.verify())).toEqual([]);
	});

	it.each([
		['an existing source', 'raw/Forgetting curve.md'],
		['a twin by case', 'raw/FORGETTING curve.md'],
		['a twin by Unicode form', 'raw/cafe\u0301.md'],
		['another Unicode form of a new name', 'raw/resume\u0301.md'],
		['a folder’s twin by case', 'raw/Books/New.md'],
		['a note as a folder', 'raw/Forgetting curve.md/New.md'],
		['a folder', 'raw/books'],
		['a page', 'wiki/concepts/New.md'],
		['a draft', 'output/New.md'],
		['the ledger', '_commonplace/ledger/desk/2026-11-22.jsonl'],
		['a policy', '_commonplace/policies/mine.prism.md'],
		['the stop', '_commonplace/STOP.md'],
		['the top of the vault', 'New.md'],
		['another folder', 'Daily/New.md'],
		['a folder that only begins alike', 'rawer/New.md'],
		['the app’s settings', '.obsidian/app.json'],
		['a hidden note', 'raw/.hidden.md'],
		['a way up', 'raw/../wiki/New.md'],
		['a way up and back', 'raw/../raw/New.md'],
		['an absolute path', '/raw/New.md'],
		['another drive', 'C:/raw/New.md'],
		['backslashes', 'raw\\New.md'],
		['an encoded way up', 'raw/%2e%2e/New.md'],
		['an empty part', 'raw//New.md'],
		['an empty path', ''],
		['a script', 'raw/New.js'],
		['a name that hides its end', 'raw/New.md\u202egpj'],
		['a device of Windows', 'raw/CON.md'],
	])('is refused for %s', async (_, path) => {
		const before = { ...NOTES, 'raw/caf\u00e9.md': 'Mine.\n', 'wiki/concepts/Mine.md': 'Mine.\n' };
		const vault = memoryVault(before);
		const report = await open(vault).app.capture([{ path, text: 'evil' }], 'person:test');
		expect(report.committed).toEqual([]);
		expect(report.refused).toMatchObject([{ path }]);
		expect(report.refused[0]?.reason).not.toBe('');
		expect(own(vault.files())).toEqual(before);
	});

	it('takes the good and names the bad, of two of one name the first', async () => {
		const vault = memoryVault(NOTES);
		const { committed, refused } = await open(vault).app.capture([NEW, { path: 'raw/clippings/SLEEP.md', text: 'b' }, { path: 'wiki/x.md', text: 'c' }, { path: 'raw/Half.md', text: 'half \ud800' }, { path: 'raw/Zero.md', text: 'a\0b' }], 'person:test');
		expect(committed).toEqual([NEW.path]);
		expect(refused.map(({ path }) => path)).toEqual(['raw/clippings/SLEEP.md', 'wiki/x.md', 'raw/Half.md', 'raw/Zero.md']);
		expect(own(vault.files())).toEqual({ ...NOTES, [NEW.path]: NEW.text });
	});

	it('whatever the paths, changes nothing that stood and writes below raw/ alone', async () => {
		const before = { ...NOTES, 'wiki/a.md': 'a', '.obsidian/app.json': '{}', 'raw/a/b.md': 'b' };
		const part = fc.oneof(fc.constantFrom('raw', 'wiki', '_commonplace', '..', '.', '', 'a', 'b.md', 'a.md', 'A.md', '.obsidian', 'Forgetting curve.md', 'books'), fc.string({ maxLength: 4 }));
		await fc.assert(
			fc.asyncProperty(fc.array(fc.array(part, { maxLength: 4 }).map((parts) => parts.join('/')), { minLength: 1, maxLength: 4 }), async (paths) => {
				const vault = memoryVault(before);
				const { committed, refused } = await open(vault).app.capture(paths.map((path) => ({ path, text: 'new' })), 'person:test');
				expect(committed.length + refused.length).toBe(paths.length);
				expect(own(vault.files())).toEqual({ ...before, ...Object.fromEntries(committed.map((path) => [path, 'new'])) });
				for (const path of committed) expect(path.startsWith('raw/') && path.endsWith('.md') && !(path in before)).toBe(true);
			}),
			{ numRuns: 150 },
		);
	});

	it('meets a note that appeared meanwhile without touching it', async () => {
		for (let n = 1; n < 200; n++) {
			let seen = 0;
			const vault = memoryVault(NOTES, { before: () => void (++seen === n && vault.edit(NEW.path, 'Mine, just now.\n')) });
			const report = await open(vault).app.capture([NEW], 'person:test');
			if (seen < n) break;
			if (report.committed.length === 0) expect(textAt(vault, NEW.path), `at operation ${n}`).toBe('Mine, just now.\n');
			expect(n).toBeLessThan(199);
		}
	});

	it('does not follow a link out of the vault', async () => {
		mkdirSync(join(root, 'vault/raw'), { recursive: true });
		mkdirSync(join(root, 'outside'));
		symlinkSync(join(root, 'outside'), join(root, 'vault/raw/link'));
		writeFileSync(join(root, 'outside/a.md'), 'a');
		const { app } = open(nodeVault(join(root, 'vault')));
		const report = await app.capture([{ path: 'raw/link/b.md', text: 'evil' }, { path: 'raw/c.md', text: 'good' }], 'person:test');
		expect(report.committed).toEqual(['raw/c.md']);
		expect(() => readFileSync(join(root, 'outside/b.md'))).toThrow();
	});

	it('waits for the emergency stop', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		await app.raiseStop('person:test', 'test');
		const report = await app.capture([NEW], 'person:test');
		expect(report).toMatchObject({ committed: [], refused: [{ path: NEW.path }] });
		expect(report.refused[0]?.reason).toContain('emergency stop');
		expect(own(vault.files())).toEqual(NOTES);
	});

	it('is not what undo takes back, and no source is', async () => {
		const vault = memoryVault(NOTES);
		const { app } = open(vault);
		const { run } = await compile(app);
		await app.capture([NEW], 'person:test');
		const captured = startingWith(vault.files(), 'raw/');
		const [intent] = Object.entries(vault.files()).filter(([path, text]) => path.endsWith('.intent') && text.includes('"op":"capture"'));
		const name = /"run":"([^"]+)"/.exec(intent?.[1] ?? '')?.[1] ?? '';
		expect(await app.undo(name, 'person:test')).toMatchObject({ restored: [], problems: [{ path: 'raw' }] });
		expect((await app.undo(null, 'person:test')).run).toBe(run);
		expect(startingWith(vault.files(), 'raw/')).toEqual(captured);
	});

	it('that was cut off is brought to its end, and told in no log of the wiki', async () => {
		class Crash extends Error {}
		for (let n = 1; n < 60; n++) {
			let seen = 0;
			let dead = false;
			const step = (): void => {
				if (dead) throw new Crash();
				if (++seen !== n) return;
				dead = true;
				throw new Crash();
			};
			const vault = memoryVault(NOTES, { before: (operation) => (['list', 'stat', 'read'].includes(operation) ? undefined : step()) });
			const done = await open(vault).app.capture([NEW], 'person:test').then(() => true, () => false);
			dead = false;
			if (done) break;
			const { app } = open(vault, { host: fixtureHost({ pid: 2 }) });
			seen = 1_000;
			await app.recover();
			const text = vault.files()[NEW.path];
			expect(text === undefined || text === NEW.text, `cut off at write ${n}`).toBe(true);
			expect(await app.recover()).toEqual([]);
			expect(startingWith(vault.files(), 'wiki/')).toEqual({});
			expect(failuresOf(await app.verify())).toEqual([]);
			expect(n).toBeLessThan(59);
		}
	});
});
