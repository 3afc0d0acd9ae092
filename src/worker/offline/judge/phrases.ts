import type { Tongue } from './tongue.js';

type Rewrites = readonly (readonly [pattern: RegExp, plain: string])[];

// Turns of several words that mean what one word means. The hint is tried first: most sentences have none of them.
const EN_HINT = /'|cannot|no longer|sea level|per cent|\b(?:came|comes?|went|goes|go) (?:out|to|back)\b|\bmet \w+ |\b(?:took|takes?|taken) over|to the world|\b(?:held|holds?) on|no use|as well|is why|back to|below the|for good|by the way|\bused to|\b(?:last|this|next) |and a half/i;
const EN: Rewrites = [
	[/\bcannot\b/gi, 'can not'],
	[/\bcan't\b/gi, 'can not'],
	[/n't\b/gi, ' not'],
	[/'s\b/g, ''],
	[/\bno longer\b(?! than)/gi, 'not'],
	[/\b(?:above|over) sea level\b/gi, 'elevation'],
	[/\bbelow (?:the surface|sea level)\b/gi, 'deep'],
	[/\bper cent\b/gi, '%'],
	[/\b(?:came|comes|come) out\b/gi, 'appeared'],
	[/\b(?:went|goes|go) out on\b/gi, 'released on'],
	[/\b(?:came|come|comes) to (?=us\b|the (?:company|firm|team)\b)/gi, 'joined '],
	[/\b(?:came|come|comes) to(?= \p{Lu})/gu, 'reached'],
	[/\bmet (?:his|her|their|its) (?:death|end)\b/gi, 'died'],
	[/\b(?:took|take|takes|taken) over\b/gi, 'adopted'],
	[/\bgave ([^.,;]{1,40}?) to the world\b/gi, 'introduced $1'],
	[/\b(?:held|hold|holds) on to\b/gi, 'keep'],
	[/\b(is|are|was|were) (?:of )?no use\b/gi, '$1 not useful'],
	[/\bas well as\b/gi, ' … '],
	[/\b(?:which|that) is why\b/gi, 'therefore'],
	[/\b(?:dates?|goes|go) back to\b/gi, 'dates in'],
	[/\b(?:as well|for good|by the way)(?![\p{L}])/giu, ''],
	[/\bused to(?= [a-z])/gi, 'formerly'],
	[/\b(last|this|next) (year|month|week|quarter|season|spring|summer|autumn|fall|winter|time)\b/gi, '$1$2'],
	[/\b(\w+) and a half\b/gi, '$1 .5'],
];

const DE_HINT = /letzt|vorig|dies|nächst|zur welt|nimmt|spiegel/i;
const DE: Rewrites = [
	[/(^| )(letzt|vorig|dies|nächst)(?:e|en|er|es) (jahr|monat|woche|quartal|mal)/gi, '$1$2$3'],
	[/(^|[^\p{L}])(?:kam|kommt)(?=[^,;]{1,60} zur Welt)/giu, '$1wurde geboren'],
	[/ zur Welt(?![\p{L}])/giu, ''],
	[/(^|[^\p{L}])nimmt([^.,;]{0,60}?)(?: hin)? ab(?=$|[.,;:]| \()/giu, '$1sinkt$2'],
	[/(^|[^\p{L}])nimmt([^.,;]{0,60}?)(?: hin)? zu(?=$|[.,;:]| \()/giu, '$1steigt$2'],
	[/unter dem (?:meeres|wasser)?spiegel/gi, 'tief'],
];

/** Puts one word for turns of several that mean the same. */
export function plainPhrases(text: string, tongue: Tongue): string {
	const [hint, rewrites] = tongue === 'en' ? [EN_HINT, EN] : tongue === 'de' ? [DE_HINT, DE] : [null, []];
	if (hint?.test(text) !== true) return text;
	let plain = text;
	for (const [pattern, word] of rewrites) plain = plain.replace(pattern, word);
	return plain;
}
