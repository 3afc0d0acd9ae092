import { matchEmphasis, type DelimiterRun, type EmphasisKind } from './emphasis.js';
import { inlineTokens, type InlineToken } from './inline-tokens.js';
import { trailingBlockId } from './line-syntax.js';
import type { Span } from './note.js';
import { joinLines, sourceSpan, type Prose } from './prose.js';

export type MarkKind =
	| 'strong'
	| 'emphasis'
	| 'highlight'
	| 'code'
	| 'link'
	| 'wikilink'
	| 'embed'
	| 'image'
	| 'html'
	| 'math'
	| 'footnote'
	| 'tag'
	| 'url';

/** A range of the plain text that was marked up; empty where the mark shows nothing, as an embed or a footnote. */
export interface Mark extends Span {
	readonly kind: MarkKind;
	/** Target of a link or embed, name of a tag, label of a footnote. */
	readonly target?: string;
}

/** Prose as a reader sees it, with the way back to the note. */
export interface Inline {
	readonly plain: string;
	/** In order of start; an outer mark before those inside it. */
	readonly marks: readonly Mark[];
	/** Source ranges that must not be carried into a quote on another page, sorted. */
	readonly unquotable: readonly Span[];
	/** Source offset of the character at a plain offset; after the last character, for the text's length. */
	toSource(plainOffset: number): number;
	/** Source range of a plain range, with the marks of everything that lies wholly inside it. */
	sourceSpan(start: number, end: number): Span;
}

const NO_MARKS: readonly Mark[] = [];
const NO_SPANS: readonly Span[] = [];

interface SourcedMark extends Mark {
	/** With its marks, in the prose. */
	readonly from: number;
	readonly to: number;
}

/** A mark character range that a reader does not see. */
interface HiddenMark extends Span {
	readonly pair: number;
	readonly opens: boolean;
}

/** Plain text of one paragraph, item, heading or cell. `lines` are its lines without block markers. */
export function readInline(text: string, lines: readonly Span[]): Inline {
	const prose = joinLines(text, lines);
	const lastLine = lines[lines.length - 1];
	const blockId = lastLine === undefined ? null : trailingBlockId(text, lastLine);
	const tokens = inlineTokens(prose.text, 'marks');
	if (tokens.length === 0 && blockId === null) return plainInline(prose);
	return markedInline(prose, tokens, blockId);
}

function plainInline(prose: Prose): Inline {
	const plain = prose.text.includes('\n') ? prose.text.replaceAll('\n', ' ') : prose.text;
	return {
		plain,
		marks: NO_MARKS,
		unquotable: NO_SPANS,
		toSource: prose.at,
		sourceSpan: (start, end) => sourceSpan(prose, start, end),
	};
}

/** Emphasis is matched inside one link's text or outside all links, never across a link's edge. */
function hiddenMarks(text: string, tokens: readonly InlineToken[]): { hidden: HiddenMark[]; kinds: EmphasisKind[] } {
	const scopes: { readonly end: number; readonly runs: DelimiterRun[] }[] = [{ end: Infinity, runs: [] }];
	const finished: DelimiterRun[][] = [];
	let skipTo = 0;
	for (const token of tokens) {
		if (token.start < skipTo) continue;
		for (let top = scopes[scopes.length - 1]; top !== undefined && top.end <= token.start; top = scopes[scopes.length - 1]) {
			finished.push(top.runs);
			scopes.pop();
		}
		if (token.kind === 'delimiter') scopes[scopes.length - 1]?.runs.push(token);
		else if (token.kind === 'markdown' && token.value === '') scopes.push({ end: token.end, runs: [] });
		else if (token.kind !== 'escape' && token.kind !== 'entity') skipTo = token.end;
	}
	for (const scope of scopes) finished.push(scope.runs);
	const hidden: HiddenMark[] = [];
	const kinds: EmphasisKind[] = [];
	for (const runs of finished) {
		if (runs.length < 2) continue;
		for (const { kind, openStart, openEnd, closeStart, closeEnd } of matchEmphasis(text, runs)) {
			const pair = kinds.push(kind) - 1;
			hidden.push({ start: openStart, end: openEnd, pair, opens: true }, { start: closeStart, end: closeEnd, pair, opens: false });
		}
	}
	hidden.sort((a, b) => a.start - b.start);
	return { hidden, kinds };
}

/** The name that a wikilink without an alias shows: the last part of its path, or the heading it leads to. */
function shownName(text: string, token: InlineToken): Span {
	const { link } = token;
	if (link === null || link.aliasEnd > link.aliasStart) return { start: token.textStart, end: token.textEnd };
	if (link.targetStart === link.targetEnd) return { start: text.indexOf('#', link.targetStart) + 1, end: link.shownEnd };
	const slash = text.lastIndexOf('/', link.targetEnd - 1);
	return { start: slash >= link.targetStart ? slash + 1 : link.targetStart, end: link.targetEnd };
}

function markedInline(prose: Prose, tokens: readonly InlineToken[], blockId: Span | null): Inline {
	const { text } = prose;
	const { hidden, kinds } = hiddenMarks(text, tokens);
	const limit = blockId === null ? text.length : text.length - (blockId.end - blockId.start);
	const parts: string[] = [];
	let length = 0;
	// Each piece of plain text: where it starts, where that stands in the prose, and how long it is there.
	const plainStarts: number[] = [];
	const proseStarts: number[] = [];
	const proseEnds: number[] = [];
	const marks: SourcedMark[] = [];
	const unquotable: Span[] = [];
	const openLinks: { readonly token: InlineToken; readonly plainStart: number }[] = [];
	const openPairs = new Map<number, { readonly start: number; readonly from: number }>();
	let at = 0;
	// How the plain text so far ends: at a blank, and with something invisible after it.
	const tail = { blank: true, hidden: false };
	let nextHidden = 0;

	const emit = (piece: string, from: number, to: number): void => {
		if (piece === '') return;
		plainStarts.push(length);
		proseStarts.push(from);
		proseEnds.push(to);
		parts.push(piece);
		length += piece.length;
		tail.blank = /\s$/.test(piece.slice(-1));
		tail.hidden = false;
	};
	const emitProse = (start: number, end: number): void => {
		let from = start;
		const to = Math.min(end, limit);
		// Where something invisible stood between two blanks, one of them goes.
		if (tail.hidden && tail.blank) while (from < to && /\s/.test(text.charAt(from))) from += 1;
		if (from < to) emit(text.slice(from, to), from, to);
	};
	/** Text up to here, without the emphasis marks in it. */
	const advance = (to: number): void => {
		for (let mark = hidden[nextHidden]; mark !== undefined && mark.start < to; mark = hidden[nextHidden]) {
			nextHidden += 1;
			if (mark.start < at) continue;
			emitProse(at, mark.start);
			at = mark.end;
			const kind = kinds[mark.pair];
			if (mark.opens) openPairs.set(mark.pair, { start: length, from: mark.start });
			else {
				const opened = openPairs.get(mark.pair);
				if (opened !== undefined && kind !== undefined && kind !== 'deletion')
					marks.push({ kind, start: opened.start, end: length, from: opened.from, to: mark.end });
			}
		}
		if (at < to) {
			emitProse(at, to);
			at = to;
		}
	};
	const closeLinks = (before: number): void => {
		for (let top = openLinks[openLinks.length - 1]; top !== undefined && top.token.textEnd <= before; top = openLinks[openLinks.length - 1]) {
			openLinks.pop();
			const { token, plainStart } = top;
			advance(token.textEnd);
			at = token.end;
			const target = token.link?.target ?? '';
			marks.push({ kind: 'link', start: plainStart, end: length, target, from: token.start, to: token.end });
			if (!/^https?:\/\//i.test(target)) unquotable.push(sourceSpan(prose, token.textEnd, token.end));
		}
	};
	const hide = (token: InlineToken, kind: MarkKind | null, target?: string): void => {
		if (kind !== null) marks.push({ kind, start: length, end: length, from: token.start, to: token.end, ...(target === undefined ? {} : { target }) });
		unquotable.push(sourceSpan(prose, token.start, token.end));
		at = token.end;
		tail.hidden = true;
	};
	const show = (token: InlineToken, kind: MarkKind, shown: Span, target?: string): void => {
		const start = length;
		emitProse(shown.start, shown.end);
		marks.push({ kind, start, end: length, from: token.start, to: token.end, ...(target === undefined ? {} : { target }) });
		at = token.end;
	};

	for (const token of tokens) {
		if (token.start < at || token.start >= limit) continue;
		closeLinks(token.start);
		if (token.start < at || token.kind === 'delimiter') continue;
		advance(token.start);
		switch (token.kind) {
			case 'escape':
				emitProse(token.textStart, token.textEnd);
				at = token.end;
				break;
			case 'entity':
				emit(token.value, token.start, token.end);
				at = token.end;
				break;
			case 'code':
				show(token, 'code', codeText(text, token));
				break;
			case 'math':
				show(token, 'math', { start: token.textStart, end: token.textEnd });
				break;
			case 'html':
				if (/^<br\b/i.test(text.slice(token.start, token.start + 4))) emit(' ', token.start, token.end);
				hide(token, 'html');
				break;
			case 'comment':
				hide(token, null);
				break;
			case 'url':
				show(token, 'url', { start: token.textStart, end: token.textEnd }, text.slice(token.textStart, token.textEnd));
				break;
			case 'tag':
				show(token, 'tag', { start: token.textStart, end: token.textEnd }, token.value);
				break;
			case 'footnote':
				hide(token, 'footnote', token.value);
				break;
			case 'inline-footnote':
				hide(token, 'footnote');
				break;
			case 'wiki':
				if (token.value === '!') hide(token, 'embed', token.link?.target ?? '');
				else show(token, 'wikilink', shownName(text, token), token.link?.target ?? '');
				break;
			case 'markdown':
				if (token.value === '!') hide(token, 'image', token.link?.target ?? '');
				else {
					if (!/^https?:\/\//i.test(token.link?.target ?? '')) unquotable.push(sourceSpan(prose, token.start, token.textStart));
					openLinks.push({ token, plainStart: length });
					at = token.textStart;
				}
		}
	}
	closeLinks(text.length);
	advance(text.length);
	if (blockId !== null) unquotable.push({ start: blockId.start, end: blockId.end });

	let plain = parts.join('');
	if (plain.includes('\n')) plain = plain.replaceAll('\n', ' ');
	if ((tail.hidden || blockId !== null) && tail.blank) plain = plain.trimEnd();
	const clip = (offset: number): number => Math.min(offset, plain.length);
	marks.sort((a, b) => a.start - b.start || a.from - b.from || b.to - a.to);
	unquotable.sort((a, b) => a.start - b.start);

	/** Index of the first mark that starts at or after a plain offset. */
	const firstMark = (plainOffset: number): number => {
		let low = 0;
		let high = marks.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((marks[middle]?.start ?? 0) < plainOffset) low = middle + 1;
			else high = middle;
		}
		return low;
	};
	const pieceAt = (plainOffset: number): number => {
		let low = 0;
		let high = plainStarts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((plainStarts[middle] ?? 0) <= plainOffset) low = middle;
			else high = middle - 1;
		}
		return low;
	};
	const proseOffset = (plainOffset: number, end: boolean): number => {
		const piece = pieceAt(end ? plainOffset - 1 : plainOffset);
		const start = proseStarts[piece] ?? 0;
		const stop = proseEnds[piece] ?? 0;
		const into = plainOffset - (plainStarts[piece] ?? 0);
		const size = (plainStarts[piece + 1] ?? length) - (plainStarts[piece] ?? 0);
		// A decoded entity is one character here and several there.
		if (size !== stop - start) return end ? stop : start;
		return start + into;
	};
	return {
		plain,
		marks: marks.map(({ kind, start, end, target }) => ({ kind, start: clip(start), end: clip(end), ...(target === undefined ? {} : { target }) })),
		unquotable,
		toSource: (offset) => prose.at(offset >= plain.length && plain.length > 0 ? proseOffset(plain.length, true) : proseOffset(offset, false)),
		sourceSpan: (start, end) => {
			if (end <= start) return { start: prose.at(proseOffset(start, false)), end: prose.at(proseOffset(start, false)) };
			let from = proseOffset(start, false);
			let to = proseOffset(end, true);
			for (let index = firstMark(start); index < marks.length; index += 1) {
				const mark = marks[index];
				if (mark === undefined || mark.start > end) break;
				if (mark.end === mark.start || clip(mark.end) > end) continue;
				from = Math.min(from, mark.from);
				to = Math.max(to, mark.to);
			}
			return sourceSpan(prose, from, to);
		},
	};
}

/** One blank on both sides belongs to the marks, unless there is nothing else. */
function codeText(text: string, token: InlineToken): Span {
	const { textStart, textEnd } = token;
	const padded = textEnd - textStart > 2 && /^\s$/.test(text.charAt(textStart)) && /^\s$/.test(text.charAt(textEnd - 1));
	return padded && /\S/.test(text.slice(textStart, textEnd)) ? { start: textStart + 1, end: textEnd - 1 } : { start: textStart, end: textEnd };
}
