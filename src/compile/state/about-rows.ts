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
	const numbers = new Int32Array((text.length - head) >> 1);
	const found: (readonly [source: string, start: number, end: number])[] = [];
	let at = head + SOURCES.length;
	let count = 0;
	while (text.charCodeAt(at) === QUOTE) {
		const close = text.indexOf('"', at + 1);
		const source = text.slice(at + 1, close);
		if (close === -1 || source.includes('\\') || !text.startsWith('":[', close)) return null;
		at = close + 3;
		const start = count;
		if (text.charCodeAt(at) === CLOSE) at += 1;
		else {
			for (let ended = false; !ended; at += 1) {
				const from = at;
				let number = 0;
				let digit = text.charCodeAt(at) - ZERO;
				for (; digit >= 0 && digit <= 9; digit = text.charCodeAt(at) - ZERO) {
					number = number * 10 + digit;
					at += 1;
				}
				const after = text.charCodeAt(at);
				if (at === from || number > MOST || (after !== COMMA && after !== CLOSE)) return null;
				if ((count - start) % WIDTH === 0 && number >= concepts.length) return null;
				numbers[count] = number;
				count += 1;
				ended = after === CLOSE;
			}
		}
		if ((count - start) % WIDTH !== 0) return null;
		found.push([source, start, count]);
		if (text.charCodeAt(at) === COMMA) at += 1;
		else break;
	}
	if (at !== text.length - 2 || text.charCodeAt(at) !== END || !text.endsWith('}')) return null;
	const kept = numbers.slice(0, count);
	return { concepts, rows: found.map(([source, start, end]) => [source, kept.subarray(start, end)]) };
}
