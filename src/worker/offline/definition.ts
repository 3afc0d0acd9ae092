import { isNameLike, nameKey, stripArticle, trimName } from '../../markdown/names.js';
import type { Mark } from '../../markdown/inline.js';
import type { Span } from '../../markdown/note.js';

/** A term that a sentence defines. */
export interface Definition {
	readonly term: string;
	/** Where the term stands in the plain text. */
	readonly span: Span;
	/** Other names that the sentence gives it. */
	readonly aliases: readonly string[];
	/** True where the author set the term apart or says outright that it is defined; false for a plain "X is a …". */
	readonly marked: boolean;
	/** True for the head of a list item with a few words beside it, which may say what it is or only more about it. */
	readonly glossed?: boolean;
	/** True for one plain word that heads a list item: what stands beside it says what it is, and not that it is a term. */
	readonly lone?: boolean;
	/** True where an equals sign defines it. */
	readonly equated?: boolean;
	/** True for a term that a sentence about something else explains in passing. */
	readonly passing?: boolean;
}

const SUBJECT = "(?:(?:the|an?|der|die|das|ein|eine|les?|la|une?|el|los|las|una?|il|lo|o|os|as|de|het|een) |l['\u2019])?";
/** A term: up to six words without a comma, with a short apposition in parentheses allowed after it. */
const TERM = '([\\p{L}\\p{N}#"\u201c\u201e\u00ab][^.,;:!?()\u2014]{0,70}?)';
const NOTE = '(?:\\s*\\([^()]{1,60}\\))?';

const ENGLISH: readonly RegExp[] = [
	new RegExp(`^${SUBJECT}${TERM}${NOTE},?(?: (?:here|also|in (?:this|the) [\\p{L} ]{2,30}),?)? (?:is|are|was|were) (?:(?:essentially|simply|basically|therefore|thus|in essence|usually|typically|often|defined as|also|just|known as),? )*(?:an?|the|any|one of (?:the|several|many)|defined as|what) `, 'iu'),
	new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:means|refers to|denotes|describes|stands for|signifies|is short for|can be defined as|may be defined as|consists (?:of|in)) `, 'iu'),
	new RegExp(`^${TERM}${NOTE} (?:is|are) (?:\\p{L}+ ){1,2}(?:that|which) (?:is|are|has|have|was|were) `, 'iu'),
	new RegExp(`^By ${TERM}${NOTE},? (?:we|I) mean `, 'iu'),
];

const PATTERNS: Readonly<Record<string, readonly RegExp[]>> = {
	en: ENGLISH,
	de: [
		new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:ist|sind|war|waren) (?:dabei |also |somit |im Grunde |eigentlich )?(?:eine?|der|die|das|jene[rs]?|diejenige|definiert als) `, 'iu'),
		new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:bezeichnet|bedeutet|heißt|meint|beschreibt|steht für|nennt man|bezeichnet man) `, 'iu'),
		new RegExp(`^(?:Unter|Mit) ${SUBJECT}${TERM}${NOTE} (?:versteht man|verstehen wir|wird|meint man|bezeichnet man|ist) `, 'iu'),
		new RegExp(`^Als ${TERM}${NOTE} (?:bezeichnet man|wird|werden) `, 'iu'),
	],
	fr: [
		new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:est|sont|était|étaient) (?:donc |ainsi )?(?:une?|l[ae]s?|l['\u2019]|des|définie?s? comme)[ ]?`, 'iu'),
		new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:désigne|désignent|signifie|décrit|consiste (?:à|en)|se définit comme|se réfère à) `, 'iu'),
		new RegExp(`^On (?:appelle|entend par|nomme) ${TERM} `, 'iu'),
	],
	es: [
		new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:es|son|era|eran) (?:una?|unos|unas|el|la|los|las|lo que|aquel|aquella) `, 'iu'),
		new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:significa|se refiere a|designa|consiste en|se define como|describe|se llama) `, 'iu'),
		new RegExp(`^Se (?:llama|denomina|entiende por) ${TERM} `, 'iu'),
	],
	it: [new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:è|sono|era) (?:un[ao']?|il|lo|la|l['\u2019]|i|gli|le) ?`, 'iu'), new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:significa|indica|si riferisce a|consiste in|designa) `, 'iu')],
	pt: [new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:é|são|era) (?:uma?|o|a|os|as) `, 'iu'), new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:significa|refere-se a|designa|consiste em) `, 'iu')],
	nl: [new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:is|zijn|was) (?:een|de|het) `, 'iu'), new RegExp(`^${SUBJECT}${TERM}${NOTE} (?:betekent|verwijst naar|beschrijft) `, 'iu')],
	ru: [new RegExp(`^${TERM}${NOTE}\\s*[\u2014\u2013-]\\s*(?:это|эта|этот)\\s`, 'iu'), new RegExp(`^${TERM}${NOTE} (?:является|называется|называют|означает|представляет собой) `, 'iu'), new RegExp(`^Под ${TERM} (?:понимают|понимается|подразумевают) `, 'iu')],
	ar: [
		/^(?:إن\s)?([\p{L}\p{M}]+(?:\s[\p{L}\p{M}]+){0,3})(?:\s*\([^()]{1,60}\))?\s(?:هو|هي|هم)\s/u,
		/^(?:تُعر[َّ]*ف|يُعر[َّ]*ف|تعرف|يعرف|يقصد ب|يُقصد ب|تعني|يعني)\s?([\p{L}\p{M}]+(?:\s[\p{L}\p{M}]+){0,3}?)(?:\s*\([^()]{1,60}\))?\s(?:بأنه|بأنها|على أنه|على أنها|أنه|أنها)/u,
	],
	he: [/^([\p{L}\p{M}]+(?:\s[\p{L}\p{M}]+){0,3})\s(?:הוא|היא|הם|הן)\s/u],
	zh: [
		/^(?:所谓的?)?[“"「《]?([^，。：；！？（(“”"「」《》\s是即]{2,14}?)[”"」》]?(?:\s*[（(][^（）()]{1,60}[）)])?[，,]?(?:就?是指|指的是|意思是|意味着|意为|可以?定义为|定义为|被定义为|又称|称为|即|是(?:一[种个类项门套份名座位本条]|指|由|用于|将|把|对|通过|以))/u,
	],
	ja: [/^[「『]?([^、。：（(「」『』\s]{2,20}?)[」』]?(?:[（(][^（）()]{1,60}[）)])?(?:とは|というのは)/u],
	ko: [/^([\p{sc=Hangul}\p{L}]{2,12}(?:\s[\p{sc=Hangul}]{1,8}){0,2}?)(?:\([^()]{1,60}\))?(?:이란|란|은|는)\s(?:.{2,80})(?:이다|입니다|말한다|뜻한다|의미한다)[.]?$/u],
};

const ALSO =
	/(?:also|sometimes|often|otherwise)? ?(?:called|known as|referred to as|abbreviated(?: as| to)?|a\.?k\.?a\.?)|auch|kurz|abgekürzt|également appelée?|aussi appelée?|también (?:llamad[oa]|conocid[oa] como)|anche detto|ook wel|также|又称|又名|又叫|也称|也叫|简称|亦称|ويسمى أيضا|وتسمى أيضا|المعروف(?:ة)? ب/iu;
const ALIAS = new RegExp(`[(,\uff08\uff0c\u060c]?\\s*(?:${ALSO.source})\\s*(?:the |as )?["\u201c\u201e\u00ab\u300c\u300a]?([\\p{L}\\p{N}][^,.;:()\u201c\u201d"\u00ab\u00bb\uff0c\u3002\uff09\u300d\u300b\u2014]{1,40}?)["\u201d\u201c\u00bb\u300d\u300b]?(?: genannt)?\\s*(?=[,.;:()\uff0c\u3002\uff09\u2014]|$| is | are | ist | sind | est | es )`, 'iu');

function aliasesIn(sentence: string, language: string): string[] {
	const match = ALIAS.exec(sentence);
	if (match?.[1] === undefined || match.index > 160) return [];
	// German "auch" alone means "too"; only with its verb does it name.
	if (/^[(,]?\s*auch/iu.test(match[0]) && !/genannt\s*$/iu.test(match[0].trim()) && !/^[(\uff08]/u.test(match[0].trim())) return [];
	const name = trimName(match[1].replace(/ genannt$/iu, ''));
	return isNameLike(name, language) ? [name] : [];
}

const PRONOUN = /^(?:(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next)|this|that|these|those|it|he|she|they|we|you|i|there|here|what|who|which|one|dies|das|es|er|sie|wir|man|dieser?|ce|cela|c['\u2019]|il|elle|on|nous|esto|eso|él|ella|questo|это|он|она|هذا|هذه|ذلك|这|那|它|他|她|我们)(?:\s|$)/iu;

/** Notes written in haste: "Stomata = pores in the leaf". */
const EQUALS = new RegExp(`^${SUBJECT}${TERM}${NOTE} = (?=\\p{L})`, 'u');
/** "Legibility: a property of …", where the note or its section is about legibility. */
const LABELLED = new RegExp(`^${TERM}${NOTE}[:\uff1a] ?(?:an?|any|one of|eine?|une?|una?|un|uma?|一[种个类项]) ?`, 'iu');

/** Without one of these words no pattern of English finds anything, and to look for them takes little. */
const ENGLISH_VERB = /\b(?:is|are|was|were|means|refers|denotes|describes|stands|signifies|defined|consists|mean) /iu;

/** Words that turn "X is the …" into an opinion about X and not its definition. */
const VERDICT = /^(?:\p{L}{2,}est|only|first|last|next|best|worst|same|most|least|main|greatest|biggest|largest|test|proof|problem|question|answer|reason|result|goal|point|key|alternative|default|price|way|time|case|einzige|erste|letzte|beste|gleiche|größte|wichtigste)(?=\s|$)/iu;

function byPattern(sentence: string, offset: number, language: string, subjects: ReadonlySet<string>): Definition | null {
	const equals = sentence.includes(' = ') ? EQUALS.exec(sentence) : null;
	const labelled = /[:\uff1a]/.test(sentence) ? LABELLED.exec(sentence) : null;
	const own = PATTERNS[language] ?? ENGLISH;
	const speaks = own !== ENGLISH || ENGLISH_VERB.test(sentence);
	const patterns = [...own, ...(equals === null ? [] : [EQUALS]), ...(labelled?.[1] !== undefined && subjects.has(nameKey(labelled[1])) ? [LABELLED] : [])];
	for (const [index, pattern] of patterns.entries()) {
		const match = speaks || index >= own.length ? pattern.exec(sentence) : null;
		const raw = match?.[1];
		if (match === null || raw === undefined || PRONOUN.test(match[0])) continue;
		const term = trimName(raw);
		if (!isNameLike(stripArticle(term), language)) continue;
		if (index === 0 && VERDICT.test(sentence.slice(match[0].length))) continue;
		// "X is not a …" says what it is not; the comparison after it may be the definition, but that is for a reader to judge.
		if (/\b(?:not|no|nicht|kein|pas|non)\s*$/iu.test(match[0])) continue;
		const start = offset + sentence.indexOf(raw);
		return { term: stripArticle(term), span: { start, end: start + raw.length }, aliases: [], equated: pattern === EQUALS, marked: index > 0 || /["\u201c\u201e\u00ab\u300c\u300a]/u.test(match[0]) };
	}
	return null;
}

/** After a term that is set in bold: a dash, colon or comma and then what it is. */
const APPOSITION = /^["\u201d\u00bb]?\s*(?:\([^()]{1,60}\)\s*)?(?:[\u2014\u2013]|\s-\s|--|[:\uff1a](?=\s|\p{sc=Han})|=|,(?= (?:an?|the|one) |\s(?:eine?|une?|una?)\s))\s*(?:(?:the|an?|any|one|that|how|our|its|what|not|those|defined as|called|der|die|das|eine?|jene|le|la|les|l['\u2019]|une?|des|el|los|las|una?|il|lo|o|é|это|一种|一个|指)(?=\s|\p{sc=Han})|(?=[\p{Ll}\p{sc=Han}\p{sc=Arabic}]))/u;
const IS_A = /^["\u201d\u00bb]?\s*(?:\([^()]{1,60}\)\s*)?(?:is|are|ist|sind|est|sont|es|son|è|é|是|هو|هي|means|refers to|bezeichnet|bedeutet|désigne|significa)\s*(?:an?|the|any|eine?|der|die|das|une?|le|la|una?|el|一)?(?=\s|\p{sc=Han})/u;
const CALLED = /(?:called|known as|we call|call it|termed|named|dubbed|genannt|heißt|heißen|nennen wir|bezeichnet als|appelée?|appelons|llamad[oa]|llamamos|detto|называется|称为|叫做|叫|تسمى|يسمى)\s*(?:this |the |an? |der |die |das |le |la |el )?["\u201c\u201e\u00ab\u300c]?$/iu;
const INTRODUCES = /(?:^|[\s,])(?:this is|it is|that is|let there be(?: [\p{L} ,-]{0,40})?|takes the form of|das ist|c['\u2019]est|esto es|这就是)\s*(?:the |an? |der |die |das |eine? |le |la |une? |el |una? )?["\u201c\u201e]?$/iu;

function byEmphasis(plain: string, sentence: Span, marks: readonly Mark[], language: string): Definition | null {
	for (const mark of marks) {
		if (mark.start < sentence.start || mark.end > sentence.end) continue;
		if (mark.kind !== 'strong' && mark.kind !== 'emphasis' && mark.kind !== 'highlight' && mark.kind !== 'wikilink') continue;
		const raw = plain.slice(mark.start, mark.end);
		const term = stripArticle(trimName(raw.replace(/\s*[(\uff08][^()\uff08\uff09]*[)\uff09]\s*$/u, '')));
		if (!isNameLike(term, language)) continue;
		const before = plain.slice(Math.max(sentence.start, mark.start - 60), mark.start);
		const after = plain.slice(mark.end, Math.min(sentence.end, mark.end + 90));
		// A label's own colon may stand inside the bold run.
		const colon = /[:\uff1a]\s*$/u.test(raw) ? ':' : '';
		const opens = mark.start - sentence.start <= 5;
		const gloss = colon === '' && (mark.kind !== 'wikilink' || opens) && APPOSITION.test(after) && after.trim().length > 12;
		const labelled = colon !== '' && opens && term.includes(' ') && /^\s*(?:an?|any|eine?|une?|una?)\s/iu.test(after);
		if (gloss && /^[^\p{L}]*[\p{L}\p{N}-]+,/u.test(after)) continue;
		const outright = labelled || (gloss && opens) || (CALLED.test(before) && mark.kind !== 'wikilink') || (opens && IS_A.test(after)) || (INTRODUCES.test(before) && /^\s*[\u2014\u2013:,]/u.test(after));
		if (!gloss && !outright) continue;
		return subjectBefore(plain, sentence.start, mark.start, language) ?? { term, span: { start: mark.start, end: mark.end }, aliases: [], marked: true, passing: !outright };
	}
	return null;
}

const COPULA = new RegExp(`^${SUBJECT}${TERM}(?:,[^,]{1,40},)? (?:is|are|ist|sind|est|sont|es|son|è|é) (?:(?:therefore|thus|also|then|simply|also|damit|donc|pues) )?(?:(?:the|an?|der|die|das|eine?|le|la|une?|el|una?) )?$`, 'iu');

/** "Grace is the **immune response of conscience** – a pattern of …" defines grace and says of what kind it is. */
function subjectBefore(plain: string, start: number, markStart: number, language: string): Definition | null {
	const before = plain.slice(start, markStart);
	const raw = before.length > 120 ? undefined : COPULA.exec(before)?.[1];
	if (raw === undefined || PRONOUN.test(before)) return null;
	const term = stripArticle(trimName(raw));
	if (!isNameLike(term, language)) return null;
	const from = start + before.indexOf(raw);
	return { term, span: { start: from, end: from + raw.length }, aliases: [], marked: true };
}

const NO_SUBJECTS: ReadonlySet<string> = new Set();

/** The term that a sentence defines, or null. `sentence` is a range of `plain`; `subjects` are name keys of what the note and the section are about. */
export function definitionIn(plain: string, sentence: Span, marks: readonly Mark[], language: string, subjects: ReadonlySet<string> = NO_SUBJECTS): Definition | null {
	const text = plain.slice(sentence.start, sentence.end);
	if (text.length > 600 || /[?\uff1f\u061f]["\u201d\u2019)]*$/u.test(text)) return null;
	const found = byEmphasis(plain, sentence, marks, language) ?? byPattern(text, sentence.start, language, subjects);
	if (found === null) return null;
	return { ...found, aliases: aliasesIn(text, language) };
}

const SAYS_WHAT = /^(?:(?:An?|Any) (?:\p{L}+ ){0,2}(?:kind|type|form|sort|method|way|process|technique|system|set|theory|measure|practice|principle|protocol|tool|state|property|concept|term|name|word|approach|strategy|model|mechanism|structure|ritual|place|person|group|collection|process|tendency|effect|unit|device|property|bias|phenomenon|framework|rule|pattern|style|branch|field|disease|species|plant|city|country|company|book|note) (?:of|for|in|that|which|to|by|where|who|whose|used|with)|The (?:practice|process|idea|principle|art|act|state|ability|study|science|theory|method|technique|belief|right|tendency|degree|means|place|part|set|way in which)|Eine? (?:Methode|Verfahren|Modell|Art|Form|Technik|Prozess|Begriff|Theorie|Maß|Prinzip|System)|Une? (?:méthode|modèle|forme|technique|théorie|processus|système)|Una? (?:método|modelo|forma|técnica|teoría|proceso|sistema)|It is (?:an?|the)|This is (?:an?|the)|Es ist eine?|Das ist eine?|C['\u2019]est une?|Es una?)\s(?!few\b|lot\b|number\b|good\b|better\b|closer\b)/u;
const SAYS_WHAT_UNSPACED = /^(?:它?是?一[种个类项门套])/u;

/** True for the first sentence of a section that says what the section's heading names. */
export const explainsHeading = (sentence: string): boolean => SAYS_WHAT.test(sentence) || SAYS_WHAT_UNSPACED.test(sentence);
