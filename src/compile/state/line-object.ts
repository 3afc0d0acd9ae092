const KEY = /^"(?:[^"\\]|\\.)*":/;

/**
 * The members of a JSON object that stands one member a line, each as the JSON text of its value: a reader decodes those that it
 * needs, and a writer gives back as they are those that did not change. Null where the text is no such object.
 */
export function readMembers(text: string): Map<string, string> | null {
	if (!text.startsWith('{') || !text.endsWith('}')) return null;
	const members = new Map<string, string>();
	let start = 1;
	while (start < text.length - 1) {
		const found = text.indexOf('\n', start);
		const end = found === -1 ? text.length - 1 : found;
		const line = text.slice(start, end);
		start = end + 1;
		if (line === '') continue;
		const key = KEY.exec(line)?.[0].slice(0, -1);
		if (key === undefined) return null;
		members.set(keyOf(key), line.slice(key.length + 1, line.endsWith(',') ? -1 : undefined));
	}
	return members;
}

function keyOf(json: string): string {
	return json.includes('\\') ? String(JSON.parse(json)) : json.slice(1, -1);
}

/** The object's text, with its members in the order given. Values are JSON without line breaks. */
export function writeMembers(members: Iterable<readonly [key: string, json: string]>): string {
	const lines: string[] = [];
	for (const [key, json] of members) lines.push(`${JSON.stringify(key)}:${json}`);
	return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n}`;
}
