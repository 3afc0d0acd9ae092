// What Unicode does not take apart, as people type it who do not have it on the keyboard. Marks that were taken apart go.
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', ı: 'i', þ: 'th', '‘': "'", '’': "'", ʼ: "'" };
const DASHES = /[\u2010-\u2015\u2212]/g;
const SPECIAL = /[\u0300-\u036fßæœøđðłħıþ\u2018\u2019\u02bc]/g;
const PLAIN_ONLY = /^[\0-\x7f\u201c-\u201f\u2026]*$/;

/** The form in which what is typed into a search field is compared: small letters, without diacritics, plain quotes and dashes. */
export function searchKey(text: string): string {
	if (PLAIN_ONLY.test(text)) return text.toLowerCase();
	return text
		.normalize('NFKD')
		.toLowerCase()
		.replace(SPECIAL, (letter) => PLAIN[letter] ?? '')
		.replace(DASHES, '-');
}

/** A key by which names sort as people expect: folded, and with numbers by their value. */
export const sortKey = (text: string): string => searchKey(text).replace(/[0-9]+/g, (digits) => digits.padStart(12, '0'));

const compareUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Pages by their titles, and where these are alike by their paths. */
export const sortedByName = <T extends { readonly title: string; readonly path: string }>(pages: readonly T[]): readonly T[] =>
	pages
		.map((page) => ({ page, key: sortKey(page.title) }))
		.sort((a, b) => compareUnits(a.key, b.key) || compareUnits(a.page.path, b.page.path))
		.map(({ page }) => page);
