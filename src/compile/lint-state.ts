import type { LintDisagreement, LintInput, LintSide, SourceState } from '../lint/input.js';
import { mapFiles } from '../lint/map-files.js';
import { cataloguePaths } from '../lint/catalogue.js';
import { findQuote } from '../markdown/quote.js';
import { hashText } from '../model/hash.js';
import type { Problem } from '../model/result.js';
import { isInside } from '../vault/vault-path.js';
import { sourceNotes } from './compile-run.js';
import { fromState } from './lint-cache.js';
import { readText, type LintReading } from './lint-read.js';
import { stateFile } from './page-state.js';
import { outlook } from './plan.js';
import type { Settings } from './settings.js';
import type { Manifest } from './state/manifest.js';
import { claimStore, loadConcepts, loadDisagreements, loadManifest, loadPages, type FoundDisagreement, type PageTable } from './state/state.js';

/** What the state between runs tells the rules. */
export type LintState = Pick<LintInput, 'pages' | 'planned' | 'sources' | 'waiting' | 'disagreements' | 'map'> & { readonly problems: readonly Problem[] };

/** Each source with what became of it since the last compile. Only those whose time or size differs are hashed. */
async function sourceStates({ cache, reader, layout, listed }: LintReading, manifest: Manifest, settings: Settings): Promise<{ readonly sources: Map<string, SourceState>; readonly problems: readonly Problem[] }> {
	const listing = sourceNotes([...listed.values()].filter(({ path }) => isInside(path, layout.raw)), settings);
	const { settled, toRead, gone } = outlook(listing.notes, manifest);
	const sources = new Map<string, SourceState>(settled.map(({ path }) => [path, 'settled']));
	for (const { path } of toRead) {
		const known = manifest.sources.get(path);
		if (known === undefined) {
			sources.set(path, 'new');
			continue;
		}
		let hash = cache.hashes.get(path);
		if (hash === undefined) {
			const text = await readText(reader, path);
			hash = typeof text === 'string' ? hashText(text) : '';
			cache.hashes.set(path, hash);
		}
		sources.set(path, hash === known.hash ? 'settled' : 'changed');
	}
	for (const { path } of gone) sources.set(path, 'gone');
	return { sources, problems: listing.problems };
}

function lineOf(text: string, offset: number): number {
	let line = 1;
	for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
	return line;
}

/** The disagreements with both quotes and where these stand now. Claims and sources are read again only when something of it changed. */
async function tellDisagreements(reading: LintReading, found: readonly FoundDisagreement[], manifest: Manifest, moved: ReadonlySet<string>): Promise<readonly LintDisagreement[]> {
	const { cache, reader, layout } = reading;
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
async function plannedPages({ cache, reader, layout, listed, now }: LintReading, manifest: Manifest, table: PageTable): Promise<ReadonlySet<string>> {
	const concepts = await fromState(cache.concepts, listed.get(stateFile(layout, 'concepts.json')), now, (problems) => loadConcepts(reader, layout, problems));
	const worked = [...[...concepts.values()].filter(({ paged }) => paged).map(({ path }) => path), ...[...manifest.sources.values()].map(({ page }) => page)];
	return new Set(worked.filter((path) => !table.pages.has(path) && !listed.has(path)));
}

/** Loads what the last runs left, each file of it only when it changed. `moved` are the notes outside the wiki that were just read. */
export async function lintState(reading: LintReading, settings: Settings, moved: ReadonlySet<string>): Promise<LintState> {
	const { cache, reader, layout, listed, now } = reading;
	const file = (name: string): ReturnType<typeof listed.get> => listed.get(stateFile(layout, name));
	const manifest = await fromState(cache.manifest, file('manifest.json'), now, async (problems) => {
		const loaded = await loadManifest(reader, layout);
		problems.push(...loaded.problems);
		return loaded.manifest;
	});
	const table = await fromState(cache.pages, file('pages.json'), now, (problems) => loadPages(reader, layout, problems));
	const found = await fromState(cache.found, file('findings.json'), now, (problems) => loadDisagreements(reader, layout, problems));
	const mapPath = cataloguePaths(layout).map;
	const map = await fromState(cache.map, listed.get(mapPath), now, async () => {
		const text = listed.has(mapPath) ? await readText(reader, mapPath) : '';
		return { files: typeof text === 'string' ? mapFiles(text) : null };
	});
	const { sources, problems } = await sourceStates(reading, manifest, settings);
	const planned = await plannedPages(reading, manifest, table);
	return {
		pages: table.pages,
		planned,
		sources,
		waiting: new Set(manifest.stale),
		disagreements: await tellDisagreements(reading, found, manifest, moved),
		map: map.files,
		problems: [...cache.manifest.problems, ...cache.pages.problems, ...cache.found.problems, ...cache.concepts.problems, ...problems],
	};
}
