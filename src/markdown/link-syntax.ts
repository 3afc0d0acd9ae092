import type { Link, Span } from './note.js';
import { sourceSpan, type Prose } from './prose.js';

/** The parts of a link, as offsets into the text it was read from; -1 where a part is missing. */
export interface LinkParts {
	readonly end: number;
	/** Unescaped and trimmed. */
	readonly target: string;
	readonly targetStart: number;
	readonly targetEnd: number;
	/** Unescaped and trimmed, without the `#`. */
	readonly subpath: string | null;
	/** Where the target and its subpath end: what is shown when there is no alias. */
	readonly shownEnd: number;
	readonly aliasStart: number;
	readonly aliasEnd: number;
}

/** The link as the note holds it. `range` is that of the prose, with the `!` of an embed. */
export function linkOf(prose: Prose, range: Span, kind: Link['kind'], embed: boolean, parts: LinkParts): Link {
	const { target, targetStart, targetEnd, subpath, aliasStart, aliasEnd } = parts;
	const { start, end } = sourceSpan(prose, range.start, range.end);
	return {
		start,
		end,
		kind,
		embed,
		target,
		targetSpan: sourceSpan(prose, targetStart, targetEnd),
		subpath,
		alias: aliasEnd > aliasStart ? prose.text.slice(aliasStart, aliasEnd) : null,
		aliasSpan: aliasStart < 0 ? null : sourceSpan(prose, aliasStart, aliasEnd),
	};
}

/** -1 behind the end: asking the engine for a character that is not there slows every later call. */
const codeAt = (text: string, at: number): number => (at < text.length ? text.charCodeAt(at) : -1);

const isBlank = (code: number): boolean => code === 32 || code === 9;

function skipBlanks(text: string, start: number, end: number): number {
	let at = start;
	while (at < end && isBlank(text.charCodeAt(at))) at += 1;
	return at;
}

function dropBlanks(text: string, start: number, end: number): number {
	let at = end;
	while (at > start && isBlank(text.charCodeAt(at - 1))) at -= 1;
	return at;
}

/** Where the parts of a wikilink stand; one serves for any number of links, one after the other. */
export interface WikiLinkPlaces {
	/** After its `]]`. */
	end: number;
	targetStart: number;
	targetEnd: number;
	/** That of the first `#`, and of what divides the alias; -1 where there is none. */
	hash: number;
	divider: number;
	/** Where target and subpath end. */
	contentEnd: number;
}

export const noPlaces = (): WikiLinkPlaces => ({ end: -1, targetStart: -1, targetEnd: -1, hash: -1, divider: -1, contentEnd: -1 });

/**
 * Finds the wikilink whose `[[` stands here; false where there is none. `\|` divides as `|` does, which is how a table's row must write it. A bracket
 * ends the attempt inside a target, a second `[[` inside an alias: so the innermost pair wins and the cost stays linear.
 */
export function findWikiLink(text: string, at: number, places: WikiLinkPlaces): boolean {
	const start = at + 2;
	let hash = -1;
	let index = start;
	let divider = -1;
	for (; index < text.length; index += 1) {
		const code = text.charCodeAt(index);
		if (code === 10 || code === 13 || code === 91) return false;
		if (code === 93) break;
		if (code === 35 && hash < 0) hash = index;
		if (code === 124) {
			divider = index;
			break;
		}
	}
	const contentEnd = divider > start && text.charCodeAt(divider - 1) === 92 ? divider - 1 : index;
	if (divider >= 0) {
		for (index = divider + 1; index + 1 < text.length; index += 1) {
			const code = text.charCodeAt(index);
			if (code === 10 || code === 13) return false;
			if (code === 91 && text.charCodeAt(index + 1) === 91) return false;
			if (code === 93 && text.charCodeAt(index + 1) === 93) break;
		}
	}
	if (index + 1 >= text.length || text.charCodeAt(index + 1) !== 93) return false;
	const targetStart = skipBlanks(text, start, hash < 0 ? contentEnd : hash);
	const targetEnd = dropBlanks(text, targetStart, hash < 0 ? contentEnd : hash);
	if (targetStart === targetEnd && (hash < 0 || text.slice(hash + 1, contentEnd).trim() === '')) return false;
	places.end = index + 2;
	places.targetStart = targetStart;
	places.targetEnd = targetEnd;
	places.hash = hash;
	places.divider = divider;
	places.contentEnd = contentEnd;
	return true;
}

/** The wikilink whose `[[` stands here. */
export function wikiLinkAt(text: string, at: number): LinkParts | null {
	const places = noPlaces();
	if (!findWikiLink(text, at, places)) return null;
	const { end, targetStart, targetEnd, hash, divider, contentEnd } = places;
	const aliasStart = divider < 0 ? -1 : skipBlanks(text, divider + 1, end - 2);
	return {
		end,
		target: text.slice(targetStart, targetEnd),
		targetStart,
		targetEnd,
		subpath: hash < 0 ? null : text.slice(hash + 1, contentEnd).trim(),
		shownEnd: dropBlanks(text, skipBlanks(text, at + 2, contentEnd), contentEnd),
		aliasStart,
		aliasEnd: divider < 0 ? -1 : dropBlanks(text, aliasStart, end - 2),
	};
}

const isWhite = (code: number): boolean => isBlank(code) || code === 10 || code === 13;

// More parentheses than parsers allow; it bounds what one unclosed destination can cost.
const NESTING = 32;

/** End of a bare destination, which may hold balanced parentheses; -1 where it is none. */
function bareEnd(text: string, at: number): number {
	let open = 0;
	let index = at;
	for (; index < text.length; index += 1) {
		const code = text.charCodeAt(index);
		if (isWhite(code)) break;
		if (code < 32 || code === 127) return -1;
		if (code === 92) index += 1;
		else if (code === 40) {
			open += 1;
			if (open > NESTING) return -1;
		} else if (code === 41) {
			if (open === 0) break;
			open -= 1;
		}
	}
	return open === 0 ? Math.min(index, text.length) : -1;
}

/** After the closing mark of a title that starts here; -1 where it is not closed. */
function titleEnd(text: string, at: number): number {
	const open = codeAt(text, at);
	const close = open === 40 ? 41 : open;
	if (open !== 34 && open !== 39 && open !== 40) return -1;
	for (let index = at + 1; index < text.length; index += 1) {
		const code = text.charCodeAt(index);
		if (code === 92) index += 1;
		else if (code === close) return index + 1;
		else if (open === 40 && code === 40) return -1;
	}
	return -1;
}

function skipWhite(text: string, at: number): number {
	let index = at;
	while (index < text.length && isWhite(text.charCodeAt(index))) index += 1;
	return index;
}

/** True for a target that leads out of the vault: it starts with a scheme. */
const hasScheme = (target: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]+:/.test(target);

/** The `(destination "title")` whose `(` stands here, behind a text `[aliasStart, aliasEnd)` in brackets. */
export function destinationAt(text: string, at: number, aliasStart: number, aliasEnd: number): LinkParts | null {
	let start = skipWhite(text, at + 1);
	let end: number;
	let index: number;
	if (codeAt(text, start) === 60) {
		start += 1;
		for (end = start; end < text.length; end += 1) {
			const code = text.charCodeAt(end);
			if (code === 10 || code === 13 || code === 60) return null;
			if (code === 92) end += 1;
			else if (code === 62) break;
		}
		if (end >= text.length) return null;
		index = end + 1;
	} else {
		end = bareEnd(text, start);
		if (end < 0) return null;
		index = end;
	}
	const afterWhite = skipWhite(text, index);
	if (afterWhite > index && codeAt(text, afterWhite) !== 41) {
		index = titleEnd(text, afterWhite);
		if (index < 0) return null;
		index = skipWhite(text, index);
	} else index = afterWhite;
	if (codeAt(text, index) !== 41) return null;
	const raw = text.slice(start, end);
	const hash = raw.indexOf('#');
	const targetEnd = hash < 0 ? end : start + hash;
	return {
		end: index + 1,
		target: unescapeDestination(text.slice(start, targetEnd)),
		targetStart: start,
		targetEnd,
		subpath: hash < 0 ? null : unescapeDestination(raw.slice(hash + 1)),
		shownEnd: aliasEnd,
		aliasStart,
		aliasEnd,
	};
}

function unescapeDestination(raw: string): string {
	const plain = raw.replace(/\\([!-/:-@[-`{-~])/g, '$1').trim();
	if (!plain.includes('%') || hasScheme(plain)) return plain;
	try {
		return decodeURIComponent(plain);
	} catch {
		// Not an encoded path after all: the target is what is written.
		return plain;
	}
}
