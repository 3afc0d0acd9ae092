import { err, ok, type Result } from '../model/result.js';
import type { Fault } from './fault.js';
import type { Flow, PrismSource } from './flow.js';
import { readNote } from './note.js';
import { placesIn } from './place.js';
import { readFlow } from './read-flow.js';
import { readYaml } from './yaml-tree.js';

/** Reads a `.prism.md` note. Every place in what comes back, and in the faults, is one in the note. Never throws. */
export function parsePrism(text: string): Result<PrismSource, readonly Fault[]> {
	const note = readNote(text);
	if (!note.ok) return note;
	const { slug, version, conformance, naturalLanguage, yaml, yamlStart, place } = note.value;
	const flow = parseYaml(yaml, yamlStart, place);
	return flow.ok ? ok({ slug, version, conformance, naturalLanguage, flow: flow.value }) : flow;
}

/** Reads a flow's YAML alone; places are in that text. */
export const parseFlow = (yaml: string): Result<Flow, readonly Fault[]> => parseYaml(yaml, 0, placesIn(yaml));

function parseYaml(yaml: string, start: number, place: ReturnType<typeof placesIn>): Result<Flow, readonly Fault[]> {
	const tree = readYaml(yaml, start, place);
	if (!tree.ok) return tree;
	const { flow, faults } = readFlow(tree.value);
	return faults.length > 0 ? err(faults) : ok(flow);
}
