import type { Remote } from 'comlink';
import { VaultError, type VaultPort } from '../../vault/port.js';
import { processBySwap } from '../swap-loop.js';
import { unpacked } from './packed-listing.js';
import type { Crossed, VaultCalls } from './protocol.js';
import { textOfBytes } from './text-of-bytes.js';

async function arrived<T>(answer: Promise<Crossed<T>>): Promise<T> {
	const crossed = await answer;
	if (crossed.ok) return crossed.value;
	throw new VaultError(crossed.code, crossed.path, crossed.message);
}

/** The vault as the engine's thread sees it: every call goes to the main thread. */
export function remoteVault(host: Pick<Remote<VaultCalls>, Exclude<keyof VaultCalls, 'progress'>>): VaultPort {
	const read = async (path: string): Promise<string> => textOfBytes(await arrived(host.read(path)), path);
	return {
		list: async (folder) => unpacked(await arrived(host.list(folder))),
		stat: (path) => arrived(host.stat(path)),
		read,
		create: (path, text) => arrived(host.create(path, text)),
		process: (path, change) => processBySwap({ read, swap: (each, expect, text) => arrived(host.swap(each, expect, text)) }, path, change),
		append: (path, text) => arrived(host.append(path, text)),
		replace: (path, text) => arrived(host.replace(path, text)),
		rename: (from, to) => arrived(host.rename(from, to)),
		remove: (path) => arrived(host.remove(path)),
		sweep: (folder) => arrived(host.sweep(folder)),
	};
}
