import type { Token } from './tokens.js';
import type { Tongue } from './tongue.js';

/** A point in time as far as it is told. Years before Christ are negative; a century or decade is a range of years. */
export interface Day {
	readonly from: number | null;
	readonly to: number | null;
	readonly month: number | null;
	readonly day: number | null;
	/** The last day of a stretch within one month, such as 3 to 5 June. */
	readonly until: number | null;
	/** 1 is Monday. */
	readonly weekday: number | null;
	/** Minutes after midnight. */
	readonly minute: number | null;
	/** "around": some years to either side. */
	readonly rough: boolean;
	/** "since", "until", "before": it says where a stretch ends and dates nothing. */
	readonly edge: boolean;
	/** "since": two of these about one thing tell its beginning. */
	readonly since: boolean;
}

export interface FoundDay {
	readonly day: Day;
	readonly next: number;
}

const index = (rows: readonly string[]): ReadonlyMap<string, number> => new Map(rows.flatMap((row, at) => row.split(' ').map((word): [string, number] => [word, at + 1])));

const MONTHS = index([
	'january jan januar jänner janvier enero يناير 一月', 'february feb februar février febrero فبراير 二月', 'march märz mars marzo مارس 三月', 'april apr avril abril ابريل 四月',
	'may mai mayo مايو 五月', 'june juni juin junio يونيو 六月', 'july juli juillet julio يوليو 七月', 'august aug août agosto اغسطس 八月',
	'september sep sept septembre septiembre سبتمبر 九月', 'october oct oktober octobre octubre اكتوبر 十月', 'november nov novembre noviembre نوفمبر 十一月',
	'december dec dezember décembre diciembre ديسمبر 十二月',
]);
const WEEKDAYS = index([
	'monday mondays montag montags lundi lunes الاثنين 星期一 周一', 'tuesday tuesdays dienstag dienstags mardi martes الثلاثاء 星期二 周二',
	'wednesday wednesdays mittwoch mittwochs mercredi miércoles الاربعاء 星期三 周三', 'thursday thursdays donnerstag donnerstags jeudi jueves الخميس 星期四 周四',
	'friday fridays freitag freitags vendredi viernes الجمعه 星期五 周五', 'saturday saturdays samstag samstags sonnabend samedi sábado السبت 星期六 周六',
	'sunday sundays sonntag sonntags dimanche domingo الاحد 星期日 周日 星期天',
]);
const YEAR_BEFORE = new Set('in since by from of year jahr jahre im um seit von en depuis année desde عام سنه منذ في until before after around about circa ca 于 自 至 bis vor nach and und ('.split(' '));
const EDGES = new Set('since until till before after by from seit bis vor nach ab depuis avant après desde hasta antes después منذ حتي قبل بعد 自 至'.split(' '));
const SINCE = new Set('since seit depuis desde منذ 自'.split(' '));
const ROUGH = new Set('around about circa ca c roughly approximately um etwa vers hacia حوالي نحو 约 大约 ~'.split(' '));
const ERAS: readonly (readonly [RegExp, number])[] = [[/^(?:bc|bce|v\.?chr)$/, -1], [/^(?:ad|ce)$/, 1]];

const plain = (over: Partial<Day>): Day => ({ from: null, to: null, month: null, day: null, until: null, weekday: null, minute: null, rough: false, edge: false, since: false, ...over });

const year = (token: Token | undefined): number | null => (token?.kind === 'number' && /^[12]\d{3}$/.test(token.text) ? Number(token.text) : null);
const dayNumber = (token: Token | undefined): number | null => {
	if (token?.kind !== 'number' && token?.kind !== 'ordinal') return null;
	const value = Number.parseInt(token.text, 10);
	return /^\d{1,2}(?:st|nd|rd|th)?$/.test(token.text) && value >= 1 && value <= 31 ? value : null;
};

function readDay(tokens: readonly Token[], at: number, tongue: Tongue): { day: Partial<Day>; next: number } | null {
	const token = tokens[at];
	if (token === undefined) return null;
	if (token.kind === 'date') {
		const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(token.text);
		const parts = iso !== null ? [iso[1], iso[2], iso[3]] : token.text.split('.').reverse();
		return { day: { from: Number(parts[0]), to: Number(parts[0]), month: Number(parts[1]), day: Number(parts[2]) }, next: at + 1 };
	}
	if (token.kind === 'clock') {
		const [hours = 0, minutes = 0] = token.text.split(':').map(Number);
		return clock(hours, minutes, tokens, at + 1);
	}
	const weekday = token.kind === 'word' ? WEEKDAYS.get(token.text) : undefined;
	if (weekday !== undefined) {
		const comma = tokens[at + 1]?.kind === 'comma' ? at + 2 : at + 1;
		const rest = readDay(tokens, comma, tongue);
		if (rest !== null && rest.day.day !== undefined) return { day: rest.day, next: rest.next };
		return { day: { weekday }, next: at + 1 };
	}
	// The word May is a month only beside a number: alone it is mostly a verb.
	const month = token.kind === 'word' ? MONTHS.get(token.text) : undefined;
	if (month !== undefined && (token.text !== 'may' || token.surface === 'May')) {
		const day = dayNumber(tokens[at + 1]);
		const after = day === null ? at + 1 : at + 2;
		const comma = tokens[after]?.kind === 'comma' ? after + 1 : after;
		const inYear = year(tokens[comma]);
		if (day === null && inYear === null && token.text === 'may') return null;
		return { day: { month, ...(day === null ? {} : { day }), ...(inYear === null ? {} : { from: inYear, to: inYear }) }, next: inYear === null ? after : comma + 1 };
	}
	const first = dayNumber(token);
	if (first !== null) {
		let skip = at + 1;
		if (tokens[skip]?.text === '.' || tokens[skip]?.text === 'of' || tokens[skip]?.text === 'de') skip += 1;
		const named = tokens[skip];
		const monthAfter = named?.kind === 'word' ? MONTHS.get(named.text) : undefined;
		if (monthAfter !== undefined) {
			const of = tokens[skip + 1]?.text === 'de' || tokens[skip + 1]?.kind === 'comma' ? skip + 2 : skip + 1;
			const inYear = year(tokens[of]);
			return { day: { month: monthAfter, day: first, ...(inYear === null ? {} : { from: inYear, to: inYear }) }, next: inYear === null ? skip + 1 : of + 1 };
		}
		if (tongue === 'zh' && tokens[at + 1]?.text === '月') {
			const inMonth = dayNumber(tokens[at + 2]);
			return { day: { month: first, ...(inMonth === null ? {} : { day: inMonth }) }, next: inMonth === null ? at + 2 : at + 4 };
		}
		const link = tokens[skip]?.text ?? '';
		if (link === '-' || link === 'to' || link === 'bis' || link === 'until' || link === 'الي' || link === 'au' || link === 'al') {
			const last = dayNumber(tokens[skip + 1]) === null ? null : readDay(tokens, skip + 1, tongue);
			if (last !== null && last.day.month !== undefined && last.day.day !== undefined && last.day.day !== null && last.day.day > first) {
				return { day: { ...last.day, day: first, until: last.day.day }, next: last.next };
			}
		}
		const half = tokens[at + 1]?.text ?? '';
		if (/^(?:am|pm|uhr|点)$/.test(half) || (/^[ap]$/.test(half) && tokens[at + 2]?.text === '.' && /^m$/.test(tokens[at + 3]?.text ?? ''))) return clock(first, 0, tokens, at + 1);
		const before = tokens[at + 1]?.text === '.' ? tokens[at + 2]?.text : tokens[at + 1]?.text;
		if ((token.kind === 'ordinal' || tongue === 'de') && (before === 'century' || before === 'jahrhundert')) return century(first, tokens[at + 1]?.text === '.' ? at + 3 : at + 2);
		if (tongue === 'zh' && tokens[at + 1]?.text === '世纪') return century(first, at + 2);
	}
	if (token.kind === 'word' && tokens[at + 1]?.text === 'century') {
		const ordinal = CENTURIES.indexOf(token.text);
		if (ordinal >= 0) return century(ordinal + 1, at + 2);
	}
	if (token.kind === 'number' && /^\d{1,4}$/.test(token.text)) {
		const next = tokens[at + 1];
		const era = ERAS.find(([pattern]) => pattern.test(next?.text ?? ''));
		if (era !== undefined) return { day: { from: era[1] * Number(token.text), to: era[1] * Number(token.text) }, next: at + 2 };
		if (next?.text === 'v' && tokens[at + 3]?.text === 'chr') return { day: { from: -Number(token.text), to: -Number(token.text) }, next: at + 4 };
		const value = year(token);
		if (value === null) return null;
		if (tongue === 'zh' && next?.text === '年') {
			const rest = readDay(tokens, at + 2, tongue);
			return rest !== null && rest.day.month !== undefined ? { day: { ...rest.day, from: value, to: value }, next: rest.next } : { day: { from: value, to: value }, next: at + 2 };
		}
		if (next?.text === 's' && next.glued) return { day: { from: value, to: value + (value % 100 === 0 ? 99 : 9) }, next: at + 2 };
		const previous = tokens[at - 1];
		if (tongue === 'de' && value >= 1000 && value <= 2100 && /^(?:wurde|wurden|war|waren|fand|fanden|starb)$/.test(previous?.text ?? '') && next?.kind === 'word' && PREPOSITIONS.has(next.text)) return { day: { from: value, to: value }, next: at + 1 };
		if (tongue === 'de' && /^(?:ge|er|ver|be|ent).{2,}(?:t|en)$/.test(next?.text ?? '')) return { day: { from: value, to: value }, next: at + 1 };
		const bare = next === undefined || next.kind !== 'word' || next.text === 'in';
		if (value <= 2100 && (bare || YEAR_BEFORE.has(previous?.text ?? ''))) {
			if (YEAR_BEFORE.has(previous?.text ?? '') || previous?.kind === 'break' || next?.kind === 'number' || MONTHS.has(previous?.text ?? '') || (bare && /(?:ed|fue|né|née|war|wurde|starb|erschien|died|born)$/.test(previous?.text ?? ''))) {
				return { day: { from: value, to: value }, next: at + 1 };
			}
			if (tongue === 'de' && previous?.kind === 'word') return { day: { from: value, to: value }, next: at + 1 };
		}
	}
	return null;
}

const PREPOSITIONS = new Set('im in am an auf bei beim von vom zu zum zur für mit aus durch nach vor als wieder'.split(' '));

const CENTURIES = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(' ');
const century = (which: number, next: number): { day: Partial<Day>; next: number } => ({ day: { from: which * 100 - 99, to: which * 100 }, next });

function clock(hours: number, minutes: number, tokens: readonly Token[], at: number): { day: Partial<Day>; next: number } {
	let next = at;
	let hour = hours;
	const half = tokens[next]?.text ?? '';
	if (/^[ap]m?$/.test(half)) {
		if (half.startsWith('p') && hour < 12) hour += 12;
		next += half.length === 1 ? 4 : 1;
	} else if (half === 'uhr' || half === '点') next += 1;
	return { day: { minute: hour * 60 + minutes }, next };
}

/** Whether a date may start with a word; with a number it always may. */
export const mayStartDay = (word: string): boolean => WEEKDAYS.has(word) || MONTHS.has(word) || CENTURIES.includes(word);

/** The date, weekday or hour that starts at a token, or null. */
export function dayAt(tokens: readonly Token[], at: number, tongue: Tongue): FoundDay | null {
	const found = readDay(tokens, at, tongue);
	if (found === null) return null;
	const before = tokens[at - 1]?.text ?? '';
	return { day: plain({ ...found.day, rough: ROUGH.has(before) && found.day.from !== undefined, edge: found.day.until === undefined && (EDGES.has(before) || EDGES.has(tokens[at - 2]?.text ?? '')), since: SINCE.has(before) || SINCE.has(tokens[at - 2]?.text ?? '') }), next: found.next };
}

/** Whether two dates of one event cannot both be right. What one of them leaves open is no conflict. */
export function daysClash(left: Day, right: Day): boolean {
	if (left.edge || right.edge) return left.since && right.since && left.from !== null && right.from !== null && Math.abs(left.from - right.from) > (left.rough || right.rough ? 5 : 0);
	if (left.from !== null && left.to !== null && right.from !== null && right.to !== null) {
		const old = Math.max(Math.abs(left.from), Math.abs(right.from));
		const slack = left.rough || right.rough ? (old < 1000 || left.from < 0 ? old * 0.1 : 5) : 0;
		if (left.from - slack > right.to || right.from - slack > left.to) return true;
		if (left.from !== right.from || left.to !== right.to) return false;
	} else if ((left.from === null) !== (right.from === null) && (left.month === null || right.month === null)) return false;
	if (left.month !== null && right.month !== null && left.month !== right.month) return true;
	if (left.day !== null && right.day !== null && left.month === right.month && ((left.until ?? left.day) < right.day || (right.until ?? right.day) < left.day)) return true;
	if (left.weekday !== null && right.weekday !== null && left.month === null && right.month === null && left.weekday !== right.weekday) return true;
	return left.minute !== null && right.minute !== null && left.minute !== right.minute && left.weekday === right.weekday && !left.rough && !right.rough;
}

/** Whether they tell the same time as far as both tell it. */
export const sameDay = (left: Day, right: Day): boolean =>
	left.from === right.from && left.to === right.to && left.month === right.month && left.day === right.day && left.until === right.until && left.weekday === right.weekday && left.minute === right.minute;
