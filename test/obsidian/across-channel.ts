import { expose, wrap } from 'comlink';
import { afterAll } from 'vitest';
import type { HostCalls } from '../../src/obsidian/engine/protocol.js';
import { remoteVault } from '../../src/obsidian/engine/remote-vault.js';
import { serveVault } from '../../src/obsidian/engine/serve-vault.js';
import type { AppVault } from '../../src/obsidian/vault-adapter.js';
import type { Layout } from '../../src/vault/layout.js';
import type { VaultPort } from '../../src/vault/port.js';

const ports: MessagePort[] = [];
afterAll(() => {
	for (const port of ports) port.close();
});

/** Folders that let everything be written. */
export const EVERYWHERE: Layout = { raw: '', wiki: '', output: '', home: '' };

/** The app's vault as the engine's thread has it, at the other end of a channel. */
export function acrossChannel(vault: AppVault, layout: Layout): { readonly far: VaultPort; close(): Promise<void> } {
	const served = serveVault(vault, layout, () => undefined);
	const { port1, port2 } = new MessageChannel();
	ports.push(port1, port2);
	expose(served.calls, port1);
	return { far: remoteVault(wrap<HostCalls>(port2)), close: () => served.close() };
}
