import type { ClaimForm } from '../../model/claim.js';
import { isGeneric, isNameLike, stripArticle, trimName } from '../../markdown/names.js';
import type { Span } from '../../markdown/note.js';
import { cutQuote, GAP } from '../../markdown/quote.js';
import { isUnspaced, wordCount } from '../../markdown/words.js';
import type { DraftClaim } from '../port.js';
import { isFurniture, isMostlyOpaque } from './boilerplate.js';
import type { Definition } from './definition.js';
import { isQuestion, qualifiersOf, stanceOf } from './stance.js';
import type { Prose } from './units.js';

/** A sentence of the passage with what was found in it. */
export interface Statement {
	readonly prose: Prose;
	readonly span: Span;
	/** Where its text begins, behind a label that its quote keeps. */
	readonly from?: number;
	readonly definition: Definition | null;
	/** Names that it is about, in order; the defined term first. */
	readonly about: readonly string[];
	/** True where a name stands in it, rather than before it. */
	readonly names: boolean;
	/** True for the first sentence of its section. */
	readonly opens: boolean;
	/** True where it has a word of the title or a heading above it. */
	readonly onTopic: boolean;
	/** True for an item of a list, which is often written without a capital and a full stop. */
	readonly item?: boolean;
}

/** Below this weight a sentence is left in its source. */
const LEAST_WEIGHT = 0.2;
const MOST_ABOUT = 8;
const LONGEST_TEXT = 1_200;

const DANGLING =
	/^(?:this|these|those|that|it|its|he|she|his|her|they|them|their|such|but|and|or|so|yet|thus|hence|therefore|then|instead|however|moreover|furthermore|also|here|there|when asked|as such|otherwise|meanwhile|again|now|for this|because of this|dies(?:er?|es|em|en)?|das|es|er|sie|ihr|aber|und|oder|doch|daher|deshalb|dann|also|jedoch|außerdem|hier|dort|dabei|damit|cela|ceci|ce|cette|ces|il|elle|ils|elles|mais|et|donc|ainsi|puis|c['\u2019]est|esto|este|esta|estos|eso|él|ella|ellos|pero|y|así|entonces|luego|это|он|она|они|но|и|поэтому|затем|هذا|هذه|ذلك|تلك|هو|هي|هم|لكن|ولكن|لذلك|وهو|وهي)(?=[\s,])|^(?:这|那|它|他|她|但|而|所以|因此|于是|此外|然而|并且|[\u2192\u21d2])/iu;
const ADDRESS = /\b(?:I|my|me|you|your|let us|let's|dear|please|thanks)\b|(?:^|\s)(?:ich|mir|mich|mein|je|mon|yo|mi)\s|[我你您]/u;

const LONGING = /^(?:let|may|dear|fellow|citizens)\b/iu;

/** "Answer: trust + bounded scope + audits": names in a row, of which none is said anything. */
const SUM = /^[^+.]+(?: \+ [^+.]+){2,}$/u;

function weigh(text: string, form: ClaimForm, statement: Statement, stance: DraftClaim['stance']): number {
	// Chinese and its kin say in fewer words what others say in many.
	const words = wordCount(text) * (isUnspaced(text, 0) ? 1.6 : 1);
	let weight = 0.42;
	if (form === 'definition') weight += statement.definition?.marked === true || statement.definition?.glossed === true ? 0.34 : 0.22;
	if (form === 'question') weight -= 0.1;
	if (stance === 'reported') weight -= 0.03;
	if (statement.opens) weight += 0.06;
	if (statement.onTopic) weight += 0.08;
	// A remark set in parentheses, such as a subtitle, adds to something else.
	if (/^[(\uff08].*[)\uff09]\.?$/su.test(text)) weight -= 0.2;
	const density = statement.about.length / Math.max(6, words);
	weight += Math.min(0.16, density * 0.8) + (statement.about.length > 0 ? 0.04 : -0.1);
	// "Pour off or stir in." tells nothing without what stands before it.
	if (words < 6 && !statement.names && !/\p{Nd}/u.test(text)) weight -= 0.35;
	if (words < 5) weight -= 0.3;
	else if (words < 6) weight -= 0.1;
	else if (words > 45) weight -= words > 80 ? 0.25 : 0.1;
	if (DANGLING.test(text)) weight -= 0.18;
	if (text.includes(' + ') && SUM.test(text)) weight -= 0.25;
	if (ADDRESS.test(text)) weight -= 0.12;
	if (LONGING.test(text)) weight -= 0.1;
	if (/\p{Nd}/u.test(text) && form === 'statement') weight += 0.04;
	if (!/[.!?\u2026\u3002\uff01\uff1f\u061f\u0964]["'\u201d\u2019\u00bb\u300d\u300f)\uff09\]]*$/u.test(text)) weight -= statement.item === true ? 0.04 : 0.12;
	if (/[\p{Ll}]/u.test(text.charAt(0))) weight -= statement.item === true ? 0 : 0.08;
	return Math.round(Math.min(1, Math.max(0, weight)) * 100) / 100;
}

/** True where the sentence points back to what stands before it. */
export const isDangling = (text: string): boolean => DANGLING.test(text);

// Sends the reader to another note and says nothing of the thing itself.
const POINTER = /^[(*_\s]*(?:see(?: also)?|cf\.|siehe(?: auch)?|vgl\.|voir(?: aussi)?|véase(?: también)?|vedi(?: anche)?|zie(?: ook)?|ver também|см\.|参见|另见|انظر)(?=[\s:\uff1a\p{scx=Han}])/iu;

// What somebody has yet to do.
const TASK = /^(?:to-?do|fixme)(?=[\s:])/iu;

/** "No. 18 - The Commons as Institution": an entry of a table of contents, and no statement. */
const ENTRY = /^(?:no\.|nr\.|n°|paper|chapter|kapitel)\s?\d+\s*[\u2014\u2013:-]\s[^.!?]*$/iu;

/** Nothing that a page would keep: a lead-in, a fragment, a pointer elsewhere, a control, code. */
export function isNoStatement(statement: Pick<Statement, 'prose' | 'span' | 'definition'>): boolean {
	const { prose, span } = statement;
	const text = prose.inline.plain.slice(span.start, span.end);
	if (text.length > LONGEST_TEXT * 4 || !/\p{L}/u.test(text) || TASK.test(text) || ENTRY.test(text)) return true;
	if (POINTER.test(text) && prose.inline.marks.some(({ kind, start, end }) => (kind === 'wikilink' || kind === 'link') && start < span.end && end > span.start)) return true;
	// A short paragraph was judged as a whole before.
	if (/[:\uff1a,]["*_]*$/u.test(text) || (prose.sentences.length > 1 && isFurniture(text)) || isMostlyOpaque(prose.inline, span.start, span.end)) return true;
	const words = wordCount(text);
	return words < 3 || (words < 4 && statement.definition === null && !isQuestion(text));
}

const foldBlanks = (text: string): string => (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text);

/** Labels of more words state something themselves: "Stretching before a run prevents injuries: 21 % fewer". */
const LONGEST_LABEL = 4;

/** What goes on from its label is nothing without it: a question, an amount, a few words in small letters ("Grey water on top: hungry, not dead."). */
function startOf({ prose, span, from }: Statement): number {
	if (from === undefined) return span.start;
	const rest = prose.inline.plain.slice(from, span.end);
	const goesOn = isQuestion(rest) || /^[~<>≈]?\s?\p{Nd}/u.test(rest) || (/^\p{Ll}/u.test(rest) && (wordCount(rest) < 6 || !hasVerb(rest))) || wordCount(prose.inline.plain.slice(span.start, from)) > LONGEST_LABEL;
	return goesOn ? span.start : from;
}

export function sentenceClaim(source: string, statement: Statement, language: string): DraftClaim | null {
	if (isNoStatement(statement)) return null;
	const { prose, span, definition } = statement;
	// A number before it only counts the sentences of its source.
	const text = foldBlanks(prose.inline.plain.slice(startOf(statement), span.end)).replace(/^\(?\p{Nd}{1,2}[.)]\s+(?=\p{L})/u, '');
	const stance = stanceOf(text, language, prose.quoted);
	const form: ClaimForm = stance === 'questioned' ? 'question' : definition === null ? 'statement' : 'definition';
	const weight = weigh(text, form, statement, stance);
	if (weight < LEAST_WEIGHT) return null;
	const range = prose.inline.sourceSpan(span.start, span.end);
	const quote = cutQuote(source, range.start, range.end, prose.inline.unquotable);
	if (quote === '' || quote === GAP) return null;
	return { text: text.slice(0, LONGEST_TEXT), quote, stance, form, qualifiers: qualifiersOf(text, language).filter((word) => quote.includes(word)), about: statement.about.slice(0, MOST_ABOUT), weight };
}

/** A colon between digits stands in a time: "09:14". */
const HEAD_END = /\s+[\u2014\u2013-]+\s+|[:\uff1a](?!\d)\s*/u;

/** What a reader would call a list item by, as a range of its plain text; null where only the whole item tells. */
export function itemHead(prose: Prose): Span | null {
	const { plain, marks } = prose.inline;
	const bold = marks.find((mark) => (mark.kind === 'strong' || mark.kind === 'wikilink' || mark.kind === 'link') && mark.start <= 1 && mark.end > mark.start);
	if (bold !== undefined && wordCount(plain.slice(bold.start, bold.end)) <= 10) return { start: bold.start, end: bold.end };
	const cut = HEAD_END.exec(plain);
	if (cut !== null && cut.index > 0 && wordCount(plain.slice(0, cut.index)) <= 7) return { start: 0, end: cut.index };
	return wordCount(plain) <= 9 ? { start: 0, end: plain.length } : null;
}

/** What sets the gloss of a list item off from its head. */
const DASH = /^\s*(?:\([^()]{1,40}\)\s*)?(?:[\u2014\u2013]|-+\s)\s*\S/u;

/** "**Token of Trust** – record of gratitude": a list item that says what its head is. */
export function glossedHead(prose: Prose, language: string): Definition | null {
	const { plain, marks } = prose.inline;
	const bold = marks.find((mark) => (mark.kind === 'strong' || mark.kind === 'wikilink') && mark.start <= 1);
	const head = itemHead(prose);
	if (bold === undefined || head === null || head.start !== bold.start || head.end !== bold.end) return null;
	const term = stripArticle(trimName(plain.slice(head.start, head.end).replace(/\s*\([^()]*\)\s*$/, '')));
	if (!isNameLike(term, language)) return null;
	const glossed = /^\s*(?:\([^()]{1,40}\)\s*)?[\u2014\u2013:\uff1a-]*\s*(.*)$/su.exec(plain.slice(head.end));
	const separated = /[:\uff1a]\s*$/u.test(plain.slice(head.start, head.end)) || /^\s*(?:\([^()]{1,40}\)\s*)?[\u2014\u2013:\uff1a-]/u.test(plain.slice(head.end));
	if (!separated || wordCount(glossed?.[1] ?? '') < 3 || isQuestion(plain.trim())) return null;
	const says = /^\s*(?:\([^()]{1,40}\)\s*)?[\u2014\u2013:\uff1a-]*\s*(?:the|an?|any|eine?|der|die|das|une?|le|la|una?|el)\s/iu.test(plain.slice(head.end));
	const lone = !/[\s\p{sc=Han}]/u.test(term) && !/^\p{Lu}{2}/u.test(term) && !says;
	// One plain word before a colon, or a word or two, is as often a label or a step as a term.
	if (lone && (!DASH.test(plain.slice(head.end)) || wordCount(glossed?.[1] ?? '') < 4)) return null;
	return { term, span: head, aliases: [], marked: says, glossed: true, ...(lone ? { lone } : {}) };
}

/** "**The Edge** - where freedom meets belonging": a name set in bold and what is said of it. */
export function isGlossed(prose: Prose, language: string): boolean {
	const { plain, marks } = prose.inline;
	const bold = marks.find((mark) => (mark.kind === 'strong' || mark.kind === 'wikilink') && mark.start <= 1);
	return bold !== undefined && DASH.test(plain.slice(bold.end)) && isNameLike(stripArticle(trimName(plain.slice(bold.start, bold.end))), language);
}

const headText = (prose: Prose, head: Span | null): string => {
	if (head !== null) return trimName(prose.inline.plain.slice(head.start, head.end));
	const words = prose.inline.plain.split(/\s+/);
	return words.length <= 12 ? trimName(prose.inline.plain) : `${words.slice(0, 10).join(' ')}…`;
};

/** A list longer than this in the source is quoted by its first and last item, with the heads between. */
const WHOLE = 400;
const MANY = 8;
/** Items of so few words stand as they are: "Entrance: 12 €". */
const BRIEF = 5;

export interface ListStatement {
	readonly items: readonly Prose[];
	/** Items between them that state something by themselves and are left out. */
	readonly left: readonly Prose[];
	readonly leadIn: Prose | null;
	/** What the list is about where no sentence leads in: its section's heading. */
	readonly heading: string;
	readonly about: readonly string[];
}

/** One claim for a whole list: what leads in and the heads of its items, quoted from the first to the last item. */
export function listClaim(source: string, list: ListStatement, language: string): DraftClaim | null {
	const [first] = list.items;
	const last = list.items.at(-1);
	if (first === undefined || last === undefined || list.items.length < 2) return null;
	const brief = list.items.every(({ inline }) => wordCount(inline.plain) <= BRIEF);
	const heads = list.items.map((item) => (brief ? { start: 0, end: item.inline.plain.length } : itemHead(item)));
	const leadSpan = list.leadIn?.sentences.at(-1) ?? null;
	const leadIn = list.leadIn !== null && leadSpan !== null ? list.leadIn.inline.plain.slice(leadSpan.start, leadSpan.end).replace(/[\s:\uff1a]+$/u, '') : null;
	// A number of a heading stands in no item, so that it could not be proved by them.
	const heading = /\p{Nd}/u.test(list.heading) ? '' : list.heading;
	// "Answer: …" says nothing without what stands above it.
	const lead = leadIn === null || (isGeneric(leadIn) && heading !== '' && !/[:\uff1a]/u.test(heading)) ? heading : leadIn;
	const labels = list.items.map((item, index) => headText(item, heads[index] ?? null)).filter((label) => label !== '');
	if (labels.length < 2 || (lead === '' && labels.join(' ').length < 40)) return null;
	const whole = (prose: Prose): Span => prose.inline.sourceSpan(0, prose.inline.plain.length);
	const from = list.leadIn !== null && leadSpan !== null ? list.leadIn.inline.sourceSpan(leadSpan.start, leadSpan.end).start : whole(first).start;
	const to = whole(last).end;
	const left = [first, last, ...(list.leadIn === null ? [] : [list.leadIn]), ...list.items].flatMap(({ inline }) => inline.unquotable);
	for (const item of list.left) {
		const span = whole(item);
		if (span.start > from && span.end < to) left.push(span);
	}
	if (to - from > WHOLE) {
		for (const [index, item] of list.items.entries()) {
			if (item === first || item === last) continue;
			const span = whole(item);
			const head = list.items.length <= MANY ? (heads[index] ?? null) : null;
			const kept = head === null ? span.start : item.inline.sourceSpan(head.start, head.end).end;
			if (kept < span.end) left.push({ start: kept, end: span.end });
		}
		if (list.items.length > MANY) left.push({ start: whole(first).end, end: whole(last).start });
	}
	const quote = cutQuote(source, from, to, mergeSpans(left));
	const shown = labels.length > 12 ? [...labels.slice(0, 12), '…'] : labels;
	const separator = shown.some((label) => label.includes(',') || wordCount(label) > 3) || shown.length > 6 ? '; ' : ', ';
	const text = `${lead === '' ? '' : `${lead}: `}${shown.join(separator)}${language === 'zh' || language === 'ja' ? '。' : '.'}`.replace(/([?!\uff1f\uff01])[;,] /gu, '$1 ').replace(/([…?!\uff1f\uff01])[.\u3002]$/u, '$1');
	if (quote === '' || text.length > LONGEST_TEXT) return null;
	let weight = 0.5;
	if (list.leadIn === null) weight -= list.heading === '' ? 0.2 : 0.05;
	if (isDangling(lead)) weight -= 0.15;
	// "Key concepts: …" repeats what the note says elsewhere.
	if (isGeneric(leadIn ?? lead)) weight -= 0.2;
	if (list.about.length > 0) weight += 0.08;
	return { text, quote, stance: list.items.every((item) => isQuestion(item.inline.plain.trim())) ? 'questioned' : stanceOf(lead, language, false) === 'reported' ? 'reported' : 'asserted', form: 'list', qualifiers: qualifiersOf(lead, language).filter((word) => quote.includes(word)), about: list.about.slice(0, MOST_ABOUT), weight: Math.round(weight * 100) / 100 };
}

/** Sorted and without overlap, as `cutQuote` needs them. */
function mergeSpans(spans: readonly Span[]): Span[] {
	const merged: Span[] = [];
	for (const span of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
		const last = merged.at(-1);
		if (last !== undefined && span.start <= last.end) merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
		else merged.push(span);
	}
	return merged;
}

const DATE_LABEL = /^(?:(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)\p{L}*\.?,?\s+)?(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.?\s?(?:\d{1,2}\.(?:\s?\d{2,4})?|\p{L}{3,9}\.?(?:\s\d{4})?)|\p{Lu}\p{L}{2,8}\.?\s\d{1,2}(?:,?\s\d{4})?|\d{1,2}[:.]\d{2}(?:\s?(?:uhr|[ap]m))?|\d{3,4}年.{0,7}|[一二三四五六七八九十\d]+月[一二三四五六七八九十\d]+日)$/iu;

/** The label in front of a list item's sentence: "Cannae: the Roman dead …", "**5 March** The man …". */
export interface ItemLabel {
	/** Empty where the label only dates or numbers the item. */
	readonly name: string;
	/** Where the sentence begins in the plain text. */
	readonly end: number;
}

/** Null where the item has none. */
export function itemLabel(prose: Prose): ItemLabel | null {
	const { plain, marks } = prose.inline;
	const bold = marks.find((mark) => (mark.kind === 'strong' || mark.kind === 'emphasis') && mark.start <= 1 && mark.end < plain.length);
	if (bold !== undefined && DATE_LABEL.test(trimName(plain.slice(bold.start, bold.end)))) {
		const gap = /^[\s:.,\u2014\u2013-]*/u.exec(plain.slice(bold.end))?.[0].length ?? 0;
		return { name: '', end: bold.end + gap };
	}
	const cut = /^(.{1,60}?)(?:[:\uff1a](?=\s|[\p{sc=Han}“《])\s*)(?=\S)/u.exec(plain);
	if (cut?.[1] === undefined || wordCount(cut[1]) > 7 || /[.!?。]\s/u.test(cut[1])) return null;
	// "Sulla, dictator: …" speaks of Sulla.
	const name = trimName(cut[1].replace(/\s*[(（][^()（）]*[)）]\s*$|,.*$/gu, ''));
	return { name: DATE_LABEL.test(name) ? '' : name, end: cut[0].length };
}

/** The date in bold that an entry of a journal begins with; null where it has none. */
export function datedLabel(prose: Prose): ItemLabel | null {
	const label = prose.inline.marks.some(({ kind, start }) => kind === 'strong' && start <= 1) ? itemLabel(prose) : null;
	return label?.name === '' ? label : null;
}

const FINITE = /(?:^|[^\p{L}])(?:is|are|was|were|has|have|had|can|could|will|would|must|should|may|does|did|do|goes|went|came|comes|gets|got|takes|took|makes|made|says|said|keeps|kept|needs|lies|stands|falls|rises|grows|gave|gives|found|ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|kann|können|muss|müssen|soll|darf|nimmt|steht|liegt|gibt|kommt|geht|est|sont|était|ont|peut|es|son|era|tiene|puede|är|è|sono|het|heeft)(?=$|[^\p{L}])|\p{L}{3,30}(?:ed|te|ten)(?=\s)/iu;

/** True where a verb shows that the words state something; false also where it is one that no list has. */
export const hasVerb = (text: string): boolean => FINITE.test(text);

const STOPPED = /[.!\u3002\uff01\u0964\u06d4]["'\u201d\u2019)\uff09]*\s*$/u;

/** True for a list item that states something by itself, so that it reads better alone than as a head among others. */
export function isStatementItem(prose: Prose): boolean {
	const { plain, marks } = prose.inline;
	if (isQuestion(plain.trim())) return true;
	const label = itemLabel(prose);
	const body = label === null ? plain : plain.slice(label.end);
	const words = wordCount(body);
	if (label !== null) return (words >= 5 && (STOPPED.test(body) || FINITE.test(body))) || words >= 8 || (words >= 2 && label.name !== '' && /\p{Nd}/u.test(body) && !marks.some((mark) => mark.kind === 'strong'));
	const bold = marks.some((mark) => (mark.kind === 'strong' || mark.kind === 'wikilink' || mark.kind === 'link') && mark.start <= 1);
	if (bold && HEAD_END.test(plain) && words < 12) return false;
	return words >= 5 && (STOPPED.test(plain) || FINITE.test(plain) || (itemHead(prose) === null && words >= 7));
}
