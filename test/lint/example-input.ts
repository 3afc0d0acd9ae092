import { readFacts } from '../../src/lint/facts.js';
import type { LintInput, LintPage, ReadNote, SourceState } from '../../src/lint/input.js';
import { linkIndex } from '../../src/lint/link-index.js';
import { mapFiles } from '../../src/lint/map-files.js';
import { lintNote } from '../../src/lint/note.js';
import { mentionedIn } from '../../src/lint/mentions.js';
import { sharedPieces } from '../../src/lint/own-string.js';
import { waitingQuotes } from '../../src/compile/lint-quotes.js';
import type { Example } from '../../src/lint/rule.js';
import { DEFAULT_LAYOUT } from '../../src/vault/layout.js';

const isNote = (path: string): boolean => path.endsWith('.md');

/** The vault of an example as the rules see it. */
export function exampleInput({ files, sources, planned = [], waiting = [], disagreements = [], gateFaults = [], workerFaults = [] }: Example): LintInput {
	const paths = Object.keys(files).sort();
	const links = linkIndex(paths, DEFAULT_LAYOUT.home);
	const pieces = sharedPieces();
	const reads: ReadNote[] = [];
	const pages = new Map<string, LintPage>();
	for (const path of paths.filter((each) => isNote(each) && each.startsWith('wiki/'))) {
		const { facts, citations } = readFacts(files[path] ?? '', pieces);
		const waiting = waitingQuotes();
		reads.push({ path, facts, brokenQuotes: waiting.add(citations, facts.sources) });
		for (const source of facts.sources) waiting.check(source, files[source] ?? null);
		const id = facts.properties === null || facts.properties === 'none' ? undefined : facts.properties['commonplace-id'];
		if (typeof id === 'string') pages.set(path, { path, id, type: id.startsWith('s-') ? 'source' : 'concept', title: path });
	}
	const raw = paths.filter((path) => isNote(path) && path.startsWith('raw/'));
	return {
		layout: DEFAULT_LAYOUT,
		links,
		notes: reads.map((read) => lintNote(read, links, pages.get(read.path) ?? null, DEFAULT_LAYOUT)),
		mentions: new Map(paths.filter((path) => isNote(path) && !path.startsWith('wiki/') && !path.startsWith('_commonplace/')).map((path) => [path, mentionedIn(files[path] ?? '', pieces)])),
		planned: new Set(planned),
		sources: new Map([...raw.map((path): [string, SourceState] => [path, 'settled']), ...Object.entries(sources ?? {})]),
		waiting: new Set(waiting),
		disagreements,
		gateFaults,
		workerFaults,
		map: mapFiles(files['wiki/Map.canvas'] ?? ''),
	};
}
