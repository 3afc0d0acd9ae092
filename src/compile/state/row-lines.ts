/**
 * A JSON object whose last member is a list of rows, one a line: a writer gives back as they are those that did not change, for to make the
 * text of a large vault's rows anew takes longer than a small change has to.
 */
export function writeRows(head: Readonly<Record<string, unknown>>, name: string, rows: readonly string[]): string {
	return `${JSON.stringify(head).slice(0, -1)},"${name}":[${rows.length === 0 ? '' : `\n${rows.join(',\n')}\n`}]}`;
}

/** The JSON text of each row, in order; none where they are not so many or do not stand one a line. */
export function readLines(text: string, count: number): readonly string[] {
	// In JSON a line break never stands within a row's text.
	const lines = text.split('\n');
	if (lines.length !== count + 2) return [];
	return lines.slice(1, -1).map((line) => (line.endsWith(',') ? line.slice(0, -1) : line));
}

/** The lines of what is kept, in the order of its keys; `makeRow` is asked for the others. Both lists rise by key. */
export function reuseLines<T>(items: readonly T[], before: readonly T[], lines: readonly string[], keyOf: (item: T) => string, makeRow: (item: T) => string, isSame: (item: T, old: T) => boolean): string[] {
	let at = 0;
	return items.map((item) => {
		const key = keyOf(item);
		let old = before[at];
		while (old !== undefined && keyOf(old) < key) {
			at += 1;
			old = before[at];
		}
		const line = old !== undefined && isSame(item, old) ? lines[at] : undefined;
		return line ?? makeRow(item);
	});
}
