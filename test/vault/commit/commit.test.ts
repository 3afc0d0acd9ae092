import { describe, expect, it } from 'vitest';
import { hashText } from '../../../src/model/hash.js';
import { commitBatch, type CommitOutcome, type EditRequest } from '../../../src/vault/commit/commit.js';
import { compactJournal, journalRuns, openJournal } from '../../../src/vault/commit/journal.js';
import { recover } from '../../../src/vault/commit/recover.js';
import { undo } from '../../../src/vault/commit/undo.js';
import { DEFAULT_LAYOUT as layout } from '../../../src/vault/layout.js';
import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import { VaultError } from '../../../src/vault/port.js';
import { testHost } from './hosts.js';

const host = testHost();

export const create = (path: string, after: string): EditRequest => ({ proposal: `p-${path}`, op: 'create', path, to: null, baseHash: null, after });
const update = (path: string, before: string, after: string): EditRequest => ({ proposal: `p-${path}`, op: 'update', path, to: null, baseHash: hashText(before), after });
const retire = (path: string, before: string): EditRequest => ({ proposal: `p-${path}`, op: 'retire', path, to: null, baseHash: hashText(before), after: null });
const rename = (path: string, to: string, before: string, after: string): EditRequest => ({ proposal: `p-${path}`, op: 'rename', path, to, baseHash: hashText(before), after });

const commit = async (vault: MemoryVault, run: string, ...edits: EditRequest[]): Promise<CommitOutcome> => {
	const result = await commitBatch(vault, host, layout, { run, edits });
	if (!result.ok) throw new Error(result.error.message);
	return result.value;
};
const takeBack = async (vault: MemoryVault, run: string): ReturnType<typeof undoValue> => undoValue(vault, run);
const undoValue = async (vault: MemoryVault, run: string) => {
	const result = await undo(vault, host, layout, run);
	if (!result.ok) throw new Error(result.error.message);
	return result.value;
};
const pages = (vault: MemoryVault): Record<string, string> => Object.fromEntries(Object.entries(vault.files()).filter(([path]) => !path.startsWith('_commonplace/')));
const trash = (vault: MemoryVault): string[] => Object.keys(vault.files()).filter((path) => path.startsWith('_commonplace/trash/'));

describe('commitBatch', () => {
	it('creates, updates, renames and retires, and says what it read back', async () => {
		const vault = memoryVault({ 'wiki/u.md': 'old', 'wiki/r.md': 'r', 'wiki/x.md': 'x' });
		const { edits, unfinished } = await commit(vault, 'r1', create('wiki/c.md', 'new'), update('wiki/u.md', 'old', 'newer'), rename('wiki/r.md', 'wiki/s.md', 'r', 's'), retire('wiki/x.md', 'x'));
		expect(edits.map(({ kind }) => kind)).toEqual(['committed', 'committed', 'committed', 'committed']);
		expect(edits.map((edit) => (edit.kind === 'committed' ? edit.hash : ''))).toEqual([hashText('new'), hashText('newer'), hashText('s'), null]);
		expect(unfinished).toBe(false);
		expect(pages(vault)).toEqual({ 'wiki/c.md': 'new', 'wiki/u.md': 'newer', 'wiki/s.md': 's' });
		expect(vault.files()['_commonplace/trash/r1/wiki/x.md']).toBe('x');
	});

	it('writes nothing where the file is not the one that was decided on', async () => {
		const vault = memoryVault({ 'wiki/u.md': 'old, edited', 'wiki/c.md': 'a person\'s', 'wiki/x.md': 'x, edited', 'wiki/r.md': 'r', 'wiki/s.md': 'there' });
		const before = pages(vault);
		const { edits, txid } = await commit(vault, 'r1', create('wiki/c.md', 'new'), update('wiki/u.md', 'old', 'newer'), retire('wiki/x.md', 'x'), rename('wiki/r.md', 'wiki/s.md', 'r', 'r2'), update('wiki/gone.md', 'a', 'b'));
		expect(edits.map(({ kind }) => kind)).toEqual(['stale', 'stale', 'stale', 'stale', 'stale']);
		expect(txid).toBeNull();
		expect(pages(vault)).toEqual(before);
	});

	it.each<[string, EditRequest]>([
		['a source', create('raw/x.md', 'x')],
		['the policies', create('_commonplace/policies/x.prism.md', 'x')],
		['the top level', create('x.md', 'x')],
		['a way out', create('wiki/../raw/x.md', 'x')],
		['a twin of the wiki', create('Wiki/x.md', 'x')],
		['a rename into the sources', rename('wiki/a.md', 'raw/a.md', 'a', 'a')],
		['half a character', create('wiki/x.md', 'x\ud800')],
		['a retire with a text', { ...retire('wiki/a.md', 'a'), after: 'x' }],
		['an update without a base', { ...update('wiki/a.md', 'a', 'b'), baseHash: null }],
		['a page that is a folder', create('wiki/folder', 'x')],
	])('refuses %s', async (_name, edit) => {
		const vault = memoryVault({ 'wiki/a.md': 'a', 'wiki/folder/b.md': 'b' });
		const { edits } = await commit(vault, 'r1', edit);
		expect(edits[0]?.kind).toBe('failed');
		expect(pages(vault)).toEqual({ 'wiki/a.md': 'a', 'wiki/folder/b.md': 'b' });
	});

	it('refuses the second edit of one file, also under a twin of its name', async () => {
		const vault = memoryVault();
		const { edits } = await commit(vault, 'r1', create('wiki/A.md', '1'), create('wiki/a.md', '2'));
		expect(edits.map(({ kind }) => kind)).toEqual(['committed', 'failed']);
	});

	it.each(['full', 'denied', 'busy', 'io'] as const)('an error (%s) at any operation loses nothing and tells', async (code) => {
		for (let at = 1; ; at += 1) {
			let count = 0;
			let fired = false;
			const start = { 'wiki/u.md': 'old', 'wiki/x.md': 'x', 'wiki/r.md': 'r' };
			const vault = memoryVault(start, {
				before(_operation, path) {
					count += 1;
					if (count !== at) return;
					fired = true;
					throw new VaultError(code, path, `${path}: planted.`);
				},
			});
			const result = await commitBatch(vault, host, layout, { run: 'r1', edits: [create('wiki/c.md', 'new'), update('wiki/u.md', 'old', 'newer'), retire('wiki/x.md', 'x'), rename('wiki/r.md', 'wiki/s.md', 'r', 's')] });
			if (!fired) break;
			if (!result.ok) expect(pages(vault)).toEqual(start);
			const again = await recover(vault, host, layout);
			expect(again.ok).toBe(true);
			const end = pages(vault);
			expect(end['wiki/u.md']).toMatch(/^(?:old|newer)$/);
			expect(end['wiki/x.md'] ?? vault.files()['_commonplace/trash/r1/wiki/x.md']).toBe('x');
			expect(end['wiki/r.md'] ?? end['wiki/s.md']).toMatch(/^[rs]$/);
			// What was called committed stands there.
			if (result.ok) for (const edit of result.value.edits) if (edit.kind === 'committed' && edit.op !== 'retire') expect(hashText(end[edit.to ?? edit.path] ?? '')).toBe(edit.hash);
			const next = await commitBatch(vault, host, layout, { run: 'r2', edits: [create('wiki/next.md', 'n')] });
			expect(next.ok && next.value.edits[0]?.kind).toBe('committed');
		}
	});

	it('does not start over an unrecovered batch', async () => {
		const vault = memoryVault();
		await openJournal(vault, host, layout).begin(1, 'r0', []);
		const result = await commitBatch(vault, host, layout, { run: 'r1', edits: [create('wiki/a.md', 'a')] });
		expect(result).toMatchObject({ ok: false, error: { message: expect.stringContaining('run the recovery') as unknown } });
		expect(pages(vault)).toEqual({});
	});
});

describe('recover', () => {
	it('writes nothing when there is nothing to do', async () => {
		const vault = memoryVault();
		await commit(vault, 'r1', create('wiki/a.md', 'a'));
		const before = vault.files();
		expect(await recover(vault, host, layout)).toEqual({ ok: true, value: { batches: [], torn: 0, swept: 0, problems: [] } });
		expect(vault.files()).toEqual(before);
	});

	it('gives a forged journal entry no more rights than a proposal', async () => {
		const vault = memoryVault({ 'raw/a.md': 'a', 'wiki/b.md': 'b' });
		const edit = { proposal: 'p', baseHash: null, newHash: null, before: null, after: 'evil', to: null, op: 'create' as const };
		await openJournal(vault, host, layout).begin(1, 'r0', [
			{ ...edit, path: 'raw/new.md' },
			{ ...edit, path: '.obsidian/plugins/x/main.js' },
			{ ...edit, op: 'retire', path: 'wiki/b.md', to: 'raw/b.md', before: 'b', after: null },
		]);
		const result = await recover(vault, host, layout);
		expect(result.ok && result.value.batches[0]?.edits.map(({ outcome }) => outcome)).toEqual(['left', 'left', 'left']);
		expect(pages(vault)).toEqual({ 'raw/a.md': 'a', 'wiki/b.md': 'b' });
	});

	it('lets a forged capture make a new note under raw/ at most, and never change one', async () => {
		const notes = { 'raw/a.md': 'a', 'wiki/b.md': 'b' };
		const vault = memoryVault(notes);
		const edit = { proposal: 'n', baseHash: null, newHash: null, before: null, after: 'evil', to: null, op: 'capture' as const };
		const paths = ['raw/a.md', 'wiki/b.md', 'wiki/new.md', 'raw/../wiki/c.md', '_commonplace/policies/x.md', '.obsidian/app.json', 'raw/x.js', 'raw/.hidden.md', 'Other.md', 'raw/e\u0301.md'];
		await openJournal(vault, host, layout).begin(1, 'r0', [...paths.map((path) => ({ ...edit, path })), { ...edit, path: 'raw/n.md', to: 'wiki/n.md' }, { ...edit, path: 'raw/a.md', before: 'a' }]);
		await recover(vault, host, layout);
		expect(pages(vault)).toMatchObject(notes);
		expect(Object.keys(pages(vault)).filter((path) => path !== 'raw/n.md')).toEqual(Object.keys(notes));
	});

	it('leaves an entry of another version alone and says so', async () => {
		const vault = memoryVault();
		const body = JSON.stringify({ version: 2 });
		vault.edit('_commonplace/state/desk/journal/0000000001-abcdefgh.intent', `${hashText(body)}\n${body}`);
		const result = await recover(vault, host, layout);
		expect(result.ok && result.value.problems[0]?.message).toContain('another version');
		expect(Object.keys(vault.files()).some((path) => path.endsWith('.intent'))).toBe(true);
	});
});

describe('undo', () => {
	const start = { 'wiki/u.md': 'one\ntwo\nthree\n', 'wiki/x.md': 'x', 'wiki/r.md': 'r' };
	const run = async (): Promise<MemoryVault> => {
		const vault = memoryVault(start);
		await commit(vault, 'r1', create('wiki/c.md', 'new'), update('wiki/u.md', start['wiki/u.md'], 'one\nTWO\nthree\n'), retire('wiki/x.md', 'x'), rename('wiki/r.md', 'wiki/s.md', 'r', 's'));
		await commit(vault, 'r1', update('wiki/c.md', 'new', 'newer'), update('wiki/u.md', 'one\nTWO\nthree\n', 'ONE\nTWO\nthree\n'));
		return vault;
	};

	it('takes a run of several batches back, and the undo back too', async () => {
		const vault = await run();
		const done = pages(vault);
		const first = await takeBack(vault, 'r1');
		expect(first.kept).toEqual([]);
		expect(first.problems).toEqual([]);
		expect([...first.restored].sort()).toEqual(['wiki/c.md', 'wiki/r.md', 'wiki/u.md', 'wiki/x.md']);
		expect(pages(vault)).toEqual(start);
		await takeBack(vault, first.as);
		expect(pages(vault)).toEqual(done);
		await takeBack(vault, 'r1');
		expect(pages(vault)).toEqual(start);
	});

	it('does no harm the second time', async () => {
		const vault = await run();
		await takeBack(vault, 'r1');
		const second = await takeBack(vault, 'r1');
		expect(second.restored).toEqual([]);
		expect(pages(vault)).toEqual(start);
	});

	it('keeps what people did since', async () => {
		const vault = await run();
		vault.edit('wiki/u.md', 'ONE\nTWO\nthree\nmine\n');
		vault.edit('wiki/c.md', 'newer, and mine');
		vault.edit('wiki/x.md', 'another x');
		vault.edit('wiki/s.md', null);
		const result = await takeBack(vault, 'r1');
		expect(pages(vault)).toEqual({ 'wiki/u.md': 'one\ntwo\nthree\nmine\n', 'wiki/c.md': 'newer, and mine', 'wiki/x.md': 'another x' });
		expect(result.restored).toEqual(['wiki/u.md']);
		expect(result.kept.map(({ path }) => path).sort()).toEqual(['wiki/c.md', 'wiki/s.md', 'wiki/x.md']);
	});

	it('keeps the person\'s text where it overlaps, and says so', async () => {
		const vault = await run();
		vault.edit('wiki/u.md', 'one, I say\nTWO\nthree\n');
		const result = await takeBack(vault, 'r1');
		expect(pages(vault)['wiki/u.md']).toBe('one, I say\nTWO\nthree\n');
		expect(result.kept).toEqual([{ path: 'wiki/u.md', reason: expect.stringContaining('overlap') as unknown }]);
	});

	it('skips what the run did not write', async () => {
		const vault = memoryVault({ 'wiki/c.md': 'a person\'s' });
		await commit(vault, 'r1', create('wiki/c.md', 'machine'), create('wiki/d.md', 'd'));
		const result = await takeBack(vault, 'r1');
		expect(result.kept).toEqual([]);
		expect(pages(vault)).toEqual({ 'wiki/c.md': 'a person\'s' });
	});

	it('may be cut off at any write: recovered and undone again, it ends the same', async () => {
		let states = 0;
		for (let at = 1; ; at += 1) {
			let count = 0;
			let alive = true;
			let armed = false;
			const step = (when: boolean): void => {
				if (!alive) throw new Error('crash');
				if (!armed || !when) return;
				count += 1;
				if (count === at) alive = false;
				if (!alive) throw new Error('crash');
			};
			const vault = memoryVault(start, { before: () => { step(false); }, after: () => { step(true); } });
			await commit(vault, 'r1', create('wiki/c.md', 'new'), update('wiki/u.md', start['wiki/u.md'], 'one\nTWO\nthree\n'), retire('wiki/x.md', 'x'), rename('wiki/r.md', 'wiki/s.md', 'r', 's'));
			await commit(vault, 'r1', update('wiki/u.md', 'one\nTWO\nthree\n', 'ONE\nTWO\nthree\n'));
			vault.edit('wiki/u.md', 'ONE\nTWO\nthree\nmine\n');
			armed = true;
			const first = await undo(vault, host, layout, 'r1').catch(() => null);
			armed = false;
			if (first !== null) break;
			alive = true;
			states += 1;
			const later = testHost(2);
			expect((await recover(vault, later, layout)).ok).toBe(true);
			expect(await undo(vault, later, layout, 'r1')).toMatchObject({ ok: true, value: { kept: [], problems: [] } });
			expect(pages(vault)).toEqual({ ...start, 'wiki/u.md': 'one\ntwo\nthree\nmine\n' });
		}
		expect(states).toBeGreaterThan(8);
	});

	it('gives the caller\'s state back, turned round', async () => {
		const vault = memoryVault();
		const [own, other] = [{ base: 'a', record: { id: 7 } }, { base: 'the machine wrote this, a person the rest', record: { id: 8 } }];
		await commit(vault, 'r1', { ...create('wiki/a.md', 'a'), state: { before: null, after: own } });
		await commit(vault, 'r2', { ...update('wiki/a.md', 'a', 'b'), state: { before: own, after: other } });
		for (const [run, op, state] of [['r2', 'update', { before: other, after: own }], ['r1', 'retire', { before: own, after: null }]] as const) {
			const { edits } = await takeBack(vault, run);
			expect(edits.map(({ request, outcome }) => [request.op, request.state, outcome.kind])).toEqual([[op, state, 'committed']]);
		}
	});

	it('gives back a state from a journal of the first version, which told the machine\'s text of a page twice', async () => {
		const vault = memoryVault();
		const state = { before: null, after: { base: 'a', record: { id: 7 } } };
		await commit(vault, 'r1', { ...create('wiki/a.md', 'a'), state });
		const path = Object.keys(vault.files()).find((each) => each.endsWith('.intent')) ?? '';
		const intent = JSON.parse((vault.files()[path] ?? '').split('\n')[1] ?? '') as { edits: { state: unknown }[] };
		expect(intent).toMatchObject({ version: 2, edits: [{ after: 'a', state: { before: null, after: { record: { id: 7 } } } }] });
		const body = JSON.stringify({ ...intent, version: 1, edits: intent.edits.map((edit) => ({ ...edit, state })) });
		vault.edit(path, `${hashText(body)}\n${body}`);
		expect((await takeBack(vault, 'r1')).edits.map(({ request }) => request.state)).toEqual([{ before: state.after, after: null }]);
	});

	it('never overwrites what lies in the trash', async () => {
		const vault = memoryVault({ 'wiki/x.md': 'first' });
		await commit(vault, 'r1', retire('wiki/x.md', 'first'));
		vault.edit('wiki/x.md', 'second');
		await commit(vault, 'r1', retire('wiki/x.md', 'second'));
		expect(trash(vault).map((path) => vault.files()[path]).sort()).toEqual(['first', 'second']);
	});

	it('names the runs it knows when asked for another', async () => {
		const vault = await run();
		const result = await undo(vault, host, layout, 'nope');
		expect(result).toMatchObject({ ok: false, error: { message: expect.stringContaining('r1') as unknown } });
	});
});

describe('compactJournal', () => {
	it('keeps the newest runs whole and every unfinished batch', async () => {
		const vault = memoryVault();
		for (let run = 1; run <= 5; run += 1) for (const batch of ['a', 'b']) await commit(vault, `r${run}`, create(`wiki/${run}${batch}.md`, 'x'));
		await openJournal(vault, host, layout).begin(11, 'r0', []);
		expect(await compactJournal(vault, host, layout, 3)).toBe(6);
		expect(await journalRuns(vault, host, layout)).toEqual([{ run: 'r0', batches: 1 }, { run: 'r5', batches: 2 }, { run: 'r4', batches: 2 }]);
		expect(Object.keys(vault.files()).filter((path) => path.endsWith('.done'))).toHaveLength(4);
	});
});
