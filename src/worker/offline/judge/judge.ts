import { daysClash, sameDay, type Day } from './calendar.js';
import { amountsClash, sameAmount } from './quantity.js';
import { settingOf, subjectStems, type Clause, type Setting, type Statement } from './statement.js';

/** What two statements are to each other. `unknown` is no verdict: it is never shown as a disagreement. */
export interface Judgement {
	readonly verdict: 'contradict' | 'compatible' | 'unknown';
	readonly about: 'number' | 'date' | 'negation' | 'antonym';
	/** What they disagree on, in a few words of the statements. */
	readonly topic: string;
	/** Why, in words for a run report. */
	readonly reason: string;
}

const unknown = (reason: string): Judgement => ({ verdict: 'unknown', about: 'number', topic: '', reason });

type Side = Statement & Setting;

/** What both clauses say, and what only one of them does. */
interface Alignment {
	readonly shared: readonly string[];
	readonly leftOnly: readonly string[];
	readonly rightOnly: readonly string[];
	readonly flips: number;
	/** The flip is told of the subject; where it is not, it names another subject. */
	readonly telling: boolean;
	readonly flipped: string;
	/** Both name the shared subject by one of its names. */
	readonly named: boolean;
}

function align(left: Clause, right: Clause, leftAll: Side, rightAll: Side, subject: ReadonlySet<string>): Alignment {
	const shared: string[] = [];
	const leftOnly: string[] = [];
	const rightOnly: string[] = [];
	let leftNamed = false;
	let rightNamed = false;
	for (const key of left.content.keys()) {
		if (subject.has(key)) leftNamed = true;
		if (right.content.has(key)) shared.push(key);
		else if (!subject.has(key) && !rightAll.stems.has(key)) leftOnly.push(key);
	}
	for (const key of right.content.keys()) {
		if (subject.has(key)) rightNamed = true;
		if (!left.content.has(key) && !subject.has(key) && !leftAll.stems.has(key)) rightOnly.push(key);
	}
	// "Founded in 1871, the library …": a clause without words of its own borrows its subject from the next.
	if (left.content.size === 0) leftNamed = [...subject].some((stem) => leftAll.all.has(stem));
	if (right.content.size === 0) rightNamed = [...subject].some((stem) => rightAll.all.has(stem));
	let flips = 0;
	let telling = true;
	let flipped = '';
	const ids = new Set([...left.poles, ...right.poles].map((pole) => pole.id));
	for (const id of ids) {
		const a = left.poles.filter((pole) => pole.id === id);
		const b = right.poles.filter((pole) => pole.id === id);
		if (a.length !== b.length) {
			if (a.length > 0 && b.length > 0) leftOnly.push(id);
			continue;
		}
		a.forEach((pole, at) => {
			const other = b[at];
			if (other === undefined || other.end === pole.end) return;
			flips += 1;
			flipped = id;
			if (!pole.telling || !other.telling || !sameOrder(left, right, id)) telling = false;
		});
	}
	return { shared, leftOnly, rightOnly, flips, telling, flipped, named: leftNamed && rightNamed };
}

// "London is larger than Paris" and "Paris is smaller than London" agree: what stands before the opposite words must be the same.
function sameOrder(left: Clause, right: Clause, id: string): boolean {
	const before = (clause: Clause, other: Clause): string => {
		const keys = [...clause.content.keys()];
		return keys.slice(0, keys.indexOf(id)).filter((key) => other.content.has(key)).sort().join(' ');
	};
	return before(left, right) === before(right, left);
}

const NEGATED_PREFIXES = ['un', 'in', 'im', 'ir', 'dis', 'non', 'non-'];

/** "stable" and "unstable" left over on either side turn the statement; the pair is taken out of the leftovers. */
function prefixFlip(found: Alignment): Alignment {
	for (const [here, there] of [[found.leftOnly, found.rightOnly], [found.rightOnly, found.leftOnly]] as const) {
		for (const word of here) {
			if (word.length < 3) continue;
			const negated = there.find((other) => NEGATED_PREFIXES.some((prefix) => other === prefix + word));
			if (negated === undefined) continue;
			const rest = (list: readonly string[]): string[] => list.filter((other) => other !== word && other !== negated);
			return { ...found, leftOnly: rest(found.leftOnly), rightOnly: rest(found.rightOnly), flips: found.flips + 1, flipped: 'prefix' };
		}
	}
	return found;
}

// Whom a statement about people means when it names nobody.
const ANYBODY = new Set(['adult', 'healthy', 'health', 'human', 'averag', 'normal', 'erwachs', 'erwachsen', 'gesund', 'mensch', '健康', '成人', '成年']);

/** Whether the two say the same beside their values: any word that only one of them has may be another scope. */
function sameFrame({ leftOnly, rightOnly }: Alignment): boolean {
	if (leftOnly.length > 0 && rightOnly.length > 0) return false;
	return [...leftOnly, ...rightOnly].every((key) => ANYBODY.has(key));
}

// What happens once to a thing has one date, whatever else is told of where and how.
const ONCE: readonly string[] = ['~event:born', '~event:die', '~event:found', '~event:invent', '~event:discover', '~event:complete', '~event:build', '~event:dissolve'];

/** Like `sameFrame` for an event that happens once: words behind a preposition do not tell it apart. */
const sameEvent = (found: Alignment, left: Clause, right: Clause): boolean =>
	found.named && ONCE.some((id) => left.events.has(id) && right.events.has(id)) && [...found.leftOnly.map((key) => left.late.has(key)), ...found.rightOnly.map((key) => right.late.has(key))].every((late) => late);

function timesDiffer(left: Clause, right: Clause, leftAll: Side, rightAll: Side, leftDays: readonly Day[], rightDays: readonly Day[]): boolean {
	if (left.time !== right.time) return true;
	if (leftDays.length !== rightDays.length) return true;
	if (leftDays.some((day, at) => !sameDay(day, rightDays[at] ?? day))) return true;
	// A dated heading (a journal's day, a minute's) is the time of all that stands below it.
	return leftAll.days.some((day) => rightAll.days.length > 0 && !rightAll.days.some((other) => sameDay(day, other)));
}

function topicOf(found: Alignment, left: Clause, right: Clause, extra: readonly string[]): string {
	const keys = [...found.shared].filter((key) => !key.startsWith('?')).slice(0, 5);
	const words = keys.map((key) => left.content.get(key) ?? right.content.get(key) ?? '').filter((word) => word !== '');
	const named = [...words, ...extra].filter((word, at, list) => list.indexOf(word) === at);
	const han = named.some((word) => /[\u4e00-\u9fff]/.test(word));
	return han ? joinHan(named) : named.slice(0, 6).join(' ');
}

// Pairs of characters overlap: 北京 京大 大学 reads 北京大学.
function joinHan(words: readonly string[]): string {
	let out = '';
	for (const word of words) out += out !== '' && word.length === 2 && out.endsWith(word.charAt(0)) ? word.slice(1) : word;
	return out;
}

type Meanings = ReadonlyMap<string, string>;

const common = (left: Meanings, right: Meanings): string[] => [...left].filter(([id]) => right.has(id)).map(([, word]) => word);

const disjoint = (left: ReadonlySet<string>, right: ReadonlySet<string>): boolean => left.size > 0 && right.size > 0 && ![...left].some((stem) => right.has(stem));

const meets = (left: Meanings, right: Meanings): boolean => [...left.keys()].some((id) => right.has(id));

function judgeNumbers(left: Clause, right: Clause, found: Alignment, leftAll: Side, rightAll: Side, subject: ReadonlySet<string>): Judgement | null {
	let clashes = 0;
	let same = 0;
	const dims = new Set([...left.quantities, ...right.quantities].map((quantity) => quantity.dimension));
	let uneven = 0;
	for (const dimension of dims) {
		const a = left.quantities.filter((quantity) => quantity.dimension === dimension);
		const b = right.quantities.filter((quantity) => quantity.dimension === dimension);
		const [one] = a;
		const [other] = b;
		if (a.length !== 1 || b.length !== 1 || one === undefined || other === undefined) {
			uneven += 1;
			continue;
		}
		const nouns = one.nouns.filter((noun) => other.nouns.includes(noun));
		if (dimension.startsWith('count') && nouns.length === 0) {
			uneven += 1;
			continue;
		}
		if (amountsClash(one, other)) clashes += 1;
		else if (sameAmount(one, other)) same += 1;
		else uneven += 1;
	}
	if (clashes === 0) return null;
	const say = (verdict: Judgement['verdict'], reason: string): Judgement => ({ verdict, about: 'number', topic: topicOf(found, left, right, common(left.attributes, right.attributes)), reason });
	if (clashes > 1 || uneven > 0) return say('compatible', 'several amounts differ together: other conditions');
	if (left.negations + right.negations > 0 || left.notEvery || right.notEvery || found.flips > 0) return say('unknown', 'an amount beside a negation or an opposite');
	if (left.hedged || right.hedged || left.can !== right.can) return say('compatible', 'one side is hedged');
	if (timesDiffer(left, right, leftAll, rightAll, left.days, right.days)) return say('compatible', 'told of another time');
	if (left.attributes.size > 0 && right.attributes.size > 0 && !meets(left.attributes, right.attributes)) return say('compatible', 'another attribute');
	if (left.events.size !== right.events.size || (left.events.size > 0 && !meets(left.events, right.events))) return say('unknown', 'another event');
	if (onceTrue(left, right) && !meets(left.attributes, right.attributes)) return say('unknown', 'both tell of a past that they do not date');
	if (left.episode || right.episode) return say('unknown', 'what happened once may have happened again');
	if (left.instance || right.instance) return say('unknown', 'every source has its own of these');
	const attribute = meets(left.attributes, right.attributes);
	const evidence = found.shared.filter((key) => !subject.has(key)).length + (attribute ? 1 : 0) + (found.named ? 1 : 0) + same;
	if (sameFrame(found) && evidence >= 1) return say('contradict', 'the same amount is told differently');
	return say('unknown', 'the two say different things beside the amount');
}

function judgeDays(left: Clause, right: Clause, found: Alignment, leftAll: Side, rightAll: Side): Judgement | null {
	if (left.days.length === 0 || right.days.length === 0) return null;
	const say = (verdict: Judgement['verdict'], reason: string): Judgement => ({ verdict, about: 'date', topic: topicOf(found, left, right, common(left.events, right.events)), reason });
	const [one] = left.days;
	const [other] = right.days;
	if (one === undefined || other === undefined || left.days.length > 1 || right.days.length > 1) return null;
	if (!daysClash(one, other)) return null;
	if (left.quantities.length + right.quantities.length > 0) return null;
	if (left.negations + right.negations > 0 || found.flips > 0) return null;
	if (left.hedged || right.hedged) return say('compatible', 'one side is hedged');
	const events = meets(left.events, right.events);
	if (!events && left.events.size > 0 && right.events.size > 0) {
		const loose = new Set(['~event:meet']);
		if (![...left.events.keys()].every((id) => loose.has(id)) && ![...right.events.keys()].every((id) => loose.has(id))) return say('compatible', 'another event');
	}
	const dayLevel = one.from === null || other.from === null || one.month !== null;
	if (!events && !(dayLevel && (left.tied || left.events.size > 0) && (right.tied || right.events.size > 0))) return say('unknown', 'the date may be the time of the statement, not what it tells');
	const past = (clause: Clause): string => clause.time.replace('future', '').replace('was', '').trim();
	if (past(left) !== past(right)) return say('compatible', 'told of another time');
	if (timesDiffer({ ...left, time: '' }, { ...right, time: '' }, leftAll, rightAll, [], [])) return say('compatible', 'told of another time');
	const evidence = found.shared.length + (events ? 1 : 0) + (found.named ? 1 : 0);
	if ((sameFrame(found) && evidence >= 1) || sameEvent(found, left, right)) return say('contradict', 'the same event is dated differently');
	return say('unknown', 'the two say different things beside the date');
}

function judgePolarity(left: Clause, right: Clause, found: Alignment, leftAll: Side, rightAll: Side, subject: ReadonlySet<string>): Judgement | null {
	const universal = (clause: Clause): boolean => clause.every;
	// "Not all" denies "all" and nothing weaker.
	const notAll = (left.notEvery && universal(right) && right.negations === 0) || (right.notEvery && universal(left) && left.negations === 0);
	const turned = (left.negations % 2 !== right.negations % 2 ? 1 : 0) + (notAll ? 1 : 0);
	const flips = found.flips;
	if (flips + turned === 0) return null;
	const about = turned > 0 || found.flipped === 'prefix' ? 'negation' : 'antonym';
	const say = (verdict: Judgement['verdict'], reason: string): Judgement => ({ verdict, about, topic: topicOf(found, left, right, common(left.events, right.events)), reason });
	if (flips + turned !== 1) return say('compatible', 'turned twice, or the subject is another one');
	if (flips === 1 && (left.negations > 0 || !found.telling)) return say('compatible', 'the opposite words name different things');
	if (!notAll && (left.notEvery || right.notEvery)) return say('compatible', 'one side only denies that it is always so');
	if (left.hedged || right.hedged || left.mild !== right.mild || canDiffers(left, right)) return say('compatible', 'one side is hedged');
	if (left.time !== right.time || timesDiffer(left, right, leftAll, rightAll, [], [])) return say('compatible', 'told of another time');
	if (onceTrue(left, right)) return say('unknown', 'both tell of a past that they do not date');
	const positive = left.negations % 2 === 0 ? left : right;
	const negative = positive === left ? right : left;
	// "Never" is denied by a single time, so that the other side may say when.
	const whenFree = negative.never && turned === 1;
	if (!whenFree) {
		if (left.quantities.length !== right.quantities.length || left.days.length !== right.days.length) return say('unknown', 'one side limits itself by an amount or a date');
		if (left.quantities.some((quantity, at) => !sameAmount(quantity, right.quantities[at] ?? quantity))) return say('compatible', 'under other amounts');
		if (left.days.some((day, at) => !sameDay(day, right.days[at] ?? day))) return say('compatible', 'told of another time');
	}
	if (left.events.size !== right.events.size || (left.events.size > 0 && !meets(left.events, right.events))) return say('unknown', 'another event');
	if (left.attributes.size !== right.attributes.size) return say('unknown', 'another attribute');
	if (left.instance || right.instance) return say('unknown', 'every source has its own of these');
	const extras = positive === left ? [found.leftOnly, found.rightOnly] : [found.rightOnly, found.leftOnly];
	const positiveExtra = (extras[0] ?? []).filter((key) => !/^(?:\?(?:after|nach|بعد|之后)|~pole:before)$/.test(key) || !whenFree).filter((key) => !(turned === 1 && leftAll.tongue === 'en' && /ly$/.test(key)));
	if (positiveExtra.length > 0 || (extras[1] ?? []).length > 0) return say('unknown', 'the two say different things beside that');
	const told = found.shared.filter((key) => !subject.has(key)).length + (meets(left.events, right.events) ? 1 : 0) + (found.flipped === 'prefix' ? 1 : 0);
	if (told === 0 || (told < 2 && !found.named)) return say('unknown', 'too little in common');
	return say('contradict', about === 'antonym' ? 'opposite things are said of the same' : 'one side denies what the other says');
}

// "Anna was present", "Anna was not present": each may speak of another day, unless both name one.
const onceTrue = (left: Clause, right: Clause): boolean => left.time.includes('was') && right.time.includes('was') && left.days.length + right.days.length === 0;

// "Can" is no more than a possibility, which only "never" denies.
const canDiffers = (left: Clause, right: Clause): boolean => left.can !== right.can && !((left.can && right.never) || (right.can && left.never));

/** "A is larger than B" against "B is larger than A": the same words, the two things changed about. */
function judgeOrder(left: Clause, right: Clause, found: Alignment): Judgement | null {
	const id = '~pole:more';
	const ends = (clause: Clause): number[] => clause.poles.filter((pole) => pole.id === id).map(({ end }) => end);
	const [a, b] = [ends(left), ends(right)];
	if (a.length !== 1 || b.length !== 1 || a[0] !== b[0] || left.hedged || right.hedged || left.negations + right.negations > 0 || left.can || right.can) return null;
	if (left.quantities.length + right.quantities.length + left.days.length + right.days.length > 0 || left.time !== right.time) return null;
	if (left.pivots.get(id) !== right.pivots.get(id)) return null;
	const parts = (clause: Clause): [string, string] => {
		const keys = [...clause.content.keys()];
		const at = keys.indexOf(id);
		return [keys.slice(0, at).sort().join(' '), keys.slice(at + 1).sort().join(' ')];
	};
	const [before, after] = parts(left);
	const [otherBefore, otherAfter] = parts(right);
	if (before === '' || after === '' || before === after || before !== otherAfter || after !== otherBefore) return null;
	return { verdict: 'contradict', about: 'antonym', topic: topicOf(found, left, right, []), reason: 'the two things are compared the other way about' };
}

/**
 * Whether two statements about a shared subject can both hold. Symmetrical and total. `names` are the names that both sides know the
 * subject by: those words count as said on both sides.
 */
export function judge(left: Statement, right: Statement, names: readonly string[]): Judgement {
	if (left.text === right.text) return { ...unknown('the same words'), verdict: 'compatible' };
	if (left.barred !== null || right.barred !== null) return { ...unknown(`${left.barred ?? right.barred ?? ''}: not the source's own plain statement`), verdict: 'compatible' };
	// One order for both directions, so that the topic is the same as well.
	const [one, other] = left.text < right.text ? [left, right] : [right, left];
	const first: Side = { ...one, ...settingOf(one) };
	const second: Side = { ...other, ...settingOf(other) };
	const subject = new Set([...subjectStems(names, first.tongue), ...subjectStems(names, second.tongue)]);
	const apart = disjoint(first.nearest, second.nearest);
	let last: Judgement = unknown('nothing in both that could clash');
	for (const one of first.clauses) {
		for (const other of second.clauses) {
			const found = prefixFlip(align(one, other, first, second, subject));
			// Without the subject's name a sentence speaks of what its heading names.
			if (one.own || other.own || (apart && !found.named)) continue;
			const judgements = [judgeNumbers(one, other, found, first, second, subject), judgeDays(one, other, found, first, second), judgePolarity(one, other, found, first, second, subject), judgeOrder(one, other, found)];
			const said = judgements.filter((judgement) => judgement !== null);
			// One clause on which they agree to differ in scope does not unsay another that clashes.
			const clash = said.find(({ verdict }) => verdict === 'contradict');
			if (clash !== undefined) return clash;
			const [heard] = said;
			if (heard !== undefined && (last.verdict === 'unknown' || heard.verdict === 'compatible')) last = heard;
		}
	}
	return last;
}

