import { describe, expect, it } from 'vitest';
import { digestDay } from '../../src/gate/ledger-digest.js';
import { openLedger, verifyLedger } from '../../src/gate/ledger.js';
import type { NewEvent } from '../../src/gate/ledger-event.js';
import { recordStore } from '../../src/vault/commit/record.js';
import { DEFAULT_LAYOUT } from '../../src/vault/layout.js';
import { type MemoryVault, memoryVault } from '../../src/vault/memory.js';

const LAYOUT = DEFAULT_LAYOUT;
const pathOf = (day: string): string => `_commonplace/ledger/desk/${day}.jsonl`;
const DAYS = ['2026-01-05', '2026-01-06', '2026-03-01'] as const;
const [FIRST, SECOND] = [pathOf(DAYS[0]), pathOf(DAYS[1])];

async function tell(vault: MemoryVault, today: string, ...events: NewEvent[]): Promise<void> {
	const host = { now: () => Date.parse(`${today}T10:00:00Z`), today: () => today, device: 'desk', isAlive: () => null, pid: 1, wait: () => Promise.resolve() };
	const { ledger } = await openLedger(vault, recordStore(vault, LAYOUT), host, LAYOUT);
	await ledger.append(events);
}

const of = (type: NewEvent['type'], path: string): NewEvent => ({ type, actor: 'offline', run: 'r-1', path });

/** Three days, of which the first two are digests, signed off on the third. */
async function digested(): Promise<MemoryVault> {
	const vault = memoryVault();
	await tell(vault, DAYS[0], of('verdict', 'a'), of('deny', 'a'), of('verdict', 'b'), of('approve', 'b'), of('commit', 'b'));
	await tell(vault, DAYS[1], of('verdict', 'c'), of('commit', 'c'));
	const made = [DAYS[0], DAYS[1]].map((day) => {
		const digest = digestDay('desk', day, vault.files()[pathOf(day)] ?? '');
		if (!digest.ok) throw new Error(digest.error);
		return { path: pathOf(day), ...digest.value };
	});
	await tell(vault, DAYS[2], { type: 'digest', actor: 'person:cli', run: 'r-2', days: made.map(({ signed }) => signed) });
	for (const { path, text } of made) vault.edit(path, text);
	return vault;
}

const lines = (vault: MemoryVault, path: string): string[] => (vault.files()[path] ?? '').trimEnd().split('\n');
const put = (vault: MemoryVault, path: string, to: readonly string[]): void => vault.edit(path, `${to.join('\n')}\n`);
const faults = async (vault: MemoryVault): Promise<string[]> => (await verifyLedger(vault, LAYOUT)).problems.map(({ path, line, message }) => `${path}:${String(line)} ${message}`);

describe('old days of a ledger', () => {
	it('become one line, with what people did kept as it was, and the chain goes through them', async () => {
		const vault = await digested();
		expect(await verifyLedger(vault, LAYOUT)).toEqual({ events: 8, problems: [] });
		expect(lines(vault, FIRST).slice(1).map((line) => (JSON.parse(line) as NewEvent).type)).toEqual(['deny', 'approve']);
		expect(JSON.parse(lines(vault, SECOND)[0] ?? '')).toMatchObject({ day: DAYS[1], from: 6, to: 7, kept: 0, types: { verdict: 1, commit: 1 } });
		await tell(vault, '2026-03-02', of('deny', 'd'));
		expect(await faults(vault)).toEqual([]);
	});

	it('are not made a digest twice, nor where a line was changed or is missing', async () => {
		const vault = await digested();
		expect(digestDay('desk', DAYS[0], vault.files()[FIRST] ?? '')).toMatchObject({ ok: false });
		const other = memoryVault();
		await tell(other, DAYS[0], of('deny', 'a'), of('deny', 'b'), of('deny', 'c'));
		const [one = '', two = '', three = ''] = lines(other, FIRST);
		for (const changed of [[one, three], [one, two.replace('"b"', '"x"'), three], ['{}', two]]) expect(digestDay('desk', DAYS[0], changed.join('\n'))).toMatchObject({ ok: false });
	});

	it.each<readonly [string, (vault: MemoryVault) => void, string]>([
		['a kept line that is changed', (vault) => put(vault, FIRST, lines(vault, FIRST).map((line) => line.replace('"path":"a"', '"path":"z"'))), `${FIRST}:2 This line of a digest was changed`],
		['a kept line that is removed', (vault) => put(vault, FIRST, lines(vault, FIRST).slice(0, -1)), `${FIRST}:1 This digest keeps 1 lines`],
		['a count that is changed', (vault) => put(vault, SECOND, lines(vault, SECOND).map((line) => line.replace('"verdict":1', '"verdict":2'))), `${SECOND}:1 This digest is not the one that was signed off`],
		['a digest that is removed', (vault) => vault.edit(SECOND, null), 'events 6 to 7 are missing'],
		['digests that change places', (vault) => { const [a, b] = [vault.files()[FIRST], vault.files()[SECOND]]; vault.edit(FIRST, b ?? ''); vault.edit(SECOND, a ?? ''); }, 'reordered'],
		['a signature that is removed', (vault) => vault.edit(pathOf(DAYS[2]), null), 'signed off'],
	])('show %s', async (_, tamper, said) => {
		const vault = await digested();
		tamper(vault);
		expect((await faults(vault)).join('\n')).toContain(said);
	});
});
