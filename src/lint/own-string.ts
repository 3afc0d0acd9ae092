/** An equal string that keeps no larger text in memory, as a piece that was cut from one may. */
export const ownString = (piece: string): string => String(JSON.parse(JSON.stringify(piece)));

/** A piece of text that many notes share, held once. */
export interface Piece {
	readonly text: string;
	/** The reading in which it was last met, and its place among what that reading gathers. */
	reading: number;
	place: number;
}

/** Pieces by their text. */
export interface Pieces {
	readonly of: (text: string) => Piece;
	/** A number for a new reading. */
	readonly read: () => number;
	readonly clear: () => void;
}

export function sharedPieces(): Pieces {
	const pieces = new Map<string, Piece>();
	let readings = 0;
	return {
		of(text) {
			let piece = pieces.get(text);
			if (piece === undefined) {
				piece = { text: ownString(text), reading: 0, place: 0 };
				pieces.set(piece.text, piece);
			}
			return piece;
		},
		read: () => (readings += 1),
		clear() {
			pieces.clear();
		},
	};
}
