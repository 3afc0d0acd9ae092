import { describe, expect, it } from 'vitest';
import { closeProposals, compactQueue, type QueuedProposal, readQueue, writeNewRun, writeQueue } from '../../src/gate/queue.js';
import { recordStore } from '../../src/vault/commit/record.js';
import { DEFAULT_LAYOUT } from '../../src/vault/layout.js';
import { type MemoryVault, memoryVault } from '../../src/vault/memory.js';
import type { VaultReader } from '../../src/vault/port.js';
import { context, gate, page, proposal } from './fixture.js';
import { processorTime } from '../processor-time.js';

const LAYOUT = DEFAULT_LAYOUT;
const FOLDER = '_commonplace/state/queue';
const DESK = { device: 'desk', now: () => Date.parse('2026-11-23T10:00:00Z') };
const PHONE = { ...DESK, device: 'phone' };

const judged = (changes: Parameters<typeof proposal>[0]): QueuedProposal => {
	const made = proposal({ run: 'r-1', ...changes });
	return { proposal: made, verdict: gate.decide(made, context()) };
};
const items = [judged({ path: 'wiki/b.md' }), judged({ path: 'wiki/a.md' }), judged({ path: 'wiki/c.md', personText: true }), judged({ path: 'wiki/d.md', text: page('<script>') }), judged({ path: 'wiki/e.md', kind: 'retire', text: null, machineText: null })];
const paths = (queued: readonly QueuedProposal[]): string[] => queued.map((each) => each.proposal.path);

async function filled(): Promise<MemoryVault> {
	const vault = memoryVault();
	await writeQueue(recordStore(vault, LAYOUT), LAYOUT, 'r-1', items);
	return vault;
}
const close = (vault: MemoryVault, which: readonly QueuedProposal[], outcome: 'committed' | 'denied' | 'void', host = DESK) =>
	closeProposals(vault, recordStore(vault, LAYOUT), host, LAYOUT, which.map((each) => ({ proposal: each.proposal, outcome, who: 'me', why: 'because' })));

describe('the queue', () => {
	it('gives back what was put in, strictest first, then by path', async () => {
		const vault = await filled();
		const queue = await readQueue(vault, LAYOUT);
		expect(paths(queue.open)).toEqual(['wiki/d.md', 'wiki/c.md', 'wiki/e.md', 'wiki/a.md', 'wiki/b.md']);
		expect(new Map(queue.open.map((each) => [each.proposal.id, each]))).toEqual(new Map(items.map((each) => [each.proposal.id, each])));
		expect(queue).toMatchObject({ denied: [], problems: [] });
	});

	it('keeps a machine text that differs from the text', async () => {
		const vault = memoryVault();
		const merged = judged({ machineText: 'the machine’s own' });
		await writeQueue(recordStore(vault, LAYOUT), LAYOUT, 'r-1', [merged]);
		expect((await readQueue(vault, LAYOUT)).open).toEqual([merged]);
	});

	it('is empty where nothing was ever proposed', async () => {
		expect(await readQueue(memoryVault(), LAYOUT)).toEqual({ open: [], denied: [], problems: [] });
	});

	it('takes out what was closed, on any device, and keeps refusals with their reason', async () => {
		const vault = await filled();
		await close(vault, items.slice(0, 1), 'committed');
		await close(vault, items.slice(1, 2), 'denied', PHONE);
		const queue = await readQueue(vault, LAYOUT);
		expect(paths(queue.open)).toEqual(['wiki/d.md', 'wiki/c.md', 'wiki/e.md']);
		expect(queue.denied).toMatchObject([{ proposal: { path: 'wiki/a.md', text: page() }, closure: { who: 'me', why: 'because', at: '2026-11-23T10:00:00.000Z', outcome: 'denied' } }]);
		expect(vault.files()[`${FOLDER}/r-1.closed.phone.jsonl`]).toBeDefined();
	});

	it('keeps a refusal whatever another device says', async () => {
		const vault = await filled();
		await close(vault, items.slice(1, 2), 'denied', DESK);
		await close(vault, items.slice(1, 2), 'committed', PHONE);
		expect((await readQueue(vault, LAYOUT)).denied).toHaveLength(1);
	});

	it('lets a finished run leave, and remembers what was refused in it', async () => {
		const vault = await filled();
		await close(vault, items.slice(0, 4), 'denied');
		await close(vault, items.slice(4), 'committed');
		expect(Object.keys(vault.files())).toEqual([`${FOLDER}/denied/desk.jsonl`]);
		const queue = await readQueue(vault, LAYOUT);
		expect(queue.open).toEqual([]);
		expect(queue.denied.map((each) => each.proposal)).toEqual(expect.arrayContaining(items.slice(0, 4).map((each) => each.proposal)));
		await writeQueue(recordStore(vault, LAYOUT), LAYOUT, 'r-2', items.slice(0, 1));
		expect(paths((await readQueue(vault, LAYOUT)).open)).toEqual(['wiki/b.md']);
	});

	it('takes what is closed out of a run of which little waits, and nothing else', async () => {
		const vault = await filled();
		const file = `${FOLDER}/r-1.jsonl`;
		const lines = (vault.files()[file] ?? '').split('\n');
		await close(vault, items.slice(0, 1), 'committed');
		expect(vault.files()[file]).toBe(lines.join('\n'));
		await close(vault, items.slice(1, 2), 'denied');
		await close(vault, items.slice(2, 4), 'committed');
		expect(vault.files()[file]).toBe(`${[lines[1], lines[4]].join('\n')}\n`);
		const queue = await readQueue(vault, LAYOUT);
		expect(paths(queue.open)).toEqual(['wiki/e.md']);
		expect(queue.denied).toMatchObject([{ proposal: { path: 'wiki/a.md' } }]);
	});

	it('finds what a run was given, whatever run it was made for', async () => {
		const vault = memoryVault();
		const books = judged({ run: 'r-1.books' });
		await writeQueue(recordStore(vault, LAYOUT), LAYOUT, 'r-1', items.slice(0, 1));
		await writeQueue(recordStore(vault, LAYOUT), LAYOUT, 'r-1', [books]);
		const { open } = await readQueue(vault, LAYOUT);
		expect(open).toHaveLength(2);
		await close(vault, open, 'committed');
		expect((await readQueue(vault, LAYOUT)).open).toEqual([]);
	});

	it('tells each line that it cannot read, and goes on', async () => {
		const vault = await filled();
		await close(vault, items.slice(0, 1), 'committed');
		const text = vault.files()[`${FOLDER}/r-1.jsonl`] ?? '';
		const lines = text.split('\n');
		lines[1] = (lines[1] ?? '').slice(0, 100);
		lines[2] = '{"id":"p-x","proposal":{"id":"p-x"},"verdict":{}}';
		vault.edit(`${FOLDER}/r-1.jsonl`, lines.join('\n'));
		vault.edit(`${FOLDER}/r-1.closed.desk.jsonl`, `not json\n${vault.files()[`${FOLDER}/r-1.closed.desk.jsonl`] ?? ''}`);
		const queue = await readQueue(vault, LAYOUT);
		expect(paths(queue.open)).toEqual(['wiki/d.md', 'wiki/e.md']);
		expect(queue.problems.map(({ path, line }) => [path, line])).toEqual([
			[`${FOLDER}/r-1.closed.desk.jsonl`, 1],
			[`${FOLDER}/r-1.jsonl`, 2],
			[`${FOLDER}/r-1.jsonl`, 3],
		]);
	});

	it('never takes out a run of which a line cannot be read', async () => {
		const vault = await filled();
		vault.edit(`${FOLDER}/r-1.jsonl`, `${vault.files()[`${FOLDER}/r-1.jsonl`] ?? ''}{"id":"p-torn","prop`);
		await close(vault, items, 'committed');
		expect(await compactQueue(vault, recordStore(vault, LAYOUT), LAYOUT, 'desk')).toEqual([]);
		expect((await readQueue(vault, LAYOUT)).problems).toHaveLength(1);
	});

	it.each<[string, number, number, (vault: MemoryVault) => Promise<void> | void]>([
		['a few are closed', 1, 0, () => undefined],
		['most are closed', 4, 0, () => undefined],
		['all are closed', 5, 0, () => undefined],
		['another device refused one', 4, 1, (vault) => close(vault, items.slice(4), 'denied', PHONE)],
		['another run of that name wrote more', 4, 1, async (vault) => void (await writeQueue(recordStore(vault, LAYOUT), LAYOUT, 'r-1', [judged({ path: 'wiki/f.md' })]))],
		['a closure cannot be read', 5, 0, (vault) => void vault.edit(`${FOLDER}/r-1.closed.phone.jsonl`, 'not json\n')],
	])('need not be read to close what was just written: %s', async (_, count, reads, meanwhile) => {
		const [read, known] = [memoryVault(), memoryVault()];
		const opened = new Map<MemoryVault, number>();
		for (const vault of [read, known]) {
			const written = await writeNewRun(vault, recordStore(vault, LAYOUT), LAYOUT, 'r-1', items);
			expect(written).not.toBeNull();
			await meanwhile(vault);
			opened.set(vault, 0);
			const reader: VaultReader = {
				list: (folder) => vault.list(folder),
				stat: (path) => vault.stat(path),
				read: (path) => {
					if (path === `${FOLDER}/r-1.jsonl`) opened.set(vault, (opened.get(vault) ?? 0) + 1);
					return vault.read(path);
				},
			};
			const closings = items.slice(0, count).map((each) => ({ proposal: each.proposal, outcome: 'committed' as const, who: 'me', why: '' }));
			await closeProposals(reader, recordStore(vault, LAYOUT), DESK, LAYOUT, closings, vault === known ? written : null);
		}
		expect(known.files()).toEqual(read.files());
		expect([opened.get(read), opened.get(known)]).toEqual([1, reads]);
	});

	it('reads a run that had proposals before', async () => {
		const vault = await filled();
		expect(await writeNewRun(vault, recordStore(vault, LAYOUT), LAYOUT, 'r-1', items)).toBeNull();
	});

	it('refuses a run’s name that would leave the queue', async () => {
		await expect(writeQueue(recordStore(memoryVault(), LAYOUT), LAYOUT, '../x', items)).rejects.toThrow(/name of a run/);
	});

	it('reads fast where twenty thousand proposals are closed', async () => {
		const vault = memoryVault();
		const store = recordStore(vault, LAYOUT);
		const first = items[0];
		if (!first) throw new Error('no item');
		const many = Array.from({ length: 20_000 }, (_, index): QueuedProposal => {
			const id = `p-${index}`;
			return { proposal: { ...first.proposal, id }, verdict: { ...first.verdict, proposalId: id } };
		});
		await writeQueue(store, LAYOUT, 'r-1', many);
		await close(vault, many.slice(1), 'committed');
		const start = processorTime();
		expect((await readQueue(vault, LAYOUT)).open).toHaveLength(1);
		expect(processorTime() - start).toBeLessThan(1000);
		await close(vault, many.slice(0, 1), 'committed');
		expect(vault.files()).toEqual({});
	});
});
