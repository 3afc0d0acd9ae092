import { functionWords } from './function-words.js';
import { meaningsOf } from './meanings.js';
import { plainPhrases } from './phrases.js';
import type { Tongue } from './tongue.js';
import { HAN_UNITS } from './units.js';

export interface Token {
	readonly kind: 'word' | 'number' | 'ordinal' | 'date' | 'clock' | 'symbol' | 'comma' | 'break';
	/** As it stands in the statement, but for compatibility forms. */
	readonly surface: string;
	/** Lower case, digits as 0–9, Arabic letters in one form each. */
	readonly text: string;
	/** True where no blank parts it from the token before. */
	readonly glued: boolean;
}

/** A statement longer than this is no sentence that two sources could contradict each other in. */
const MOST_TOKENS = 160;
const MOST_CHARS = 1_200;

// "up to", "at least" and the like become one symbol where a number follows: they are bounds, not words of the statement.
const NUMBER_AHEAD = '(?=\\s*(?:[~≈$€£¥]\\s*)?(?:\\d|(?:about|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|half|ein|eine|einen|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|deux|trois|quatre|cinq|dix|dos|tres|cuatro|cinco|diez)(?![\\p{L}])))';
const BOUNDS: readonly (readonly [RegExp, string])[] = [
	[new RegExp(`(^|[^\\p{L}])(?:up to|at most|no more than|not more than|no longer than|not longer than|less than|fewer than|under|below|a maximum of|maximum of|bis zu|nicht mehr als|weniger als|unter|höchstens|maximal|jusqu'à|au plus|moins de|au maximum|hasta|como máximo|menos de)${NUMBER_AHEAD}`, 'giu'), '$1 ≤ '],
	[new RegExp(`(^|[^\\p{L}])(?:at least|no less than|not less than|no fewer than|more than|over|above|upwards of|a minimum of|minimum of|mehr als|über|mindestens|wenigstens|au moins|plus de|au minimum|al menos|más de|como mínimo)${NUMBER_AHEAD}`, 'giu'), '$1 ≥ '],
	[/(?:على الأقل|على الاقل|ما لا يقل عن|أكثر من|اكثر من)(?=\s*\d)/g, ' ≥ '],
	[/(?:ما لا يزيد عن|لا يزيد عن|لا تتجاوز|لا يتجاوز|أقل من|اقل من|حتى|كحد أقصى)(?=\s*\d)/g, ' ≤ '],
];

// Words of which each bound has one: most statements have none.
const BOUND = /up to|at (?:least|most)|than|under|below|over|above|upwards|minimum|maxim|bis zu|als|unter|ber|destens|chstens|wenigstens|jusqu|au plus|moins|s de|hasta|menos|como m|[\u0600-\u06ff]/i;

const AMOUNT = /\d|(?:^| )(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|half|ein|eine|einen|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|deux|trois|quatre|cinq|dix|dos|tres|cuatro|cinco|diez) /iu;

const ARABIC_FOLDS: readonly (readonly [RegExp, string])[] = [
	[/[\u064b-\u0652\u0670\u0640]/g, ''],
	[/[أإآٱ]/g, 'ا'],
	[/ى/g, 'ي'],
	[/ة/g, 'ه'],
];

const DIGITS: readonly (readonly [RegExp, number])[] = [[/[\u0660-\u0669]/g, 0x660], [/[\u06f0-\u06f9]/g, 0x6f0]];

function unify(statement: string, tongue: Tongue): string {
	let text = statement.slice(0, MOST_CHARS);
	// Most English is plain ASCII, in which there is nothing to fold.
	if (/[^ -~\n\t]/.test(text)) {
		text = text
			.replace(/(\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))/g, '$1')
			.replace(/½/g, '.5')
			.normalize('NFKC')
			.replace(/[\u2018\u2019\u02bc]/g, "'");
		if (/[\u0660-\u06f9]/.test(text)) for (const [pattern, zero] of DIGITS) text = text.replace(pattern, (digit) => String(digit.charCodeAt(0) - zero));
	}
	if (/[*_`[\]“”"„«»]/.test(text)) text = text.replace(/[*_`[\]“”"„«»]/g, '');
	if (tongue === 'ar') {
		text = text.replace(/٫/g, '.').replace(/٬/g, ',').replace(/(?:في|ب)\s?ال(?:مئة|مائة)/g, '%');
	}
	if (tongue === 'fr' || tongue === 'es' || tongue === 'de') text = text.replace(/(^|[^\d.,])(\d{1,3}(?: \d{3})+)(?!\d)/g, (all) => all.replace(/(\d) /g, '$1'));
	text = plainPhrases(text, tongue);
	if (tongue === 'zh') text = text.replace(/百分之([〇零一二三四五六七八九十两\d.]+)/g, '$1%').replace(/不再/g, '不');
	if (BOUND.test(text) && AMOUNT.test(text)) for (const [pattern, mark] of BOUNDS) text = text.replace(pattern, mark);
	if (tongue === 'ar') for (const [pattern, form] of ARABIC_FOLDS) text = text.replace(pattern, form);
	return text;
}

const SCAN =
	/(\d{4}-\d{2}-\d{2})|(\d{1,2}\.\d{1,2}\.\d{4})|(\d{1,2}:\d{2})(?!\d)|(\d+(?:st|nd|rd|th))(?![\p{L}])|(\d+(?:[.,']\d+)*|\.5)|(°[CFcf]?|[%٪$€£¥≤≥~≈#§+/])|([\u4e00-\u9fff〇]+)|((?:km\/h)|[\p{L}](?:(?![\u4e00-\u9fff])[\p{L}\p{M}\p{N}])*(?:['-][\p{L}\p{N}]+)*)|([,،、])|([.;:!?؟；。！？：()—…·•]+)|([–-])/gu;

interface HanWords {
	readonly words: ReadonlySet<string>;
	readonly longest: number;
}
let han: HanWords | null = null;

// Words that hold a numeral without being a number, and measure words, which stand between a number and its noun.
const HAN_WHOLE = '一定 一样 一起 一般 一直 一些 一半 半数 统一 十分 万一 的话 比较 比如 比赛 比例 比率 对比 相比 第一 第二 第三 唯一 一致 世界 不同 不断 不久 不仅 不但 非常 无论 星期一 星期二 星期三 星期四 星期五 星期六 星期日 周一 周二 周三 周四 周五 周六 周日 通货膨胀 一次性 三明治 没关系'.split(' ');
export const HAN_CLASSIFIERS: ReadonlySet<string> = new Set('个 名 位 只 本 条 张 块 座 家 种 项 人 台 所 颗 根 届 篇 首 页'.split(' '));

function hanWords(): HanWords {
	if (han !== null) return han;
	const words = new Set<string>([...functionWords('zh').keys(), ...HAN_UNITS, ...HAN_WHOLE, ...HAN_CLASSIFIERS]);
	for (const word of meaningsOf('zh').keys()) words.add(word);
	for (const single of ['人', '大', '小', '本', '家', '所', '首', '项', '前', '后', '好', '坏', '难', '干', '日', '分', '中', '上', '下', '地', '得', '为']) words.delete(single);
	let longest = 1;
	for (const word of words) longest = Math.max(longest, word.length);
	han = { words, longest };
	return han;
}

const HAN_NUMERAL = /^[〇零一二三四五六七八九十百千万亿两]+/;

/** Chinese has no blanks: known words and the claim's own names are cut out first; what lies between becomes pairs of characters. */
function cutHan(run: string, names: ReadonlySet<string>, emit: (kind: 'word' | 'number', text: string) => void, afterNumber: boolean): void {
	const { words, longest } = hanWords();
	let rest = '';
	const flush = (): void => {
		if (rest.length === 1) emit('word', rest);
		for (let at = 0; at + 1 < rest.length; at++) emit('word', rest.slice(at, at + 2));
		rest = '';
	};
	let at = 0;
	let numberBefore = afterNumber;
	scan: while (at < run.length) {
		for (let length = Math.min(12, run.length - at); length > 1; length--) {
			const piece = run.slice(at, at + length);
			if (!names.has(piece)) continue;
			flush();
			emit('word', piece);
			at += length;
			numberBefore = false;
			continue scan;
		}
		for (let length = Math.min(longest, run.length - at); length > 0; length--) {
			const piece = run.slice(at, at + length);
			if (numberBefore && length === 1 && (HAN_CLASSIFIERS.has(piece) || /[日分月年度元天米克升周秒吨]/.test(piece))) {
				emit('word', piece);
				at += 1;
				numberBefore = piece === '个';
				continue scan;
			}
			if (!words.has(piece) || (length === 1 && HAN_CLASSIFIERS.has(piece))) continue;
			flush();
			emit('word', piece);
			at += length;
			numberBefore = false;
			continue scan;
		}
		const numeral = HAN_NUMERAL.exec(run.slice(at, at + 12))?.[0] ?? '';
		const next = run.slice(at + numeral.length, at + numeral.length + 4);
		if (numeral !== '' && (HAN_CLASSIFIERS.has(next.charAt(0)) || HAN_UNITS.some((unit) => next.startsWith(unit)) || numeral.length > 1)) {
			flush();
			emit('number', numeral);
			at += numeral.length;
			numberBefore = true;
			continue;
		}
		rest += run.charAt(at);
		at += 1;
		numberBefore = false;
	}
	flush();
}

/** Where a word of plain letters ends that starts here, as `SCAN` would end it; here, where only `SCAN` can tell. */
function plainWordEnd(text: string, start: number): number {
	let end = start;
	for (; end < text.length; end += 1) {
		const code = text.charCodeAt(end) | 0x20;
		if (code < 0x61 || code > 0x7a) break;
	}
	const next = text.charCodeAt(end);
	return end === text.length || next === 0x20 || next === 0x2c || next === 0x2e ? end : start;
}

/** Cuts a statement into tokens; null where it is too long to be one. Linear in the statement. */
export function tokenise(statement: string, tongue: Tongue, names: ReadonlySet<string>): readonly Token[] | null {
	if (statement.length > MOST_CHARS) return null;
	const tokens: Token[] = [];
	const text = unify(statement, tongue);
	let last = 0;
	const push = (kind: Token['kind'], surface: string, glued: boolean): void => {
		tokens.push({ kind, surface, text: surface.toLowerCase(), glued });
	};
	for (let at = 0; at < text.length; ) {
		const end = plainWordEnd(text, at);
		if (end > at) {
			if (tokens.length > MOST_TOKENS) return null;
			push('word', text.slice(at, end), at === last && last > 0);
			last = end;
			at = text.charCodeAt(end) === 0x20 ? end + 1 : end;
			continue;
		}
		SCAN.lastIndex = at;
		const match = SCAN.exec(text);
		if (match === null) break;
		if (tokens.length > MOST_TOKENS) return null;
		const glued = match.index === last && last > 0;
		last = match.index + match[0].length;
		at = last;
		const [, iso, german, clock, ordinal, digits, symbol, hanRun, word, comma] = match;
		if (iso !== undefined || german !== undefined) push('date', match[0], glued);
		else if (clock !== undefined) push('clock', clock, glued);
		else if (ordinal !== undefined) push('ordinal', ordinal, glued);
		else if (digits !== undefined) push('number', digits, glued);
		else if (symbol !== undefined) push('symbol', symbol, glued);
		else if (hanRun !== undefined) {
			if (tongue === 'zh') cutHan(hanRun, names, (kind, piece) => {
				push(kind, piece, true);
			}, tokens[tokens.length - 1]?.kind === 'number');
			else push('word', hanRun, glued);
		} else if (word !== undefined) {
			if (tongue === 'en' && word.includes('-') && /^(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-/i.test(word)) {
				for (const part of word.split('-')) push('word', part, glued);
			} else push('word', word, glued);
		} else if (comma !== undefined) push('comma', comma, glued);
		else if (match[0] === '–' || match[0] === '-') push('symbol', '-', glued);
		else push('break', match[0], glued);
	}
	return tokens;
}
