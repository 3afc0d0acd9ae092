import { vaultError } from '../../vault/disk-error.js';

/** What the bytes of a file are in UTF-8, a byte-order mark kept. Throws `not-text` where they are not. */
export function textOfBytes(bytes: ArrayBuffer, path: string): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw vaultError('not-text', path);
	}
}
