import { GAP } from '../../markdown/quote.js';
import type { Span } from '../../markdown/note.js';
import { type CodeRegion, codeRegions, regionAround } from '../../gate/code-regions.js';
import { scanMarkup } from '../../gate/markup-scan.js';

// Most texts hold none of what every hit of the gate's scan begins with or has in it.
const MARK = /[<`]|%%|\{\{|:\/\/|\[\[|\]\(/;
// Behind other words of a page even an open bracket may begin a tag, and an escape may be none.
const OPENS_TAG = /<(?=[a-z/!?%])/gi;
const ADDRESS = /^<(?:https?:\/\/[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>/i;
const MOST_HITS = 200;
const MOST_ROUNDS = 8;

/**
 * The parts that the gate would stop on some page: not links and placeholders that a page may have because its source has them, nor code
 * that is only shown. In order; they may overlap.
 */
function acting(text: string): readonly Span[] {
	if (!MARK.test(text)) return [];
	const code = codeRegions(text);
	const codeAt = (start: number): CodeRegion | null => regionAround(code, { start, end: start + 1 });
	const spans = scanMarkup(text, MOST_HITS)
		.filter(({ unless, start }) => unless !== 'source' && (unless !== 'code' || codeAt(start) === null))
		.map(({ rule, start, end }) => whole(text, { start, end: rule === 'html' ? endOfTag(text, start) : end }, codeAt(start)));
	for (const { index } of text.matchAll(OPENS_TAG)) {
		if (codeAt(index) === null && !ADDRESS.test(text.slice(index, index + 2048))) spans.push(whole(text, { start: index, end: endOfTag(text, index) }, null));
	}
	return spans.sort((a, b) => a.start - b.start);
}

/** Behind the tag, or behind the bracket alone where the tag has no end: the words after it are words. */
const endOfTag = (text: string, at: number): number => text.indexOf('>', at) + 1 || at + 1;

/** With all of the code span or wikilink in which it stands. */
function whole(text: string, { start, end }: Span, code: CodeRegion | null): Span {
	if (code !== null) {
		let from = code.start;
		let to = code.end;
		while (text.charAt(from - 1) === '`') from--;
		while (text.charAt(to) === '`') to++;
		return { start: from, end: to };
	}
	const open = text.lastIndexOf('[[', start);
	const close = open < 0 ? -1 : text.indexOf(']]', open);
	return close >= start ? { start: open, end: close + 2 } : { start, end: Math.max(end, start + 1) };
}

function leaveOut(text: string, spans: readonly Span[]): string {
	const parts: string[] = [];
	let at = 0;
	for (const { start, end } of spans) {
		if (start > at) parts.push(text.slice(at, start));
		at = Math.max(at, end);
	}
	parts.push(text.slice(at));
	return parts
		.flatMap((part) => part.split(GAP))
		.map((part) => part.trim())
		.filter((part) => part !== '')
		.join(` ${GAP} `);
}

/**
 * A quote without what would act on a page instead of being read, such as HTML, a template command or a query in code: it is left out
 * as `[…]`, so that the rest still stands in the source. Code that is only shown stays. Linear but for a few rounds.
 */
export function inertQuote(quote: string): string {
	let rest = quote;
	for (let round = 0; round < MOST_ROUNDS; round++) {
		const spans = acting(rest);
		if (spans.length === 0) return rest;
		rest = leaveOut(rest, spans);
	}
	return leaveOut(rest, [...rest.matchAll(/[<>`{}%[\]:]+/g)].map(({ 0: marks, index }) => ({ start: index, end: index + marks.length })));
}

const ALIKE: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '`': '’' };

// What code showed as parts of addresses reads as an address that the source does not have.
const NO_ADDRESS = /:\/\/(?=[^\p{L}\p{N}\s[])/u;

/** A title or name that reads the same and does nothing: marks that would act become ones that look alike, or else blanks. */
export function inertName(name: string): string {
	if (NO_ADDRESS.test(name)) return wordsOf(name);
	if (acting(name).length === 0) return name;
	const alike = name
		.replace(/!?\[([^\][]*)\]\([^()]*\)/g, '$1')
		.replace(/[<>`]/g, (mark) => ALIKE[mark] ?? mark)
		.replace(/%{2,}/g, '%')
		.replace(/\s+/g, ' ')
		.trim();
	// An address that was changed is none that the source has.
	return acting(alike).length === 0 && alike !== '' && !alike.includes('://') ? alike : wordsOf(name);
}

// Obsidian compares headings without these characters (https://docs.obsidian.md/Reference/TypeScript+API/stripHeading).
const wordsOf = (text: string): string => text.replace(/[!"#$%&()*+,.:;<=>?@^`{|}~/[\]\\]+/g, ' ').replace(/\s+/g, ' ').trim();

/** A heading as a link may name it: by its words alone where more of it would act. Obsidian finds the heading by these too. */
export const inertHeading = (heading: string): string => (acting(heading).length === 0 ? heading : wordsOf(heading));
