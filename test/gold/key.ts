import * as v from 'valibot';

/** Path of a note relative to `test/gold/notes`, and text that stands in it. */
const place = v.strictObject({ note: v.string(), quote: v.string() });
const names = v.array(v.string());

const keyConcept = v.strictObject({
	name: v.string(),
	/** Other titles under which a page would be as good. */
	accepted: names,
	/** Names that belong to it and make a poor title. */
	aliases: names,
	kind: v.picklist(['concept', 'entity']),
	/** `required`: a careful indexer certainly makes a page; `optional`: with or without is fine. */
	status: v.picklist(['required', 'optional']),
	/** Notes that mention it under any of its names. */
	notes: names,
});

const notConcept = v.strictObject({
	name: v.string(),
	reason: v.picklist(['boilerplate', 'furniture', 'generic', 'heading', 'date', 'file-name', 'sentence-fragment', 'tag']),
	notes: names,
});

const disagreement = v.strictObject({
	about: v.picklist(['number', 'date', 'negation', 'antonym']),
	subject: v.string(),
	left: place,
	right: place,
});

const lookAlike = v.strictObject({
	reason: v.picklist([
		'reported', 'scope', 'time', 'up-to', 'rounding', 'subject', 'range', 'question', 'refuted', 'plan', 'part', 'unit', 'agreement',
	]),
	why: v.string(),
	left: place,
	right: place,
});

const quote = v.strictObject({
	note: v.string(),
	quote: v.string(),
	true: v.boolean(),
	why: v.picklist([
		'verbatim', 'digit', 'dropped-not', 'dropped-up-to', 'dropped-qualifier', 'order', 'other-note', 'translated', 'paraphrase',
	]),
});

const key = v.strictObject({
	concepts: v.array(keyConcept),
	notConcepts: v.array(notConcept),
	/** Each group is one thing under several names. */
	duplicates: v.array(names),
	distinct: v.array(v.strictObject({ names: v.tuple([v.string(), v.string()]), why: v.string() })),
	disagreements: v.array(disagreement),
	lookAlikes: v.array(lookAlike),
	quotes: v.array(quote),
});

export type Place = v.InferOutput<typeof place>;
export type KeyConcept = v.InferOutput<typeof keyConcept>;
export type Key = v.InferOutput<typeof key>;

/** The key with the notes that it judges, by path relative to `test/gold/notes`. */
export interface Gold {
	readonly key: Key;
	readonly notes: ReadonlyMap<string, string>;
}

/** Throws on anything that is not a key, naming the place. */
export const parseKey = (json: string): Key => v.parse(key, JSON.parse(json));

/** Canonical name, accepted titles and aliases. */
export const namesOf = (concept: KeyConcept): readonly string[] => [concept.name, ...concept.accepted, ...concept.aliases];
