import { strictest, type Disposition } from '../../../src/model/verdict.js';
import { policyNote } from '../../prism/profile/fixture.js';
import { ASK_ALL, BLOCK_ALL, BROKEN, DEFAULT_FILE, HOLD_ALL, noteOf, off, PASS_ALL, rulesNote } from '../../compile/policies/fixture.js';

/** The page of which there are two sources, so that little is at stake; a rule of a worker may forbid it. */
export const TEA = 'wiki/concepts/Tea.md';
export const RULES_FILE = '_commonplace/rules/offline.yml';

interface Rule {
	readonly text: string;
	/** What a person reads in the note: at least so strict is the verdict on a page of this type. */
	says(pageType: string): Disposition | 'off' | 'unknown';
}

const always = (text: string, says: Disposition | 'off' | 'unknown'): Rule => ({ text, says: () => says });

export const RULES = {
	pass: always(PASS_ALL, 'PASS'),
	hold: always(HOLD_ALL, 'HOLD'),
	escalate: always(policyNote([['all', 'true', 'ESCALATE']]), 'ESCALATE'),
	ask: always(ASK_ALL, 'REQUIRE_HUMAN'),
	block: always(BLOCK_ALL, 'BLOCK'),
	concepts: { text: rulesNote(['concepts', "entity.page_type == 'concept'", 'REQUIRE_HUMAN']), says: (type) => (type === 'concept' ? 'REQUIRE_HUMAN' : 'PASS') },
	off: always(off(BLOCK_ALL), 'off'),
	broken: always(BROKEN, 'unknown'),
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof RULES;
export const POLICY_PLACES = [DEFAULT_FILE, noteOf('a')] as const;

export interface Exemption {
	readonly action: 'create' | 'update';
	left: number;
}

/** What a person who only watches would write down: nothing here is read from what the gate says, but when it said something else than before. */
export interface Reference {
	stopped: boolean;
	workerStopped: boolean;
	forbidden: boolean;
	readonly notes: Map<string, RuleName>;
	readonly exemptions: Map<string, Exemption>;
	/** Which rules held when the verdict that stands was given, by proposal. */
	readonly judged: Map<string, { readonly verdict: string; readonly rules: string }>;
	/** What a reviewer approved, by proposal. */
	readonly reviewed: Map<string, { readonly path: string; readonly rules: string }>;
	/** Every text that stood at a path; null for none. */
	readonly stood: Map<string, Set<string | null>>;
	/** Pages that a person wrote on. */
	readonly mine: Set<string>;
	/** What a commit that was cut off was allowed, until it has been brought to its end. */
	cutOff: Law[];
	/** All that was ever cut off: what an undo ends and takes back in one go stood there unseen. */
	readonly unseen: Law[];
}

export interface Change {
	readonly path: string;
	readonly before: string | null;
	readonly after: string | null;
}

/** What allows this change of a page; null where nothing does. */
export type Law = (change: Change) => string | null;

export const emptyReference = (): Reference => ({
	stopped: false,
	workerStopped: false,
	forbidden: false,
	notes: new Map([[DEFAULT_FILE, 'pass']]),
	exemptions: new Map(),
	judged: new Map(),
	reviewed: new Map(),
	stood: new Map(),
	mine: new Set(),
	cutOff: [],
	unseen: [],
});

/** Everything that holds, as one name: an approval counts only while it is the same. */
export const rulesOf = ({ notes, forbidden }: Reference): string => JSON.stringify([[...notes].filter(([, name]) => name !== 'off').sort(), forbidden]);

/** A broken note lets an earlier text of it hold, which nobody sees who only looks at the notes: of such rules nothing is said. */
const same = (one: string, other: string): boolean => one === other || one.includes('"broken"') || other.includes('"broken"');

const pageType = (path: string): string => (path.startsWith('wiki/concepts/') ? 'concept' : path.startsWith('wiki/sources/') ? 'source' : 'other');
const isOfWorker = (path: string): boolean => path.split('/').length > 2;

const exemptionFor = ({ exemptions }: Reference, { before }: Change): Exemption | undefined => [...exemptions.values()].find(({ action, left }) => left > 0 && action === (before === null ? 'create' : 'update'));
const isForbidden = ({ forbidden }: Reference, { path }: Change): boolean => forbidden && path === TEA;

/** At least so strict is what the gate says of this change now. */
function atLeast(reference: Reference, change: Change, byPerson: boolean): Disposition {
	const { stopped, workerStopped, notes } = reference;
	const stops = stopped || (!byPerson && workerStopped && isOfWorker(change.path));
	const forbids = !byPerson && isForbidden(reference, change) && exemptionFor(reference, change) === undefined;
	const said = [...notes.values()].map((name) => RULES[name].says(pageType(change.path)));
	return strictest([...(stops || forbids ? ['BLOCK' as const] : []), ...said.flatMap((each) => (each === 'off' || each === 'unknown' ? [] : [each]))]);
}

/** Nobody was asked: it passed, or a reviewer approved just this under just these rules. */
export const byItself =
	(reference: Reference, idOf: (change: Change) => string | null): Law =>
	(change) => {
		if (change.after === null) return null;
		const disposition = atLeast(reference, change, false);
		if (disposition === 'PASS') return 'it passed';
		if (disposition !== 'ESCALATE') return null;
		const id = idOf(change);
		const rules = rulesOf(reference);
		const approved = [...reference.reviewed].some(([proposal, review]) => same(review.rules, rules) && (id === null ? review.path === change.path : proposal === id));
		return approved ? 'a reviewer approved it' : null;
	};

/** What a person decided on, with what was shown. */
export interface Decision {
	readonly id: string;
	readonly path: string;
	/** What stood there when it was judged. */
	readonly before: string | null;
	/** What the person wants to stand there. */
	readonly after: string | null;
	readonly own: boolean;
}

/** A person approved this text, on what stood there then, and the rules are those by which it was judged. */
export const byPerson =
	(reference: Reference, { id, path, before, after, own }: Decision): Law =>
	(change) => {
		const rules = reference.judged.get(id)?.rules;
		const isIt = change.path === path && change.after === after && change.before === before;
		if (!isIt || rules === undefined || !same(rules, rulesOf(reference)) || atLeast(reference, change, own) === 'BLOCK') return null;
		return own ? 'a person’s own text' : 'a person approved it';
	};

/** Taking back brings only what stood there before, or merges what a person wrote since. */
export const takenBack =
	({ stood, mine }: Reference): Law =>
	({ path, after }) =>
		stood.get(path)?.has(after) === true || mine.has(path) ? 'it was taken back' : null;

/** What a commit that was cut off put there, and an undo took back in the same go, stood there unseen: the next undo may bring it. */
export const broughtBack =
	({ unseen }: Reference): Law =>
	(change) =>
		unseen.some((law) => law(change) !== null) ? 'it was taken back' : null;

/** As things stand at this moment, whatever changes later. */
export const frozen = (reference: Reference): Reference => ({ ...reference, notes: new Map(reference.notes), exemptions: new Map([...reference.exemptions].map(([id, each]) => [id, { ...each }])), judged: new Map(reference.judged), reviewed: new Map(reference.reviewed) });

/** Writes down that a change was seen; a change of what is forbidden takes a use of an exemption. */
export function note(reference: Reference, change: Change): void {
	const { stood } = reference;
	stood.set(change.path, (stood.get(change.path) ?? new Set<string | null>([change.before])).add(change.after));
	if (!isForbidden(reference, change)) return;
	const exemption = exemptionFor(reference, change);
	if (exemption !== undefined) exemption.left -= 1;
}
