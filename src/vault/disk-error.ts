import { VaultError, type VaultErrorCode } from './port.js';

const CODES: Readonly<Record<string, VaultErrorCode>> = {
	ENOENT: 'missing',
	EEXIST: 'exists',
	ENOTEMPTY: 'exists',
	EISDIR: 'is-folder',
	ENOTDIR: 'not-folder',
	EACCES: 'denied',
	EPERM: 'denied',
	EROFS: 'denied',
	ELOOP: 'denied',
	ENOSPC: 'full',
	EDQUOT: 'full',
	EBUSY: 'busy',
	EMFILE: 'busy',
	ENFILE: 'busy',
	ETXTBSY: 'busy',
};

const MEANINGS: Readonly<Record<VaultErrorCode, string>> = {
	missing: 'there is no such file',
	exists: 'something stands there already',
	'is-folder': 'this is a folder, not a file',
	'not-folder': 'a part of the path is a file, not a folder',
	denied: 'the system does not allow it; check the rights of the file and its folder',
	full: 'the disk is full; make room and try again',
	busy: 'another program holds it; try again',
	'not-text': 'the bytes are not UTF-8; save it again as UTF-8',
	io: 'the disk failed',
};

/** The system's name for the error, such as `ENOENT`; empty for errors of another kind. */
export const errno = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

export const vaultError = (code: VaultErrorCode, path: string, detail = MEANINGS[code]): VaultError => new VaultError(code, path, `${path}: ${detail}.`);

/** Errors of the file system as the port words them; all others unchanged. */
export function asVaultError(error: unknown, path: string): unknown {
	const code = errno(error);
	if (error instanceof VaultError || code === '') return error;
	const kind = CODES[code] ?? 'io';
	return vaultError(kind, path, kind === 'io' ? `${MEANINGS.io} (${code})` : MEANINGS[kind]);
}

/** Runs the operation; errors with one of the codes are no errors here. */
export function ignoring(codes: readonly string[], operation: () => void): void {
	try {
		operation();
	} catch (error) {
		if (!codes.includes(errno(error))) throw error;
	}
}
