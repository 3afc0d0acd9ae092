const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** The files that a JSON Canvas shows; null where the text is none. */
export function mapFiles(text: string): readonly string[] | null {
	try {
		const canvas: unknown = JSON.parse(text);
		if (!isRecord(canvas) || !Array.isArray(canvas['nodes'])) return null;
		return canvas['nodes'].flatMap((node: unknown) => (isRecord(node) && node['type'] === 'file' && typeof node['file'] === 'string' ? [node['file']] : []));
	} catch {
		return null;
	}
}
