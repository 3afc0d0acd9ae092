import type { Flow, FlowNode } from './flow.js';

/** Ids that a node leads to: by its edges and, for labels that no edge draws, by its `out`. In the order of the note, each once. */
export function successors(flow: Flow): ReadonlyMap<string, readonly string[]> {
	const next = new Map<string, Set<string>>(flow.nodes.map(({ id }) => [id, new Set<string>()]));
	for (const { source, target } of flow.edges) next.get(source.value)?.add(target.value);
	for (const { id, out } of flow.nodes) for (const { target } of out) next.get(id)?.add(target.value);
	return new Map([...next].map(([id, targets]) => [id, [...targets].filter((target) => next.has(target))]));
}

/** Everything that can be reached from the nodes, these included. */
export function reachable(from: readonly string[], next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
	const seen = new Set(from);
	const pending = [...from];
	for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
		for (const target of next.get(id) ?? []) {
			if (seen.has(target)) continue;
			seen.add(target);
			pending.push(target);
		}
	}
	return seen;
}

export const startOf = (flow: Flow): FlowNode | undefined => flow.nodes.find(({ type }) => type.value === 'start');
export const endsOf = (flow: Flow): readonly FlowNode[] => flow.nodes.filter(({ type }) => type.value === 'end');
