import { functionWords } from './language.js';
import type { Span } from './note.js';

/** Followed by a name, a number or an example, so that a full stop after them ends no sentence. */
const NEVER_LAST = new Set(
	('mr mrs ms dr prof st sr hon rev gen col capt lt sgt gov sen rep pres no nr nos fig figs eq eqs sec ch chap vol vols p pp ed eds cf vs viz e.g i.e eg ie ' +
		'approx ca c al z.b u.a d.h o.ä i.d.r s.o s.u v.a bzw vgl ggf evtl inkl exkl zzgl sog bspw abb kap bd hrsg art abs ziff mio mrd hr fr frl dipl ing str tel nrn ' +
		'engl lat griech frz dt p.ex par.ex m mm mme mlle n° art réf env sr sra srta dra núm pág págs ej p.ej fig sig dott ing sig.ra pag т.е т.д т.п т.к напр им г гг стр рис см др проф руб jan feb mar apr jun jul aug sep sept oct nov dec dez okt mrz').split(' '),
);
/** These may close a sentence; what follows decides. */
const MAY_BE_LAST = new Set('etc usw u.s.w inc ltd co corp jr sr a.m p.m u.s u.k u.s.a e.u ph.d m.d b.c a.d bros dept est univ ecc и.т.д и.т.п'.split(' '));

const STOPS = '.!?\u2026\u3002\uff0e\uff01\uff1f\uff61\u061f\u06d4\u0964\u0965\u0589\u1362\u17d4\u104b';
/** Stops that need no blank after them. */
const FULL = '\u3002\uff0e\uff01\uff1f\uff61\u0964\u0965\u1362\u17d4\u104b\u06d4';
const CLOSERS = '"\')]}\u201d\u2019\u00bb\u300d\u300f\u300b\uff09\u3011\u3009*_~=`';
const OPENERS = '"\'([{\u201c\u2018\u00ab\u300c\u300e\u300a\uff08\u3010\u201e\u201a\u00bf\u00a1*_~=`\u2014\u2013-';

const isSpace = (char: string): boolean => /^\s$/.test(char);
const LOWER = /^\p{Ll}$/u;
const UPPER = /^\p{Lu}$/u;
const DIGIT = /^\p{Nd}$/u;
const LETTER = /^[\p{L}\p{M}\p{Nd}.\u00b0]$/u;

/** How far a stop looks back for its own word, and ahead over blanks and openers: keeps the scan linear on any text. */
const REACH = 48;

const isAbbreviation = (word: string): boolean => /^(?:\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(word);

/** The run of letters, digits and inner full stops that ends before this offset. */
function wordBefore(text: string, end: number): string {
	let start = end;
	while (start > 0 && end - start < REACH && LETTER.test(text.charAt(start - 1))) start -= 1;
	return text.slice(start, end);
}

/** The letters that begin the next sentence, past blanks and opening marks; empty at the end. */
function wordAfter(text: string, start: number): string {
	let at = start;
	while (at < text.length && at - start < REACH && (isSpace(text.charAt(at)) || OPENERS.includes(text.charAt(at)))) at += 1;
	let end = at;
	while (end < text.length && end - at < REACH && /^[\p{L}\p{M}\p{Nd}'\u2019]$/u.test(text.charAt(end))) end += 1;
	// A sign outside the basic plane is two units and no letter here; it still begins something.
	return end > at ? text.slice(at, end) : text.slice(at, at + 1);
}

function stopEnds(text: string, sentenceStart: number, stop: number, after: number, language: string): boolean {
	const next = wordAfter(text, after);
	if (next === '') return true;
	const first = next.charAt(0);
	const char = text.charAt(stop);
	if (LOWER.test(first)) return false;
	if (char !== '.') return true;
	if (text.charAt(stop - 1) === '.') return true;
	// Blanks inside an abbreviation, as German and French print them: "z. B.", "d. h.".
	const word = wordBefore(text, stop);
	const previous = wordBefore(text, stop - word.length - (isSpace(text.charAt(stop - word.length - 1)) ? 1 : 0));
	const folded = word.toLowerCase().replace(/^\./, '');
	const startsSentence = functionWords(language).has(next.toLowerCase()) && UPPER.test(first);
	if (/^\p{Nd}+$/u.test(word)) {
		if (text.slice(sentenceStart, stop).trim() === word) return false;
		return language === 'de' && word.length <= 2 ? startsSentence : true;
	}
	if (folded.length === 1 && previous.endsWith('.') && NEVER_LAST.has(previous.toLowerCase() + folded)) return false;
	if (NEVER_LAST.has(folded)) return folded === 'no' ? !DIGIT.test(first) : folded.length > 2 && !DIGIT.test(first) && MONTH_LIKE.has(folded) ? startsSentence : false;
	if (MAY_BE_LAST.has(folded) || isAbbreviation(folded)) return startsSentence;
	// "z. B.", "d. h.", "p. ex.": a letter and its full stop before another.
	if (word.length === 1 && next.length <= 2 && LOWER.test(word)) return false;
	// An initial, unless the next word can only open a sentence.
	if (word.length === 1 && UPPER.test(word)) return startsSentence;
	return true;
}

const MONTH_LIKE = new Set(['mar', 'art', 'sec', 'fig', 'est', 'dec', 'jan', 'env', 'ing', 'str', 'ed', 'par', 'gen', 'sen', 'col', 'rep']);

function push(spans: Span[], text: string, start: number, end: number): void {
	let from = start;
	let to = end;
	while (from < to && isSpace(text.charAt(from))) from += 1;
	while (to > from && isSpace(text.charAt(to - 1))) to -= 1;
	if (from < to) spans.push({ start: from, end: to });
}

/**
 * The sentences of plain prose, trimmed, in order. Abbreviations, initials, ordinals, decimals and ellipses do not
 * end one; closing quotes and brackets belong to the sentence that they close; an empty line always ends one.
 */
export function splitSentences(plain: string, language: string): Span[] {
	const spans: Span[] = [];
	const length = plain.length;
	let start = 0;
	for (let at = 0; at < length; at += 1) {
		const char = plain.charAt(at);
		if (char === '\n') {
			let next = at + 1;
			while (next < length && (plain.charAt(next) === ' ' || plain.charAt(next) === '\t' || plain.charAt(next) === '\r')) next += 1;
			if (plain.charAt(next) === '\n') {
				push(spans, plain, start, at);
				start = next;
				at = next - 1;
				if (plain.charAt(next) === '\n') at = next;
			}
			continue;
		}
		const code = plain.charCodeAt(at);
		// Most characters are letters and blanks of the first scripts, among which there is no stop.
		if (code === 0x20 || (code >= 0x40 && code < 0x589) || !STOPS.includes(char)) continue;
		let after = at + 1;
		while (after < length && STOPS.includes(plain.charAt(after))) after += 1;
		const last = after - 1;
		while (after < length && CLOSERS.includes(plain.charAt(after))) after += 1;
		const following = plain.charAt(after);
		const full = FULL.includes(plain.charAt(last)) || FULL.includes(char);
		const ends = full ? !/^[\uff0c\u3001\uff1b,;]$/.test(following) : (after >= length || isSpace(following)) && stopEnds(plain, start, last, after, language);
		if (ends) {
			push(spans, plain, start, after);
			start = after;
		}
		at = after - 1;
	}
	push(spans, plain, start, length);
	return spans;
}
