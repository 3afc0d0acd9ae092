import type { Commonplace } from '../compile/reports.js';
import { VaultError, type Host } from '../vault/port.js';

/** Builds the application over a vault's folder on disk. */
export function openVault(root: string, _host: Host): Promise<Commonplace> {
	return Promise.reject(new VaultError('io', root, 'the compile is not part of this build yet.'));
}
