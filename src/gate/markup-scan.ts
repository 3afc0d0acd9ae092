import { type CodeRegion, codeRegions, regionAround } from './code-regions.js';
import { addressForms, DANGEROUS_SCHEME, destination } from './destination.js';
import type { Hit } from './hit.js';
import { HARMLESS_ATTRIBUTES, HARMLESS_TAGS, OTHER_TAGS } from './html-tags.js';

const BACKSLASH = 92;

const TAG_NAME = /[a-z][a-z0-9-]*/iy;
const AUTOLINK = /([a-z][a-z0-9+.-]*):[^\s<>]*>/iy;
const WIKI_SCHEME = /\s*([a-z][a-z0-9+.-]*):(\/\/|\S)?/iy;
const SPAN_CODE = /`[ \t]*(?:\$=|=[ \t]*[^=>`\s]|(?:INPUT|VIEW|BUTTON)\[)/y;
const WEB = /^https?$/i;

interface Scan {
	readonly text: string;
	readonly most: number;
	readonly hits: Hit[];
	readonly imageReferences: number[];
	readonly remoteDefinitions: Hit[];
	/** Inside a block of HTML a backslash is no escape: the second scan of such a text ignores them. */
	readonly escapes: boolean;
	/** A tag that is shown as code opens no block of HTML. */
	readonly inCode: (at: number) => boolean;
	sawTag: boolean;
	nextClose: number;
	nextCommentClose: number;
}

const isEscaped = (scan: Scan, at: number): boolean => {
	if (!scan.escapes || scan.text.charCodeAt(at - 1) !== BACKSLASH) return false;
	let slashes = 1;
	while (scan.text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
	return slashes % 2 === 1;
};

/** Whether only container marks stand before the offset on its line; yes where the nearest characters do not tell. */
function startsLine(text: string, at: number): boolean {
	for (let back = 1; back <= 40; back++) {
		const char = text.charAt(at - back);
		if (char === '\n' || char === '') return true;
		if (!/[ \t>*+\-\d.)\r]/.test(char)) return false;
	}
	return true;
}

const add = (scan: Scan, hit: Omit<Hit, 'urls'> & { readonly urls?: readonly string[] }): void => {
	scan.hits.push({ urls: [], ...hit });
};

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || Number.isNaN(code);
const isWordCode = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code > 0x7f;

/** The destination after `](` or `]:`, and where it ends. Another `](` or `]:` ends it, so that no text is read twice. */
function readDestination(text: string, from: number, inParentheses: boolean): { raw: string; end: number; whole: boolean } {
	let start = from;
	while (start < text.length && isSpace(text.charCodeAt(start))) start++;
	if (text.charAt(start) === '<') {
		let end = start + 1;
		while (end < text.length && !'<>\n'.includes(text.charAt(end))) end++;
		return { raw: text.slice(start + 1, end), end, whole: text.charAt(end) === '>' };
	}
	let depth = 0;
	let end = start;
	for (; end < text.length; end++) {
		const code = text.charCodeAt(end);
		if (isSpace(code)) break;
		if (code === 40) depth++;
		if (code === 41 && inParentheses && depth-- === 0) break;
		if (code === 93 && (text.charAt(end + 1) === '(' || text.charAt(end + 1) === ':')) return { raw: text.slice(start, end), end, whole: false };
	}
	return { raw: text.slice(start, end), end, whole: true };
}

function onDestination(scan: Scan, at: number, kind: 'link' | 'image' | 'definition'): number {
	const { text } = scan;
	const { raw, end, whole } = readDestination(text, at, kind !== 'definition');
	const where = destination(raw);
	if (where.kind === 'local') return at;
	const span = { start: at, end: Math.max(end, at + 1) };
	if (where.kind === 'scheme') {
		add(scan, { rule: 'scheme', what: `a link with the scheme “${where.scheme.slice(0, 30)}:”`, unless: 'code', ...span });
	} else if (kind === 'image' || where.kind === 'host') {
		add(scan, { rule: 'remote', what: kind === 'image' ? 'an image that is loaded from elsewhere' : 'a link to another host without a scheme', unless: 'code', urls: [raw, ...addressForms(raw)], ...span });
	} else {
		const hit: Hit = { rule: 'link', what: 'a link that no cited source has', unless: 'source', urls: whole ? [raw, ...addressForms(raw)] : [], ...span };
		scan.hits.push(hit);
		if (kind === 'definition') scan.remoteDefinitions.push(hit);
	}
	return end;
}

function endOfTag(scan: Scan, from: number): number {
	if (scan.nextClose < from) {
		const found = scan.text.indexOf('>', from);
		scan.nextClose = found === -1 ? Number.POSITIVE_INFINITY : found;
	}
	return Math.min(scan.nextClose + 1, scan.text.length, from + 4096);
}

function endOfComment(scan: Scan, from: number): number {
	if (scan.nextCommentClose < from) {
		const found = scan.text.indexOf('-->', from);
		scan.nextCommentClose = found === -1 ? Number.POSITIVE_INFINITY : found;
	}
	return Math.min(scan.nextCommentClose + 3, scan.text.length);
}

function harmfulAttribute(attributes: string): string | null {
	const quotes = attributes.match(/["']/g)?.length ?? 0;
	if (quotes % 2 === 1) return 'an unclosed quotation mark';
	for (const match of attributes.matchAll(/([^\s"'=<>/]+)\s*=/g)) {
		const name = (match[1] ?? '').toLowerCase();
		if (!HARMLESS_ATTRIBUTES.has(name)) return name;
	}
	return null;
}

/** What the `<` at `at` opens. Returns where the scan goes on. */
function onLess(scan: Scan, at: number): number {
	const { text } = scan;
	const next = text.charAt(at + 1);
	// Templater knows no escapes.
	if (next === '%') {
		add(scan, { rule: 'template', what: 'a Templater command (<% … %>)', unless: 'ask', start: at, end: endOfTag(scan, at) });
		return at + 1;
	}
	if (next === '!' || next === '?') {
		if (text.startsWith('<!--', at)) {
			add(scan, { rule: 'hidden', what: 'a comment that a reader does not see', unless: 'code', start: at, end: endOfComment(scan, at + 4) });
			return at + 4;
		}
		if (/[a-z[]/i.test(text.charAt(at + 2))) add(scan, { rule: 'html', what: 'an HTML declaration', unless: 'code', start: at, end: endOfTag(scan, at) });
		return at + 1;
	}
	AUTOLINK.lastIndex = at + 1;
	const autolink = AUTOLINK.exec(text);
	if (autolink) {
		const raw = autolink[0].slice(0, -1);
		const where = destination(raw);
		const span = { start: at, end: at + 1 + autolink[0].length };
		if (where.kind === 'web') add(scan, { rule: 'link', what: 'a link that no cited source has', unless: 'source', urls: [raw], ...span });
		else if (where.kind === 'scheme') add(scan, { rule: 'scheme', what: `a link with the scheme “${where.scheme.slice(0, 30)}:”`, unless: 'code', ...span });
		return where.kind === 'local' ? at + 1 : span.end;
	}
	TAG_NAME.lastIndex = at + 1;
	const tag = TAG_NAME.exec(text)?.[0].toLowerCase();
	if (tag === undefined) return at + 1;
	const after = at + 1 + tag.length;
	const known = HARMLESS_TAGS.has(tag) || OTHER_TAGS.has(tag);
	// An e-mail address in angle brackets, or a placeholder such as <your.name>, is not a tag.
	if (!isSpace(text.charCodeAt(after)) && !'/>"\'='.includes(text.charAt(after)) && !(known && !/[.@:\w]/.test(text.charAt(after)))) return after;
	if ((known || startsLine(text, at)) && !scan.inCode(at)) scan.sawTag = true;
	const end = endOfTag(scan, at);
	if (!HARMLESS_TAGS.has(tag) && (OTHER_TAGS.has(tag) || tag.includes('-'))) {
		let whole = end;
		if (tag === 'script' || tag === 'style' || tag === 'svg' || tag === 'math' || tag === 'object' || tag === 'template') {
			const close = text.slice(end, end + 65_536).search(new RegExp(`</${tag}`, 'i'));
			whole = close === -1 ? Math.min(text.length, end + 65_536) : end + close;
		}
		add(scan, { rule: 'html', what: `the HTML element <${tag.slice(0, 30)}>`, unless: 'code', start: at, end: whole });
		return after;
	}
	const another = text.indexOf('<', after);
	const cut = another !== -1 && another < end;
	const attributes = text.slice(after, cut ? another : Math.min(end, scan.nextClose));
	const attribute = cut && (known || !scan.escapes) ? 'an unfinished tag' : harmfulAttribute(attributes);
	if (attribute !== null) add(scan, { rule: 'html', what: `${attribute.slice(0, 30)} in the HTML tag <${tag.slice(0, 30)}>`, unless: 'code', start: at, end });
	return after;
}

/** A wikilink or embed that names an address instead of a note. */
function onWikilink(scan: Scan, at: number): void {
	const { text } = scan;
	WIKI_SCHEME.lastIndex = at + 2;
	const match = WIKI_SCHEME.exec(text);
	const embed = text.charAt(at - 1) === '!';
	if (match) {
		const scheme = (match[1] ?? '').toLowerCase();
		const rest = match[2];
		const end = WIKI_SCHEME.lastIndex;
		if (embed && (rest === '//' || WEB.test(scheme) || scheme === 'data')) {
			add(scan, { rule: 'remote', what: 'an embed that is loaded from elsewhere', unless: 'code', start: at, end });
		} else if (rest !== undefined && !WEB.test(scheme) && (rest === '//' || DANGEROUS_SCHEME.test(scheme))) {
			add(scan, { rule: 'scheme', what: `a wikilink with the scheme “${scheme.slice(0, 30)}:”`, unless: 'code', start: at, end });
		}
	} else if (/^\s*(?:\/\/|\\\\)/.test(text.slice(at + 2, at + 12))) {
		add(scan, { rule: 'remote', what: 'a wikilink to another host', unless: 'code', start: at, end: at + 4 });
	}
}

/** A bare address in running text. Returns where it ends. */
function onBareAddress(scan: Scan, start: number, scheme: string): number {
	const { text } = scan;
	let end = start;
	while (end < text.length && !isSpace(text.charCodeAt(end)) && text.charCodeAt(end) !== 60 && !(text.charCodeAt(end) === 93 && text.charAt(end + 1) === '(')) end++;
	const raw = text.slice(start, end);
	// A scheme that is only spoken of, with nothing behind it, leads nowhere.
	if (/^[^\p{L}\p{N}]*$/u.test(raw.slice(scheme.length))) return end;
	if (WEB.test(scheme) || scheme === 'www') add(scan, { rule: 'link', what: 'a link that no cited source has', unless: 'source', urls: addressForms(raw), start, end });
	else if (DANGEROUS_SCHEME.test(scheme.toLowerCase())) add(scan, { rule: 'scheme', what: `an address with the scheme “${scheme.toLowerCase()}:”`, unless: 'code', start, end });
	else add(scan, { rule: 'link', what: `an address (${scheme.toLowerCase()}:) that no cited source has`, unless: 'source', urls: addressForms(raw), start, end });
	return end;
}

// What stands behind a wikilink and a colon is text: no definition's label holds brackets that are not escaped.
const closesWikilink = (text: string, at: number): boolean => text.charCodeAt(at - 1) === 93 && text.charCodeAt(at - 2) !== BACKSLASH;

interface Bracket {
	readonly at: number;
	readonly image: boolean;
	/** How many marks of code and HTML stood before it. */
	readonly marks: number;
}

function pass(text: string, most: number, escapes: boolean, inCode: (at: number) => boolean): Scan {
	const scan: Scan = { text, most, hits: [], imageReferences: [], remoteDefinitions: [], escapes, inCode, sawTag: false, nextClose: -1, nextCommentClose: -1 };
	let open: Bracket[] = [];
	// The bracket that seems to close an image may stand in code or HTML; until the paragraph ends, a link may then be its own.
	let doubtful = false;
	let marks = 0;
	let addressEnd = 0;
	// What seems to stand in a comment is looked at too: where the mark is code, there is no comment.
	let commentEnd = 0;
	for (let at = 0; at < text.length && scan.hits.length < most; at++) {
		switch (text.charCodeAt(at)) {
			case 10: // line break
				if (text.charCodeAt(at + 1) === 10) {
					open = [];
					doubtful = false;
				}
				break;
			case 37: // %
				if (at >= commentEnd && text.charCodeAt(at + 1) === 37 && !isEscaped(scan, at)) {
					const close = text.indexOf('%%', at + 2);
					commentEnd = close === -1 ? text.length : close + 2;
					add(scan, { rule: 'hidden', what: 'a comment (%%) that a reader does not see', unless: 'code', start: at, end: commentEnd });
				}
				break;
			case 58: { // :
				if (text.charCodeAt(at + 1) !== 47 || text.charCodeAt(at + 2) !== 47 || at < addressEnd) break;
				let start = at;
				while (start > 0 && at - start < 24 && /[a-z0-9+.-]/i.test(text.charAt(start - 1))) start--;
				while (start < at && !/[a-z]/i.test(text.charAt(start))) start++;
				if (start < at) addressEnd = onBareAddress(scan, start, text.slice(start, at));
				break;
			}
			case 60: // <
				marks++;
				if (!isEscaped(scan, at) || text.charCodeAt(at + 1) === 37) {
					const end = onLess(scan, at);
					addressEnd = Math.max(addressEnd, end);
					at = end - 1;
				}
				break;
			case 87: // W
			case 119: // w
				if (at >= addressEnd && /^www\.[a-z0-9]/i.test(text.slice(at, at + 5)) && !isWordCode(text.charCodeAt(at - 1)) && text.charAt(at - 1) !== '/') {
					addressEnd = onBareAddress(scan, at, 'www');
				}
				break;
			case 91: // [
				if (isEscaped(scan, at)) break;
				if (text.charCodeAt(at + 1) === 91) onWikilink(scan, at);
				if (open.length > 4096) {
					open = [];
					doubtful = true;
				}
				open.push({ at, image: text.charCodeAt(at - 1) === 33 && text.charCodeAt(at + 1) !== 91 && !isEscaped(scan, at - 1), marks });
				break;
			case 93: { // ]
				if (isEscaped(scan, at)) break;
				const opener = open.pop();
				const next = text.charCodeAt(at + 1);
				if (next === 40) addressEnd = Math.max(addressEnd, onDestination(scan, at + 2, opener?.image === true || doubtful ? 'image' : 'link'));
				else if (next === 58 && text.charAt((opener?.at ?? at) + 1) !== '^' && !closesWikilink(text, at)) addressEnd = Math.max(addressEnd, onDestination(scan, at + 2, 'definition'));
				// An exclamation mark before a footnote's mark makes no image.
				else if (opener?.image === true && text.charCodeAt(opener.at + 1) !== 94) {
					doubtful ||= opener.marks !== marks;
					scan.imageReferences.push(opener.at);
				}
				break;
			}
			case 96: // `
				marks++;
				SPAN_CODE.lastIndex = at;
				if (text.charCodeAt(at + 1) !== 96 && !isEscaped(scan, at) && SPAN_CODE.test(text)) {
					const end = SPAN_CODE.lastIndex;
					const close = text.slice(end, end + 4096).search(/[`\n]/);
					const expression = text.slice(at, close === -1 ? end + 4096 : end + close);
					const query = /^`[ \t]*=/.test(expression);
					add(scan, {
						rule: query ? 'inline-query' : 'code-runs',
						what: 'an inline expression that a plugin evaluates',
						unless: query ? 'code' : 'never',
						start: at + 1,
						end: at + expression.length,
					});
				}
				break;
			case 123: // {
				if (text.charCodeAt(at + 1) === 123 && !isEscaped(scan, at)) {
					const close = text.slice(at, at + 512).indexOf('}}');
					// TeX has doubled braces too, with others between them.
					if (close !== -1 && !/[\n$\\}]|.\{(?!\{)/.test(text.slice(at + 1, at + close))) {
						add(scan, { rule: 'template', what: 'a template placeholder ({{ … }})', unless: 'source', start: at, end: at + close + 2 });
						at++;
					}
				}
				break;
			default:
		}
	}
	if (scan.imageReferences.length > 0) {
		for (const { start, end } of scan.remoteDefinitions) add(scan, { rule: 'remote', what: 'an image that is loaded from elsewhere through a reference', unless: 'code', start, end });
	}
	return scan;
}

/** Whether an offset stands in code, found when it is first asked. */
function insideCode(text: string): (at: number) => boolean {
	let regions: readonly CodeRegion[] | null = null;
	return (at) => regionAround((regions ??= codeRegions(text)), { start: at, end: at + 1 }) !== null;
}

/**
 * Links, addresses, HTML, comments, templates and inline expressions that a page may not gain. One linear pass; a second one, blind to escapes,
 * where the text holds HTML outside code. Hits in code are hits too: what stands in code is judged by whoever asks.
 */
export function scanMarkup(text: string, most: number): Hit[] {
	const inCode = insideCode(text);
	const first = pass(text, most, true, inCode);
	return first.sawTag ? pass(text, most, false, inCode).hits : first.hits;
}
