import { VaultError } from '../vault/port.js';

/** Reading, and writing only where what was read still stands. */
export interface SwapVault {
	read(path: string): Promise<string>;
	swap(path: string, expect: string, text: string): Promise<boolean>;
}

// Whoever loses this often is not racing a person but a program that never rests.
const MOST_TRIES = 200;

/**
 * `VaultPort.process` where the callback cannot run inside the app's own step: the change is worked out from what was read, and
 * written only if the file still holds that. Throws `busy` when the file changes faster than it can be read.
 */
export async function processBySwap(vault: SwapVault, path: string, change: (current: string) => string): Promise<string> {
	for (let tries = 0; tries < MOST_TRIES; tries += 1) {
		const current = await vault.read(path);
		const next = change(current);
		if (next === current || (await vault.swap(path, current, next))) return next;
	}
	throw new VaultError('busy', path, `${path}: another program keeps changing it; try again when that has ended.`);
}
