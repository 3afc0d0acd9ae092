import { functionWords } from './language.js';
import { foldWord, forEachWord, isUnspaced, splitWords } from './words.js';

/** Function words that may stand inside a name, in any language: "Protocol of Grace", "Recht auf Vergessen". */
const JOINTS = new Set(
	(
		'of the and for in to on with by from de la le les du des d l et der die das den dem des und von vom zu zum zur im am auf für mit aus y el los las del en e di della del dei delle da do dos das em no na nos nas van het een op & ' +
		'и в по о на для с من في على إلى و של του της των και का की के और'
	).split(' '),
);
const ARTICLE = /^(?:the|an?|der|die|das|ein|eine|les?|la|une?|el|los|las|una?|il|lo|gli|uma?|os?|as|de|het|een)\s+|^(?:l|un)['\u2019](?=\p{L})/iu;

/** Plural forms that are no plural, or whose singular is another word. */
const NO_SINGULAR = new Set('commons news series species means always goods ethics physics mathematics politics economics analytics diabetes lens canvas atlas texas paris james thomas arts'.split(' '));
const ICS_PLURAL = /^(?:top|metr|crit|clin|com|fabr|rel|tact|heurist|statist|characterist|garm|mus)ics$/;

/** "and", "with", "for" and the article are written with their word: "والقهوة", "بالقهوة" and "القهوة" name one thing. */
const ARABIC_ARTICLE = /^(?:[وف]?(?:[بك]?ال|لل))(?=\p{L}{3})/u;

/** One form for the singular and the plural of a word in Latin script, and for its possessive. A key to compare by, not a word to show. */
export function stemWord(folded: string): string {
	if (folded.charCodeAt(0) >= 0x621 && folded.charCodeAt(0) <= 0x64a) return folded.replace(ARABIC_ARTICLE, '');
	let word = folded;
	if (word.endsWith("'s")) word = word.slice(0, -2);
	else if (word.endsWith("'")) word = word.slice(0, -1);
	const length = word.length;
	if (length < 4) return word;
	const last = word.charCodeAt(length - 1);
	if (last === 120) return word.endsWith('eaux') || word.endsWith('eux') ? word.slice(0, -1) : word;
	if (last !== 115 || NO_SINGULAR.has(word)) return word;
	if (word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) return word;
	if (word.endsWith('ics')) return ICS_PLURAL.test(word) ? word.slice(0, -1) : word;
	if (word.endsWith('ies') && length > 4) return `${word.slice(0, -3)}y`;
	if (/(?:ch|sh|ss|x|zz)es$/.test(word)) return word.slice(0, -2);
	return word.slice(0, -1);
}

/** The name without a leading article, where something is left of it. */
export function stripArticle(name: string): string {
	const rest = name.replace(ARTICLE, '');
	return rest === '' ? name : rest;
}

/** Signs between words that are part of a name's identity: "R&D" is not "RD", "C++" is not "C". */
const SIGNS = /[&+#/@]|\.(?=\S)/g;

// A name is met in many passages, and asked for several times in each.
const MOST_NAMES = 8_192;
const LONGEST_KEPT = 80;
const keysOfNames = new Map<string, NameKey>();

interface NameKey {
	readonly words: readonly string[];
	/** The words with blanks between them. */
	readonly spaced: string;
	/** The same without the blanks in a script that sets none. */
	readonly key: string;
}

/** Names are compared by these: folded, hyphens split, the last word in its singular. */
export function keyOf(name: string): NameKey {
	if (name.length > LONGEST_KEPT) return readKey(name);
	let key = keysOfNames.get(name);
	if (key === undefined) {
		key = readKey(name);
		if (keysOfNames.size >= MOST_NAMES) keysOfNames.clear();
		keysOfNames.set(name, key);
	}
	return key;
}

function readKey(name: string): NameKey {
	const words = readKeyWords(name);
	const spaced = words.join(' ');
	return { words, spaced, key: isUnspaced(spaced, 0) ? words.join('') : spaced };
}

/** The words of a name as they are compared; see `keyOf`. */
export const keyWords = (name: string): readonly string[] => keyOf(name).words;

function readKeyWords(name: string): string[] {
	const folded = foldWord(stripArticle(name));
	const words: string[] = [];
	let before = 0;
	forEachWord(
		folded,
		(start, end) => {
			if (words.length > 0) for (const sign of folded.slice(before, start + 1).match(SIGNS) ?? []) words.push(sign);
			words.push(folded.slice(start, end));
			before = end;
		},
		true,
	);
	const tail = folded.slice(before).match(/^[+#]+/)?.[0];
	const last = words.at(-1);
	if (last !== undefined) words[words.length - 1] = stemWord(last);
	if (tail !== undefined && words.length > 0) words.push(tail);
	return words;
}

/** Names with equal keys differ only in case, a leading article, hyphens, a possessive or singular and plural. */
export const nameKey = (name: string): string => keyOf(name).key;

const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\ufe0f|\u200d|\u20e3/gu;
const NUMBERING = /^(?:\(?\d+(?:\.\d+)*[.):]?|\(?[IVXLCivxlc]+[.):]|\(?[A-Za-z][.)]|[一二三四五六七八九十]+[、.．]|第[一二三四五六七八九十百\d]+[章节節部分篇条])\s+/u;
const NUMBERING_TIGHT = /^(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十百\d]+[章节節部篇条][:：]?\s*)/u;
const PART =
	/^(?:part|chapter|section|appendix|arc|phase|step|paper|lesson|lecture|week|day|figure|table|option|path|volume|book|act|scene|teil|kapitel|abschnitt|anhang|phase|schritt|partie|chapitre|section|annexe|étape|parte|capítulo|sección|anexo|paso|capitolo|sezione|deel|hoofdstuk|глава|часть|раздел|الفصل|الباب|الجزء|القسم)\s+(?:no\.?\s*)?(?:\d+|[IVXLC]+|[A-D])\s*(?:[:.\u2014\u2013-]\s*|$)/iu;
const SERIES = /^(?:.{0,48}?[^\p{L}\p{N}])?(?:no\.?|nr\.?|n°|№|#|vol\.?|issue|episode|ep\.?|folge|ausgabe)\s*\d+\s*(?:[:\u2014\u2013\uff1a-]\s*|$)/iu;
const SLUG = /^[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)+$/u;
const SLUG_NUMBER = /^(?:no|nr|vol|part|ch|chapter)?[-_ ]?\d+[-_ ]+/i;
const ISO_DATE = /(?:\d{4}[-/.\u5e74]\d{1,2}(?:[-/.\u6708]\d{1,2}\u65e5?)?|\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|\d{8})/u;
const MONTH = /(?:^|\P{L})(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?i?|july?i?|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\.?(?=\P{L}|$)/iu;
const ON = /^(?:on|about|towards?|notes on|thoughts on|re|über|zur|zum|notizen zu[rm]?|sur|à propos de|sobre|acerca de|об?|за|关于|論|论|حول|عن)\s+(?=\S)/iu;
const WHAT_IS =
	/^(?:what (?:is|are)|was (?:ist|sind)|qu['\u2019]est[- ]ce qu(?:e|['\u2019])|qué (?:es|son)|che cos['\u2019]è|o que (?:é|são)|wat (?:is|zijn)|что такое|什么是|何謂|何谓|ما هو|ما هي)\s*(.+?)\s*[?\uff1f\u061f]*$/iu;

const QUOTES = /^["'\u201c\u201d\u2018\u2019\u00ab\u00bb\u201e\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011]+|["'\u201c\u201d\u2018\u2019\u00ab\u00bb\u201e\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011]+$/gu;

/** The name inside a bold run, a link or a term in quotation marks: no decoration, no closing punctuation. */
export function trimName(raw: string): string {
	return raw
		.replace(EMOJI, ' ')
		.replace(/[*_~`=]{2,}|^[*_`~]+|[*_`~]+$/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/[\s:;,.!\u3002\uff1a\uff0c\uff1b\u060c\u2026\u2014\u2013-]+$/u, '')
		.replace(/^[\s:;,.\u2014\u2013\u2022\u00b7>|-]+/u, '')
		.replace(QUOTES, '')
		.trim();
}

/** Headings of what only stands around a text, in many languages: references, links, tasks, who was there. Between bars. */
export const APPARATUS =
	'references|bibliography|further reading|reading list|sources|see also|related|links|resources|navigation|contents|table of contents|toc|changelog|license|licence|copyright|tags|metadata|acknowledgements|acknowledgments|attendees|participants|agenda|todo|to do|todos|tasks|action items|actions|index|status|comments|about the author|contact|' +
	'literatur|literaturverzeichnis|quellen|siehe auch|inhalt|inhaltsverzeichnis|teilnehmer|teilnehmende|anwesend|tagesordnung|aufgaben|' +
	'références|bibliographie|voir aussi|sommaire|table des matières|ordre du jour|referencias|bibliografía|véase también|índice|participantes|fuentes|orden del día|riferimenti|bibliografia|referências|bronnen|' +
	'литература|источники|ссылки|содержание|примечания|участники|повестка|参考文献|参考资料|参考|链接|目录|标签|参会人员|参会人|议程|待办|待办事项|行动项|来源|出处|目次|المراجع|مراجع|المصادر|مصادر|روابط|المحتويات|الفهرس|الحضور|جدول الأعمال|المهام';

/** Titles of parts of any document, and words for documents themselves: they name no subject. */
const GENERIC = new Set(
	(
		'introduction|intro|overview|summary|tl;dr|tldr|abstract|conclusion|conclusions|notes|note|appendix|' +
		'background|motivation|discussion|results|result|method|methods|materials and methods|related work|future work|prologue|epilogue|preface|foreword|afterword|interlude|postscript|invitation|' +
		'questions|open questions|question|faq|answer|answers|example|examples|definition|definitions|terms|glossary|key concepts|key points|key ideas|key takeaways|takeaways|highlights|quotes|quote|ideas|thoughts|remarks|topics|' +
		'decisions|next steps|minutes|meeting|meeting notes|standup|retro|retrospective|1:1|daily|daily note|weekly|weekly review|journal|diary|log|history|version|versions|' +
		'about|author|authors|readme|home|main|misc|miscellaneous|other|others|general|details|description|purpose|goal|goals|scope|context|problem|the problem|solution|the solution|analysis|implementation|usage|install|installation|setup|' +
		'previous|next|back|top|untitled|draft|drafts|pros|cons|pros and cons|advantages|disadvantages|limitations|strengths|weaknesses|evidence|findings|today|yesterday|tomorrow|morning|evening|week|plan|plans|core principles|principles|key principles|rules|steps|process|important|warning|tip|info|update|updates|the mechanism|mechanism|claim|claims|argument|arguments|objections|response|review|report|essay|paper|papers|article|book|chapter|part|section|test|tests|testing|option|options|quick reference|' +
		'antwort|antworten|einleitung|einführung|überblick|übersicht|zusammenfassung|fazit|schluss|schlussfolgerung|notizen|notiz|quelle|anhang|hintergrund|diskussion|ergebnisse|ergebnis|methode|methoden|beispiel|beispiele|fragen|offene fragen|begriffe|begriff|glossar|beschlüsse|nächste schritte|protokoll|besprechung|sitzung|tagebuch|heute|gestern|morgen|ziel|ziele|zweck|lösung|vorwort|nachwort|prolog|epilog|anmerkungen|gedanken|ideen|vorteile|nachteile|stand|wichtig|mein fazit|offen|termine|' +
		'réponse|réponses|résumé|aperçu|annexe|contexte|résultats|méthode|exemple|exemples|définition|définitions|décisions|prochaines étapes|préface|réunion|compte rendu|idées|points clés|à faire|' +
		'respuesta|respuestas|introducción|resumen|conclusión|conclusiones|notas|anexo|contexto|resultados|método|métodos|ejemplo|ejemplos|preguntas|definición|decisiones|próximos pasos|prólogo|epílogo|' +
		'introduzione|riassunto|conclusione|conclusioni|esempi|esempio|inleiding|samenvatting|conclusie|notities|voorbeeld|introdução|resumo|conclusão|exemplos|' +
		'введение|обзор|резюме|заключение|вывод|выводы|заметки|пример|примеры|вопросы|определение|история|решения|' +
		'回答|答案|引言|简介|概述|概要|摘要|总结|小结|结论|结语|附录|背景|方法|结果|讨论|例子|示例|问题|定义|笔记|备注|要点|想法|思考|会议|会议纪要|会议记录|决定|决议|下一步|前言|后记|相关|日记|今天|' +
		'はじめに|まとめ|結論|付録|結果|例|質問|定義|メモ|議事録|' +
		'مقدمة|المقدمة|ملخص|الملخص|خلاصة|الخلاصة|خاتمة|الخاتمة|ملاحظات|خلفية|النتائج|نتائج|المنهج|مثال|أمثلة|أسئلة|تعريف|التعريف|القرارات|الخطوات التالية|اجتماع|محضر اجتماع|محضر الاجتماع|يوميات|فوائد|مفاهيم|أفكار|' +
		APPARATUS
	).split('|'),
);

/** A title that opens with one of these labels a document: "Meeting with …", "Interlude complete". */
const DOCUMENT =
	/^(?:meeting|minutes|standup|stand-up|sync|call|1:1|1-1|daily|weekly|monthly|journal|diary|log|changelog|readme|index|interlude|draft|untitled|inbox|scratch|clipping|review of|weekly review|agenda|kickoff|retro(?:spective)?|besprechung|sitzung|protokoll der|protokoll vom|tagebuch|jour fixe|réunion|compte rendu|reunión|acta|会议|周会|例会|日记|读书笔记|日報|議事録|اجتماع|محضر|يوميات)(?=$|[\s:,_\u2014\u2013-]|\p{Nd}|纪要|记录)/iu;

/** A title that ends in one of these names what somebody keeps, and no subject: "Coffee log", "Reading notes", "Traumtagebuch". */
const RECORD = /(?:^|\s)(?:log|logbook|diary|journal|notes|minutes|mitschrift|notizen|logbuch)$|tagebuch$|(?:日记|日志|纪要)$/iu;

export function isGeneric(name: string): boolean {
	const folded = foldWord(name).replace(/[:.!?\uff1a]+$/u, '');
	return GENERIC.has(folded) || GENERIC.has(stripArticle(folded));
}

/** A leading generic part and its dash or colon: "Prologue — The Sound of Ten Papers". */
function stripGenericLead(text: string): string {
	const cut = /\s+[\u2014\u2013-]+\s+|:\s+|\uff1a\s*/u.exec(text);
	if (cut === null || cut.index === 0) return text;
	return isGeneric(text.slice(0, cut.index)) ? text.slice(cut.index + cut[0].length) : text;
}

/** What a heading or a title is about, without numbering, emoji, series and part labels; empty where it only labels a document. */
export function subjectOf(heading: string): string {
	if (heading.length > LONGEST_KEPT) return readSubject(heading);
	let subject = subjects.get(heading);
	if (subject === undefined) {
		subject = readSubject(heading);
		if (subjects.size >= MOST_NAMES) subjects.clear();
		subjects.set(heading, subject);
	}
	return subject;
}

// The passages of a note ask for the same title and headings again and again, and many notes have headings of one name.
const subjects = new Map<string, string>();

function readSubject(heading: string): string {
	let text = heading.replace(EMOJI, ' ').replace(/\*+|~~|`|(^|\s)_+|_+(?=\s|$)/g, '$1').replace(/\s+/g, ' ').trim().replace(/^[^\p{L}\p{N}#"\u201c\u300a\u300c(]+/u, '');
	// A date or a zettel's number in front only files the note.
	text = text.replace(/^(?:\d{4}-\d{2}(?:-\d{2})?|\d{8,14})(?:[\sT_-]+|$)/, '');
	if (SLUG.test(text) && /[-_].*[-_]|\d/.test(text)) text = text.replace(SLUG_NUMBER, '').replace(/[-_]+/g, ' ');
	const series = SERIES.exec(text);
	if (series !== null) text = text.slice(series[0].length);
	text = text.replace(PART, '').replace(NUMBERING, '').replace(NUMBERING_TIGHT, '').trim();
	text = stripGenericLead(text);
	if (DOCUMENT.test(text)) return '';
	const asked = WHAT_IS.exec(text);
	if (asked?.[1] !== undefined) text = asked[1];
	text = text.replace(ON, '');
	// A year or a note in parentheses qualifies the title, it is no part of the name.
	text = text.replace(/\s*[(\uff08][^()\uff08\uff09]{1,60}[)\uff09]\s*$/u, '');
	if (ISO_DATE.test(text)) {
		text = text.replace(new RegExp(ISO_DATE.source, 'gu'), ' ').trim();
		if (text === '' || DOCUMENT.test(text)) return '';
	}
	const name = trimName(text);
	return isGeneric(name) || RECORD.test(name) || !/\p{L}/u.test(name) ? '' : name;
}

/** "Option A", "Phase 2", "Paper 7": a place in a document or a plan. */
const LABEL = /^(?:part|chapter|section|appendix|arc|phase|step|papers?|lesson|lecture|week|day|figure|fig|table|option|path|volume|vol|version|variant|level|tier|stage|round|case|group|team|item|no|nr|page|question|q|exercise|teil|kapitel|abschnitt|anhang|schritt|stufe|gruppe|woche|tag|abbildung|tabelle|variante|étape|chapitre|partie|paso|parte|capítulo|grupo|шаг|глава|часть)[\s.]*(?:\p{N}+(?:[\u2013-]\p{N}+)?|[IVXLC]+|[A-Z])$/iu;
const FILE_NAME = /\.(?:md|txt|pdf|docx?|xlsx?|pptx?|png|jpe?g|gif|svg|js|ts|py|json|ya?ml|html?|csv|zip|sh|css|toml)$/i;
const ADDRESS = /:\/\/|^www\.|@\w|^[\w.-]+\/[\w./-]+$|[\\{}<>|=]|\bdoi:/i;
const QUANTITY = /^\p{N}[\p{N}.,]*\s|^[^\p{L}]*\p{N}[\p{N}.,:%\s\u00b0\u20ac$\u00a3+-]*(?:[a-z%]{1,3})?$/iu;

const likely = new Map<string, Map<string, boolean>>();

/**
 * True for a string that can name a thing: a noun phrase of at most six words, no sentence, number, date, address or
 * file name. It does not say that the thing deserves a page.
 */
export function isNameLike(name: string, language: string): boolean {
	if (name.length < 2 || name.length > LONGEST_KEPT) return false;
	let known = likely.get(language);
	if (known === undefined) {
		known = new Map();
		likely.set(language, known);
	}
	let answer = known.get(name);
	if (answer === undefined) {
		answer = readsAsName(name, language);
		if (known.size >= MOST_NAMES) known.clear();
		known.set(name, answer);
	}
	return answer;
}

function readsAsName(name: string, language: string): boolean {
	if (!/\p{L}/u.test(name)) return false;
	if (/[?!\uff1f\uff01\u061f\u3002;\uff1b\uff0c\u060c,\n"\u201c\u201d[\]]|[:\uff1a]/u.test(name)) return false;
	if (name.includes('. ') && /\.\s/.test(name.replace(/(^|[\s.])\p{Lu}\.(?=\s)/gu, '$1'))) return false;
	if (/\p{L}\.$/u.test(name) || ADDRESS.test(name) || FILE_NAME.test(name) || QUANTITY.test(name)) return false;
	if (ISO_DATE.test(name) || (MONTH.test(name) && /\d/.test(name)) || LABEL.test(name) || isGeneric(name)) return false;
	const words = splitWords(name);
	if (isUnspaced(name, words[0]?.start ?? 0)) return isUnspacedName(name, words.map(({ start, end }) => name.slice(start, end)), language);
	if (words.length === 0 || words.length > 6) return false;
	const articleless = stripArticle(name);
	const grammar = functionWords(language);
	const english = functionWords('en');
	const inner = splitWords(articleless).map(({ start, end }) => foldWord(articleless.slice(start, end)));
	const first = inner[0];
	const last = inner.at(-1);
	if (first === undefined || last === undefined) return false;
	const isGrammar = (word: string): boolean => grammar.has(word) || (language !== 'en' && language === 'und' && english.has(word));
	if (inner.length === 1) return !isGrammar(first) && first.replace(/[^\p{L}\p{N}]/gu, '').length >= 2 && !/^\d/.test(first);
	if (isGrammar(last) && !/^[\p{Lu}\p{N}]+$/u.test(articleless.slice(-last.length))) return false;
	if (isGrammar(first) && !NUMBER_WORDS.has(first)) return false;
	return inner.slice(1, -1).every((word) => JOINTS.has(word) || !isGrammar(word));
}

const NUMBER_WORDS = new Set('first second third one two three four five six seven eight nine ten zwei drei deux trois dos tres last same other'.split(' '));

const UNSPACED_GRAMMAR = /[的了是在吗呢吧们]$|^[的了是在和与而但被把对从以为就也都很不我你他她它这那]|[我你他们是吗呢]|はです|ます|した|する$/u;

function isUnspacedName(name: string, words: readonly string[], language: string): boolean {
	const thai = /\p{sc=Thai}|\p{sc=Lao}|\p{sc=Khmer}|\p{sc=Myanmar}/u.test(name);
	if (name.length > (thai ? 40 : 16) || words.length > 8) return false;
	if (thai) return name.length > 2;
	if (name.length < 2 || UNSPACED_GRAMMAR.test(name)) return false;
	const grammar = functionWords(language);
	return words.length > 1 || !grammar.has(name);
}
