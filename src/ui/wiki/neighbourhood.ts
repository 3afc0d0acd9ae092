import type { WikiPage } from '../../compile/wiki-views.js';

/** A page in the graph: 0 for the one that was chosen, 1 for what it is linked with, 2 for what that is linked with. */
export interface Neighbour {
	readonly page: WikiPage;
	readonly distance: 0 | 1 | 2;
}

export interface Neighbourhood {
	/** The chosen page first. */
	readonly nodes: readonly Neighbour[];
	/** Pairs of indexes into `nodes`, the smaller first. */
	readonly edges: readonly (readonly [number, number])[];
	/** How many pages link to the chosen one or are linked from it, shown or not. */
	readonly neighbours: number;
}

/** More would be a tangle that nobody reads. */
export const MOST_NODES = 40;
/** A page with few neighbours gets their neighbours too, up to this share of the nodes that there may be. */
const ENOUGH = 0.35;

const compareUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Pages that are linked with this one in either direction, those linked both ways first, then those with the most links. */
function linkedWith(page: WikiPage, byPath: ReadonlyMap<string, WikiPage>): readonly WikiPage[] {
	const ways = new Map<WikiPage, number>();
	for (const paths of [new Set(page.linksTo), new Set(page.linkedFrom)]) {
		for (const path of paths) {
			const other = byPath.get(path);
			if (other !== undefined && other !== page) ways.set(other, (ways.get(other) ?? 0) + 1);
		}
	}
	return [...ways]
		.sort(([a, waysA], [b, waysB]) => waysB - waysA || b.linkedFrom.length - a.linkedFrom.length || compareUnits(a.path, b.path))
		.map(([other]) => other);
}

function edgesAmong(nodes: readonly Neighbour[]): readonly (readonly [number, number])[] {
	const positions = new Map(nodes.map(({ page }, index) => [page.path, index]));
	const edges = new Map<number, readonly [number, number]>();
	nodes.forEach(({ page }, from) => {
		for (const path of page.linksTo) {
			const to = positions.get(path);
			if (to === undefined || to === from) continue;
			const [low, high] = from < to ? [from, to] : [to, from];
			edges.set(low * nodes.length + high, [low, high]);
		}
	});
	return [...edges].sort(([a], [b]) => a - b).map(([, edge]) => edge);
}

/** What stands around a page: at most `most` pages, nearest and best linked first. */
export function neighbourhoodOf(centre: WikiPage, byPath: ReadonlyMap<string, WikiPage>, most = MOST_NODES): Neighbourhood {
	const near = linkedWith(centre, byPath);
	const nodes: Neighbour[] = [{ page: centre, distance: 0 }, ...near.slice(0, most - 1).map((page) => ({ page, distance: 1 as const }))];
	const seen = new Set(nodes.map(({ page }) => page));
	const enough = Math.round(most * ENOUGH);
	for (const page of near) {
		for (const further of nodes.length < enough ? linkedWith(page, byPath) : []) {
			if (nodes.length >= enough || seen.has(further)) continue;
			seen.add(further);
			nodes.push({ page: further, distance: 2 });
		}
	}
	return { nodes, edges: edgesAmong(nodes), neighbours: near.length };
}
