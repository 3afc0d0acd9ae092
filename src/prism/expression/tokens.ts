import type { DurationUnit, ExpressionError, Placed } from './tree.js';

export type Token = Placed &
	(
		| { readonly kind: 'name'; readonly text: string }
		| { readonly kind: 'word'; readonly text: Word }
		| { readonly kind: 'number'; readonly text: string; readonly value: number }
		| { readonly kind: 'duration'; readonly text: string; readonly ms: number }
		| { readonly kind: 'string'; readonly text: string }
		| { readonly kind: 'sign'; readonly text: string }
		| { readonly kind: 'end'; readonly text: '' }
	);

const WORDS = ['and', 'or', 'not', 'in', 'true', 'false', 'null'] as const;
export type Word = (typeof WORDS)[number];
export const isWord = (text: string): text is Word => WORDS.some((word) => word === text);

const UNITS: Readonly<Record<DurationUnit, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const isUnit = (text: string): text is DurationUnit => Object.prototype.hasOwnProperty.call(UNITS, text);

const SIGNS = ['==', '!=', '<=', '>=', '<', '>', '+', '-', '*', '/', '%', '(', ')', '[', ']', ',', '.'];

/** Milliseconds of a text like `24h` or `0.5min`; null where it is no duration. */
export function durationMs(text: string): number | null {
	const match = /^(\d{1,15}(?:\.\d{1,15})?)(ms|s|min|h|d)$/.exec(text);
	const unit = match?.[2] ?? '';
	return match?.[1] === undefined || !isUnit(unit) ? null : Number(match[1]) * UNITS[unit];
}

const isDigit = (char: string): boolean => char >= '0' && char <= '9';
const isNameChar = (char: string): boolean => char === '_' || isDigit(char) || (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z');
// Line breaks of all kinds: an expression is printed on one line.
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** Words of other languages that people and models write here, with what to write instead. */
const INSTEAD: Readonly<Record<string, string>> = {
	'"': 'Texts stand in single quotes: write \'…\' in the place of "…".',
	'=': 'One equals sign is no comparison: write ==.',
	'!': 'Write not, or != to compare.',
	'&': 'Write and.',
	'|': 'Write or.',
	'?': 'There is no choice with ? and : in this language: use two edges.',
	'$': 'An expression stands here as it is, without ${ }.',
	'‘': "Texts stand in straight single quotes: '…'.",
	'’': "Texts stand in straight single quotes: '…'.",
	'“': "Texts stand in straight single quotes: '…'.",
	'”': "Texts stand in straight single quotes: '…'.",
};

const wrong = (offset: number, message: string): ExpressionError => ({ offset, message });

/** Cuts the text into tokens, ending with one of kind `end`; or says where it cannot go on. Linear. */
export function tokenize(text: string): readonly Token[] | ExpressionError {
	const tokens: Token[] = [];
	let at = 0;
	const passOver = (from: number, test: (char: string) => boolean): number => {
		let to = from;
		while (to < text.length && test(text.charAt(to))) to += 1;
		return to;
	};
	while (at < text.length) {
		const char = text.charAt(at);
		const start = at;
		if (char === ' ' || char === '\t' || char === '\n' || char === '\r') {
			at += 1;
			continue;
		}
		if (isDigit(char)) {
			at = passOver(at, isDigit);
			if (text.charAt(at) === '.' && isDigit(text.charAt(at + 1))) at = passOver(at + 1, isDigit);
			const digits = text.slice(start, at);
			const [whole = '', fraction = ''] = digits.split('.');
			if (whole.length > 15 || fraction.length > 15) return wrong(start, 'A number has at most fifteen digits before and after the point.');
			const unit = text.slice(at, passOver(at, isNameChar));
			if (unit === '') {
				tokens.push({ kind: 'number', text: digits, value: Number(digits), start, end: at });
				continue;
			}
			if (!isUnit(unit)) return wrong(start, `“${digits}${unit}” is neither a number nor a duration. Durations end in ms, s, min, h or d.`);
			at += unit.length;
			tokens.push({ kind: 'duration', text: digits + unit, ms: Number(digits) * UNITS[unit], start, end: at });
			continue;
		}
		if (isNameChar(char)) {
			at = passOver(at, isNameChar);
			const name = text.slice(start, at);
			tokens.push(isWord(name) ? { kind: 'word', text: name, start, end: at } : { kind: 'name', text: name, start, end: at });
			continue;
		}
		if (char === "'") {
			const close = text.indexOf("'", at + 1);
			if (close < 0) return wrong(start, 'This text is never closed: its second single quote is missing.');
			const value = text.slice(at + 1, close);
			const control = value.search(CONTROL);
			if (control >= 0) return wrong(at + 1 + control, 'A text may not hold a line break or another control character.');
			at = close + 1;
			tokens.push({ kind: 'string', text: value, start, end: at });
			continue;
		}
		const sign = SIGNS.find((candidate) => text.startsWith(candidate, at));
		if (sign === undefined) return wrong(start, INSTEAD[char] ?? `The character “${CONTROL.test(char) ? `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}` : String.fromCodePoint(text.codePointAt(at) ?? 0)}” has no meaning here.`);
		at += sign.length;
		tokens.push({ kind: 'sign', text: sign, start, end: at });
	}
	tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
	return tokens;
}
