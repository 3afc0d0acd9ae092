import { describe, expect, it } from 'vitest';
import type { WikiPage } from '../../../src/compile/wiki-views.js';
import { layOut, nextInDirection } from '../../../src/ui/wiki/graph-layout.js';
import { MOST_NODES, neighbourhoodOf } from '../../../src/ui/wiki/neighbourhood.js';
import { indexPages } from '../../../src/ui/wiki/page-index.js';
import { madeUpWiki } from './made-up-wiki.js';

const { pages } = madeUpWiki(300);
const { byPath } = indexPages(pages);

/** A wiki from `A > B` lines. */
function wikiOf(...links: readonly (readonly [string, string])[]): ReadonlyMap<string, WikiPage> {
	const [sample] = pages;
	if (sample === undefined) throw new Error('no page');
	const names = [...new Set(links.flat())];
	return new Map(
		names.map((name) => [
			name,
			{ ...sample, path: name, title: name, linksTo: links.filter(([from]) => from === name).map(([, to]) => to), linkedFrom: links.filter(([, to]) => to === name).map(([from]) => from) },
		]),
	);
}
const at = (wiki: ReadonlyMap<string, WikiPage>, name: string): WikiPage => {
	const page = wiki.get(name);
	if (page === undefined) throw new Error(`no ${name}`);
	return page;
};
const titlesOf = (wiki: ReadonlyMap<string, WikiPage>, centre: string, most?: number): readonly string[] => neighbourhoodOf(at(wiki, centre), wiki, most).nodes.map(({ page, distance }) => `${page.title}${distance}`);

describe('a neighbourhood', () => {
	it('has the page, what is linked with it either way, and their neighbours while there is room', () => {
		const wiki = wikiOf(['A', 'B'], ['C', 'A'], ['B', 'D'], ['E', 'F']);
		expect(titlesOf(wiki, 'A')).toEqual(['A0', 'B1', 'C1', 'D2']);
	});

	it('takes pages that are linked both ways before others', () => {
		const wiki = wikiOf(['A', 'B'], ['A', 'C'], ['C', 'A'], ['A', 'D']);
		expect(titlesOf(wiki, 'A', 3)).toEqual(['A0', 'C1', 'B1']);
	});

	it('has each link once, and none to what is not shown', () => {
		const wiki = wikiOf(['A', 'B'], ['B', 'A'], ['A', 'C'], ['B', 'C'], ['C', 'D']);
		const { nodes, edges } = neighbourhoodOf(at(wiki, 'A'), wiki, 3);
		expect(edges.map(([from, to]) => `${nodes[from]?.page.title}${nodes[to]?.page.title}`).sort()).toEqual(['AB', 'AC', 'BC']);
	});

	it('is bounded on a hub, and tells how many neighbours there are', () => {
		const wiki = wikiOf(...Array.from({ length: 500 }, (_, n) => [`p${n}`, 'Hub'] as const));
		const { nodes, neighbours } = neighbourhoodOf(at(wiki, 'Hub'), wiki);
		expect(nodes).toHaveLength(MOST_NODES);
		expect(neighbours).toBe(500);
	});

	it('survives links to itself and to pages that are not there', () => {
		const wiki = wikiOf(['A', 'A'], ['A', 'B']);
		const broken = new Map([['A', { ...at(wiki, 'A'), linksTo: ['A', 'B', 'gone'] }], ['B', at(wiki, 'B')]]);
		expect(titlesOf(broken, 'A')).toEqual(['A0', 'B1']);
	});
});

describe('the layout', () => {
	const around = neighbourhoodOf(at(byPath, pages[3]?.path ?? ''), byPath);

	it('is the same every time', () => {
		expect(layOut(around)).toEqual(layOut(around));
	});

	it.each(pages.slice(0, 40).map(({ title, path }) => [title, path] as const))('keeps the labels around %s apart', (_, path) => {
		const { points } = layOut(neighbourhoodOf(at(byPath, path), byPath));
		const touching = points.flatMap((a, i) => points.slice(i + 1).filter((b) => Math.abs(a.x - b.x) < 50 && Math.abs(a.y - b.y) < 14));
		expect(touching.length).toBeLessThanOrEqual(1);
	});

	it('has every node inside its box', () => {
		const { points, box } = layOut(around, 'tall');
		for (const { x, y } of points) {
			expect(x).toBeGreaterThan(box.x);
			expect(x).toBeLessThan(box.x + box.width);
			expect(y).toBeGreaterThan(box.y);
			expect(y).toBeLessThan(box.y + box.height);
		}
	});

	it('lets the arrow keys reach every node', () => {
		const directions = [[1, 0], [-1, 0], [0, 1], [0, -1]] as const;
		for (const { path } of pages.slice(0, 60)) {
			const { points } = layOut(neighbourhoodOf(at(byPath, path), byPath));
			const reached = new Set([0]);
			for (const from of reached) for (const [dx, dy] of directions) reached.add(nextInDirection(points, from, dx, dy));
			expect(reached.size).toBe(points.length);
		}
	});

	it('walks with the arrow keys to what lies ahead, and stays where nothing does', () => {
		const points = [{ x: 0, y: 0 }, { x: 50, y: 4 }, { x: 40, y: 60 }, { x: -30, y: 0 }];
		expect(nextInDirection(points, 0, 1, 0)).toBe(1);
		expect(nextInDirection(points, 0, 0, 1)).toBe(2);
		expect(nextInDirection(points, 0, -1, 0)).toBe(3);
		expect(nextInDirection(points, 3, -1, 0)).toBe(3);
	});
});
