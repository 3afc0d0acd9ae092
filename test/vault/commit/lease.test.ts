import { describe, expect, it } from 'vitest';
import { acquireLease, leaseHolders, type Lease } from '../../../src/vault/commit/lease.js';
import { DEFAULT_LAYOUT as layout } from '../../../src/vault/layout.js';
import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import { VaultError, type VaultPort } from '../../../src/vault/port.js';
import { testHost, type TestHost } from './hosts.js';

async function take(vault: VaultPort, host: TestHost, term?: number): Promise<Lease> {
	const result = await acquireLease(vault, host, layout, { run: `run-${host.pid}`, ...(term === undefined ? {} : { term }) });
	if (!result.ok) throw new Error(result.error.message);
	return result.value;
}

const files = (vault: MemoryVault): string[] => Object.keys(vault.files());

describe('acquireLease', () => {
	it('gives it to one, and tells the other who holds it until when', async () => {
		const vault = memoryVault();
		const running = new Set([1, 2]);
		const lease = await take(vault, testHost(1, running), 5000);
		const second = await acquireLease(vault, testHost(2, running), layout, { run: 'run-2' });
		expect(second).toMatchObject({ ok: false, error: { message: expect.stringMatching(/\(1\).*run-1.*2023-11-14T22:13:25/) as unknown } });
		expect(await leaseHolders(vault, testHost(2, running), layout)).toMatchObject([{ token: lease.token, pid: 1, run: 'run-1' }]);
		await lease.release();
		expect(files(vault)).toEqual([]);
		await take(vault, testHost(2, running));
	});

	it('waits for one that is soon done, where it is to', async () => {
		const vault = memoryVault();
		const running = new Set([1, 2]);
		const lease = await take(vault, testHost(1, running));
		const waiting = acquireLease(vault, testHost(2, running), layout, { run: 'run-2', retries: 30 });
		await lease.release();
		expect(await waiting).toMatchObject({ ok: true, value: { run: 'run-2' } });
		expect(files(vault)).toHaveLength(1);
	});

	it('does not give it twice within one process', async () => {
		const vault = memoryVault();
		const host = testHost(1);
		await take(vault, host);
		expect((await acquireLease(vault, host, layout, { run: 'again' })).ok).toBe(false);
	});

	it('takes over from the dead at once, from the silent when the term ends', async () => {
		const vault = memoryVault();
		const dead = await take(vault, testHost(1, new Set([1, 2])));
		expect(dead.tookOver).toBe(false);
		expect((await take(vault, testHost(2, new Set([2])))).tookOver).toBe(true);
		expect(files(vault)).toHaveLength(1);

		const phone = memoryVault();
		await take(phone, testHost(1, null), 1000);
		const other = testHost(2, null);
		expect((await acquireLease(phone, other, layout, { run: 'r' })).ok).toBe(false);
		other.time += 1001;
		expect((await take(phone, other)).tookOver).toBe(true);
	});

	it('takes over from an earlier process that had the same number', async () => {
		const vault = memoryVault({ '_commonplace/state/desk/lease/abc-1-1.json': JSON.stringify({ token: 'abc-1-1', pid: 1, run: 'old', expires: testHost().time + 60_000 }) });
		expect((await take(vault, testHost(1, null))).tookOver).toBe(true);
	});

	it('respects a torn lease of a living process, and one from a clock that ran ahead not for ever', async () => {
		const running = new Set([1, 2]);
		const host = testHost(2, running);
		const file = `_commonplace/state/desk/lease/${host.time.toString(36)}-1-1.json`;
		const vault = memoryVault({ [file]: '{"tok' });
		expect((await acquireLease(vault, host, layout, { run: 'r' })).ok).toBe(false);
		vault.edit(file, JSON.stringify({ run: 'r', expires: host.time + 1e12 }));
		expect((await take(vault, host)).tookOver).toBe(true);
	});

	it('leaves another device alone', async () => {
		const vault = memoryVault();
		await take(vault, testHost(1, null, 'desk'));
		await take(vault, testHost(2, null, 'phone'));
	});

	it('says what is wrong with a vault that cannot be written to, and leaves nothing that would block the next try', async () => {
		let broken = true;
		const vault = memoryVault({}, {
			before(operation, path) {
				if (broken && operation === 'list') throw new VaultError('io', path, 'the disk failed.');
			},
		});
		const host = testHost();
		expect(await acquireLease(vault, host, layout, { run: 'r' })).toMatchObject({ ok: false, error: { message: expect.stringContaining('the disk failed') as unknown } });
		broken = false;
		await take(vault, host);
	});
});

describe('hold', () => {
	it('renews when half of the term is gone, and never comes back from the dead', async () => {
		const vault = memoryVault();
		const running = new Set([1, 2]);
		const host = testHost(1, running);
		const lease = await take(vault, host, 1000);
		for (let step = 0; step < 10; step += 1) {
			host.time += 600;
			expect(await lease.hold()).toBe(true);
		}
		host.time += 1001;
		expect(await lease.hold()).toBe(false);
		const other = testHost(2, running);
		other.time = host.time;
		const next = await take(vault, other, 1000);
		expect(await lease.hold()).toBe(false);
		expect(await next.hold()).toBe(true);
		await lease.release();
		expect(await next.hold()).toBe(true);
		expect(files(vault)).toHaveLength(1);
	});

	it('notices that another came while it was renewing', async () => {
		const running = new Set([1, 2]);
		const host = testHost(1, running);
		const rival = `_commonplace/state/desk/lease/zzz-2-1.json`;
		const vault: MemoryVault = memoryVault({}, {
			before(operation) {
				if (operation === 'replace') vault.edit(rival, JSON.stringify({ run: 'rival', expires: host.time + 1000 }));
			},
		});
		const lease = await take(vault, host, 1000);
		host.time += 999;
		expect(await lease.hold()).toBe(false);
		expect(files(vault)).toEqual([rival]);
	});
});

describe('many at once', () => {
	it('never let two hold it, and let each of them have it in the end', async () => {
		const inner = memoryVault();
		let seed = 42;
		const dice = (sides: number): number => {
			seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
			return seed % sides;
		};
		const slow = async (): Promise<void> => {
			for (let turns = dice(4); turns > 0; turns -= 1) await new Promise((resolve) => setTimeout(resolve, 0));
		};
		const vault: VaultPort = {
			...inner,
			async create(path, text) {
				await slow();
				await inner.create(path, text);
				await slow();
			},
			async list(folder) {
				await slow();
				const found = await inner.list(folder);
				await slow();
				return found;
			},
			async remove(path) {
				await slow();
				await inner.remove(path);
			},
		};
		const running = new Set([1, 2, 3, 4]);
		let holders = 0;
		let grants = 0;
		await Promise.all([...running].map(async (pid) => {
			const host = testHost(pid, running);
			for (let got = 0; got < 10; ) {
				host.time += 1;
				const result = await acquireLease(vault, host, layout, { run: 'r' });
				if (!result.ok) {
					await slow();
					continue;
				}
				holders += 1;
				expect(holders).toBe(1);
				await slow();
				holders -= 1;
				grants += 1;
				got += 1;
				await result.value.release();
			}
		}));
		expect(grants).toBe(40);
	});
});
