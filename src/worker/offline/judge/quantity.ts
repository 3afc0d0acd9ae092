import { functionWords, type Role } from './function-words.js';
import { digitsValue, fractionOf, hanValue, wordValue } from './number-words.js';
import { HAN_CLASSIFIERS, type Token } from './tokens.js';
import type { Tongue } from './tongue.js';
import { scaleOf, unitOf, type Unit } from './units.js';

/** An amount that a statement gives, as the range of values that it allows, in the base unit of its dimension. */
export interface Quantity {
	readonly low: number;
	readonly high: number;
	/** What is measured: `length`, `time`, `euro`, …; `count` for things counted; `bare` for a number alone. `/time` is put behind a rate. */
	readonly dimension: string;
	/** The unit's factor: amounts told in different units are rounded more coarsely. */
	readonly factor: number;
	/** The size of the last digit that was told, in the base unit. */
	readonly step: number;
	readonly bound: 'none' | 'most' | 'least';
	readonly range: boolean;
	/** Where the words right behind the number start that say what is counted. */
	readonly next: number;
}

interface Read {
	readonly value: number;
	readonly step: number;
	readonly next: number;
	readonly share: boolean;
}

const IDENTIFIED = new Set(
	'no nr number # § chapter ch page pages p pp version v step figure fig table level section sec article room line issue volume vol part phase day week task item question rule law act stage route highway bus train flight model series episode season lesson unit grade type class kapitel seite version schritt abbildung abb tabelle stufe abschnitt artikel raum zeile ausgabe band teil phase regel gesetz linie zug modell 第 الفصل الصفحه صفحه رقم الخطوه الاصدار chapitre étape numéro capítulo página paso número federalist covid iso din rfc'.split(' '),
);

function numberAt(tokens: readonly Token[], at: number, tongue: Tongue): Read | null {
	const token = tokens[at];
	if (token === undefined) return null;
	let value: number;
	let step: number;
	let next = at + 1;
	if (token.kind === 'number') {
		const digits = digitsValue(token.text, tongue);
		if (digits !== null) {
			value = digits.value;
			step = digits.step;
		} else {
			const numeral = hanValue(token.text);
			if (numeral === null) return null;
			value = numeral;
			step = 1;
		}
	} else if (token.kind === 'word') {
		const share = fractionOf(token.text);
		if (share !== null) return { value: share, step: 0.01, next, share: true };
		const word = wordValue(token.text, tongue);
		if (word === null) {
			if (token.text !== 'dozen' && token.text !== 'hundred' && token.text !== 'مليون' && token.text !== 'الف') return null;
			return { value: scaleOf(token.text) ?? 12, step: 1, next, share: false };
		}
		value = word;
		step = 1;
		const units = tongue === 'en' && word >= 20 ? wordValue(tokens[next]?.text ?? '', tongue) : null;
		if (units !== null && units < 10) {
			value += units;
			next += 1;
		}
		if (tongue === 'ar' && value < 10 && /^عشره?$/.test(tokens[next]?.text ?? '')) {
			value += 10;
			next += 1;
		}
		const share2 = fractionOf(tokens[next]?.text ?? '');
		if (share2 !== null && share2 < 0.5) return { value: value * share2, step: 0.01, next: next + 1, share: true };
	} else return null;
	if (tokens[next]?.kind === 'number' && tokens[next]?.text === '.5') {
		value += 0.5;
		step = 0.5;
		next += 1;
	}
	for (let rounds = 0; rounds < 2; rounds++) {
		const scale = scaleOf(tokens[next]?.text ?? '');
		if (scale === null) break;
		value *= scale;
		step *= scale;
		next += 1;
		const more = scale < 1e6 && token.kind === 'word' ? numberAt(tokens, tokens[next]?.text === 'and' ? next + 1 : next, tongue) : null;
		if (more !== null && more.value < scale && !more.share) {
			value += more.value;
			step = more.step;
			next = more.next;
		}
	}
	return { value, step, next, share: false };
}

const NO_NOUN: readonly Role[] = ['stop', 'scope', 'be', 'filler'];

const BEFORE_BARE: readonly Role[] = ['be', 'was', 'filler', 'scope', 'about', 'most', 'least'];

// What may stand between "up to" or "about" and its number.
const BEFORE_AMOUNT: readonly Role[] = ['article', 'stop', 'filler', 'be', 'scope'];

const CURRENCY = /^[$€£¥]$/;

/** The amount that starts at a token, or null. A number that only names its thing (page 41, version 2.0) is none. */
export function quantityAt(tokens: readonly Token[], at: number, tongue: Tongue): Quantity | null {
	const words = functionWords(tongue);
	const often = frequencyAt(tokens, at, tongue);
	if (often !== null) return often;
	let start = at;
	let unit: Unit | null = null;
	const symbol = tokens[start];
	if (symbol !== undefined && symbol.kind === 'symbol' && CURRENCY.test(symbol.text)) {
		unit = unitOf(symbol.text);
		start += 1;
	}
	const first = numberAt(tokens, start, tongue);
	if (first === null) return null;
	const before = tokens[at - 1];
	if (before !== undefined && (IDENTIFIED.has(before.text) || (before.text === '.' && /^(?:no|nr|p|fig|abb|vol|v)$/.test(tokens[at - 2]?.text ?? '')))) return null;
	if (symbol?.kind === 'number' && before !== undefined && before.glued && before.kind === 'symbol' && before.text === '-' && tokens[at - 2]?.kind === 'word') return null;

	let low = first.value;
	let high = first.value;
	let step = first.step;
	let next = first.next;
	let range = false;
	let unitLow = unitAt(tokens, next);
	// "25–30 s", "25 to 30 s", "between 25 and 30 s"; the first unit may be left out or repeated.
	const afterUnit = unitLow === null ? next : unitLow.next;
	const link = tokens[afterUnit];
	if (link !== undefined) {
		const joins = link.text === '-' || words.get(link.text)?.has('to') === true || ((before?.text === 'between' || before?.text === 'zwischen' || before?.text === 'بين' || before?.text === 'entre') && words.get(link.text)?.has('join') === true);
		let second = joins ? afterUnit + 1 : -1;
		if (joins && CURRENCY.test(tokens[second]?.text ?? '')) second += 1;
		const other = joins ? numberAt(tokens, second, tongue) : null;
		if (other !== null && !first.share && other.value > first.value) {
			high = other.value;
			// "2 to 3 million" means millions on both sides.
			const scale = other.value >= 1000 && first.value < 1000 ? scaleOf(tokens[other.next - 1]?.text ?? '') : null;
			if (scale !== null) low *= scale;
			next = other.next;
			range = true;
			step = Math.min(step, other.step);
			unitLow = unitAt(tokens, next) ?? unitLow;
			if (unitLow !== null && unitLow.next < next) unitLow = { unit: unitLow.unit, next };
		}
	}
	if (unit === null && unitLow !== null) {
		unit = unitLow.unit;
		next = unitLow.next;
	}

	const lone = symbol?.kind === 'word' && first.next === start + 1 && /^(?:one|ein|eine|einen|einer|eins|un|une|una|uno|واحد|واحده)$/.test(symbol.text);
	if (lone && unit === null) return null;
	let dimension: string;
	let factor = 1;
	if (first.share) {
		// "half an hour" is an amount of time, "half of the members" a share of them.
		const article = words.get(tokens[next]?.text ?? '')?.has('article') === true || unit !== null;
		const measured = unit !== null ? { unit, next } : article ? unitAt(tokens, next + 1) : null;
		if (measured !== null) {
			dimension = measured.unit.dimension;
			factor = measured.unit.factor;
			next = measured.next;
		} else {
			dimension = 'share';
			if (tokens[next]?.text === 'life' || tokens[next]?.kind === 'number') return null;
		}
	} else if (unit !== null) {
		dimension = unit.dimension;
		factor = unit.factor;
	} else {
		const noun = tokens[next];
		const counted = noun?.kind === 'word' && (tongue === 'zh' || !NO_NOUN.some((role) => words.get(noun.text)?.has(role) === true)) && words.get(noun.text)?.has('join') !== true;
		dimension = counted ? 'count' : 'bare';
		// "Papers 4–10", "Table 3": a number right behind a noun names it; an amount without a unit needs a verb or preposition before it.
		if (!counted && !(before !== undefined && BEFORE_BARE.some((role) => words.get(before.text)?.has(role) === true))) return null;
		if (tongue === 'zh' && HAN_CLASSIFIERS.has(noun?.text ?? '')) next += 1;
	}
	const offset = unit?.offset ?? 0;
	low = low * factor + offset;
	high = high * factor + offset;

	let bound: Quantity['bound'] = 'none';
	let rough = false;
	let looking = at - 1;
	for (let steps = 0; steps < 3 && looking >= 0; steps++, looking--) {
		const token = tokens[looking];
		if (token === undefined) break;
		const roles = words.get(token.text);
		if (token.text === '≤' || roles?.has('most') === true) bound = 'most';
		else if (token.text === '≥' || roles?.has('least') === true) bound = 'least';
		else if (token.text === '~' || token.text === '≈' || roles?.has('about') === true || roles?.has('mild') === true) rough = true;
		else if (roles === undefined || !BEFORE_AMOUNT.some((role) => roles.has(role))) break;
	}
	const after = tokens[next]?.text ?? '';
	if (tongue === 'zh' && /^(?:左右|上下)$/.test(after)) rough = true;
	if (tongue === 'ar' && after === 'تقريبا') rough = true;
	if (tongue === 'en' && (after === 'or' || after === '+')) {
		const more = after === '+' ? 'more' : tokens[next + 1]?.text;
		if (more === 'more') bound = 'least';
		if (more === 'less' || more === 'fewer') bound = 'most';
	}
	if (rough) {
		low -= Math.abs(low) * 0.1;
		high += Math.abs(high) * 0.1;
	}
	if (bound === 'most') low = Number.NEGATIVE_INFINITY;
	if (bound === 'least') high = Number.POSITIVE_INFINITY;

	const rate = rateAt(tokens, dimension === 'count' || dimension === 'bare' ? next + 1 : next, tongue) ?? (dimension === 'count' ? rateAt(tokens, next + 2, tongue) : null);
	if (rate !== null) {
		dimension += '/time';
		low /= rate;
		high /= rate;
		step /= rate;
	}
	return { low, high, dimension, factor: rate === null ? factor : factor / rate, step: step * factor, bound, range, next };
}

const TIMES: ReadonlyMap<string, number> = new Map([['once', 1], ['twice', 2], ['thrice', 3], ['einmal', 1], ['zweimal', 2], ['dreimal', 3], ['viermal', 4], ['مره', 1], ['مرتين', 2], ['مرتان', 2]]);
const EVERY = new Set('every each alle jede jeden jedes 每 每隔 كل chaque cada'.split(' '));

function timeUnitAt(tokens: readonly Token[], at: number): { readonly unit: Unit; readonly next: number } | null {
	const found = unitAt(tokens, at);
	return found?.unit.dimension === 'time' ? found : null;
}

/** "twice a week", "three times per day", "every two weeks": all of them so and so often in a second. */
function frequencyAt(tokens: readonly Token[], at: number, tongue: Tongue): Quantity | null {
	const words = functionWords(tongue);
	const told = (times: number, next: number): Quantity => ({ low: times, high: times, dimension: 'times/time', factor: 1, step: times / 1e6, bound: 'none', range: false, next });
	const token = tokens[at];
	if (token === undefined || (token.kind !== 'word' && token.kind !== 'number')) return null;
	if (token.kind === 'word' && EVERY.has(token.text)) {
		const bare = timeUnitAt(tokens, at + 1);
		const many = bare === null ? numberAt(tokens, at + 1, tongue) : null;
		const period = bare ?? (many === null ? null : timeUnitAt(tokens, many.next));
		if (period === null) return null;
		const seconds = period.unit.factor * (many?.value ?? 1);
		// Chinese and Arabic put the number behind: 每周三次.
		const count = many === null && (tongue === 'zh' || tongue === 'ar') ? numberAt(tokens, period.next, tongue) : null;
		if (count !== null) return tokens[count.next]?.text === '次' ? told(count.value / seconds, count.next + 1) : null;
		// "every day" beside another amount is its rate ("38 kg every day"), or only says that it goes on.
		return many === null ? null : told(1 / seconds, period.next);
	}
	const fixed = TIMES.get(token.text);
	const count = fixed === undefined ? numberAt(tokens, at, tongue) : { value: fixed, next: at + 1 };
	if (count === null) return null;
	let next = count.next;
	if (fixed === undefined) {
		if (unitOf(tokens[next]?.text ?? '')?.dimension !== 'times') return null;
		next += 1;
	}
	const link = words.get(tokens[next]?.text ?? '');
	if (link?.has('per') !== true && link?.has('article') !== true && link?.has('scope') !== true && tokens[next]?.text !== 'every' && tokens[next]?.text !== 'each') return null;
	const period = timeUnitAt(tokens, next + 1);
	return period === null ? null : told(count.value / period.unit.factor, period.next);
}

function unitAt(tokens: readonly Token[], at: number): { readonly unit: Unit; readonly next: number } | null {
	const token = tokens[at];
	if (token === undefined) return null;
	const hyphen = token.text === '-' && token.glued ? at + 1 : at;
	const word = tokens[hyphen];
	if (word === undefined || (word.kind !== 'word' && word.kind !== 'symbol')) return null;
	if (token.text === '个') {
		const counted = unitOf(tokens[at + 1]?.text ?? '');
		if (counted !== null) return { unit: counted, next: at + 2 };
	}
	const unit = unitOf(word.text);
	return unit === null ? null : { unit, next: hyphen + 1 };
}

function rateAt(tokens: readonly Token[], at: number, tongue: Tongue): number | null {
	const link = tokens[at];
	if (link === undefined) return null;
	const roles = functionWords(tongue).get(link.text);
	if (link.text !== '/' && roles?.has('per') !== true && !(roles?.has('article') === true && tongue === 'en')) return null;
	const unit = unitOf(tokens[at + 1]?.text ?? '');
	return unit?.dimension === 'time' ? unit.factor : null;
}

/** Whether an amount may start with a word; with a number or a currency's sign it always may. */
export const mayStartQuantity = (word: string, tongue: Tongue): boolean =>
	wordValue(word, tongue) !== null || fractionOf(word) !== null || scaleOf(word) !== null || EVERY.has(word) || TIMES.has(word);

/** Whether two amounts of one dimension share no value, rounding allowed for. */
export function amountsClash(left: Quantity, right: Quantity): boolean {
	const [lower, upper] = left.high < right.low ? [left, right] : [right, left];
	if (lower.high >= upper.low) return false;
	const gap = upper.low - lower.high;
	const size = Math.max(Math.abs(lower.high), Math.abs(upper.low));
	// Told in two units, both are rounded; told in one, only the coarser, and only as far as its last digit goes.
	if (lower.factor !== upper.factor) return gap > size * 0.03;
	const coarse = Math.max(lower.step, upper.step);
	const fine = Math.min(lower.step, upper.step);
	return !(coarse > fine && gap <= coarse / 2 + 1e-9 && gap <= size * 0.05);
}

/** Whether they tell the same amount, so that it may count as something that both claims say: "over ten years" and "over one" do not. */
export function sameAmount(left: Quantity, right: Quantity): boolean {
	if (left.dimension !== right.dimension || left.bound !== right.bound || amountsClash(left, right)) return false;
	const near = (a: number, b: number): boolean => a === b || Math.abs(a - b) <= 0.1 * Math.max(Math.abs(a), Math.abs(b));
	return near(left.low, right.low) && near(left.high, right.high);
}
