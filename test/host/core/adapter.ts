import type { DataAdapter, FileStats } from 'obsidian';

/** A file as the vault first learns of it. `text` is there where the adapter could give it cheaply. */
export interface FileEntry {
	readonly path: string;
	readonly stat: FileStats;
	readonly text?: string;
}

/** Everything in the vault that is not hidden. */
export interface Snapshot {
	readonly folders: readonly string[];
	readonly files: readonly FileEntry[];
}

/** The app's adapter, and what a host needs besides: everything at once, and word of changes from outside. */
export interface HostAdapter extends DataAdapter {
	snapshot(): Promise<Snapshot>;
	/** Tells paths where something may have changed, by whomever. Returns how to stop. */
	watch(onChange: (paths: readonly string[]) => void): () => void;
}

export const encode = (text: string): ArrayBuffer => new TextEncoder().encode(text).slice().buffer;
/** A byte-order mark is kept: it is a part of the file. */
export const decode = (bytes: ArrayBuffer | Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** The errors that the app's desktop adapter passes on from Node. */
export function diskError(code: 'ENOENT' | 'EEXIST' | 'ENOTEMPTY' | 'EISDIR' | 'ENOTDIR', what: string, path: string): Error {
	const words = { ENOENT: 'no such file or directory', EEXIST: 'file already exists', ENOTEMPTY: 'directory not empty', EISDIR: 'illegal operation on a directory', ENOTDIR: 'not a directory' };
	return Object.assign(new Error(`${code}: ${words[code]}, ${what} '${path}'`), { code });
}
