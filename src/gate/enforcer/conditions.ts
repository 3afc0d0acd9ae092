import type { Proposal } from '../../model/proposal.js';
import type { GateContext } from '../gate.js';
import { MANY_INBOUND, needsPerson, reachOf, stakesOf } from './stakes.js';

/** Something that code finds out about a proposal, for which rules can ask for a person. */
interface Condition {
	/** Documents it, and completes “A person decides where …”. */
	readonly says: string;
	/** Null where it cannot be known, which asks for a person too. */
	readonly holds: (proposal: Proposal, context: GateContext) => boolean | null;
}

const isKind = (kind: Proposal['kind'], says: string): Condition => ({ says, holds: (proposal) => proposal.kind === kind });

const lengthOf = (text: string | null): number => text?.length ?? 0;

const CONDITION_TABLE = {
	'person-text': { says: 'the file holds text that the machine did not write', holds: ({ personText }) => personText },
	conflict: { says: 'a person’s edit and the machine’s overlap', holds: ({ conflicts }) => conflicts.length > 0 },
	disagreement: { says: 'the page shows that sources disagree', holds: ({ evidence }) => evidence.disagreements.length > 0 },
	unverified: { says: 'a claim’s quote was not found in its source', holds: ({ evidence }) => evidence.unverified > 0 },
	'no-evidence': { says: 'the page cites no claim', holds: ({ evidence }) => evidence.verified + evidence.unverified === 0 },
	'single-source': { says: 'the page rests on one source or none', holds: ({ evidence }) => evidence.sources.length < 2 },
	'new-page': isKind('create', 'the page is new'),
	'changed-page': isKind('update', 'a page that stands is changed'),
	rename: isKind('rename', 'a page gets another name'),
	merge: isKind('merge', 'two pages become one'),
	retire: isKind('retire', 'a page is taken away'),
	irreversible: { says: 'a page is renamed, merged or taken away', holds: ({ kind, text }) => text === null || (kind !== 'create' && kind !== 'update') },
	'many-inbound-links': {
		says: `${MANY_INBOUND} pages or more link to the page`,
		holds: (proposal, context) => {
			const reach = reachOf(proposal, context);
			return reach === null ? null : reach >= MANY_INBOUND;
		},
	},
	'shrinking-page': { says: 'the page loses a quarter of its text or more', holds: ({ text }, { current }) => current !== null && lengthOf(text) <= current.length * 0.75 },
	'made-by-model': { says: 'a model made it, and not code or a person', holds: ({ tier }) => tier > 0 && tier < 4 },
	'high-stakes': { says: 'much is at stake, or it is not known how much', holds: (proposal, context) => needsPerson(stakesOf(proposal, context)) },
	always: { says: 'this worker proposes anything', holds: () => true },
} satisfies Readonly<Record<string, Condition>>;

export type ConditionName = keyof typeof CONDITION_TABLE;

/** Everything for which rules can ask for a person, by the name under which they do. */
export const CONDITIONS: Readonly<Record<ConditionName, Condition>> = CONDITION_TABLE;

export const CONDITION_NAMES: readonly ConditionName[] = Object.keys(CONDITION_TABLE).filter((name): name is ConditionName => name in CONDITION_TABLE);

export const isCondition = (name: unknown): name is ConditionName => CONDITION_NAMES.some((known) => known === name);
