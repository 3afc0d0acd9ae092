import type { Layout } from '../vault/layout.js';

export type CatalogueId = 'index' | 'log' | 'base' | 'map';

/** The files that code keeps for the wiki as a whole. */
export const cataloguePaths = ({ wiki }: Layout): Readonly<Record<CatalogueId, string>> => ({
	index: `${wiki}/index.md`,
	log: `${wiki}/log.md`,
	base: `${wiki}/Wiki.base`,
	map: `${wiki}/Map.canvas`,
});
