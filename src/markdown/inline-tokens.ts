import { backtickCloser, runLength } from './code-span.js';
import { entityAt } from './entities.js';
import { htmlTagLength } from './line-syntax.js';
import { destinationAt, type LinkParts, wikiLinkAt } from './link-syntax.js';

export type TokenKind =
	| 'code'
	| 'math'
	| 'html'
	| 'comment'
	| 'url'
	| 'wiki'
	| 'markdown'
	| 'footnote'
	| 'inline-footnote'
	| 'tag'
	| 'escape'
	| 'entity'
	| 'delimiter';

/** One piece of inline syntax; offsets are those of the prose it was read from. */
export interface InlineToken {
	readonly kind: TokenKind;
	readonly start: number;
	readonly end: number;
	/** What a reader sees of it, without its marks; empty at `end` where that is nothing. */
	readonly textStart: number;
	readonly textEnd: number;
	/** Label of a footnote, name of a tag, character of an entity; empty else. */
	readonly value: string;
	readonly link: LinkParts | null;
}

interface Bracket {
	readonly kind: 'link' | 'image' | 'note';
	readonly start: number;
	/** Where the text inside starts. */
	readonly inside: number;
	/** Number of tokens before it: its own token is put there when it closes. */
	readonly order: number;
}

/** `syntax` finds what a vault-wide scan needs; `marks` also finds emphasis, escapes and entities. */
export type Depth = 'syntax' | 'marks';

const table = (characters: string): Uint8Array => {
	const flags = new Uint8Array(128);
	for (const character of characters) flags[character.charCodeAt(0)] = 1;
	return flags;
};
const SYNTAX = table('`[]<$%#:\\');
const MARKS = table('`[]<$%#:\\&*_=~');

const NOTHING: readonly InlineToken[] = [];
const FOOTNOTE = /\[\^([^\s[\]]{1,999})\]/y;
const TAG = /[\p{L}\p{N}\p{M}\p{So}\p{Emoji_Modifier}\p{Join_Control}_/-]+/uy;
const AUTOLINK = /<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})>/y;
const URL_REST = /[^\s<>[\]"“”‘’«»`|\\^{}，。、；：！？（）【】《》「」]+/y;

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
	pattern.lastIndex = at;
	return pattern.exec(text);
};

const isPunctuation = (code: number): boolean =>
	(code >= 33 && code <= 47) || (code >= 58 && code <= 64) || (code >= 91 && code <= 96) || (code >= 123 && code <= 126);
const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 9 || code === 13 || code === 0xa0;

/** True for a tag's name: not all digits, not empty. */
const isTagName = (name: string): boolean => /[^\d/]/.test(name);

function withoutTrailingSlashes(name: string): string {
	let end = name.length;
	while (end > 0 && name.charCodeAt(end - 1) === 47) end -= 1;
	return name.slice(0, end);
}

/** Whether nothing in the text can be inline syntax; the way most lines of prose go. */
function isPlain(text: string, special: Uint8Array): boolean {
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (code < 128 && special[code] === 1) return false;
	}
	return true;
}

/**
 * Reads the inline syntax of one run of prose in a single pass. Tokens come in order of their start; those inside a
 * link's text, an inline footnote or a `%%` comment follow the token that holds them.
 */
export function inlineTokens(text: string, depth: Depth): readonly InlineToken[] {
	const special = depth === 'marks' ? MARKS : SYNTAX;
	if (isPlain(text, special)) return NOTHING;
	const marks = depth === 'marks';
	const tokens: InlineToken[] = [];
	const placed: { readonly order: number; readonly token: InlineToken }[] = [];
	const brackets: Bracket[] = [];
	// Links do not nest: once one closes, every plain opener before it is text.
	let inactive = 0;
	let commentEnd = -1;
	let escapeEnd = -1;
	const closingBackticks = backtickCloser(text);
	const missing = new Set<string>();

	const push = (kind: TokenKind, start: number, end: number, textStart = end, textEnd = textStart, value = '', link: LinkParts | null = null): void => {
		tokens.push({ kind, start, end, textStart, textEnd, value, link });
	};
	/** `indexOf` that asks for what is not there only once. */
	const find = (mark: string, from: number): number => {
		if (missing.has(mark)) return -1;
		const found = text.indexOf(mark, from);
		if (found < 0) missing.add(mark);
		return found;
	};
	const math = (at: number): number => {
		if (text.charCodeAt(at + 1) === 36) {
			const close = find('$$', at + 2);
			if (close < 0) return at + 2;
			push('math', at, close + 2, at + 2, close);
			return close + 2;
		}
		if (isSpace(text.charCodeAt(at + 1))) return at + 1;
		const close = find('$', at + 1);
		if (close < 0 || close === at + 1) return at + 1;
		const after = close + 1 < text.length ? text.charCodeAt(close + 1) : 32;
		const before = text.charCodeAt(close - 1);
		if (isSpace(before) || before === 92 || (after >= 48 && after <= 57)) return at + 1;
		push('math', at, close + 1, at + 1, close);
		return close + 1;
	};
	const angle = (at: number): number => {
		if (text.startsWith('<!--', at)) {
			const close = find('-->', at + 2);
			if (close < 0) return at + 1;
			push('html', at, close + 3);
			return close + 3;
		}
		const auto = matchAt(AUTOLINK, text, at);
		if (auto !== null) {
			const end = at + auto[0].length;
			push('url', at, end, at + 1, end - 1);
			return end;
		}
		const length = htmlTagLength(text, at);
		if (length === 0) return at + 1;
		push('html', at, at + length);
		return at + length;
	};
	/** A bare URL whose `:` is here; `floor` is where the last token ended. */
	const url = (at: number, floor: number): number => {
		if (text.charCodeAt(at + 1) !== 47 || text.charCodeAt(at + 2) !== 47) return at + 1;
		let start = at;
		while (start > floor && at - start < 20 && /[A-Za-z0-9+.-]/.test(text.charAt(start - 1))) start -= 1;
		while (start < at && !/[A-Za-z]/.test(text.charAt(start))) start += 1;
		if (at - start < 2) return at + 1;
		const rest = matchAt(URL_REST, text, at + 3);
		if (rest === null) return at + 1;
		let end = at + 3 + rest[0].length;
		const opened = rest[0].includes('(');
		while (end > at + 3 && (/[.,;:!?*_~='#]/.test(text.charAt(end - 1)) || (!opened && text.charAt(end - 1) === ')'))) end -= 1;
		push('url', start, end, start, end);
		return end;
	};
	const openBracket = (at: number): number => {
		const before = at > 0 ? text.charCodeAt(at - 1) : 0;
		const escaped = at === escapeEnd;
		const embed = before === 33 && !escaped;
		if (text.charCodeAt(at + 1) === 91) {
			const link = wikiLinkAt(text, at);
			if (link !== null) {
				const start = embed ? at - 1 : at;
				const shown = link.aliasStart >= 0 && link.aliasEnd > link.aliasStart;
				push('wiki', start, link.end, shown ? link.aliasStart : at + 2, shown ? link.aliasEnd : link.shownEnd, embed ? '!' : '', link);
				return link.end;
			}
		}
		if (text.charCodeAt(at + 1) === 94) {
			const note = matchAt(FOOTNOTE, text, at);
			if (note !== null) {
				const end = at + note[0].length;
				push('footnote', at, end, end, end, note[1] ?? '');
				return end;
			}
		}
		const kind = embed ? 'image' : before === 94 && !escaped ? 'note' : 'link';
		brackets.push({ kind, start: kind === 'link' ? at : at - 1, inside: at + 1, order: tokens.length });
		return at + 1;
	};
	const closeBracket = (at: number): number => {
		const index = brackets.length - 1;
		const bracket = brackets.pop();
		if (bracket === undefined) return at + 1;
		const active = bracket.kind !== 'link' || index >= inactive;
		inactive = Math.min(inactive, brackets.length);
		if (!active) return at + 1;
		const { kind, start, inside, order } = bracket;
		const place = (token: InlineToken): void => {
			placed.push({ order, token });
		};
		if (kind === 'note') {
			place({ kind: 'inline-footnote', start, end: at + 1, textStart: inside, textEnd: at, value: '', link: null });
			return at + 1;
		}
		const link = text.charCodeAt(at + 1) === 40 ? destinationAt(text, at + 1, inside, at) : null;
		if (link === null) return at + 1;
		if (kind === 'link') inactive = brackets.length;
		place({ kind: 'markdown', start, end: link.end, textStart: inside, textEnd: at, value: kind === 'image' ? '!' : '', link });
		return link.end;
	};

	let floor = 0;
	for (let at = 0; at < text.length; ) {
		const code = text.charCodeAt(at);
		if (code >= 128 || special[code] !== 1) {
			at += 1;
			continue;
		}
		const before = tokens.length;
		switch (code) {
			case 92: {
				const next = at + 1 < text.length ? text.charCodeAt(at + 1) : 0;
				if (isPunctuation(next)) {
					if (marks) push('escape', at, at + 2, at + 1, at + 2);
					at += 2;
					escapeEnd = at;
				} else {
					// A backslash at the end of a line breaks it.
					if (marks && next === 10) push('escape', at, at + 1);
					at += 1;
				}
				break;
			}
			case 96: {
				const length = runLength(text, at);
				const close = closingBackticks(length, at + length);
				if (close >= 0) push('code', at, close + length, at + length, close);
				at = close < 0 ? at + length : close + length;
				break;
			}
			case 91:
				at = openBracket(at);
				break;
			case 93:
				at = closeBracket(at);
				break;
			case 60:
				at = angle(at);
				break;
			case 36:
				at = math(at);
				break;
			case 37:
				if (text.charCodeAt(at + 1) !== 37) at += 1;
				else if (at === commentEnd) at += 2;
				else {
					const close = at < commentEnd ? -1 : find('%%', at + 2);
					if (close >= 0) {
						push('comment', at, close + 2);
						commentEnd = close;
					}
					at += 2;
				}
				break;
			case 35: {
				const previous = at > 0 ? text.charCodeAt(at - 1) : 32;
				const tag = isSpace(previous) ? matchAt(TAG, text, at + 1) : null;
				const name = tag === null ? '' : withoutTrailingSlashes(tag[0]);
				if (isTagName(name)) {
					push('tag', at, at + 1 + name.length, at, at + 1 + name.length, name);
					at += 1 + (tag?.[0].length ?? 0);
				} else at += 1;
				break;
			}
			case 58:
				at = url(at, floor);
				break;
			case 38: {
				const entity = entityAt(text, at);
				const end = at + (entity?.length ?? 1);
				if (entity !== null && entity.value !== null) push('entity', at, end, end, end, entity.value);
				at = end;
				break;
			}
			default: {
				const length = runLength(text, at);
				if (code === 42 || code === 95 || length === 2) push('delimiter', at, at + length);
				at += length;
			}
		}
		if (tokens.length > before || code === 93) floor = at;
	}
	return placed.length === 0 ? tokens : merge(tokens, placed);
}

/** Tokens that were known only at their end are put where they start. */
function merge(tokens: readonly InlineToken[], placed: { readonly order: number; readonly token: InlineToken }[]): InlineToken[] {
	placed.sort((a, b) => a.order - b.order || a.token.start - b.token.start);
	const merged: InlineToken[] = [];
	let next = 0;
	for (const { order, token } of placed) {
		for (; next < order; next += 1) {
			const earlier = tokens[next];
			if (earlier !== undefined) merged.push(earlier);
		}
		merged.push(token);
	}
	for (; next < tokens.length; next += 1) {
		const rest = tokens[next];
		if (rest !== undefined) merged.push(rest);
	}
	return merged;
}
