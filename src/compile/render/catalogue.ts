import type { PageRecord, PageType } from '../../model/page.js';
import { escapeProse } from './escape.js';
import { noteLink } from './link.js';

/** Beyond this many pages of a kind the index shows those with most sources and leaves the rest to the base. */
const MOST_OF_A_KIND = 1_000;

const KINDS: readonly (readonly [PageType, string])[] = [
	['concept', 'Concepts'],
	['entity', 'Entities'],
	['comparison', 'Comparisons'],
	['synthesis', 'Syntheses'],
	['answer', 'Answers'],
	['source', 'Sources'],
];

interface Row {
	readonly page: PageRecord;
	/** In small letters, once: ten thousand titles are compared a hundred thousand times. */
	readonly title: string;
}

const byTitle = (a: Row, b: Row): number => (a.title < b.title ? -1 : a.title > b.title ? 1 : a.page.path < b.page.path ? -1 : 1);

/** The first so many in this order, without bringing all of them into it. */
function firstOf(rows: readonly Row[], most: number, order: (a: Row, b: Row) => number): Row[] {
	const kept: Row[] = [];
	let last: Row | undefined;
	for (const row of rows) {
		if (last !== undefined && order(row, last) > 0) continue;
		kept.push(row);
		if (kept.length < most * 2) continue;
		kept.sort(order).splice(most);
		last = kept.at(-1);
	}
	return kept.sort(order).slice(0, most);
}

function section(heading: string, pages: readonly PageRecord[], wiki: string): string {
	const rows = pages.map((page): Row => ({ page, title: page.title.toLowerCase() }));
	const shown = pages.length <= MOST_OF_A_KIND ? rows : firstOf(rows, MOST_OF_A_KIND, (a, b) => b.page.sources - a.page.sources || byTitle(a, b));
	const lines = shown.sort(byTitle).map(({ page }) => {
		const summary = page.summary === '' ? '' : ` — ${escapeProse(page.summary)}`;
		return `- ${noteLink(page.path, { display: page.title })}${summary}`;
	});
	const more = pages.length - shown.length;
	if (more > 0) lines.push(`- ${more} more in [[${wiki}/Wiki.base|the table of all pages]]`);
	return `## ${heading} (${pages.length})\n${lines.join('\n')}`;
}

/** `index.md`: every page by kind, with what it says first. */
export function renderIndex(pages: Iterable<PageRecord>, wiki: string): string {
	const all = [...pages];
	const sections = KINDS.flatMap(([type, heading]) => {
		const of = all.filter((page) => page.type === type);
		return of.length === 0 ? [] : [section(heading, of, wiki)];
	});
	const intro = `Every page of this wiki, by kind. The table of all pages is [[${wiki}/Wiki.base|Wiki.base]], the map [[${wiki}/Map.canvas|Map.canvas]], the history [[${wiki}/log|log]].`;
	return `---\ntitle: Index\ntags: [wiki/index]\n---\n${[intro, ...sections].join('\n\n')}\n`;
}

interface View {
	readonly name: string;
	readonly filter: string;
	readonly columns: readonly string[];
}

const VIEWS: readonly View[] = [
	{ name: 'Concepts and entities', filter: 'type == "concept" || type == "entity"', columns: ['file.name', 'type', 'aliases', 'sources', 'updated'] },
	{ name: 'Sources', filter: 'type == "source"', columns: ['file.name', 'sources', 'updated'] },
	{ name: 'Recently changed', filter: 'file.hasProperty("updated")', columns: ['updated', 'file.name', 'type', 'created'] },
];

const list = (indent: string, items: readonly string[]): string => items.map((item) => `${indent}- ${item}`).join('\n');

const view = ({ name, filter, columns }: View): string =>
	`  - type: table\n    name: ${name}\n    filters:\n      and:\n        - ${JSON.stringify(filter)}\n    order:\n${list('      ', columns)}\n    sort:\n      - property: updated\n        direction: DESC`;

/** `Wiki.base`: tables of the pages by their properties, for Obsidian's Bases. */
export const renderBase = (wiki: string): string =>
	`filters:\n  and:\n    - ${JSON.stringify(`file.inFolder(${JSON.stringify(wiki)})`)}\n    - ${JSON.stringify('file.hasProperty("commonplace-id")')}\nviews:\n${VIEWS.map(view).join('\n')}\n`;
