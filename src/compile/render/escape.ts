const ALWAYS = new Set(['\\', '`', '*', '[', ']', '<', '$', '|', '^']);
const IN_PAIRS = new Set(['=', '%', '~']);
const WORD = /[\p{L}\p{N}]/u;
/** Most lines hold none of what may have to be escaped. */
const MARK = /[\\`*[\]<$|^=%~_#&]|:\/\//;
const BLOCK_START = /^(?:[-+>]|#{1,6}|\d+[.)])(?=\s|$)|^(?:-{3,}|_{3,}|={3,}|:{3,})/;

/**
 * Plain text as it must be written to read the same in a line of Markdown: marks that would start emphasis, code,
 * math, links, tags, HTML, comments, footnotes or a table cell are escaped, all else is left alone.
 */
export function escapeProse(text: string): string {
	if (!MARK.test(text)) return text;
	let out = '';
	for (let at = 0; at < text.length; at++) {
		const char = text.charAt(at);
		const before = text.charAt(at - 1);
		const after = text.charAt(at + 1);
		const special =
			ALWAYS.has(char) ||
			(IN_PAIRS.has(char) && (after === char || before === char)) ||
			(char === '_' && !(WORD.test(before) && WORD.test(after))) ||
			(char === '#' && !WORD.test(before) && after !== '' && !/\s/.test(after)) ||
			(char === '&' && /[a-z#]/i.test(after)) ||
			// Templater knows no escapes, but needs both marks side by side.
			(char === '%' && before === '<') ||
			(char === '/' && after === '/' && before === ':' && !namesHost(text, at));
		out += special ? `\\${char}` : char;
	}
	return out;
}

// Other addresses would be links to a program or file, or to none that the source has.
const namesHost = (text: string, at: number): boolean => /https?:$/i.test(text.slice(Math.max(0, at - 6), at)) && /^(?:[\p{L}\p{N}[\s]|$)/u.test(text.slice(at + 2, at + 4));

/** Escapes what only counts at the start of a line: list marks, headings, quotes, rules. */
export const escapeLineStart = (line: string): string => (BLOCK_START.test(line) ? line.replace(/[-+>#_=:]|[.)]/, (mark) => `\\${mark}`) : line);
