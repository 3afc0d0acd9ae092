import type { Claim } from '../model/claim.js';
import type { Mention } from '../model/concept.js';
import { foldName } from '../model/fold.js';
import { candidatesFor } from '../worker/offline/candidates.js';
import { phrasesOf } from '../worker/offline/phrases.js';
import { wordsIn } from '../worker/offline/tokens.js';

/** Key phrases that a source gets beside the names a worker found. */
const MOST_PHRASES = 12;

/**
 * The mentions of one source, counted by code over all its claims, with the phrases that recur in them. A worker sees
 * one passage at a time: it cannot know that a term set in bold in one section is used in another.
 */
export function countNames(mentions: readonly Mention[], claims: readonly Pick<Claim, 'text'>[], language: string): Mention[] {
	const phrases = phrasesOf(language);
	const sentences = claims.map(({ text }) => ({ text, words: wordsIn(text, { start: 0, end: text.length }) }));
	for (const { text, words } of sentences) phrases.add(text, words);
	const candidates = candidatesFor(language);
	for (const mention of mentions) for (const name of [mention.name, ...mention.aliases]) candidates.propose(name, mention.signals[0] ?? 'phrase');
	const added = phrases
		.recurring()
		.filter((phrase) => !candidates.has(phrase))
		.slice(0, MOST_PHRASES);
	for (const phrase of added) candidates.propose(phrase, 'phrase');
	for (const { text, words } of sentences) candidates.count(text, { start: 0, end: text.length }, words);
	const counted = mentions.map((mention): Mention => {
		const count = [mention.name, ...mention.aliases].reduce((sum, name) => sum + candidates.countOf(name), 0);
		return count > mention.count ? { ...mention, count } : mention;
	});
	const phrased = added.map((name): Mention => ({ name, aliases: [], kind: null, signals: ['phrase'], count: candidates.countOf(name) })).filter(({ count }) => count > 1);
	return [...counted, ...phrased]
		.map((mention) => ({ mention, key: foldName(mention.name) }))
		.sort((a, b) => (a.key < b.key ? -1 : 1))
		.map(({ mention }) => mention);
}
