import type { LintDisagreement, LintInput, LintSide, SourceState } from '../lint/input.js';
import type { LinkIndex } from '../lint/link-index.js';
import { mapFiles } from '../lint/map-files.js';
import { cataloguePaths } from '../lint/catalogue.js';
import { findQuote } from '../markdown/quote.js';
import { hashText } from '../model/hash.js';
import type { Problem } from '../model/result.js';
import type { FileStat, VaultReader } from '../vault/port.js';
import { isInside } from '../vault/vault-path.js';
import { sourceNotes } from './compile-run.js';
import { fromState, type LintCache } from './lint-cache.js';
import { readText, type Reread } from './lint-read.js';
import { stateFile } from './page-state.js';
import { outlook } from './plan.js';
import type { Settings } from './settings.js';
import type { Manifest } from './state/manifest.js';
import { loadPages, type PageTable } from './state/page-table.js';
import { claimStore, loadConcepts, loadDisagreements, loadManifest, type ConceptEntry, type FoundDisagreement } from './state/state.js';

/** What the state between runs tells the rules. */
export type LintState = Pick<LintInput, 'planned' | 'sources' | 'waiting' | 'disagreements' | 'map'> & { readonly pages: PageTable; readonly problems: readonly Problem[] };

/** What one lint loads the state with. */
interface Loading {
	readonly cache: LintCache;
	readonly reader: VaultReader;
	readonly settings: Settings;
}

/** What became of some sources since the last compile. Only those whose time or size differs are hashed. */
async function judgeSources({ cache, reader }: Loading, files: readonly FileStat[], manifest: Manifest, states: Map<string, SourceState>): Promise<readonly string[]> {
	const { settled, toRead, gone } = outlook(files, manifest);
	for (const { path } of settled) states.set(path, 'settled');
	for (const { path } of toRead) {
		const known = manifest.sources.get(path);
		if (known === undefined) {
			states.set(path, 'new');
			continue;
		}
		let hash = cache.hashes.get(path);
		if (hash === undefined) {
			const text = await readText(reader, path);
			hash = typeof text === 'string' ? hashText(text) : '';
			cache.hashes.set(path, hash);
		}
		states.set(path, hash === known.hash ? 'settled' : 'changed');
	}
	return gone.map(({ path }) => path);
}

/** Each source with what became of it: of all of them for a new manifest or other files, else of those that were just read. */
async function sourceStates(loading: Loading, manifest: Manifest, { links, moved }: Reread): Promise<{ readonly states: ReadonlyMap<string, SourceState>; readonly problems: readonly Problem[] }> {
	const { cache, settings } = loading;
	const { raw } = settings.layout;
	const known = cache.sources;
	if (known !== null && known.manifest === manifest && known.links === links) {
		const files = [...moved].flatMap((path) => (known.states.has(path) ? (cache.listed.get(path) ?? []) : []));
		await judgeSources(loading, files, manifest, known.states);
		return known;
	}
	const { notes, problems } = sourceNotes([...cache.listed.values()].filter(({ path }) => isInside(path, raw)), settings);
	const states = new Map<string, SourceState>();
	for (const path of await judgeSources(loading, notes, manifest, states)) states.set(path, 'gone');
	cache.sources = { manifest, links, states, problems };
	return cache.sources;
}

function lineOf(text: string, offset: number): number {
	let line = 1;
	for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
	return line;
}

/** The disagreements with both quotes and where these stand now. Claims and sources are read again only when something of it changed. */
async function tellDisagreements({ cache, reader, settings: { layout } }: Loading, found: readonly FoundDisagreement[], manifest: Manifest, moved: ReadonlySet<string>): Promise<readonly LintDisagreement[]> {
	const known = cache.disagreements;
	if (known !== null && known.found === found && known.manifest === manifest && ![...known.sources].some((path) => moved.has(path))) return known.told;
	const pathOf = new Map([...manifest.sources.values()].map(({ id, path }) => [id, path]));
	const claims = claimStore(reader, layout);
	const texts = new Map<string, string | null>();
	const textOf = async (path: string): Promise<string | null> => {
		const kept = texts.get(path);
		if (kept !== undefined) return kept;
		const text = await readText(reader, path);
		texts.set(path, typeof text === 'string' ? text : null);
		return typeof text === 'string' ? text : null;
	};
	const side = async (sourceId: string, claimId: string): Promise<LintSide | null> => {
		const claim = (await claims.get(sourceId))?.claims.find(({ id }) => id === claimId);
		const source = pathOf.get(sourceId);
		if (claim === undefined || source === undefined) return null;
		const text = await textOf(source);
		const span = text === null ? null : findQuote(text, claim.quote);
		return { source, quote: claim.quote, line: text === null || span === null ? null : lineOf(text, span.start) };
	};
	const told: LintDisagreement[] = [];
	for (const { id, topic, about, concepts, left, right, leftSource, rightSource } of found) {
		const sides = [await side(leftSource, left), await side(rightSource, right)] as const;
		if (sides[0] !== null && sides[1] !== null) told.push({ id, topic, about, left: sides[0], right: sides[1], subjects: [...concepts, leftSource, rightSource] });
	}
	cache.disagreements = { found, manifest, told, sources: new Set(texts.keys()) };
	return told;
}

/** Paths of pages that are worked out, and neither in the vault nor ever were: those wait for review, or were denied. */
function plannedPages(cache: LintCache, concepts: ReadonlyMap<string, ConceptEntry>, manifest: Manifest, table: PageTable, links: LinkIndex): ReadonlySet<string> {
	const from = [concepts, manifest, table, links];
	if (cache.planned !== null && cache.planned.from.every((each, index) => each === from[index])) return cache.planned.paths;
	const worked = [...[...concepts.values()].filter(({ paged }) => paged).map(({ path }) => path), ...[...manifest.sources.values()].map(({ page }) => page)];
	cache.planned = { from, paths: new Set(worked.filter((path) => !table.pages.has(path) && links.place(path) === null)) };
	return cache.planned.paths;
}

/** Loads what the last runs left, each file of it only when it changed. */
export async function lintState(loading: Loading, reread: Reread, now: number): Promise<LintState> {
	const { cache, reader, settings } = loading;
	const { layout } = settings;
	const file = (name: string): FileStat | undefined => cache.listed.get(stateFile(layout, name));
	const manifest = await fromState(cache.manifest, file('manifest.json'), now, async (problems) => {
		const loaded = await loadManifest(reader, layout);
		problems.push(...loaded.problems);
		return loaded.manifest;
	});
	const pages = await fromState(cache.pages, file('pages.json'), now, (problems) => loadPages(reader, layout, problems));
	const concepts = await fromState(cache.concepts, file('concepts.json'), now, (problems) => loadConcepts(reader, layout, problems));
	const found = await fromState(cache.found, file('findings.json'), now, (problems) => loadDisagreements(reader, layout, problems));
	const mapPath = cataloguePaths(layout).map;
	const map = await fromState(cache.map, cache.listed.get(mapPath), now, async () => {
		const text = cache.listed.has(mapPath) ? await readText(reader, mapPath) : '';
		return { files: typeof text === 'string' ? mapFiles(text) : null };
	});
	const { states, problems } = await sourceStates(loading, manifest, reread);
	return {
		pages,
		planned: plannedPages(cache, concepts, manifest, pages, reread.links),
		sources: states,
		waiting: new Set(manifest.stale),
		disagreements: await tellDisagreements(loading, found, manifest, reread.moved),
		map: map.files,
		problems: [...cache.manifest.problems, ...cache.pages.problems, ...cache.found.problems, ...cache.concepts.problems, ...problems],
	};
}
