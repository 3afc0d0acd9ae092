import type { Claim } from '../../model/claim.js';
import { judge, type Judgement } from '../../worker/offline/judge/judge.js';
import type { Clause } from '../../worker/offline/judge/clause.js';
import { readStatement, subjectStems, type Statement } from '../../worker/offline/judge/statement.js';

/** A claim with what is needed to compare it with others. */
export interface ContestedClaim {
	readonly claim: Claim;
	/** Ids of the concepts that it is about. */
	readonly concepts: readonly string[];
	/** BCP 47 language of its source; `und` where that is not known. */
	readonly language: string;
	/** Titles and aliases of those concepts: what two claims both know their subject by. */
	readonly names: readonly string[];
	/** Its keys, where they are known already: reading a claim costs more than keeping them. */
	readonly contest?: Contest;
}

/** What has to be known of a claim to read it. */
export type ReadableClaim = Pick<Claim, 'text' | 'qualifiers' | 'headings' | 'stance' | 'form'>;
type Readable = Pick<ContestedClaim, 'names' | 'language'> & { readonly claim: ReadableClaim };

const MOST_KEYS = 8;
/** Keys that name no concept, so that two notes about one thing meet where identify did not see that it is one. */
const MOST_FREE_KEYS = 4;
const MOST_CONCEPTS = 4;
/** A clause with more words than this is too rich for another source to deny word by word. */
const MOST_WORDS = 12;

/** What the judge sees of a claim; null where its stance alone forbids to contest it. */
export function readContested({ claim, names, language }: Readable): Statement | null {
	if (claim.stance !== 'asserted' || claim.form === 'question') return null;
	const statement = readStatement({ text: claim.text, qualifiers: claim.qualifiers, headings: claim.headings, names, language });
	return statement.barred === null ? statement : null;
}

// "unstable" and "stable" must meet under one key.
const DENIED = /^(?:un|in|im|ir)[a-z]{4}/;
const mayDeny = (stem: string): boolean => stem.charCodeAt(0) === 0x69 || stem.charCodeAt(0) === 0x75;
const bare = (stem: string): string => (mayDeny(stem) && DENIED.test(stem) ? stem.slice(2) : stem);

/** True where a clause denies or opposes something, so that a plain statement of the same could clash with it. */
export const turns = (clause: Clause): boolean =>
	clause.negations > 0 || clause.notEvery || clause.poles.length > 0 || [...clause.content.keys()].some((stem) => bare(stem) !== stem);

// Which of these a source calls the first of a thing is its choice of words.
const BEGINNINGS = new Set('origin found open build invent introduce discover publish'.split(' ').map((id) => `~event:${id}`));

function valueKeys(clause: Clause): string[] {
	const keys: string[] = [];
	if (clause.negations === 0 && !clause.notEvery) {
		for (const { dimension, nouns } of clause.quantities) {
			if (dimension.startsWith('count')) for (const noun of nouns.slice(0, 2)) keys.push(`n|${dimension}|${noun}`);
			else keys.push(`n|${dimension}`);
		}
		if (clause.days.length === 1 && clause.quantities.length === 0) {
			for (const event of clause.events.keys()) keys.push(`d|${event}`);
			if ([...clause.events.keys()].some((event) => BEGINNINGS.has(event))) keys.push('d|beginning');
			const [day] = clause.days;
			if (day !== undefined && (day.from === null || day.month !== null)) keys.push('d|');
		}
	}
	return keys;
}

function wordKeys(clause: Clause, subject: ReadonlySet<string>): string[] {
	if (clause.content.size > MOST_WORDS || (clause.content.size === 0 && clause.events.size === 0)) return [];
	const words = [...clause.content.keys(), ...clause.events.keys()].filter((stem) => !subject.has(stem) && !/^[?#]/.test(stem) && !stem.endsWith('ly'));
	const sorted = words.map(bare).sort();
	const first = sorted[0];
	const last = sorted[sorted.length - 1];
	return first === undefined || last === undefined ? [] : [...new Set([`p|${first}`, `p|${last}`])];
}

/** A clause that its source tells as a fact, and whether it turns something round; see `turns`. */
interface Told {
	readonly clause: Clause;
	readonly turning: boolean;
}

/** Blocking keys by two of the words themselves: the first and the last in order, of which most pairs share one. */
function freeKeys({ clause, turning }: Told, subject: ReadonlySet<string>): string[] {
	const words = [...clause.content.keys()].filter((key) => !/^[?#~]/.test(key) && key.length > 1 && !subject.has(key) && !clause.conditional.has(key)).map(bare).sort();
	const first = words[0];
	const last = words[words.length - 1];
	if (first === undefined || last === undefined || words.length > MOST_WORDS) return [];
	const values = valueKeys(clause).filter((key) => key !== 'd|');
	const value = values.includes('d|beginning') ? 'd|beginning' : values[0];
	if (value !== undefined) return [...new Set([first, words[1] ?? last, last])].map((word) => `*|${value}|${word}`);
	if (words.length < 2) return [];
	const [pole] = clause.poles;
	if (pole !== undefined) return [`*|p|${pole.id}|${first}`, `*|p|${pole.id}|${last}`];
	return turning || words.length <= 5 ? [`*|p|${first}|${last}`] : [];
}

/** Keys with what a claim must share with another to clash with it, and whether it turns something round. */
export interface Contest {
	readonly keys: readonly string[];
	/** Those of the keys under which nothing clashes unless one of the claims denies or opposes. */
	readonly plain: boolean;
}

/** The blocking keys of a claim that was read. At most eight, values first. */
export function contestOf(statement: Statement, concepts: readonly string[], names: readonly string[]): Contest {
	const subject = subjectStems(names, statement.tongue);
	const values = new Set<string>();
	const words = new Set<string>();
	let plain = true;
	const told = statement.clauses.filter((clause) => !clause.hedged && !clause.own).map((clause): Told => ({ clause, turning: turns(clause) }));
	// What denies or opposes is sooner contested than what goes along with it.
	const ordered = [...told.filter(({ turning }) => turning), ...told.filter(({ turning }) => !turning)];
	for (const { clause, turning } of ordered) {
		for (const { id } of clause.poles) words.add(`p|${id}`);
		for (const key of valueKeys(clause)) values.add(key);
		for (const key of wordKeys(clause, subject)) words.add(key);
		if (turning) plain = false;
	}
	const free = new Set<string>();
	for (const valued of [true, false]) {
		for (const each of ordered) {
			const { quantities, days } = each.clause;
			if (quantities.length + days.length > 0 !== valued || free.size === MOST_FREE_KEYS) continue;
			for (const key of freeKeys(each, subject)) if (free.size < MOST_FREE_KEYS) free.add(key);
		}
	}
	const about = [...new Set(concepts)].sort().slice(0, MOST_CONCEPTS);
	const keys: string[] = [];
	for (const key of [...values, ...words]) for (const concept of about) if (keys.length < MOST_KEYS - free.size) keys.push(`${concept}|${key}`);
	keys.push(...free);
	return { keys, plain };
}

const UNCONTESTED: Contest = { keys: [], plain: true };

/** What a claim must share with another to clash with it. No keys for a claim that can never be contested. */
export function contestOfClaim(contested: Readable & Pick<ContestedClaim, 'concepts' | 'contest'>): Contest {
	if (contested.contest !== undefined) return contested.contest;
	const statement = readContested(contested);
	return statement === null ? UNCONTESTED : contestOf(statement, contested.concepts, contested.names);
}

/** Blocking keys: only claims that share one can clash. Empty for a claim that can never be contested. */
export const contestKeys = (claim: Claim, conceptIds: readonly string[], language: string, names: readonly string[] = []): readonly string[] =>
	contestOfClaim({ claim, concepts: conceptIds, language, names }).keys;

/** The names that both claims know their subject by. */
export function sharedNames(left: ContestedClaim, right: ContestedClaim): string[] {
	const known = new Set(right.names);
	return left.names.filter((name) => known.has(name));
}

/** What two statements must have in common beyond their values where no concept says that they speak of one thing. */
const ENOUGH = 3;
const ENOUGH_HAN = 5;

const CODE = /`+([^`]+)`+/g;
const A_VALUE = /^(?:true|false|null|none|undefined|[^\p{L}]*|[^\p{L}]*\d[^\p{L}]*\p{L}{1,3}|["'].*["'])$/iu;

/** The names in code that a quote speaks of, without values: what manuals are about, and alike in all but that. */
const codeNames = (quote: string): readonly string[] => [...new Set([...quote.matchAll(CODE)].map(([, code = '']) => code.trim()))].filter((code) => !A_VALUE.test(code)).sort();

/** Whether both speak of code, and not of the same. */
function differentCode(left: Claim, right: Claim): boolean {
	const [one, other] = [codeNames(left.quote), codeNames(right.quote)];
	return one.length > 0 && other.length > 0 && one.join('\n') !== other.join('\n');
}

// "This is limited to 100" speaks of what the sentence before it names, which no claim has.
const POINTS = /^(?:this|that|these|those|dies|das)\s+(?:is|are|was|were|has|have|had|can|may|must|should|will|would|does|do|ist|sind|war|waren|hat|haben|kann|muss|soll|wird)(?![\p{L}\p{M}])/iu;

// One of several alternatives says nothing by itself.
const GOES_ON = /[,;]\s*(?:or|and|oder|und)$/i;

const saysHalf = ({ text }: Claim): boolean => POINTS.test(text) || GOES_ON.test(text);

/** Whether two claims may be set against each other at all. Twins, one name for two concepts, may not. */
export function aboutOneThing(left: ContestedClaim, right: ContestedClaim, { inCommon, topic }: Judgement): boolean {
	if (differentCode(left.claim, right.claim) || saysHalf(left.claim) || saysHalf(right.claim)) return false;
	if (left.concepts.some((id) => right.concepts.includes(id))) return true;
	return sharedNames(left, right).length === 0 && inCommon >= (/[\u4e00-\u9fff]/.test(topic) ? ENOUGH_HAN : ENOUGH);
}

/** Judges two claims that were read before. */
export const judgeRead = (left: ContestedClaim, right: ContestedClaim, leftRead: Statement, rightRead: Statement): Judgement =>
	judge(leftRead, rightRead, sharedNames(left, right));

/** Whether two claims can both hold. Symmetrical and total; `unknown` is no contradiction. */
export function judgePair(left: ContestedClaim, right: ContestedClaim): Judgement {
	const compatible = (reason: string): Judgement => ({ verdict: 'compatible', about: 'number', topic: '', reason, inCommon: 0 });
	if (left.claim.id === right.claim.id || left.claim.sourceId === right.claim.sourceId) return compatible('one source');
	const leftRead = readContested(left);
	const rightRead = readContested(right);
	if (leftRead === null || rightRead === null) return compatible("not the source's own plain statement");
	return judgeRead(left, right, leftRead, rightRead);
}
