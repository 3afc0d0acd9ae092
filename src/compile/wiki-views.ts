import type { Problem } from '../model/result.js';

/** A page as the wiki's list shows it. */
export interface WikiPage {
	readonly path: string;
	/** Id of the concept or source. */
	readonly id: string;
	readonly type: string;
	readonly title: string;
	readonly aliases: readonly string[];
	readonly summary: string;
	readonly created: string;
	readonly updated: string;
	/** How many sources it cites. */
	readonly sources: number;
	/** Paths of the wiki's pages that its prose links to, and of those whose prose links to it. */
	readonly linksTo: readonly string[];
	readonly linkedFrom: readonly string[];
	/** Disagreements shown on it. */
	readonly disagreements: number;
	/** A source of it was changed or removed since the last run, or it waits to be proposed anew. True of all pages once very many sources changed. */
	readonly stale: boolean;
}

/** A finished run and what it cost. */
export interface RunCost {
	readonly run: string;
	readonly at: string;
	readonly operation: string;
	readonly worker_calls: number | null;
	readonly clock_ms: number | null;
	readonly coin_usd: number | null;
	readonly carbon_g: number | null;
}

/** The whole wiki, for browsing. */
export interface WikiCatalogue {
	/** By name. */
	readonly pages: readonly WikiPage[];
	/** Newest first. */
	readonly runs: readonly RunCost[];
	readonly health: {
		/** Pages, those of sources apart, that no other page's prose links to. */
		readonly orphans: number;
		/** Links in the prose of pages to concepts that have no page in the vault, such as one that waits or was denied. */
		readonly brokenLinks: number;
		readonly disagreements: number;
		readonly stale: number;
	};
	/** Sources under `raw/` that are not compiled as they are now. */
	readonly uncompiled: number;
	readonly problems: readonly Problem[];
}

/** A call whose answer went into a page, with the note that records it. */
export interface PageCall {
	/** ISO date and time. */
	readonly at: string;
	readonly run: string;
	readonly model: string;
	/** Path of the note. */
	readonly transcript: string;
}
