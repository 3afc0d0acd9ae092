import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeHistories, type HistoryEntry } from '../../../src/compile/ledger/history.js';
import { memoryVault } from '../../../src/vault/memory.js';
import { verifyLedger } from '../../../src/gate/ledger.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { compile, failuresOf, fixtureHost, NOTES, open, startingWith } from '../../promises/vault-fixture.js';

const entry = (device: string, seq: number, minute: number, type: string, data: HistoryEntry['data'] = {}, run = 'r-1'): HistoryEntry => ({ device, seq, at: `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`, type, actor: 'x', run, data });
const order = (entries: readonly HistoryEntry[]): string[] => entries.map(({ device, seq }) => `${device}${String(seq)}`);

describe('the history of all devices', () => {
	it('goes by the clocks where events do not know of each other', () => {
		expect(order(mergeHistories([[entry('a', 1, 1, 'note'), entry('a', 2, 5, 'note')], [entry('b', 1, 3, 'note')]]))).toEqual(['a1', 'b1', 'a2']);
	});

	it('puts a decision after the verdict of another device, though its clock is behind', () => {
		const desk = [entry('desk', 1, 30, 'note'), entry('desk', 2, 31, 'verdict', { proposal: 'p-1' })];
		const phone = [entry('phone', 1, 2, 'approve', { proposal: 'p-1' }), entry('phone', 2, 3, 'commit', { proposal: 'p-1' })];
		expect(order(mergeHistories([phone, desk]))).toEqual(['desk1', 'desk2', 'phone1', 'phone2']);
	});

	it('keeps each device’s own order and loses nothing, whatever the clocks say', () => {
		const chain = (device: string) => fc.array(fc.tuple(fc.integer({ min: 0, max: 59 }), fc.constantFrom('verdict', 'approve', 'note', 'undo'), fc.constantFrom('p-1', 'p-2', 'p-3')), { maxLength: 8 }).map((list) => list.map(([minute, type, name], index) => entry(device, index + 1, minute, type, type === 'undo' ? { undoes: name } : { proposal: name }, name)));
		fc.assert(
			fc.property(chain('a'), chain('b'), chain('c'), (...chains) => {
				const merged = mergeHistories(chains);
				for (const own of chains) expect(merged.filter(({ device }) => device === own[0]?.device)).toEqual(own);
				expect(merged).toHaveLength(chains.flat().length);
				expect(order(mergeHistories([...chains].reverse()))).toEqual(order(merged));
			}),
		);
	});
});

describe('a ledger that has grown old', () => {
	const MONTH = 40 * 24 * 3600 * 1000;
	/** A vault that was compiled, and again more than a month later. */
	async function grownOld() {
		const vault = memoryVault(NOTES);
		const host = fixtureHost();
		const { app } = open(vault, { host });
		await compile(app);
		host.time += MONTH;
		host.date = '2027-01-01';
		vault.edit('raw/New.md', '# New\n\nSpaced repetition is used in schools. Spaced repetition is used at home.\n');
		await compile(app);
		return { vault, app };
	}

	it('is made a digest by a person, still verifies, and tells the history', async () => {
		const { app } = await grownOld();
		expect(await app.digestLedger('2026-12-31', 'person:test')).toMatchObject({ days: [], problems: [{ message: 'Days are kept whole for 31 days. Give 2026-12-01 or an earlier date.' }] });
		const report = await app.digestLedger('2026-12-01', 'person:test');
		expect(report).toMatchObject({ days: ['2026-11-22'], problems: [] });
		expect(report.after).toBeLessThan(report.before / 3);
		expect(failuresOf(await app.verify())).toEqual([]);
		const { entries } = await app.history(null);
		expect(entries[0]).toMatchObject({ type: 'digested', data: { day: '2026-11-22' } });
		expect(entries.at(-1)).toMatchObject({ type: 'digest', actor: 'person:test' });
		expect((await app.catalogue()).runs).toHaveLength(2);
		expect(await app.digestLedger('2026-12-01', 'person:test')).toMatchObject({ days: [], problems: [] });
	});

	it('stays as it is where it is not whole', async () => {
		const { vault, app } = await grownOld();
		const path = '_commonplace/ledger/desk/2026-11-22.jsonl';
		const [first = '', ...rest] = (vault.files()[path] ?? '').split('\n');
		vault.edit(path, [first.replace('"actor":"', '"actor":"x'), ...rest].join('\n'));
		const before = startingWith(vault.files(), '_commonplace/ledger/');
		const { days, problems } = await app.digestLedger('2026-12-01', 'person:test');
		expect(days).toEqual([]);
		expect(problems[0]).toMatchObject({ path, line: 1 });
		expect(startingWith(vault.files(), '_commonplace/ledger/')).toEqual(before);
		expect((await verifyLedger(vault, DEFAULT_LAYOUT)).problems).toHaveLength(1);
	});
});
