/**
 * Words that carry grammar and no subject, by language: articles, pronouns, prepositions, conjunctions, auxiliaries.
 * They tell languages apart, and no name begins or ends with one.
 */
const FUNCTION_WORDS: Readonly<Record<string, string>> = {
	en: "the a an and or but nor of to in on at by for from with without within into onto over under between among across through during before after above below about against toward towards upon per via as is are was were be been being am has have had having do does did doing done will would shall should can could may might must ought not no yes if then else than that this these those there here it its itself they them their theirs themselves we us our ours ourselves you your yours yourself he him his himself she her hers herself i me my mine myself who whom whose which what when where why how all any each every both few more most other others some such only own same so too very just also even ever never always often still yet again once while because since until unless although though whether either neither however therefore thus hence rather instead indeed perhaps maybe quite much many less least one two three four five six seven eight nine ten first second third next last another else etc let lets let's it's don't doesn't isn't aren't can't won't cannot didn't wasn't weren't i'm i've we're we've you're they're that's there's what's who's up down out off like according despite following besides beyond regarding including multiple various",
	de: 'laut gemäß der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner und oder aber doch sondern denn weil da dass daß ob wenn als wie wo wer was wann warum wieso welche welcher welches in im ins an am ans auf aus bei beim mit nach von vom vor zu zum zur über unter durch für gegen ohne um bis seit während wegen trotz zwischen neben hinter innerhalb außerhalb ist sind war waren wird werden wurde wurden worden sein bin bist seid hat haben hatte hatten habe kann können konnte muss müssen musste soll sollen sollte darf dürfen will wollen wollte mag möchte nicht nie niemals nichts nur auch noch schon sehr so sich ich du er sie es wir ihr mich dich ihn ihm uns euch ihnen mein meine dein seine seiner seinen seinem ihre ihrer ihren ihrem unser unsere dieser diese dieses diesen diesem jener jene jede jeder jedes jeden jedem alle allen alles viele vieler mehr weniger andere anderen anderer man dort hier dann daher deshalb also jedoch zwar damit dabei dazu davon dadurch daran darauf darin etwa mal eben zwei drei vier bzw',
	fr: "selon certains certaines malgré le la les l un une des du de d et ou mais donc or ni car que qui quoi dont où quand comment pourquoi si ce cet cette ces c se s son sa ses leur leurs notre nos votre vos mon ma mes ton ta tes je tu il elle on nous vous ils elles me te lui eux y en à au aux dans par pour sur sous avec sans entre vers chez contre pendant depuis avant après est sont était étaient être été fut sera seront a ont avait avaient avoir eu peut peuvent doit doivent fait ne pas plus moins très aussi bien même tout tous toute toutes autre autres chaque quelques plusieurs comme ainsi alors puis encore déjà jamais toujours souvent cela ceci celui celle ceux celles deux trois n'est c'est qu n j m t",
	es: 'el la los las lo un una unos unas y e o u pero sino ni que quien quienes cual cuales cuando donde como cómo qué por para con sin sobre entre hacia hasta desde durante según contra ante bajo tras de del a al en es son era eran ser sido fue fueron será está están estaba estar ha han había haber hay tiene tienen puede pueden debe deben hace se su sus mi mis tu tus nuestro nuestra me te le les nos os yo él ella ellos ellas nosotros usted este esta estos estas ese esa esos esas aquel eso esto no sí más menos muy también tan tanto todo toda todos todas otro otra otros otras cada algunos ya aún si porque pues así entonces siempre nunca dos tres',
	it: "il lo la i gli le l un uno una e ed o ma né che chi cui quale quali quando dove come perché se di del dello della dei degli delle a al allo alla ai agli alle da dal dalla dai in nel nella nei nelle con su sul sulla per tra fra è sono era erano essere stato ha hanno aveva avere può possono deve devono si ci vi ne mi ti lui lei loro noi voi io tu suo sua suoi sue mio mia questo questa questi queste quello quella non più meno molto anche tutto tutti tutte altro altri ogni così quindi poi già sempre mai due tre",
	nl: 'de het een en of maar want dat die dit deze wie wat waar wanneer waarom hoe als dan in op aan bij met van voor naar uit over onder tussen door zonder tegen om tot sinds is zijn was waren wordt worden werd werden heeft hebben had kan kunnen moet moeten zal zullen wil niet geen ook nog al zeer zo zich ik jij je hij zij ze wij we jullie hun hem haar mijn zijn ons onze er daar hier alle elke andere meer minder veel te toch dus echter twee drie',
	pt: 'o a os as um uma uns umas e ou mas nem que quem qual quais quando onde como por para com sem sobre entre até desde durante contra de do da dos das em no na nos nas ao à aos às pelo pela é são era eram ser sido foi foram está estão estar tem têm tinha ter há pode podem deve devem se seu sua seus suas meu minha eu tu ele ela nós eles elas me te lhe este esta estes esse essa isso isto aquele não sim mais menos muito também tão todo toda todos todas outro outra cada já ainda porque assim então sempre nunca dois três',
	sv: 'och att det som en på är av för med till den har de inte om ett men var jag sig från vi så kan han hon man när år under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade alla andra mycket än här då sedan över bara in blir upp även vad ha',
	da: 'og at det som en på er af for med til den har de ikke om et men var jeg sig fra vi så kan han hun man når under også efter eller nu sin hvor ved mod skal skulle kommer ud får være havde alle andre meget end her da over kun ind bliver op hvad',
	pl: 'i w na z do nie się że to jest o jak ale po co tak za od przez dla przy oraz lub był była było są być ten ta te tego tej który która które już tylko może jego jej ich czy także bardzo',
	cs: 'a v na s z do ne se že to je o jak ale po co tak za od pro při nebo byl byla bylo jsou být ten ta tento který která které už jen může jeho její jejich také velmi',
	tr: 've bir bu da de için ile olarak çok daha en gibi kadar ama veya ne o ki mi değil var yok olan olduğu her şey sonra önce',
	id: 'yang dan di ke dari untuk dengan pada ini itu adalah tidak dalam akan oleh sebagai atau juga dapat telah karena mereka kami ada bisa lebih',
	vi: 'và của là có cho không được trong một những các với này đã để người khi từ đến như về',
	ru: 'и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне было вот от меня еще ещё нет о из ему теперь когда даже ну ли если уже или ни быть был него до вас уж вам ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет это этот эта эти тот который которая которые при через между является',
	uk: 'і й в у не що він на я з із зі як а то все вона так його але ти до же ви за би по тільки її мені було від ще ні о про коли навіть чи якщо вже або бути був для ми їх була це цей ця ці той який яка які при через між є',
	el: 'ο η το οι τα του της των τον την και ή αλλά να θα δεν με σε από για ως που πως αν είναι ήταν έχει έχουν στο στη στην στον στα αυτό αυτή ένα μια ένας όπως κατά μετά',
	ar: 'في من إلى على عن مع هذا هذه ذلك تلك التي الذي الذين أن إن كان كانت يكون هو هي هم لا لم لن ما قد كل بعد قبل بين حتى أو ثم كما لكن و عند غير بعض أي حيث إذا منذ وهو وهي فإن أنه أنها',
	fa: 'در از به با که این آن را برای است بود و یا هم نیز بر تا اما هر شود می شده های یک',
	he: 'של את על עם הוא היא הם אני זה זאת לא כי אם או גם אבל כל יש אין היה היו מה מי אשר בין עד כמו רק יותר',
	hi: 'के का की है हैं में से को और पर यह वह एक नहीं कि जो ने था थे थी भी तो या इस उस हो लिए ही कर अपने',
	zh: '的 了 在 是 我 有 和 就 不 人 都 一 一个 也 很 到 说 要 去 你 会 着 没有 看 自己 这 那 与 及 或 而 但 被 把 对 从 以 为 等 其 之 所 于 由 因为 所以 如果 可以 这个 那个 我们 他们 它 他 她 它们 这些 那些 什么 怎么 这种 一种 通过 进行 以及 并 并且 还 更 最 又 只 能 能够 中 上 下 里 后 前 时 个 种 次 年 月 日 第 每 各 某 该 此 已 已经 将 使 让 给 向 即 则 若 虽然 但是 然而 因此 于是 不是 就是 称为 认为 地 得 过 吗 呢 吧',
	ja: 'の に は を た が で て と し れ さ ある いる も する から な こと として い や など なっ ない この ため その あっ よう また もの という あり まで られ なる へ か だ これ によって により おり より による ず なり られる において ば なかっ なく しかし について だっ できる それ ので なお のみ でき',
	ko: '이 그 저 것 수 등 및 는 은 을 를 의 가 에 와 과 도 으로 로 에서 하다 있다 있는 하는 한 할 그리고 하지만',
};

const sets = new Map<string, ReadonlySet<string>>();

function setFor(language: string): ReadonlySet<string> {
	let set = sets.get(language);
	if (set === undefined) {
		set = new Set((FUNCTION_WORDS[language] ?? '').split(' ').filter((word) => word !== ''));
		sets.set(language, set);
	}
	return set;
}

/** The function words of a language, folded; English stands in for `und` and for languages without a list. */
export const functionWords = (language: string): ReadonlySet<string> => (language in FUNCTION_WORDS ? setFor(language) : setFor('en'));

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
	[/[\p{sc=Hiragana}\p{sc=Katakana}]/gu, 'ja'],
	[/\p{sc=Hangul}/gu, 'ko'],
	[/\p{sc=Han}/gu, 'zh'],
	[/\p{sc=Arabic}/gu, 'ar'],
	[/\p{sc=Hebrew}/gu, 'he'],
	[/\p{sc=Cyrillic}/gu, 'ru'],
	[/\p{sc=Greek}/gu, 'el'],
	[/\p{sc=Devanagari}/gu, 'hi'],
	[/\p{sc=Thai}/gu, 'th'],
	[/\p{sc=Lao}/gu, 'lo'],
	[/\p{sc=Khmer}/gu, 'km'],
	[/\p{sc=Myanmar}/gu, 'my'],
	[/\p{sc=Bengali}/gu, 'bn'],
	[/\p{sc=Tamil}/gu, 'ta'],
	[/\p{sc=Telugu}/gu, 'te'],
	[/\p{sc=Georgian}/gu, 'ka'],
	[/\p{sc=Armenian}/gu, 'hy'],
	[/\p{sc=Ethiopic}/gu, 'am'],
];
const LATIN = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'sv', 'da', 'pl', 'cs', 'tr', 'id', 'vi'];

const SAMPLE = 6_000;

/** Code, links' targets and addresses are not prose and would all count as English. */
const NOT_PROSE = /`[^`\n]*`|\]\([^)\n]*\)|https?:\/\/\S+/g;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

const ASCII_RUN = /[\0-\x7f]+/g;
const ASCII_LETTERS = /[A-Za-z]+/g;

function countAsciiLetters(text: string): number {
	let letters = 0;
	for (const run of text.match(ASCII_LETTERS) ?? []) letters += run.length;
	return letters;
}

let spoken: ReadonlyMap<string, readonly string[]> | null = null;

/** The languages in which each word is a function word. */
function languagesOf(): ReadonlyMap<string, readonly string[]> {
	if (spoken !== null) return spoken;
	const languages = new Map<string, string[]>();
	for (const language of Object.keys(FUNCTION_WORDS)) {
		for (const word of setFor(language)) {
			const known = languages.get(word);
			if (known) known.push(language);
			else languages.set(word, [language]);
		}
	}
	spoken = languages;
	return languages;
}

const BEYOND_ASCII = /(?![\0-\x7f])[\p{L}\p{M}]/u;

function byFunctionWords(text: string, languages: readonly string[]): string {
	const folded = text.toLowerCase().replace(/\u2019/g, "'");
	// Where all letters are plain ones, they are found several times as fast.
	const words = folded.match(BEYOND_ASCII.test(folded) ? /[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu : /[a-z]+(?:'[a-z]+)*/g) ?? [];
	const counts = new Map<string, number>();
	const known = languagesOf();
	for (const word of words) for (const language of known.get(word) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1);
	let best = 'und';
	let bestHits = 0;
	for (const language of languages) {
		const hits = counts.get(language) ?? 0;
		if (hits > bestHits) {
			best = language;
			bestHits = hits;
		}
	}
	// A few loan words in a list of names say nothing.
	return bestHits >= 2 && bestHits >= words.length * 0.08 ? best : 'und';
}

/** Of these languages, the ones that the user writes in; all of them where none is named. The only one named is it, whatever the words say. */
function among(languages: readonly string[], expected: readonly string[], sample: string): string {
	const named = languages.filter((language) => expected.includes(language));
	const guess = byFunctionWords(sample, named.length === 0 ? languages : named);
	return guess === 'und' && named.length === 1 ? (named[0] ?? guess) : guess;
}

/**
 * BCP 47 primary subtag of the language that most of the text is written in; `und` where script and function words do not tell.
 * `expected` names languages that the user writes in: between languages of one script, only these are thought of.
 */
export function guessLanguage(text: string, expected: readonly string[] = []): string {
	// The middle as well as the start: a note often opens with properties, links or a quotation in another language.
	const middle = Math.max(SAMPLE, Math.floor(text.length / 2));
	const sample = `${text.slice(0, SAMPLE)} ${text.slice(middle, middle + SAMPLE)}`.replace(NOT_PROSE, ' ');
	// Most text is plain ASCII: only what is left of it is asked for its script.
	const other = sample.replace(ASCII_RUN, ' ');
	const latin = countAsciiLetters(sample) + count(other, /\p{sc=Latin}/gu);
	let script = '';
	let most = 0;
	let kana = 0;
	for (const [pattern, language] of other === ' ' ? [] : SCRIPTS) {
		const found = count(other, pattern);
		if (language === 'ja') kana = found;
		if (found > most) {
			most = found;
			script = language;
		}
	}
	// One character of Han or Hangul says about as much as three Latin letters.
	const dense = script === 'zh' || script === 'ja' || script === 'ko';
	if (most * (dense ? 3 : 1) <= latin) return latin === 0 ? 'und' : among(LATIN, expected, sample);
	if (script === 'zh' && kana * 8 > most) return 'ja';
	if (script === 'ru') return /[іїєґ]/iu.test(sample) ? among(['uk', 'ru'], expected, sample) : 'ru';
	if (script === 'ar') return /[پچژگ]/u.test(sample) ? among(['fa', 'ar'], expected, sample) : 'ar';
	return script;
}
