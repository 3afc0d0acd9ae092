import { isOfReviews } from '../../gate/opinions.js';
import { isRecord } from '../../model/json.js';
import type { HistoryEntry } from '../ledger/history.js';
import { decidedIn, isSurelyApproved, isSurelyRefused, type Tally } from './tally.js';
import { wilsonInterval } from './wilson.js';

export interface RuleTally extends Tally {
	/** As verdicts name it, without the line, which moves when the note above it changes. */
	readonly rule: string;
}
export interface KindTally extends Tally {
	readonly kind: string;
}
export interface WorkerTally extends Tally {
	/** Who made the edit. */
	readonly worker: string;
}
export interface PairTally extends RuleTally {
	readonly kind: string;
}
export interface WorkerPairTally extends PairTally, WorkerTally {}

export interface DecisionStatistics {
	/** Each list: the most often decided first. */
	readonly rules: readonly RuleTally[];
	readonly kinds: readonly KindTally[];
	readonly workers: readonly WorkerTally[];
	readonly pairs: readonly PairTally[];
	/**
	 * What lessons are drawn from: edits of files that hold the machine’s text alone, to which exactly one rule objected, or none. By worker are
	 * counted those alone of which all workers together leave it open.
	 */
	readonly clear: { readonly held: readonly PairTally[]; readonly passed: readonly KindTally[]; readonly heldBy: readonly WorkerPairTally[]; readonly passedBy: readonly WorkerTally[] };
	/** Edits that a person rewrote before approving: neither an approval nor a denial of what was proposed, so they are in no other count. */
	readonly rewritten: number;
	/** Decided edits whose verdict no ledger holds any more, so that nobody can tell which rules they met: in no count. */
	readonly unknown: number;
}

interface Judged {
	readonly kind: string;
	readonly maker: string;
	/** Rules that objected, each once. */
	readonly rules: readonly string[];
	readonly catalogue: boolean;
	/** True only where it is known that the file holds no text of a person. */
	readonly machineOnly: boolean;
}

interface Decision {
	readonly run: string;
	readonly outcome: 'approved' | 'denied' | 'undone';
	/** Null where no ledger holds the verdict. */
	readonly judged: Judged | null;
}

const isPerson = (actor: string): boolean => actor.startsWith('person:');

const withoutLine = (rule: string): string => rule.replace(/^(policies\/.+?\.prism\.md):\d+ /i, '$1 ');

function judgedOf({ actor, data }: HistoryEntry): Judged | null {
	const { kind, rules, seen } = data;
	if (typeof kind !== 'string' || !Array.isArray(rules)) return null;
	const names = (rules as readonly unknown[]).flatMap((rule) => (typeof rule === 'string' ? [withoutLine(rule)] : []));
	const saw = isRecord(seen) ? seen : {};
	return { kind, maker: actor, rules: [...new Set(names)], catalogue: saw['page_type'] === 'catalogue', machineOnly: saw['person_text'] === false };
}

/** The last decision of a person on each proposal, and what the gate had said of it by then. */
function decisionsOf(events: readonly HistoryEntry[]): readonly Decision[] {
	const verdicts = new Map<string, Judged | null>();
	const decisions = new Map<string, Decision>();
	const approvedIn = new Map<string, string[]>();
	for (const event of events) {
		const { type, actor, run, data } = event;
		const { proposal, undoes } = data;
		if (type === 'verdict' && typeof proposal === 'string') verdicts.set(proposal, judgedOf(event));
		if (!isPerson(actor)) continue;
		if ((type === 'approve' || type === 'deny') && typeof proposal === 'string') {
			decisions.set(proposal, { run, outcome: type === 'approve' ? 'approved' : 'denied', judged: verdicts.get(proposal) ?? null });
			if (type === 'deny') continue;
			const approved = approvedIn.get(run) ?? [];
			approved.push(proposal);
			approvedIn.set(run, approved);
		}
		if (type === 'undo' && typeof undoes === 'string') {
			for (const id of approvedIn.get(undoes) ?? []) {
				const decision = decisions.get(id);
				if (decision?.run === undoes && decision.outcome === 'approved') decisions.set(id, { ...decision, outcome: 'undone' });
			}
		}
	}
	return [...decisions.values()];
}

interface Known extends Decision {
	readonly judged: Judged;
}

/** A tally for each name under which the decisions fall. */
function tallies(decisions: readonly Known[], namesOf: (judged: Judged) => readonly string[]): readonly (readonly [string, Tally])[] {
	const goes = new Map<string, { readonly approved: Set<string>; readonly denied: Set<string>; readonly undone: Set<string>; edits: number }>();
	for (const { run, outcome, judged } of decisions) {
		for (const name of namesOf(judged)) {
			const found = goes.get(name) ?? { approved: new Set(), denied: new Set(), undone: new Set(), edits: 0 };
			goes.set(name, found);
			found[outcome].add(run);
			found.edits += 1;
		}
	}
	return [...goes]
		.map(([name, { approved, denied, undone, edits }]): [string, Tally] => [
			name,
			{ approved: approved.size, denied: denied.size, undone: undone.size, edits, approval: wilsonInterval(approved.size, approved.size + denied.size + undone.size) },
		])
		.sort(([one, a], [other, b]) => decidedIn(b) - decidedIn(a) || (one < other ? -1 : 1));
}

/** What people decided, by rule, by kind of edit and by worker. Only decisions of persons count; catalogues follow from other decisions and do not. */
export function decisionStatistics(events: readonly HistoryEntry[]): DecisionStatistics {
	const all = decisionsOf(events);
	const proposed = all.flatMap((decision): Known[] => (decision.judged === null || decision.judged.catalogue ? [] : [{ ...decision, judged: decision.judged }]));
	const decisions = proposed.filter(({ judged }) => !isPerson(judged.maker));
	const plain = decisions.filter(({ judged }) => judged.machineOnly);
	const pairsOf = (rules: readonly string[], kind: string): readonly string[] => rules.map((rule) => `${kind} ${rule}`);
	const pair = ([name, tally]: readonly [string, Tally]): PairTally => ({ rule: name.slice(name.indexOf(' ') + 1), kind: name.slice(0, name.indexOf(' ')), ...tally });
	const kind = ([name, tally]: readonly [string, Tally]): KindTally => ({ kind: name, ...tally });
	const worker = ([name, tally]: readonly [string, Tally]): WorkerTally => ({ worker: name, ...tally });
	/** What one rule alone objected to; who is asked about an escalation follows from the rule that escalated it. */
	const heldAs = ({ rules, kind: each }: Judged): readonly string[] => {
		const own = rules.filter((rule) => !isOfReviews(rule));
		return own.length === 1 ? pairsOf(own, each) : [];
	};
	const held = tallies(plain, heldAs);
	const passed = tallies(plain, (judged) => (judged.rules.length === 0 ? [judged.kind] : []));
	const settled = new Set([...held.filter(([, tally]) => isSurelyApproved(tally)), ...passed.filter(([, tally]) => isSurelyRefused(tally))].map(([name]) => name));
	const heldBy = (judged: Judged): readonly string[] => heldAs(judged).flatMap((name) => (settled.has(name) ? [] : [`${judged.maker} ${name}`]));
	return {
		rules: tallies(decisions, ({ rules }) => rules).map(([rule, tally]) => ({ rule, ...tally })),
		kinds: tallies(decisions, (judged) => [judged.kind]).map(kind),
		workers: tallies(decisions, ({ maker }) => [maker]).map(worker),
		pairs: tallies(decisions, (judged) => pairsOf(judged.rules, judged.kind)).map(pair),
		clear: {
			held: held.map(pair),
			passed: passed.map(kind),
			heldBy: tallies(plain, heldBy).map(([name, tally]) => ({ worker: name.slice(0, name.indexOf(' ')), ...pair([name.slice(name.indexOf(' ') + 1), tally]) })),
			passedBy: tallies(plain, (judged) => (judged.rules.length === 0 && !settled.has(judged.kind) ? [judged.maker] : [])).map(worker),
		},
		rewritten: proposed.length - decisions.length,
		unknown: all.filter(({ judged }) => judged === null).length,
	};
}
