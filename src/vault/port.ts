/** What a listing tells of a file, without reading it. Paths are vault-relative, with `/`, as the vault spells them. */
export interface FileStat {
	readonly path: string;
	/** Milliseconds since the epoch. */
	readonly mtime: number;
	/** Bytes. */
	readonly size: number;
}

/** Why the vault could not do it. `denied` covers read-only vaults and paths that leave the vault. */
export type VaultErrorCode = 'missing' | 'exists' | 'is-folder' | 'not-folder' | 'denied' | 'full' | 'busy' | 'not-text' | 'io';

/** Thrown by a port; `vault/` turns it into a `Problem` at its edge. */
export class VaultError extends Error {
	constructor(
		readonly code: VaultErrorCode,
		readonly path: string,
		message: string,
	) {
		super(message);
		this.name = 'VaultError';
	}
}

export interface VaultReader {
	/**
	 * Every file below the folder, in no particular order; empty if there is no such folder. A vault may leave out what is below `except`,
	 * where that is quicker: whoever does not want it has to look.
	 */
	list(folder: string, except?: readonly string[]): Promise<FileStat[]>;
	/** The paths alone of what `list` gives, from a vault that is quicker at that; `listPaths` asks any. */
	paths?(folder: string, except?: readonly string[]): Promise<string[]>;
	stat(path: string): Promise<FileStat | 'folder' | null>;
	/** The file's text as UTF-8, a byte-order mark kept. Bytes that are not UTF-8: `not-text`. */
	read(path: string): Promise<string>;
}

/** The path of every file below the folder, as `list` has them. */
export const listPaths = async (reader: VaultReader, folder: string, except?: readonly string[]): Promise<readonly string[]> =>
	reader.paths === undefined ? (await reader.list(folder, except)).map(({ path }) => path) : reader.paths(folder, except);

/** Called by `vault/commit` alone; a test holds that. Missing parent folders are made. */
export interface VaultWriter {
	/** Throws `exists` if anything stands at the path. */
	create(path: string, text: string): Promise<void>;
	/**
	 * Reads, changes and replaces in one step that no other writer of this process can enter; returns what was written.
	 * The callback is synchronous and may return its argument to leave the file alone. On disk the replacement is atomic.
	 */
	process(path: string, change: (current: string) => string): Promise<string>;
	/** Adds to the end, making the file if it is missing; durable when it returns. */
	append(path: string, text: string): Promise<void>;
	/** Creates or replaces a file, atomically; forced to the platter only where it is `durable`, which what can be rebuilt need not be. */
	replace(path: string, text: string, durable?: boolean): Promise<void>;
	/** Throws `exists` if anything stands at the target. */
	rename(from: string, to: string): Promise<void>;
	/** Only for files under `_commonplace/`; a page is moved, never removed. */
	remove(path: string): Promise<void>;
	/** Removes what writes that a crash cut off left below the folder, hidden from `list`; returns how many files went. */
	sweep(folder: string): Promise<number>;
}

export interface VaultPort extends VaultReader, VaultWriter {}

/** The host's clock and name. The core has no other way to know either. */
export interface Host {
	/** Milliseconds since the epoch. */
	now(): number;
	/** The user's own date, `YYYY-MM-DD`. */
	today(): string;
	/** Names this device in the ledger and the journal: lower-case letters, digits and hyphens. */
	readonly device: string;
	/** Whether the process that holds a lease on this device still runs; null where the host cannot tell. */
	isAlive(pid: number): boolean | null;
	readonly pid: number;
	/** Resolves after so many milliseconds. */
	wait(milliseconds: number): Promise<void>;
}
