/** An equal string that keeps no larger text in memory, as a piece that was cut from one may. */
export const ownString = (piece: string): string => String(JSON.parse(JSON.stringify(piece)));

/** A piece of text that many notes share, held once. */
export interface Piece {
	readonly text: string;
	/** Counted from 0, in the order in which they were first met. */
	readonly number: number;
	/** The reading in which it was last met, and its place among what that reading gathers. */
	reading: number;
	place: number;
}

/** Pieces by their text. */
export interface Pieces {
	readonly of: (text: string) => Piece;
	/** What stands from `start` to `end`, without cutting it out where it was met before. */
	readonly cut: (text: string, start: number, end: number) => Piece;
	/** A number for a new reading. */
	readonly read: () => number;
}

// A power of two. A piece that shares its place in it with another is looked up by its text.
const AT_HAND = 8192;
const TELLING = 8;

/** A place among those at hand, by the length and the end of the piece: names of one folder begin alike. */
function placeAtHand(text: string, start: number, end: number): number {
	let hash = end - start;
	for (let at = Math.max(start, end - TELLING); at < end; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
	return (hash ^ (hash >>> 13)) & (AT_HAND - 1);
}

export function sharedPieces(): Pieces {
	const pieces = new Map<string, Piece>();
	const atHand: (Piece | null)[] = Array.from({ length: AT_HAND }, () => null);
	let readings = 0;
	const of = (text: string): Piece => {
		let piece = pieces.get(text);
		if (piece === undefined) {
			piece = { text: ownString(text), number: pieces.size, reading: 0, place: 0 };
			pieces.set(piece.text, piece);
		}
		return piece;
	};
	return {
		of,
		cut(text, start, end) {
			const place = placeAtHand(text, start, end);
			const known = atHand[place] ?? null;
			if (known !== null && known.text.length === end - start && text.startsWith(known.text, start)) return known;
			const piece = of(text.slice(start, end));
			atHand[place] = piece;
			return piece;
		},
		read: () => (readings += 1),
	};
}
