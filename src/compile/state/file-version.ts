import type { VaultReader } from '../../vault/port.js';
import { racyStep } from '../plan.js';

/** Time and size of a file of which both tell of any later change. */
export interface FileVersion {
	readonly mtime: number;
	readonly size: number;
}

/** Null where there is no such file, or it is so young at `now` (milliseconds) that its time may not tell of the next change. */
export async function versionOf(reader: VaultReader, path: string, now: number): Promise<FileVersion | null> {
	const found = await reader.stat(path);
	return found === null || found === 'folder' || found.mtime >= now - racyStep(found.mtime) ? null : { mtime: found.mtime, size: found.size };
}

/** True where both are known and one; else the file must be read to know. */
export const isSameVersion = (a: FileVersion | null, b: FileVersion | null): boolean => a !== null && b !== null && a.mtime === b.mtime && a.size === b.size;
