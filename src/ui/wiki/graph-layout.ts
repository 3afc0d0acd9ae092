import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force';
import type { SimulationLinkDatum, SimulationNodeDatum } from 'd3-force';
import type { Neighbourhood } from './neighbourhood.js';

export interface Point {
	readonly x: number;
	readonly y: number;
}

export interface GraphLayout {
	/** One for every node, in the same order. */
	readonly points: readonly Point[];
	/** What an SVG's view box takes. */
	readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

const TICKS = 140;
/** A label is wider than it is high: the layout works on a plane that is pressed together by this much. */
const STRETCH = 1.9;
const RADIUS = 28;
const MARGIN = { x: 56, above: 20, below: 34 };
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Whether the picture may spread to the sides, or has to be as narrow as a phone. */
export type GraphShape = 'wide' | 'tall';
const PULL = { wide: { x: 0.08, y: 0.1 }, tall: { x: 0.3, y: 0.05 } } as const;

/** Places the nodes. The start is fixed and so is the number of steps: the same neighbourhood looks the same every time. */
export function layOut({ nodes, edges }: Neighbourhood, shape: GraphShape = 'wide'): GraphLayout {
	const placed: SimulationNodeDatum[] = nodes.map((_, index) => {
		const far = RADIUS * Math.sqrt(index) * 1.6;
		const start = { x: far * Math.cos(index * GOLDEN_ANGLE), y: far * Math.sin(index * GOLDEN_ANGLE) };
		return index === 0 ? { ...start, fx: 0, fy: 0 } : start;
	});
	const links: SimulationLinkDatum<SimulationNodeDatum>[] = edges.map(([source, target]) => ({ source, target }));
	forceSimulation(placed)
		.force('link', forceLink(links).distance(RADIUS * 2.2).strength(0.3))
		.force('apart', forceManyBody().strength(-160))
		.force('room', forceCollide(RADIUS).iterations(3))
		.force('x', forceX(0).strength(PULL[shape].x))
		.force('y', forceY(0).strength(PULL[shape].y))
		.stop()
		.tick(TICKS);
	const points = placed.map(({ x = 0, y = 0 }) => ({ x: Math.round(x * STRETCH * 10) / 10, y: Math.round(y * 10) / 10 }));
	const xs = points.map(({ x }) => x);
	const ys = points.map(({ y }) => y);
	const left = Math.min(...xs) - MARGIN.x;
	const top = Math.min(...ys) - MARGIN.above;
	return { points, box: { x: left, y: top, width: Math.max(...xs) + MARGIN.x - left, height: Math.max(...ys) + MARGIN.below - top } };
}

/** The node next to this one in a direction, for the arrow keys: near and straight ahead before far and aside. */
export function nextInDirection(points: readonly Point[], from: number, dx: number, dy: number): number {
	const start = points[from];
	let best = from;
	let least = Infinity;
	points.forEach((point, index) => {
		if (start === undefined || index === from) return;
		const ahead = (point.x - start.x) * dx + (point.y - start.y) * dy;
		const aside = Math.abs((point.x - start.x) * dy) + Math.abs((point.y - start.y) * dx);
		// What lies more aside than ahead is another arrow's.
		const cost = aside <= ahead ? ahead + aside : (ahead + aside) * 10;
		if (ahead <= 0 || cost >= least) return;
		best = index;
		least = cost;
	});
	return best;
}
