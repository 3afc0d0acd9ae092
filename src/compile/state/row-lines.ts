/**
 * A JSON object whose last member is a list of rows, one a line: a writer gives back as they are those that did not change, for to make the
 * text of a large vault's rows anew takes longer than a small change has to.
 */
export function writeRows(head: Readonly<Record<string, unknown>>, name: string, rows: readonly string[]): string {
	return `${JSON.stringify(head).slice(0, -1)},"${name}":[${rows.length === 0 ? '' : `\n${rows.join(',\n')}\n`}]}`;
}

/** The row of each of these items as it stands in the text that they were read from, in their order; of none where it does not stand one a line. */
export function linesOf<T>(text: string, items: readonly T[]): ReadonlyMap<T, string> {
	// In JSON a line break never stands within a row's text.
	const lines = text.split('\n');
	return new Map(lines.length === items.length + 2 ? items.map((item, at) => [item, (lines[at + 1] ?? '').replace(/,$/, '')]) : []);
}
