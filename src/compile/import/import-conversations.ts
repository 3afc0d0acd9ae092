import { readArchives, type ExportFile } from '../../conversations/read-archive.js';
import type { Problem } from '../../model/result.js';
import type { Layout } from '../../vault/layout.js';
import type { VaultReader } from '../../vault/port.js';
import { unreadable } from '../read-sources.js';
import { readImported, type ImportedNote } from './conversation-note.js';
import { planImport, type ImportItem } from './plan-import.js';

export interface ImportPlan {
	/** By the time they began. */
	readonly items: readonly ImportItem[];
	readonly problems: readonly Problem[];
}

/** Where imported conversations go. */
export const importFolder = ({ raw }: Layout): string => `${raw}/transcripts`;

/** What an import of these files would write, and why what is there stays as it is. Writes nothing. */
export async function importPlan(reader: VaultReader, layout: Layout, files: readonly ExportFile[]): Promise<ImportPlan> {
	const { conversations, problems } = readArchives(files);
	const folder = importFolder(layout);
	const known: ImportedNote[] = [];
	const found: Problem[] = [...problems];
	const paths = (await reader.list(folder)).map(({ path }) => path).sort();
	for (const path of conversations.length === 0 ? [] : paths.filter((each) => each.endsWith('.md'))) {
		try {
			const note = readImported(path, await reader.read(path));
			if (note !== null) known.push(note);
		} catch (error) {
			found.push(unreadable(path, error));
		}
	}
	return { items: planImport(conversations, folder, paths, known), problems: found };
}
