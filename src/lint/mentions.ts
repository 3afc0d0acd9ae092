import { destinationAt, wikiLinkAt } from '../markdown/link-syntax.js';
import { type Pieces, sharedPieces } from './own-string.js';

// One for all notes that link to nothing.
const NONE: readonly never[] = [];

/**
 * What a note links to, each target once. Code is not left out: a name in it counts as a link, which at worst keeps a page from being
 * called an orphan, and reading it so takes a hundredth of the time.
 */
export function mentionedIn(text: string, pieces: Pieces = sharedPieces()): readonly string[] {
	const targets = new Set<string>();
	for (let at = text.indexOf('[['); at >= 0; at = text.indexOf('[[', at + 2)) {
		const target = wikiLinkAt(text, at)?.target ?? '';
		if (target !== '') targets.add(target);
	}
	for (let at = text.indexOf(']('); at >= 0; at = text.indexOf('](', at + 2)) {
		const target = destinationAt(text, at + 1, at, at)?.target ?? '';
		if (target !== '' && !/^(?:[A-Za-z][A-Za-z0-9+.-]+:|\/\/)/.test(target)) targets.add(target);
	}
	return targets.size === 0 ? NONE : [...targets].map((target) => pieces.of(target).text);
}
