import type { Day } from './calendar.js';
import type { Quantity } from './quantity.js';

/** One end of an opposition that a clause names. */
export interface Pole {
	readonly id: string;
	readonly end: number;
	/** Where it stands it turns what is said, rather than naming what is spoken of. */
	readonly telling: boolean;
}

/** A part of a statement that says one thing. */
export interface Clause {
	/** What it is about and says, by stem or meaning, with the words as they stand, in order; no function words, no values. */
	readonly content: ReadonlyMap<string, string>;
	/** Keys of the content that stands behind a preposition, after the event: where, for whom or with what it happened. */
	readonly late: ReadonlySet<string>;
	/** The very words of the opposites, where "larger" and "heavier" must be told apart. */
	readonly pivots: ReadonlyMap<string, string>;
	/** Meanings of what is measured and of what happened, with the words as they stand. */
	readonly attributes: ReadonlyMap<string, string>;
	readonly events: ReadonlyMap<string, string>;
	readonly poles: readonly Pole[];
	readonly quantities: readonly Counted[];
	readonly days: readonly Day[];
	readonly negations: number;
	readonly never: boolean;
	readonly every: boolean;
	/** Not universal any more: "not all", "not always". */
	readonly notEvery: boolean;
	readonly hedged: boolean;
	readonly can: boolean;
	readonly mild: boolean;
	/** Words that move it in time, sorted. */
	readonly time: string;
	/** True where it ties a value to its subject with a plain verb or copula. */
	readonly tied: boolean;
	readonly instance: boolean;
	/** Tells what happened once, so that another amount may be of another time. */
	readonly episode: boolean;
	/** Tells of the writer: another writer's story does not deny it. */
	readonly own: boolean;
	/** Keys of a short title before a colon: what the rest is told under. */
	readonly label: ReadonlySet<string>;
	/** Keys of the content that says when or if it holds. */
	readonly conditional: ReadonlySet<string>;
	/** What the clause may leave out because an earlier one said it; empty where it names a subject of its own. */
	readonly inherited: ReadonlySet<string>;
	/** What clauses without a subject and a value of their own add behind it. */
	readonly tail: ReadonlySet<string>;
	/** It starts with its verb or a pronoun. */
	readonly bound: boolean;
	/** The number of the sentence part, between full stops and semicolons, that it stands in. */
	readonly part: number;
}

export interface Counted extends Quantity {
	/** Stems of the words behind a count: what is counted. */
	readonly nouns: readonly string[];
}

/** No keys at all; shared, for most clauses inherit nothing. */
export const NOTHING: ReadonlySet<string> = new Set();

/** A clause while it is read. */
export interface Draft {
	content: Map<string, string>;
	late: Set<string>;
	pivots: Map<string, string>;
	attributes: Map<string, string>;
	events: Map<string, string>;
	poles: Pole[];
	quantities: Counted[];
	days: Day[];
	negations: number;
	never: boolean;
	every: boolean;
	notEvery: boolean;
	hedged: boolean;
	can: boolean;
	mild: boolean;
	times: Set<string>;
	time: string;
	tied: boolean;
	instance: boolean;
	episode: boolean;
	own: boolean;
	label: Set<string>;
	conditional: Set<string>;
	inherited: ReadonlySet<string>;
	tail: Set<string>;
	bound: boolean;
	part: number;
	reported: boolean;
	turn: boolean;
	/** Its negation denies a deed ("did not go"), not what something is. */
	deed: boolean;
}

/** An empty clause of a sentence part, to read into. */
export const draft = (part: number): Draft => ({
	content: new Map(), late: new Set(), pivots: new Map(), attributes: new Map(), events: new Map(), poles: [], quantities: [], days: [], negations: 0, never: false,
	every: false, notEvery: false, hedged: false, can: false, mild: false, times: new Set(), time: '', tied: false, instance: false, episode: false, own: false,
	label: new Set(), conditional: new Set(), inherited: NOTHING, tail: new Set(), bound: false, part, reported: false, turn: false, deed: false,
});

/** Whether it holds something that another clause could clash with by value or denial. */
export const bears = (clause: Draft): boolean => clause.quantities.length > 0 || clause.days.length > 0 || clause.negations > 0;
