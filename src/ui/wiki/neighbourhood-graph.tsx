import { Fragment, type JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { WikiPage } from '../../compile/wiki-views.js';
import { WIKI as words } from '../strings/wiki.js';
import { layOut, nextInDirection, type GraphShape } from './graph-layout.js';
import { MOST_NODES as MOST_NODES_WIDE, neighbourhoodOf, type Neighbour } from './neighbourhood.js';

/** On a narrow screen more would be too small to read. */
const MOST_NODES: Readonly<Record<GraphShape, number>> = { wide: MOST_NODES_WIDE, tall: 18 };
const LONGEST_LABEL = 17;
const LONGEST_CENTRE_LABEL = 32;
const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const short = (title: string, longest: number): string =>
	title.length <= longest
		? title
		: `${title
				.slice(0, longest - 1)
				.replace(/[\ud800-\udbff]$/, '')
				.trimEnd()}…`;

/** A shape for each kind of page, so that it does not take colour to tell them apart. */
function Shape({ type, size }: { readonly type: string; readonly size: number }): JSX.Element {
	if (type === 'source') return <rect x={-size} y={-size} width={size * 2} height={size * 2} rx={1.5} />;
	if (type === 'entity') return <path d={`M0 ${-size * 1.3}L${size * 1.3} 0L0 ${size * 1.3}L${-size * 1.3} 0Z`} />;
	return <circle r={size} />;
}

const sizeOf = ({ distance }: Neighbour): number => (distance === 0 ? 8 : distance === 1 ? 6 : 4.5);

/** The pages around one, as links that can be walked with the arrow keys. Nothing in it moves. */
export function NeighbourhoodGraph(props: {
	readonly centre: WikiPage;
	readonly byPath: ReadonlyMap<string, WikiPage>;
	readonly shape: GraphShape;
	readonly onSelect: (page: WikiPage) => void;
	readonly onOpen: (page: WikiPage) => void;
}): JSX.Element | null {
	const { centre, byPath, shape, onSelect, onOpen } = props;
	const { nodes, edges, neighbours, points, box } = useMemo(() => {
		const around = neighbourhoodOf(centre, byPath, MOST_NODES[shape]);
		return { ...around, ...layOut(around, shape) };
	}, [centre, byPath, shape]);
	const [active, setActive] = useState(0);
	const svg = useRef<SVGSVGElement>(null);
	const pressed = useRef<WikiPage>(centre);
	const walks = useRef(false);

	useLayoutEffect(() => {
		setActive(0);
	}, [centre]);
	useLayoutEffect(() => {
		if (walks.current) svg.current?.querySelector<SVGElement>('[tabindex="0"]')?.focus({ preventScroll: true });
		walks.current = false;
	}, [active, centre]);

	if (nodes.length < 2) return null;
	const reached = active < nodes.length ? active : 0;
	const onKeyDown = (event: KeyboardEvent): void => {
		const node = nodes[reached];
		if (node === undefined || event.altKey || event.metaKey || event.ctrlKey) return;
		const direction = DIRECTIONS[event.key];
		if (direction !== undefined) {
			walks.current = true;
			setActive(nextInDirection(points, reached, ...direction));
		} else if (event.key === 'Enter') onOpen(node.page);
		else if (event.key === ' ') {
			walks.current = true;
			onSelect(node.page);
		} else return;
		event.preventDefault();
	};
	const shown = nodes.filter(({ distance }) => distance === 1).length;
	return (
		<figure class={`commonplace-graph mod-${shape}`}>
			<svg
				ref={svg}
				viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
				style={{ '--commonplace-graph-width': `${box.width}px` }}
				role="group"
				aria-label={words.graph(centre.title, nodes.length)}
				onKeyDown={onKeyDown}
				onDblClick={() => {
					// The first click has moved the graph already: what was clicked is opened, not what now stands there.
					onOpen(pressed.current);
				}}
			>
				<g class="commonplace-graph-edges" aria-hidden="true">
					{edges.map(([from, to]) => (
						<line key={`${from}-${to}`} class={from === 0 ? 'mod-near' : undefined} x1={points[from]?.x} y1={points[from]?.y} x2={points[to]?.x} y2={points[to]?.y} />
					))}
				</g>
				{nodes.map((node, index) => {
					const { x, y } = points[index] ?? { x: 0, y: 0 };
					return (
						<Fragment key={node.page.path}>
							<g
								class={`commonplace-graph-node mod-distance-${node.distance}${node.page.stale ? ' is-stale' : ''}`}
								role="link"
								tabindex={index === reached ? 0 : -1}
								aria-label={words.node(node.page.title, node.page.type)}
								aria-current={index === 0 ? 'true' : undefined}
								transform={`translate(${x} ${y})`}
								onFocus={() => {
									setActive(index);
								}}
								onClick={(event) => {
									if (event.detail > 1) return;
									pressed.current = node.page;
									if (event.metaKey || event.ctrlKey) onOpen(node.page);
									else if (index !== 0) onSelect(node.page);
								}}
							>
								<rect class="commonplace-graph-target" x={-40} y={-18} width={80} height={44} rx={6} />
								<Shape type={node.page.type} size={sizeOf(node)} />
							</g>
							{/* Beside the link and not in it: its name is the whole title, of which this may be a part. */}
							<text class={`commonplace-graph-label mod-distance-${node.distance}`} aria-hidden="true" x={x} y={y + sizeOf(node) + 13}>
								{short(node.page.title, index === 0 ? LONGEST_CENTRE_LABEL : LONGEST_LABEL)}
							</text>
						</Fragment>
					);
				})}
			</svg>
			<figcaption>
				{words.graphHint}
				{shown < neighbours ? ` ${words.graphPart(shown, neighbours)}` : ''}
			</figcaption>
		</figure>
	);
}
