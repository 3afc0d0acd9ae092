import { isRecord, parseRecord } from '../model/json.js';
import type { MergeConflict, Proposal, ProposalKind } from '../model/proposal.js';
import { DISPOSITIONS, type Verdict } from '../model/verdict.js';

export type Outcome = 'committed' | 'denied' | 'superseded' | 'undone' | 'void';

/** What became of a proposal. */
export interface Closure {
	readonly id: string;
	readonly outcome: Outcome;
	/** ISO date and time. */
	readonly at: string;
	readonly who: string;
	readonly why: string;
}

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

const KINDS: readonly ProposalKind[] = ['create', 'update', 'rename', 'merge', 'retire'];
const OUTCOMES: readonly Outcome[] = ['committed', 'denied', 'superseded', 'undone', 'void'];

const isConflict = (value: unknown): value is MergeConflict => isRecord(value) && isText(value.base) && isText(value.yours) && isText(value.machine);

const isEvidence = (value: unknown): value is Proposal['evidence'] =>
	isRecord(value) && isTexts(value.claims) && isTexts(value.sources) && typeof value.verified === 'number' && typeof value.unverified === 'number' && isTexts(value.disagreements);

function isProposal(value: unknown): value is Proposal {
	if (!isRecord(value)) return false;
	return (
		['id', 'run', 'path', 'subject', 'title', 'pageType', 'why', 'who', 'created', 'updated'].every((name) => isText(value[name])) &&
		['to', 'baseHash', 'text', 'machineText'].every((name) => isTextOrNull(value[name])) &&
		KINDS.some((kind) => kind === value.kind) &&
		typeof value.tier === 'number' &&
		typeof value.personText === 'boolean' &&
		isEvidence(value.evidence) &&
		Array.isArray(value.conflicts) &&
		value.conflicts.every(isConflict) &&
		(value.summary === undefined || isText(value.summary)) &&
		(value.links === undefined || isTexts(value.links))
	);
}

const isRule = (value: unknown): boolean =>
	isRecord(value) && isText(value.rule) && isText(value.reason) && DISPOSITIONS.some((each) => each === value.disposition) && (value.line === null || typeof value.line === 'number');

function isVerdict(value: unknown): value is Verdict {
	if (!isRecord(value)) return false;
	return (
		isText(value.proposalId) &&
		DISPOSITIONS.some((each) => each === value.disposition) &&
		Array.isArray(value.rules) &&
		value.rules.every(isRule) &&
		(value.decider === null || [0, 1, 2, 3, 4].some((tier) => tier === value.decider)) &&
		isText(value.policyHash)
	);
}

/** A line of a run's file; null where it is not one. */
export function readQueued(line: string): { readonly proposal: Proposal; readonly verdict: Verdict } | null {
	const value = parseRecord(line);
	if (value === null || !isRecord(value.proposal)) return null;
	const { verdict } = value;
	const proposal = 'machineText' in value.proposal ? value.proposal : { ...value.proposal, machineText: value.proposal.text };
	return isProposal(proposal) && isVerdict(verdict) && verdict.proposalId === proposal.id ? { proposal, verdict } : null;
}

function closureOf(value: Fields): Closure | null {
	const { id, at, who, why } = value;
	const outcome = OUTCOMES.find((each) => each === value.outcome);
	return isText(id) && outcome !== undefined && isText(at) && isText(who) && isText(why) ? { id, outcome, at, who, why } : null;
}

/** A line of a file of closures; null where it is not one. */
export function readClosure(line: string): Closure | null {
	const value = parseRecord(line);
	return value === null ? null : closureOf(value);
}

/** A line of a file of refusals; null where it is not one. */
export function readDenied(line: string): { readonly proposal: Proposal; readonly closure: Closure } | null {
	const value = parseRecord(line);
	if (value === null || !isRecord(value.closure)) return null;
	const { proposal } = value;
	const closure = closureOf(value.closure);
	return closure !== null && isProposal(proposal) ? { proposal, closure } : null;
}
