import type { Stance } from '../../model/claim.js';

const OWN = /^(?:this|the|our|my|in this|here|diese[rs]?|unser|cet|cette|ce|este|esta|本|这篇|هذا|هذه)\s*(?:paper|essay|article|note|post|book|chapter|section|series|text|study|interlude|document|aufsatz|artikel|text|beitrag|studie|étude|ensayo|artículo|文|文章|论文|研究)/iu;

/** By language: words that hand a statement to somebody else. English stands in where there is no entry. */
const REPORTED: Readonly<Record<string, RegExp>> = {
	en: /\b(?:according to|allegedly|reportedly|supposedly|so-called|purportedly|critics|opponents|sceptics|skeptics|proponents|advocates|it (?:is|was|has been) (?:said|claimed|argued|alleged|believed|thought|reported|rumou?red)|(?:is|are|was|were) (?:said|claimed|alleged|believed|reported|thought|rumou?red) to|some (?:people )?(?:will |would |might |may )?(?:say|argue|claim|believe|think|fear|object|hold)|many (?:people )?(?:say|argue|claim|believe|think)|others (?:will |would |might |may )?(?:say|argue|claim|believe|think|fear|doubt)|(?:the )?(?:authors?|researchers?|scientists|experts|economists|philosophers|officials|analysts|scholars|historians) (?:\w+ )?(?:say|says|said|argue|argues|argued|claim|claims|claimed|believe|believes|suggest|suggests|report|reports|found|find|note|warn|warned|propose|think|thought)|in (?:his|her|their) (?:view|opinion|words)|the (?:claim|myth|rumou?r|belief|idea|legend|view|argument) (?:that|goes)|(?:he|she|they) (?:said|says|say|argued?|argues|claimed?|claims|believed?|believes|thinks?|thought|wrote|writes|suggested|suggests|reported|told|warned|insisted))\b/i,
	de: /(?:^|[^\p{L}])(?:laut|zufolge|angeblich|mutmaßlich|vermeintlich|sogenannte[rsnm]?|kritiker|gegner|befürworter|nach (?:ansicht|angaben|meinung|auffassung|aussage)|(?:er|sie|man|viele|manche|einige|forscher|experten) (?:behaupte[nt]|sag(?:t|en|te)|mein(?:t|en|te)|glaub(?:t|en|te)|schreib(?:t|en)|schrieb)|es heißt|heißt es|(?:behauptete?n?|argumentierte?n?|kritisierte?n?|meinte|schrieb|warnte?n?),? (?:dass|daß)|(?:behauptet|argumentiert|vermutet|kritisiert),)(?=$|[^\p{L}])/iu,
	fr: /(?:^|[^\p{L}])(?:selon|d['\u2019]après|prétendument|soi-disant|les critiques|certains (?:disent|affirment|pensent|estiment|soutiennent)|on (?:dit|prétend) que|(?:affirme|affirment|prétend|prétendent|soutient|soutiennent|estime|estiment|déclare|écrit|suggère) qu)/iu,
	es: /(?:^|[^\p{L}])(?:según|supuestamente|presuntamente|los críticos|algunos (?:dicen|afirman|creen|sostienen)|se (?:dice|cree|afirma) que|(?:afirma|afirman|sostiene|sostienen|asegura|aseguran|dice|argumenta|cree|considera|escribió|sugiere) que)/iu,
	it: /(?:^|[^\p{L}])(?:secondo|presumibilmente|i critici|si dice che|(?:afferma|sostiene|dichiara|crede|ritiene) che)/iu,
	pt: /(?:^|[^\p{L}])(?:segundo|de acordo com|supostamente|os críticos|diz-se que|(?:afirma|sustenta|alega|acredita|argumenta) que)/iu,
	nl: /(?:^|[^\p{L}])(?:volgens|naar verluidt|zogenaamd|critici|(?:beweert|stelt|zegt|vindt|meent) dat)/iu,
	ru: /(?:^|[^\p{L}])(?:согласно|по (?:словам|мнению|данным)|якобы|критики|утверждает|утверждают|считает|считают|говорят|полагает|заявил[аи]?)(?=$|[^\p{L}])/iu,
	zh: /据(?:说|称|报道|悉|[\p{sc=Han}]{1,10}(?:报道|统计|介绍|称|说))|根据.{1,20}(?:的说法|的观点|认为|报道)|(?:批评者|支持者|反对者|有人|一些人|许多人|学者|专家|研究者|作者)(?:们)?(?:[^，。]{0,8})?(?:认为|声称|主张|指出|表示|说|称)|声称|宣称|所谓|[\p{sc=Han}]{2,8}(?:认为|主张|指出|表示)[，：:]?/u,
	ja: /によれば|によると|と(?:主張|述べ|言われ|指摘)|とされ/u,
	ar: /(?:وفقا|وفقًا|وفقاً|بحسب|حسب|يزعم|تزعم|يزعمون|زعم|يدعي|يدّعي|يدعون|يقول|تقول|قال|قالت|يعتقد|يعتقدون|يرى|يرون|ترى|النقاد|المنتقدون|يقال|نقلا عن|على حد قول)(?=$|[^\p{L}\p{M}])/u,
	he: /(?:לפי|לטענת|טוען|טוענים|נטען|המבקרים|אומרים ש)/u,
};
const SAYS =
	'argue[sd]?|claim(?:s|ed)?|sa(?:ys|id)|suggest(?:s|ed)?|believe[sd]?|writes|wrote|contend(?:s|ed)|insist(?:s|ed)|asserts?|asserted|told|complain(?:s|ed)|(?:note[sd]|report(?:s|ed)|found|finds|propose[sd]?|maintain(?:s|ed)|think(?:s)?|thought|warn(?:s|ed)|holds|held|observe[sd]|estimate[sd]|recommend(?:s|ed)|conclude[sd]?|show(?:s|ed)|state[sd]?|predict(?:s|ed)?|fear(?:s|ed)|hope[sd]?) that';
/** "Smith argues", "Roediger & Karpicke (2006) found": a name with a capital before a verb of saying. */
const CITED = new RegExp(`(?:^|[\\s(\u201c"])(?!(?:We|I|It|This|That|He|She|They|You|These|Those|There|What|Who|The)\\b)\\p{Lu}[\\p{L}'\u2019.-]+(?:(?:\\s(?:and|&|und|et|y)\\s|,?\\s)\\p{Lu}[\\p{L}'\u2019.-]+){0,3}(?:\\s+et al\\.?)?(?:\\s*\\(\\d{4}[a-z]?\\))?,?\\s+(?:${SAYS})\\b`, 'u');
const SAYS_DE = /\p{Lu}[\p{L}-]+(?:\s\(\d{4}\))?\s(?:behauptete?|argumentierte?|schreibt|schrieb|meinte?|vertritt|vertrat|sagte?|sieht darin|postulierte?|berichtete?|warnte?|kritisierte?)(?=[\s,:])/u;

const QUESTION = /[?\uff1f\u061f\u037e]["'\u201d\u2019\u00bb\u300d\u300f)\]\uff09*_]*$/u;
const WHOLLY_QUOTED = /^["\u201c\u201e\u00ab\u300c][^"\u201c\u201d\u00bb\u300d]+["\u201d\u201c\u00bb\u300d][.!?\u3002]?\s*(?:[\u2014\u2013-].{2,60})?$/u;

export const isQuestion = (sentence: string): boolean => QUESTION.test(sentence);

/** How the source holds a sentence. `inQuote` is true inside a block quotation. */
export function stanceOf(sentence: string, language: string, inQuote: boolean): Stance {
	if (isQuestion(sentence)) return 'questioned';
	if (WHOLLY_QUOTED.test(sentence)) return 'reported';
	if (inQuote && /[\u2014\u2013]\s*\p{Lu}[^.]{1,60}$/u.test(sentence)) return 'reported';
	if (OWN.test(sentence)) return 'asserted';
	if ((REPORTED[language] ?? REPORTED['en'])?.test(sentence) === true) return 'reported';
	if (language === 'de') return SAYS_DE.test(sentence) ? 'reported' : 'asserted';
	return CITED.test(sentence) ? 'reported' : 'asserted';
}

const NUMBER = '(?:[€$£]\\s?)?\\p{Nd}[\\p{Nd}.,]*(?:\\s?%)?';
const QUALIFIERS: Readonly<Record<string, string>> = {
	en: `(?:up to|at least|at most|about|around|roughly|approximately|nearly|almost|more than|less than|fewer than|over|under|no more than|no less than) ${NUMBER}|up to|at least|at most|in (?:(?:early|late|mid) ?-?)?(?:1[0-9]|20)\\d\\d|(?:since|until|before|after|by|from|during) (?:1[0-9]|20)\\d\\d|no longer|not yet|not|never|cannot|n['\u2019]t\\b|only|usually|often|sometimes|rarely|mostly|generally|typically|probably|possibly|perhaps|might|may|unless|except|about|approximately|roughly|nearly|almost|some|most`,
	de: `(?:bis zu|mindestens|höchstens|etwa|rund|ungefähr|circa|ca\\.|knapp|fast|mehr als|weniger als|über|unter) ${NUMBER}|bis zu|mindestens|höchstens|im Jahre? (?:1[0-9]|20)\\d\\d|(?:seit|bis|vor|nach|ab|um) (?:1[0-9]|20)\\d\\d|nicht mehr|noch nicht|nicht|nie|niemals|keine?[rsnm]?|nur|meist|meistens|oft|manchmal|selten|vermutlich|vielleicht|möglicherweise|in der Regel|außer|ungefähr|etwa|fast`,
	fr: `(?:jusqu['\u2019]à|au moins|au plus|environ|près de|plus de|moins de) ${NUMBER}|jusqu['\u2019]à|au moins|au plus|en (?:1[0-9]|20)\\d\\d|(?:depuis|avant|après) (?:1[0-9]|20)\\d\\d|ne [^.]{1,30}? (?:pas|plus|jamais)|environ|seulement|souvent|parfois|rarement|peut-être|généralement|sauf`,
	es: `(?:hasta|al menos|como máximo|unos|unas|cerca de|aproximadamente|alrededor de|más de|menos de) ${NUMBER}|hasta|al menos|como máximo|en (?:1[0-9]|20)\\d\\d|(?:desde|antes de|después de) (?:1[0-9]|20)\\d\\d|no|nunca|solo|sólo|a menudo|a veces|quizás|generalmente|excepto|aproximadamente`,
	ru: `(?:до|около|примерно|не менее|не более|более|менее|почти) ${NUMBER}|в (?:1[0-9]|20)\\d\\d(?: году)?|не|никогда|только|обычно|часто|иногда|возможно`,
	zh: `(?:约|大约|大概|近|至少|最多|至多|不到|超过|多达|高达|最高)\\s?\\p{Nd}[\\p{Nd}.,]*\\s?%?|(?:1[0-9]|20)\\d\\d年|不是|没有|从未|从不|不再|并非|未|不|仅|只|通常|往往|有时|可能|也许|大约|至少|最多`,
	ar: `(?:حوالي|نحو|قرابة|حتى|على الأقل|على الأكثر|أكثر من|أقل من) ?\\p{Nd}[\\p{Nd}.,]*|عام (?:1[0-9]|20)\\d\\d|(?:ليس|ليست|لا|لم|لن|غير|فقط|أحيانا|غالبا|ربما|عادة|على الأقل|على الأكثر|حوالي)`,
};
/** For texts without a letter, mark or digit beyond plain ones, in which they are found several times as fast; and for any. */
interface QualifierPatterns {
	readonly plain: RegExp;
	readonly any: RegExp;
}
const compiled = new Map<string, QualifierPatterns>();

const PLAIN_LETTERS = /^[\0-\x7f\u2010-\u2027]*$/;

function qualifierPattern(language: string, sentence: string): RegExp {
	let patterns = compiled.get(language);
	if (patterns === undefined) {
		const source = QUALIFIERS[language] ?? QUALIFIERS['en'] ?? '';
		const any = language === 'zh' ? new RegExp(source, 'gu') : new RegExp(`(^|[^\\p{L}\\p{M}\\p{Nd}])(${source})(?=$|[^\\p{L}\\p{M}\\p{Nd}])`, 'giu');
		const plain = language === 'zh' ? any : new RegExp(`(^|[^A-Za-z0-9])(${source.replaceAll('\\p{Nd}', '\\d')})(?=$|[^A-Za-z0-9])`, 'gi');
		patterns = { plain, any };
		compiled.set(language, patterns);
	}
	return PLAIN_LETTERS.test(sentence) ? patterns.plain : patterns.any;
}

const MOST_QUALIFIERS = 6;

/** Words that limit a sentence, as they stand in it, without repeats. */
export function qualifiersOf(sentence: string, language: string): string[] {
	const found = new Set<string>();
	const pattern = qualifierPattern(language, sentence);
	pattern.lastIndex = 0;
	for (let match = pattern.exec(sentence); match !== null; match = pattern.exec(sentence)) {
		const word = match[2] ?? match[0];
		// The month, and not the verb.
		if (word !== 'May') found.add(word);
		if (found.size === MOST_QUALIFIERS) break;
	}
	return [...found];
}
