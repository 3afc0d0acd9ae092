import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { errno, vaultError } from '../disk-error.js';
import { folderOf, NOFOLLOW, type Places } from './places.js';

// What stands in the text for bytes that are none; a file may also hold it.
const NO_CHARACTER = '\ufffd';

function decode(bytes: Buffer, path: string): string {
	if (!isUtf8(bytes)) throw vaultError('not-text', path);
	return bytes.toString('utf8');
}

/** The whole text of an open file, however long it has grown. */
export function readOpen(fd: number, path: string): string {
	const size = fstatSync(fd).size;
	const chunks: Buffer[] = [];
	for (let at = 0; ; ) {
		const chunk = Buffer.allocUnsafe(Math.max(size - at, 0) + 1);
		const got = readSync(fd, chunk, 0, chunk.length, at);
		// One byte more was asked for than there should be.
		if (at === 0 && got === size) return decode(chunk.subarray(0, got), path);
		if (got === 0) break;
		chunks.push(chunk.subarray(0, got));
		at += got;
	}
	return decode(Buffer.concat(chunks), path);
}

/** The text at a path, behind links that stay in the vault. */
export function readText(places: Places, path: string): string {
	places.locate(path);
	if (NOFOLLOW !== 0) {
		const folder = folderOf(path);
		let fd: number | null = null;
		try {
			fd = openSync(`${places.resolveFolder(folder)}/${path.slice(folder === '' ? 0 : folder.length + 1)}`, constants.O_RDONLY | NOFOLLOW);
		} catch (error) {
			// A first run asks for thousands of files that are not there yet.
			if (errno(error) === 'ENOENT') throw vaultError('missing', path);
			// A link, or nothing that can be opened: below it is followed, or told what is wrong.
		}
		if (fd !== null) {
			try {
				// In one step, which is quicker than to look whether the bytes are text and then to make it of them.
				const text = readFileSync(fd, 'utf8');
				if (!text.includes(NO_CHARACTER)) return text;
			} finally {
				closeSync(fd);
			}
		}
	}
	return decode(readFileSync(places.resolve(path)), path);
}
