import { destinationAt, findWikiLink, noPlaces } from '../markdown/link-syntax.js';
import { leadsOut } from './leads-out.js';
import type { Piece, Pieces } from './own-string.js';

// One for all notes that link to nothing.
const NONE: readonly never[] = [];

/**
 * What a note links to, each target once. Code is not left out: a name in it counts as a link, which at worst keeps a page from being
 * called an orphan, and reading it so takes a hundredth of the time.
 */
export function mentionedIn(text: string, pieces: Pieces): readonly Piece[] {
	const reading = pieces.read();
	const targets: Piece[] = [];
	const places = noPlaces();
	const add = (piece: Piece): void => {
		if (piece.reading === reading || piece.text === '') return;
		piece.reading = reading;
		targets.push(piece);
	};
	for (let at = text.indexOf('[['); at >= 0; at = text.indexOf('[[', at + 2)) {
		if (findWikiLink(text, at, places)) add(pieces.cut(text, places.targetStart, places.targetEnd));
	}
	for (let at = text.indexOf(']('); at >= 0; at = text.indexOf('](', at + 2)) {
		const target = destinationAt(text, at + 1, at, at)?.target ?? '';
		if (!leadsOut(target)) add(pieces.of(target));
	}
	return targets.length === 0 ? NONE : targets.slice();
}
