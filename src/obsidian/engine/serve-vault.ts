import { transfer } from 'comlink';
import type { Layout } from '../../vault/layout.js';
import { VaultError } from '../../vault/port.js';
import { isInside } from '../../vault/vault-path.js';
import type { AppVault } from '../vault-adapter.js';
import { packed } from './packed-listing.js';
import type { Crossed, VaultCalls } from './protocol.js';

export interface ServedVault {
	readonly calls: VaultCalls;
	/** Refuses every write from now on, and resolves when those under way have ended. */
	close(): Promise<void>;
}

/**
 * The vault's calls as one thread of the engine may make them. What `vault/commit` decided over there is carried out here, and no
 * more: whatever the thread asks, nothing is written outside the four folders, and in `raw/` nothing but new notes.
 */
export function serveVault(vault: AppVault, layout: Layout, progress: VaultCalls['progress']): ServedVault {
	let closed = false;
	const writing = new Set<Promise<unknown>>();
	const own = [layout.wiki, layout.output, layout.home];

	const crossed = async <T>(work: () => Promise<T>): Promise<Crossed<T>> => {
		try {
			return { ok: true, value: await work() };
		} catch (error) {
			if (error instanceof VaultError) return { ok: false, code: error.code, path: error.path, message: error.message };
			throw error;
		}
	};
	/** Hands buffers over with the answer instead of having them copied. */
	const handing = async <T>(answer: Promise<Crossed<T>>, buffersOf: (value: T) => ArrayBuffer[]): Promise<Crossed<T>> => {
		const crossing = await answer;
		return crossing.ok ? transfer(crossing, buffersOf(crossing.value)) : crossing;
	};
	/** Writes below one of the folders. Messages of a thread that was ended may still arrive; they do nothing. */
	const write = <T>(path: string, folders: readonly string[], work: () => Promise<T>): Promise<Crossed<T>> =>
		crossed(async () => {
			if (closed) throw new VaultError('denied', path, `${path}: the work that wanted to write it was stopped.`);
			if (!folders.some((folder) => isInside(path, folder))) throw new VaultError('denied', path, `${path}: nothing is written outside ${folders.join(', ')}.`);
			const task = work();
			writing.add(task);
			try {
				return await task;
			} finally {
				writing.delete(task);
			}
		});

	return {
		calls: {
			list: (folder) => handing(crossed(() => packed(vault.slices(folder))), ({ paths, numbers }) => [paths, numbers.buffer]),
			stat: (path) => crossed(() => vault.stat(path)),
			read: (path) => handing(crossed(() => vault.bytes(path)), (bytes) => [bytes]),
			create: (path, text) => write(path, [...own, layout.raw], () => vault.create(path, text)),
			swap: (path, expect, text) => write(path, own, () => vault.swap(path, expect, text)),
			append: (path, text) => write(path, [layout.home], () => vault.append(path, text)),
			replace: (path, text) => write(path, [layout.home], () => vault.replace(path, text)),
			rename: (from, to) => write(from, own, () => write(to, own, () => vault.rename(from, to)).then(passed)),
			remove: (path) => write(path, [layout.home], () => vault.remove(path)),
			sweep: (folder) => crossed(() => vault.sweep(folder)),
			progress: (stage, done, total) => {
				if (!closed) progress(stage, done, total);
			},
		},
		close: async () => {
			closed = true;
			await Promise.allSettled([...writing]);
		},
	};
}

function passed<T>(answer: Crossed<T>): T {
	if (answer.ok) return answer.value;
	throw new VaultError(answer.code, answer.path, answer.message);
}
