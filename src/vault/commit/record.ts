import type { Layout } from '../layout.js';
import { VaultError, type VaultPort } from '../port.js';
import { isInside, vaultPath } from '../vault-path.js';

/** The one way to write the system's own files. Every method throws a `VaultError`, `denied` for a path outside `_commonplace/`. */
export interface RecordStore {
	/** The text, or null where no file stands. */
	read(path: string): Promise<string | null>;
	/** Creates or replaces; atomic, but lost on a power cut: for what can be rebuilt. */
	write(path: string, text: string): Promise<void>;
	/** Creates or replaces; on the platter when it returns. */
	writeDurable(path: string, text: string): Promise<void>;
	/** Writes the text if the file says `expect` to the letter, in one step; false where it says something else. Throws `missing` where nothing stands. */
	swap(path: string, expect: string, text: string): Promise<boolean>;
	/** Throws `exists` where anything stands; on the platter when it returns. */
	create(path: string, text: string): Promise<void>;
	/** Adds lines, each with its own line break; on the platter when it returns. */
	append(path: string, lines: readonly string[]): Promise<void>;
	/** Of several who move one file at once, one succeeds. Throws `missing` where nothing stands, `exists` where anything stands at the target. */
	move(from: string, to: string): Promise<void>;
	/** A file that is gone already is no error. */
	remove(path: string): Promise<void>;
}

export function recordStore(port: VaultPort, layout: Layout): RecordStore {
	const own = (path: string): string => {
		const checked = vaultPath(path);
		if (!checked.ok) throw new VaultError('denied', path, checked.error);
		if (!isInside(path, layout.home)) throw new VaultError('denied', path, `${path} is outside ${layout.home}/; records are written nowhere else.`);
		return path;
	};

	return {
		read: async (path) => {
			own(path);
			return readOrNull(port, path);
		},
		write: async (path, text) => port.replace(own(path), text),
		create: async (path, text) => port.create(own(path), text),
		writeDurable: async (path, text) => port.replace(own(path), text, true),
		async swap(path, expect, text) {
			let same = false;
			await port.process(own(path), (current) => {
				same = current === expect;
				return same ? text : current;
			});
			return same;
		},
		async append(path, lines) {
			if (lines.length > 0) await port.append(own(path), lines.map((line) => `${line}\n`).join(''));
		},
		move: async (from, to) => port.rename(own(from), own(to)),
		async remove(path) {
			try {
				await port.remove(own(path));
			} catch (error) {
				if (!isVaultError(error, 'missing')) throw error;
			}
		},
	};
}

export const isVaultError = (error: unknown, ...codes: readonly VaultError['code'][]): error is VaultError =>
	error instanceof VaultError && (codes.length === 0 || codes.includes(error.code));

/** Null where no file stands; other errors are thrown. */
export async function readOrNull(port: VaultPort, path: string): Promise<string | null> {
	try {
		return await port.read(path);
	} catch (error) {
		if (isVaultError(error, 'missing')) return null;
		throw error;
	}
}
