import * as v from 'valibot';

/** Objects of a file with one JSON value a line, by the name that each carries; lines that are none are left out. */
export function byName(text: string): Map<string, unknown> {
	const named = v.object({ custom_id: v.string() });
	const found = new Map<string, unknown>();
	for (const line of text.split('\n')) {
		if (line.trim() === '') continue;
		let value: unknown;
		try {
			value = JSON.parse(line);
		} catch {
			continue;
		}
		const parsed = v.safeParse(named, value);
		if (parsed.success) found.set(parsed.output.custom_id, value);
	}
	return found;
}
