import { isRecord, parseRecord } from '../model/json.js';

/** The files that a JSON Canvas shows; null where the text is none. */
export function mapFiles(text: string): readonly string[] | null {
	const nodes = parseRecord(text)?.['nodes'];
	if (!Array.isArray(nodes)) return null;
	return nodes.flatMap((node: unknown) => (isRecord(node) && node['type'] === 'file' && typeof node['file'] === 'string' ? [node['file']] : []));
}
