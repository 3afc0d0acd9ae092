/** The languages whose function words are known here; any other is read by its numbers and equal words alone. */
export type Tongue = 'en' | 'de' | 'zh' | 'ar' | 'fr' | 'es';

const TELLTALES: Readonly<Record<'en' | 'de' | 'fr' | 'es', ReadonlySet<string>>> = {
	en: new Set('the of and is are was were to in that for with it has have does not be should by from an'.split(' ')),
	de: new Set('der die das und ist sind nicht ein eine im den dem des mit von für wird wurde auf zu hat muss bei als auch'.split(' ')),
	fr: new Set('le la les des du est sont et dans une un pour que qui pas par au aux sur ne a'.split(' ')),
	es: new Set('el la los las del es son y en una un para que por no con se fue al tiene su'.split(' ')),
};

/** The tongue to read a text in: what its source is written in, else a guess from script and function words. */
export function tongueOf(language: string, text: string): Tongue {
	const primary = language.toLowerCase().split('-')[0];
	if (primary === 'en' || primary === 'de' || primary === 'zh' || primary === 'ar' || primary === 'fr' || primary === 'es') return primary;
	const sample = text.slice(0, 400);
	if (/[\u0600-\u06ff]/.test(sample)) return 'ar';
	if (/[\u4e00-\u9fff]/.test(sample) && !/[\u3040-\u30ff]/.test(sample)) return 'zh';
	const words = sample.toLowerCase().split(/[^\p{L}]+/u);
	let best: 'en' | 'de' | 'fr' | 'es' = 'en';
	let most = 0;
	for (const tongue of ['en', 'de', 'fr', 'es'] as const) {
		const count = words.filter((word) => TELLTALES[tongue].has(word)).length;
		if (count > most) {
			best = tongue;
			most = count;
		}
	}
	return best;
}

// A map, for a plain object would know "constructor" and its like as well.
const ENGLISH_PAST: ReadonlyMap<string, string> = new Map(
	[
		'took/take taken/take ran/run running/run fell/fall fallen/fall held/hold kept/keep grew/grow grown/grow began/begin begun/begin built/build',
		'wrote/write written/write rose/rise risen/rise froze/freeze frozen/freeze cost/cost slept/sleep spoilt/spoil went/go gone/go made/make gave/give',
		'given/give won/win lost/lose children/child feet/foot men/man women/woman mice/mouse teeth/tooth lives/life loaves/loaf leaves/leaf fed/feed ate/eat',
		'eaten/eat drank/drink drunk/drink came/come left/leave became/become drew/draw drawn/draw flew/fly flown/fly chose/choose chosen/choose broke/break',
		'broken/break spoke/speak spoken/speak known/know knew/know sold/sell bought/buy sent/send spent/spend found/find lay/lie led/lead met/meet paid/pay',
		'sat/sit stood/stand',
	].flatMap((row) => row.split(' ').map((pair): [string, string] => {
		const slash = pair.indexOf('/');
		return [pair.slice(0, slash), pair.slice(slash + 1)];
	})),
);

function stemEnglish(word: string): string {
	let stem = ENGLISH_PAST.get(word) ?? word;
	if (stem.length > 4 && stem.endsWith('ies')) stem = `${stem.slice(0, -3)}y`;
	else if (stem.length > 5 && stem.endsWith('ing')) stem = stem.slice(0, -3);
	else if (stem.length > 4 && stem.endsWith('ied')) stem = `${stem.slice(0, -3)}y`;
	else if (stem.length > 4 && stem.endsWith('ed')) stem = stem.slice(0, -2);
	else if (stem.length > 4 && /(?:s|x|z|ch|sh)es$/.test(stem)) stem = stem.slice(0, -2);
	else if (stem.length > 3 && stem.endsWith('s') && !/(?:ss|us|is)$/.test(stem)) stem = stem.slice(0, -1);
	if (stem.length > 4 && /([bdgmnprt])\1$/.test(stem)) stem = stem.slice(0, -1);
	if (stem.length > 3 && stem.endsWith('e')) stem = stem.slice(0, -1);
	return stem;
}

const stripAccents = (word: string): string => word.normalize('NFD').replace(/[\u0300-\u036f]/g, '');

function stemGerman(word: string): string {
	const stem = stripAccents(word).replace(/ß/g, 'ss');
	if (stem.length < 4) return stem;
	const cut = stem.replace(/(?:ern|en|er|es|em|e|n|s|t)$/, '');
	return cut.length >= 3 ? cut : stem;
}

function stemRomance(word: string): string {
	const stem = stripAccents(word.replace(/^(?:l|d|qu|n|s|j|c)'/, ''));
	if (stem.length < 4) return stem;
	return stem.replace(/(?:es|s|x)$/, '').replace(/[aeo]$/, '');
}

function stemArabic(word: string): string {
	let stem = word;
	for (const prefix of ['وال', 'بال', 'كال', 'فال', 'لل', 'ال']) {
		if (stem.startsWith(prefix) && stem.length - prefix.length >= 3) {
			stem = stem.slice(prefix.length);
			break;
		}
	}
	if (stem.length >= 5 && /^[يت]/.test(stem)) stem = stem.slice(1);
	if (stem.length >= 5) stem = stem.replace(/(?:ات|ون|ين|ها|ه|ا)$/, '');
	return stem;
}

/** Folds a lower-case word to the form under which its inflections mostly meet. Chinese is not inflected. */
export function stemOf(word: string, tongue: Tongue): string {
	switch (tongue) {
		case 'en':
			return stemEnglish(word);
		case 'de':
			return stemGerman(word);
		case 'fr':
		case 'es':
			return stemRomance(word);
		case 'ar':
			return stemArabic(word);
		case 'zh':
			return word;
	}
}
