/** A run of `*`, `_`, `==` or `~~`, as offsets into the prose. */
export interface DelimiterRun {
	readonly start: number;
	readonly end: number;
}

export type EmphasisKind = 'emphasis' | 'strong' | 'highlight' | 'deletion';

/** Two matching marks: `[openStart, openEnd)` and `[closeStart, closeEnd)` are not seen by a reader. */
export interface EmphasisPair {
	readonly kind: EmphasisKind;
	readonly openStart: number;
	readonly openEnd: number;
	readonly closeStart: number;
	readonly closeEnd: number;
}

interface Delimiter {
	readonly code: number;
	/** Length of the run as it was written. */
	readonly length: number;
	left: number;
	right: number;
	readonly opens: boolean;
	readonly closes: boolean;
	previous: Delimiter | null;
	next: Delimiter | null;
	readonly index: number;
}

const WHITE = /\s/;
const PUNCTUATION = /[\p{P}\p{S}]/u;

/** 0 for white space or an edge, 1 for punctuation, 2 for anything else. */
function classify(character: string): 0 | 1 | 2 {
	if (character === '') return 0;
	const code = character.charCodeAt(0);
	if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)) return 2;
	return WHITE.test(character) ? 0 : PUNCTUATION.test(character) ? 1 : 2;
}

function before(text: string, at: number): string {
	if (at === 0) return '';
	const code = text.charCodeAt(at - 1);
	return code >= 0xdc00 && code <= 0xdfff && at > 1 ? text.slice(at - 2, at) : text.charAt(at - 1);
}

function after(text: string, at: number): string {
	const point = text.codePointAt(at);
	return point === undefined ? '' : String.fromCodePoint(point);
}

function delimiterOf(text: string, { start, end }: DelimiterRun, index: number): Delimiter {
	const code = text.charCodeAt(start);
	const left = classify(before(text, start));
	const right = classify(after(text, end));
	const leftFlanking = right === 2 || (right === 1 && left !== 2);
	const rightFlanking = left === 2 || (left === 1 && right !== 2);
	const word = code === 95;
	return {
		code,
		length: end - start,
		left: start,
		right: end,
		opens: word ? leftFlanking && (!rightFlanking || left === 1) : leftFlanking,
		closes: word ? rightFlanking && (!leftFlanking || right === 1) : rightFlanking,
		previous: null,
		next: null,
		index,
	};
}

/** Matches runs by the rules of CommonMark, in time linear in their number. */
export function matchEmphasis(text: string, runs: readonly DelimiterRun[]): EmphasisPair[] {
	const pairs: EmphasisPair[] = [];
	let tail: Delimiter | null = null;
	let head: Delimiter | null = null;
	for (const [index, run] of runs.entries()) {
		const delimiter = delimiterOf(text, run, index);
		delimiter.previous = tail;
		if (tail === null) head = delimiter;
		else tail.next = delimiter;
		tail = delimiter;
	}
	const remove = (delimiter: Delimiter): void => {
		if (delimiter.previous !== null) delimiter.previous.next = delimiter.next;
		if (delimiter.next !== null) delimiter.next.previous = delimiter.previous;
	};
	// For a closer of this kind, no opener stands at or below this index.
	const bottoms = new Map<number, number>();
	let closer = head;
	while (closer !== null) {
		if (!closer.closes) {
			closer = closer.next;
			continue;
		}
		const kind: number = closer.code * 8 + (closer.opens ? 4 : 0) + (closer.length % 3);
		const bottom: number = bottoms.get(kind) ?? -1;
		let opener: Delimiter | null = closer.previous;
		let found = false;
		while (opener !== null && opener.index > bottom) {
			if (opener.opens && opener.code === closer.code) {
				const odd: boolean = (closer.opens || opener.closes) && closer.length % 3 !== 0 && (opener.length + closer.length) % 3 === 0;
				if (!odd) {
					found = true;
					break;
				}
			}
			opener = opener.previous;
		}
		if (!found || opener === null) {
			bottoms.set(kind, closer.previous?.index ?? -1);
			const next: Delimiter | null = closer.next;
			if (!closer.opens) remove(closer);
			closer = next;
			continue;
		}
		const size: number = closer.right - closer.left >= 2 && opener.right - opener.left >= 2 ? 2 : 1;
		pairs.push({
			kind: closer.code === 61 ? 'highlight' : closer.code === 126 ? 'deletion' : size === 2 ? 'strong' : 'emphasis',
			openStart: opener.right - size,
			openEnd: opener.right,
			closeStart: closer.left,
			closeEnd: closer.left + size,
		});
		opener.right -= size;
		closer.left += size;
		// What stands between the two can match nothing any more.
		opener.next = closer;
		closer.previous = opener;
		if (opener.left === opener.right) remove(opener);
		if (closer.left === closer.right) {
			const next: Delimiter | null = closer.next;
			remove(closer);
			closer = next;
		}
	}
	return pairs;
}
