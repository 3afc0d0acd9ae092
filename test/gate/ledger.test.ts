import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noOpinionEver, noViolationSince, openLedger, verifyLedger } from '../../src/gate/ledger.js';
import { type LedgerEvent, type NewEvent, sealOf } from '../../src/gate/ledger-event.js';
import { canonicalJson } from '../../src/model/hash.js';
import { recordStore } from '../../src/vault/commit/record.js';
import { DEFAULT_LAYOUT } from '../../src/vault/layout.js';
import { type MemoryVault, memoryVault } from '../../src/vault/memory.js';
import type { Host } from '../../src/vault/port.js';

const LAYOUT = DEFAULT_LAYOUT;
const FOLDER = '_commonplace/ledger/desk';
const MONDAY = `${FOLDER}/2026-11-23.jsonl`;
const TUESDAY = `${FOLDER}/2026-11-24.jsonl`;
const HEAD = '_commonplace/state/desk/ledger-head.json';

const host = (today: string, device = 'desk'): Host => ({ now: () => Date.parse(`${today}T10:00:00Z`), today: () => today, device, isAlive: () => null, pid: 1, wait: () => Promise.resolve() });
const event = (path: string): NewEvent => ({ type: 'commit', actor: 'person', run: 'r-1', path });

async function open(vault: MemoryVault, today: string, device = 'desk') {
	return openLedger(vault, recordStore(vault, LAYOUT), host(today, device), LAYOUT);
}

async function told(vault: MemoryVault, today: string, ...paths: string[]): Promise<readonly string[]> {
	const { ledger, problems } = await open(vault, today);
	await ledger.append(paths.map(event));
	return problems.map(({ message }) => message);
}

/** Three events on Monday, two on Tuesday. */
async function twoDays(): Promise<MemoryVault> {
	const vault = memoryVault();
	await told(vault, '2026-11-23', 'a', 'b', 'c');
	await told(vault, '2026-11-24', 'd', 'e');
	return vault;
}

const lines = (vault: MemoryVault, path: string): string[] => (vault.files()[path] ?? '').trimEnd().split('\n');
const put = (vault: MemoryVault, path: string, to: readonly string[]): void => vault.edit(path, to.length === 0 ? null : `${to.join('\n')}\n`);
const at = (list: readonly string[], index: number): string => list[index] ?? '';
const parsed = (line: string): LedgerEvent => JSON.parse(line) as LedgerEvent;
const resealed = (line: string, changes: Partial<LedgerEvent>): string => {
	const changed = { ...parsed(line), ...changes };
	return canonicalJson({ ...changed, seal: sealOf(changed) });
};

async function found(vault: MemoryVault): Promise<{ path: string; line: number | null; message: string }[]> {
	return [...(await verifyLedger(vault, LAYOUT)).problems];
}

describe('the ledger', () => {
	it('chains events over days and processes, and is whole', async () => {
		const vault = await twoDays();
		const events = [...lines(vault, MONDAY), ...lines(vault, TUESDAY)].map(parsed);
		expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
		events.slice(1).forEach((each, index) => expect(each.prev).toBe(events[index]?.seal));
		expect(events.map((each) => each.path)).toEqual(['a', 'b', 'c', 'd', 'e']);
		expect(await verifyLedger(vault, LAYOUT)).toEqual({ events: 5, problems: [] });
	});

	it('keeps apart what appends at the same time say', async () => {
		const vault = memoryVault();
		const { ledger } = await open(vault, '2026-11-23');
		await Promise.all(['a', 'b', 'c', 'd'].map((path) => ledger.append([event(path), event(path)])));
		expect(await verifyLedger(vault, LAYOUT)).toEqual({ events: 8, problems: [] });
	});

	it('writes nothing when nothing is told', async () => {
		const vault = memoryVault();
		const { ledger } = await open(vault, '2026-11-23');
		await ledger.append([]);
		expect(vault.files()).toEqual({});
	});

	it('refuses data under the chain’s own names', async () => {
		const { ledger } = await open(memoryVault(), '2026-11-23');
		await expect(ledger.append([{ ...event('a'), seal: 'x' }])).rejects.toThrow(/seal/);
		await expect(ledger.append([event('b')])).resolves.toHaveLength(1);
	});

	it('goes on in the newest file where the clock was set back', async () => {
		const vault = await twoDays();
		await told(vault, '2026-11-20', 'f');
		expect(lines(vault, TUESDAY)).toHaveLength(3);
		expect(await found(vault)).toEqual([]);
	});

	it('keeps one chain a device', async () => {
		const vault = await twoDays();
		const { ledger } = await open(vault, '2026-11-24', 'phone');
		await ledger.append([event('p')]);
		expect(await verifyLedger(vault, LAYOUT)).toEqual({ events: 6, problems: [] });
		put(vault, `${FOLDER.replace('desk', 'other')}/2026-11-24.jsonl`, lines(vault, '_commonplace/ledger/phone/2026-11-24.jsonl'));
		expect((await found(vault)).map(({ message }) => message)).toEqual(['The first event does not belong to this device’s ledger.', expect.stringContaining('so that a cut end would not show')]);
	});

	it('goes on after a write that failed, without a gap', async () => {
		let fail = false;
		const vault = memoryVault({}, {
			before: (operation, path) => {
				if (fail && operation === 'append' && path === MONDAY) throw new Error('disk full');
			},
		});
		const { ledger } = await open(vault, '2026-11-23');
		await ledger.append([event('a')]);
		fail = true;
		await expect(ledger.append([event('b')])).rejects.toThrow('disk full');
		fail = false;
		await ledger.append([event('c')]);
		expect(await verifyLedger(vault, LAYOUT)).toEqual({ events: 2, problems: [] });
	});
});

describe('tampering is found and named', () => {
	const cases: readonly (readonly [string, (vault: MemoryVault) => void, RegExp, string, number | null])[] = [
		['a changed line', (vault) => put(vault, MONDAY, lines(vault, MONDAY).map((line, index) => (index === 1 ? line.replace('"b"', '"x"') : line))), /Event 2 was changed/, MONDAY, 2],
		['a line spelled otherwise', (vault) => put(vault, MONDAY, lines(vault, MONDAY).map((line, index) => (index === 1 ? line.replace('{', '{ ') : line))), /Event 2 was changed/, MONDAY, 2],
		['a line made unreadable', (vault) => put(vault, MONDAY, lines(vault, MONDAY).map((line, index) => (index === 1 ? line.slice(1) : line))), /no event of the ledger any more/, MONDAY, 2],
		['a changed line sealed anew', (vault) => put(vault, MONDAY, lines(vault, MONDAY).map((line, index) => (index === 1 ? resealed(line, { path: 'x' }) : line))), /sealed anew/, MONDAY, 2],
		['the last line sealed anew', (vault) => put(vault, TUESDAY, lines(vault, TUESDAY).map((line, index) => (index === 1 ? resealed(line, { path: 'x' }) : line))), /not the one that was written/, TUESDAY, 2],
		['a removed line', (vault) => put(vault, MONDAY, lines(vault, MONDAY).filter((_, index) => index !== 1)), /removed before this one: event 2 is missing/, MONDAY, 2],
		['the first line removed', (vault) => put(vault, MONDAY, lines(vault, MONDAY).slice(1)), /event 1 is missing/, MONDAY, 1],
		['a removed day', (vault) => put(vault, MONDAY, []), /events 1 to 3 are missing/, TUESDAY, 1],
		['an inserted copy', (vault) => put(vault, MONDAY, [...lines(vault, MONDAY), at(lines(vault, MONDAY), 0)]), /inserted: event 1 stands/, MONDAY, 4],
		['an inserted forgery', (vault) => put(vault, MONDAY, [at(lines(vault, MONDAY), 0), resealed(at(lines(vault, MONDAY), 1), { path: 'forged' }), ...lines(vault, MONDAY).slice(1)]), /inserted: event 2 stands/, MONDAY, 3],
		['a blank line', (vault) => put(vault, MONDAY, [at(lines(vault, MONDAY), 0), '', ...lines(vault, MONDAY).slice(1)]), /blank line was inserted/, MONDAY, 2],
		['reordered lines', (vault) => put(vault, MONDAY, [0, 2, 1].map((index) => at(lines(vault, MONDAY), index))), /reordered: event 2 stands after event 3/, MONDAY, 3],
		['a cut tail', (vault) => put(vault, TUESDAY, lines(vault, TUESDAY).slice(0, 1)), /cut off.*event 5 is missing/, TUESDAY, 2],
		['a cut last day', (vault) => put(vault, TUESDAY, []), /cut off.*events 4 to 5 are missing/, TUESDAY, 1],
		['half a last line', (vault) => vault.edit(TUESDAY, (vault.files()[TUESDAY] ?? '').slice(0, -20)), /last line was cut off/, TUESDAY, 2],
		['a missing anchor', (vault) => vault.edit(HEAD, null), /missing|cannot be read/, HEAD, null],
		['a broken anchor', (vault) => vault.edit(HEAD, '{'), /was changed/, HEAD, null],
		['a forged number', (vault) => put(vault, TUESDAY, [...lines(vault, TUESDAY), resealed(at(lines(vault, TUESDAY), 1), { seq: 9_000_000_000 })]), /forged/, TUESDAY, 3],
	];
	it.each(cases)('%s', async (_, tamper, message, path, line) => {
		const vault = await twoDays();
		tamper(vault);
		const problems = await found(vault);
		expect(problems.find((each) => message.test(each.message))).toMatchObject({ path, line });
	});

	it('any changed byte of any line is found', async () => {
		const vault = await twoDays();
		const before = vault.files();
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(MONDAY, TUESDAY), fc.nat(), fc.integer({ min: 32, max: 126 }), async (path, offset, code) => {
				const text = before[path] ?? '';
				const place = offset % text.length;
				const changed = text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1);
				vault.edit(path, changed);
				const problems = await found(vault);
				vault.edit(path, text);
				expect(problems.length > 0).toBe(changed !== text && changed !== text.trimEnd());
			}),
			{ numRuns: 300 },
		);
	});

	it('stays visible after the ledger went on', async () => {
		const cut = await twoDays();
		put(cut, TUESDAY, lines(cut, TUESDAY).slice(0, 1));
		expect(await told(cut, '2026-11-24', 'f')).toEqual([expect.stringContaining('the end was cut off')]);
		expect((await found(cut)).map(({ message }) => message)).toEqual([expect.stringContaining('event 5 is missing')]);

		const changed = await twoDays();
		put(changed, TUESDAY, lines(changed, TUESDAY).map((line, index) => (index === 1 ? line.replace('"e"', '"x"') : line)));
		expect(await told(changed, '2026-11-24', 'f')).toHaveLength(2);
		expect((await found(changed)).map(({ message }) => message)).toContainEqual(expect.stringContaining('Event 5 was changed'));
	});
});

describe('after a crash', () => {
	it('sets a torn last line aside wherever it was cut, and goes on', async () => {
		const vault = await twoDays();
		const whole = vault.files()[TUESDAY] ?? '';
		const start = whole.indexOf('\n') + 1;
		for (let end = start + 1; end < whole.length - 1; end += 7) {
			const copy = memoryVault({ ...vault.files(), [TUESDAY]: whole.slice(0, end), [HEAD]: canonicalJson({ path: TUESDAY, seq: 4, seal: parsed(whole.slice(0, start)).seal }) });
			const problems = await told(copy, '2026-11-24', 'again');
			expect(problems).toEqual([expect.stringContaining('cut off by a crash')]);
			expect(copy.files()[`${FOLDER}/2026-11-24.torn`]).toBe(`${whole.slice(start, end)}\n`);
			expect(lines(copy, TUESDAY).map((line) => parsed(line).path)).toEqual(['d', 'again']);
			expect(await found(copy)).toEqual([]);
		}
	});

	it('keeps a last line that lacks only its line break', async () => {
		const vault = await twoDays();
		vault.edit(TUESDAY, (vault.files()[TUESDAY] ?? '').trimEnd());
		expect(await told(vault, '2026-11-24', 'f')).toEqual([]);
		expect(await verifyLedger(vault, LAYOUT)).toEqual({ events: 6, problems: [] });
	});

	it('sets aside the zeros that a power cut leaves', async () => {
		const vault = await twoDays();
		vault.edit(TUESDAY, `${vault.files()[TUESDAY] ?? ''}${'\0'.repeat(50)}`);
		expect(await told(vault, '2026-11-24', 'f')).toHaveLength(1);
		expect(await found(vault)).toEqual([]);
	});

	it('is whole, or mended at the next start, after a crash at any write', async () => {
		for (let dies = 1; dies < 12; dies++) {
			for (const torn of [0, 0.5, 1]) {
				let writes = 0;
				const crash = (): boolean => ++writes >= dies;
				let dead = false;
				let stood = 0;
				const vault: MemoryVault = memoryVault({}, {
					before: (operation, path) => {
						if (operation === 'append') stood = (vault.files()[path] ?? '').length;
						if (dead && operation !== 'list' && operation !== 'read' && operation !== 'stat') throw new Error('dead');
					},
					tear: (operation, _, text) => {
						if (dead || !crash()) return text;
						dead = true;
						return operation === 'append' ? text.slice(0, stood + Math.floor((text.length - stood) * torn)) : text;
					},
					after: () => {
						if (dead) throw new Error('dead');
					},
				});
				try {
					await told(vault, '2026-11-23', 'a', 'b');
					await told(vault, '2026-11-24', 'c');
					await told(vault, '2026-11-24', 'd');
				} catch {
					// The process died; the next one finds what it left.
				}
				const next = memoryVault(vault.files());
				await told(next, '2026-11-24', 'z');
				expect(await found(next)).toEqual([]);
			}
		}
	});
});

describe('that there was no violation', () => {
	const MONDAY_TEN = Date.parse('2026-11-23T10:00:00Z');
	const none = (vault: MemoryVault, since: number): Promise<boolean> => noViolationSince(vault, host('2026-11-24'), LAYOUT, since);
	const violation: NewEvent = { type: 'verdict', actor: 'offline', run: 'r-1', violations: ['forbidden-action'] };

	it('is known without the ledger where none was ever told, or none since', async () => {
		const vault = await twoDays();
		expect(await none(vault, 0)).toBe(true);
		await (await open(vault, '2026-11-24')).ledger.append([violation]);
		expect(await none(vault, MONDAY_TEN)).toBe(false);
		await told(vault, '2026-11-25', 'later');
		expect(await none(vault, MONDAY_TEN)).toBe(false);
		expect(await none(vault, Date.parse('2026-11-25T00:00:00Z'))).toBe(true);
	});

	it.each<readonly [string, (vault: MemoryVault) => void]>([
		['there is no note of where the ledger ends', (vault) => vault.edit(HEAD, null)],
		['that note cannot be read', (vault) => vault.edit(HEAD, '{')],
		['it does not tell', (vault) => vault.edit(HEAD, (vault.files()[HEAD] ?? '').replace(/,"violation":""/, '').replace(/"opinion":"",/, ''))],
		['the ledger was touched since', (vault) => vault.edit(TUESDAY, `${vault.files()[TUESDAY] ?? ''}\n`)],
	])('is not known where %s, and no more that there was no opinion', async (_, change) => {
		const vault = await twoDays();
		expect(await noOpinionEver(vault, LAYOUT, host('2026-11-24').device)).toBe(true);
		change(vault);
		expect(await none(vault, 0)).toBe(false);
		expect(await noOpinionEver(vault, LAYOUT, host('2026-11-24').device)).toBe(false);
	});
});

it('that nobody gave an opinion is known without the ledger, of each device by itself, until somebody does', async () => {
	const vault = await twoDays();
	const none = (device: string): Promise<boolean> => noOpinionEver(vault, LAYOUT, device);
	expect(await none(host('2026-11-24').device)).toBe(true);
	expect(await none('another')).toBe(false);
	await (await open(vault, '2026-11-24')).ledger.append([{ type: 'opinion', actor: 'reviewer', run: 'r-1' }]);
	await told(vault, '2026-11-25', 'later');
	expect(await none(host('2026-11-24').device)).toBe(false);
});
