import { destinationAt, wikiLinkAt } from '../markdown/link-syntax.js';

/**
 * What a note links to, each target once. Code is not left out: a name in it counts as a link, which at worst keeps a page from being
 * called an orphan, and reading it so takes a hundredth of the time.
 */
export function mentionedIn(text: string, keep: (piece: string) => string = (piece) => piece): readonly string[] {
	const targets = new Set<string>();
	for (let at = text.indexOf('[['); at >= 0; at = text.indexOf('[[', at + 2)) {
		const target = wikiLinkAt(text, at)?.target ?? '';
		if (target !== '') targets.add(target);
	}
	for (let at = text.indexOf(']('); at >= 0; at = text.indexOf('](', at + 2)) {
		const target = destinationAt(text, at + 1, at, at)?.target ?? '';
		if (target !== '' && !/^(?:[A-Za-z][A-Za-z0-9+.-]+:|\/\/)/.test(target)) targets.add(target);
	}
	return [...targets].map(keep);
}
