import { parseList } from '../../model/json.js';

/** Numbers that are kept of a source and a concept: the concept, and claims, weight and definitions. */
export const WIDTH = 4;

const START = '{"concepts":[';
const SOURCES = '],"sources":{';
const [QUOTE, COMMA, CLOSE, END, ZERO] = [0x22, 0x2c, 0x5d, 0x7d, 0x30];
const MOST = 0x7fffffff;

/** What one file of the table holds: concepts, and of each source rows of `WIDTH` numbers of which the first is a place among them. */
export interface AboutRows {
	readonly concepts: readonly string[];
	readonly rows: readonly (readonly [source: string, row: Int32Array])[];
}

const isTexts = (list: readonly unknown[] | null): list is readonly string[] => list?.every((item) => typeof item === 'string') === true;

/**
 * Reads `{"concepts":[…],"sources":{"…":[…],…}}` as it is written, without blanks; null for all else. The numbers, of which a large vault has
 * hundreds of thousands, go from the text to where they stay without becoming anything in between.
 */
export function readRows(text: string): AboutRows | null {
	const head = text.startsWith(START) ? text.indexOf(SOURCES) : -1;
	const concepts = head === -1 ? null : parseList(text.slice(START.length - 1, head + 1));
	if (!isTexts(concepts)) return null;
	const read: Numbers = { values: new Int32Array((text.length - head) >> 1), count: 0, below: concepts.length };
	const found: (readonly [source: string, start: number, end: number])[] = [];
	let at = head + SOURCES.length;
	while (text.charCodeAt(at) === QUOTE) {
		const close = text.indexOf('"', at + 1);
		const source = text.slice(at + 1, close);
		if (close === -1 || source.includes('\\') || !text.startsWith('":[', close)) return null;
		const start = read.count;
		at = readRow(text, close + 3, read);
		if (at === -1) return null;
		found.push([source, start, read.count]);
		if (text.charCodeAt(at) === COMMA) at += 1;
		else break;
	}
	if (at !== text.length - 2 || text.charCodeAt(at) !== END || !text.endsWith('}')) return null;
	const kept = read.values.slice(0, read.count);
	return { concepts, rows: found.map(([source, start, end]) => [source, kept.subarray(start, end)]) };
}

/** The numbers of a file so far. */
interface Numbers {
	readonly values: Int32Array;
	count: number;
	/** What the first number of each `WIDTH` is below. */
	readonly below: number;
}

/** Reads numbers up to the bracket that closes their list; where that ends, or -1 where it is no such list. */
function readRow(text: string, from: number, numbers: Numbers): number {
	if (text.charCodeAt(from) === CLOSE) return from + 1;
	const { values, count: start, below } = numbers;
	let count = start;
	let at = from;
	for (let ended = false; !ended; at += 1) {
		const first = at;
		let number = 0;
		let digit = text.charCodeAt(at) - ZERO;
		for (; digit >= 0 && digit <= 9; digit = text.charCodeAt(at) - ZERO) {
			number = number * 10 + digit;
			at += 1;
		}
		const after = text.charCodeAt(at);
		if (at === first || number > MOST || (after !== COMMA && after !== CLOSE)) return -1;
		if ((count - start) % WIDTH === 0 && number >= below) return -1;
		values[count] = number;
		count += 1;
		ended = after === CLOSE;
	}
	numbers.count = count;
	return (count - start) % WIDTH === 0 ? at : -1;
}
