import type { Mention, MentionSignal } from '../../model/concept.js';
import { nameKey } from '../../markdown/names.js';
import { candidatesFor } from '../offline/candidates.js';
import { extract } from '../offline/extract.js';
import { wordsIn } from '../offline/tokens.js';
import { readUnits } from '../offline/units.js';
import type { DraftClaim, ExtractInput } from '../port.js';

/**
 * A model that names a thing does what an author does who sets a term apart and links it: it says that somebody means a thing by the
 * name and that it deserves a page. So its names get these two signals, and code alone counts how often they stand there.
 */
const NAMED: readonly MentionSignal[] = ['emphasis', 'link'];

/** What the author did with a name counts whether or not the model repeats it. */
const AUTHORED: readonly MentionSignal[] = ['title', 'alias', 'link', 'tag'];

function countsOf(names: readonly string[], { passage, language }: ExtractInput): (name: string) => number {
	const candidates = candidatesFor(language);
	for (const name of names) candidates.proposeWork(name, 'phrase');
	for (const unit of readUnits(passage.text, passage.headings, language).units) {
		const prose = unit.kind === 'prose' ? [unit.prose] : unit.kind === 'list' ? [...unit.items, ...unit.nested] : [];
		for (const { inline, sentences } of prose) for (const span of sentences) candidates.count(inline.plain, span, wordsIn(inline.plain, span));
		if (unit.kind === 'table') for (const { plain } of unit.rows.flat()) candidates.count(plain, { start: 0, end: plain.length }, wordsIn(plain, { start: 0, end: plain.length }));
	}
	return (name) => candidates.countOf(name);
}

/** The things that a model names in a passage, with what code knows of each: how often it stands there and by what signs. */
export function weighMentions(named: readonly Pick<Mention, 'name' | 'aliases' | 'kind'>[], claims: readonly DraftClaim[], input: ExtractInput): Mention[] {
	const byRule = new Map(extract(input).mentions.map((mention) => [nameKey(mention.name), mention]));
	const defined = new Set(claims.filter(({ form }) => form === 'definition').flatMap(({ about }) => about.slice(0, 1).map(nameKey)));
	const countOf = countsOf(named.flatMap(({ name, aliases }) => [name, ...aliases]), input);
	const mentions = new Map<string, Mention>();
	for (const { name, aliases, kind } of named) {
		const key = nameKey(name);
		if (key === '' || mentions.has(key)) continue;
		const ruled = byRule.get(key);
		const signals = new Set<MentionSignal>([...NAMED, ...(kind === 'entity' ? (['name'] as const) : []), ...(defined.has(key) ? (['definition'] as const) : []), ...(ruled?.signals ?? [])]);
		const counted = [...new Set([name, ...aliases])].reduce((sum, each) => sum + countOf(each), 0);
		mentions.set(key, { name, aliases: aliases.filter((alias) => alias !== name), kind, signals: [...signals].sort(), count: Math.max(counted, ruled?.count ?? 0) });
	}
	for (const [key, mention] of byRule) if (!mentions.has(key) && mention.signals.some((signal) => AUTHORED.includes(signal))) mentions.set(key, mention);
	return [...mentions.values()];
}
