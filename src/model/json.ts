/** True for an object of JSON: no list, no null. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** The object that a text is as JSON; null where it is something else or broken. */
export function parseRecord(text: string): Readonly<Record<string, unknown>> | null {
	const value = parse(text);
	return isRecord(value) ? value : null;
}

/** The list that a text is as JSON; null where it is something else or broken. */
export function parseList(text: string): readonly unknown[] | null {
	const value = parse(text);
	return Array.isArray(value) ? value : null;
}
