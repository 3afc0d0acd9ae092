import { functionWords } from '../../markdown/language.js';
import { stripArticle } from '../../markdown/names.js';
import { isUnspaced } from '../../markdown/words.js';
import { BEFORE_VERB, isWeakWord } from './phrases.js';
import { startsWithLetter, type Word } from './tokens.js';

/** A word after which an English noun phrase may stand as the subject: an auxiliary, a preposition or a joint. Determiners would make a verb of it. */
const AFTER = /^(?:is|are|was|were|has|have|had|can|could|will|would|must|should|may|might|does|did|do|of|in|on|at|for|from|with|without|before|after|during|and|or|to|by|as|that|which|who|not|never|also|only|no|then|than)$/;
const VERB = /^\p{L}{2,}(?:s|ed)$/u;
const DETERMINER = new Set('the a an each every this that these those one his her its our their my der die das ein eine dem den des'.split(' '));
/** Words for times and people in a story open sentences of every note. */
const PASSING = /^(?:today|yesterday|tomorrow|morning|evening|night|afternoon|week|month|year|day|days|hour|hours|minute|minutes|people|someone|nobody|everybody|everyone|nothing|something|thing|things|reason|rest|question|verdict|decision|reading|note|notes|page|pages|result|results|part|half|end|idea|man|woman|men|women|mum|dad|tante|opa|oma|herr|frau|leute|menschen|jahre?|stunden?|minuten?|tage?|abend|morgen|mittag|woche)$/;
const PASSING_HAN = /^(?:今天|昨天|明天|早上|上午|中午|下午|晚上|晚饭|午饭|早饭|后来|最后|首先|其次|据说|关于|大家|很多|许多|有人|有些|一般|平均|老师|朋友|导游|老板|老板娘|主持人|面积|水深|假期|时间|周末|现在|以前|以后|当时|因为|所以|如果|虽然|作者|本书|这本|全书|普通|新|旧|大|小)$/;
/** A German noun of so many letters is mostly a compound. */
const COMPOUND = 10;
const ARABIC_NAME = /^ال\p{L}{3,}$/u;

const isContent = (word: Word, grammar: ReadonlySet<string>, language: string): boolean => word.folded.length > 1 && startsWithLetter(word.folded) && !grammar.has(word.folded) && !isWeakWord(word.folded, language) && !PASSING.test(word.folded);

/** The names that a sentence may be about, because it opens with them: "Glycogen runs out", "One full sleep cycle lasts". */
export function subjectNames(plain: string, words: readonly Word[], language: string): string[] {
	const [opening] = words;
	if (opening === undefined) return [];
	const grammar = functionWords(language);
	if (isUnspaced(plain, opening.start)) return hanSubjects(plain, words, grammar);
	if (language === 'ar') return arabicSubjects(plain, words);
	if (language !== 'en' && language !== 'de') return [];
	let first = 0;
	while (first < 3 && (DETERMINER.has(words[first]?.folded ?? '') || (language === 'en' && isWeakWord(words[first]?.folded ?? '', language)))) first += 1;
	// "It issues credits": the pronoun is the subject, and a verb follows.
	if (language === 'en' && first > 0 && BEFORE_VERB.test(words[first - 1]?.folded ?? '')) return [];
	const names: string[] = [];
	for (let last = first; last < words.length && last < first + 3; last += 1) {
		const word = words[last];
		if (word === undefined || !isContent(word, grammar, language) || (last > first && !word.joined)) break;
		const next = words[last + 1];
		const opens = next !== undefined && next.joined;
		if (language === 'de' && !word.capital) break;
		const ends = next !== undefined && opens && (language === 'de' ? !next.capital : AFTER.test(next.folded) || VERB.test(next.folded));
		if (!ends) continue;
		// "Retrieval practice refers to": what follows a whole subject is its verb.
		if (names.length > 0) break;
		// A lone noun of everyday opens too many sentences; a German compound says as much as two words.
		for (let from = first; from <= last; from += 1) {
			const name = stripArticle(plain.slice(words[from]?.start ?? word.start, word.end));
			if (from < last || (language === 'de' && name.length >= COMPOUND)) names.push(name);
		}
	}
	return names;
}

function hanSubjects(plain: string, words: readonly Word[], grammar: ReadonlySet<string>): string[] {
	const names: string[] = [];
	const [first, second] = words;
	if (first === undefined) return [];
	const text = plain.slice(first.start, first.end);
	if (grammar.has(first.folded) || PASSING_HAN.test(text) || /\p{Nd}|[一二三四五六七八九十百千万两几]/u.test(text)) return [];
	if (text.length >= 2 && text.length <= 4) names.push(text);
	if (second === undefined || second.start !== first.end || grammar.has(second.folded) || !isUnspaced(plain, second.start)) return names;
	const both = plain.slice(first.start, second.end);
	if (both.length >= 2 && both.length <= 6) names.push(both);
	return names;
}

function arabicSubjects(plain: string, words: readonly Word[]): string[] {
	const names: string[] = [];
	for (const [index, word] of words.slice(0, 3).entries()) {
		const next = words[index + 1];
		if (ARABIC_NAME.test(word.folded)) names.push(plain.slice(word.start, word.end));
		// "دورة النوم": a noun and the one that it belongs to.
		if (next !== undefined && next.joined && ARABIC_NAME.test(next.folded) && word.folded.length > 2 && !/^[\p{sc=Arabic}]{1,3}$/u.test(word.folded)) names.push(plain.slice(word.start, next.end));
	}
	return names;
}
