import type { Layout } from '../vault/layout.js';
import { isSourcePage } from './facts.js';
import type { LintNote, LintPage, ReadNote } from './input.js';
import type { LinkIndex } from './link-index.js';

/** Puts a note that was read in its place in the vault. */
export function lintNote(read: ReadNote, links: LinkIndex, page: LintPage | null, { wiki }: Layout): LintNote {
	const { path, facts, brokenQuotes } = read;
	return {
		path,
		facts,
		brokenQuotes,
		place: links.place(path) ?? -1,
		links: links.resolveAll(path, facts.links),
		page,
		isCatalogue: path === `${wiki}/index.md` || path === `${wiki}/log.md`,
		isSourcePage: isSourcePage(facts),
	};
}
