import * as v from 'valibot';
import type { DraftClaim } from '../port.js';
import { answerKind } from './answer-kind.js';
import { weighMentions } from './named-things.js';

const texts = (description: string) => v.pipe(v.array(v.string()), v.description(description));

const schema = v.strictObject({
	claims: v.array(
		v.strictObject({
			text: v.pipe(v.string(), v.description('The statement, so that it can be understood alone.')),
			quote: v.pipe(v.string(), v.description('The words of the passage that say so, copied character for character.')),
			stance: v.picklist(['asserted', 'reported', 'questioned']),
			form: v.picklist(['definition', 'statement', 'list', 'question']),
			qualifiers: texts('Words of the quote that limit it, such as “up to”, “not”, “in 2019”.'),
			about: texts('Names of the things that it is about, as in “mentions”.'),
			weight: v.pipe(v.picklist(['core', 'useful', 'detail']), v.description('How much a reader would lose without it.')),
		}),
	),
	mentions: v.array(
		v.strictObject({
			name: v.pipe(v.string(), v.description('As the passage writes it, in the form that would head a page.')),
			aliases: texts('Other names that the passage itself gives to the same thing.'),
			kind: v.pipe(v.nullable(v.picklist(['concept', 'entity'])), v.description('entity for a named individual: a person, place, organisation or work; null where the passage does not tell.')),
		}),
	),
});

// On the scale of the offline worker, so that claims of both can stand on one page in a sensible order.
const WEIGHTS: Readonly<Record<'core' | 'useful' | 'detail', number>> = { core: 0.8, useful: 0.6, detail: 0.4 };

const distinct = (texts: readonly string[]): string[] => [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))];

export const extractAnswer = answerKind<'extract', typeof schema>(schema, (answer, input) => {
	const claims = answer.claims.map((claim): DraftClaim => ({ ...claim, qualifiers: distinct(claim.qualifiers), about: distinct(claim.about), weight: WEIGHTS[claim.weight] }));
	const named = answer.mentions.map(({ name, aliases, kind }) => ({ name: name.trim(), aliases: distinct(aliases), kind })).filter(({ name }) => name !== '');
	return { claims, mentions: weighMentions(named, claims, input) };
});
