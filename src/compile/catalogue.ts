import { disagreementsBySubject } from './compose.js';
import type { PageRecord } from '../model/page.js';
import type { Problem } from '../model/result.js';
import { sortedByName } from '../model/search-key.js';
import { standingPages } from './moved-pages.js';
import { pastRuns } from './past-runs.js';
import { pendingSources, type TouchMemory } from './pending.js';
import type { RunCost, WikiCatalogue, WikiPage } from './wiki-views.js';
import type { Surroundings } from './session.js';
import type { Manifest, SourceEntry } from './state/manifest.js';
import { loadPages } from './state/page-table.js';
import { claimStore, loadConcepts, loadDisagreements, loadManifest } from './state/state.js';

const MOST_RUNS = 50;
// Beyond this many changed sources their claims are not read: so much touches nearly every page.
const MOST_LOOKED_UP = 500;

/** Ids of the sources and concepts whose pages tell of something that has changed since; null where that is nearly all of them. */
async function staleSubjects({ vault, settings }: Surroundings, manifest: Manifest, outdated: readonly SourceEntry[]): Promise<ReadonlySet<string> | null> {
	if (outdated.length > MOST_LOOKED_UP) return null;
	const stale = new Set([...manifest.stale, ...outdated.map(({ id }) => id)]);
	const claims = claimStore(vault, settings.layout);
	for (const { id } of outdated) for (const concepts of (await claims.get(id))?.about ?? []) for (const concept of concepts) stale.add(concept);
	return stale;
}

const runCost = ({ run, at, operation, worker_calls, clock_ms, coin_usd, carbon_g }: RunCost): RunCost => ({ run, at, operation, worker_calls, clock_ms, coin_usd, carbon_g });

interface Links {
	readonly to: ReadonlyMap<string, readonly string[]>;
	readonly from: ReadonlyMap<string, readonly string[]>;
	readonly broken: number;
}

/** Paths by path, sorted. */
function linksBetween(pages: readonly PageRecord[]): Links {
	const pathOf = new Map(pages.map(({ id, path }) => [id, path]));
	const to = new Map<string, string[]>();
	const from = new Map<string, string[]>();
	let broken = 0;
	for (const page of pages) {
		const targets = new Set<string>();
		for (const id of page.links) {
			const target = pathOf.get(id);
			if (target === undefined) broken++;
			else if (target !== page.path) targets.add(target);
		}
		to.set(page.path, [...targets].sort());
		for (const target of targets) {
			const list = from.get(target);
			if (list) list.push(page.path);
			else from.set(target, [page.path]);
		}
	}
	return { to, from, broken };
}

/** The wiki as the state knows it. No page is read, only whether it stands there; where one does not, notes that may be it. */
export async function catalogueOf(around: Surroundings, touched: TouchMemory): Promise<WikiCatalogue> {
	const { vault, settings } = around;
	const { layout } = settings;
	const loaded = await loadManifest(vault, layout);
	const { manifest } = loaded;
	const problems: Problem[] = [...loaded.problems];
	const table = await loadPages(vault, layout, problems);
	const concepts = await loadConcepts(vault, layout, problems);
	const disagreements = await loadDisagreements(vault, layout, problems);
	const shown = disagreementsBySubject(disagreements);
	const pending = await pendingSources(vault, settings, manifest, touched);
	const stale = await staleSubjects(around, manifest, pending.outdated);
	const sources = new Map([...manifest.sources.values()].map((entry) => [entry.id, entry]));
	const standing = new Set((await vault.list(layout.wiki)).map(({ path }) => path));

	const records = (await standingPages(vault, table.pages, standing)).sort((a, b) => (a.path < b.path ? -1 : 1));
	const links = linksBetween(records);
	const pages = records.map(
		({ path, id, type, title, summary, created, updated, sources: cited }): WikiPage => ({
			path,
			id,
			type,
			title,
			aliases: (concepts.get(id) ?? sources.get(id))?.aliases ?? [],
			summary,
			created,
			updated,
			sources: cited,
			linksTo: links.to.get(path) ?? [],
			linkedFrom: links.from.get(path) ?? [],
			disagreements: shown.get(id)?.length ?? 0,
			stale: stale?.has(id) ?? true,
		}),
	);
	return {
		pages: sortedByName(pages),
		runs: (await pastRuns(vault, layout, MOST_RUNS, problems)).map(runCost),
		health: {
			orphans: pages.filter(({ type, linkedFrom }) => type !== 'source' && linkedFrom.length === 0).length,
			brokenLinks: links.broken,
			disagreements: disagreements.length,
			stale: pages.filter((page) => page.stale).length,
		},
		uncompiled: pending.toRead.length,
		problems: [...problems, ...pending.problems],
	};
}
