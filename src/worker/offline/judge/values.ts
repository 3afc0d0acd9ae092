import { amountsClash, sameAmount } from './quantity.js';
import { daysClash } from './calendar.js';
import type { Clause } from './clause.js';
import { sameEvent, sameFrame, type Alignment, type Side } from './align.js';
import { common, meets, onceTrue, timesDiffer, topicOf, type Judgement } from './verdict.js';

/** Judges two clauses by their amounts; null where none clash. */
export function judgeNumbers(left: Clause, right: Clause, found: Alignment, leftAll: Side, rightAll: Side, subject: ReadonlySet<string>): Judgement | null {
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
	const say = (verdict: Judgement['verdict'], reason: string): Judgement => ({ verdict, about: 'number', topic: topicOf(found, left, right, common(left.attributes, right.attributes)), reason, inCommon: 0 });
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
	// "Rises for eight hours at 26 degrees", "stands for sixteen hours at 26 degrees": the same setting, only the verb is another.
	if (same > 0 && found.named && verbsOnly(found.leftOnly, left, found) && verbsOnly(found.rightOnly, right, found)) return say('contradict', 'the same amount is told differently');
	return say('unknown', 'the two say different things beside the amount');
}

const FIRSTS = ['~event:discover', '~event:introduce', '~event:invent', '~event:publish'];

/** Whether what one side has alone is one word right behind the shared subject: its verb. */
const verbsOnly = (only: readonly string[], clause: Clause, { shared }: Alignment): boolean => {
	const [verb] = only;
	if (verb === undefined) return true;
	const keys = [...clause.content.keys()];
	const at = keys.indexOf(verb);
	return only.length === 1 && at > 0 && !clause.late.has(verb) && !clause.conditional.has(verb) && !/^(?:[?#]|~pole)/.test(verb) && keys.slice(0, at).every((key) => shared.includes(key));
};

// "It dates back to 1475" tells when it was founded, opened or built.
const ORIGINS = ['~event:found', '~event:open', '~event:build', '~event:invent', '~event:introduce'];

/** Judges two clauses by their dates; null where none clash. */
export function judgeDays(left: Clause, right: Clause, found: Alignment, leftAll: Side, rightAll: Side): Judgement | null {
	if (left.days.length === 0 || right.days.length === 0) return null;
	const say = (verdict: Judgement['verdict'], reason: string): Judgement => ({ verdict, about: 'date', topic: topicOf(found, left, right, common(left.events, right.events)), reason, inCommon: 0 });
	const [one] = left.days;
	const [other] = right.days;
	if (one === undefined || other === undefined || left.days.length > 1 || right.days.length > 1) return null;
	if (!daysClash(one, other)) return null;
	if (left.quantities.length + right.quantities.length > 0) return null;
	if (left.negations + right.negations > 0 || found.flips > 0) return null;
	if (left.hedged || right.hedged) return say('compatible', 'one side is hedged');
	const from = (clause: Clause, other: Clause): boolean => clause.events.has('~event:origin') && ORIGINS.some((id) => other.events.has(id));
	const first = (clause: Clause): boolean => FIRSTS.some((id) => clause.events.has(id));
	// Whoever described a thing first also made it known; the same people must be named for it.
	const told = first(left) && first(right) && found.shared.length >= 2 && (found.named || leftAll.aside || rightAll.aside);
	const origin = from(left, right) || from(right, left) || told;
	const events = meets(left.events, right.events) || origin;
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
	if ((sameFrame(found) && evidence >= 1) || sameEvent(found, left, right, origin)) return say('contradict', 'the same event is dated differently');
	return say('unknown', 'the two say different things beside the date');
}

