import type { ConceptKind } from '../../model/concept.js';
import { functionWords } from '../../markdown/language.js';
import { isNameLike, trimName } from '../../markdown/names.js';
import { isUnspaced } from '../../markdown/words.js';
import { startsWithLetter, type Word } from './tokens.js';

/** A name that the writing of a sentence gives away. */
export interface FoundName {
	readonly name: string;
	readonly kind: ConceptKind | null;
	/** Another name that the sentence gives it in parentheses. */
	readonly alias: string | null;
	/** True where marks of its own set it apart as a title. */
	readonly titled?: boolean;
}

const NOT_NAMES = new Set(
	(
		"i i'll i'm i've i'd " +
		'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec english german french spanish chinese arabic russian american british european roman romans greek greeks italian italians turkish danish japanese bc ad ce bce ' +
		'montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo kb mb gb tb hz khz mhz ghz km kg cm mm ml usd eur gbp chf am pm utc gmt pdf url html css csv tv id faq ok okay yes no q a ps nb todo fixme etc'
	).split(' '),
);
/** A run of capitals that ends in one of these names a place in a document: "Federalist No", "Paper 2". */
const LABELS = new Set('no nos nr vol part paper papers chapter figure fig table section arc phase step page option appendix version teil kapitel abschnitt abbildung tabelle'.split(' '));
const JOINTS = new Set('of de la du des di del della da do dos van von der den y e et'.split(' '));
const HONORIFIC = new Set('mr mrs ms dr prof professor sir lady lord president king queen saint st herr frau m mme señor señora don doña sr sra'.split(' '));
const ORGANISATION = /\b(?:Inc|Ltd|LLC|GmbH|AG|Corp|Corporation|Company|University|Universität|Université|Universidad|Institute|Institut|Instituto|College|Foundation|Stiftung|Ministry|Committee|Association|Verein|Bank|Museum|School|Church|Party|Union|Press)$/u;

/** Only somebody can do these. */
const SAYS = /^(?:said|says|argued|argues|wrote|writes|claimed|believes|believed|thinks|thought|told|reported|suggested|sagt|sagte|schrieb|schreibt|meint|meinte|dit|écrit|dice|escribió)$/;

/** Words that open sentences and stand before names only there. */
const OPENER = /^(?:later|earlier|today|yesterday|tomorrow|meanwhile|finally|nobody|everybody|someone|everyone|dear|hello|hi|see|read|met|called|asked|using|today's|heute|gestern|morgen|später|früher|danach|damals|hier|puis|ensuite|hier|ayer|hoy|después|\p{L}{3,}ly)$/u;

const isShout = (text: string): boolean => /^[^\p{Ll}]*$/u.test(text);

/** Runs of capitalised words that do not merely open a sentence. German capitalises all nouns, so there only runs of two count. */
export function capitalRuns(plain: string, words: readonly Word[], language: string): FoundName[] {
	let letters = 0;
	let capitals = 0;
	for (const { folded, capital } of words) {
		if (!startsWithLetter(folded)) continue;
		letters += 1;
		if (capital) capitals += 1;
	}
	// A headline in capitals gives nothing away.
	if (letters > 3 && capitals > letters * 0.8) return [];
	const grammar = functionWords(language);
	const found: FoundName[] = [];
	for (let at = 0; at < words.length; at += 1) {
		const first = words[at];
		if (first === undefined || !first.capital) continue;
		let last = at;
		for (let next = at + 1; next < words.length && next - at < 6; next += 1) {
			const word = words[next];
			if (word === undefined || !word.joined) break;
			if (word.capital || /^\p{Nd}+$/u.test(word.folded)) last = next;
			else if (word.folded === '.' && words[next - 1]?.folded.length === 1) continue;
			else if (!JOINTS.has(word.folded) && !(word.folded === 'the' && words[next - 1]?.folded === 'of')) break;
		}
		let from = at;
		const opensSentence = at === 0 || (words[at - 1]?.joined === false && at === 1 && /^\p{Nd}/u.test(words[0]?.folded ?? ''));
		// "The Commons", "In Berlin": a function word with a capital is not part of the name.
		while (from < last && (grammar.has(words[from]?.folded ?? '') || HONORIFIC.has(words[from]?.folded ?? '') || (opensSentence && OPENER.test(words[from]?.folded ?? '')))) from += 1;
		const honoured = from > at && HONORIFIC.has(words[from - 1]?.folded ?? '');
		let to = last;
		while (to > from && ((/^\p{Nd}+$/u.test(words[to]?.folded ?? '') && words[to]?.hyphenated === false && to - from < 2 && LABELS.has(words[to - 1]?.folded ?? '')) || NOT_NAMES.has(words[to]?.folded ?? ''))) to -= 1;
		const start = words[from]?.start ?? 0;
		const end = words[to]?.end ?? 0;
		const length = to - from + 1;
		const raw = plain.slice(start, end).replace(/['\u2019]s?$/u, '');
		at = last;
		const folded = words[from]?.folded ?? '';
		const bare = folded.replace(/'s$/, '');
		if (LABELS.has((words[to]?.folded ?? '').replace(/'s$/, '')) || (length > 1 && LABELS.has(bare) && /\p{Nd}/u.test(words[to]?.folded ?? ''))) continue;
		if (length === 1) {
			if (language === 'de' && !isShout(raw)) continue;
			if ((opensSentence && from === 0 && !isShout(raw)) || grammar.has(bare) || NOT_NAMES.has(bare) || raw.length < 2) continue;
			// After a colon or inside quotation marks a capital may only open a clause.
			if (words[from]?.joined === false && from > 0 && !isShout(raw)) continue;
		}
		if (opensSentence && from === 0 && length === 2 && !isShout(raw) && words[1]?.capital === true && language === 'de') continue;
		if ((NOT_NAMES.has(bare) && length <= 2) || /^\p{Nd}/u.test(raw) || (length === 2 && /\s\p{Nd}{4}$/u.test(raw))) continue;
		found.push({ name: raw, kind: honoured || ORGANISATION.test(raw) || SAYS.test(words[last + 1]?.folded ?? '') ? 'entity' : null, alias: null });
	}
	return found;
}

const PARENTHESES = /[(\uff08]([^()\uff08\uff09]{2,60})[)\uff09]/gu;
const SHORT = /^(?=(?:[^\p{Lu}]*\p{Lu}){2})[\p{Lu}\p{N}][\p{L}\p{N}&./-]{1,9}$/u;

/** True where the abbreviation takes letters of the words in order, the first and nearly all of their initials among them. */
function abbreviates(short: string, words: readonly string[]): boolean {
	const letters = Array.from(short.replace(/s$/, '').toLowerCase()).filter((char) => /[\p{L}\p{N}]/u.test(char));
	const text = words.join(' ');
	if (letters.length < 2 || words[0]?.startsWith(letters[0] ?? '\0') !== true) return false;
	let at = 0;
	for (const letter of letters) {
		at = text.indexOf(letter, at) + 1;
		if (at === 0) return false;
	}
	// Lone words are too rich in letters: only a compound may hide its abbreviation inside.
	if (words.length === 1) return text.length >= 10 && letters.length >= 3;
	let next = 0;
	let unused = 0;
	for (const word of words) {
		if (JOINTS.has(word) || SMALL.test(word)) continue;
		const found = letters.indexOf(word.charAt(0), next);
		if (found < 0) unused += 1;
		else next = found + 1;
	}
	return unused <= (letters.length >= 4 ? 1 : 0);
}

const SMALL = /^(?:and|for|the|in|on|to|und|für|pour|para|&)$/;

/** The same, but every letter is the initial of one word. */
function spellsInitials(short: string, words: readonly string[]): boolean {
	const initials = words.filter((word) => !JOINTS.has(word) && !SMALL.test(word)).map((word) => word.charAt(0));
	return initials.join('') === short.replace(/s$/, '').toLowerCase();
}

/** The words before an opening parenthesis that the abbreviation in it stands for; null where there are none. */
function longFormBefore(plain: string, end: number, short: string, words: readonly Word[]): string | null {
	let index = words.length - 1;
	while (index >= 0 && (words[index]?.end ?? 0) > end) index -= 1;
	const last = words[index]?.end ?? 0;
	if (index < 0 || end - last > 3) return null;
	const taken: string[] = [];
	let loose: string | null = null;
	for (let steps = 0; index >= 0 && steps < 8; index -= 1, steps += 1) {
		const word = words[index];
		if (word === undefined) return null;
		taken.unshift(word.folded);
		if (taken.length <= short.length + 2 && !JOINTS.has(word.folded) && !SMALL.test(word.folded)) {
			if (spellsInitials(short, taken)) return plain.slice(word.start, last);
			if (loose === null && abbreviates(short, taken)) loose = plain.slice(word.start, last);
		}
		if (!word.joined) break;
	}
	return loose;
}

/** A label that says: the same in other words. */
const IN_OTHER_WORDS = /^(?:short|kurz|abbr\.?|aka|a\.k\.a\.|also (?:called|known as)|auch|engl\.|englisch|lat\.|latin|dt\.|deutsch|frz\.|german|french|english|greek|en anglais|en inglés|英文|英语)\s*[:,]?\s+/iu;
/** "Tilia cordata" after the plain name of the plant. */
const BINOMIAL = /^\p{Lu}\p{Ll}+ \p{Ll}+$/u;

/** The run of capitalised words that ends with this one. */
function capitalRunBefore(plain: string, words: readonly Word[], last: Word): string {
	let index = words.indexOf(last);
	while (index > 1 && words[index]?.joined === true && words[index - 1]?.capital === true && (words[index - 2]?.joined === true || index > 1)) index -= 1;
	return plain.slice(words[index]?.start ?? last.start, last.end);
}

/** The Arabic words before a translation in parentheses: as many as that has, the first of them no verb's end. */
function arabicBefore(plain: string, open: number, words: readonly Word[], length: number): string | null {
	const before = words.filter((word) => word.end <= open).slice(-length);
	const [first] = before;
	const last = before.at(-1);
	if (first === undefined || last === undefined || before.length < length || open - last.end > 2 || before.slice(1).some(({ joined }) => !joined)) return null;
	return plain.slice(first.start, last.end);
}

const HAN_EDGE = /[\s，。：；、？！（("“「《的是为叫称即和与或在]/u;

/** "Limited Liability Hive (LLH)", "LLH (Limited Liability Hive)", "间隔重复（Spaced Repetition）": two names of one thing. */
export function parentheticalNames(plain: string, start: number, end: number, words: readonly Word[], language: string): FoundName[] {
	const found: FoundName[] = [];
	if (!/[(\uff08]/.test(plain.slice(start, end))) return found;
	PARENTHESES.lastIndex = start;
	for (let match = PARENTHESES.exec(plain); match !== null && match.index < end; match = PARENTHESES.exec(plain)) {
		const inside = match[1] ?? '';
		const inner = trimName(inside.replace(IN_OTHER_WORDS, ''));
		const open = match.index;
		const other = IN_OTHER_WORDS.test(inside) || (BINOMIAL.test(inner) && language !== 'en');
		if (other && !isUnspaced(plain, open - 1) && isNameLike(inner, language)) {
			const named = words.filter((word) => word.end <= open && open - word.end <= 2).at(-1);
			if (named?.capital === true) found.push({ name: capitalRunBefore(plain, words, named), kind: null, alias: inner });
			continue;
		}
		if (language === 'ar' && /^[\p{sc=Latin}\s'-]+$/u.test(inner)) {
			const named = arabicBefore(plain, open, words, inner.split(/\s+/).length);
			if (named !== null && isNameLike(named, language) && isNameLike(inner, 'en')) found.push({ name: named, kind: null, alias: inner });
			continue;
		}
		if (open > start && isUnspaced(plain, open - 1)) {
			let from = open;
			while (from > start && !HAN_EDGE.test(plain.charAt(from - 1)) && open - from < 10) from -= 1;
			const name = trimName(plain.slice(from, open));
			if (name.length < 2 || name.length > 8 || !/\p{Script=Latin}/u.test(inner) || !isNameLike(name, language)) continue;
			for (const alias of inner.split(/[,，、;；]\s*/u).slice(0, 2)) if (isNameLike(alias, 'en')) found.push({ name, kind: null, alias });
			continue;
		}
		if (SHORT.test(inner) && !/^\p{N}/u.test(inner)) {
			const long = longFormBefore(plain, open, inner, words);
			if (long !== null && isNameLike(long, language)) found.push({ name: long, kind: null, alias: inner });
			continue;
		}
		const before = words.filter((word) => word.end <= open && open - word.end <= 2).at(-1);
		const short = before === undefined ? '' : plain.slice(before.start, before.end);
		if (!SHORT.test(short) || !isNameLike(inner, language)) continue;
		const long = inner.toLowerCase().split(/[\s-]+/);
		if (long.length > 1 && abbreviates(short, long)) found.push({ name: inner, kind: null, alias: short });
	}
	return found;
}

const TITLED = /《([^《》]{2,20})》/gu;
const QUOTED = /[「『]([^「」『』]{2,12})[」』]|“([^“”，。！？]{2,10})”/gu;

/** Works in 《》 and terms in 「」 or “”, in scripts that have no capitals. */
export function bracketedNames(plain: string, start: number, end: number, language: string): FoundName[] {
	if (language !== 'zh' && language !== 'ja') return [];
	const text = plain.slice(start, end);
	const found: FoundName[] = [];
	for (const match of text.matchAll(TITLED)) if (match[1] !== undefined && isNameLike(match[1], language)) found.push({ name: match[1], kind: 'entity', alias: null, titled: true });
	for (const match of text.matchAll(QUOTED)) {
		const name = match[1] ?? match[2];
		if (name !== undefined && isNameLike(name, language)) found.push({ name, kind: null, alias: null });
	}
	return found;
}
