import type { Tongue } from './tongue.js';

const rows = (text: string, start: number, step = 1): [string, number][] =>
	text.split(' ').flatMap((group, index) => group.split('/').map((word): [string, number] => [word, start + index * step]));

const EN = new Map([
	...rows('zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen', 0),
	...rows('twenty thirty forty fifty sixty seventy eighty ninety', 20, 10),
]);

const DE_UNITS = 'null ein/eins/eine/einen/einer zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn';
const DE_TENS = 'zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig';
const DE = new Map([...rows(DE_UNITS, 0), ...rows(DE_TENS, 20, 10)]);
for (const [ten, tens] of rows(DE_TENS, 20, 10)) for (const [one, units] of rows('ein zwei drei vier fünf sechs sieben acht neun', 1)) DE.set(`${one}und${ten}`, tens + units);

const FR = new Map([
	...rows('zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize', 0),
	...rows('vingt trente quarante cinquante soixante', 20, 10),
]);
const ES = new Map([
	...rows('cero uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince', 0),
	...rows('veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa', 20, 10),
]);
const AR = new Map([
	...rows('صفر واحد/واحده اثنان/اثنين/اثنتان ثلاث/ثلاثه اربع/اربعه خمس/خمسه ست/سته سبع/سبعه ثمان/ثماني/ثمانيه تسع/تسعه عشر/عشره', 0),
	...rows('عشرون/عشرين ثلاثون/ثلاثين اربعون/اربعين خمسون/خمسين ستون/ستين سبعون/سبعين ثمانون/ثمانين تسعون/تسعين', 20, 10),
	['مئه', 100], ['مائه', 100], ['يومين', 2], ['ساعتين', 2],
]);

const WORDS: Readonly<Record<Tongue, ReadonlyMap<string, number>>> = { en: EN, de: DE, fr: FR, es: ES, ar: AR, zh: new Map<string, number>() };

/** The value of one number word below a hundred, or null. */
export function wordValue(word: string, tongue: Tongue): number | null {
	const value = WORDS[tongue].get(word);
	if (value !== undefined) return value;
	if (tongue !== 'de') return null;
	const hundred = /^(.*)hundert(.*)$/.exec(word);
	if (hundred === null) return null;
	const [, many = '', rest = ''] = hundred;
	const hundreds = many === '' ? 1 : DE.get(many);
	const units = rest === '' ? 0 : DE.get(rest);
	return hundreds === undefined || units === undefined ? null : hundreds * 100 + units;
}

const FRACTIONS: ReadonlyMap<string, number> = new Map([
	['half', 0.5], ['third', 1 / 3], ['thirds', 1 / 3], ['quarter', 0.25], ['quarters', 0.25], ['hälfte', 0.5], ['halbe', 0.5], ['halben', 0.5], ['drittel', 1 / 3],
	['viertel', 0.25], ['moitié', 0.5], ['mitad', 0.5], ['نصف', 0.5], ['ثلث', 1 / 3], ['ربع', 0.25], ['一半', 0.5], ['半数', 0.5],
]);

/** The share that a word such as "half" names, or null. */
export const fractionOf = (word: string): number | null => FRACTIONS.get(word) ?? null;

const HAN_DIGITS: ReadonlyMap<string, number> = new Map('〇 一 二 三 四 五 六 七 八 九'.split(' ').map((digit, index): [string, number] => [digit, index]));
const HAN_SCALES: ReadonlyMap<string, number> = new Map([['十', 10], ['百', 100], ['千', 1000]]);

/** A number in Chinese numerals, such as 三百二十, or null where the text is none. */
export function hanValue(text: string): number | null {
	if (text === '') return null;
	let total = 0;
	let section = 0;
	let digit: number | null = null;
	let scaled = false;
	for (const char of text.replace(/零/g, '').replace(/两/g, '二')) {
		const value = HAN_DIGITS.get(char);
		const scale = HAN_SCALES.get(char);
		if (value !== undefined) digit = scaled || digit === null ? value : digit * 10 + value;
		else if (scale !== undefined) {
			section += (digit ?? 1) * scale;
			digit = null;
			scaled = true;
		} else if (char === '万' || char === '亿') {
			total = (total + section + (digit ?? 0)) * (char === '万' ? 1e4 : 1e8);
			section = 0;
			digit = null;
		} else return null;
	}
	return total + section + (digit ?? 0);
}

/** A number in digits as its language writes it, with the step of its last digit. `null` where it is no number. */
export function digitsValue(text: string, tongue: Tongue): { readonly value: number; readonly step: number } | null {
	const pointIsDecimal = tongue === 'en' || tongue === 'zh' || tongue === 'ar';
	let plain = text.replace(/'/g, '');
	const commas = plain.split(',').length - 1;
	const points = plain.split('.').length - 1;
	if (commas > 0 && points > 0) {
		plain = plain.lastIndexOf(',') > plain.lastIndexOf('.') ? plain.replace(/\./g, '').replace(',', '.') : plain.replace(/,/g, '');
	} else if (commas > 0) {
		const grouped = /^\d{1,3}(?:,\d{3})+$/.test(plain) && (commas > 1 || pointIsDecimal);
		plain = grouped ? plain.replace(/,/g, '') : plain.replace(',', '.');
	} else if (points > 0) {
		if (/^\d{1,3}(?:\.\d{3})+$/.test(plain) && (points > 1 || !pointIsDecimal)) plain = plain.replace(/\./g, '');
	}
	if (!/^\d+(?:\.\d+)?$/.test(plain)) return null;
	const value = Number(plain);
	if (!Number.isFinite(value)) return null;
	const point = plain.indexOf('.');
	if (point >= 0) return { value, step: 10 ** -(plain.length - point - 1) };
	const zeros = /0*$/.exec(plain)?.[0].length ?? 0;
	return { value, step: value >= 100 ? 10 ** zeros : 1 };
}
