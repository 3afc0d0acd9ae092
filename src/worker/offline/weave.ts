import type { Claim } from '../../model/claim.js';
import { foldName } from '../../model/fold.js';
import { isUnspaced, wordCount } from '../../markdown/words.js';
import type { PageToWeave, WovenPage, WovenSentence } from '../port.js';
import { hasVerb, isDangling } from './claims.js';

const MAX_LEAD = 2;
const MAX_FACETS = 5;
const MAX_PER_FACET = 4;
const OPEN_QUESTIONS = 'Open questions';

/** Words of a claim for comparing it with others; scripts without blanks are compared by pairs of characters. */
function wordSet(text: string): ReadonlySet<string> {
	const folded = foldName(text);
	const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
	if (words.length >= 3 && !/\p{Script=Han}/u.test(folded)) return new Set(words);
	const letters = words.join('');
	return new Set(Array.from({ length: Math.max(1, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)));
}

/** Most of the shorter one stands in the other: the same thing said twice. */
function saysTheSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
	const [small, large] = a.size <= b.size ? [a, b] : [b, a];
	const enough = 0.8 * small.size;
	// Most pairs have little in common, which shows after a few words.
	let possible = small.size;
	for (const word of small) {
		if (large.has(word)) continue;
		possible--;
		if (possible < enough) return false;
	}
	return true;
}

const byWeight = (a: Claim, b: Claim): number => b.weight - a.weight || (a.id < b.id ? -1 : 1);
const byPlace = (a: Claim, b: Claim): number => (a.sourceId === b.sourceId ? a.start - b.start : a.sourceId < b.sourceId ? -1 : 1);

/** Sources in the order of their strongest claim, the claims of each in the order in which it makes them. */
function bySource(claims: readonly Claim[]): Claim[] {
	const groups = new Map<string, Claim[]>();
	for (const claim of [...claims].sort(byWeight)) {
		const group = groups.get(claim.sourceId);
		if (group) group.push(claim);
		else groups.set(claim.sourceId, [claim]);
	}
	return [...groups.values()].flatMap((group) => group.sort(byPlace));
}

function withoutRepeats(claims: readonly Claim[]): Claim[] {
	const kept: { claim: Claim; words: ReadonlySet<string> }[] = [];
	for (const claim of [...claims].sort(byWeight)) {
		const words = wordSet(claim.text);
		if (!kept.some((other) => saysTheSame(words, other.words))) kept.push({ claim, words });
	}
	return kept.map(({ claim }) => claim);
}

/** A heading as a facet: without emoji, numbering, emphasis and a label before a dash or colon ("III.", "Prologue —"). */
export function facetHeading(heading: string): string {
	const plain = heading
		.replace(/[*_`=]+/g, '')
		.replace(/[\p{Extended_Pictographic}\u{fe0f}\u{200d}]/gu, '')
		.replace(/^\s*(?:(?:[ivxlcdm]+|\d+(?:\.\d+)*|[a-z])[.)])\s+/iu, '')
		.trim();
	const labelled = /^(?:prologue|epilogue|preface|part|chapter|section|step|layer|kapitel|teil|abschnitt)\b[^—–:]*\s*[—–:]\s*(.+)$/iu.exec(plain);
	return (labelled?.[1] ?? plain).trim();
}

const OPENING = /^["“„«»「『‟]\s*/u;
const CLOSING = /\s*["”“«»」』]([.!?…]?)$/u;

/** A statement that is itself in quotation marks, or lost one of the pair where its sentence was cut, gets no second pair. */
function unquoted(text: string): string {
	const inner = text.replace(OPENING, '');
	if (inner === text) return text;
	const bare = inner.replace(CLOSING, '$1');
	return /["“”„«»「」『』]/u.test(bare) ? text : bare;
}

const quoted = (claim: Claim): WovenSentence => ({ text: claim.form === 'list' ? claim.text : `“${unquoted(claim.text)}”`, claims: [claim.id] });

function isNamedIn(text: string, folded: ReadonlySet<string>): boolean {
	const here = foldName(text);
	for (const name of folded) if (here.includes(name)) return true;
	return false;
}

/** What stands before the first colon, dash or equals sign: "Core argument: …", "Answer: …", "Worker = …". */
const LABEL = /^[^.!?:;,]{2,60}?(?:[:\uff1a]| [=\u2013\u2014-]+) /u;
const SENTENCE_END = /[.!?…。！？؟]['"”’»」』)\]]*$/u;
const ARTICLE = /^(?:(?:the|an?|every|each|der|die|das|ein|eine|le|la|les|el|los|las|un|une|una) |l['\u2019])/u;

/** A gloss of fewer words than this says too little to open a page. */
const LEAST_GLOSS = 4;
const LONGEST_IN_ROW = 3;

/** "Bounded scope - Separation of powers", "Specialized NNs - Tariff NN, Persona NN": a few words, or names in a row, beside the name. */
function isThin(text: string): boolean {
	const label = LABEL.exec(text)?.[0];
	if (label === undefined || SENTENCE_END.test(text) || isUnspaced(text, 0)) return false;
	const gloss = text.slice(label.length);
	const parts = gloss.split(/[,;+]\s/);
	return wordCount(gloss) < LEAST_GLOSS || (parts.length > 1 && parts.every((part) => wordCount(part) <= LONGEST_IN_ROW));
}

/** "Human Sovereignty in a Republic of Minds": all but the small words have a capital, and no sentence ends. */
const isTitle = (text: string): boolean => !SENTENCE_END.test(text) && !isUnspaced(text, 0) && text.split(' ').every((word) => word.length <= 4 || !/^\p{Ll}/u.test(word));

/** "Key concepts: a, b, c": names in a row, under a label that neither states anything nor speaks of the page's subject. */
function isIndex({ form, text }: Claim, folded: ReadonlySet<string>): boolean {
	const lead = form === 'list' ? /^[^:\uff1a]*(?=[:\uff1a])/u.exec(text)?.[0] : undefined;
	return lead !== undefined && wordCount(lead) < LEAST_GLOSS && !hasVerb(lead) && !isNamedIn(lead, folded);
}

/**
 * A sentence says what a thing is when it is a definition of one of the page's names, best one that opens with the name; failing that,
 * any statement that opens with it.
 */
function leadClaims(claims: readonly Claim[], titles: readonly string[]): Claim[] {
	const folded = new Set(titles.map(foldName));
	const opens = (claim: Claim): boolean => {
		const text = foldName(claim.text).replace(/^["“„«]/u, '').replace(ARTICLE, '');
		// "Memory consolidation is …" opens with a longer name than "Memory".
		const longest = Math.max(0, ...claim.about.map(foldName).filter((name) => text.startsWith(name)).map(({ length }) => length));
		return [...folded].some((name) => text.startsWith(name) && name.length >= longest);
	};
	const sentences = claims.filter(({ form }) => form === 'definition' || form === 'statement');
	const telling = sentences.filter(({ text }) => !isThin(text));
	const defines = ({ form, about }: Claim): boolean => form === 'definition' && about.some((name) => folded.has(foldName(name)));
	// A gloss in an index opens with the name as well, and says less than a sentence does.
	const best = sentences.filter((claim) => defines(claim) && opens(claim) && SENTENCE_END.test(claim.text));
	if (best.length > 0) return spread(best, MAX_LEAD);
	const opening = telling.filter((claim) => opens(claim) && !isTitle(claim.text));
	// The defined term is the first that a definition is about; it may name the page's subject while it defines something else.
	const definitions = telling.filter((claim) => defines(claim) && folded.has(foldName(claim.about[0] ?? '')));
	if (definitions.length > 0) return spread([...definitions.slice(0, 1), ...opening.slice(0, 1)], MAX_LEAD);
	if (opening.length > 0) return opening.slice(0, 1);
	const naming = telling.filter(({ text }) => isNamedIn(text, folded));
	// What defines something else, stands under a label of its own or points back says less of the page's subject than a whole sentence that names it.
	const isOwn = (claim: Claim): boolean => claim.form === 'statement' && !LABEL.test(claim.text) && !isDangling(claim.text);
	const plain = (claim: Claim): boolean => (isOwn(claim) ? SENTENCE_END.test(claim.text) : isNamedIn(LABEL.exec(claim.text)?.[0] ?? '', folded));
	const whole = ({ text }: Claim): boolean => SENTENCE_END.test(text) && !LABEL.test(text);
	const chosen = naming.find(plain) ?? naming.find(whole) ?? naming.find((claim) => isOwn(claim) && hasVerb(claim.text)) ?? sentences.find(opens) ?? claims.find((claim) => claim.form === 'question' && opens(claim)) ?? naming[0] ?? sentences[0] ?? claims[0];
	return chosen === undefined ? [] : [chosen];
}

/** The first few, one a source before a second one of the same source. */
function spread(claims: readonly Claim[], most: number): Claim[] {
	const chosen: Claim[] = [];
	const used = new Set<string>();
	for (const claim of claims) {
		if (chosen.length === most) break;
		if (used.has(claim.sourceId)) continue;
		used.add(claim.sourceId);
		chosen.push(claim);
	}
	return chosen;
}

interface Group {
	readonly heading: string;
	readonly claims: Claim[];
}

const strength = (group: Group): number => group.claims.reduce((sum, claim) => sum + claim.weight, 0);
const byStrength = (a: Group, b: Group): number => strength(b) - strength(a) || (a.heading < b.heading ? -1 : 1);

interface Sorted {
	readonly groups: readonly Group[];
	/** Claims under no heading of their own. */
	readonly rest: readonly Claim[];
	readonly questions: readonly Claim[];
}

/** Claims by the heading that they stand under; a heading that only repeats the page's or the source's title is none. */
function sortByHeading(claims: readonly Claim[], titles: ReadonlySet<string>): Sorted {
	const groups = new Map<string, Group>();
	const rest: Claim[] = [];
	const questions: Claim[] = [];
	for (const claim of claims) {
		if (claim.form === 'question' || claim.stance === 'questioned') {
			questions.push(claim);
			continue;
		}
		const heading = facetHeading(claim.headings.at(-1) ?? '');
		const key = foldName(heading);
		const group = groups.get(key);
		if (key === '' || titles.has(key)) rest.push(claim);
		else if (group) group.claims.push(claim);
		else groups.set(key, { heading, claims: [claim] });
	}
	return { groups: [...groups.values()], rest, questions };
}

const section = (heading: string, claims: readonly Claim[]): WovenPage['facets'] =>
	claims.length === 0 ? [] : [{ heading, items: bySource(claims).map(quoted) }];

/** A page from quotation alone: what it adds is choice and order. Claims come strongest first. */
export function weave(input: PageToWeave): WovenPage {
	const names = [input.title, ...input.aliases];
	const titles = new Set([...names, ...Object.values(input.sourceTitles)].map(foldName));
	const named = new Set(names.map(foldName));
	const said = input.kind === 'source' ? input.claims : input.claims.filter((claim) => !isIndex(claim, named));
	const claims = withoutRepeats(said.length === 0 ? input.claims : said);
	const lead = input.kind === 'source' ? sourceLead(claims) : leadClaims(claims, names);
	const inLead = new Set(lead);
	const { groups, rest, questions } = sortByHeading(claims.filter((claim) => !inLead.has(claim)).slice(0, input.most - lead.length), titles);

	if (input.kind === 'source') {
		// A source's page follows the source's own order.
		const inOrder = [...groups].sort((a, b) => Math.min(...a.claims.map(({ start }) => start)) - Math.min(...b.claims.map(({ start }) => start)));
		return {
			lead: lead.map(quoted),
			facets: [...section('', rest), ...inOrder.flatMap((group) => section(group.heading, group.claims)), ...section(OPEN_QUESTIONS, questions)],
		};
	}
	// One claim under a heading of its own is a facet only where the heading speaks of the page's subject.
	const folded = names.map(foldName);
	const speaks = (group: Group): boolean => group.claims.length > 1 || folded.some((name) => foldName(group.heading).includes(name));
	const ranked = groups.filter(speaks).sort(byStrength);
	const loose = [...groups.filter((group) => !speaks(group)), ...ranked.slice(MAX_FACETS)].flatMap((group) => group.claims);
	return {
		lead: lead.map(quoted),
		facets: [
			...section('', [...rest, ...loose].sort(byWeight).slice(0, MAX_PER_FACET * 2)),
			...ranked.slice(0, MAX_FACETS).flatMap((group) => section(group.heading, group.claims.slice(0, MAX_PER_FACET))),
			...section(OPEN_QUESTIONS, questions.slice(0, MAX_PER_FACET)),
		],
	};
}

const WHOLE = 0.2;

/** What a source says first and what it says best, in its own order. */
function sourceLead(claims: readonly Claim[]): Claim[] {
	const statements = claims.filter((claim) => claim.form !== 'question' && claim.form !== 'list');
	// Much of an index is defined, and little of it is told in sentences.
	const worth = ({ text, weight }: Claim): number => weight + (SENTENCE_END.test(text) && wordCount(text) > LEAST_GLOSS ? WHOLE : 0);
	return [...(statements.length > 0 ? statements : claims)].sort((a, b) => worth(b) - worth(a) || byWeight(a, b)).slice(0, MAX_LEAD).sort(byPlace);
}
