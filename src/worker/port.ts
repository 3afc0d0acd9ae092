import type { Claim, ClaimForm, Stance } from '../model/claim.js';
import type { Mention } from '../model/concept.js';
import type { Currencies, TokenCount } from '../model/currencies.js';
import type { ProposalKind } from '../model/proposal.js';
import type { Passage } from '../model/source.js';
import type { Disposition, Tier } from '../model/verdict.js';

/** A claim as a worker returns it: without an id or offsets, which verification gives it. */
export interface DraftClaim {
	readonly text: string;
	readonly quote: string;
	readonly stance: Stance;
	readonly form: ClaimForm;
	readonly qualifiers: readonly string[];
	readonly about: readonly string[];
	readonly weight: number;
}

export interface ExtractInput {
	readonly passage: Passage;
	/** The source's title and aliases, which its passages are about unless they say otherwise. */
	readonly title: string;
	readonly aliases: readonly string[];
	/** From its properties, without `#`; tags in the text stand in the passage. */
	readonly tags: readonly string[];
	readonly language: string;
}
export interface ExtractOutput {
	readonly claims: readonly DraftClaim[];
	readonly mentions: readonly Mention[];
}

export interface IdentifyInput {
	readonly pairs: readonly { readonly left: string; readonly right: string; readonly leftContext: string; readonly rightContext: string }[];
}
export interface IdentifyOutput {
	/** One answer a pair, in order. */
	readonly answers: readonly ('same' | 'different' | 'unknown')[];
}

/** A page that is to be written, with all that may stand on it. */
export interface PageToWeave {
	readonly title: string;
	readonly aliases: readonly string[];
	readonly kind: 'concept' | 'entity' | 'source';
	/** Strongest first. */
	readonly claims: readonly Claim[];
	/** How many of them the page has room for. */
	readonly most: number;
	/** Source titles by source id. */
	readonly sourceTitles: Readonly<Record<string, string>>;
}
export interface WeaveInput {
	/** At least one. Pages of one task may draw on the same claims. */
	readonly pages: readonly PageToWeave[];
}
/** A sentence or item of a page with the claims that carry it. */
export interface WovenSentence {
	readonly text: string;
	readonly claims: readonly string[];
	/** Set by code, never by a worker: the sentence says more than the quotes it cites. */
	readonly unsupported?: true;
}
export interface WovenPage {
	readonly lead: readonly WovenSentence[];
	/** An empty heading puts the items directly under the lead. */
	readonly facets: readonly { readonly heading: string; readonly items: readonly WovenSentence[] }[];
}
export interface WeaveOutput {
	/** One a page, in order; null for a page that the answer does not have. */
	readonly pages: readonly (WovenPage | null)[];
}

export interface AdjudicateInput {
	readonly pairs: readonly { readonly left: Claim; readonly right: Claim; readonly subject: string }[];
}
export interface AdjudicateOutput {
	readonly answers: readonly ('contradict' | 'compatible' | 'unknown')[];
}

/** An edit that the gate escalated, for a second opinion. */
export interface ReviewInput {
	readonly kind: ProposalKind;
	readonly path: string;
	readonly title: string;
	readonly pageType: string;
	/** What whoever made it says of it. */
	readonly why: string;
	/** All that changes, as a unified diff. */
	readonly diff: string;
	/** The claims that the new text cites, each with its quote; `found` where the quote stands in its source now. */
	readonly claims: readonly { readonly text: string; readonly quote: string; readonly source: string; readonly found: boolean }[];
	/** What the gate objects to, strictest first. */
	readonly rules: readonly { readonly disposition: Disposition; readonly reason: string; /** The name of a policy's question. */ readonly question?: string }[];
	/** Which of several who judge by themselves is asked, counted from 1. */
	readonly seat: number;
	readonly seats: number;
}
export interface ReviewOutput {
	readonly opinion: 'approve' | 'deny' | 'unsure';
	readonly reason: string;
}

/** A rule of the gate in the owner's own words, to be written as a PRISM-IR flow. */
export interface WritePolicyInput {
	/** What the owner asks for, as they wrote it. */
	readonly ask: string;
	/** What a flow can ask of a proposal, as `entity.<name>`. */
	readonly fields: readonly { readonly name: string; readonly type: string; readonly says: string; readonly values: readonly string[] }[];
	/** YAML of a flow that is valid. */
	readonly example: string;
	/** What was written before and what is wrong with it; null the first time. */
	readonly attempt: { readonly yaml: string; readonly problems: readonly string[] } | null;
}
export interface WritePolicyOutput {
	/** A few words that name it. */
	readonly name: string;
	readonly yaml: string;
	/** What the words left open and was decided in writing it. */
	readonly assumptions: readonly string[];
}

export interface TaskShapes {
	extract: { input: ExtractInput; output: ExtractOutput };
	identify: { input: IdentifyInput; output: IdentifyOutput };
	weave: { input: WeaveInput; output: WeaveOutput };
	adjudicate: { input: AdjudicateInput; output: AdjudicateOutput };
	'review-edit': { input: ReviewInput; output: ReviewOutput };
	'write-policy': { input: WritePolicyInput; output: WritePolicyOutput };
}
export type TaskKind = keyof TaskShapes;

/** All that a worker sees: it keeps nothing from one task to the next. */
export interface Task<K extends TaskKind> {
	readonly id: string;
	readonly kind: K;
	readonly input: TaskShapes[K]['input'];
	/** Why more hangs on it than on others, in a few words; left out where nothing does. */
	readonly stakes?: string;
	/** Why it is not with the cheapest worker that is trusted with its kind. */
	readonly moved?: string;
}

/** Why there is no answer. None of these is ever read as an answer. */
export interface WorkerFailure {
	/** `waiting`: somebody has the task and answers later, so that nobody else is asked. */
	readonly reason: 'length' | 'refused' | 'malformed' | 'stopped' | 'unavailable' | 'unsupported' | 'waiting';
	readonly message: string;
}

export type Response<K extends TaskKind> = Currencies & {
	readonly model: string;
	/** Null where no tokens were spent or nobody counted. */
	readonly tokens: TokenCount | null;
	/** Notes that record the calls it took. */
	readonly transcripts: readonly string[];
} & ({ readonly ok: true; readonly output: TaskShapes[K]['output'] } | { readonly ok: false; readonly failure: WorkerFailure });

/** How a worker wants its tasks cut. */
export interface Grain {
	/**
	 * True where a call has its price, so that as much goes into one task as can be answered well. False for code, which reads a section
	 * and writes a page at a time, and which has nothing to add to what rules have settled.
	 */
	readonly coarse: boolean;
	/** Tasks that may be under way at once. */
	readonly atOnce: number;
	/** True where a task on which more hangs than on others goes to somebody else. */
	readonly parted: boolean;
}

/** For code on this machine: one small task after the other. */
export const FINE: Grain = { coarse: false, atOnce: 1, parted: false };

/** For whoever has a price for each call. */
export const coarse = (atOnce: number): Grain => ({ coarse: true, atOnce, parted: false });

/** Tasks of a kind that are not put together yet. */
export interface Load {
	readonly tasks: number;
	/** Tokens of all their inputs, instructions apart, and of all their answers. */
	readonly in: number;
	readonly out: number;
}

/** What tasks may cost. CARBON is a range, in grams of CO2 equivalent; unknown is null. */
export interface Foreseen {
	/** Times that somebody with a price is asked. */
	readonly calls: number;
	readonly coin_usd: number | null;
	readonly carbon: { readonly low: number; readonly high: number } | null;
}

/** Who is asked for a second opinion on an edit. */
export interface Panel {
	/** Cheapest tier first. A person is none of them: people decide on the edit itself. */
	readonly reviewers: readonly Worker[];
	/** At tier 3 three are asked, each alone, and most of them must agree. */
	readonly tribunal: boolean;
}

/** Anything that turns a task into a response: code, a model, another agent, a person. */
export interface Worker {
	readonly id: string;
	readonly tier: Tier;
	/** For a worker that keeps books: the tasks after it belong to this run. */
	begin?(run: string, signal?: AbortSignal): Promise<void>;
	/**
	 * For a worker that may have many tasks answered together, hours later. Does the work with nobody asked, hands in what it would have
	 * asked if that is enough, and does the work again. What waits fails as `waiting`. The work gives the same tasks each time.
	 */
	together?<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
	/** Left out by a worker that takes tasks as they come: `FINE`. */
	grainOf?(kind: TaskKind): Grain;
	/** What tasks of a kind would cost with whoever is asked first. Asks nobody. Left out by a worker that costs nothing. */
	foresee?(kind: TaskKind, load: Load): Promise<Foreseen>;
	/** Left out where nobody can be asked. */
	readonly panel?: Panel;
	perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Promise<Response<K>>;
}
