import { canonicalJson, shortHash } from '../../model/hash.js';

export interface MapNode {
	readonly id: string;
	readonly path: string;
	readonly kind: 'concept' | 'entity';
	/** How many sources speak of it. */
	readonly sources: number;
	readonly links: readonly string[];
}

const MOST = 60;
const WIDTH = 260;
const HEIGHT = 60;
// JSON Canvas preset colours: "4" is green, "5" is cyan.
const COLOUR = { concept: '5', entity: '4' } as const;

/**
 * A map of the best connected pages as a JSON Canvas 1.0: nodes on rings around the most linked one, an edge a link.
 * At most 60, because a map of everything shows nothing.
 */
export function renderCanvas(nodes: readonly MapNode[]): string {
	const inbound = new Map<string, number>();
	for (const node of nodes) for (const link of node.links) inbound.set(link, (inbound.get(link) ?? 0) + 1);
	const degree = (node: MapNode): number => (inbound.get(node.id) ?? 0) + node.links.length;
	const chosen = [...nodes].sort((a, b) => degree(b) - degree(a) || b.sources - a.sources || (a.path < b.path ? -1 : 1)).slice(0, MOST);
	const places = new Map<string, { x: number; y: number }>();
	let ring = 0;
	let inRing = 0;
	for (const node of chosen) {
		const capacity = ring === 0 ? 1 : ring * 8;
		const angle = (2 * Math.PI * inRing) / capacity;
		places.set(node.id, { x: Math.round(ring * 1.4 * WIDTH * Math.cos(angle)), y: Math.round(ring * 3.4 * HEIGHT * Math.sin(angle)) });
		inRing++;
		if (inRing === capacity) {
			ring++;
			inRing = 0;
		}
	}
	const canvas = {
		nodes: chosen.map((node) => ({ id: node.id, type: 'file', file: node.path, ...places.get(node.id), width: WIDTH, height: HEIGHT, color: COLOUR[node.kind] })),
		edges: chosen.flatMap((node) =>
			node.links
				.filter((link) => places.has(link))
				.map((link) => ({ id: `e-${shortHash(`${node.id} ${link}`, 8)}`, fromNode: node.id, toNode: link })),
		),
	};
	const lines = (items: readonly unknown[]): string => (items.length === 0 ? '[]' : `[\n${items.map((item) => `\t\t${canonicalJson(item)}`).join(',\n')}\n\t]`);
	return `{\n\t"nodes": ${lines(canvas.nodes)},\n\t"edges": ${lines(canvas.edges)}\n}\n`;
}
