import { describe, expect, it } from 'vitest';
import { isStopped, liftStop, raiseStop, readStop } from '../../src/gate/stop.js';
import { recordStore } from '../../src/vault/commit/record.js';
import { DEFAULT_LAYOUT } from '../../src/vault/layout.js';
import { memoryVault } from '../../src/vault/memory.js';
import { VaultError } from '../../src/vault/port.js';

const LAYOUT = DEFAULT_LAYOUT;
const host = { now: () => 0, today: () => '1970-01-01', device: 'desk', isAlive: () => null, pid: 1, wait: () => Promise.resolve() };

describe('the emergency stop', () => {
	it('is raised, survives a restart, and is lifted', async () => {
		const vault = memoryVault();
		expect(await readStop(vault, LAYOUT)).toEqual({ stopped: false, why: null });
		await raiseStop(recordStore(vault, LAYOUT), LAYOUT, host, 'me', 'it goes\nwrong');
		await raiseStop(recordStore(vault, LAYOUT), LAYOUT, host, 'me', 'still');
		const again = memoryVault(vault.files());
		expect(await readStop(again, LAYOUT)).toMatchObject({ stopped: true, why: expect.stringContaining('still') as string });
		await liftStop(recordStore(again, LAYOUT), LAYOUT);
		expect(await isStopped(again, LAYOUT)).toBe(false);
	});
	it.each(['STOP.md', 'stop.md', 'Stop.md', 'STOP'])('is any file %s, even an empty one', async (name) => {
		expect(await isStopped(memoryVault({ [`_commonplace/${name}`]: '' }), LAYOUT)).toBe(true);
	});
	it('is a folder of that name too', async () => {
		expect(await isStopped(memoryVault({ '_commonplace/STOP.md/x': '' }), LAYOUT)).toBe(true);
	});
	it('is on where nobody can look', async () => {
		const vault = memoryVault({}, {
			before: (operation, path) => {
				if (operation === 'stat') throw new VaultError('io', path, 'unreadable');
			},
		});
		expect(await isStopped(vault, LAYOUT)).toBe(true);
	});
});
