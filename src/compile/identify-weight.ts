import type { MentionSignal } from '../model/concept.js';

/** What the whole vault says for giving a name a page. */
export interface Evidence {
	/** Per signal, the number of sources that give it. */
	readonly signals: ReadonlyMap<MentionSignal, number>;
	/** How often it stands in prose, lists and tables among it. */
	readonly count: number;
	/** How often it stands in sentences, or heads one. */
	readonly prose: number;
	readonly sources: number;
	/** Share of the vault's sources that have it, 0 to 1; 0 where they are too few to tell. */
	readonly spread: number;
	readonly words: number;
	/** Share of its uses that are written with a capital, 0 to 1. */
	readonly capitalShare: number;
	readonly abbreviation: boolean;
	readonly general: boolean;
	/** A single word whose ending or use marks it as an ordinary noun. */
	readonly ordinary: boolean;
	/** Share of its uses in prose that are written small, 0 to 1; 0 where nothing was counted. */
	readonly smallShare: number;
	/** In a script that has no capitals. */
	readonly uncased: boolean;
	/** A single word as long as a compound: it says as much as two. */
	readonly long: boolean;
	/** Two things in one name: "Energy and Entropy". */
	readonly pair: boolean;
}

const WEIGHT: Readonly<Record<MentionSignal, number>> = { definition: 3, title: 2.5, alias: 2, link: 2, emphasis: 1.5, tag: 1.5, name: 1.6, heading: 1, phrase: 0.6 };
const STRONG: readonly MentionSignal[] = ['definition', 'title', 'alias', 'link', 'emphasis', 'tag'];
const ENOUGH = 3.75;
/** A word of small letters that stands in a larger share of the sources is a word of everyday there. */
const COMMON = 0.08;
/** Likewise for a phrase that nobody sets apart. */
const RARE = 0.05;
/** Sources beyond this many that repeat a signal add nothing: what matters in a small vault also does in a large one. */
const REPEATS = 5;

/** Above zero: worth a page; the higher, the more so. */
export function pageScore(evidence: Evidence, minMentions: number): number {
	const { signals, count, sources, words } = evidence;
	const has = (signal: MentionSignal): boolean => signals.has(signal);
	// What prose never names has nothing to say on a page.
	if (count === 0 || (evidence.prose < minMentions && !has('definition'))) return 0;
	// Set apart and defined: somebody means it as a term. A note of its own that others speak of: they mean a thing.
	const termed = has('definition') && (has('emphasis') || has('title') || has('alias') || has('heading') || has('link') || has('tag'));
	const known = has('title') && (sources > 1 || (has('heading') && words > 1));
	if (count < minMentions && !termed && !known && !(has('definition') && sources > 1)) return 0;
	const strong = STRONG.filter(has).length;
	// Bold alone, or a capital alone, is a sign of the layout as often as of a term.
	if (evidence.prose <= minMentions && strong === (has('emphasis') ? 1 : 0) && !evidence.uncased) return 0;
	const proper = words === 1 && evidence.capitalShare >= 0.9 && has('name');
	// Nobody sets it apart, but several notes speak of it and the rest do not.
	if (strong === 0 && !has('name') && !evidence.abbreviation && !evidence.general && evidence.spread <= COMMON) {
		if (words > 1 ? evidence.spread <= RARE && sources > 2 && count > minMentions : evidence.long && !evidence.ordinary ? sources > 1 && count > minMentions : evidence.uncased && sources > 2 && count > 2 * minMentions) return 0.1;
	}
	// A capital that opened a clause, or set off a heading: most of the vault's prose writes it small.
	if (strong === 0 && evidence.smallShare > 0.5 && !evidence.uncased && !evidence.abbreviation && (words === 1 || count <= 2 * minMentions)) return 0;
	// A phrase or a capital alone is no sign that anybody means a thing by it; two sources are.
	if (strong === 0 && (sources < 2 || count < minMentions + 1 || (!has('name') && evidence.spread > COMMON))) return 0;
	let recurs = false;
	if (words > 1 && evidence.general && !has('definition')) return 0;
	if (words === 1 && !evidence.abbreviation) {
		if (evidence.general && (evidence.capitalShare < 0.9 || (sources < 2 && !has('title')))) return 0;
		// "Adenosine": explained in one note, spoken of in others, and no word of everyday.
		recurs = (strong > 1 || (strong > 0 && !has('tag'))) && !evidence.ordinary && evidence.spread <= COMMON && (has('definition') ? sources > 1 && count > minMentions : sources > 2 && count > minMentions + 1);
		if (!proper && !termed && !recurs && (strong < 2 || (!has('title') && sources < 2 && count < 2 * minMentions))) return 0;
	}
	// What is set in bold and nothing else is often a step, an aspect or stressed.
	const stressed = !recurs && strong === 1 && has('emphasis') && !has('name');
	let score = words > 1 ? 1 : evidence.capitalShare >= 0.9 || evidence.abbreviation ? 0 : -0.5;
	for (const [signal, number] of signals) score += WEIGHT[signal] * (1 + 0.25 * (Math.min(number, REPEATS) - 1));
	score += 0.5 * Math.log2(1 + count) + 0.5 * Math.log2(sources);
	if (recurs) score += 1;
	return score - ENOUGH - (stressed ? 0.5 : 0) - (evidence.pair && !has('title') ? 2 : 0);
}
