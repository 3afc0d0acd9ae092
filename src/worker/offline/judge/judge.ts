import { align, mayFlip, prefixFlip, type Alignment, type Side } from './align.js';
import { sameDay } from './calendar.js';
import type { Clause } from './clause.js';
import { sameAmount } from './quantity.js';
import { settingOf, subjectStems, type Statement } from './statement.js';
import { judgeDays, judgeNumbers } from './values.js';
import { common, disjoint, meets, onceTrue, timesDiffer, topicOf, type Judgement } from './verdict.js';

export type { Judgement } from './verdict.js';

const unknown = (reason: string): Judgement => ({ verdict: 'unknown', about: 'number', topic: '', reason, inCommon: 0 });

function judgePolarity(left: Clause, right: Clause, found: Alignment, leftAll: Side, rightAll: Side, subject: ReadonlySet<string>): Judgement | null {
	const universal = (clause: Clause): boolean => clause.every;
	// "Not all" denies "all" and nothing weaker.
	const notAll = (left.notEvery && universal(right) && right.negations === 0) || (right.notEvery && universal(left) && left.negations === 0);
	const turned = (left.negations % 2 !== right.negations % 2 ? 1 : 0) + (notAll ? 1 : 0);
	const flips = found.flips;
	if (flips + turned === 0) return null;
	const about = turned > 0 || found.flipped === 'prefix' ? 'negation' : 'antonym';
	const say = (verdict: Judgement['verdict'], reason: string): Judgement => ({ verdict, about, topic: topicOf(found, left, right, common(left.events, right.events)), reason, inCommon: 0 });
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
		// "Fell by 27 %" tells how far, not under which conditions.
		const change = turned === 0 && CHANGES.has(found.flipped) && left.quantities.length * right.quantities.length === 0;
		if ((!change && left.quantities.length !== right.quantities.length) || left.days.length !== right.days.length) return say('unknown', 'one side limits itself by an amount or a date');
		if (!change && left.quantities.some((quantity, at) => !sameAmount(quantity, right.quantities[at] ?? quantity))) return say('compatible', 'under other amounts');
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

const CHANGES = new Set(['~pole:rise', '~pole:more', '~pole:accelerate', '~pole:improve']);

// "Can" is no more than a possibility, which only "never" denies.
const canDiffers = (left: Clause, right: Clause): boolean =>
	left.can !== right.can && !((left.can && (right.never || left.negations > 0)) || (right.can && (left.never || right.negations > 0)));

/** "A is larger than B" against "B is larger than A": the same words, the two things changed about. */
function judgeOrder(left: Clause, right: Clause, found: Alignment): Judgement | null {
	const id = '~pole:more';
	const ends = (clause: Clause): number[] => clause.poles.filter((pole) => pole.id === id).map(({ end }) => end);
	const [a, b] = [ends(left), ends(right)];
	if (a.length !== 1 || b.length !== 1 || a[0] !== b[0] || left.hedged || right.hedged || left.negations + right.negations > 0 || left.can || right.can) return null;
	if (left.quantities.length + right.quantities.length + left.days.length + right.days.length > 0 || left.time !== right.time) return null;
	if (left.pivots.get(id) !== right.pivots.get(id)) return null;
	const parts = (clause: Clause): [string[], string[]] => {
		const keys = [...clause.content.keys()];
		const at = keys.indexOf(id);
		return [keys.slice(0, at), keys.slice(at + 1)];
	};
	const [before, after] = parts(left);
	const [otherBefore, otherAfter] = parts(right);
	const moved = before.filter((key) => !otherBefore.includes(key));
	const otherMoved = otherBefore.filter((key) => !before.includes(key));
	const swapped = moved.length > 0 && otherMoved.length > 0 && moved.every((key) => otherAfter.includes(key)) && otherMoved.every((key) => after.includes(key));
	const rest = [...after.filter((key) => !otherMoved.includes(key)), ...otherAfter.filter((key) => !moved.includes(key))];
	if (!swapped || rest.some((key) => !(after.includes(key) && otherAfter.includes(key)) && !found.shared.includes(key))) return null;
	return { verdict: 'contradict', about: 'antonym', topic: topicOf(found, left, right, []), reason: 'the two things are compared the other way about', inCommon: 0 };
}

// Two sentences with so much in common speak of one thing, whatever stands above them.
const PLENTY = 3;

function inCommon(left: Clause, right: Clause, { shared }: Alignment): number {
	const nouns = left.quantities.flatMap((quantity) => quantity.nouns).filter((noun) => right.quantities.some((other) => other.nouns.includes(noun)));
	const words = new Set([...shared.filter((key) => !key.startsWith('?')), ...nouns, ...left.attributes.keys()].filter((key) => !key.startsWith('~attribute') || right.attributes.has(key)));
	return words.size + left.quantities.filter((quantity) => right.quantities.some((other) => sameAmount(quantity, other))).length;
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
	let last: Judgement = unknown('nothing in both that could clash');
	const pairs = pairsThatMayClash(one, other);
	if (pairs.length === 0) return last;
	const [here, there] = [settingOf(one, names), settingOf(other, names)];
	const apart = disjoint(here.nearest, there.nearest);
	const first: Side = { ...one, ...here, apart };
	const second: Side = { ...other, ...there, apart };
	const subject = new Set([...subjectStems(names, first.tongue), ...subjectStems(names, second.tongue)]);
	for (const [mine, yours] of pairs) {
		const found = prefixFlip(align(mine, yours, first, second, subject));
		// Without the subject's name a sentence speaks of what its heading names.
		if (apart && !found.named && inCommon(mine, yours, found) < PLENTY) continue;
		const judgements = [judgeNumbers(mine, yours, found, first, second, subject), judgeDays(mine, yours, found, first, second), judgePolarity(mine, yours, found, first, second, subject), judgeOrder(mine, yours, found)];
		const said = judgements.filter((judgement) => judgement !== null);
		// One clause on which they agree to differ in scope does not unsay another that clashes.
		const clash = said.find(({ verdict }) => verdict === 'contradict');
		if (clash !== undefined) return { ...clash, inCommon: inCommon(mine, yours, found) };
		const [heard] = said;
		if (heard !== undefined && (last.verdict === 'unknown' || heard.verdict === 'compatible')) last = heard;
	}
	return last;
}

/** Pairs of clauses of which something may be said, in their order. Most have nothing that could clash, and laying those side by side is most of the work. */
function pairsThatMayClash(left: Statement, right: Statement): (readonly [Clause, Clause])[] {
	const pairs: (readonly [Clause, Clause])[] = [];
	for (const one of left.clauses) for (const other of right.clauses) if (!one.own && !other.own && mayClash(one, other)) pairs.push([one, other]);
	return pairs;
}

/** False only where the clauses have no values of one kind, and nothing that turns one against the other. */
const mayClash = (left: Clause, right: Clause): boolean =>
	(left.quantities.length > 0 && right.quantities.length > 0) ||
	(left.days.length > 0 && right.days.length > 0) ||
	(left.poles.length > 0 && right.poles.length > 0) ||
	left.negations % 2 !== right.negations % 2 ||
	left.notEvery ||
	right.notEvery ||
	mayFlip(left, right);

