import { foldName } from '../../model/fold.js';

// Letters that Unicode does not take apart, as people type them who do not have them on the keyboard.
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', ı: 'i', þ: 'th' };
const MARKS = /[\u0300-\u036f]/g;
const ASCII = /^[\0-\x7f]*$/;

/** The form in which what is typed into a search field is compared: folded, and without diacritics. */
export function searchKey(text: string): string {
	if (ASCII.test(text)) return text.toLowerCase();
	return foldName(text)
		.normalize('NFKD')
		.replace(MARKS, '')
		.replace(/[ßæœøđðłħıþ]/g, (letter) => PLAIN[letter] ?? letter);
}

/** A key by which names sort as people expect: folded, and with numbers by their value. */
export const sortKey = (text: string): string => searchKey(text).replace(/[0-9]+/g, (digits) => digits.padStart(12, '0'));
