import { functionWords } from '../../markdown/language.js';
import { isUnspaced } from '../../markdown/words.js';
import { startsWithLetter, type Word } from './tokens.js';

/** Words that hold a phrase together badly: verbs, adverbs and adjectives of judgement and amount. */
const WEAK = new Set(
	(
		'propose write name build identify ask define add must become becomes became require requires required make makes made mean means meant need needs needed take takes took taken give gives gave given get gets got keep keeps kept go goes went gone come comes came say says said see sees saw seen know knows knew known think thinks thought show shows showed shown find finds found use uses used using work works worked working help helps helped allow allows allowed include includes included including seem seems seemed want wants wanted try tries tried let lets put puts set sets run runs ran ask asks asked tell tells told feel feels felt leave leaves left call calls called provide provides provided create creates created follow follows followed exist exists remain remains hold holds held bring brings brought turn turns turned start starts started begin begins began end ends ended happen happens happened believe believes change changes changed grow grows grew lead leads led learn learns learned live lives lived lose loses lost ' +
		'new old good bad better best great big small large little long short high low early late different same important possible necessary able likely certain clear full whole main major real true various several simple single similar common general specific particular available current recent early based according due able ' +
		'really actually simply mostly usually often always never already soon later now today together away back again almost enough further instead around along toward towards thing things way ways lot lots bit kind sort part parts number case cases example time times day days year years week weeks month months people person one two three first second third last next paper papers essay note notes page section chapter read reading http https www com ' +
		'neue neuer neues neuen alte gute guten große großen kleine kleinen erste ersten letzte letzten wichtig wichtige viele gibt geht macht machen gemacht bleibt zeigt heißt steht liegt findet kommt beim immer wieder ganz gar heute morgen gestern wirklich einfach ' +
		'nouveau nouvelle grand grande petit petite bon bonne premier première dernier fait faire dire aller nuevo nueva grande pequeño primer primera último hacer decir'
	).split(' '),
);
const ADVERBS = ['ly', 'wise', 'ward', 'wards'];
const VERBAL_TAILS = ['ed', 'ize', 'ise', 'ify', 'izes', 'ises', 'ifies'];
const isAdverb = (folded: string): boolean => ADVERBS.some((tail) => folded.endsWith(tail));
const hasVerbalTail = (folded: string): boolean => VERBAL_TAILS.some((tail) => folded.endsWith(tail));
const NOUN_ING = /^(?:learning|computing|training|testing|engineering|planning|reasoning|accounting|processing|reading|writing|thinking|meeting|funding|building|modeling|modelling|programming|marketing|banking|housing|warming|spending|mining|farming|teaching|tracing|scaling|caching|sampling|pricing)$/;

/** True for a word that is no noun or says too little to be a name by itself. */
export function isWeakWord(word: string, language: string): boolean {
	const folded = word.toLowerCase();
	return WEAK.has(folded) || functionWords(language).has(folded) || (language === 'en' && (isAdverb(folded) || hasVerbalTail(folded)));
}

/** After these an English word is a verb: "we prevent", "it can prevent". */
export const BEFORE_VERB = /^(?:i|you|he|she|it|we|they|who|can|cannot|could|will|would|shall|should|must|might)$/;

/** A phrase of this many words at the most is proposed. */
const LONGEST = 3;

interface Tally {
	count: number;
	readonly key: string;
	readonly form: string;
}

/** Phrases that recur in a passage, to be proposed as names. */
export interface Phrases {
	add(plain: string, words: readonly Word[]): void;
	/** Those that stand at least twice, longest and most frequent first; parts that stand only inside a longer one are left out. */
	recurring(): readonly string[];
}

export function phrasesOf(language: string): Phrases {
	const grammar = functionWords(language);
	const tallies = new Map<string, Tally>();
	const english = language === 'en' || language === 'und';
	const verbs = new Set<string>();
	const isVerb = (words: readonly Word[], at: number): boolean => {
		const word = words[at];
		const before = words[at - 1];
		if (word === undefined || before === undefined || !word.joined || word.capital) return false;
		return BEFORE_VERB.test(before.folded) || (before.folded === 'to' && words[at - 2]?.folded === 'how');
	};
	const isEdge = (folded: string): boolean => folded.length > 1 && !grammar.has(folded) && !WEAK.has(folded) && startsWithLetter(folded) && !(english && isAdverb(folded));
	const note = (key: string, plain: string, start: number, end: number): void => {
		const known = tallies.get(key);
		if (known) known.count += 1;
		else tallies.set(key, { count: 1, key, form: plain.slice(start, end) });
	};
	const addSpaced = (plain: string, words: readonly Word[], edges: readonly boolean[], first: number): void => {
		const start = words[first];
		if (start === undefined || edges[first] !== true) return;
		// A long German compound is a phrase in one word.
		if (language === 'de' && start.capital && start.folded.length >= 12 && !start.hyphenated) note(start.stem, plain, start.start, start.end);
		let key = start.folded;
		let length = 1;
		for (let at = first + 1; at < words.length && length < LONGEST; at += 1, length += 1) {
			const word = words[at];
			if (word === undefined || !word.joined) return;
			const joint = grammar.has(word.folded);
			if (joint && word.folded !== 'of' && word.folded !== 'de' && word.folded !== 'der') return;
			const before = key;
			key = `${key} ${word.folded}`;
			if (joint) continue;
			if (edges[at] !== true || (english && (hasVerbalTail(word.folded) || (word.folded.endsWith('ing') && !NOUN_ING.test(word.folded))))) {
				if (WEAK.has(word.folded)) return;
				continue;
			}
			if (language === 'de' && !word.capital) continue;
			// "slow-wave", "multi-vendor": half of a name.
			if (english && words.slice(first + 1, at + 1).every(({ hyphenated }) => hyphenated)) continue;
			note(`${before} ${word.stem}`, plain, start.start, word.end);
		}
	};
	const addUnspaced = (plain: string, words: readonly Word[], first: number): void => {
		let end = words[first]?.start ?? 0;
		const from = end;
		for (let at = first; at < words.length && at < first + LONGEST; at += 1) {
			const word = words[at];
			if (word === undefined || word.start !== end || !isUnspaced(plain, word.start) || grammar.has(word.folded)) return;
			end = word.end;
			const length = end - from;
			if (length > 10) return;
			if (length >= 4 || (length === 3 && at > first)) note(plain.slice(from, end), plain, from, end);
		}
	};
	return {
		add(plain, words) {
			const edges = words.map(({ folded }) => isEdge(folded));
			for (const [index, word] of words.entries()) {
				if (english && isVerb(words, index)) verbs.add(word.folded);
				if (isUnspaced(plain, word.start)) addUnspaced(plain, words, index);
				else addSpaced(plain, words, edges, index);
			}
		},
		recurring() {
			const kept: Tally[] = [];
			const repeated = [...tallies.values()].filter(({ count, key }) => count >= 2 && !verbs.has(key.split(' ', 1)[0] ?? key)).sort((a, b) => b.form.length - a.form.length || b.count - a.count || (a.form < b.form ? -1 : 1));
			for (const tally of repeated.slice(0, 200)) {
				const inside = kept.some((longer) => longer.count >= tally.count && (isUnspaced(tally.form, 0) ? longer.form.includes(tally.form) : ` ${longer.key} `.includes(` ${tally.key} `)));
				if (!inside) kept.push(tally);
			}
			return kept.sort((a, b) => b.count - a.count || (a.form < b.form ? -1 : 1)).map(({ form }) => form);
		},
	};
}
