import { sameDay, type Day } from './calendar.js';
import type { Alignment, Side } from './align.js';
import type { Clause } from './clause.js';

/** What two statements are to each other. `unknown` is no verdict: it is never shown as a disagreement. */
export interface Judgement {
	readonly verdict: 'contradict' | 'compatible' | 'unknown';
	readonly about: 'number' | 'date' | 'negation' | 'antonym';
	/** What they disagree on, in a few words of the statements. */
	readonly topic: string;
	/** Why, in words for a run report. */
	readonly reason: string;
	/** How many words and amounts both sides say: what tells, where no shared concept does, whether they speak of one thing. */
	readonly inCommon: number;
}

/** Whether the two clauses, or the headings above them, tell of different times. */
export function timesDiffer(left: Clause, right: Clause, leftAll: Side, rightAll: Side, leftDays: readonly Day[], rightDays: readonly Day[]): boolean {
	if (left.time !== right.time) return true;
	if (leftDays.length !== rightDays.length) return true;
	if (leftDays.some((day, at) => !sameDay(day, rightDays[at] ?? day))) return true;
	// A dated heading (a journal's day, a minute's) is the time of all that stands below it.
	return leftAll.days.some((day) => rightAll.days.length > 0 && !rightAll.days.some((other) => sameDay(day, other)));
}

/** What two clauses disagree on, in up to six of their words. */
export function topicOf(found: Alignment, left: Clause, right: Clause, extra: readonly string[]): string {
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

/** The surfaces of what both sides bear. */
export const common = (left: Meanings, right: Meanings): string[] => [...left].filter(([id]) => right.has(id)).map(([, word]) => word);

/** Whether both hold something and nothing in common. */
export const disjoint = (left: ReadonlySet<string>, right: ReadonlySet<string>): boolean => left.size > 0 && right.size > 0 && ![...left].some((stem) => right.has(stem));

/** Whether they bear one meaning in common. */
export const meets = (left: Meanings, right: Meanings): boolean => [...left.keys()].some((id) => right.has(id));

// "Anna was present", "Anna was not present": each may speak of another day, unless both name one.
export const onceTrue = (left: Clause, right: Clause): boolean => left.time.includes('was') && right.time.includes('was') && left.days.length + right.days.length === 0;

