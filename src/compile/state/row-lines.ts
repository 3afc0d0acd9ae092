/** Rows of JSON as `writeRows` sets them, one a line. */
const setRows = (rows: readonly string[]): string => rows.join(',\n');

/** A JSON object whose last member is a list of rows, one a line. */
export const writeRows = (head: Readonly<Record<string, unknown>>, name: string, rows: readonly string[]): string =>
	`${JSON.stringify(head).slice(0, -1)},"${name}":[${rows.length === 0 ? '' : `\n${setRows(rows)}\n`}]}`;

const END = '\n]}';
const BETWEEN = ',\n';

/**
 * The rows of such an object, in a few pieces, after some of them came, went (null) or changed; null where the text is none. Each row is a list that begins
 * with its key, and they stand in the order of their keys, which are `keys`. To make all rows of a large vault anew, or only to
 * take its text apart, takes longer than a small change has to.
 */
export function exchangeRows(text: string, name: string, keys: Iterable<string>, changes: ReadonlyMap<string, string | null>): readonly string[] | null {
	const start = `,"${name}":[\n`;
	const head = text.indexOf(start);
	if (head === -1 || !text.endsWith(END)) return null;
	const end = text.length - END.length;
	const pieces: string[] = [];
	const known = keys[Symbol.iterator]();
	let standing = known.next();
	/** Where the next row stands that is not in a piece yet; past the end where there is none. */
	let at = head + start.length;
	for (const [key, row] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
		while (standing.done !== true && standing.value < key) standing = known.next();
		let place = end + BETWEEN.length;
		if (standing.done !== true) {
			// In JSON a line break never stands within a row's text.
			place = text.indexOf(`\n[${JSON.stringify(standing.value)},`, at - 1) + 1;
			if (place === 0) return null;
		}
		if (place > at) pieces.push(text.slice(at, place - BETWEEN.length));
		if (row !== null) pieces.push(row);
		at = place;
		if (standing.done === true || standing.value !== key) continue;
		const stop = text.indexOf('\n', place);
		at = stop + (stop === end ? BETWEEN.length : 1);
	}
	if (at <= end) pieces.push(text.slice(at, end));
	return pieces;
}
