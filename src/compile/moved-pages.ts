import type { PageRecord } from '../model/page.js';
import type { VaultReader } from '../vault/port.js';

const ID = /^commonplace-id: *"?([a-z]-[0-9a-z]+)"? *$/m;

/** The id that a page's frontmatter gives it, if it is one of ours. */
export function pageId(text: string): string | null {
	const end = text.indexOf('\n---', 4);
	return text.startsWith('---') && end > 0 ? (ID.exec(text.slice(0, end + 1))?.[1] ?? null) : null;
}

/** Where a page stands that a person moved or renamed. The files are only read when one is missed. */
export function movedPages(reader: VaultReader, strangers: readonly string[]): (subject: string) => Promise<string | null> {
	let found: Map<string, string> | null = null;
	return async (subject) => {
		if (found === null) {
			found = new Map();
			for (const path of [...strangers].sort()) {
				if (!path.endsWith('.md')) continue;
				// A note that is no text cannot be the page; whoever reads it for itself tells of it.
				const id = await reader.read(path).then(pageId, () => null);
				if (id !== null && !found.has(id)) found.set(id, path);
			}
		}
		return found.get(subject) ?? null;
	};
}

/** The records of the pages among these files, at the path where each stands now: one that a person moved or renamed is known by its id, wherever its record says it is. */
export async function standingPages(reader: VaultReader, pages: ReadonlyMap<string, PageRecord>, standing: ReadonlySet<string>): Promise<PageRecord[]> {
	const moved = movedPages(reader, [...standing].filter((path) => !pages.has(path)));
	const found: PageRecord[] = [];
	for (const record of pages.values()) {
		if (record.type === 'catalogue') continue;
		const path = standing.has(record.path) ? record.path : await moved(record.id);
		if (path !== null) found.push(path === record.path ? record : { ...record, path });
	}
	return found;
}
