import { MemoryAdapter } from '../host/core/memory-adapter.js';
import { Vault } from '../host/core/vault.js';

export interface OpenedVault {
	readonly vault: Vault;
	readonly adapter: MemoryAdapter;
}

/** The app's vault over files in memory, as a plugin finds it when the app has started. */
export async function openVault(files: Readonly<Record<string, string>> = {}): Promise<OpenedVault> {
	const adapter = new MemoryAdapter(files);
	const vault = new Vault(adapter);
	await vault.open();
	vault.follow();
	return { vault, adapter };
}
