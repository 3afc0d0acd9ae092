import { hashText } from '../model/hash.js';
import { problem, type Problem } from '../model/result.js';
import { VaultError, type FileStat, type VaultReader } from '../vault/port.js';

export interface NoteText {
	readonly file: FileStat;
	readonly text: string;
	readonly hash: string;
}

const ADVICE: Readonly<Partial<Record<VaultError['code'], string>>> = {
	'not-text': 'It is not valid UTF-8. Save it as UTF-8 to have it read.',
	denied: 'It may not be read. Check its permissions, or whether it is a link that leaves the vault.',
	missing: 'It vanished while it was read. It is looked at again on the next run.',
	'is-folder': 'It is a folder whose name ends like a note’s. Rename it.',
};

/** What to tell a user about a file that the vault would not give. */
export const unreadable = (path: string, error: unknown): Problem =>
	problem(path, (error instanceof VaultError ? ADVICE[error.code] : undefined) ?? `It could not be read: ${error instanceof Error ? error.message : String(error)}.`);

/** Reads a note whole, or says that it kept changing under the reader's hands. */
async function readSteady(reader: VaultReader, file: FileStat): Promise<NoteText | Problem> {
	let before = file;
	for (let attempt = 0; attempt < 3; attempt++) {
		const text = await reader.read(file.path);
		const after = await reader.stat(file.path);
		if (after === null || after === 'folder') return unreadable(file.path, new VaultError('missing', file.path, 'gone'));
		if (after.mtime === before.mtime && after.size === before.size) return { file: after, text, hash: hashText(text) };
		before = after;
	}
	return problem(file.path, 'It changed while it was read, three times. It is looked at again on the next run.');
}

/** One bad note never stops the rest. */
export async function readNotes(reader: VaultReader, files: readonly FileStat[]): Promise<{ readonly notes: readonly NoteText[]; readonly problems: readonly Problem[] }> {
	const notes: NoteText[] = [];
	const problems: Problem[] = [];
	for (const file of files) {
		try {
			const note = await readSteady(reader, file);
			if ('text' in note) notes.push(note);
			else problems.push(note);
		} catch (error) {
			problems.push(unreadable(file.path, error));
		}
	}
	return { notes, problems };
}
