import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryVault } from '../../src/vault/memory.js';
import { nodeVault } from '../../src/vault/node-disk/node-vault.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, failuresOf, NOTES, open, recording, SCRIPTED_NOTES, scriptedWorker, startingWith, textAt, type Write } from './vault-fixture.js';

const root = mkdtempSync(join(tmpdir(), 'commonplace-writes-'));
afterAll(() => {
	rmSync(root, { recursive: true, force: true });
});

function put(path: string, content: string | Uint8Array): void {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), content);
}

/** A hash of every file below the vault's folder, hidden ones too, as bytes. */
function hashes(): Map<string, string> {
	const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	return new Map(
		files.map((entry) => {
			const path = join(entry.parentPath, entry.name);
			return [relative(root, path), createHash('sha256').update(readFileSync(path)).digest('hex')];
		}),
	);
}

const isOurs = (path: string): boolean => /^(?:wiki|output|_commonplace)\//.test(path);
const notOurs = (files: Map<string, string>): Map<string, string> => new Map([...files].filter(([path]) => !isOurs(path)).sort());

describe('on a real disk', () => {
	it('nothing outside wiki/, output/ and _commonplace/ changes, through a whole life of a vault', async () => {
		for (const [path, text] of Object.entries(NOTES)) put(path, text);
		put('raw/Old café.md', Buffer.from([0x23, 0x20, 0xe9, 0x0a]));
		put('raw/picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00]));
		put('raw/Windows.md', '\ufeff# Spaced repetition\r\n\r\nSpaced repetition needs a calendar.\r\n');
		put('Daily/2026-11-21.md', 'A note of my own. #spaced-repetition\n');
		put('.obsidian/app.json', '{"promptDelete":false}');
		const { vault, writes } = recording(nodeVault(root));
		const { app } = open(vault);
		const before = notOurs(hashes());

		await compileAndApproveAll(app);
		expect(notOurs(hashes())).toEqual(before);
		put('raw/New.md', '# Interleaving\n\nInterleaving is mixing kinds of exercise. Interleaving helps spaced repetition.\n');
		rmSync(join(root, 'raw/Forgetting curve.md'));
		const changed = notOurs(hashes());
		await compileAndApproveAll(app);
		await app.undo(null, 'person:test');
		await app.deny((await app.list()).open.map(({ proposal }) => proposal.id), 'no', 'person:test');
		await app.verify();
		await app.status();
		expect(notOurs(hashes())).toEqual(changed);
		expect(writes.length).toBeGreaterThan(20);
		expect(writes.filter(({ operation, path, text }) => !isOurs(path) || (operation === 'rename' && !isOurs(text)))).toEqual([]);
	});
});

interface Event {
	readonly type: string;
	readonly path?: string;
	readonly proposal?: string;
	readonly after?: string | null;
	readonly disposition?: string;
	readonly edits?: unknown;
}

/** Writes to pages for which no verdict and no decision to commit stood in the ledger before. */
function unannounced(writes: readonly Write[]): string[] {
	const judged = new Set<string>();
	const approved = new Set<string>();
	const missing: string[] = [];
	for (const { operation, path, text } of writes) {
		if (path.startsWith('_commonplace/ledger/')) {
			for (const line of text.split('\n').filter((each) => each !== '')) {
				const event = JSON.parse(line) as Event;
				if (event.type === 'verdict') judged.add(`${event.path ?? ''} ${String(event.after)}`);
				if (event.type === 'approve') approved.add(`${event.path ?? ''} ${String(event.after)}`);
			}
		}
		if (!path.startsWith('wiki/')) continue;
		const hash = operation === 'rename' ? 'null' : createHash('sha256').update(text).digest('hex');
		if (!judged.has(`${path} ${hash}`) || !approved.has(`${path} ${hash}`)) missing.push(`${operation} ${path}`);
	}
	return missing;
}

describe('the ledger', () => {
	it('has the verdict about the very text before the text reaches its page', async () => {
		const inner = memoryVault(NOTES);
		const { vault, writes } = recording(inner);
		const { app } = open(vault);
		await compileAndApproveAll(app);
		inner.edit('raw/Forgetting curve.md', '# Forgetting curve\n\nThe forgetting curve is the loss of memory over days. Spaced repetition flattens the forgetting curve.\n');
		inner.edit(CONCEPT_PAGE, `${textAt(inner, CONCEPT_PAGE)}\nMy own thought.\n`);
		await compileAndApproveAll(app);
		inner.edit('raw/journal/2024-03-01.md', null);
		await compileAndApproveAll(app);
		expect(writes.filter(({ path }) => path.startsWith('wiki/')).length).toBeGreaterThan(10);
		expect(unannounced(writes)).toEqual([]);
	});

	it('is told of an undo before a page is taken back', async () => {
		const inner = memoryVault(NOTES);
		const { vault, writes } = recording(inner);
		const { app } = open(vault);
		await compile(app);
		const from = writes.length;
		await app.undo(null, 'person:test');
		const after = writes.slice(from);
		const told = after.findIndex(({ path, text }) => path.startsWith('_commonplace/ledger/') && text.includes('"type":"undo"'));
		const first = after.findIndex(({ path }) => path.startsWith('wiki/'));
		expect(told).toBeGreaterThanOrEqual(0);
		expect(first).toBeGreaterThan(told);
	});

	it('gives each commit only after the page was read back', async () => {
		const inner = memoryVault(NOTES);
		const { vault, writes } = recording(inner);
		await compile(open(vault).app);
		const commits = writes.filter(({ path }) => path.startsWith('_commonplace/ledger/')).flatMap(({ text }) => text.split('\n').filter((line) => line.includes('"type":"commit"')));
		const told = commits.map((line) => JSON.parse(line) as { path: string; hash: string });
		expect(told.length).toBeGreaterThan(5);
		for (const { path, hash } of told) expect(createHash('sha256').update(textAt(inner, path)).digest('hex'), path).toBe(hash);
	});
});

describe('a compile with nothing to do', () => {
	it('asks no worker and writes nothing', async () => {
		const { vault, writes } = recording(memoryVault(SCRIPTED_NOTES));
		const worker = scriptedWorker();
		const { app } = open(vault, { worker });
		await compile(app);
		const written = writes.length;
		const asked = worker.calls.length;
		for (const approve of ['none', 'passed'] as const) {
			const report = await compile(app, approve);
			expect(report).toMatchObject({ worker_calls: 0, proposals: [], committed: [], sources: { total: 4, unchanged: 4 } });
		}
		expect(writes.slice(written)).toEqual([]);
		expect(worker.calls.length).toBe(asked);
	});

	it('writes nothing when notes were only touched, or other files changed', async () => {
		const inner = memoryVault(SCRIPTED_NOTES);
		const { vault, writes } = recording(inner);
		const worker = scriptedWorker();
		const { app } = open(vault, { worker });
		await compile(app);
		const written = writes.length;
		const asked = worker.calls.length;
		for (const [path, text] of Object.entries(NOTES)) inner.edit(path, text);
		inner.edit('Daily/today.md', 'Nothing to do with the wiki.\n');
		inner.edit('raw/data.csv', 'a,b\n');
		expect(await compile(app)).toMatchObject({ worker_calls: 0, proposals: [], committed: [], sources: { unchanged: 4 } });
		expect(writes.slice(written)).toEqual([]);
		expect(worker.calls.length).toBe(asked);
	});

	it('writes nothing while proposals wait for a person', async () => {
		const inner = memoryVault(NOTES);
		const { vault, writes } = recording(inner);
		const { app } = open(vault);
		await compile(app);
		inner.edit(CONCEPT_PAGE, `${textAt(inner, CONCEPT_PAGE)}\nMy own thought.\n`);
		inner.edit('raw/New.md', '# Spaced repetition\n\nSpaced repetition is used by language learners.\n');
		await compile(app);
		expect((await app.list()).open.map(({ verdict }) => verdict.disposition)).toEqual(['REQUIRE_HUMAN']);
		const written = writes.length;
		expect((await compile(app)).committed).toEqual([]);
		expect(writes.slice(written)).toEqual([]);
	});

	it('writes nothing on a real disk, also after touch', async () => {
		for (const name of ['raw', 'wiki', '_commonplace']) rmSync(join(root, name), { recursive: true, force: true });
		for (const [path, text] of Object.entries(NOTES)) put(path, text);
		const { vault, writes } = recording(nodeVault(root));
		const { app } = open(vault);
		await compile(app);
		expect(failuresOf(await app.verify())).toEqual([]);
		const written = writes.length;
		const before = hashes();
		for (const path of Object.keys(NOTES)) utimesSync(join(root, path), new Date(), new Date());
		expect(await compile(app)).toMatchObject({ worker_calls: 0, committed: [] });
		expect(writes.slice(written)).toEqual([]);
		expect(hashes()).toEqual(before);
	});
});

describe('an interrupted run', () => {
	it('proposes and writes nothing', async () => {
		const inner = memoryVault(NOTES);
		const { vault, writes } = recording(inner);
		const { app } = open(vault);
		const stop = new AbortController();
		const report = await app.compile({
			approve: 'passed',
			signal: stop.signal,
			progress: (stage) => {
				if (stage === 'extract') stop.abort();
			},
		});
		expect(report.stopped).toContain('stopped');
		expect(writes).toEqual([]);
		expect(startingWith(inner.files(), 'wiki/')).toEqual({});
	});
});
