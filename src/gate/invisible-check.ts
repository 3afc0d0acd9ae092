import type { FiredRule } from '../model/verdict.js';
import { type Check, fired, lineNumbers } from './rule.js';
import { citedFacts } from './source-facts.js';

// Controls, format characters, lone surrogates, tags, variation selectors, fillers: all that can carry text nobody sees.
const INVISIBLE = /(?![\t\n\r])\p{Cc}|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Variation_Selector}\p{Default_Ignorable_Code_Point}]|\u2800/gu;

// Letters and punctuation of most texts, all of which can be seen.
const ALL_PLAIN = /^[\t\n\r\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*$/;

// All three are asked of one character. A class right before `$` would miss those beyond U+FFFF in Chromium 156.
const PICTURE = /^[\p{Extended_Pictographic}\p{Emoji}\p{So}\p{Sm}]/u;
const STYLED_PICTURE = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)/u;
const PICTURE_NEXT = /^(?:\p{Extended_Pictographic}|[\u2640\u2642])/u;
// Scripts that join or keep apart letters with them.
const JOINING = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Nko}]|\p{M}/u;
// England, Scotland, Wales: the only flags written with tags.
const FLAG_TAGS = /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;

const before = (text: string, at: number): string => {
	const low = text.charCodeAt(at - 1);
	return low >= 0xdc00 && low <= 0xdfff ? text.slice(Math.max(0, at - 2), at) : text.slice(Math.max(0, at - 1), at);
};
const after = (text: string, at: number): string => {
	const code = text.codePointAt(at);
	return code === undefined ? '' : String.fromCodePoint(code);
};

/** Whether the writing itself needs the character where it stands. */
function needed(text: string, at: number, char: string): boolean {
	const previous = before(text, at);
	const next = after(text, at + char.length);
	switch (char) {
		case '\ufeff':
			return at === 0;
		case '\ufe0e':
		case '\ufe0f':
			return PICTURE.test(previous);
		case '\u200d':
			return (STYLED_PICTURE.test(previous) && PICTURE_NEXT.test(next)) || (JOINING.test(previous) && (next === '' || JOINING.test(next) || /\s/.test(next)));
		case '\u200c':
			return JOINING.test(previous) && JOINING.test(next);
		default:
			return false;
	}
}

const MOST_PLACES = 500;
const LONGEST_WORD = 200;

/** The characters around it up to the next blanks, by which it is looked for in the sources. */
function word(text: string, at: number): string {
	let start = at;
	while (start > 0 && at - start < LONGEST_WORD && !/\s/.test(text.charAt(start - 1))) start--;
	let end = at + 1;
	while (end < text.length && end - at < LONGEST_WORD && !/\s/.test(text.charAt(end))) end++;
	return text.slice(start, end);
}

/** Characters nobody sees, which can hide text from the person who reviews it and show it to the next model. */
export const invisibleCheck: Check = (proposal, context) => {
	const { text, title } = proposal;
	const found: FiredRule[] = [];
	for (const [name, value] of [['title', title], ['why', proposal.why]] as const) {
		if (hidden(value).length > 0) found.push(fired('constitution:invisible', 'BLOCK', `The proposal's ${name} holds characters that cannot be seen.`));
	}
	if (text === null) return found;
	const places = hidden(text);
	if (places.length === 0) return found;
	if (places.length > MOST_PLACES) return [...found, fired('constitution:invisible', 'BLOCK', `The text holds more than ${MOST_PLACES} characters that cannot be seen.`)];
	const known = [context.current ?? '', ...citedFacts(proposal, context).map((source) => source.text)];
	const line = lineNumbers(text);
	for (const { at, char } of places) {
		const around = word(text, at);
		// The page puts quotation marks and footnote marks around what it quotes.
		const core = around.replace(/^[“"'([{*_~]+/, '').replace(/(?:\[\^[\w-]+\]|[”"'.,;:!?)\]}*_~])+$/, '');
		if (known.some((other) => other.includes(around) || (core.includes(char) && other.includes(core)))) continue;
		const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
		found.push(fired('constitution:invisible', 'BLOCK', `The text adds a character that cannot be seen (U+${code}) and that no cited source has there.`, line(at)));
	}
	return found;
};

function hidden(text: string): { at: number; char: string }[] {
	if (ALL_PLAIN.test(text)) return [];
	INVISIBLE.lastIndex = 0;
	if (!INVISIBLE.test(text)) return [];
	INVISIBLE.lastIndex = 0;
	const flags = new Set<number>();
	for (const match of text.matchAll(FLAG_TAGS)) for (let at = match.index; at < match.index + match[0].length; at++) flags.add(at);
	const places: { at: number; char: string }[] = [];
	for (const match of text.matchAll(INVISIBLE)) {
		if (!flags.has(match.index) && !needed(text, match.index, match[0])) places.push({ at: match.index, char: match[0] });
		if (places.length > MOST_PLACES) break;
	}
	return places;
}
